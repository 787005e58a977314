"""``make pictures``: the README's pictures, of the seed as it stood at 10:40 on 29/5/2026 and on
the morning itself."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from app import addresses
from app.conferences import store as conferences
from app.delegates.store import example_token
from tests.browser.conftest import launch, sign_in
from tests.served import Served, seeded

TARGET = Path(__file__).parents[1] / ".pictures"
HERE = "/conferences/hai-phong-2026"
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 760}


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Served(seeded(Path(folder)))
        server.start()
        browser = launch(playwright)
        try:
            page = browser.new_context(base_url=server.url, viewport=DESKTOP).new_page()
            sign_in(page)
            take_office(page)
            take_phones(browser, server)
        finally:
            browser.close()
            server.stop()


def take_office(page: Page) -> None:
    set_clock(page, "10:40, 29/5/2026")
    page.goto(f"{HERE}/speeches")
    for number in (1, 2, 3, 5, 7, 10, 14, 15, 17, 20):
        page.request.post(
            f"{HERE}/speeches/{number}/delivery", form={"delivery": "spoken", "csrf": csrf(page)}
        )
    for name, path in (
        ("overview", ""),
        ("speeches", "/speeches"),
        ("checklist", "/checklist?by=deadline"),
        ("seating", "/seating?seat=B-04-04"),
        ("delegates", "/delegates?search=nguyen"),
    ):
        page.goto(f"{HERE}{path}")
        shoot(page, name)
    set_clock(page, "08:43, 02/6/2026")
    page.goto(f"{HERE}/live")
    page.get_by_role("button", name="Bắt đầu").click()
    for _ in range(3):
        page.get_by_role("button", name="Tiếp").click()
        page.wait_for_timeout(300)
    shoot(page, "console")


def take_phones(browser: Browser, server: Served) -> None:
    """A delegate's page and the live page, side by side."""
    with server.database.reading() as db:
        token = example_token(db)
        code = conferences.conference_named(db, "hai-phong-2026").follow_code
    assert token is not None
    page = browser.new_context(base_url=server.url, viewport=PHONE).new_page()
    for name, path in (
        ("delegate", addresses.of_delegate(token)),
        ("follow", addresses.of_followers(code)),
    ):
        page.goto(path)
        shoot(page, name)


def set_clock(page: Page, moment: str) -> None:
    page.goto(f"{HERE}/clock")
    page.get_by_label("Như lúc").fill(moment)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Đặt đồng hồ").click()


def csrf(page: Page) -> str:
    return page.locator("input[name=csrf]").first.input_value()


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    target = TARGET / f"{name}.jpg"
    page.screenshot(path=target, type="jpeg", quality=80)
    print(target)


if __name__ == "__main__":
    main()
