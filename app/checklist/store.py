"""The checklist of a conference, derived anew at every look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.agenda import store as agenda
from app.agenda.models import AgendaItem
from app.agenda.rules import ItemKind
from app.awards import store as awards
from app.checklist import rules
from app.checklist.rules import NOBODYS, Body, Duty, Entry
from app.conferences.models import Conference, DelegateGroup, Unit
from app.conferences.store import groups
from app.deadlines import Relation
from app.delegates.models import Delegate, Placement
from app.delegates.rules import Attendance
from app.halls.models import Hall
from app.speeches import store as speeches
from app.tasks import store as tasks
from app.tasks.rules import Concern
from app.vietnamese import HANOI

_MODERATED = {ItemKind.SPEECHES, ItemKind.AWARDS}
_UNLED = {ItemKind.BREAK}  # nobody presents it

Duties = Mapping[Concern | None, Duty]


@dataclass(frozen=True)
class _Counts:
    """People of a group: posts nobody holds, with a name, who take a seat, who have one."""

    vacant: int = 0
    named: int = 0
    to_seat: int = 0
    seated: int = 0


def entries(
    db: Session, conference: Conference, rehearsal_id: int | None, now: datetime
) -> list[Entry]:
    """Everything the plan asks for, in a fixed number of queries. ``now`` is the conference's."""
    assigned = tasks.tasks(db, conference.id, rehearsal_id, now)
    duties: Duties = {one.task.concerns: _duty_of(one) for one in assigned}
    return rules.entries_of(
        now,
        tasks=[_task(one) for one in assigned if not one.is_for_speakers],
        speeches=[
            _speech(listed) for listed in speeches.speeches(db, conference.id, rehearsal_id, now)
        ],
        groups=[_group(*counted, duties) for counted in _groups(db, conference.id)],
        items=[
            _item(slot.item)
            for slot in agenda.day(db, conference).slots
            if slot.item.kind not in _UNLED
        ],
        batches=[_batch(one, duties) for one in awards.batches(db, conference.id)],
        dates=[_date(found) for found in tasks.proposals(db, conference.id, assigned)],
        has_map=_has_map(db, conference.id),
        seating=duties.get(Concern.SEATING, NOBODYS),
    )


def _task(one: tasks.Assigned) -> rules.TaskFact:
    return rules.TaskFact(
        one.task.number,
        one.task.content,
        _duty_of(one),
        one.completion.completed_at if one.completion else None,
        one.task.source,
        one.task.timing,
        one.task.is_conditional,
        one.waits_for.number if one.waits_for else None,
    )


def _speech(listed: speeches.Listed) -> rules.SpeechFact:
    speech, reached = listed.speech, listed.progress
    return rules.SpeechFact(
        speech.number,
        speech.topic,
        speech.unit_as_written,
        _duty(listed.unit, speech.due_at, Relation.BEFORE),
        reached.handed_in_at,
        _duty(listed.reviewer, speech.review_due_at, Relation.BEFORE),
        reached.passed_at,
        speech.source,
    )


def _group(group: DelegateGroup, counts: _Counts, duties: Duties) -> rules.GroupFact:
    return rules.GroupFact(
        group.id,
        group.name,
        group.quota - counts.vacant,
        counts.named,
        counts.to_seat,
        counts.seated,
        duties.get(Concern.ATTENDANCE, NOBODYS),
        duties.get(Concern.SEATING, NOBODYS),
    )


def _item(item: AgendaItem) -> rules.ItemFact:
    return rules.ItemFact(
        item.number,
        item.content,
        item.presenter,
        item.moderator,
        item.kind in _MODERATED,
        item.is_conditional,
        item.source,
    )


def _batch(one: awards.Batch, duties: Duties) -> rules.BatchFact:
    return rules.BatchFact(
        one.batch.number,
        one.batch.form,
        one.batch.is_assumed,
        len(one.recipients),
        one.assumed,
        one.named,
        duties.get(Concern.AWARDS, NOBODYS),
    )


def _date(proposal: tasks.Proposal) -> rules.DateFact:
    one = proposal.assigned
    return rules.DateFact(
        proposal.date.content,
        one.task.number,
        _duty(one.lead, proposal.date.at, Relation.NOT_LATER),
        proposal.is_adopted,
        one.completion.completed_at if one.completion else None,
    )


def _has_map(db: Session, conference_id: int) -> bool:
    query = select(Hall.id).where(Hall.conference_id == conference_id)
    return db.exec(query).first() is not None


def _groups(db: Session, conference_id: int) -> list[tuple[DelegateGroup, _Counts]]:
    takes_seat = col(Delegate.attendance).in_([a for a in Attendance if a.takes_seat])
    is_seated = takes_seat & col(Placement.id).is_not(None)
    is_vacant = col(Delegate.attendance) == Attendance.VACANT
    query = (
        sa.select(
            col(Delegate.group_id),
            _count(is_vacant),
            _count(_is_named()),
            _count(takes_seat),
            _count(is_seated),
        )
        .outerjoin(Placement, col(Placement.delegate_id) == Delegate.id)
        .where(col(Delegate.conference_id) == conference_id)
        .group_by(col(Delegate.group_id))
    )
    counts = {group_id: _Counts(*numbers) for group_id, *numbers in db.execute(query).all()}
    return [(group, counts.get(group.id, _Counts())) for group in groups(db, conference_id)]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _is_named() -> sa.ColumnElement[bool]:
    is_place = col(Delegate.stands_in_for_id).is_(None)
    is_held = col(Delegate.attendance) != Attendance.VACANT
    return (col(Delegate.name) != "") & is_held & is_place


def _duty_of(one: tasks.Assigned) -> Duty:
    return _duty(one.lead, one.task.deadline, one.task.relation)


def _duty(unit: Unit | None, deadline: datetime | None, relation: Relation | None) -> Duty:
    body = Body(unit.id, unit.name, unit.position) if unit else None
    if deadline is None:
        return Duty(body)
    return Duty(body, deadline.astimezone(HANOI), relation or Relation.NOT_LATER)
