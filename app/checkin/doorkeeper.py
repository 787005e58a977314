"""One queue for all doors: scans that arrive together are answered in one transaction.

A commit costs the same for one scan as for sixty. Nobody waits for company: whoever comes while a
transaction runs goes into the next one.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app import clock
from app.checkin import devices, store
from app.checkin.cards import Asked
from app.checkin.devices import Contact
from app.checkin.roster import Rosters
from app.checkin.rules import is_skewed
from app.db import Database

AT_ONCE = 64  # scans in one transaction

_Waiting = tuple[list[tuple[str, Asked]], asyncio.Future[list[bytes | None]]]


class Doorkeeper:
    """Answers scans of every door of every conference, in the order in which they came."""

    def __init__(self, database: Database) -> None:
        self.rosters = Rosters()
        self._database = database
        self._waiting: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def ask(self, digest: str, scans: Sequence[Asked]) -> list[bytes | None]:
        """Answers as ``store.answers`` gives them, saved before they are returned."""
        told: asyncio.Future[list[bytes | None]] = asyncio.get_running_loop().create_future()
        self._waiting.append(([(digest, scan) for scan in scans], told))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await told

    async def hear(self, mark: str, contact: Contact, since: str) -> dict[str, Any] | None:
        """Write down what a device tells of itself; what it should know. None for one revoked."""
        news = await run_in_threadpool(self._news, mark, since)
        if news is None:
            return None
        is_current = contact.roster == news["roster"]
        async with self._database.turn:
            is_known = await run_in_threadpool(self._hear, mark, contact, is_current)
        return {**news, "is_skewed": is_skewed(contact.skew)} if is_known else None

    async def _work(self) -> None:
        try:
            while self._waiting:
                async with self._database.turn:
                    await self._answer(self._taken())
        finally:
            self._working = None

    def _taken(self) -> list[_Waiting]:
        taken: list[_Waiting] = []
        count = 0
        while self._waiting and (not taken or count + len(self._waiting[0][0]) <= AT_ONCE):
            taken.append(self._waiting.pop(0))
            count += len(taken[-1][0])
        return taken

    async def _answer(self, taken: Sequence[_Waiting]) -> None:
        asked = [scan for scans, _ in taken for scan in scans]
        try:
            answers = await run_in_threadpool(self._save, asked)
        except Exception as failure:  # noqa: BLE001  # each of those who wait is told
            for _, told in taken:
                if not told.done():
                    told.set_exception(failure)
            return
        for scans, told in taken:
            mine, answers = answers[: len(scans)], answers[len(scans) :]
            if not told.done():  # the device may have hung up
                told.set_result(mine)

    def _save(self, asked: Sequence[tuple[str, Asked]]) -> list[bytes | None]:
        with self._database.writing() as db:
            return store.answers(db, asked, clock.now())

    def _hear(self, mark: str, contact: Contact, is_current: bool) -> bool:
        with self._database.writing() as db:
            device = devices.holding(db, mark)
            if device is not None:
                devices.hear(db, device, contact, clock.now(), is_current=is_current)
            return device is not None

    def _news(self, mark: str, since: str) -> dict[str, Any] | None:
        with self._database.reading() as db:
            device = devices.holding(db, mark)
            if device is None:
                return None
            known = self.rosters.version(db, device.conference_id)
            return {**devices.news(db, device, since), "roster": known}


def doorkeeper(request: Request) -> Doorkeeper:
    """The doorkeeper of this application."""
    found: Doorkeeper = request.app.state.doorkeeper
    return found
