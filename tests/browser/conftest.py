"""A real server on SQLite in a process of its own, and a real Chromium before it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app import clock
from app.accounts import store as accounts
from app.db import Database
from app.settings import Settings
from tests import databases

PASSWORD = "mat-khau-thu-nghiem"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Served:
    """The application as the office runs it: ``python -m app serve`` over its own data folder."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder, host="127.0.0.1", port=_free_port())
        self.url = f"http://127.0.0.1:{self.settings.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Database:
        return Database(self.settings.database)

    def start(self) -> None:
        """Returns when the server answers."""
        environment = {
            **os.environ,
            "DATA_DIR": str(self.settings.data_dir),
            "HOST": self.settings.host,
            "PORT": str(self.settings.port),
        }
        command = [sys.executable, "-m", "app", "serve"]
        log = (self.settings.data_dir / "server.log").open("ab")
        with log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self.settings.data_dir / "server.log").read_text())

    def kill(self) -> None:
        """As a power cut would: nothing gets to finish."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait()
            self.process = None


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeded")
    made = Path(databases.SQLiteMaker(folder).template("nghi-su", databases.seeds))
    database = Database(f"sqlite:///{made}")
    with database.writing() as db:
        now = clock.now()
        accounts.add_staff(db, "vanphong", "Văn phòng", PASSWORD, now, is_administrator=True)
    database.engine.dispose()
    return folder


@pytest.fixture
def served(seeded_folder: Path, tmp_path: Path) -> Iterator[Served]:
    """A running server with both conferences and the user ``vanphong``."""
    shutil.copytree(seeded_folder, tmp_path, dirs_exist_ok=True)
    server = Served(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


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
    page.get_by_label("Tên đăng nhập").fill("vanphong")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/conferences")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
