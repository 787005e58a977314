"""Taking what a unit has written into the plan, as its own act."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from app import clock
from app.conferences.history import Author, note
from app.deadlines import is_late
from app.delegates import attendance, changes, substitution
from app.delegates import store as delegates
from app.delegates.rules import Attendance, masked
from app.delegates.store import Listed
from app.intake import store
from app.intake.answers import delegation
from app.intake.models import AnswerChange, UnitAnswer
from app.intake.rules import JOINED, Answer, Change, faults, key
from app.intake.rules import changes as changes_of
from app.intake.store import Visit

_LATE = "Gửi sau thời hạn"
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
    found = delegation(db, visit.here, visit.unit.id)
    ids = [one.delegate.id for one in found]
    before = store.planned(db, visit, found)
    values = {name: one.value for name, one in store.written(db, visit, before).items()}
    wrong = faults(values, ids)
    if wrong:
        return wrong
    due = store.deadline(db, visit)
    late = due is not None and is_late(*due, visit.now)
    author, reason = author_of(visit), _LATE if late else ""
    for one in found:
        _take(db, author, one, values, reason)
    for one in found:
        _join(db, author, visit, one, values)
    sent = UnitAnswer(
        conference_id=visit.here,
        unit_id=visit.unit.id,
        rehearsal_id=visit.rehearsal_id,
        at=visit.now,
        is_late=late,
        vehicle=values["vehicle"],
        lodging=values["lodging"],
    )
    db.add(sent)
    db.flush()
    _write_down(db, sent, found, changes_of(before, values, ids))
    for change in changes_of(before, values, []):  # what no delegate's line tells
        note(
            db,
            author,
            visit.unit,
            visit.unit.name,
            change.field,
            change.before,
            change.after,
            reason,
        )
    store.mark_sent(db, visit)
    return {}


def _write_down(
    db: Session, sent: UnitAnswer, found: Sequence[Listed], changed: Sequence[Change]
) -> None:
    labels = {one.delegate.id: one.positions[0] if one.positions else one.called for one in found}
    for told in changed:
        change = told
        if told.field == "phone":  # as in the history, which everybody may read
            change = replace(told, before=masked(told.before), after=masked(told.after))
        label = labels[change.delegate_id] if change.delegate_id else ""
        db.add(
            AnswerChange(
                conference_id=sent.conference_id,
                answer_id=sent.id,
                label=label[:200],
                **vars(change),
            )
        )


def _take(db: Session, author: Author, one: Listed, values: Mapping[str, str], reason: str) -> None:
    """One post."""
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
        changes.change(db, author, one, wanted, reason)
        one = delegates.delegate_of(db, here, id)
    _answer(db, author, one, values)


def _answer(db: Session, author: Author, one: Listed, values: Mapping[str, str]) -> None:
    here, id = one.delegate.conference_id, one.delegate.id
    said, reason = values[key("answer", id)], values[key("reason", id)]
    instead = values[key("instead", id)]
    if not said:
        return
    answer = Answer(said)
    written = values[key("instead_positions", id)]
    posts = [part.strip()[:200] for part in written.split(";") if part.strip()]
    if answer is Answer.INSTEAD and one.stand_in and one.stand_in.called == instead:
        sent = delegates.delegate_of(db, here, one.stand_in.id)
        if posts and posts != sent.positions:
            wanted = replace(changes.as_enrolled(sent), positions=posts)
            changes.change(db, author, sent, wanted, reason)
        return
    if one.stand_in is not None:
        substitution.take_back(db, author, delegates.delegate_of(db, here, one.stand_in.id))
        db.flush()
        one = delegates.delegate_of(db, here, id)
    if answer is Answer.INSTEAD:
        if one.delegate.attendance is Attendance.VACANT:
            attendance.note_attendance(db, author, [one], Attendance.INVITED)
        substitution.substitute(db, author, one, substitution.Sent(instead, posts), reason)
        return
    if answer is Answer.SAME:
        reason = JOINED
    elif answer is not Answer.ABSENT:
        reason = ""
    attendance.note_attendance(db, author, [one], _STANDS[answer], reason)


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
        changes.change(db, author, holder, wanted, JOINED)
