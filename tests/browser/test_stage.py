"""The screens of stage and hall: right to the tenth of a second, with and without the server."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from app import clock
from tests.browser.conftest import watch
from tests.browser.console import Console
from tests.browser.line import Line
from tests.served import Served

WRONG_BY = timedelta(hours=1)  # the clock of the machine at the projector
MINUTE = 60_000
SEEN_WITHIN = 5_000
# Notes each figure at the moment it appears, with the true time left then: this browser runs on the
# server's machine, its clock is set forward by a known time.
NOTE = """(wrong) => {
    window.noted = [];
    const figure = document.querySelector("[data-count]");
    const root = figure.closest("[data-live]");
    new MutationObserver(() => {
        const [m, s] = figure.textContent.split(":").map(Number);
        const sign = root.classList.contains("is-over") ? -1 : 1;
        window.noted.push([sign * (m * 60 + s), Date.now() - wrong]);
    }).observe(figure, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def console(served: Served) -> Console:
    return Console(served)


@pytest.fixture
def stage(chromium: Browser, served: Served) -> Iterator[Page]:
    """The machine at the projector. Its clock is wrong, and can be moved."""
    context = chromium.new_context(
        base_url=served.url, viewport={"width": 1920, "height": 1080}, service_workers="block"
    )
    page = context.new_page()
    problems = watch(page)
    page.clock.install(time=clock.now() + WRONG_BY)
    yield page
    context.close()
    assert problems == []


def errors(page: Page, until: float) -> list[float]:
    """How many ms each figure shown came too early or too late; ``until`` in ms."""
    noted: list[list[float]] = page.evaluate(
        """async () => {
            while (window.noted.length < 3) await new Promise(requestAnimationFrame);
            return window.noted.splice(0);
        }"""
    )
    for (before, _), (after, _) in pairwise(noted):
        assert before - after == 1, "one second after the other, down and then up"
    return [at + left * 1000 - until for left, at in noted]


def note(page: Page) -> None:
    """From now on; the clock of the page is compared with ours when that takes least time."""
    compared: list[tuple[float, float]] = []
    for _ in range(20):
        before = clock.now().timestamp() * 1000
        theirs = page.evaluate("Date.now()")
        after = clock.now().timestamp() * 1000
        compared.append((after - before, theirs - (before + after) / 2))
    page.evaluate(NOTE, min(compared)[1])


def test_it_counts_on_without_the_server_and_does_not_jump_when_it_is_back(
    stage: Page, console: Console, served: Served
) -> None:
    stage.goto(f"{console.screens}/stage")
    expect(stage.get_by_text("Hội nghị chưa bắt đầu")).to_be_visible()
    console.press("start")
    console.press("extend", seconds=120)
    expect(stage.locator(".figure[data-count]")).to_contain_text("6:5")
    over = console.until.timestamp() * 1000
    note(stage)
    served.kill()
    expect(stage.get_by_text("Mất kết nối")).to_be_visible(timeout=SEEN_WITHIN)
    served.start()
    expect(stage.get_by_text("Mất kết nối")).to_be_hidden(timeout=30_000)
    assert max(map(abs, errors(stage, over))) <= 100, "before, without, and back again"

    served.kill()
    expect(stage.get_by_text("Mất kết nối")).to_be_visible(timeout=SEEN_WITHIN)
    stage.clock.fast_forward(MINUTE)
    stage.evaluate("window.noted = []")
    assert max(map(abs, errors(stage, over))) <= 100, "after a minute alone"


def test_signs_over_time_message_and_blackout(stage: Page, console: Console) -> None:
    stage.goto(f"{console.screens}/stage")
    console.press("start")
    shown = stage.locator(".figure[data-count]")
    console.leave(75)
    expect(shown).to_contain_text("1:")
    expect(stage.get_by_text("Còn 1 phút")).to_be_hidden()
    console.leave(55)
    expect(stage.get_by_text("Còn 1 phút")).to_be_visible()
    console.leave(28)
    expect(stage.get_by_text("Còn 30 giây")).to_be_visible()
    expect(stage.get_by_text("Còn 1 phút")).to_be_hidden()
    console.leave(-5)
    expect(stage.get_by_text("Quá giờ")).to_be_visible()
    expect(shown).to_have_css("color", "rgb(255, 107, 94)")
    before = shown.inner_text()
    expect(shown).not_to_have_text(before)
    assert shown.inner_text() > before, "over time counts up"
    console.press("message", text="Đề nghị đồng chí kết thúc", posts=["stage"])
    expect(stage.get_by_text("Đề nghị đồng chí kết thúc")).to_be_visible()
    expect(stage.locator("body")).to_have_css("background-color", "rgb(0, 0, 0)")
    console.press("blackout", is_on=True)
    expect(shown).to_be_hidden()
    expect(stage.get_by_text("Đề nghị đồng chí kết thúc")).to_be_hidden()
    console.press("blackout", is_on=False)
    expect(shown).to_be_visible()


def test_a_line_that_dies_without_a_word_is_noticed(
    chromium: Browser, console: Console, served: Served
) -> None:
    line = Line(served.settings.port)
    context = chromium.new_context(base_url=line.url)
    page = context.new_page()
    page.goto(f"{console.screens}/hall")
    console.press("start")
    expect(page.locator("h1").get_by_text("Tuyên bố lý do")).to_be_visible()
    line.is_dead = True
    expect(page.get_by_text("Mất kết nối")).to_be_visible(timeout=SEEN_WITHIN + 500)
    console.press("next")
    line.is_dead = False
    expect(page.get_by_text("Mất kết nối")).to_be_hidden(timeout=30_000)
    expect(page.locator("h1").get_by_text("Phát biểu khai mạc")).to_be_visible()
    expect(page.locator("footer")).to_contain_text("Báo cáo")
    line.close()
    context.close()
