"""A database with both seeds on each engine, for figures that must hold on both."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from app.db import Database
from tests import databases, postgresql

Made = Callable[[], AbstractContextManager[Database]]


def both(name: str) -> list[tuple[str, Made]]:
    """Each engine's name, with what makes a fresh database on it."""
    return [("SQLite", lambda: _sqlite(name)), ("PostgreSQL", lambda: _postgresql(name))]


@contextmanager
def _sqlite(name: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        made = databases.SQLiteMaker(Path(folder)).template(name, databases.seeds)
        database = Database(f"sqlite:///{made}")
        yield database
        database.engine.dispose()


@contextmanager
def _postgresql(name: str) -> Iterator[Database]:
    with postgresql.server() as url:
        maker = databases.PostgreSQLMaker(url)
        database = Database(maker.clone(maker.template(name, databases.seeds)))
        yield database
        database.engine.dispose()
        maker.server.dispose()
