"""An organiser draws the hall with a mouse, sends a plan in and gets it back; and finds people."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.halls.plans import data, plan

HALL = "/conferences/ha-noi-2026/hall"
SEATING = "/conferences/hai-phong-2026/seating"


def test_a_pretix_plan_goes_in_and_comes_out_equal(office: Page, tmp_path: Path) -> None:
    file = tmp_path / "saal.json"
    file.write_bytes(data(plan()))
    office.goto(HALL)
    office.get_by_role("link", name="Chọn tệp").click()
    office.get_by_label("Tệp sơ đồ").set_input_files(file)
    office.get_by_role("button", name="Nạp sơ đồ").click()
    expect(office.get_by_text("Lối đi suy ra từ khoảng cách giữa các ghế")).to_be_visible()
    expect(office.locator("[data-map] use[id]")).to_have_count(18)
    with office.expect_download() as download:
        office.get_by_role("link", name="Xuất pretix").click()
    assert Path(download.value.path()).read_bytes() == file.read_bytes()


def test_a_block_is_drawn_a_seat_taken_out_and_both_undone(office: Page) -> None:
    office.goto(HALL)
    office.get_by_label("Tên hội trường").fill("Hội trường thử")
    office.get_by_role("button", name="Bắt đầu vẽ").click()
    office.get_by_label("Mã khu, in trên ghế").fill("A")
    office.get_by_label("Số ghế từng hàng").fill("3 x 8")
    office.get_by_label("Ngang").first.fill("30")
    office.get_by_label("Dọc").first.fill("12")
    office.get_by_role("button", name="Thêm khu").click()
    seats = office.locator("[data-map] use[id]")
    expect(seats).to_have_count(24)
    seats.nth(2).click()
    expect(office.get_by_label("Những ghế nào")).to_have_value("A-01-03")
    expect(office.locator("#marks .found")).to_have_count(1)
    office.get_by_role("button", name="Làm", exact=True).click()
    expect(office.locator('[data-map] use[href="#blocked"]')).to_have_count(1)
    office.keyboard.press("u")
    expect(office.locator('[data-map] use[href="#blocked"]')).to_have_count(0)
    office.keyboard.press("u")
    expect(office.locator("[data-map] use[id]")).to_have_count(0)
    office.get_by_role("button", name="Làm lại").click()
    expect(office.locator("[data-map] use[id]")).to_have_count(24)


def test_a_hall_is_begun_without_typing_a_place_and_seats_are_chosen_by_a_band(
    office: Page,
) -> None:
    office.goto(HALL)
    office.get_by_label("Tên hội trường").fill("Hội trường thử")
    office.get_by_role("button", name="Bắt đầu vẽ").click()
    for code in "AB":
        office.get_by_label("Mã khu, in trên ghế").fill(code)
        office.get_by_label("Số ghế từng hàng").fill("3 x 8")
        office.get_by_role("button", name="Thêm khu").click()
    seats = office.locator("[data-map] use[id]")
    expect(seats).to_have_count(48)
    office.get_by_text("Cửa, bậc lên sân khấu").click()
    ground = office.locator("[data-map]").bounding_box()
    assert ground is not None
    office.mouse.click(ground["x"] + 40, ground["y"] + ground["height"] / 2)
    office.get_by_role("button", name="Đặt").click()
    expect(office.get_by_role("link", name="Cửa 1")).to_be_visible()
    office.locator("summary", has_text="Ghế").click()
    first, last = seats.nth(1).bounding_box(), seats.nth(11).bounding_box()
    assert first is not None
    assert last is not None
    office.mouse.move(first["x"] - 1, first["y"] - 1)
    office.mouse.down()
    office.mouse.move(last["x"] + last["width"] + 1, last["y"] + last["height"] + 1, steps=4)
    office.mouse.up()
    named = office.get_by_label("Những ghế nào")
    expect(named).to_have_value("A-01-02..04, A-02-02..04")
    seats.nth(2).click()
    expect(named).to_have_value("A-01-02, A-01-04, A-02-02..04")
    office.locator("[data-map] g[transform] > text:first-child").first.click()
    expect(office.locator("#chosen")).to_have_text("Đang chọn 11 ghế")
    office.get_by_label("Việc").select_option("press")
    expect(office.get_by_label("Ghi rõ")).to_be_hidden()
    office.get_by_role("button", name="Làm", exact=True).click()
    expect(office.locator('[data-map] use[href="#press"]')).to_have_count(11)


def test_somebody_is_found_on_the_map_which_jumps_there(office: Page) -> None:
    office.goto(SEATING)
    whole = office.locator("[data-map] > svg").first.get_attribute("viewBox")
    office.get_by_label("Tìm đại biểu").fill("le ngoc chau")
    expect(office.locator("#marks .found")).to_have_count(1)
    drawing = office.locator("[data-map] > svg").first
    expect(drawing).not_to_have_attribute("viewBox", str(whole))
    mark = office.locator("#marks .found").bounding_box()
    frame = office.locator("[data-map]").bounding_box()
    assert mark is not None
    assert frame is not None
    assert frame["x"] < mark["x"] < frame["x"] + frame["width"]
    office.keyboard.press("Escape")
    office.get_by_role("button", name="Vừa khung").click()
    expect(drawing).to_have_attribute("viewBox", re.compile(re.escape(str(whole).split()[0])))


def test_a_seat_says_who_sits_there_and_the_map_zooms_by_keys_and_buttons(office: Page) -> None:
    office.goto(SEATING)
    chair = office.locator('use[href="#g2"]').first
    chair.hover()
    expect(office.locator("[data-tip]")).to_contain_text("B-01-09")
    expect(office.locator("[data-tip]")).to_contain_text("Lê Ngọc Châu")
    before = chair.bounding_box()
    office.keyboard.press("+")
    expect(office.locator("[data-map].is-close")).to_have_count(1)
    after = chair.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]
