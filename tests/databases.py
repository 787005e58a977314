"""Databases for tests: made once empty and once with the seeds, then cloned for each test."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from app import clock, schema
from app.db import Database
from app.seeding import plant

Fill = Callable[[Database], None]
_numbers = count(1)


def nothing(_: Database) -> None:
    """Tables only."""


def seeds(database: Database) -> None:
    """Both conferences."""
    with database.writing() as db:
        for folder in plant.folders():
            plant.plant(db, folder, clock.now())


class SQLiteMaker:
    """Clones are copies of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def template(self, name: str, fill: Fill) -> str:
        path = self.folder / f"{name}.db"
        _make(f"sqlite:///{path}", fill)
        return str(path)

    def clone(self, template: str) -> str:
        path = self.folder / f"clone-{next(_numbers)}.db"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        path = Path(make_url(url).database or "")
        for part in ("", "-wal", "-shm"):
            path.with_name(path.name + part).unlink(missing_ok=True)


class PostgreSQLMaker:
    """Clones are made by the server from a template database."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.server = create_engine(url, isolation_level="AUTOCOMMIT")

    def template(self, name: str, fill: Fill) -> str:
        self._say(f'CREATE DATABASE "{name}"')
        _make(self._address(name), fill)
        return name

    def clone(self, template: str) -> str:
        name = f"clone-{next(_numbers)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self._address(name)

    def drop(self, url: str) -> None:
        self._say(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _say(self, command: str) -> None:
        with self.server.connect() as connection:
            connection.execute(text(command))


def _make(url: str, fill: Fill) -> None:
    schema.migrate(url)
    database = Database(url)
    fill(database)
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    database.engine.dispose()
