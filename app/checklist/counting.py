"""What the checklist counts, in one statement for each part: people, papers, doors."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.agenda.differences import Paper
from app.agenda.models import Printing
from app.agenda.prints import standing as printed_papers
from app.awards.models import Award, AwardBatch
from app.checkin.devices import readiness
from app.checklist.facts import (
    BatchFact,
    CardsFact,
    DoorsFact,
    GroupFact,
    PaperFact,
    QuotaFact,
)
from app.checklist.rules import Body
from app.conferences.models import Conference, DelegateGroup
from app.delegates.models import Delegate, Placement, UnitQuota
from app.delegates.prints import true_counts
from app.delegates.rules import Attendance, PrintKind
from app.delegates.search import COMING
from app.intake.models import UnitAnswer
from app.outbox.models import Letter
from app.outbox.rules import Kind, State

_ALWAYS_PRINTED = {PrintKind.SEAT_CARD, Paper.PROGRAMME, Paper.RUN_SHEET}


@dataclass(frozen=True, slots=True)
class Tally:
    """People of one group in one unit."""

    group_id: int
    unit_id: int | None
    places: int
    answered: int
    vacant: int
    named: int
    to_seat: int
    seated: int
    invited: int


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _tallying() -> sa.Select[*tuple[Any, ...]]:
    here = col(Delegate.conference_id) == sa.bindparam("conference")
    attendance = col(Delegate.attendance)
    is_place = col(Delegate.stands_in_for_id).is_(None) & (attendance != Attendance.WALK_IN)
    takes_seat = attendance.in_([state for state in Attendance if state.takes_seat])
    sent = (
        col(Letter.conference_id) == sa.bindparam("conference"),
        col(Letter.kind) == Kind.INVITATION,
        col(Letter.state) == State.SENT,
    )
    units, people = (
        sa.select(holder).where(*sent, holder.is_not(None))
        for holder in (col(Letter.unit_id), col(Letter.delegate_id))
    )
    is_invited = col(Delegate.unit_id).in_(units) | col(Delegate.id).in_(people)
    is_vacant = attendance == Attendance.VACANT
    return (
        sa.select(
            col(Delegate.group_id),
            col(Delegate.unit_id),
            _count(is_place),
            _count(is_place & (attendance != Attendance.INVITED)),
            _count(is_vacant),
            _count((col(Delegate.name) != "") & ~is_vacant & is_place),
            _count(takes_seat),
            _count(takes_seat & col(Placement.id).is_not(None)),
            _count(takes_seat & is_invited),
        )
        .outerjoin(Placement, col(Placement.delegate_id) == col(Delegate.id))
        .where(here)
        .group_by(col(Delegate.group_id), col(Delegate.unit_id))
    )


_TALLYING = _tallying()  # built once: every look at the checklist asks it


def tallies(db: Session, conference_id: int) -> list[Tally]:
    """Everybody, by group and unit."""
    rows = db.execute(_TALLYING, {"conference": conference_id})
    return [Tally(*row) for row in rows]


def groups(db: Session, conference_id: int, found: Collection[Tally]) -> list[GroupFact]:
    """In the order of the composition."""
    query = sa.select(
        col(DelegateGroup.id), col(DelegateGroup.name), col(DelegateGroup.quota)
    ).where(col(DelegateGroup.conference_id) == conference_id)
    ordered = query.order_by(col(DelegateGroup.precedence), col(DelegateGroup.id))
    of_group: dict[int, list[Tally]] = defaultdict(list)
    for tally in found:
        of_group[tally.group_id].append(tally)
    return [
        GroupFact(
            id,
            name,
            quota - sum(one.vacant for one in of_group[id]),
            sum(one.named for one in of_group[id]),
            sum(one.to_seat for one in of_group[id]),
            sum(one.seated for one in of_group[id]),
            sum(one.invited for one in of_group[id]),
        )
        for id, name, quota in db.execute(ordered)
    ]


def quotas(
    db: Session,
    conference_id: int,
    rehearsal_id: int | None,
    found: Collection[Tally],
    units: Mapping[int, Body],
) -> list[QuotaFact]:
    """Every unit that has places, in the host's order."""
    query = sa.select(col(UnitQuota.unit_id), col(UnitQuota.places))
    given = dict(db.execute(query.where(col(UnitQuota.conference_id) == conference_id)).all())
    sent = dict(db.execute(_last_answers(conference_id, rehearsal_id)).all())
    places: dict[int, int] = dict(given)
    answered: dict[int, int] = defaultdict(int)
    listed: dict[int, int] = defaultdict(int)
    for tally in found:
        if tally.unit_id is not None:
            answered[tally.unit_id] += tally.answered
            listed[tally.unit_id] += tally.places
    for unit_id, count in listed.items():
        places[unit_id] = max(count, places.get(unit_id, 0))
    return [
        QuotaFact(body, places[body.id], answered[body.id], sent.get(body.id))
        for body in sorted(units.values(), key=lambda body: (body.order, body.id))
        if places.get(body.id)
    ]


def _ceremony() -> sa.Select[*tuple[Any, ...]]:
    """Batches in the order in which they are handed over. Whoever stands in comes on stage."""
    stand_in = aliased(Delegate)
    name = sa.func.coalesce(stand_in.name, Delegate.name, "")
    batch = tuple(col(getattr(AwardBatch, n)) for n in ("id", "number", "form", "is_assumed"))
    comes = col(stand_in.attendance).in_(COMING)
    return (
        sa.select(
            *batch,
            sa.func.count(col(Award.id)),
            _count(col(Award.is_assumed).is_(True)),
            _count(name != ""),
        )
        .outerjoin(Award, col(Award.batch_id) == col(AwardBatch.id))
        .outerjoin(Delegate, col(Delegate.id) == col(Award.delegate_id))
        .outerjoin(stand_in, (col(stand_in.stands_in_for_id) == col(Delegate.id)) & comes)
        .where(col(AwardBatch.conference_id) == sa.bindparam("conference"))
        .group_by(*batch)
        .order_by(col(AwardBatch.number))
    )


_CEREMONY = _ceremony()


def batches(db: Session, conference_id: int) -> list[BatchFact]:
    """In the order in which they are handed over."""
    rows = db.execute(_CEREMONY, {"conference": conference_id})
    return [BatchFact(*row) for row in rows]


def papers(db: Session, conference: Conference) -> list[PaperFact]:
    """The programme and the run sheet, and whatever else was printed from the programme."""
    query = sa.select(col(Printing.id)).where(col(Printing.conference_id) == conference.id).limit(1)
    if db.execute(query).first() is None:
        return [PaperFact(n, paper) for n, paper in enumerate(Paper) if paper in _ALWAYS_PRINTED]
    return [
        PaperFact(
            n,
            one.paper,
            one.last.at if one.last else None,
            one.last.who if one.last else "",
            len(one.reasons),
        )
        for n, one in enumerate(printed_papers(db, conference))
        if one.last or one.paper in _ALWAYS_PRINTED
    ]


def cards(db: Session, conference_id: int, people: int) -> list[CardsFact]:
    """Seat cards for ``people``, and whatever else was printed for each person."""
    counts = true_counts(db, conference_id)
    return [
        CardsFact(
            n,
            kind,
            counts[kind].true if kind in counts else 0,
            people if kind in _ALWAYS_PRINTED else counts[kind].printed,
        )
        for n, kind in enumerate(PrintKind)
        if people and (kind in counts or kind in _ALWAYS_PRINTED)
    ]


def doors(db: Session, conference_id: int) -> DoorsFact:
    found = readiness(db, conference_id)
    return DoorsFact(found.devices, found.enrolled, found.current)


def _last_answers(conference_id: int, rehearsal_id: int | None) -> sa.Select[int, datetime]:
    return (
        sa.select(col(UnitAnswer.unit_id), sa.func.max(col(UnitAnswer.at)))
        .where(
            col(UnitAnswer.conference_id) == conference_id,
            col(UnitAnswer.rehearsal_id) == rehearsal_id,
        )
        .group_by(col(UnitAnswer.unit_id))
    )
