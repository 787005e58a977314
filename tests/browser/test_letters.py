"""Letters from the office to the recipients, and the presenter's words without a network."""

import re

from playwright.sync_api import Page, expect

from tests.outbox.postoffice import PostOffice
from tests.served import Served

HERE = "/conferences/hai-phong-2026"
COMMUNE = "Xã Vĩnh Bảo"


def test_invitations_are_prepared_read_released_and_arrive(
    office_with_mail: tuple[Page, PostOffice],
) -> None:
    page, post = office_with_mail
    page.goto(f"{HERE}/invitations/addresses")
    page.get_by_label("Danh sách", exact=True).fill(
        f"{COMMUNE}\tvinhbao@mau.vn\nXã Không Có\tx@mau.vn"
    )
    page.get_by_role("button", name="Lưu các địa chỉ").click()
    expect(page.get_by_text("1 dòng chưa lưu")).to_be_visible()
    page.goto(f"{HERE}/invitations")
    page.get_by_role("button", name=re.compile(r"Soạn \d+ thư")).click()
    page.get_by_label("Tìm người nhận, tiêu đề").fill(COMMUNE)
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_role("link", name=COMMUNE).click()
    expect(page.get_by_role("article")).to_contain_text("trân trọng kính mời")
    assert post.tries == []
    page.get_by_role("link", name="Về hộp thư đi").click()
    page.get_by_role("link", name=re.compile(r"Xem và duyệt gửi \d+ thư nháp")).click()
    expect(page.get_by_text("1 thư điện tử")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Duyệt gửi \d+ thư")).click()
    expect(page.get_by_role("link", name="1 đã gửi")).to_be_visible(timeout=20_000)
    assert post.received == ["vinhbao@mau.vn"]
    page.get_by_role("link", name=re.compile("chờ chép gửi tay")).click()
    page.locator("tbody tr th a").first.click()
    first = page.get_by_role("heading", level=1).inner_text()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Chép lời nhắn").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert first in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Đã gửi tay").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)


def test_the_presenter_reads_on_without_a_network(office: Page, served: Served) -> None:
    office.goto(f"{HERE}/runsheet/mc")
    cues = office.locator("article")
    expect(cues.nth(0)).to_be_visible()
    expect(cues.nth(1)).to_be_hidden()
    served.stop()
    office.context.set_offline(True)
    office.keyboard.press("ArrowRight")
    expect(cues.nth(1)).to_be_visible()
    expect(cues.nth(0)).to_be_hidden()
    office.keyboard.press(" ")
    expect(cues.nth(2)).to_be_visible()
    office.keyboard.press("ArrowLeft")
    expect(cues.nth(1)).to_be_visible()
    office.mouse.move(900, 400)
    office.mouse.down()
    office.mouse.move(500, 410)
    office.mouse.up()
    expect(cues.nth(2)).to_be_visible()
    office.get_by_role("link", name=re.compile("^Tiếp")).click()
    expect(cues.nth(3)).to_be_visible()
    office.context.set_offline(False)
    served.start()
