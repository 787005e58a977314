"""Links of units with all that stands behind one: posts, speech, tasks, seats, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.agenda.store import Day, day
from app.conferences.models import Conference, Rehearsal, Unit
from app.conferences.store import present
from app.deadlines import Relation
from app.delegates.rules import Attendance
from app.delegates.store import Listed, those
from app.halls.models import Seat
from app.intake import codes
from app.intake.answers import delegation
from app.intake.models import UnitAnswer, UnitDraft
from app.intake.rules import JOINED, Answer, Seen, Written, is_stale, key, keys
from app.links.models import UnitLink
from app.links.store import link_of
from app.outbox.models import Letter
from app.outbox.rules import Kind, State
from app.seating.releases.store import announced
from app.speeches.board import Listed as Spoken
from app.speeches.models import SpeechStep
from app.speeches.store import speeches, steps
from app.tasks.reports import Told, reports
from app.tasks.rules import Concern
from app.tasks.store import Assigned, proposals, tasks


@dataclass(frozen=True)
class Visit:
    """A unit at its own page, at the conference's present moment."""

    link: UnitLink
    unit: Unit
    conference: Conference
    rehearsal: Rehearsal | None
    now: datetime
    is_sealed: bool = False  # phones and files, until the code from the unit's e-mail is typed

    @property
    def here(self) -> int:
        return self.conference.id

    @property
    def rehearsal_id(self) -> int | None:
        return self.rehearsal.id if self.rehearsal else None


def visit(db: Session, token: str, key: str = "", *, is_writing: bool = False) -> Visit | None:
    """None, after the same work, for a token that is wrong, revoked, expired or malformed.

    ``key`` is what a browser holds that typed the unit's code. Whoever writes holds the unit's
    link until the end: two people of one unit take turns.
    """
    link = link_of(db, token, is_writing=is_writing)
    if link is None:
        return None
    rehearsal, now = present(db, link.conference_id)
    if link.expires_at <= now:
        return None
    unit, conference = db.get_one(Unit, link.unit_id), db.get_one(Conference, link.conference_id)
    is_sealed = codes.is_asked(db, link) and not codes.is_known(db, link, key)
    return Visit(link, unit, conference, rehearsal, now, is_sealed)


def note_opening(db: Session, visit: Visit) -> None:
    """That somebody opened the link for the first time."""
    link = db.get_one(UnitLink, visit.link.id)
    if link.opened_at is None:
        link.opened_at = visit.now
        db.add(link)


def deadline(db: Session, visit: Visit) -> tuple[datetime, Relation] | None:
    """Until when the unit answers: as the plan says, or as the office has adopted."""
    found = tasks(db, visit.here, visit.rehearsal_id, visit.now)
    for one in found:
        if one.task.concerns is Concern.ATTENDANCE and one.task.deadline:
            return one.task.deadline, one.task.relation or Relation.NOT_LATER
    for proposed in proposals(db, visit.here, found):
        if proposed.is_adopted and proposed.concern is Concern.ATTENDANCE:
            return proposed.date.at, Relation.NOT_LATER
    return None


def planned(db: Session, visit: Visit, found: list[Listed]) -> dict[str, str]:
    """Every field of the unit as the plan has it."""
    sent = last_answer(db, visit)
    values = {"vehicle": sent.vehicle if sent else "", "lodging": sent.lodging if sent else ""}
    instead_of = those(db, visit.here, [one.stand_in.id for one in found if one.stand_in])
    for one in found:
        instead = instead_of.get(one.stand_in.id) if one.stand_in else None
        values |= _as_planned(one, instead, found)
    return values


def written(db: Session, visit: Visit, values: Mapping[str, str]) -> dict[str, Written]:
    """Every field of the unit: as it was written last, else as the plan has it (``values``)."""
    fields = {name: Written(value) for name, value in values.items()}
    for draft in _drafts(db, visit):
        if draft.key in fields:
            value = fields[draft.key].value if draft.is_sent else draft.value
            fields[draft.key] = Written(value, draft.version)
    return fields


def save(
    db: Session, visit: Visit, values: Mapping[str, str], bases: Mapping[str, Seen]
) -> dict[str, Written]:
    """Keep what was typed; the fields that somebody else has written differently since.

    Those stay as the other person wrote them, and the writer is asked. What only stood on the
    writer's page changes nothing, whatever others have made of it; nor do unknown fields.
    """
    found = delegation(db, visit.here, visit.unit.id)
    fields, stale = written(db, visit, planned(db, visit, found)), {}
    drafts = {draft.key: draft for draft in _drafts(db, visit)}
    allowed = keys([one.delegate.id for one in found], is_sealed=visit.is_sealed)
    for name, value in values.items():
        base = bases.get(name, Seen())
        if name not in allowed or value == fields[name].value or base.shows(value):
            continue
        if is_stale(fields[name], base.version, value):
            stale[name] = fields[name]
            continue
        draft = drafts.get(name) or UnitDraft(
            conference_id=visit.here, unit_id=visit.unit.id, key=name, version=0
        )
        draft.value, draft.version, draft.is_sent = value, draft.version + 1, False
        db.add(draft)
    db.flush()
    return stale


def shown(db: Session, visit: Visit) -> dict[str, Written]:
    """Every field of the unit as its page shows it now."""
    found = delegation(db, visit.here, visit.unit.id)
    return written(db, visit, planned(db, visit, found))


def mark_sent(db: Session, visit: Visit) -> None:
    for draft in _drafts(db, visit):
        draft.is_sent, draft.value = True, ""
        db.add(draft)


def last_answer(db: Session, visit: Visit) -> UnitAnswer | None:
    query = select(UnitAnswer).where(
        UnitAnswer.unit_id == visit.unit.id, UnitAnswer.rehearsal_id == visit.rehearsal_id
    )
    return db.exec(query.order_by(col(UnitAnswer.id).desc())).first()


def spoken(db: Session, visit: Visit) -> list[tuple[Spoken, list[SpeechStep]]]:
    """The unit's speeches, each with what was said of its text."""
    return spoken_of(db, visit.here, visit.unit.id, visit.rehearsal_id, visit.now)


def spoken_of(
    db: Session, conference_id: int, unit_id: int, rehearsal_id: int | None, now: datetime
) -> list[tuple[Spoken, list[SpeechStep]]]:
    return [
        (one, steps(db, one.speech.id, rehearsal_id))
        for one in speeches(db, conference_id, rehearsal_id, now)
        if one.unit.id == unit_id
    ]


def led(db: Session, visit: Visit) -> list[tuple[Assigned, list[Told]]]:
    """The tasks the unit leads or coordinates, each with its reports, the newest first."""
    return led_of(db, visit.here, visit.unit.id, visit.rehearsal_id, visit.now)


def led_of(
    db: Session, conference_id: int, unit_id: int, rehearsal_id: int | None, now: datetime
) -> list[tuple[Assigned, list[Told]]]:
    told = reports(db, conference_id, rehearsal_id)
    return [
        (one, [told_ for told_ in told[one.task.id] if told_.unit.id == unit_id])
        for one in tasks(db, conference_id, rehearsal_id, now)
        if unit_id in {one.task.lead_id, *(unit.id for unit in one.coordinating)}
    ]


def has_letter(db: Session, visit: Visit) -> bool:
    """Whether the office has let the unit's letter of invitation go."""
    query = select(Letter.id).where(
        Letter.conference_id == visit.here,
        Letter.unit_id == visit.unit.id,
        Letter.kind == Kind.INVITATION,
        col(Letter.state).not_in([State.DRAFT, State.WITHDRAWN]),
    )
    return db.exec(query.limit(1)).first() is not None


def seats(db: Session, found: list[Listed]) -> dict[int, str]:
    """Of those who have been told their seat, its number."""
    told = announced(db, found[0].delegate.conference_id) if found else {}
    mine = {one.delegate.id: told[one.delegate.id] for one in found if one.delegate.id in told}
    labels = {
        seat.id: seat.label for seat in db.exec(select(Seat).where(col(Seat.id).in_(mine.values())))
    }
    return {id: labels[seat_id] for id, seat_id in mine.items()}


def programme(db: Session, visit: Visit) -> Day:
    return day(db, visit.conference)


def _as_planned(one: Listed, instead: Listed | None, found: list[Listed]) -> dict[str, str]:
    delegate, id = one.delegate, one.delegate.id
    values = {
        "answer": _ANSWERS.get(delegate.attendance, ""),
        "name": "" if delegate.is_synthetic else delegate.name,
        "positions": "; ".join(one.positions),
        "phone": delegate.phone,
        "reason": delegate.reason,
        "instead": instead.called if instead else "",
        "instead_positions": "; ".join(instead.positions) if instead else "",
        "same": "",
    }
    if delegate.attendance is Attendance.VACANT and delegate.reason == JOINED:
        holder = _holder(one, found)
        values |= {"reason": "", "same": str(holder or "")}
        values["answer"] = Answer.SAME.value if holder else Answer.VACANT.value
    return {key(field, id): value for field, value in values.items()}


def _holder(one: Listed, found: list[Listed]) -> int | None:
    """Whose places hold this one's post too."""
    post = one.positions[0] if one.positions else ""
    others = (other.delegate.id for other in found if other is not one and post in other.positions)
    return next(others, None)


_ANSWERS = {
    Attendance.CONFIRMED: Answer.COMES.value,
    Attendance.ABSENT: Answer.ABSENT.value,
    Attendance.SUBSTITUTED: Answer.INSTEAD.value,
    Attendance.VACANT: Answer.VACANT.value,
}


def _drafts(db: Session, visit: Visit) -> list[UnitDraft]:
    query = select(UnitDraft).where(UnitDraft.unit_id == visit.unit.id)
    return list(db.exec(query.order_by(col(UnitDraft.id))))
