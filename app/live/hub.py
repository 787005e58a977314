"""The streams of the public screens, answered before the application's own machinery.

A thousand phones that come back at once must not each pass routing, sessions and templates: this
knows their addresses, and asks the database once for each code.
"""

import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.db import Database
from app.errors import NotFound
from app.live import feeds
from app.web.streams import Channel, Channels, server_time

_ADDRESS = re.compile(r"/(?P<which>[LM])/(?P<code>[0-9A-Z]{1,40})/(?P<what>stream|state)")


class Hub:
    """Answers ``GET /L/<code>/stream`` and ``…/state``, and the same of the screens under ``/M``;
    everything else goes on to ``app``."""

    def __init__(self, app: ASGIApp, database: Database, channels: Channels) -> None:
        self._app, self._database, self._channels = app, database, channels
        self._known: dict[tuple[str, str], Channel] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        channel = self._known.get(found.group("which", "code"))
        if channel is None:
            channel = await self._look_up(found["which"], found["code"])
        if channel is None:
            await Response(status_code=404)(scope, receive, send)
        elif found["what"] == "stream":
            await channel.follow(scope, receive, send)
        else:
            await _state(channel, scope, receive, send)

    async def _look_up(self, which: str, code: str) -> Channel | None:
        def ask() -> int:
            with self._database.reading() as db:
                return feeds.conference_of(db, which, code)

        try:
            here = await run_in_threadpool(ask)
        except NotFound:
            return None
        channel = feeds.channel(self._channels, self._database, here, feeds.POSTS[which])
        self._known[which, code] = channel
        return channel


async def _state(channel: Channel, scope: Scope, receive: Receive, send: Send) -> None:
    """For browsers whose proxy swallows streams, and by which they measure their clock."""
    await channel.newest()
    tag = f'"{channel.digest}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Now": str(server_time())}
    if Headers(scope=scope).get("if-none-match") == tag:
        answer = Response(status_code=304, headers=headers)
    else:
        answer = Response(channel.text, media_type="application/json", headers=headers)
    await answer(scope, receive, send)
