"""Changing the plan so that everyone can see who changed what, from what, to what, when and why.

Lines are written together when the transaction is committed, under the conference's lock: so that
two workers never give two lines the same place in the chain, and imports write them in one batch.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain as _blocks

from sqlalchemy import event, insert, update
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session, SQLModel, col, select

from app import vietnamese
from app.conferences import chain
from app.conferences.chain import Fault, Head
from app.conferences.models import Conference, HistoryHead, Revision
from app.errors import NotFound

_COLUMNS = frozenset(Revision.model_fields) - {"id"}
_BLOCK = 2_000  # lines read at once
_ONE_ACT = timedelta(seconds=2)
_NOTED = "history"  # where a session keeps its lines until it is committed


@dataclass(frozen=True)
class Author:
    """Whoever makes a change, at a real moment (never a rehearsed one)."""

    staff_id: int | None
    name: str
    at: datetime


def amend(
    db: Session,
    author: Author,
    row: SQLModel,
    changes: Mapping[str, object],
    *,
    label: str,
    reason: str = "",
) -> list[Revision]:
    """Set the fields of ``row`` that differ, with one line of history for each."""
    written = []
    for field, value in changes.items():
        before = getattr(row, field)
        if before != value:
            setattr(row, field, value)
            written.append(note(db, author, row, label, field, before, value, reason))
    db.add(row)
    return written


def note(
    db: Session,
    author: Author,
    row: SQLModel,
    label: str,
    field: str,
    before: object,
    after: object,
    reason: str = "",
) -> Revision:
    """One line of history about ``row``, which must already have its id."""
    revision = Revision(
        conference_id=_conference_of(row),
        at=author.at,
        staff_id=author.staff_id,
        who=author.name,
        table=str(row.__tablename__),
        row_id=row.id,  # type: ignore[attr-defined]
        label=label[:200],
        field=field,
        before=written(before),
        after=written(after),
        reason=reason[:300],
    )
    write(db, [revision])
    return revision


def write(db: Session, lines: Iterable[Revision]) -> None:
    """Add lines to the history, in this order, when the transaction is committed."""
    db.info.setdefault(_NOTED, []).extend(lines)


@dataclass(frozen=True)
class Wanted:
    """Which lines somebody wants to read; what is empty leaves nothing out."""

    table: str = ""
    row_id: int | None = None
    who: str = ""
    search: str = ""  # a part of what the line is about
    at: datetime | None = None  # written in one act


def story(
    db: Session,
    conference_id: int,
    before: int | None = None,
    at_most: int = 50,
    wanted: Wanted = Wanted(),
) -> list[Revision]:
    """The newest lines first; ``before``, a line's number, goes on where a page ended."""
    query = select(Revision).where(Revision.conference_id == conference_id)
    if before is not None:
        query = query.where(col(Revision.sequence) < before)
    if wanted.table:
        query = query.where(Revision.table == wanted.table)
    if wanted.row_id is not None:
        query = query.where(Revision.row_id == wanted.row_id)
    if wanted.who:
        query = query.where(Revision.who == wanted.who)
    if wanted.at is not None:
        query = query.where(Revision.at == wanted.at)
    if wanted.search:
        query = query.where(col(Revision.label).contains(wanted.search, autoescape=True))
    return list(db.exec(query.order_by(col(Revision.sequence).desc()).limit(at_most)))


@dataclass(frozen=True)
class Act:
    """What one person did at one moment: lines of the story, by the thing that they are about."""

    at: datetime
    who: str
    things: list[list[Revision]]


def acts(lines: Iterable[Revision]) -> list[Act]:
    """The story as people tell it. Lines of one request lie a moment apart."""
    found: list[Act] = []
    for line in lines:
        last = found[-1] if found else None
        if last is None or last.who != line.who or abs(last.at - line.at) > _ONE_ACT:
            found.append(Act(line.at, line.who, [[line]]))
            continue
        near = last.things[-1][0]
        if (near.table, near.row_id, near.label) == (line.table, line.row_id, line.label):
            last.things[-1].append(line)
        else:
            last.things.append([line])
    return found


def about(
    db: Session, conference_id: int, table: str, row_id: int, at_most: int = 6
) -> list[Revision]:
    """The newest lines about one object, for its own page."""
    return story(db, conference_id, at_most=at_most, wanted=Wanted(table, row_id))


def authors(db: Session, conference_id: int) -> list[str]:
    """Everybody who changed something."""
    query = select(Revision.who).where(Revision.conference_id == conference_id).distinct()
    return sorted(db.exec(query), key=vietnamese.name_key)


def line_numbered(db: Session, conference_id: int, sequence: int) -> Revision:
    """Raises NotFound."""
    query = select(Revision).where(Revision.conference_id == conference_id)
    found = db.exec(query.where(Revision.sequence == sequence)).first()
    if found is None:
        raise NotFound
    return found


def head(db: Session, conference_id: int) -> Head:
    """Where the history ends."""
    found = db.get(HistoryHead, conference_id)
    return Head(found.sequence, found.seal) if found else Head()


def faults(db: Session, conference_id: int) -> list[Fault]:
    """Every line that was changed, removed or put in behind the program's back.

    The lines come in blocks, as plain rows: the whole history never lies in memory.
    """
    table = SQLModel.metadata.tables["revision"]
    query = select(*(table.c[name] for name in chain.COLUMNS))
    query = query.where(table.c.conference_id == conference_id)
    rows = db.connection().execute(
        query.order_by(table.c.sequence, table.c.id), execution_options={"yield_per": _BLOCK}
    )
    return list(chain.faults(_blocks.from_iterable(rows.partitions()), head(db, conference_id)))


def redact(db: Session, lines: Iterable[Revision]) -> str:
    """Take what is left of these lines as right; the mark that a line of the chain must hold."""
    redacted = sorted(lines, key=lambda line: line.sequence)
    for line in redacted:
        line.redacted = chain.digest(line)
        db.add(line)
    return chain.vouching(redacted)


@event.listens_for(PlainSession, "before_commit")
def _seal(db: PlainSession) -> None:
    """Write what was noted, in one batch for each conference."""
    noted: list[Revision] = db.info.pop(_NOTED, [])
    if not noted:
        return
    db.flush()  # what a line tells of stands before it
    for conference_id in sorted({line.conference_id for line in noted}):
        _chain(db, conference_id, [line for line in noted if line.conference_id == conference_id])


@event.listens_for(PlainSession, "after_rollback")
def _forget(db: PlainSession) -> None:
    db.info.pop(_NOTED, None)


def _chain(db: PlainSession, conference_id: int, lines: list[Revision]) -> None:
    connection = db.connection()
    mine = select(Conference.id).where(Conference.id == conference_id)
    connection.execute(mine.with_for_update(key_share=True))
    found = select(HistoryHead.sequence, HistoryHead.seal)
    last = connection.execute(found.where(HistoryHead.conference_id == conference_id)).first()
    sequence, seal = (last.sequence, last.seal) if last else (0, chain.START)
    for line in lines:
        sequence += 1
        line.sequence = sequence
        line.digest = chain.digest(line)
        line.seal = seal = chain.seal(seal, line.digest)
    connection.execute(insert(Revision), [_row(line) for line in lines])
    now = {"conference_id": conference_id, "sequence": sequence, "seal": seal}
    if last is None:
        connection.execute(insert(HistoryHead), [now])
    else:
        of_here = col(HistoryHead.conference_id) == conference_id
        connection.execute(update(HistoryHead).where(of_here).values(now))


def _row(line: Revision) -> dict[str, object]:
    return {field: value for field, value in line.__dict__.items() if field in _COLUMNS}


def _conference_of(row: SQLModel) -> int:
    found: int = getattr(row, "conference_id", None) or row.id  # type: ignore[attr-defined]
    return found


def written(value: object) -> str:
    """A value as history keeps it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return vietnamese.moment_text(value)
    return value.value if isinstance(value, StrEnum) else str(value)
