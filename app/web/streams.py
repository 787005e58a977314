"""Server-sent events: a channel renders its newest event once for everybody who follows it."""

import asyncio
from collections.abc import Awaitable, Callable

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app import clock
from app.bulletin import Bulletin

BEAT = 25.0  # seconds: proxies close what stays silent
_RETRY = b"retry: 2000\n\n"
_COMMENT = b":\n\n"


class Channel:
    """The newest event of some topics, for as long as anybody follows them.

    ``render`` gives the event's text; it runs in a thread, once a change however many follow.
    """

    def __init__(self, bulletin: Bulletin, topics: tuple[str, ...], render: Callable[[], str]):
        self._bulletin = bulletin
        self._topics = topics
        self._render = render
        self._followers: set[asyncio.Event] = set()
        self._rendering: asyncio.Task[None] | None = None
        self._is_stale = True
        self._newest = b""

    async def follow(self, write: Callable[[bytes], Awaitable[None]]) -> None:
        """Write the newest event now and after each change, and a comment where nothing happens.

        Whoever reads slowly gets the newest event, not those in between.
        """
        changed = asyncio.Event()
        self._join(changed)
        try:
            if self._rendering is not None:
                await asyncio.shield(self._rendering)
            changed.set()
            while True:
                try:
                    async with asyncio.timeout(BEAT):
                        await changed.wait()
                except TimeoutError:
                    await write(_COMMENT)
                else:
                    changed.clear()
                    await write(_clock() + self._newest)
        finally:
            self._leave(changed)

    def _join(self, follower: asyncio.Event) -> None:
        if not self._followers:
            for topic in self._topics:
                self._bulletin.watch(topic, self._refresh)
            self._refresh()
        self._followers.add(follower)

    def _leave(self, follower: asyncio.Event) -> None:
        self._followers.discard(follower)
        if not self._followers:
            for topic in self._topics:
                self._bulletin.leave(topic, self._refresh)

    def _refresh(self) -> None:
        self._is_stale = True
        if self._rendering is None:
            self._rendering = asyncio.create_task(self._render_newest())

    async def _render_newest(self) -> None:
        """Changes that come while one is rendered are rendered together, next."""
        try:
            while self._is_stale:
                self._is_stale = False
                text = await run_in_threadpool(self._render)
                self._newest = _event(text)
                for follower in self._followers:
                    follower.set()
        finally:
            self._rendering = None


class EventStream(Response):
    """Answers with a channel's events until the browser goes away."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(media_type="text/event-stream")
        self.channel = channel

    async def __call__(
        self,
        scope: Scope,  # noqa: ARG002  # as ASGI has it
        receive: Receive,
        send: Send,
    ) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),  # nginx would hold events back
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

        async def write(body: bytes) -> None:
            await send({"type": "http.response.body", "body": body, "more_body": True})

        async with anyio.create_task_group() as tasks:

            async def hang_up() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                tasks.cancel_scope.cancel()

            tasks.start_soon(hang_up)
            await write(_RETRY)
            await self.channel.follow(write)


class Channels:
    """The channels of this application, by name."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        self._by_name: dict[str, Channel] = {}

    def open(self, name: str, topics: tuple[str, ...], render: Callable[[], str]) -> Channel:
        """The channel of this name, made by whoever asks for it first."""
        if name not in self._by_name:
            self._by_name[name] = Channel(self._bulletin, topics, render)
        return self._by_name[name]


def channels(request: Request) -> Channels:
    """The channels of this application."""
    found: Channels = request.app.state.channels
    return found


def _clock() -> bytes:
    """The real time, by which a browser corrects its own clock."""
    return b"event: clock\ndata: %d\n\n" % round(clock.now().timestamp() * 1000)


def _event(text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.strip().splitlines())
    return f"{lines}\n".encode()
