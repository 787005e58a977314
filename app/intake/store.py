"""Links of units with all that stands behind one: posts, speech, tasks, seats, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from app.agenda.store import Day, day
from app.conferences.history import Author, note
from app.conferences.models import Conference, Rehearsal, Unit
from app.conferences.store import as_code, new_code, present, units
from app.deadlines import Relation
from app.delegates.models import Delegate
from app.delegates.rules import Attendance
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone
from app.errors import NotFound
from app.halls.models import Seat
from app.intake.models import TaskReport, UnitAnswer, UnitDraft, UnitLink
from app.intake.rules import Answer, Written, expires, is_stale, key, keys
from app.seating.releases.store import announced
from app.speeches.board import Listed as Spoken
from app.speeches.models import SpeechStep
from app.speeches.store import speeches, steps
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

    @property
    def here(self) -> int:
        return self.conference.id

    @property
    def rehearsal_id(self) -> int | None:
        return self.rehearsal.id if self.rehearsal else None


@dataclass(frozen=True)
class Line:
    """A unit in the office's list: its link, how many of its posts are answered, what it sent."""

    unit: Unit
    link: UnitLink | None
    posts: int
    answered: int
    sent: UnitAnswer | None


def visit(db: Session, token: str, *, is_writing: bool = False) -> Visit | None:
    """None, after the same work, for a token that is wrong, revoked, expired or malformed.

    Whoever writes holds the unit's link until the end: two people of one unit take turns.
    """
    query = select(UnitLink).where(
        UnitLink.token == as_code(token), col(UnitLink.revoked_at).is_(None)
    )
    link = db.exec(query.with_for_update() if is_writing else query).first()
    if link is None:
        return None
    rehearsal, now = present(db, link.conference_id)
    if link.expires_at <= now:
        return None
    unit, conference = db.get_one(Unit, link.unit_id), db.get_one(Conference, link.conference_id)
    return Visit(link, unit, conference, rehearsal, now)


def note_opening(db: Session, visit: Visit) -> None:
    """That somebody opened the link for the first time."""
    link = db.get_one(UnitLink, visit.link.id)
    if link.opened_at is None:
        link.opened_at = visit.now
        db.add(link)


def posts(db: Session, conference_id: int, unit_id: int) -> list[Listed]:
    """The unit's places of the list; whoever stands in is found with the person replaced."""
    found = everyone(db, conference_id, Filter(unit_id=unit_id))
    return [one for one in found if not one.is_stand_in]


def deadline(db: Session, visit: Visit) -> tuple[datetime, Relation] | None:
    """Until when the unit answers: as the plan says, or as the office has adopted."""
    found = tasks(db, visit.here, visit.rehearsal_id, visit.now)
    for one in found:
        if one.task.concerns is Concern.ATTENDANCE and one.task.deadline:
            return one.task.deadline, one.task.relation or Relation.NOT_LATER
    for proposed in proposals(db, visit.here, found):
        if proposed.is_adopted and proposed.assigned.task.concerns is Concern.ATTENDANCE:
            return proposed.date.at, Relation.NOT_LATER
    return None


def written(db: Session, visit: Visit, found: list[Listed]) -> dict[str, Written]:
    """Every field of the unit: as it was written last, else as the plan has it."""
    sent = last_answer(db, visit)
    values = {"vehicle": sent.vehicle if sent else "", "lodging": sent.lodging if sent else ""}
    for one in found:
        values |= _as_planned(one)
    fields = {name: Written(value) for name, value in values.items()}
    for draft in _drafts(db, visit):
        if draft.key in fields:
            value = fields[draft.key].value if draft.is_sent else draft.value
            fields[draft.key] = Written(value, draft.version)
    return fields


def save(
    db: Session, visit: Visit, values: Mapping[str, str], bases: Mapping[str, int]
) -> dict[str, Written]:
    """Keep what was typed; the fields that somebody else has written differently since.

    Those stay as the other person wrote them, and the writer is asked. Unknown fields do not count.
    """
    found = posts(db, visit.here, visit.unit.id)
    fields, stale = written(db, visit, found), {}
    drafts = {draft.key: draft for draft in _drafts(db, visit)}
    allowed = keys([one.delegate.id for one in found])
    for name, value in values.items():
        if name not in allowed or value == fields[name].value:
            continue
        if is_stale(fields[name], bases.get(name, 0), value):
            stale[name] = fields[name]
            continue
        draft = drafts.get(name) or UnitDraft(
            conference_id=visit.here, unit_id=visit.unit.id, key=name, version=0
        )
        draft.value, draft.version, draft.is_sent = value, draft.version + 1, False
        db.add(draft)
    db.flush()
    return stale


def is_unsent(db: Session, visit: Visit) -> bool:
    """Whether something is written that was not sent yet."""
    return any(not draft.is_sent for draft in _drafts(db, visit))


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
    found = speeches(db, visit.here, visit.rehearsal_id, visit.now)
    return [
        (one, steps(db, one.speech.id, visit.rehearsal_id))
        for one in found
        if one.unit.id == visit.unit.id
    ]


def led(db: Session, visit: Visit) -> list[tuple[Assigned, TaskReport | None]]:
    """The tasks the unit leads or coordinates, each with its last report."""
    query = select(TaskReport).where(
        TaskReport.unit_id == visit.unit.id, TaskReport.rehearsal_id == visit.rehearsal_id
    )
    reports = {report.task_id: report for report in db.exec(query.order_by(col(TaskReport.id)))}
    return [
        (one, reports.get(one.task.id))
        for one in tasks(db, visit.here, visit.rehearsal_id, visit.now)
        if visit.unit.id in {one.task.lead_id, *(unit.id for unit in one.coordinating)}
    ]


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


def lines(db: Session, conference_id: int, rehearsal_id: int | None) -> list[Line]:
    """Every unit that has posts, in a fixed number of queries."""
    is_post = [
        col(Delegate.conference_id) == conference_id,
        col(Delegate.unit_id).is_not(None),
        col(Delegate.stands_in_for_id).is_(None),
    ]
    counted = select(Delegate.unit_id, func.count()).where(*is_post).group_by(col(Delegate.unit_id))
    all_posts = dict(db.exec(counted).all())
    silent = dict(db.exec(counted.where(Delegate.attendance == Attendance.INVITED)).all())
    links = {link.unit_id: link for link in valid_links(db, conference_id)}
    query = select(UnitAnswer).where(
        UnitAnswer.conference_id == conference_id, UnitAnswer.rehearsal_id == rehearsal_id
    )
    sent = {answer.unit_id: answer for answer in db.exec(query.order_by(col(UnitAnswer.id)))}
    return [
        Line(
            unit,
            links.get(unit.id),
            all_posts.get(unit.id, 0),
            all_posts.get(unit.id, 0) - silent.get(unit.id, 0),
            sent.get(unit.id),
        )
        for unit in units(db, conference_id)
        if unit.id in all_posts or unit.id in links
    ]


def valid_links(db: Session, conference_id: int) -> list[UnitLink]:
    query = select(UnitLink).where(UnitLink.conference_id == conference_id)
    return list(db.exec(query.where(col(UnitLink.revoked_at).is_(None))))


def make_links(
    db: Session, author: Author, conference: Conference, now: datetime, unit_ids: list[int]
) -> int:
    """A link for each of these units that has none; how many were made."""
    known = {link.unit_id for link in valid_links(db, conference.id)}
    of_here = {unit.id: unit for unit in units(db, conference.id)}
    wanted = [of_here[id] for id in dict.fromkeys(unit_ids) if id in of_here and id not in known]
    for unit in wanted:
        until = expires(conference.ends_at, now)
        link = UnitLink(
            conference_id=conference.id,
            unit_id=unit.id,
            token=new_code(),
            made_at=author.at,
            expires_at=until,
        )
        db.add(link)
        note(db, author, unit, unit.name, "unit_link", None, until)
    return len(wanted)


def revoke(db: Session, author: Author, conference_id: int, unit_id: int) -> None:
    """The link is refused from now on. Raises NotFound where the unit has none."""
    for link in valid_links(db, conference_id):
        if link.unit_id == unit_id:
            link.revoked_at = author.at
            db.add(link)
            unit = db.get_one(Unit, unit_id)
            note(db, author, unit, unit.name, "unit_link", link.expires_at, None)
            return
    raise NotFound("Đơn vị này chưa có đường dẫn")


def _as_planned(one: Listed) -> dict[str, str]:
    delegate, id = one.delegate, one.delegate.id
    values = {
        "answer": _ANSWERS.get(delegate.attendance, ""),
        "name": "" if delegate.is_synthetic else delegate.name,
        "positions": "; ".join(one.positions),
        "phone": delegate.phone,
        "reason": delegate.reason,
        "instead": one.stand_in.called if one.stand_in else "",
        "instead_positions": "",
        "same": "",
    }
    return {key(field, id): value for field, value in values.items()}


_ANSWERS = {
    Attendance.CONFIRMED: Answer.COMES.value,
    Attendance.ABSENT: Answer.ABSENT.value,
    Attendance.SUBSTITUTED: Answer.INSTEAD.value,
    Attendance.VACANT: Answer.VACANT.value,
}


def _drafts(db: Session, visit: Visit) -> list[UnitDraft]:
    query = select(UnitDraft).where(UnitDraft.unit_id == visit.unit.id)
    return list(db.exec(query.order_by(col(UnitDraft.id))))
