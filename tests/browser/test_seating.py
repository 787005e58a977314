"""A protocol officer at the seat map: finding, looking, moving, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

SEATING = "/conferences/hai-phong-2026/seating"


def opened(office: Page) -> Page:
    office.goto(SEATING)
    office.evaluate("window.isSamePage = true")
    return office


def seat(office: Page, label: str) -> Locator:
    """On the map, where seats are known by number."""
    people = office.request.get(f"{SEATING}/people.json").json()
    return office.locator(f"#s{next(one for one, told in people.items() if told[0] == label)}")


def test_a_seat_opens_beside_the_map_without_loading_it_anew(office: Page) -> None:
    opened(office)
    seat(office, "B-01-09").click()
    expect(office.get_by_role("heading", name="B-01-09")).to_be_visible()
    expect(office.locator("#beside")).to_contain_text("Lê Ngọc Châu")
    expect(office.locator("#marks .chosen")).to_have_count(1)
    expect(office).to_have_url(f"{SEATING}?seat=B-01-09")
    assert office.evaluate("window.isSamePage")


def test_arrow_keys_walk_the_seats_and_the_slash_finds_people(office: Page) -> None:
    opened(office).locator("[data-map] use[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "Enter"):
        office.keyboard.press(key)
    expect(office.get_by_role("heading", name="A-02-02")).to_be_visible()
    office.keyboard.press("/")
    office.keyboard.type("cam giang")
    expect(office.locator("#marks .found")).to_have_count(16)
    expect(office.get_by_label("Tìm đại biểu")).to_be_focused()
    assert office.evaluate("window.isSamePage")


def test_somebody_is_moved_by_picking_a_seat_on_the_map(office: Page) -> None:
    office.goto(f"{SEATING}?seat=B-01-09")
    office.get_by_text("Chuyển, đổi chỗ").click()
    office.get_by_role("link", name="Chọn trên sơ đồ").click()
    seat(office, "L-10-12").click()
    office.get_by_role("button", name="Xếp Lê Ngọc Châu vào L-10-12").click()
    expect(office).to_have_url(f"{SEATING}?seat=L-10-12")
    expect(office.locator("#beside")).to_contain_text("Lê Ngọc Châu")
    expect(seat(office, "B-01-09")).to_have_attribute("href", "#free")


def test_the_map_works_without_scripts(office: Page) -> None:
    browser = office.context.browser
    assert browser is not None
    context = browser.new_context(
        storage_state=office.context.storage_state(), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{office.url.removesuffix('/conferences')}{SEATING}")
    page.get_by_label("Tìm đại biểu").fill("le ngoc chau")
    page.get_by_label("Tìm đại biểu").press("Enter")
    page.get_by_role("link", name="B-01-09", exact=True).click()
    expect(page.get_by_role("heading", name="B-01-09")).to_be_visible()
    context.close()


def test_the_map_is_coloured_by_who_has_come(office: Page) -> None:
    opened(office).get_by_role("link", name="điểm danh", exact=True).click()
    legend = office.locator("#arrival-legend")
    expect(legend).to_be_visible()
    expect(legend).to_contain_text("Chưa đến 1.086")
    expect(seat(office, "B-01-09")).to_have_attribute("href", "#g9")
    expect(seat(office, "L-10-12")).to_have_attribute("href", "#free")
    expect(office.locator(".map-card .legend:visible")).to_have_count(1)
    assert office.evaluate("window.isSamePage")


@pytest.mark.parametrize("page", ["", "/edit"])
def test_who_sits_there_is_told_beside_the_seat_by_mouse_and_by_keyboard(
    office: Page, page: str
) -> None:
    office.goto(SEATING + page)
    tip = office.locator("[data-tip]")
    seat(office, "B-01-09").hover()
    expect(tip).to_contain_text("B-01-09 Lê Ngọc Châu")
    seat(office, "L-10-12").hover()
    expect(tip).to_contain_text("L-10-12 trống")
    office.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    office.locator("[data-map] use[tabindex='0']").focus()
    office.keyboard.press("ArrowRight")
    expect(tip).to_contain_text("A-01-02")
    named = office.locator("[data-map] use[tabindex='0']")
    expect(named).to_have_attribute("aria-label", re.compile("^A-01-02, "))
    expect(named).to_have_attribute("role", "button" if page else "link")
