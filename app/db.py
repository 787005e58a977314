"""The database: one engine, one transaction a request, notices posted after the commit."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

from sqlalchemy import Engine, Enum, Index, UniqueConstraint, create_engine, event, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel

from app.bulletin import Bulletin
from app.errors import Refused

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def choice(of: type[StrEnum]) -> Enum:
    """A column that holds one of a closed list of words, by its value."""
    return Enum(
        of, native_enum=False, length=24, values_callable=lambda words: [w.value for w in words]
    )


class Database:
    """An engine with its notice board.

    SQLite writers take their turn first come, first served: its own busy wait is unfair and starves
    some of them for seconds. PostgreSQL needs no turns.
    """

    def __init__(self, url: str) -> None:
        self.bulletin = Bulletin()
        self.engine = engine_for(url)
        self.is_shared = not url.startswith("sqlite")  # other processes may serve it too
        self._writing = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self.turn = asyncio.Semaphore(1_000) if self.is_shared else asyncio.Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are thrown away."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session committed at the end, or not at all; what it announced is posted afterwards.

        Raises Refused where the database kept a promise that a rule did not.
        """
        info = {"bulletin": self.bulletin}
        with Session(self._writing, expire_on_commit=False, info=info) as session:
            try:
                yield session
                session.commit()
            except IntegrityError as broken:
                session.rollback()
                raise _refusal(broken) from broken
        for topic in _announced(session):
            self.bulletin.post(topic)


def announce(session: Session, topic: str) -> None:
    """Post ``topic`` once this session's changes are committed."""
    session.info.setdefault("topics", []).append(topic)


def spread(session: Session) -> None:
    """Commit what was changed so far, and return when those who follow it were told: nobody in the
    hall waits until an answer is made."""
    session.commit()
    bulletin: Bulletin = session.info["bulletin"]
    bulletin.spread(_announced(session))


def _announced(session: Session) -> Iterable[str]:
    """Each topic once, and never again."""
    return dict.fromkeys(session.info.pop("topics", []))


def insert_rows(session: Session, kind: type[SQLModel], rows: Sequence[dict[str, object]]) -> None:
    """By the table, not the class: a list of thousands would make as many objects of each."""
    if rows:
        session.connection().execute(insert(kind), rows)


def engine_for(url: str, *, checks_references: bool = True) -> Engine:
    """SQLite set up as a server needs it, or whatever else the address names.

    Without ``checks_references`` for migrations alone, where SQLite makes tables anew.
    """
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(
        url, connect_args={"check_same_thread": False}, pool_size=20, max_overflow=40
    )

    @event.listens_for(engine, "connect")
    def configure(connection: object, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # we say BEGIN ourselves
        for pragma in (
            "journal_mode = WAL",
            f"foreign_keys = {'ON' if checks_references else 'OFF'}",
            "busy_timeout = 5000",
            "synchronous = FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def begin(connection: object) -> None:
        # A deferred transaction that reads, then writes, fails at once when another wrote between.
        options = connection.get_execution_options()  # type: ignore[attr-defined]
        connection.exec_driver_sql(options.get("begin", "BEGIN"))  # type: ignore[attr-defined]

    return engine


def _refusal(broken: IntegrityError) -> Refused:
    """With the sentence that stands beside the broken constraint in its table's definition."""
    diagnosis = getattr(broken.orig, "diag", None)
    told = getattr(diagnosis, "constraint_name", None) or str(broken.orig)
    for table in SQLModel.metadata.tables.values():
        for rule in (*table.constraints, *table.indexes):
            if isinstance(rule, UniqueConstraint | Index) and "refused" in rule.info:
                # SQLite names the columns of the broken promise, PostgreSQL the promise.
                columns = ", ".join(f"{table.name}.{column.name}" for column in rule.columns)
                if told == rule.name or told.endswith(f" {columns}"):
                    return Refused(str(rule.info["refused"]))
    return Refused("Dữ liệu vừa được người khác thay đổi, hãy tải lại trang")
