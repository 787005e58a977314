"""Open streams: whoever reads more slowly than states come gets the newest when they have caught
up, not those in between.

Where the server hands a connection over (see ``app.web.connections``), all that is kept for a
stream is the connection and one small object: no request, no task, no queue.
"""

import asyncio
import socket
from typing import Any

from starlette.types import Send

TAKE_OVER = "nghi-su.take-over"  # extension of a scope: gives the connection to a ``Direct``
_HELD = 8192  # bytes that the system holds for whoever does not read: a few messages


class Follower:
    """One open stream. ``write`` never waits."""

    __slots__ = ("_is_full", "_newest")

    def __init__(self) -> None:
        self._is_full = False
        self._newest: bytes | None = None

    def write(self, body: bytes, *, is_state: bool = True) -> None:
        """Pass it on, or, where the connection is full, keep the newest state for later."""
        if not self._is_full:
            self._pass_on(body)
        elif is_state:
            self._newest = body

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        body, self._newest = self._newest, None
        if body is not None:
            self._pass_on(body)

    def _pass_on(self, body: bytes) -> None:
        raise NotImplementedError


class Direct(Follower, asyncio.Protocol):
    """Writes to its connection itself. Among ``followers`` from ``begin`` until it is closed."""

    __slots__ = ("_followers", "_neighbours", "_transport")

    def __init__(self, followers: set[Follower]) -> None:
        super().__init__()
        self._followers = followers
        self._is_full = True  # until there is a connection

    def begin(self, transport: asyncio.Transport, neighbours: set[Any]) -> None:
        """``neighbours``: the server's connections, which it shuts down when it ends."""
        self._transport, self._neighbours = transport, neighbours
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _HELD)
        transport.set_write_buffer_limits(high=1)
        transport.set_protocol(self)
        for circle in (neighbours, self._followers):
            circle.add(self)
        self.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # whatever it was
        self._is_full = True
        for circle in (self._neighbours, self._followers):
            circle.discard(self)

    def shutdown(self) -> None:
        """Called by the server when it ends: browsers come back by themselves."""
        self._transport.close()

    def _pass_on(self, body: bytes) -> None:
        self._transport.write(b"%x\r\n%b\r\n" % (len(body), body))


class Relayed(Follower):
    """Writes through a server that keeps its connections to itself."""

    __slots__ = ("_passing", "_send")

    def __init__(self, send: Send) -> None:
        super().__init__()
        self._send = send
        self._passing: asyncio.Task[None] | None = None

    def close(self) -> None:
        if self._passing is not None:
            self._passing.cancel()

    def _pass_on(self, body: bytes) -> None:
        self.pause_writing()
        self._passing = asyncio.create_task(self._wait_for(body))

    async def _wait_for(self, body: bytes) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": True})
        self.resume_writing()
