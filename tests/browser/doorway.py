"""A server behind https, phones at its doors, and what their ushers do."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from sqlmodel import col, select

from app import addresses, clock
from app.checkin import devices
from app.checkin.models import Arrival
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate, Pass
from tests.browser.handset import Handset
from tests.cast import HAI_PHONG
from tests.served import Served

Phones = Callable[..., Handset]
SOON = 20_000
_KEPT = "import('/static/js/door/kept.js').then(async ({ read, queued }) => %s)"
ROSTER = _KEPT % "(await read('roster')).version"  # of the list that the phone holds
STORED = _KEPT % "JSON.stringify([await read('roster'), [...await read('came')], await queued()])"


@pytest.fixture
def secured(seeded_folder: Path, tmp_path: Path) -> Iterator[Served]:
    """The server as it stands in a hall: https, with no help from outside."""
    folder = tmp_path / "data"
    shutil.copytree(seeded_folder, folder)
    server = Served(folder, tls=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def database(secured: Served) -> Iterator[Database]:
    found = secured.database
    yield found
    found.engine.dispose()


@pytest.fixture
def phones(playwright: Playwright, secured: Served, tmp_path: Path) -> Iterator[Phones]:
    """Call with a device's name for a phone of its own."""
    made: list[Handset] = []

    def phone(name: str, film: Path | None = None) -> Handset:
        made.append(Handset(playwright, secured, tmp_path / name, film))
        return made[-1]

    yield phone
    for one in made:
        one.close()


def author() -> Author:
    return Author(None, "Người thử", clock.now())


def offered(database: Database, name: str, door: str) -> str:
    """The address in the QR that the office's screen shows for a new device."""
    with database.writing() as db:
        entrance = devices.main_entrance(db, conference_named(db, HAI_PHONG).id)
        device = devices.add(db, author(), entrance, name, door, may_substitute=False)
        return addresses.of_device(device.code)


def enrol(database: Database, phone: Handset, name: str, door: str) -> Page:
    """Make the phone one of the doors', as by scanning that QR."""
    page = phone.open(offered(database, name, door))
    expect(page.locator("#known")).to_have_text("1086", timeout=SOON)
    expect(page.locator("body")).to_have_attribute("data-view", "work")
    expect(page.locator("body")).to_have_class(re.compile("is-kept"), timeout=SOON)
    return page


def cards(database: Database, count: int) -> list[tuple[str, str]]:
    """Token and name of delegates who are named."""
    with database.reading() as db:
        query = (
            select(Pass.token, Delegate.name)
            .join(Delegate, col(Delegate.id) == Pass.delegate_id)
            .where(
                Delegate.conference_id == conference_named(db, HAI_PHONG).id, Delegate.name != ""
            )
            .order_by(col(Delegate.number))
        )
        return list(db.exec(query.limit(count)))


def shows(page: Page, card: str) -> None:
    """As a hardware scanner types it."""
    page.keyboard.type(card)
    page.keyboard.press("Enter")


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what the page shows nothing of."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")


def arrived(database: Database) -> int:
    with database.reading() as db:
        return len(db.exec(select(Arrival.id)).all())
