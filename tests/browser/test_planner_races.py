"""The planner on a slow line: answers that are long on their way, others at work meanwhile, no
network at all. Nothing that is typed is lost, and nobody is in conflict with themselves."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, expect

from tests.agenda.planning import choose
from tests.browser.conftest import sign_in
from tests.served import Served

AGENDA = "/conferences/hai-phong-2026/agenda"
FRAMES = 1_000  # of patience for an answer
Act = Callable[[], None]


def field(page: Page, number: str) -> Locator:
    return page.get_by_label(f"Độ dài của phần việc {number}", exact=True)


def when(page: Page, number: str) -> Locator:
    """When the speech begins."""
    row = page.locator("li.cue").filter(has=page.get_by_text(number, exact=True))
    return row.locator(".when")


@pytest.fixture
def planner(chromium: Browser, served: Served) -> Iterator[Page]:
    """The office again, where refusals are part of the story."""
    context = chromium.new_context(base_url=served.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page)
    yield page
    context.close()


def opened(page: Page, served: Served) -> None:
    with served.database.writing() as db:
        choose(db)
    page.goto(AGENDA)
    expect(field(page, "4.1")).to_have_value("7:00")


def held(page: Page, address: str) -> Act:
    """Keep the next answer from there back; what was asked is done. The result lets it go."""
    answers: list[tuple[Route, APIResponse]] = []
    page.route(address, lambda route: answers.append((route, route.fetch())), times=1)

    def let_go() -> None:
        for _ in range(FRAMES):
            if answers:
                break
            page.evaluate("new Promise(requestAnimationFrame)")
        assert answers, "nothing was asked there"
        for route, answer in answers:
            route.fulfill(response=answer)

    return let_go


def beside(page: Page) -> Page:
    """The programme open a second time, at somebody else's."""
    other = page.context.new_page()
    other.goto(AGENDA)
    return other


def write(page: Page, number: str, length: str, then: str) -> None:
    """A length, and when the speech after it begins by it."""
    one = field(page, number)
    one.fill(length)
    one.press("Enter")
    major, _, minor = number.partition(".")
    expect(when(page, f"{major}.{int(minor) + 2}")).to_have_text(then)


def conflict(page: Page) -> Locator:
    return page.get_by_role("heading", name="Hai người cùng sửa")


def test_typed_again_while_the_first_answer_is_on_its_way(office: Page, served: Served) -> None:
    opened(office, served)
    let_go = held(office, "**/length")
    first = field(office, "4.1")
    first.fill("6")
    first.press("Tab")
    first.fill("8")
    let_go()
    expect(when(office, "4.3")).to_have_text("08:42")
    expect(first).to_have_value("8")
    expect(first).to_be_focused()
    first.press("Enter")
    expect(when(office, "4.3")).to_have_text("08:44")
    expect(conflict(office)).to_have_count(0)
    office.reload()
    expect(first).to_have_value("8:00")


def test_typed_while_an_undo_is_on_its_way(office: Page, served: Served) -> None:
    opened(office, served)
    write(office, "4.1", "9", "08:45")
    let_go = held(office, "**/undo")
    office.get_by_role("button", name="Hoàn tác").click()
    first = field(office, "4.1")
    first.fill("5")
    let_go()
    expect(when(office, "4.3")).to_have_text("08:43")
    first.press("Enter")
    expect(when(office, "4.3")).to_have_text("08:41")
    expect(conflict(office)).to_have_count(0)


def test_somebody_else_between_two_of_mine_is_not_written_over(
    planner: Page, served: Served
) -> None:
    opened(planner, served)
    other = beside(planner)
    let_go = held(planner, "**/length")
    first = field(planner, "4.1")
    first.fill("6")
    first.press("Tab")
    first.fill("8")
    expect(when(other, "4.3")).to_have_text("08:42")
    write(other, "4.1", "5", "08:41")
    let_go()
    expect(when(planner, "4.3")).to_have_text("08:41")
    first.press("Enter")
    expect(conflict(planner)).to_be_visible()
    expect(planner.get_by_label(re.compile("Bản đã lưu"))).to_have_value("5:00")
    expect(planner.get_by_label(re.compile("Bản của đồng chí"))).to_have_value("8")


def test_what_is_typed_stays_while_others_move_its_row_and_add_rows(
    office: Page, served: Served
) -> None:
    opened(office, served)
    other = beside(office)
    third = field(office, "4.5")
    third.fill("9")
    field(other, "4.5").press("Alt+ArrowUp")
    moved = field(office, "4.3")
    expect(moved).to_have_value("9")
    expect(moved).to_be_focused()
    other.get_by_role("link", name="Thêm phần việc vào mục 5").click()
    other.get_by_label("Mỗi dòng một phần việc").fill("Đợt trao 1")
    other.get_by_role("button", name="Thêm các phần việc").click()
    expect(office.get_by_text("Đợt trao 1")).to_be_visible()
    expect(moved).to_have_value("9")
    expect(moved).to_be_focused()
    moved.press("Tab")
    expect(when(office, "4.5")).to_have_text("08:53")
    expect(conflict(office)).to_have_count(0)


def test_two_stale_rows_are_chosen_one_after_the_other_and_the_rest_is_kept(
    planner: Page, served: Served
) -> None:
    opened(planner, served)
    other = beside(planner)
    for number, length in (("4.1", "9"), ("4.3", "8"), ("4.5", "6")):
        field(planner, number).evaluate("(field, text) => { field.value = text; }", length)
    write(other, "4.1", "5", "08:41")
    write(other, "4.3", "5", "08:47")
    expect(when(planner, "4.5")).to_have_text("08:47")
    let_go = held(planner, "**/length")
    for number in ("4.1", "4.3", "4.5"):
        field(planner, number).focus()
    field(planner, "4.7").focus()
    let_go()
    for mine in ("9", "8"):
        expect(conflict(planner)).to_be_visible()
        planner.get_by_label(re.compile("Bản của đồng chí")).check()
        expect(planner.get_by_label(re.compile("Bản của đồng chí"))).to_have_value(mine)
        planner.get_by_role("button", name="Lưu bản đã chọn").click()
    expect(when(planner, "4.7")).to_have_text("09:01")
    values = [field(planner, number).input_value() for number in ("4.1", "4.3", "4.5")]
    assert values == ["9:00", "8:00", "6:00"]


def test_a_moved_row_does_not_take_the_focus_from_what_is_typed(
    office: Page, served: Served
) -> None:
    opened(office, served)
    let_go = held(office, "**/later")
    office.get_by_label("Đưa phần việc 4.1 xuống").click()
    last = field(office, "4.9")
    last.fill("3")
    let_go()
    expect(office.locator("li.cue.speech .what > a").first).to_have_text("Tham luận số 2")
    expect(last).to_be_focused()
    expect(last).to_have_value("3")


def test_without_a_network_what_was_not_saved_is_shown_and_sent_when_it_is_back(
    office: Page, served: Served
) -> None:
    opened(office, served)
    first = field(office, "4.1")
    office.route("**/length", lambda route: route.abort(), times=1)
    first.fill("9")
    first.press("Tab")
    expect(office.get_by_text("Mất kết nối")).to_be_visible()
    expect(first).to_have_class(re.compile("unsaved"))
    expect(first).to_have_value("9")
    first.press("Enter")
    expect(when(office, "4.3")).to_have_text("08:45")
    expect(first).not_to_have_class(re.compile("unsaved"))
    expect(office.get_by_text("Mất kết nối")).to_be_hidden()
    first.fill("3")
    first.press("Escape")
    expect(first).to_have_value("9:00")
