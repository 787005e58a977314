"""A thousand reminders: how long a run takes, and that a kill in the middle doubles nothing."""

import signal
import subprocess
import sys
from datetime import timedelta

from app import clock
from app.checklist.rules import Kind
from app.conferences.rules import UnitKind
from app.conferences.store import add_unit, conference_named
from app.db import Database
from app.deadlines import Relation
from app.reminders import urging
from app.tasks.models import Task
from tests.bench.engines import both
from tests.bench.figures import Figure, middle
from tests.cast import HAI_PHONG
from tests.reminders import scene

ENTRIES = 1_000
_WORKER = """
import sys
from app.db import Database
from app.reminders import store, urging
database, some, turns = Database(sys.argv[1]), urging._urge_some, []
with database.reading() as db:  # a server has long looked whether something is due
    for here in store.urging_conferences(db):
        urging.due(db, urging.scene(db, here, ""))
def held(*given):
    done = some(*given)
    turns.append(done)
    if sys.argv[2] == "dies" and len(turns) == 2:
        given[0].flush()
        print("in the middle", flush=True)
        sys.stdin.readline()
    return done
urging._urge_some = held
print("ready", flush=True)
sys.stdin.readline()
urging.run(database, "")
"""


def figures() -> list[Figure]:
    found = []
    for name, made in both("reminders"):
        with made() as database:
            _plan(database)
            found.append(_run(database, name))
            found.append(_idle(database, name))
            scene.forget_letters(database)
            found += _killed(database, name)
    return found


def _plan(database: Database) -> None:
    """A thousand units, each with a task of its own that is due tomorrow."""
    scene.awake(database)
    scene.due_in(database, {})
    deadline = clock.now() + timedelta(hours=5)
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        for n in range(ENTRIES):
            unit = add_unit(db, here, f"Đơn vị mẫu {n}", UnitKind.COMMUNE, position=1_000 + n)
            db.add(
                Task(
                    conference_id=here,
                    number=1_000 + n,
                    content=f"Việc mẫu {n}",
                    lead_id=unit.id,
                    deadline=deadline,
                    relation=Relation.BEFORE,
                )
            )
    scene.rule(database, kind=Kind.TASK)


def _run(database: Database, name: str) -> Figure:
    times = []
    for _ in range(3):
        scene.forget_letters(database)
        before = clock.ticks()
        done = urging.run(database, "")
        times.append(clock.ticks() - before)
        assert (done.entries, done.letters) == (ENTRIES, ENTRIES)
    return Figure(f"a run for 1.000 entries of 1.000 units, {name}", middle(times), 2, "s")


def _idle(database: Database, name: str) -> Figure:
    before = clock.ticks()
    assert urging.run(database, "").entries == 0
    return Figure(f"a run with nothing new, {name}", (clock.ticks() - before) * 1e3, 250, "ms")


def _killed(database: Database, name: str) -> list[Figure]:
    """Two workers; one is killed in its second transaction, before the commit, while the other
    waits for its turn."""
    url = database.engine.url.render_as_string(hide_password=False)
    dying, living = (_worker(url, what) for what in ("dies", "lives"))
    before = clock.ticks()
    _go(dying)
    _hear(dying)
    _go(living)
    dying.kill()
    assert [dying.wait(), living.wait()] == [-signal.SIGKILL, 0]
    took = clock.ticks() - before
    lines, letters = scene.urgings(database), scene.letters(database)
    doubled = len(lines) - len({(line.cause, line.entry) for line in lines})
    doubled += len(letters) - len({letter.unit_id for letter in letters})
    missing = ENTRIES - len({line.entry for line in lines})
    return [
        Figure(f"two workers and a kill -9, {name}", took, 2, "s"),
        Figure(f"of 1.000 entries doubled or missing, {name}", doubled + missing, 0, ""),
    ]


def _worker(url: str, what: str) -> "subprocess.Popen[bytes]":
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, url, what], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    _hear(worker)
    return worker


def _go(worker: "subprocess.Popen[bytes]") -> None:
    assert worker.stdin is not None
    worker.stdin.write(b"\n")
    worker.stdin.flush()


def _hear(worker: "subprocess.Popen[bytes]") -> None:
    assert worker.stdout is not None
    worker.stdout.readline()
