"""One transaction a request, committed before the answer is sent."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.concurrency import contextmanager_in_threadpool
from sqlmodel import Session
from starlette.requests import Request

from app.db import Database


def database(request: Request) -> Database:
    """The application's database, for what must choose its own transactions."""
    found: Database = request.app.state.database
    return found


async def session(request: Request) -> AsyncIterator[Session]:
    """Reads for GET and HEAD; everything else writes, and waits its turn where writers must."""
    if request.method in {"GET", "HEAD"}:
        with database(request).reading() as db:
            yield db
        return
    async with (
        database(request).turn,
        contextmanager_in_threadpool(database(request).writing()) as db,
    ):
        yield db


# The scope ends the transaction before the answer starts: a redirect must find what was saved.
Db = Annotated[Session, Depends(session, scope="function")]


async def afterwards(request: Request) -> AsyncIterator[list[Callable[[Session], object]]]:
    """What a page that only reads leaves behind, such as a line in a log: written when the page is
    made, in a transaction of its own, before the answer is sent."""
    left: list[Callable[[Session], object]] = []
    yield left
    if left:
        async with (
            database(request).turn,
            contextmanager_in_threadpool(database(request).writing()) as db,
        ):
            for write in left:
                write(db)


# For pages that read alone: one that writes holds the turn already, and would wait for itself.
Afterwards = Annotated[list[Callable[[Session], object]], Depends(afterwards, scope="function")]
