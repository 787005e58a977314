"""The notice board: what changed, by topic, told to whoever in this process is watching.

A writer posts after its commit; a watcher is called in the event loop and asks the store for what
is true now. Nothing but the topic travels, so a late or doubled notice does no harm.
"""

import asyncio
from collections.abc import Callable

Watcher = Callable[[], None]


class Bulletin:
    """Topics and their watchers. ``post`` may be called from any thread."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[Watcher]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Call once in the event loop that serves the watchers."""
        self._loop = asyncio.get_running_loop()

    def post(self, topic: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, topic)

    def watch(self, topic: str, watcher: Watcher) -> None:
        self._watchers.setdefault(topic, set()).add(watcher)

    def leave(self, topic: str, watcher: Watcher) -> None:
        watchers = self._watchers.get(topic, set())
        watchers.discard(watcher)
        if not watchers:
            self._watchers.pop(topic, None)

    def _tell(self, topic: str) -> None:
        for watcher in tuple(self._watchers.get(topic, ())):
            watcher()
