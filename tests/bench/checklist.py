"""The checklist of 114 units with eight posts each and 21 tasks, and the pages that show it."""

import tempfile
from pathlib import Path

import httpx2
from sqlmodel import select

from app import clock
from app.checklist import store
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate
from app.delegates.prints import record
from app.delegates.rules import PrintKind
from tests.bench.figures import Figure, middle
from tests.cast import HAI_PHONG
from tests.counting import statements
from tests.served import PASSWORD, USER, Served, seeded

HERE = f"/conferences/{HAI_PHONG}"
LOOKS = 60


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        server = Served(seeded(Path(folder)))
        server.start()
        try:
            with httpx2.Client(base_url=server.url, timeout=30) as client:
                client.post("/sign-in", data={"username": USER, "password": PASSWORD})
                return [*_derived(server.database), *_pages(client)]
        finally:
            server.stop()


def _derived(database: Database) -> list[Figure]:
    found = [Figure("checklist derived", _spent(database), 20, "ms")]
    with database.reading() as db, statements(database.engine) as sent:
        store.entries(db, conference_named(db, HAI_PHONG), None, clock.now())
    found.append(Figure("statements for the checklist", len(sent), 24, ""))
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG)
        ids = list(db.exec(select(Delegate.id).where(Delegate.conference_id == here.id)))
        record(db, Author(None, "Người đo", clock.now()), here.id, PrintKind.SEAT_CARD, ids)
    found.append(Figure("checklist derived, 1.086 cards printed", _spent(database), 30, "ms"))
    database.engine.dispose()
    return found


def _spent(database: Database) -> float:
    """Milliseconds from the first statement to the last entry."""
    spent = []
    for _ in range(LOOKS):
        with database.reading() as db:
            here = conference_named(db, HAI_PHONG)
            before = clock.ticks()
            store.entries(db, here, None, clock.now())
            spent.append((clock.ticks() - before) * 1000)
    return middle(spent)


def _pages(client: httpx2.Client) -> list[Figure]:
    return [
        Figure(f"{name}, p50", _p50(client, path), target, "ms")
        for name, path, target in (
            ("overview", HERE, 60),
            ("checklist by unit", f"{HERE}/checklist", 100),
            ("grid of units", f"{HERE}/checklist/units", 60),
            ("critical path", f"{HERE}/checklist/path", 60),
        )
    ]


def _p50(client: httpx2.Client, path: str) -> float:
    spent = []
    for _ in range(LOOKS):
        before = clock.ticks()
        client.get(path).raise_for_status()
        spent.append((clock.ticks() - before) * 1000)
    return middle(spent)
