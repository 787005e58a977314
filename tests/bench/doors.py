"""The doors under load, on SQLite with one worker and on PostgreSQL with two."""

import asyncio
import gc
import json
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from app import clock
from app.accounts import store as accounts
from app.checkin import devices
from app.checkin.models import Arrival, ScanRecord
from app.conferences.history import Author
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate, Pass
from tests import databases, postgresql
from tests.bench.figures import Figure, middle
from tests.cast import HAI_PHONG
from tests.served import PASSWORD, USER, Served, seeded

SCANNERS = 32
DOORS = 8


@dataclass
class Hall:
    """A running server with devices enrolled and the cards of everybody."""

    server: Served
    database: Database
    tokens: list[str]
    cards: list[str]


class Scanner:
    """A device that keeps one connection, as a browser does."""

    def __init__(self, hall: Hall, token: str, name: str) -> None:
        self.port, self.token, self.name = hall.server.settings.port, token, name
        self.count = 0
        self.requests = 0
        self.reader: asyncio.StreamReader | None = None

    async def post(self, path: str, body: object) -> tuple[float, Any]:
        """Seconds until the answer, and the answer."""
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        sent = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: hall\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
        )
        began = time.perf_counter()
        self.requests += 1
        self.writer.write(head.encode() + sent)
        answered = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", answered)
        assert length is not None
        text = await self.reader.readexactly(int(length[1]))
        return time.perf_counter() - began, json.loads(text)

    def one(self, card: str, **more: object) -> dict[str, object]:
        self.count += 1
        return {"id": f"{self.name}-{self.count:06}", "sequence": self.count, "card": card, **more}

    async def scan(self, card: str) -> tuple[float, Any]:
        return await self.post("/api/v1/scans", self.one(card))


def on_sqlite() -> list[Figure]:
    with _sqlite() as hall:
        return _all(hall, "SQLite, 1 worker")


def on_postgresql() -> list[Figure]:
    with _postgresql() as hall:
        return _all(hall, "PostgreSQL, 2 workers")


def _all(hall: Hall, where: str) -> list[Figure]:
    return [*asyncio.run(_measured(hall, where)), *asyncio.run(_killed(hall, where))]


async def _measured(hall: Hall, where: str) -> list[Figure]:
    scanners = [Scanner(hall, token, f"load{n}") for n, token in enumerate(hall.tokens)]
    await _load(scanners, hall.cards[:30], 10 * SCANNERS)  # every worker has scanned before
    gc.collect()
    gc.freeze()  # the scanners must not be held up by what this program keeps itself
    alone = [(await scanners[0].scan(card))[0] * 1000 for card in hall.cards[30:330]]
    spent = _cpu(hall.server)
    began = time.perf_counter()
    times = await _load(scanners, hall.cards, 3000)
    lasted = time.perf_counter() - began
    cpu = (_cpu(hall.server) - spent) / len(times) * 1000
    return [
        Figure(f"{where}: one scanner, p50", middle(alone), 6, "ms"),
        Figure(f"{where}: one scanner, p99", _p99(alone), 20, "ms"),
        Figure(f"{where}: {SCANNERS} scanners", len(times) / lasted, 300, "/s", is_least=True),
        Figure(f"{where}: {SCANNERS} scanners, p99", _p99(times), 150, "ms"),
        Figure(f"{where}: server CPU a scan", cpu, 4, "ms"),
        await _race(hall, where),
        *await _queued(hall, where),
        await _roster(hall, where),
    ]


async def _load(scanners: Sequence[Scanner], cards: Sequence[str], count: int) -> list[float]:
    """Milliseconds of each scan, all scanners at once."""
    waiting = iter([card for _, card in zip(range(count), cycle(cards), strict=False)])

    async def work(scanner: Scanner) -> list[float]:
        return [(await scanner.scan(card))[0] * 1000 for card in waiting]

    return [one for part in await asyncio.gather(*map(work, scanners)) for one in part]


async def _race(hall: Hall, where: str) -> Figure:
    """Every card at eight doors at once: whoever is admitted, is admitted once."""
    _empty(hall.database)
    doors = [Scanner(hall, token, f"race{n}") for n, token in enumerate(hall.tokens[:DOORS])]

    async def work(door: Scanner) -> int:
        told = [(await door.scan(card))[1]["verdict"] for card in hall.cards]
        return told.count("admitted")

    admitted = sum(await asyncio.gather(*map(work, doors)))
    return Figure(
        f"{where}: {len(hall.cards)} cards at {DOORS} doors, off by",
        abs(admitted - len(hall.cards)),
        0,
        "",
    )


async def _queued(hall: Hall, where: str) -> list[Figure]:
    """What four devices scanned without a network, sent at once."""
    _empty(hall.database)
    phones = [Scanner(hall, token, f"queue{n}") for n, token in enumerate(hall.tokens[:4])]
    share = -(-len(hall.cards) // len(phones))

    async def send(phone: Scanner, cards: Sequence[str]) -> None:
        now = datetime.now(UTC).isoformat()
        scans = [phone.one(card, at=now, shown="admitted") for card in cards]
        for first in range(0, len(scans), 100):
            batch = scans[first : first + 100]
            await phone.post("/api/v1/doors/sync", {"now": now, "scans": batch})

    began = time.perf_counter()
    parts = [hall.cards[n * share : (n + 1) * share] for n in range(len(phones))]
    await asyncio.gather(*map(send, phones, parts))
    lasted = time.perf_counter() - began
    return [
        Figure(f"{where}: {len(hall.cards)} queued scans of 4 devices", lasted, 2, "s"),
        Figure(f"{where}: requests a device for them", max(p.requests for p in phones), 6, ""),
    ]


async def _roster(hall: Hall, where: str) -> Figure:
    reader, writer = await asyncio.open_connection("127.0.0.1", hall.server.settings.port)
    head = f"Host: hall\r\nAuthorization: Bearer {hall.tokens[0]}\r\nAccept-Encoding: gzip\r\n"
    writer.write(f"GET /api/v1/doors/roster HTTP/1.1\r\n{head}Connection: close\r\n\r\n".encode())
    answered = await reader.read()
    body = answered.partition(b"\r\n\r\n")[2]
    writer.close()
    assert b"content-encoding: gzip" in answered
    return Figure(f"{where}: roster of {len(hall.cards)}, one request", len(body) / 1000, 150, "kB")


async def _killed(hall: Hall, where: str) -> list[Figure]:
    """The server dies among a thousand scans; what was not acknowledged is sent again."""
    _empty(hall.database)
    scanners = [Scanner(hall, token, f"kill{n}") for n, token in enumerate(hall.tokens[:DOORS])]
    sent: dict[str, tuple[Scanner, dict[str, object]]] = {}
    acknowledged: set[str] = set()
    waiting = iter(hall.cards[:1000])

    async def work(scanner: Scanner) -> None:
        for card in waiting:
            body = scanner.one(card)
            sent[str(body["id"])] = (scanner, body)
            await scanner.post("/api/v1/scans", body)
            acknowledged.add(str(body["id"]))
            if len(acknowledged) == len(hall.cards[:1000]) // 2:
                hall.server.kill()

    await asyncio.gather(*map(work, scanners), return_exceptions=True)
    lost = acknowledged - _recorded(hall.database)
    hall.server.start()
    for id, (scanner, body) in sent.items():
        if id not in acknowledged:
            scanner.reader = None
            await scanner.post("/api/v1/scans", body)
    with hall.database.reading() as db:
        arrivals = list(db.exec(select(Arrival.scan_id)))
    doubled = len(arrivals) - len(set(arrivals))
    missing = len(set(sent) - set(arrivals))
    return [
        Figure(f"{where}: kill -9 among 1,000 scans: acknowledged and lost", len(lost), 0, ""),
        Figure(
            f"{where}: kill -9 among 1,000 scans: missing or doubled after",
            missing + doubled,
            0,
            "",
        ),
    ]


@contextmanager
def _sqlite() -> Iterator[Hall]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _hall(Served(seeded(Path(folder))))


@contextmanager
def _postgresql() -> Iterator[Hall]:
    with tempfile.TemporaryDirectory() as folder, postgresql.server() as url:
        maker = databases.PostgreSQLMaker(url)
        made = maker.clone(maker.template("summit", _with_staff))
        yield from _hall(Served(Path(folder), database_url=made, workers=2))
        maker.server.dispose()


def _with_staff(database: Database) -> None:
    databases.seeds(database)
    with database.writing() as db:
        accounts.add_staff(db, USER, "Văn phòng", PASSWORD, clock.now(), is_administrator=True)
        db.connection().exec_driver_sql("ANALYZE")  # the server does so by itself within a minute


def _hall(server: Served) -> Iterator[Hall]:
    database = server.database
    server.start()
    try:
        yield Hall(server, database, _enrolled(database), _cards(database))
    finally:
        server.stop()
        database.engine.dispose()


def _enrolled(database: Database) -> list[str]:
    found = []
    now = clock.now()
    with database.writing() as db:
        entrance = devices.main_entrance(db, conference_named(db, HAI_PHONG).id)
        author = Author(None, "Đo", now)
        for number in range(SCANNERS):
            device = devices.add(db, author, entrance, f"Máy {number}", "", may_substitute=False)
            found.append(devices.enrol(db, device.code, now)[1])
    return found


def _cards(database: Database) -> list[str]:
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        query = select(Pass.token).join(Delegate, col(Delegate.id) == Pass.delegate_id)
        return list(db.exec(query.where(Delegate.conference_id == here)))


def _empty(database: Database) -> None:
    with database.writing() as db:
        for table in (Arrival, ScanRecord):
            for row in db.exec(select(table)):
                db.delete(row)


def _recorded(database: Database) -> set[str]:
    with database.reading() as db:
        return set(db.exec(select(ScanRecord.scan_id)))


def _cpu(server: Served) -> float:
    """Seconds of the server and its workers."""
    assert server.process is not None
    family = {server.process.pid}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = stat.read_text().rpartition(")")[2].split()
        if int(fields[1]) in family:
            family.add(int(stat.parent.name))
    ticks = 0
    for process in family:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]
