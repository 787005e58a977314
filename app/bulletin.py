"""The notice board: what changed, by topic, told to whoever is watching.

A writer posts after its commit; a watcher is called in the event loop and asks the store for what
is true now. Nothing but the topic travels, so a late or doubled notice does no harm. Where several
processes serve, ``app.courier`` carries each notice to the others.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

Watcher = Callable[[], asyncio.Task[None] | None]  # gives what it has begun to tell others
_PATIENCE = 1.0  # seconds that somebody who acted waits for others to be told


class Bulletin:
    """Topics and their watchers. ``post`` may be called from any thread."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[Watcher]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.carry: Callable[[str], None] | None = None  # to other processes, called in the loop

    def open(self) -> None:
        """Call once in the event loop that serves the watchers."""
        self._loop = asyncio.get_running_loop()

    def post(self, topic: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._post, topic)

    def spread(self, topics: Iterable[str]) -> None:
        """Post, and return when whoever follows this process was told; from a thread of its own."""
        if self._loop is not None and not self._loop.is_closed():
            telling = asyncio.run_coroutine_threadsafe(self._spread(tuple(topics)), self._loop)
            with suppress(TimeoutError):
                telling.result(_PATIENCE)

    def watch(self, topic: str, watcher: Watcher) -> None:
        self._watchers.setdefault(topic, set()).add(watcher)

    def tell(self, topic: str) -> list[asyncio.Task[None]]:
        """Call this process's own watchers, and give what they have begun; in the event loop."""
        begun = [watcher() for watcher in tuple(self._watchers.get(topic, ()))]
        return [task for task in begun if task is not None]

    def tell_all(self) -> None:
        """Every watcher looks again: notices may have been missed."""
        for watcher in set().union(*self._watchers.values()):
            watcher()

    def _post(self, topic: str) -> list[asyncio.Task[None]]:
        begun = self.tell(topic)
        if self.carry is not None:
            self.carry(topic)
        return begun

    async def _spread(self, topics: tuple[str, ...]) -> None:
        begun = [task for topic in topics for task in self._post(topic)]
        if begun:
            await asyncio.wait(begun)
