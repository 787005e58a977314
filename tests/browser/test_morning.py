"""The summit's morning: a moderator moves it on, a delegate's phone follows, the server dies."""

import time

from playwright.sync_api import Page, expect

from app.addresses import of_followers
from app.conferences import store as conferences
from tests.served import Served

LIVE = "/conferences/hai-phong-2026/live"
WITHIN_A_SECOND = 1_000
ITEMS = [
    "Tuyên bố lý do",
    "Phát biểu khai mạc",
    "Trình bày Báo cáo",
    "Tham luận",
    "Khen thưởng",
    "Phát biểu của đại diện",
    "Phát biểu kết luận",
]


def live_page(served: Served) -> str:
    with served.database.reading() as db:
        return of_followers(conferences.conference_named(db, "hai-phong-2026").follow_code)


def test_a_phone_follows_all_seven_items_through_a_power_cut(
    office: Page, phone: Page, served: Served
) -> None:
    office.goto(LIVE)
    phone.goto(live_page(served))
    expect(phone.get_by_text("Hội nghị chưa bắt đầu")).to_be_visible()
    office.get_by_role("button", name="Bắt đầu").click()
    shown = phone.locator("#now h2:visible")
    for place, item in enumerate(ITEMS):
        expect(shown).to_contain_text(item, timeout=WITHIN_A_SECOND)
        expect(office.locator("#console .now h2")).to_contain_text(item)
        if place == 3:
            served.kill()
            expect(phone.get_by_text("Mất kết nối")).to_be_visible()
            served.start()
            expect(phone.get_by_text("Mất kết nối")).to_be_hidden(timeout=15_000)
            expect(shown).to_contain_text(item)
            phone.reload()
            expect(shown).to_contain_text(item)
            office.reload()
        last = "Bế mạc" if place == len(ITEMS) - 1 else "Tiếp"
        office.get_by_role("button", name=last, exact=False).first.click()
    expect(phone.get_by_text("Hội nghị đã bế mạc")).to_be_visible(timeout=WITHIN_A_SECOND)


def seconds(shown: str) -> int:
    parts = [int(part) for part in shown.lstrip("+").split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def test_the_time_left_is_right_after_the_server_was_killed(
    office: Page, phone: Page, served: Served
) -> None:
    office.goto(LIVE)
    office.get_by_role("button", name="Bắt đầu").click()
    left_before, read_before = left(office), time.monotonic()
    served.kill()
    served.start()
    phone.goto(live_page(served))
    left_after, read_after = left(phone), time.monotonic()
    passed = read_after - read_before
    assert abs((left_before - left_after) - passed) < 2, (
        "the clock went on while the server was away"
    )


def left(page: Page) -> int:
    """Seconds on the countdown."""
    figure = page.locator(".now .left b")
    expect(figure).to_contain_text(":")
    return seconds(figure.inner_text())
