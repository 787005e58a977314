"""Server-sent events: a channel makes its newest event once for everybody who follows it.

A write costs a few microseconds: no queue, no task and no timer for each follower.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app import clock
from app.bulletin import Bulletin
from app.web.followers import TAKE_OVER, Direct, Follower, Relayed

BEAT = 25.0  # seconds: proxies close what stays silent
_COMMENT = b":\n"
_SLICE = 128  # followers written to before the network gets its turn
_SOONEST, _LATEST = 300, 1500  # ms until a browser that lost its stream comes back
_KEPT_UNFOLLOWED = 5.0  # seconds for which an event is good that nobody follows
_AFTER_FAILURE = 3.0  # seconds until an event that could not be made is tried again
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
]


@dataclass(frozen=True)
class Made:
    """An event's text, and for how many seconds it is true if nothing happens."""

    text: str
    good_for: float | None = None


Render = Callable[[], str | Made]


class Channel:
    """The newest event of some topics.

    ``render`` gives the event's text; it runs in a thread, once for all changes that came while the
    last was rendered. The same text twice is sent once: its digest is the event's id, the same in
    every process. ``beat`` is how long a stream stays silent, in seconds.
    """

    def __init__(
        self,
        bulletin: Bulletin,
        topics: tuple[str, ...],
        render: Render,
        beat: float = BEAT,
    ) -> None:
        self._bulletin, self._topics, self._render, self._beat = bulletin, topics, render, beat
        self._followers: set[Follower] = set()
        self._rendering: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self._renewal: asyncio.TimerHandle | None = None
        self._is_watching = False
        self._is_stale = True
        self._rendered_at = 0.0
        self._event = b""
        self.text, self.digest = "", ""

    async def newest(self) -> None:
        """Let ``text`` and ``digest`` be those of now."""
        self._watch()
        is_old = clock.ticks() - self._rendered_at > _KEPT_UNFOLLOWED
        if self._is_stale or (is_old and not self._followers):
            self._refresh()
        if self._rendering is not None:
            await asyncio.shield(self._rendering)

    async def follow(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the newest event and with each that comes, until the browser goes away."""
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await self.newest()
        # One that comes back with the newest is told the time alone.
        has = Headers(scope=scope).get("last-event-id", "")
        event = self._event if has != self.digest else b""
        greeting = b"retry: %d\n" % random.randint(_SOONEST, _LATEST) + _told_time() + event  # noqa: S311
        self._beating = self._beating or asyncio.create_task(self._beat_on())
        take_over = scope.get("extensions", {}).get(TAKE_OVER)
        if take_over is not None:
            follower = Direct(self._followers)
            follower.write(greeting)
            take_over(follower)
            self._catch_up()
        else:
            await self._relay(greeting, receive, send)

    async def _relay(self, greeting: bytes, receive: Receive, send: Send) -> None:
        """Until the browser goes away."""
        follower = Relayed(send)
        follower.write(greeting)
        self._followers.add(follower)
        self._catch_up()
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._followers.discard(follower)
            follower.close()

    async def answer(self, headers: Headers) -> Response:
        """The newest text as it is: for browsers whose proxy swallows streams, and by which they
        measure their clock. 304 for whoever has it already."""
        await self.newest()
        tag = f'"{self.digest}"'
        told = {"ETag": tag, "Cache-Control": "no-cache", "X-Now": str(_server_time())}
        if headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=told)
        return Response(self.text, media_type="application/json", headers=told)

    def _watch(self) -> None:
        if not self._is_watching:
            self._is_watching = True
            for topic in self._topics:
                self._bulletin.watch(topic, self._changed)

    def _changed(self) -> asyncio.Task[None] | None:
        self._is_stale = True
        if self._followers:
            self._refresh()
        return self._rendering

    def _catch_up(self) -> None:
        """What changed after the newest was made, and before anybody followed, is told now."""
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = True
        if self._rendering is None:
            self._rendering = asyncio.create_task(self._render_newest())

    async def _render_newest(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                found = await run_in_threadpool(self._render)
                made = found if isinstance(found, Made) else Made(found)
                self._rendered_at = clock.ticks()
                self._renew_in(made.good_for)
                digest = blake2b(made.text.encode(), digest_size=6).hexdigest()
                if digest != self.digest:
                    self.text, self.digest = made.text, digest
                    self._event = _event(made.text, digest)
                    await self._publish(_told_time() + self._event)
        except Exception:
            self._is_stale = True
            self._renew_in(_AFTER_FAILURE)
            raise
        finally:
            self._rendering = None

    def _renew_in(self, seconds: float | None) -> None:
        if self._renewal is not None:
            self._renewal.cancel()
        self._renewal = None
        if seconds is not None:
            self._renewal = asyncio.get_running_loop().call_later(seconds, self._changed)

    async def _publish(self, body: bytes, *, is_state: bool = True) -> None:
        for place, follower in enumerate(tuple(self._followers), 1):
            follower.write(body, is_state=is_state)
            if place % _SLICE == 0:
                await asyncio.sleep(0)

    async def _beat_on(self) -> None:
        while self._followers:
            await asyncio.sleep(self._beat)
            await self._publish(_COMMENT + _told_time(), is_state=False)
        self._beating = None


class EventStream(Response):
    """Answers with a channel's events until the browser goes away."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(media_type="text/event-stream")
        self.channel = channel

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.channel.follow(scope, receive, send)


class Channels:
    """The channels of this application, by name."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        self._by_name: dict[str, Channel] = {}

    def open(
        self,
        name: str,
        topics: tuple[str, ...],
        render: Render,
        beat: float = BEAT,
    ) -> Channel:
        """The channel of this name, made by whoever asks for it first."""
        if name not in self._by_name:
            self._by_name[name] = Channel(self._bulletin, topics, render, beat)
        return self._by_name[name]


def channels(request: Request) -> Channels:
    """The channels of this application."""
    found: Channels = request.app.state.channels
    return found


def _server_time() -> int:
    """The real time in milliseconds, by which a browser corrects its own clock."""
    return round(clock.now().timestamp() * 1000)


def _told_time() -> bytes:
    return b"event: clock\ndata: %d\n\n" % _server_time()


def _event(text: str, digest: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.strip().splitlines())
    return f"id: {digest}\n{lines}\n".encode()
