"""Carries notices between the processes that serve over one PostgreSQL, by LISTEN and NOTIFY.

Two connections a process: one listens, one sends what was posted meanwhile in one statement. The
notice comes after the commit it tells of, never inside it: PostgreSQL lets transactions that notify
commit only one after the other, and the doors must not wait for each other.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from secrets import token_hex
from typing import Any

from sqlalchemy import Engine

from app import clock
from app.bulletin import Bulletin

_CHANNEL = "nghi_su_bulletin"
_EVERYTHING = "*"  # whoever hears it looks at everything again
_SHORTEST, _LONGEST = 0.2, 5.0  # seconds between two attempts to connect
_SEND = "SELECT pg_notify(%s, notice) FROM unnest(%s::text[]) AS notice"
_NOTICED = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}  # a dead host
_log = logging.getLogger(__name__)


class Courier:
    """Between ``start`` and ``stop``, other processes hear what is posted here, and the reverse.

    After each interruption every watcher, here and elsewhere, looks again: a notice may have been
    lost with the connection, or with a process that died between its commit and its notice.
    """

    def __init__(self, bulletin: Bulletin, engine: Engine) -> None:
        self._bulletin, self._engine = bulletin, engine
        self._driver: Any = engine.dialect.loaded_dbapi  # a server over SQLite never loads it
        self._own = token_hex(4)
        self._outgoing: set[str] = set()
        self._has_outgoing = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Call in the event loop that serves the watchers."""
        self._bulletin.carry = self._carry
        for work in (self._listen, self._send):
            self._tasks.append(asyncio.create_task(self._for_ever(work)))

    async def stop(self) -> None:
        self._bulletin.carry = None
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    def _carry(self, topic: str) -> None:
        self._outgoing.add(topic)
        self._has_outgoing.set()

    async def _listen(self) -> None:
        async with await self._connection() as connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            self._bulletin.tell_all()
            async for notice in connection.notifies():
                sender, _, topic = notice.payload.partition(" ")
                if sender == self._own:
                    continue  # told already, when it was posted
                if topic == _EVERYTHING:
                    self._bulletin.tell_all()
                else:
                    self._bulletin.tell(topic)

    async def _send(self) -> None:
        async with await self._connection() as connection:
            # A notice needs no disk: when it is lost with the server, so is every connection.
            await connection.execute("SET synchronous_commit = off")
            self._carry(_EVERYTHING)
            while True:
                await self._has_outgoing.wait()
                self._has_outgoing.clear()
                notices = [f"{self._own} {topic}" for topic in self._outgoing]
                self._outgoing.clear()
                await connection.execute(_SEND, (_CHANNEL, notices))

    async def _connection(self) -> Any:
        _, address = self._engine.dialect.create_connect_args(self._engine.url)
        named = {"autocommit": True, "application_name": "nghi-su courier"}
        return await self._driver.AsyncConnection.connect(**address, **_NOTICED, **named)

    async def _for_ever(self, work: Callable[[], Awaitable[None]]) -> None:
        """Again after each failure of the connection, soon at first and then less often."""
        pause = _SHORTEST
        while True:
            began = clock.ticks()
            try:
                await work()
            except self._driver.OperationalError as failure:
                _log.warning("notices between processes: %s", failure)
            if clock.ticks() - began > _LONGEST:
                pause = _SHORTEST
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
            pause = min(2 * pause, _LONGEST)
