"""Changing the plan so that everyone can see who changed what, from what, to what, when and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, SQLModel, col, select

from app import vietnamese
from app.conferences.models import Revision


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
        before=_written(before),
        after=_written(after),
        reason=reason,
    )
    db.add(revision)
    return revision


def story(
    db: Session, conference_id: int, before_id: int | None = None, at_most: int = 50
) -> list[Revision]:
    """The newest lines first; ``before_id`` goes on where a page ended."""
    query = select(Revision).where(Revision.conference_id == conference_id)
    if before_id is not None:
        query = query.where(col(Revision.id) < before_id)
    return list(db.exec(query.order_by(col(Revision.id).desc()).limit(at_most)))


def _conference_of(row: SQLModel) -> int:
    found: int = getattr(row, "conference_id", None) or row.id  # type: ignore[attr-defined]
    return found


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return vietnamese.moment_text(value)
    return value.value if isinstance(value, StrEnum) else str(value)
