"""Doing what is due: one round over all errands, or a quiet thread in every server process.

A worker takes an errand by a claim in the database, does it, and gives it back with the moment
at which it comes due again. A worker that dies leaves a claim that runs out; then the next one
takes over. So an errand is never forgotten, and hardly ever done by two at once: whatever must not
happen twice even then is promised by keys of the tables it writes.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app import clock
from app.db import Database
from app.errors import Refused
from app.scheduler import store
from app.scheduler.rules import next_due

LEASE = timedelta(minutes=2)  # longer than any errand takes
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Errand:
    """Work that comes due again and again. It says in a few words what it has done."""

    name: str
    every: timedelta
    work: Callable[[Database], str]


def do_due(database: Database, errands: Sequence[Errand]) -> list[str]:
    """Do every errand that is due and that nobody else is at; the names of those done."""
    with database.reading() as db:
        known = {turn.name: turn.due_at for turn in store.turns(db)}
    if any(errand.name not in known for errand in errands):
        _enrol(database, errands)
    now = clock.now()
    return [
        errand.name
        for errand in errands
        if known.get(errand.name, now) <= now and _done(database, errand)
    ]


class Scheduler:
    """A thread that looks every few seconds whether something is due."""

    def __init__(self, database: Database, errands: Sequence[Errand], rhythm: float) -> None:
        self._database, self._errands, self._rhythm = database, errands, rhythm
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        """Does nothing where the rhythm is 0: then somebody else keeps the time."""
        if self._rhythm:
            self._thread.start()

    def stop(self) -> None:
        """Finish the errand that is being done."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                do_due(self._database, self._errands)
            except Exception:  # noqa: BLE001  # logged; the thread must outlive a bad day
                _log.exception("looking for errands")
            self._end.wait(self._rhythm)


def _enrol(database: Database, errands: Sequence[Errand]) -> None:
    try:
        with database.writing() as db:
            store.enrol(db, [errand.name for errand in errands], clock.now())
    except Refused:
        return  # another worker, starting at the same moment, has enrolled them


def _done(database: Database, errand: Errand) -> bool:
    token, now = secrets.token_hex(8), clock.now()
    with database.writing() as db:
        if not store.take(db, errand.name, token, now, now + LEASE):
            return False
        failed = store.failures(db, errand.name)
    try:
        told, failed = errand.work(database), 0
    except Exception as failure:  # noqa: BLE001  # one errand that fails holds up no other
        _log.exception("errand %s", errand.name)
        told, failed = f"{type(failure).__name__}: {failure}", failed + 1
    at = clock.now()
    with database.writing() as db:
        store.give_back(
            db, errand.name, token, next_due(at, errand.every, failed), at, told, failed
        )
    return True
