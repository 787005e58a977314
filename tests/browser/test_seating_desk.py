"""The protocol officer's evening: propose, compare, arrange by hand, release, mend, print anew."""

import re

from playwright.sync_api import Page, expect

from app.conferences.history import Author
from app.conferences.store import conference_named
from app.delegates.prints import record
from app.delegates.rules import PrintKind
from app.delegates.store import everyone
from tests.browser.officer import SEATING, act, drag, seat, told, who
from tests.cast import HAI_PHONG, THEN
from tests.papers import pages, text
from tests.served import Served


def cards_are_printed(served: Served) -> None:
    with served.database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        people = [one.delegate.id for one in everyone(db, here)]
        record(db, Author(None, "Văn phòng", THEN), here, PrintKind.SEAT_CARD, people)


def test_the_evening_of_a_protocol_officer(office: Page, served: Served) -> None:
    office.goto(f"{SEATING}/proposals")
    office.get_by_role("button", name="Lập phương án").click()
    expect(office.get_by_role("button", name="Chấp nhận phương án này")).to_be_visible(
        timeout=60_000
    )
    office.get_by_role("link", name="So với sơ đồ hiện nay").click()
    expect(office.locator(".two-maps svg[role]")).to_have_count(2)
    expect(office.get_by_role("heading", level=1)).to_contain_text("Phương án 1")
    office.get_by_role("link", name="Mở").click()
    office.get_by_label("Vì sao ngồi ở đó?").fill("phuong le chan")
    office.get_by_label("Vì sao ngồi ở đó?").press("Enter")
    expect(office.locator("#beside .moves")).to_contain_text(re.compile(r"hàng \d+"))
    office.get_by_role("button", name="Chấp nhận phương án này").click()
    expect(office.get_by_text("chấp nhận lúc")).to_be_visible()

    office.goto(f"{SEATING}/edit?block=E")
    one, other = who(office, "E-20-03"), who(office, "E-20-04")
    drag(office, "E-20-03", "E-20-04")
    act(office, f"Đổi chỗ {one}")
    assert (who(office, "E-20-03"), who(office, "E-20-04")) == (other, one)
    office.keyboard.press("z")
    expect(office.get_by_role("button", name="Làm lại")).to_be_enabled()
    assert who(office, "E-20-03") == one
    office.keyboard.press("y")
    act(office, f"Đổi chỗ {one}")
    seat(office, "E-20-03").click()
    expect(office.locator("#seat-label")).to_have_text("E-20-03")
    office.get_by_placeholder("Vì sao ghim").fill("Cạnh người phiên dịch")
    office.get_by_role("button", name="Ghim", exact=True).click()
    expect(office.locator("#side")).to_contain_text("Cạnh người phiên dịch")

    office.goto(f"{SEATING}/releases")
    office.get_by_label("Ghi chú của lần công bố").fill("Sau khi xác báo")
    office.get_by_role("button", name="Công bố lần 2").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Công bố lần 2")

    cards_are_printed(served)
    substitute_somebody(office)
    office.goto(f"{SEATING}/change")
    office.get_by_label("Ghế, hàng, khu không dùng được").fill("E-20-07")
    office.get_by_label("Khách đến thêm").fill("2")
    office.get_by_label("Lý do").fill("Ghế hỏng")
    office.get_by_role("button", name="Tìm cách ít người chuyển nhất").click()
    accept = office.get_by_role("button", name="Chấp nhận phương án này")
    expect(accept).to_be_visible(timeout=60_000)
    expect(office.locator("main")).to_contain_text("E-20-07")
    expect(office.locator("#reprints")).to_contain_text("phiếu chỗ ngồi")
    accept.click()
    expect(office.get_by_text("chấp nhận lúc")).to_be_visible()
    office.goto(f"{SEATING}/change")
    expect(office.locator("#reprints .moves li").first).to_be_visible()
    expect(office.locator("#reprints")).to_contain_text("E-20-07")
    moved = office.locator("#reprints .moves li", has_text="E-20-07").locator("strong")
    print_what_changed(office, moved.inner_text())


def print_what_changed(office: Page, moved: str) -> None:
    """The cards that are wrong now, and no others; once printed none of them is."""
    office.get_by_role("link", name="In phiếu ghế").click()
    expect(office.locator("#cards-only")).to_have_value("changed")
    printed = office.request.get(f"{SEATING}/cards.pdf?only=changed").body()
    sheets = range(len(pages(printed)))
    assert len(sheets) < 4
    assert any(moved.rsplit(maxsplit=1)[-1] in text(printed, sheet) for sheet in sheets)
    cards = office.locator("section", has=office.locator("#cards-title"))
    cards.get_by_role("button", name="In…").click()
    office.get_by_role("button", name=re.compile(r"Đã in xong \d+ phiếu")).click()
    office.goto(f"{SEATING}/change")
    left = office.locator("#reprints .moves li")  # of whoever is replaced, to be taken back
    expect(left).to_have_count(1)
    expect(left).to_contain_text("Giám đốc Sở Tư pháp")
    expect(left).to_contain_text("thu hồi")


def substitute_somebody(office: Page) -> None:
    office.goto(f"/conferences/{HAI_PHONG}/delegates?search=giám+đốc+sở+tư+pháp")
    office.get_by_role("link", name="Giám đốc Sở Tư pháp").click()
    office.wait_for_url("**/delegates/*")
    office.goto(f"{office.url}/substitution")
    office.get_by_label("Họ và tên người dự thay").fill("Nguyễn Văn Mẫu An")
    office.get_by_label("Chức vụ người dự thay").fill("Phó Giám đốc Sở Tư pháp")
    office.get_by_label(re.compile("Lý do .* vắng")).fill("Đi công tác")
    office.get_by_role("button", name="Ghi người dự thay").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Nguyễn Văn Mẫu An")


def test_the_keyboard_carries_people_from_seat_to_seat(office: Page) -> None:
    office.goto(f"{SEATING}/edit")
    chair = who(office, "B-01-09")
    seat(office, "B-01-09").click()
    expect(office.locator("#seat-label")).to_have_text("B-01-09")
    office.keyboard.press("Enter")
    expect(seat(office, "B-01-09")).to_have_class(re.compile("is-picked"))
    office.keyboard.press("ArrowRight")
    office.keyboard.press("Enter")
    act(office, f"Đổi chỗ {chair}")
    assert who(office, "B-01-10") == chair
    expect(office.locator(".feedback")).to_contain_text("Việc vừa rồi")


def test_a_unit_moves_as_a_block(office: Page) -> None:
    office.goto(f"{SEATING}/edit?block=H")
    seat(office, "H-06-05").scroll_into_view_if_needed()
    one, other = who(office, "H-06-05"), who(office, "H-05-05")
    drag(office, "H-06-05", "H-05-03", unit=True)
    act(office, "Chuyển cả")
    assert who(office, "H-05-05") != other
    assert who(office, "H-06-05") != one
    assert sum(one in people for people in told(office).values()) == 1


def test_everything_can_be_done_without_scripts(office: Page) -> None:
    browser = office.context.browser
    assert browser is not None
    context = browser.new_context(
        storage_state=office.context.storage_state(), java_script_enabled=False
    )
    page = context.new_page()
    origin = office.url.removesuffix("/conferences")
    page.goto(f"{origin}{SEATING}/edit?seat=B-01-09")
    page.get_by_role("link", name="Nhấc lên để chuyển").click()
    page.locator('a[href*="block=L"]').first.click()
    page.locator('a[href*="seat=L-10-12"]').first.click()
    page.get_by_role("button", name="Chuyển B-01-09 sang L-10-12").click()
    expect(page.locator(".edit-bar .last")).to_contain_text("Lê Ngọc Châu")
    page.get_by_role("button", name="Hoàn tác").click()
    page.goto(f"{origin}{SEATING}/edit?seat=B-01-09")
    expect(page.locator("#seat-label")).to_have_text("B-01-09")
    expect(page.locator("#side")).to_contain_text("Lê Ngọc Châu")
    context.close()
