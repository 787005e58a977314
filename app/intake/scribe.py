"""One queue for what all units type: fields that arrive together are kept in one transaction.

Nobody waits for company: whoever comes while a transaction runs goes into the next one.
"""

import asyncio

from starlette.concurrency import run_in_threadpool

from app.db import Database
from app.intake import drafts
from app.intake.drafts import Asked, Kept

AT_ONCE = 64  # people in one transaction

_Waiting = tuple[Asked, asyncio.Future[Kept | None]]


class Scribe:
    """Keeps drafts of every unit, in the order in which they came."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def keep(self, asked: Asked) -> Kept | None:
        """As ``drafts.keep`` says, saved before it is returned."""
        told: asyncio.Future[Kept | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, told))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await told

    async def _work(self) -> None:
        try:
            while self._waiting:
                async with self._database.turn:
                    taken, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                    await self._answer(taken)
        finally:
            self._working = None

    async def _answer(self, taken: list[_Waiting]) -> None:
        try:
            kept = await run_in_threadpool(self._save, [asked for asked, _ in taken])
        except Exception as failure:  # noqa: BLE001  # each of those who wait is told
            for _, told in taken:
                if not told.done():
                    told.set_exception(failure)
            return
        for (_, told), one in zip(taken, kept, strict=True):
            if not told.done():  # the phone may have hung up
                told.set_result(one)

    def _save(self, asked: list[Asked]) -> list[Kept | None]:
        with self._database.writing() as db:
            return drafts.keep(db, asked)
