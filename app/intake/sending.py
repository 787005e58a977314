"""Taking what a unit has written into the plan, as its own act."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session

from app import clock
from app.conferences.history import Author
from app.deadlines import is_late
from app.delegates import attendance, changes, substitution
from app.delegates import store as delegates
from app.delegates.rules import Attendance
from app.delegates.store import Listed
from app.intake import store
from app.intake.models import UnitAnswer
from app.intake.rules import Answer, faults, key
from app.intake.store import Visit

_STANDS = {
    Answer.COMES: Attendance.CONFIRMED,
    Answer.ABSENT: Attendance.ABSENT,
    Answer.VACANT: Attendance.VACANT,
    Answer.SAME: Attendance.VACANT,
}


def author_of(visit: Visit) -> Author:
    """The unit, as history names it."""
    return Author(None, f"Đơn vị {visit.unit.name}"[:120], clock.now())


def send(db: Session, visit: Visit) -> dict[str, str]:
    """The unit's answers become the plan; what must be mended first, by field, and then nothing
    is changed. Raises Refused where the plan itself does not allow an answer."""
    found = store.posts(db, visit.here, visit.unit.id)
    values = {name: one.value for name, one in store.written(db, visit, found).items()}
    wrong = faults(values, [one.delegate.id for one in found])
    if wrong:
        return wrong
    author = author_of(visit)
    changed = [one.called for one in found if _take(db, author, one, values)]
    for one in found:
        _join(db, author, visit, one, values)
    due = store.deadline(db, visit)
    sent = UnitAnswer(
        conference_id=visit.here,
        unit_id=visit.unit.id,
        rehearsal_id=visit.rehearsal_id,
        at=visit.now,
        is_late=due is not None and is_late(*due, visit.now),
        vehicle=values["vehicle"],
        lodging=values["lodging"],
        changes=changed,
    )
    db.add(sent)
    store.mark_sent(db, visit)
    return {}


def _take(db: Session, author: Author, one: Listed, values: Mapping[str, str]) -> bool:
    """One post; whether anything about it is new."""
    here, id = one.delegate.conference_id, one.delegate.id
    said = {name: values[key(name, id)] for name in ("name", "positions", "phone", "reason")}
    posts = [part.strip()[:200] for part in said["positions"].split(";") if part.strip()]
    before = changes.as_enrolled(one)
    wanted = replace(
        before,
        name=said["name"] or before.name,
        positions=posts or before.positions,
        phone=said["phone"],
    )
    if wanted != before:
        changes.change(db, author, one, wanted)
        one = delegates.delegate_of(db, here, id)
    return _answer(db, author, one, values) or wanted != before


def _answer(db: Session, author: Author, one: Listed, values: Mapping[str, str]) -> bool:
    here, id = one.delegate.conference_id, one.delegate.id
    said, reason = values[key("answer", id)], values[key("reason", id)]
    instead = values[key("instead", id)]
    if not said or (said == Answer.INSTEAD and one.stand_in and one.stand_in.called == instead):
        return False
    answer = Answer(said)
    if one.stand_in is not None:
        substitution.take_back(db, author, delegates.delegate_of(db, here, one.stand_in.id))
        db.flush()
        one = delegates.delegate_of(db, here, id)
    if answer is Answer.INSTEAD:
        written = values[key("instead_positions", id)]
        posts = [part.strip() for part in written.split(";") if part.strip()]
        if one.delegate.attendance is Attendance.VACANT:
            attendance.note_attendance(db, author, [one], Attendance.INVITED)
        substitution.substitute(db, author, one, substitution.Sent(instead, posts), reason)
        return True
    if answer is Answer.SAME:
        reason = "Kiêm nhiệm"
    elif answer is not Answer.ABSENT:
        reason = ""
    return attendance.note_attendance(db, author, [one], _STANDS[answer], reason) > 0


def _join(
    db: Session, author: Author, visit: Visit, one: Listed, values: Mapping[str, str]
) -> None:
    """One person in two posts: the holder has both positions and one seat; the other is vacant."""
    if values[key("answer", one.delegate.id)] != Answer.SAME:
        return
    holder = delegates.delegate_of(db, visit.here, int(values[key("same", one.delegate.id)]))
    both = list(dict.fromkeys([*holder.positions, *one.positions]))[:8]
    if both != list(holder.positions):
        wanted = replace(changes.as_enrolled(holder), positions=both)
        changes.change(db, author, holder, wanted, "Kiêm nhiệm")
