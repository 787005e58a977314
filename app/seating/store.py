"""Placing people on seats, and the hall with everybody in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from statistics import mean

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from app.conferences.models import DelegateGroup, Unit
from app.db import announce
from app.delegates.models import Delegate, DelegateRole, Placement
from app.delegates.rules import Role
from app.errors import NotFound
from app.halls.rules import LandmarkKind, runs
from app.halls.store import HallView, SeatView, hall_of
from app.seating import rules

NEAR_STEPS = 22.0  # seat pitches: the first rows of the blocks beside the stage


@dataclass(frozen=True)
class Occupant:
    """Whoever sits on a seat, as the map shows them."""

    delegate_id: int
    name: str
    group: DelegateGroup
    unit: str
    search_key: str
    why: str


@dataclass(frozen=True)
class SeatMap:
    """A hall and who sits on each of its seats, by seat."""

    hall: HallView
    occupants: dict[int, Occupant]

    @property
    def placed(self) -> int:
        return len(self.occupants)

    @property
    def free(self) -> int:
        return sum(1 for seat in self.hall.seats if not seat.blocked) - self.placed


def topic(conference_id: int) -> str:
    return f"seating/{conference_id}"


def seat_map(db: Session, conference_id: int) -> SeatMap:
    """Raises NotFound while no hall is put up."""
    hall = hall_of(db, conference_id)
    if hall is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    query = (
        select(Placement, Delegate, DelegateGroup, Unit.name)
        .join(Delegate, col(Delegate.id) == Placement.delegate_id)
        .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .where(Placement.conference_id == conference_id)
    )
    occupants = {
        placement.seat_id: Occupant(
            placement.delegate_id,
            delegate.name,
            group,
            unit or "",
            delegate.search_key,
            placement.why,
        )
        for placement, delegate, group, unit in db.exec(query)
    }
    return SeatMap(hall, occupants)


def seat_all(db: Session, conference_id: int, at: datetime) -> int:
    """Give every delegate who takes a seat one anew, by protocol; the result is how many.

    Raises Refused where there are too few seats; then nothing has changed.
    """
    hall = hall_of(db, conference_id)
    if hall is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    seated = rules.seat_all(_guests(db, conference_id), spots(hall))
    db.exec(delete(Placement).where(col(Placement.conference_id) == conference_id))
    rows = [
        {
            "conference_id": conference_id,
            "delegate_id": found.delegate_id,
            "seat_id": found.seat_id,
            "placed_at": at,
            "why": found.why,
        }
        for found in seated
    ]
    if rows:
        db.execute(insert(Placement), rows)
    announce(db, topic(conference_id))
    return len(rows)


def spots(hall: HallView) -> list[rules.Spot]:
    """The seats that may be taken, with what the rules need to know of each."""
    middle = hall.hall.stage_x + hall.hall.stage_width / 2
    steps = [mark for mark in hall.landmarks if mark.kind is LandmarkKind.STEPS]
    last_rank = max(seat.row.rank for seat in hall.seats if seat.block.level == 0)
    return [
        rules.Spot(
            id=seat.id,
            rank=seat.row.rank,
            run=run,
            position=seat.position,
            aside=round(abs(seat.x - middle), 2),
            run_aside=round(abs(mean(neighbour.x for neighbour in seats) - middle), 2),
            is_near_steps=any(
                abs(seat.x - mark.x) + abs(seat.y - mark.y) < NEAR_STEPS for mark in steps
            ),
            is_press=seat.block.level == 0 and seat.row.rank >= last_rank - 1,
        )
        for run, seats in _runs(hall.seats).items()
        for seat in seats
    ]


def _runs(seats: Sequence[SeatView]) -> dict[tuple[str, str, int], list[SeatView]]:
    """The seats that may be taken, by block, row and run."""
    found: dict[tuple[str, str, int], list[SeatView]] = defaultdict(list)
    ordered = sorted(seats, key=lambda seat: (seat.block.code, seat.row.label, seat.position))
    for (block, row), group in groupby(ordered, key=lambda s: (s.block.code, s.row.label)):
        members = list(group)
        blocked = {place for place, seat in enumerate(members) if seat.blocked}
        for number, seat in zip(runs(len(members), blocked), members, strict=True):
            if not seat.blocked:
                found[block, row, number].append(seat)
    return found


def _guests(db: Session, conference_id: int) -> list[rules.Guest]:
    held: dict[int, set[Role]] = defaultdict(set)
    roles = (
        select(DelegateRole)
        .join(Delegate, col(Delegate.id) == DelegateRole.delegate_id)
        .where(Delegate.conference_id == conference_id)
    )
    for role in db.exec(roles):
        held[role.delegate_id].add(role.role)
    query = (
        select(Delegate, DelegateGroup, Unit)
        .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .where(Delegate.conference_id == conference_id)
    )
    return [
        _guest(delegate, group, unit, held[delegate.id])
        for delegate, group, unit in db.exec(query)
        if delegate.attendance.takes_seat
    ]


def _guest(
    delegate: Delegate, group: DelegateGroup, unit: Unit | None, roles: set[Role]
) -> rules.Guest:
    is_together = unit is not None and unit.kind.is_commune_level
    return rules.Guest(
        id=delegate.id,
        order=(
            0 if Role.CHAIR in roles else 1,
            group.precedence,
            unit.position if unit and is_together else 0,
            delegate.rank,
            delegate.number,
        ),
        label=unit.name if unit and is_together else group.name,
        unit=unit.id if unit and is_together else None,
        is_recipient=Role.RECIPIENT in roles,
        is_press=Role.PRESS in roles,
    )
