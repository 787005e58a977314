"""Sending what was released: one run at the command line, or a quiet thread in the server."""

import logging
import secrets
import threading
from collections import Counter
from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from app import clock
from app.db import Database, announce
from app.outbox import queue, store
from app.outbox.mail import Line, Result, Unreachable, line
from app.outbox.rules import Outcome
from app.settings import Settings

RHYTHM = 5.0  # seconds: letters released by another process are found within this time
_TRIES = 5
_log = logging.getLogger(__name__)


def send_due(
    database: Database, settings: Settings, is_stopping: Callable[[], bool] = lambda: False
) -> Counter[Outcome]:
    """Send every letter that is released and due. What became of how many.

    Safe beside other senders, see ``queue``. A letter that fails for now comes due again later.
    ``is_stopping`` is asked between two letters.
    """
    done: Counter[Outcome] = Counter()
    with database.reading() as db:
        has_abandoned = bool(store.abandoned(db, clock.now()))
    if has_abandoned:
        with database.writing() as db:
            done[Outcome.UNKNOWN] += queue.doubt(db, clock.now())
    while not is_stopping() and _has_due(database):
        try:
            with line(settings) as server:
                _empty(database, server, done, is_stopping)
        except Unreachable as failure:
            with database.writing() as db:
                done[Outcome.LATER] += queue.put_off(db, str(failure), clock.now())
    return done


def wake(database: Database) -> str:
    """For the scheduler: letters whose sender never came back become doubtful, and the senders of
    this process hear of retries whose pause is over. How many of both."""
    with database.reading() as db:
        now = clock.now()
        lost, waiting = len(store.abandoned(db, now)), len(store.due(db, now, at_most=1))
    if lost or waiting:
        with database.writing() as db:
            lost = queue.doubt(db, clock.now())
            announce(db, store.RELEASED)
    return f"{lost} + {waiting}"


class Sender:
    """A thread that sends what is due, every few seconds and at once after a release."""

    def __init__(self, database: Database, settings: Settings, rhythm: float = RHYTHM) -> None:
        self._database, self._settings, self._rhythm = database, settings, rhythm
        self._wake, self._end = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def start(self) -> None:
        """Does nothing where no mail server is set."""
        if self._settings.smtp_host:
            self._database.bulletin.watch(store.RELEASED, self._wake.set)
            self._thread.start()

    def stop(self) -> None:
        """Finish the letter that is being handed over, if its server answers in time."""
        self._end.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                send_due(self._database, self._settings, self._end.is_set)
            except Exception:  # noqa: BLE001  # logged; the thread must outlive a bad day
                _log.exception("sending letters")
            self._wake.wait(self._rhythm)
            self._wake.clear()


def _has_due(database: Database) -> bool:
    """Asked without writing, for mostly there is nothing."""
    with database.reading() as db:
        return bool(store.due(db, clock.now(), at_most=1))


def _empty(
    database: Database, server: Line, done: Counter[Outcome], is_stopping: Callable[[], bool]
) -> None:
    token = secrets.token_hex(8)
    while server.is_open and not is_stopping():
        with database.writing() as db:
            letter = queue.claim(db, token, clock.now())
            files = store.attachments(db, [letter.id]) if letter else []
        if letter is None:
            return
        result = server.hand_over(letter, files, clock.now())
        done[result.outcome] += 1
        _write_down(database, letter.id, token, result)


def _write_down(database: Database, letter_id: int, token: str, result: Result) -> None:
    """What is not written down becomes a doubt for a person: a busy database is asked again."""
    for remaining in reversed(range(_TRIES)):
        try:
            with database.writing() as db:
                queue.conclude(db, letter_id, token, result, clock.now())
        except OperationalError:
            if not remaining:
                raise
        else:
            return
