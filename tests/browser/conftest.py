"""A real server on SQLite in a process of its own, and a real Chromium before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.served import PASSWORD, USER, Served, seeded

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
expect.set_options(timeout=20_000)  # ms: what is waited for comes, on a slow machine too
QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seeded(tmp_path_factory.mktemp("seeded"))


@pytest.fixture
def served(seeded_folder: Path, tmp_path: Path) -> Iterator[Served]:
    """A running server with both conferences and the user ``vanphong``."""
    shutil.copytree(seeded_folder, tmp_path, dirs_exist_ok=True)
    server = Served(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


def launch(playwright: Playwright) -> Browser:
    """The machine's Chromium, without its calls home."""
    return playwright.chromium.launch(executable_path=installed(), args=list(QUIET))


def installed() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture
def office(chromium: Browser, served: Served) -> Iterator[Page]:
    """The office's desktop, signed in. A script error or a refused resource fails the test."""
    context = chromium.new_context(base_url=served.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    problems = watch(page)
    sign_in(page)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Page]:
    """Somebody's phone: never signed in."""
    context = chromium.new_context(
        base_url=served.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    page = context.new_page()
    problems = watch(page)
    yield page
    context.close()
    assert problems == []


def watch(page: Page) -> list[str]:
    """What goes wrong in the page from now on; a server that is away is not the page's fault."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: (
            problems.append(message.text)
            if message.type == "error" and "net::ERR" not in message.text
            else None
        ),
    )
    return problems


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(USER)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/conferences")
