"""Who sits where: the hall with everybody in it, and seating everybody anew."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import groups
from app.db import announce
from app.delegates.models import Delegate, Placement, Position
from app.delegates.rules import Attendance, called
from app.delegates.store import Listed, delegate_of, everyone
from app.errors import NotFound
from app.halls.models import Block, BlockedSeat, Landmark, Seat
from app.halls.store import HallView, SeatView, hall_of
from app.seating import audience, rules
from app.seating.solver import simple
from app.seating.solver.model import Locks, Policy


@dataclass(frozen=True)
class Occupant:
    """Whoever sits on a seat, as the map shows them."""

    delegate_id: int
    called: str  # by name, or by position where nobody is named
    group: DelegateGroup
    unit: str


@dataclass(frozen=True)
class Key:
    """A colour of the map: whose it is, and how many of them sit."""

    colour: int
    names: str
    seated: int


@dataclass(frozen=True)
class SeatMap:
    """A hall, who sits on each of its seats, and how many still have none."""

    hall: HallView
    occupants: dict[int, Occupant]  # by seat
    groups: list[DelegateGroup]
    waiting: int

    @property
    def placed(self) -> int:
        return len(self.occupants)

    @property
    def blocked(self) -> int:
        return sum(1 for seat in self.hall.seats if seat.blocked is not None)

    @property
    def free(self) -> int:
        return len(self.hall.seats) - self.blocked - self.placed

    @property
    def keys(self) -> list[Key]:
        """The colours on the map, in order of precedence."""
        seated = Counter(occupant.group.id for occupant in self.occupants.values())
        by_colour: dict[int, list[DelegateGroup]] = defaultdict(list)
        for group in self.groups:
            by_colour[group.colour].append(group)
        return [
            Key(
                colour,
                "; ".join(group.name for group in shown),
                sum(seated[group.id] for group in shown),
            )
            for colour, shown in by_colour.items()
        ]

    def block(self, code: str) -> Block:
        """Raises NotFound for a block that the hall does not have."""
        found = next((block for block in self.hall.blocks if block.code == code), None)
        if found is None:
            raise NotFound("Hội trường không có khu {block}", block=code)
        return found

    def seat(self, typed: str) -> SeatView:
        """The seat with this id or label, however it is written. Raises NotFound."""
        key = rules.label_key(typed)
        for seat in self.hall.seats:
            if str(seat.id) == typed or rules.label_key(seat.label) == key:
                return seat
        raise NotFound("Không có ghế {seat}", seat=typed)


@dataclass(frozen=True)
class Chosen:
    """A seat somebody asks about: its door, who sits there, and why there."""

    seat: SeatView
    door: Landmark | None
    person: Listed | None
    why: str


def topic(conference_id: int) -> str:
    return f"seating/{conference_id}"


def hall_to_fill(db: Session, conference_id: int) -> HallView:
    """Raises NotFound while none is put up."""
    found = hall_of(db, conference_id)
    if found is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    return found


def seat_map(db: Session, conference_id: int) -> SeatMap | None:
    """None while no hall is put up. The number of queries does not grow with the hall."""
    hall = hall_of(db, conference_id)
    if hall is None:
        return None
    parts = groups(db, conference_id)
    by_id = {group.id: group for group in parts}
    query = (
        columns(
            col(Placement.seat_id),
            col(Delegate.id),
            col(Delegate.name),
            col(Delegate.group_id),
            col(Unit.name),
            col(Position.title),
        )
        .join(Delegate, col(Delegate.id) == Placement.delegate_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .outerjoin(
            Position, (col(Position.delegate_id) == Delegate.id) & (col(Position.place) == 1)
        )
        .where(col(Placement.conference_id) == conference_id)
    )
    occupants = {
        seat: Occupant(delegate, called(name, [title] if title else []), by_id[group], unit or "")
        for seat, delegate, name, group, unit, title in db.execute(query)
    }
    unseated = (
        select(func.count(col(Delegate.id)))
        .outerjoin(Placement, col(Placement.delegate_id) == Delegate.id)
        .where(Delegate.conference_id == conference_id, col(Placement.id).is_(None))
        .where(col(Delegate.attendance).in_([state for state in Attendance if state.takes_seat]))
    )
    return SeatMap(hall, occupants, parts, db.exec(unseated).one())


def map_to_print(db: Session, conference_id: int) -> SeatMap:
    """Raises NotFound while no hall is put up."""
    plan = seat_map(db, conference_id)
    if plan is None:
        raise NotFound("Hội nghị chưa có sơ đồ hội trường")
    return plan


def chosen(db: Session, plan: SeatMap, typed: str) -> Chosen:
    """One seat of the plan with all there is to say of it. Raises NotFound."""
    seat = plan.seat(typed)
    placement = placement_on(db, seat.id)
    conference_id = plan.hall.hall.conference_id
    return Chosen(
        seat,
        plan.hall.door_of(seat.block),
        delegate_of(db, conference_id, placement.delegate_id) if placement else None,
        placement.why if placement else "",
    )


def seat_labelled(db: Session, conference_id: int, typed: str) -> Seat:
    """The seat somebody means: ``b 5 12`` is B-05-12. Raises NotFound."""
    key = rules.label_key(typed)
    query = select(Seat.id, Seat.label).where(Seat.conference_id == conference_id)
    for seat_id, label in db.exec(query):
        if rules.label_key(label) == key:
            return db.get_one(Seat, seat_id)
    raise NotFound("Không có ghế {seat}", seat=typed)


def seat_with(db: Session, conference_id: int, seat_id: int) -> Seat:
    """Raises NotFound for a seat of another conference."""
    seat = db.get(Seat, seat_id)
    if seat is None or seat.conference_id != conference_id:
        raise NotFound("Không có ghế này")
    return seat


def placement_on(db: Session, seat_id: int) -> Placement | None:
    return db.exec(select(Placement).where(Placement.seat_id == seat_id)).first()


def placement_of(db: Session, delegate_id: int) -> Placement | None:
    return db.exec(select(Placement).where(Placement.delegate_id == delegate_id)).first()


def blocked_on(db: Session, seat_id: int) -> BlockedSeat | None:
    return db.exec(select(BlockedSeat).where(BlockedSeat.seat_id == seat_id)).first()


def proposal(db: Session, conference_id: int) -> audience.Proposal:
    """What seating everybody anew by protocol would change.

    Raises Refused where there are too few seats, NotFound while no hall is put up.
    """
    hall = audience.hall_for_solver(hall_to_fill(db, conference_id))
    people = audience.people(everyone(db, conference_id))
    now = select(Placement.delegate_id, Placement.seat_id)
    return audience.proposal(
        simple.solve(hall, people, Policy(), Locks()),
        dict(db.exec(now.where(Placement.conference_id == conference_id)).all()),
    )


def seat_all(db: Session, conference_id: int, at: datetime) -> audience.Proposal:
    """Give every delegate who takes a seat one anew, by protocol.

    Raises Refused where there are too few seats; then nothing has changed.
    """
    proposed = proposal(db, conference_id)
    db.exec(delete(Placement).where(col(Placement.conference_id) == conference_id))
    rows = [
        {
            "conference_id": conference_id,
            "delegate_id": found.delegate_id,
            "seat_id": found.seat_id,
            "placed_at": at,
            "why": found.why,
        }
        for found in proposed.seated
    ]
    if rows:
        db.execute(insert(Placement), rows)
    announce(db, topic(conference_id))
    return proposed
