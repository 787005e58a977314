"""The conference at a glance, read from every room in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from app.agenda import store as agenda
from app.checklist import lists
from app.checklist import store as checklist
from app.checklist.rules import Entry, Kind
from app.conferences import store as conferences
from app.conferences.guards import Desk
from app.conferences.models import Unit
from app.conferences.rules import Countdown, countdown
from app.deadlines import Standing
from app.delegates.models import Delegate
from app.delegates.sums import Sums, sums
from app.halls.models import Hall
from app.overview.rules import Facts, Notice, UnitState, notices
from app.speeches import store as speeches
from app.speeches.board import Board


@dataclass(frozen=True)
class Overview:
    """Everything on the first page."""

    countdown: Countdown
    day: agenda.Day
    sums: Sums
    seated: int
    to_seat: int
    board: Board
    summary: lists.Summary
    notices: list[Notice]
    upcoming: list[tuple[Entry, int]]  # the first of several alike, and how many they are
    units: list[UnitState]

    @property
    def communes(self) -> list[UnitState]:
        return [unit for unit in self.units if unit.is_commune_level]

    @property
    def others(self) -> list[UnitState]:
        """Units of the city that have something to do."""
        return [unit for unit in self.units if not unit.is_commune_level and unit.duties]


NEXT_DEADLINES = 5


def overview(db: Session, desk: Desk) -> Overview:
    here, conference = desk.conference_id, desk.conference
    day = agenda.day(db, conference)
    entries = checklist.entries(db, conference, desk.rehearsal_id, desk.now)
    summary = lists.summary(entries)
    board = speeches.board(db, conference, desk.rehearsal_id, desk.now)
    places = sums(db, here)
    hall = next(entry for entry in entries if entry.kind is Kind.HALL) if places.places else None
    groups = conferences.groups(db, here)
    facts = Facts(
        overdue=summary.overdue,
        undated=sum(e.kind is Kind.TASK and e.standing is Standing.UNDATED for e in entries),
        speech_slot=board.budget.slot,
        speech_wanted=board.budget.wanted,
        choice_left=board.choice.left,
        is_chosen=bool(board.spoken),
        agenda_faults=len(day.faults),
        agenda_minutes=day.timeline.minutes,
        agenda_spare=day.timeline.spare,
        places=sum(group.quota for group in groups),
        stated=conference.stated_delegates,
        unseated=max(0, hall.want - hall.have) if hall else 0,
        assumed_quotas=sum(group.is_assumed for group in groups),
        assumed_awards=sum(e.want - e.have for e in entries if e.kind is Kind.AWARDS),
        is_hall_assumed=_is_hall_assumed(db, here),
        self_reviews=sum(listed.is_self_reviewed for listed in board.speeches),
        is_tentative=conference.is_tentative,
    )
    return Overview(
        countdown(conference.starts_at, conference.ends_at, desk.now),
        day,
        places,
        hall.have if hall else 0,
        hall.want if hall else 0,
        board,
        summary,
        notices(facts),
        _upcoming(entries, desk.now),
        _units(db, here, entries),
    )


def _upcoming(entries: list[Entry], now: datetime) -> list[tuple[Entry, int]]:
    """What is due next and not done, of one kind and moment together."""
    found: dict[object, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.deadline and entry.deadline >= now and not entry.is_done:
            found[entry.deadline, entry.kind, entry.origin].append(entry)
    alike = sorted(found.values(), key=lambda members: (members[0].deadline, members[0].number))
    return [(members[0], len(members)) for members in alike][:NEXT_DEADLINES]


def _units(db: Session, conference_id: int, entries: list[Entry]) -> list[UnitState]:
    named = func.sum(case((col(Delegate.name) != "", 1), else_=0))
    is_place = col(Delegate.stands_in_for_id).is_(None)
    query = (
        select(Unit, func.count(col(Delegate.id)), named)
        .outerjoin(Delegate, (col(Delegate.unit_id) == Unit.id) & is_place)
        .where(Unit.conference_id == conference_id)
        .group_by(col(Unit.id))
        .order_by(col(Unit.position))
    )
    duties = {ready.unit.id: ready for ready in lists.readiness(entries) if ready.unit}
    states = []
    for unit, places, names in db.exec(query):
        ready = duties.get(unit.id)
        states.append(
            UnitState(
                unit.id,
                unit.name,
                unit.kind.is_commune_level,
                places,
                int(names or 0),
                ready.total if ready else 0,
                ready.done if ready else 0,
                ready.overdue if ready else 0,
            )
        )
    return states


def _is_hall_assumed(db: Session, conference_id: int) -> bool:
    query = select(Hall.is_assumed).where(Hall.conference_id == conference_id)
    return bool(db.exec(query).first())
