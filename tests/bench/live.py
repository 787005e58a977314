"""One to many: from the moderator's request to a thousand phones, and what it costs the server."""

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import addresses, clock
from app.accounts import store as accounts
from app.accounts.models import Staff
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from app.db import Database
from tests import databases, postgresql
from tests.bench.figures import Figure
from tests.cast import AUTHOR, HAI_PHONG
from tests.served import Served, seeded

ALL = 1_086
MANY = 5_000
PRESSES = 100
DEAF = 100
DEAF_PRESSES = 100  # what nobody reads fills every buffer on the way after about 30
IDLE = 52.0  # seconds: two beats


@dataclass(frozen=True)
class Hall:
    """A running server, where it is followed, and the token of a moderator."""

    server: Served
    order: dict[str, Any]
    page: str


def figures() -> list[Figure]:
    """A thousand phones, on SQLite with one worker."""
    with on_sqlite() as hall:
        return _followed(hall)


def never_reading() -> list[Figure]:
    with on_sqlite() as hall:
        return _deaf(hall)


def on_postgresql() -> list[Figure]:
    """Five thousand, over two workers."""
    with _postgresql() as hall:
        told = _crowd(hall, followers=MANY, presses=PRESSES, pause=0.1)
    return _pressed(f"{MANY:,} followers, 2 workers", told, [(0.99, 250)])


def _followed(hall: Hall) -> list[Figure]:
    who = f"{ALL:,} followers"
    before = _resident(hall.server)
    with _staying(hall, followers=ALL, presses=PRESSES, idle=IDLE) as told:
        memory = _resident(hall.server)
    found = _pressed(who, told, [(0.5, 30), (0.99, 50), (1.0, 100)])
    found += [
        Figure(f"{who}: largest message", told["largest"], 1_000, "B"),
        Figure(f"{who}: idle, each", told["idle_bytes"], 200, "B/min"),
        Figure(f"{who}: server, resident", memory, 120, "MiB"),
        Figure(f"{who}: a follower", (memory - before) * 1024 / ALL, 10, "KiB"),
    ]
    back = _crowd(hall, followers=ALL, is_lost_and_back=True)
    found += [
        Figure(f"{who} lost, back with the state", back["back_in"], 3, "s"),
        Figure(f"{who} lost, sent to bring them back", back["back_bytes"] / 1e6, 2, "MB"),
    ]
    coming = _crowd(hall, followers=ALL, presses=PRESSES, sequence=PRESSES + 1, come_back=10)
    return found + _pressed(f"{who}, 10 come back a second", coming, [(0.99, 50)])


def _deaf(hall: Hall) -> list[Figure]:
    """Half of the presses fill what there is to fill; the other half must cost nothing more."""
    first = {"followers": 1, "never_reading": DEAF, "pause": 0.0, "presses": DEAF_PRESSES}
    with _staying(hall, **first):
        filled = _resident(hall.server)
        _crowd(hall, followers=1, pause=0.0, presses=DEAF_PRESSES, sequence=DEAF_PRESSES + 1)
        after = _resident(hall.server)
    return [
        Figure(f"{DEAF} that never read: server, resident", after, 120, "MiB"),
        Figure(f"{DEAF} that never read: growth in the end", after - filled, 4, "MiB"),
    ]


def _pressed(
    who: str, told: dict[str, Any], targets: Sequence[tuple[float, float]]
) -> list[Figure]:
    times = sorted(told["latencies"])
    named = {0.5: "p50", 0.99: "p99", 1.0: "max"}
    return [
        *(
            Figure(f"{who}: request to data, {named[share]}", _at(times, share), target, "ms")
            for share, target in targets
        ),
        Figure(f"{who}: lost of {len(times):,}", told["lost"], 0, ""),
    ]


def _at(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def _crowd(hall: Hall, **more: Any) -> dict[str, Any]:
    with _staying(hall, **more) as told:
        return told


@contextmanager
def _staying(hall: Hall, **more: Any) -> Iterator[dict[str, Any]]:
    """Followers in a process of their own who have done what was ordered and stay connected."""
    order = json.dumps(hall.order | more | {"is_waiting": True})
    crowd = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.crowd"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert crowd.stdin is not None
    assert crowd.stdout is not None
    crowd.stdin.write(order + "\n")
    crowd.stdin.flush()
    told: dict[str, Any] = json.loads(crowd.stdout.readline())
    yield told
    crowd.stdin.write("go\n")
    crowd.stdin.close()
    crowd.wait()


def _resident(server: Served) -> float:
    """MiB of the server's process."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(found.split()[1]) / 1024


@contextmanager
def on_sqlite() -> Iterator[Hall]:
    """Over the plan of the seeds, one worker."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _running(Served(seeded(Path(folder))))


@contextmanager
def _postgresql() -> Iterator[Hall]:
    with tempfile.TemporaryDirectory() as folder, postgresql.server() as url:
        maker = databases.PostgreSQLMaker(url)
        made = maker.clone(maker.template("summit", databases.seeds))
        yield from _running(Served(Path(folder), database_url=made, workers=2))
        maker.server.dispose()


def _running(server: Served) -> Iterator[Hall]:
    database = server.database
    page, token = _prepared(database)
    server.start()
    urllib.request.urlopen(server.url + page).close()
    order = {
        "port": server.settings.port,
        "stream": f"{page}/stream",
        "actions": f"/api/v1/conferences/{HAI_PHONG}/live/actions",
        "token": token,
    }
    try:
        yield Hall(server, order, page)
    finally:
        server.stop()
        database.engine.dispose()


def _prepared(database: Database) -> tuple[str, str]:
    """The address of the live page, and the token of a moderator."""
    now = clock.now()
    with database.writing() as db:
        here = conferences.conference_named(db, HAI_PHONG)
        staff = Staff(username="moderator", full_name="x", password_hash="x", created_at=now)
        db.add(staff)
        db.flush()
        conferences.admit(db, AUTHOR, here, staff, DeskRole.MODERATOR)
        token = accounts.issue_token(db, staff, "đo", now)
    return addresses.of_followers(here.follow_code), token
