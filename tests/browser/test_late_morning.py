"""The seed's morning eight minutes late, on console, stage and two phones: a speech of nine
minutes, a missing speaker, a cut, an undo, a power cut, and a minute without a network."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.addresses import of_followers, of_screens
from app.conferences.store import conference_named
from tests.browser.conftest import watch
from tests.cast import HAI_PHONG
from tests.live import hall
from tests.served import Served

LIVE = f"/conferences/{HAI_PHONG}/live"
SOON = 5_000
AGAIN = 20_000  # a killed server takes its time on a busy machine


@pytest.fixture
def second_phone(chromium: Browser, served: Served) -> Iterator[Page]:
    context = chromium.new_context(base_url=served.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    problems = watch(page)
    yield page
    context.close()
    assert problems == []


def at(office: Page, moment: str) -> None:
    """Move the conference's clock, from another page of the same desk."""
    form = office.request.get(f"/conferences/{HAI_PHONG}/clock").text()
    csrf = re.search(r'name="csrf" value="([^"]+)"', form)
    assert csrf
    office.request.post(
        f"/conferences/{HAI_PHONG}/clock",
        form={"csrf": csrf[1], "as_of": f"{moment}, 02/6/2026", "is_running": "true"},
    )


def go_on(office: Page, moment: str, key: str = "t") -> None:
    """Press one key at this moment."""
    version = int(office.locator("#console").get_attribute("data-version") or 0)
    at(office, moment)
    expect(office.locator(f'#console button[data-key="{key}"]')).to_be_enabled()
    office.keyboard.press(key)
    expect(office.locator(f'#console[data-version="{version + 1}"]')).to_be_visible(timeout=SOON)


def test_the_late_morning_is_run_from_the_console(
    office: Page, phone: Page, second_phone: Page, served: Served
) -> None:
    hall.choose(served.database)
    with served.database.reading() as db:
        held = conference_named(db, HAI_PHONG)
        live, stage = of_followers(held.follow_code), f"{of_screens(held.screen_code)}/stage"
    at(office, "08:07")
    office.clock.install()
    office.goto(LIVE)
    screen = office.context.new_page()
    phones = (phone, second_phone)
    for page, address in ((screen, stage), (phone, live), (second_phone, live)):
        page.goto(address)
    office.bring_to_front()
    it_begins_late(office, phones)
    expect(screen.locator(".who").first).to_contain_text("Vũ Tiến Phụng", timeout=SOON)
    somebody_speaks_for_nine_minutes(office)
    who = the_next_is_missing(office)
    expect(screen.locator(".who").first).to_contain_text(who, timeout=SOON)
    one_is_cut_and_taken_back_and_cut(office)
    the_power_goes(office, served)
    for page in phones:
        expect(page.get_by_text("Mất kết nối")).to_be_hidden(timeout=AGAIN)
    a_minute_without_a_network(office)
    now = hall.morning(served.database).state
    assert hall.time(now.began_at) in {"09:00", "09:01"}, "it counts from when it was pressed"
    assert now.version == 12, "nothing was lost or doubled"
    office.goto(f"{LIVE}/report")
    expect(office.locator("tr", has_text="Vũ Tiến Phụng")).to_contain_text("+2:0")
    expect(office.locator("tr", has_text="gửi văn bản")).to_have_count(1)


def it_begins_late(office: Page, phones: tuple[Page, ...]) -> None:
    """Acceptance scenario 3."""
    go_on(office, "08:08", "b")
    for moment in ("08:13", "08:23", "08:43"):
        go_on(office, moment)
    panel = office.locator("#console")
    expect(panel).to_contain_text("8 trong 9 bài đang chờ kịp trước 10:00")
    expect(panel).to_contain_text("Hết tham luận lúc 10:02.")
    expect(panel).to_contain_text("bỏ thì bế mạc lúc 10:47")
    expect(office.locator(".course li", has_text="Khen thưởng")).to_contain_text("10:02")
    expect(office.locator(".course li", has_text="đại diện lãnh đạo")).to_contain_text("10:22")
    for page in phones:
        expect(page.locator("main")).to_contain_text("hậm 8 phút", timeout=SOON)


def somebody_speaks_for_nine_minutes(office: Page) -> None:
    """Acceptance scenario 4."""
    at(office, "08:51:55")
    expect(office.locator("#console .now .is-over")).to_be_visible(timeout=15_000)
    go_on(office, "08:52")
    expect(office.locator("#console")).to_contain_text("Hết tham luận lúc 10:04.")


def the_next_is_missing(office: Page) -> str:
    """And changes places with the one after, who begins to speak."""
    coming = office.locator(".coming li")
    coming.first.get_by_role("button", name="Không thấy").click()
    expect(coming.first).to_contain_text("chưa thấy")
    after = coming.nth(1).locator(".what strong").inner_text()
    go_on(office, "08:52:30", "s")
    expect(coming.first.locator(".what strong")).to_have_text(after)
    go_on(office, "08:53")
    return after


def one_is_cut_and_taken_back_and_cut(office: Page) -> None:
    panel = office.locator("#console")
    cut = office.locator(".advice").get_by_role("button", name="Gửi văn bản")
    cut.click()
    expect(panel).to_contain_text("đủ giờ cho tất cả")
    go_on(office, "08:54", "h")
    expect(panel).to_contain_text("thiếu giờ")
    expect(office.locator(".course li.on .when")).to_contain_text("08:53")
    cut.click()
    expect(panel).to_contain_text("đủ giờ cho tất cả")


def the_power_goes(office: Page, served: Served) -> None:
    """While somebody presses."""
    at(office, "09:00")
    served.kill()
    office.keyboard.press("t")
    expect(office.locator("#unsent")).to_contain_text("Tiếp")
    expect(office.locator("#unsent")).to_contain_text("Chưa gửi được")
    served.start()
    expect(office.locator("#unsent")).to_be_hidden(timeout=AGAIN)
    expect(office.locator(".course li.on")).to_contain_text("Chuyển tiếp", timeout=SOON)


def a_minute_without_a_network(office: Page) -> None:
    at(office, "09:01")
    office.context.set_offline(True)
    office.keyboard.press("t")
    expect(office.locator("#unsent")).to_contain_text("Tiếp")
    office.clock.fast_forward("01:00")
    at(office, "09:02")
    office.context.set_offline(False)
    office.clock.fast_forward("00:03")
    expect(office.locator("#unsent")).to_be_hidden(timeout=AGAIN)
    expect(office.locator(".course li.on .when")).to_contain_text("09:0", timeout=SOON)
