"""Noting who comes: one by one or many at once, and taking that back right after."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from app.conferences.history import Author, Wanted, amend, story, written
from app.delegates import store
from app.delegates.rules import Attendance, check_may_become
from app.delegates.store import Listed

_TABLE, _NOTED = "delegate", {"attendance", "reason"}
_MOST = 2_000  # lines of one act


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


def take_back(db: Session, author: Author, conference_id: int, at: datetime) -> tuple[int, int]:
    """What this person noted of many at that moment is as it was before.

    The numbers of those for whom it is, and of those who stay, for they were changed since.
    """
    lines = story(db, conference_id, at_most=_MOST, wanted=Wanted(_TABLE, who=author.name, at=at))
    before: dict[int, dict[str, str]] = {}
    after: dict[int, dict[str, str]] = {}
    for line in lines:
        if line.field in _NOTED:
            before.setdefault(line.row_id, {})[line.field] = line.before
            after.setdefault(line.row_id, {})[line.field] = line.after
    people = store.those(db, conference_id, before)
    taken = 0
    for id, person in people.items():
        now = {field: written(getattr(person.delegate, field)) for field in after[id]}
        if now != after[id] or person.stand_in is not None:
            continue
        values: dict[str, object] = dict(before[id])
        if "attendance" in values:
            values["attendance"] = Attendance(before[id]["attendance"])
        amend(db, author, person.delegate, values, label=person.called, reason="Hoàn tác")
        taken += 1
    return taken, len(before) - taken


def _is_over(person: Listed, wanted: Attendance) -> bool:
    """Whether why somebody was absent says nothing any more."""
    was = person.delegate.attendance
    return was is not wanted and was in {Attendance.ABSENT, Attendance.SUBSTITUTED}
