"""Personal data: who looked at it, what people are told about it, and removing it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, Table, update
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, delete, select

from app.conferences.history import Author, note, redact
from app.conferences.models import Conference, Revision
from app.delegates.models import DataCare, Delegate, Pass, Position, Reading
from app.delegates.rules import ReadingKind, check_may_anonymise, notice_of
from app.outbox import changes as outbox

LINES = 50
_HIDDEN = "(đã ẩn danh)"
# Tables whose lines of history are about a person, whatever is written in them.
_ABOUT_PEOPLE = ("delegate", "placement", "pass", "substitution")
_KEPT_FIELDS = ("attendance", "placement", "pass", "group", "unit", "roles", "rank")


@dataclass(frozen=True)
class Look:
    """One line of the log: the reading, and the person it was about."""

    reading: Reading
    number: int | None
    name: str


def log(
    db: Session,
    author: Author,
    conference_id: int,
    kind: ReadingKind,
    *,
    people: int = 1,
    delegate_id: int | None = None,
) -> None:
    """Note that somebody looked at personal data or took it away."""
    db.add(
        Reading(
            conference_id=conference_id,
            at=author.at,
            staff_id=author.staff_id,
            who=author.name,
            kind=kind,
            people=people,
            delegate_id=delegate_id,
        )
    )


def looks(db: Session, conference_id: int, before_id: int | None = None) -> list[Look]:
    """The newest first; ``before_id`` goes on where a page ended."""
    query = (
        select(Reading, Delegate.number, Delegate.name)
        .outerjoin(Delegate, col(Delegate.id) == Reading.delegate_id)
        .where(Reading.conference_id == conference_id)
    )
    if before_id is not None:
        query = query.where(col(Reading.id) < before_id)
    found = db.exec(query.order_by(col(Reading.id).desc()).limit(LINES))
    return [Look(reading, number, name or "") for reading, number, name in found]


def care(db: Session, conference_id: int) -> DataCare:
    """How the conference treats personal data; the usual way where nothing was changed."""
    return db.get(DataCare, conference_id) or DataCare(conference_id=conference_id)


def notice(db: Session, conference: Conference) -> str:
    """What an invitation tells people about their data (Luật 91/2025/QH15)."""
    return care(db, conference.id).notice or notice_of(conference.host)


def set_notice(db: Session, author: Author, conference: Conference, text: str) -> None:
    """Empty brings the usual text back."""
    found = care(db, conference.id)
    before, found.notice = found.notice, text
    db.add(found)
    if before != text:
        note(db, author, conference, conference.short_name, "data_notice", before, text)


def anonymise(db: Session, author: Author, conference: Conference, now: datetime) -> int:
    """Remove who the delegates were; groups, units, attendance, seats and numbers stay.

    Every column marked ``personal`` is emptied, of every table that belongs to the conference or to
    its delegates; all passes are revoked; names leave the history. Not to be undone.
    Raises Refused before the conference has ended, and where it was done already.
    """
    found = care(db, conference.id)
    check_may_anonymise(conference.ends_at, now, found.anonymised_at)
    people = list(db.exec(select(Delegate).where(Delegate.conference_id == conference.id)))
    ids = [person.id for person in people]
    names = {person.name for person in people if person.name} | _former_names(db, conference.id)
    db.exec(delete(Position).where(col(Position.delegate_id).in_(ids)))
    valid = update(Pass).where(col(Pass.delegate_id).in_(ids), col(Pass.revoked_at).is_(None))
    db.execute(valid.values(revoked_at=author.at))
    for table in SQLModel.metadata.sorted_tables:
        _empty(db, table, conference.id, ids)
        _hide_names(db, table, conference.id, names)
    outbox.forget(db, conference.id)
    mark = _clean_history(db, conference.id, names)
    found.anonymised_at, found.anonymised_by = author.at, author.name
    db.add(found)
    db.flush()
    db.expire_all()
    note(db, author, conference, conference.short_name, "anonymised", None, len(ids), mark)
    return len(ids)


def _empty(db: Session, table: Table, conference_id: int, delegate_ids: Sequence[int]) -> None:
    marked = [column for column in table.columns if column.info.get("personal") is True]
    if not marked:
        return
    if "conference_id" in table.columns:
        of_here = table.c.conference_id == conference_id
    elif (parent := _parent(table)) is not None:
        key, owner = parent
        here = select(owner.c.id).where(owner.c.conference_id == conference_id)
        of_here = key.in_(here)
    else:
        of_here = table.c.delegate_id.in_(delegate_ids)
    db.execute(update(table).where(of_here).values({c.name: _nothing(c) for c in marked}))


def _hide_names(db: Session, table: Table, conference_id: int, names: set[str]) -> None:
    """Of columns marked ``names`` only what names somebody goes: collectives and reasons stay."""
    marked = [column for column in table.columns if column.info.get("personal") == "names"]
    if not marked:
        return
    of_here = table.c.conference_id == conference_id
    for row in db.execute(columns(table.c.id, *marked).where(of_here)).mappings().all():
        hidden = {column.name: _without(row[column.name], names) for column in marked}
        if any(hidden[column.name] != row[column.name] for column in marked):
            db.execute(update(table).where(table.c.id == row["id"]).values(hidden))


def _without(value: Any, names: set[str]) -> Any:
    """The value with every text in it hidden that holds one of these names."""
    if isinstance(value, dict):
        return {key: _without(kept, names) for key, kept in value.items()}
    if isinstance(value, list):
        return [_without(kept, names) for kept in value]
    if isinstance(value, str) and any(name in value for name in names):
        return _HIDDEN
    return value


def _parent(table: Table) -> tuple[Column[Any], Table] | None:
    """The table of the conference to which this one belongs, as lines to an import."""
    for column in table.columns:
        for key in column.foreign_keys:
            if key.ondelete == "CASCADE" and "conference_id" in key.column.table.columns:
                return column, key.column.table
    return None


def _nothing(column: Column[Any]) -> object:
    """What an emptied column holds: nothing, where it may."""
    if column.nullable:
        return None
    match getattr(column.type, "impl", column.type):
        case String():
            return ""
        case JSON():
            return {}
        case LargeBinary():
            return b""
    raise TypeError(f"{column} holds what cannot be emptied")


def _former_names(db: Session, conference_id: int) -> set[str]:
    """Under which people stood before somebody corrected them."""
    query = select(Revision.before, Revision.after).where(
        Revision.conference_id == conference_id,
        Revision.table == "delegate",
        col(Revision.field).in_(("name", "substitution")),
    )
    return {name for pair in db.exec(query) for name in pair if name}


def _clean_history(db: Session, conference_id: int, names: set[str]) -> str:
    """Lines about people keep when and who changed what, and how somebody stood; no name.

    The mark that tells these lines from forged ones.
    """
    query = select(Revision).where(Revision.conference_id == conference_id)
    cleaned = []
    for line in db.exec(query):
        if line.table in _ABOUT_PEOPLE:
            line.label = _HIDDEN
            line.reason = ""
            if line.field not in _KEPT_FIELDS:
                line.before = line.after = ""
        else:
            for part in ("label", "before", "after", "reason"):
                if any(name in getattr(line, part) for name in names):
                    setattr(line, part, _HIDDEN)
        if db.is_modified(line):
            cleaned.append(line)
    mark = redact(db, cleaned)
    db.flush()
    return mark
