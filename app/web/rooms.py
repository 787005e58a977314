"""A room of the house opens when somebody first comes to it.

The server starts with what every morning needs, and carries only what is used: a hall full of
phones does not pay for the editor of the hall.
"""

import re
import warnings
from functools import cached_property
from importlib import import_module

from fastapi import FastAPI
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Match, Router
from starlette.types import Receive, Scope, Send

# FastAPI means it so, and hushes it; but not where another thread looks at warnings meanwhile.
warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)


class Room(BaseRoute):
    """The doors under some places of the address, loaded when somebody first comes there.

    ``places`` is a regular expression of what follows ``/``, ``/conferences/{slug}/`` and the same
    below ``/api/v1``. ``modules`` are named below ``app``; the first whose ``router`` knows an
    address answers, and one without a router is needed by the others.
    """

    def __init__(self, places: str, *modules: str) -> None:
        self.modules = tuple(f"app.{module}" for module in modules)
        self._places = re.compile(rf"(/api/v1)?(/conferences/[^/]+)?/({places})([/.]|$)")

    @cached_property
    def router(self) -> Router:
        opened = [import_module(module) for module in self.modules]
        routers = [module.router for module in opened if hasattr(module, "router")]
        return Router([route for router in routers for route in router.routes])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        is_here = scope["type"] == "http" and self._places.match(scope["path"])
        return (Match.FULL if is_here else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "router" not in vars(self):  # others are served meanwhile
            await run_in_threadpool(lambda: self.router)
        await self.router(scope, receive, send)


class House(FastAPI):
    """The application; whoever asks for all its doors has every room opened."""

    @property
    def routes(self) -> list[BaseRoute]:
        return [
            door
            for route in self.router.routes
            for door in (route.router.routes if isinstance(route, Room) else [route])
        ]
