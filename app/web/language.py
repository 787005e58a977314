"""The reader's language. Sentences are written in Vietnamese and looked up for English readers."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import NotFound, Told
from app.vietnamese import number_text

COOKIE = "language"

_language: ContextVar[str] = ContextVar("language", default="vi")


@cache
def english() -> dict[str, str]:
    """Each Vietnamese sentence in English; most servers are never asked for it."""
    return tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))


def language() -> str:
    """``vi`` or ``en``."""
    return _language.get()


def say(pattern: str, /, **values: object) -> str:
    """The sentence in the reader's language, its ``{names}`` filled from ``values``."""
    spoken = english().get(pattern, pattern) if language() == "en" else pattern
    return spoken.format(**values) if values else spoken


def number(count: int) -> str:
    """``1.086``; English readers would take that for a fraction."""
    return f"{count:,}" if language() == "en" else number_text(count)


def say_counts(pattern: str, /, **values: object) -> str:
    """A sentence whose whole numbers are counts, written as the reader writes them."""
    counted = {
        name: number(value) if type(value) is int else value for name, value in values.items()
    }
    return say(pattern, **counted)


def explained(failure: Told) -> str:
    """What a failure tells, in the reader's language; what is not found has a number for a name."""
    tell = say if isinstance(failure, NotFound) else say_counts
    return tell(failure.pattern, **failure.values)


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Speak this language within the block, where no request has chosen one."""
    token = _language.set(spoken)
    try:
        yield
    finally:
        _language.reset(token)


class LanguageMiddleware:
    """Reads the language cookie once, for all that is said while answering."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            header = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
            chosen = SimpleCookie(header).get(COOKIE) if COOKIE in header else None
            _language.set("en" if chosen and chosen.value == "en" else "vi")
        await self.app(scope, receive, send)
