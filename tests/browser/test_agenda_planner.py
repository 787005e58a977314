"""The planner: ten speeches to the minute, released; then one swapped and half an hour later."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import sign_in
from tests.served import Served

AGENDA = "/conferences/hai-phong-2026/agenda"
SPEECHES = "\n".join(f"Tham luận số {n} | Đơn vị mẫu {n}" for n in range(1, 11))


def fill(page: Page) -> None:
    """Ten speeches of seven minutes, with change-overs of one."""
    page.goto(AGENDA)
    page.get_by_role("link", name="Thêm phần việc vào mục 4").click()
    page.get_by_label("Mỗi dòng một phần việc").fill(SPEECHES)
    page.get_by_role("button", name="Thêm các phần việc").click()
    expect(page.get_by_text("19 phần việc, 79 phút")).to_be_visible()


def length(number: str) -> str:
    return f"Độ dài của phần việc {number}"


def contents(page: Page) -> list[str]:
    return page.locator("li.cue.speech .what > a").all_inner_texts()


def test_from_the_seed_to_a_second_release(office: Page, tmp_path: Path) -> None:
    fill(office)
    expect(office.locator("#tree .faults")).to_have_count(0)
    office.get_by_role("link", name="Phát hành").click()
    office.get_by_role("button", name="Phát hành bản số 1").click()
    expect(office.get_by_role("heading", name="Bản số 1")).to_be_visible()

    office.goto(AGENDA)
    office.get_by_role("link", name="Tham luận số 3", exact=True).click()
    office.get_by_label("Nội dung").fill("Tham luận số 11")
    office.get_by_label("Người thực hiện").fill("Đơn vị mẫu 11")
    office.get_by_role("button", name="Lưu").click()
    office.get_by_label("Bắt đầu lúc").fill("08:30")
    office.get_by_role("button", name="Dời cả chương trình").click()
    expect(office.get_by_text("Quá giờ kết thúc 30 phút").first).to_be_visible()
    expect(office.locator("#tree .when").first).to_have_text("08:30–08:35")

    office.get_by_role("link", name="Bản phát hành số 1").click()
    expect(office.get_by_text("Hội nghị bắt đầu lúc 08:30 (trước là 08:00)").first).to_be_visible()
    expect(
        office.get_by_text("“Tham luận số 11” (trước là “Tham luận số 3”)").first
    ).to_be_visible()
    concerned = office.locator(".concerned > li > details > summary")
    expect(concerned.filter(has_text="Đơn vị mẫu 3")).to_have_count(1)
    expect(concerned.filter(has_text="Đơn vị mẫu 11")).to_have_count(1)
    expect(office.locator(".papers")).to_contain_text("Giấy mời")
    expect(office.locator(".bands g.draft rect.whole")).to_have_count(7)
    office.get_by_role("button", name="Phát hành bản số 2").click()
    with office.expect_download() as download:
        office.get_by_role("link", name="Chương trình (PDF)").click()
    download.value.save_as(tmp_path / "programme.pdf")
    text = PdfReader(tmp_path / "programme.pdf").pages[0].extract_text()
    assert "08h30' - 08h35'" in text
    assert "Bản số 2" in text


def test_a_length_typed_moves_everything_after_it_and_undo_takes_it_back(office: Page) -> None:
    fill(office)
    first = office.get_by_label(length("4.1"), exact=True)
    times = office.locator("li.cue .when")
    first.fill("9:30")
    first.press("Tab")
    expect(times.nth(1)).to_have_text("08:44:30")
    expect(times.nth(18)).to_have_text("09:49:30")
    first.fill("40")
    first.press("Enter")
    expect(office.get_by_text("Các phần việc dài hơn thời gian của mục").first).to_be_visible()
    expect(office.get_by_label(length("4.1"), exact=True)).to_be_focused()
    office.get_by_role("button", name="Hoàn tác").click()
    office.get_by_role("button", name="Hoàn tác").click()
    expect(times.nth(1)).to_have_text("08:42")
    office.get_by_role("button", name="Làm lại").click()
    expect(times.nth(1)).to_have_text("08:44:30")


def test_what_is_typed_quickly_is_all_kept(office: Page) -> None:
    fill(office)
    for number, text in (("4.1", "6"), ("4.3", "5"), ("4.5", "4"), ("4.1", "8")):
        field = office.get_by_label(length(number), exact=True)
        field.fill(text)
        field.press("ArrowDown")
    expect(office.locator("li.cue .when").nth(6)).to_have_text("08:55")
    office.reload()
    shown = [
        office.get_by_label(length(number), exact=True).input_value()
        for number in ("4.1", "4.3", "4.5")
    ]
    assert shown == ["8:00", "5:00", "4:00"]


def test_speeches_are_reordered_by_keyboard_and_by_dragging(office: Page) -> None:
    fill(office)
    office.get_by_label(length("4.1"), exact=True).press("Alt+ArrowDown")
    expect(office.locator("li.cue.speech .what > a").first).to_have_text("Tham luận số 2")
    assert contents(office)[:3] == ["Tham luận số 2", "Tham luận số 1", "Tham luận số 3"]
    handle = office.locator("li.cue.speech .n").nth(4)
    handle.drag_to(office.locator("li.cue.speech .row").first, target_position={"x": 200, "y": 3})
    expect(office.locator("li.cue.speech .what > a").first).to_have_text("Tham luận số 5")
    expect(office.locator("li.cue .when").first).to_have_text("08:35")


def test_two_people_at_once_lose_nothing_and_choose(chromium: Browser, served: Served) -> None:
    mine, theirs = (chromium.new_page(base_url=served.url) for _ in range(2))
    for page in (mine, theirs):
        sign_in(page)
    fill(mine)
    theirs.goto(AGENDA)
    field = mine.get_by_label(length("4.1"), exact=True)
    field.fill("9")  # typed, not sent yet
    write(theirs, "5")
    expect(theirs.locator("li.cue .when").nth(1)).to_have_text("08:40")
    expect(mine.get_by_text("Có thay đổi mới của người khác")).to_be_visible()
    expect(mine.locator("li.cue .when").nth(1)).to_have_text("08:40")
    expect(field).to_have_value("9")
    field.press("Enter")
    expect(mine.get_by_role("heading", name="Hai người cùng sửa")).to_be_visible()
    expect(mine.get_by_label(re.compile("Bản đã lưu"))).to_have_value("5:00")
    mine.get_by_label(re.compile("Bản của đồng chí")).check()
    mine.get_by_role("button", name="Lưu bản đã chọn").click()
    expect(mine.locator("li.cue .when").nth(1)).to_have_text("08:44")
    for page in (mine, theirs):
        page.close()


def write(page: Page, text: str) -> None:
    """Another length for the first speech."""
    field = page.get_by_label(length("4.1"), exact=True)
    field.fill(text)
    field.press("Enter")
