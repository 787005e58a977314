"""One to many: from the moderator's request to a thousand phones, on a server of its own."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


def figures() -> list[Figure]:
    found: list[Figure] = []
    with _sqlite() as (server, order):
        found += _pressed(
            "one process", _crowd(order, followers=ALL, presses=PRESSES), (30, 50, 100)
        )
    return found


def _pressed(
    where: str, told: dict[str, Any], targets: tuple[float | None, float, float | None]
) -> list[Figure]:
    times, (p50, p99, most) = sorted(told["latencies"]), targets
    found = [Figure(f"{where}: request to data, p99", _at(times, 0.99), p99, "ms")]
    if p50 is not None:
        found.insert(0, Figure(f"{where}: request to data, p50", _at(times, 0.5), p50, "ms"))
    if most is not None:
        found.append(Figure(f"{where}: request to data, max", times[-1], most, "ms"))
    return [*found, Figure(f"{where}: lost of {len(times)}", told["lost"], 0, "")]


def _at(times: Sequence[float], share: float) -> float:
    return times[int(len(times) * share)]


def _crowd(order: dict[str, Any], **more: Any) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.crowd"],
        input=json.dumps(order | more) + "\n",
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def _sqlite() -> Iterator[tuple[Served, dict[str, Any]]]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _running(Served(seeded(Path(folder))))


def _running(server: Served) -> Iterator[tuple[Served, dict[str, Any]]]:
    database = server.database
    order = _order(database, server.settings.port)
    server.start()
    try:
        yield server, order
    finally:
        server.stop()
        database.engine.dispose()


def _order(database: Database, port: int) -> dict[str, Any]:
    """Where to follow, and the token of a moderator."""
    now = clock.now()
    with database.writing() as db:
        here = conferences.conference_named(db, HAI_PHONG)
        staff = Staff(username="mc", full_name="Điều hành", password_hash="x", created_at=now)
        db.add(staff)
        db.flush()
        conferences.admit(db, AUTHOR, here, staff, DeskRole.MODERATOR)
        token = accounts.issue_token(db, staff, "đo", now)
    return {
        "port": port,
        "stream": f"{addresses.of_followers(here.follow_code)}/stream",
        "actions": f"/api/v1/conferences/{HAI_PHONG}/live/actions",
        "token": token,
    }
