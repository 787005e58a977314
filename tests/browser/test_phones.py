"""Delegates' phones: one stream for all tabs, their own turn, and a proxy that swallows streams."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from sqlmodel import select

from app.addresses import of_delegate
from app.conferences.store import conference_named
from app.delegates.models import Delegate, Pass
from app.speeches.store import speech_numbered
from tests.browser.conftest import watch
from tests.browser.console import Console
from tests.browser.line import Line
from tests.cast import HAI_PHONG
from tests.live.hall import choose
from tests.served import Served

TABS = 7  # more than a browser's connections to one host
PATIENCE = 30_000


@pytest.fixture
def console(served: Served) -> Console:
    choose(served.database)
    return Console(served)


@pytest.fixture
def browser_of_a_phone(chromium: Browser, served: Served) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=served.url, viewport={"width": 390, "height": 844})
    yield context
    context.close()


def shows(page: Page, item: str) -> None:
    expect(page.locator("#now h2:visible")).to_contain_text(item, timeout=PATIENCE)


def test_all_tabs_share_one_stream_and_another_takes_it_over(
    browser_of_a_phone: BrowserContext, console: Console
) -> None:
    streams: list[Request] = []
    browser_of_a_phone.on(
        "request", lambda asked: streams.append(asked) if asked.url.endswith("/stream") else None
    )
    tabs = [browser_of_a_phone.new_page() for _ in range(TABS)]
    problems = [watch(tab) for tab in tabs]
    for tab in tabs:
        tab.goto(console.live)
    console.press("start")
    for tab in tabs:
        shows(tab, "Tuyên bố lý do")
        expect(tab.locator("[data-line][aria-current]")).to_contain_text("Tuyên bố lý do")
    assert len(streams) == 1
    tabs.pop(0).close()
    console.press("next")
    for tab in tabs:
        shows(tab, "Phát biểu khai mạc")
    assert len(streams) == 2
    assert not any(problems)


def test_a_speaker_is_told_when_their_turn_comes(
    browser_of_a_phone: BrowserContext, console: Console, served: Served
) -> None:
    with served.database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        found = select(Delegate.id, Pass.token).join(Pass).where(Delegate.conference_id == here)
        delegate, token = db.exec(found).first() or (0, "")
        speech_numbered(db, here, 3).speaker_id = delegate
    page = browser_of_a_phone.new_page()
    page.goto(of_delegate(token))
    turn = page.locator(".turn")
    console.press("start")
    expect(turn).to_contain_text("Khoảng", timeout=PATIENCE)
    for _ in range(3):
        console.press("next")
    expect(turn).to_have_text("Khoảng 16 phút nữa, còn 2 người trước", timeout=PATIENCE)
    console.press("next")
    expect(turn).to_have_text("Khoảng 9 phút nữa, còn 1 người trước", timeout=PATIENCE)
    for _ in range(2):
        console.press("next")
    expect(turn).to_have_text("Khoảng 1 phút nữa, đồng chí là người tiếp theo", timeout=PATIENCE)
    console.press("next")
    expect(turn).to_have_text("Mời đồng chí lên sân khấu", timeout=PATIENCE)
    console.press("next")
    expect(turn).to_be_hidden(timeout=PATIENCE)


def test_behind_a_proxy_that_swallows_streams_the_phone_asks(
    chromium: Browser, console: Console, served: Served
) -> None:
    line = Line(served.settings.port)
    line.swallows = True
    context = chromium.new_context(base_url=line.url)
    page = context.new_page()
    problems = watch(page)
    page.goto(console.live)
    console.press("start")
    shows(page, "Tuyên bố lý do")
    console.press("next")
    shows(page, "Phát biểu khai mạc")
    expect(page.get_by_text("Mất kết nối")).to_be_hidden()
    context.set_offline(True)
    expect(page.get_by_text("Mất kết nối")).to_be_visible(timeout=5_000)
    console.press("next")
    context.set_offline(False)
    shows(page, "Trình bày Báo cáo")
    expect(page.get_by_text("Mất kết nối")).to_be_hidden()
    assert problems == []
    context.close()
    line.close()
