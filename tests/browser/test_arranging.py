"""Seating by hand, by several hands: what the map shows stays, and nobody loses anything."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app import clock
from app.accounts import store as accounts
from tests.browser.conftest import sign_in, watch
from tests.browser.officer import SEATING, act, drag, seat, shown, tap, told, who
from tests.served import PASSWORD, Served

COLLEAGUE = "Trần Thị Mẫu Lễ Tân"


@pytest.fixture
def colleague(chromium: Browser, served: Served) -> Iterator[Page]:
    """Another officer at another desktop."""
    with served.database.writing() as db:
        accounts.add_staff(db, "letan", COLLEAGUE, PASSWORD, clock.now(), is_administrator=True)
    context = chromium.new_context(base_url=served.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    problems = watch(page)
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill("letan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/conferences")
    page.goto(f"{SEATING}/edit")
    yield page
    context.close()
    assert [problem for problem in problems if "409" not in problem] == []  # refused, and told


def nearer(office: Page) -> list[str | None]:
    """The map of the page, zoomed in; returns what it then shows."""
    office.goto(f"{SEATING}/edit")
    office.locator("[data-map]").scroll_into_view_if_needed()
    before = shown(office)
    office.get_by_role("button", name="Phóng to").click()
    expect(office.locator("[data-map] > svg").first).not_to_have_attribute(
        "viewBox", before[0] or ""
    )
    return shown(office)


def test_the_map_stays_where_it_is_over_every_act(office: Page) -> None:
    near = nearer(office)
    one, other = who(office, "E-15-10"), who(office, "E-15-12")
    drag(office, "E-15-10", "E-15-12")  # a person is carried, the map is not
    act(office, f"Đổi chỗ {one}")
    assert (who(office, "E-15-10"), who(office, "E-15-12")) == (other, one)
    office.keyboard.press("z")
    act(office, "Chưa có việc nào")
    office.keyboard.press("y")
    office.keyboard.press("z")  # before the answer to the other
    act(office, "Chưa có việc nào")
    expect(office.get_by_role("button", name="Làm lại")).to_be_enabled()
    assert who(office, "E-15-10") == one
    assert shown(office) == near
    assert office.locator("#lost").is_hidden()


def test_empty_ground_moves_the_map_and_nobody(office: Page) -> None:
    near = nearer(office)
    before = told(office)
    drag(office, "E-16-01", "E-18-01")  # nobody sits there
    assert shown(office) != near
    assert told(office) == before
    expect(office).to_have_url(re.compile("/seating/edit$"))  # and no block has been opened


def test_somebody_is_found_and_colours_are_chosen_on_the_map_one_works_on(office: Page) -> None:
    office.goto(f"{SEATING}/edit")
    whole = shown(office)
    office.keyboard.press("/")
    office.keyboard.type("cam giang")
    expect(office.locator("#rings .found")).to_have_count(16)
    expect(office.locator("[data-map] > svg").first).not_to_have_attribute(
        "viewBox", whole[0] or ""
    )
    office.locator("[data-look]").first.click()
    expect(office.locator("#rings .chosen")).to_have_count(1)
    expect(office.locator("#seat-label")).to_be_visible()
    office.get_by_role("link", name="xác báo").click()
    expect(office.locator(".arranging-room .legend:visible")).to_contain_text("chờ xác báo")
    expect(office.locator("#seat-label")).to_be_visible()


def test_what_another_does_is_told_and_takes_nothing(office: Page, colleague: Page) -> None:
    near = nearer(colleague)
    seat(colleague, "E-15-10").click()
    reason = colleague.get_by_placeholder("Vì sao ghim")
    reason.fill("Cạnh người phiên dịch")
    colleague.locator("#rule-precedence summary").click()
    reason.focus()
    chair = who(colleague, "B-05-05")
    office.goto(f"{SEATING}/edit")
    office.locator("[data-map]").scroll_into_view_if_needed()
    drag(office, "B-05-05", "B-05-06")
    told_of = colleague.locator("[data-others]")
    expect(told_of).to_contain_text("Văn phòng, ")
    expect(told_of).to_contain_text(f"Đổi chỗ {chair}")
    expect(told_of).to_be_in_viewport()
    expect(reason).to_have_value("Cạnh người phiên dịch")
    expect(reason).to_be_focused()
    expect(colleague.locator("#rule-precedence")).to_have_attribute("open", "")
    assert shown(colleague) == near
    # Now the very person who is about to be pinned: the pin would hold somebody else.
    first = who(colleague, "E-15-10")
    drag(office, "E-15-10", "E-15-12")
    expect(colleague.locator(".seat-panel .who")).not_to_have_text(first)
    colleague.get_by_role("button", name="Ghim", exact=True).click()
    refused = colleague.locator("#bar [role='alert']")
    expect(refused).to_contain_text("Đồng chí định làm")
    expect(refused).to_contain_text("Cạnh người phiên dịch")
    expect(refused).to_contain_text(f"Đổi chỗ {first}")
    expect(reason).to_have_value("Cạnh người phiên dịch")


def test_each_undoes_their_own(office: Page, colleague: Page) -> None:
    nearer(office)
    seat(office, "E-16-10").click()
    expect(office.locator("#seat-label")).to_have_text("E-16-10")
    carried = who(office, "E-16-10")
    office.keyboard.press("Enter")
    expect(office.locator("#carrying")).to_contain_text(carried)
    colleague.locator("[data-map]").scroll_into_view_if_needed()
    theirs = who(colleague, "B-05-05")
    drag(colleague, "B-05-05", "B-05-06")
    expect(office.locator("[data-others]")).to_contain_text(theirs)
    expect(seat(office, "E-16-10")).to_have_class(re.compile("is-picked"))
    office.keyboard.press("ArrowRight")
    office.keyboard.press("Enter")
    act(office, f"Đổi chỗ {carried}")
    expect(colleague.locator("[data-others]")).to_contain_text(carried)
    colleague.keyboard.press("z")  # not what was done last, but what they did
    expect(office.locator("[data-others]")).to_contain_text("đã hoàn tác")
    assert who(office, "B-05-05") == theirs
    assert who(office, "E-16-11") == carried
    act(office, f"Đổi chỗ {carried}")


def test_a_phone_lifts_somebody_and_puts_them_down(phone: Page) -> None:
    sign_in(phone)
    phone.goto(f"{SEATING}/edit")
    phone.locator("[data-map]").scroll_into_view_if_needed()
    one, other = who(phone, "E-15-10"), who(phone, "E-15-11")
    whole = shown(phone)
    tap(phone, "E-15-10")  # too small to hit: it comes nearer
    expect(phone.locator("[data-map] > svg").first).not_to_have_attribute("viewBox", whole[0] or "")
    box = seat(phone, "E-15-10").bounding_box()
    assert box is not None
    assert round(box["width"]) >= 44
    tap(phone, "E-15-10")
    expect(phone.locator(".seat-panel .who")).to_have_text(one)
    expect(phone.locator(".seat-panel .who")).to_be_in_viewport()
    phone.get_by_role("link", name="Nhấc lên để chuyển").tap()
    expect(phone.locator("#carrying")).to_contain_text(one)
    expect(phone.locator("#carrying")).to_be_in_viewport()
    tap(phone, "E-15-11")
    act(phone, f"Đổi chỗ {one}")
    assert (who(phone, "E-15-10"), who(phone, "E-15-11")) == (other, one)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_where_the_server_does_not_answer_that_is_said(office: Page) -> None:
    office.goto(f"{SEATING}/edit")
    office.locator("[data-map]").scroll_into_view_if_needed()
    before = who(office, "E-15-10")
    office.route("**/seating/edit?*", lambda route: route.abort())
    drag(office, "E-15-10", "E-15-12")
    expect(office.locator("#lost")).to_be_visible()
    office.unroute("**/seating/edit?*")
    assert who(office, "E-15-10") == before
    drag(office, "E-15-10", "E-15-12")
    act(office, f"Đổi chỗ {before}")
    expect(office.locator("#lost")).to_be_hidden()
