"""The streams of the public screens, answered before the application's own machinery.

A thousand phones that come back at once must not each pass routing, sessions and templates: this
knows their addresses, and asks the database once for each code.
"""

import asyncio
import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.conferences import store as conferences
from app.db import Database
from app.errors import NotFound
from app.live import feeds, store
from app.live.feeds import STEADY
from app.live.rules import Post
from app.web.streams import BEAT, Channel, Channels

_ADDRESS = re.compile(
    r"/(?:L/(?P<follow>[0-9A-Z]{1,40})|M/(?P<screen>[0-9A-Z]{1,40})/(?P<at>stage|hall))"
    r"/(?P<what>stream|state)"
)


class Hub:
    """Answers ``GET /L/<code>/stream`` and ``…/state``, and the same of the screens, such as
    ``/M/<code>/stage/stream``; everything else goes on to ``app``."""

    def __init__(self, app: ASGIApp, database: Database, channels: Channels) -> None:
        self._app, self._database, self._channels = app, database, channels
        self._asked: dict[str, asyncio.Future[Channel | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        channel = await self._channel(scope["path"].rpartition("/")[0], found)
        if channel is None:
            await Response(status_code=404)(scope, receive, send)
        elif found["what"] == "stream":
            await channel.follow(scope, receive, send)
        else:
            await (await channel.answer(Headers(scope=scope)))(scope, receive, send)

    async def _channel(self, base: str, found: re.Match[str]) -> Channel | None:
        """Of a thousand who come at once with the same code, one asks the database."""
        if base not in self._asked:
            self._asked[base] = asyncio.ensure_future(run_in_threadpool(self._look_up, found))
        channel = None
        try:
            channel = await asyncio.shield(self._asked[base])
        finally:
            if channel is None:
                self._asked.pop(base, None)
        return channel

    def _look_up(self, found: re.Match[str]) -> Channel | None:
        with self._database.reading() as db:
            try:
                if found["follow"]:
                    here, beat = conferences.conference_followed(db, found["follow"]).id, BEAT
                else:
                    here, beat = store.conference_shown(db, found["screen"]).id, STEADY
            except NotFound:
                return None
        post = Post.STAGE if found["at"] == "stage" else Post.DELEGATES
        return feeds.channel(self._channels, self._database, here, post, beat)
