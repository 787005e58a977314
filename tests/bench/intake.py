"""Every commune's page at once: drafts that all arrive in the same moment, on both engines."""

import asyncio
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sqlmodel import select

from app import clock
from app.accounts import store as accounts
from app.conferences.history import Author
from app.conferences.store import conference_named, units
from app.db import Database
from app.intake.answers import delegation
from app.intake.models import UnitDraft
from app.intake.rules import key
from app.links.store import make_links
from tests import databases, postgresql
from tests.bench.figures import Figure
from tests.cast import HAI_PHONG
from tests.served import PASSWORD, USER, Served, seeded

ROUNDS = 8  # fields that every unit writes


@dataclass
class Page:
    """A unit's page in somebody's browser, with the connection that it keeps."""

    port: int
    path: str
    fields: list[str]
    streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def save(self, round_: int) -> float:
        """Milliseconds until the server has the field."""
        name = self.fields[round_]
        body = urlencode({name: f"Nguyễn Văn Mẫu {round_}", f"v.{name}": "0"}).encode()
        began = time.perf_counter()
        reader, writer = self.streams or await asyncio.open_connection("127.0.0.1", self.port)
        self.streams = reader, writer
        writer.write(
            (
                f"POST {self.path}/draft HTTP/1.1\r\nHost: unit\r\nAccept: application/json\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None
        await reader.readexactly(int(length[1]))
        assert b" 200 " in head, head
        return (time.perf_counter() - began) * 1000


def figures() -> list[Figure]:
    found = []
    for where, made in (("SQLite, 1 worker", _sqlite), ("PostgreSQL, 2 workers", _postgresql)):
        with made() as server:
            found += asyncio.run(_measured(server, where))
    return found


async def _measured(server: Served, where: str) -> list[Figure]:
    pages = _pages(server)
    for page in pages:  # each browser has its connection before the moment comes
        await page.save(0)
    times: list[float] = []
    for round_ in range(1, ROUNDS):
        times += await asyncio.gather(*(page.save(round_) for page in pages))
    with server.database.reading() as db:
        kept = len(db.exec(select(UnitDraft.id).where(UnitDraft.value != "")).all())
    lost = len(pages) * ROUNDS - kept
    p99 = sorted(times)[int(len(times) * 0.99)]
    return [
        Figure(f"{where}: {len(pages)} units save at once, p99", p99, 300, "ms"),
        Figure(f"{where}: {len(pages) * ROUNDS} fields, lost", lost, 0, ""),
    ]


def _pages(server: Served) -> list[Page]:
    database: Database = server.database
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG)
        communes = [unit for unit in units(db, here.id) if unit.kind.is_commune_level]
        author = Author(None, "Đo", clock.now())
        made = make_links(db, author, here, clock.now(), [unit.id for unit in communes])
        found = []
        for link in made:
            ids = [one.delegate.id for one in delegation(db, here.id, link.unit_id)]
            fields = [key("name", id) for id in ids[:ROUNDS]]
            found.append(Page(server.settings.port, f"/U/{link.token}", fields))
    database.engine.dispose()
    return found


@contextmanager
def _sqlite() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _serving(Served(seeded(Path(folder))))


@contextmanager
def _postgresql() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as folder, postgresql.server() as url:
        maker = databases.PostgreSQLMaker(url)
        made = maker.clone(maker.template("summit", _with_staff))
        yield from _serving(Served(Path(folder), database_url=made, workers=2))
        maker.server.dispose()


def _with_staff(database: Database) -> None:
    databases.seeds(database)
    with database.writing() as db:
        accounts.add_staff(db, USER, "Văn phòng", PASSWORD, clock.now(), is_administrator=True)


def _serving(server: Served) -> Iterator[Served]:
    server.start()
    try:
        yield server
    finally:
        server.stop()
