"""Noting who comes: one by one or many at once."""

from collections.abc import Iterable

from sqlmodel import Session

from app.conferences.history import Author, amend
from app.delegates.rules import Attendance, check_may_become
from app.delegates.store import Listed


def note_attendance(
    db: Session,
    author: Author,
    people: Iterable[Listed],
    wanted: Attendance,
    reason: str = "",
) -> int:
    """How these people stand from now on; the number of those for whom that is new.

    Raises Refused for the first of them who cannot stand so; then nothing has changed.
    """
    listed = list(people)
    for person in listed:
        check_may_become(
            person.called,
            person.delegate.attendance,
            wanted,
            reason,
            has_stand_in=person.stand_in is not None,
        )
    changed = 0
    for person in listed:
        kept = reason or ("" if _is_over(person, wanted) else person.delegate.reason)
        values = {"attendance": wanted, "reason": kept}
        written = amend(db, author, person.delegate, values, label=person.called)
        changed += any(line.field == "attendance" for line in written)
    return changed


def _is_over(person: Listed, wanted: Attendance) -> bool:
    """Whether why somebody was absent says nothing any more."""
    was = person.delegate.attendance
    return was is not wanted and was in {Attendance.ABSENT, Attendance.SUBSTITUTED}
