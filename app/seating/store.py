"""Who sits where: the hall with everybody in it, and seating everybody anew."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import groups
from app.delegates.models import Delegate, Placement, Position
from app.delegates.rules import Attendance, called
from app.delegates.store import Listed, delegate_of
from app.errors import NotFound
from app.halls.models import Block, BlockedSeat, Landmark, Seat
from app.halls.rules import OutKind
from app.halls.store import HallView, SeatView, hall_of
from app.seating import rules
from app.seating.models import Pin


@dataclass(frozen=True)
class Occupant:
    """Whoever sits on a seat, as the map shows them."""

    delegate_id: int
    called: str  # by name, or by position where nobody is named
    group: DelegateGroup
    unit: str
    is_named: bool = True


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
    def reserved(self) -> int:
        """Of the seats that are not given, those kept free for whoever comes unexpected."""
        return sum(1 for seat in self.hall.seats if seat.out is OutKind.RESERVE)

    @property
    def press(self) -> int:
        """Seats that are the press's."""
        return sum(1 for seat in self.hall.seats if seat.is_press)

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

    @property
    def told(self) -> dict[int, list[str]]:
        """For each seat by its id: its label, who sits there or why nobody does, and their unit."""
        return {
            seat.id: [
                seat.label,
                *filter(None, [found.called, found.unit] if found else [seat.blocked]),
            ]
            for seat in self.hall.seats
            for found in [self.occupants.get(seat.id)]
        }

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
            if typed in {str(seat.id), f"#{seat.id}"} or rules.label_key(seat.label) == key:
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
        seat: Occupant(
            delegate, called(name, [title] if title else []), by_id[group], unit or "", bool(name)
        )
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
    """The seat somebody means: ``b 5 12`` is B-05-12, ``#7`` the seat with this id.

    Raises NotFound.
    """
    if typed.startswith("#") and typed[1:].isdecimal():
        return seat_with(db, conference_id, int(typed[1:]))
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


def taken(db: Session, conference_id: int) -> dict[int, str]:
    """Who is placed on each taken seat, by the seat's id."""
    plan = seat_map(db, conference_id)
    return {seat: found.called for seat, found in plan.occupants.items()} if plan else {}


def placement_on(db: Session, seat_id: int) -> Placement | None:
    return db.exec(select(Placement).where(Placement.seat_id == seat_id)).first()


def placement_of(db: Session, delegate_id: int) -> Placement | None:
    return db.exec(select(Placement).where(Placement.delegate_id == delegate_id)).first()


def pin_of(db: Session, delegate_id: int) -> Pin | None:
    return db.exec(select(Pin).where(Pin.delegate_id == delegate_id)).first()


def pins(db: Session, conference_id: int) -> dict[int, Pin]:
    """Everybody who keeps their seat, by delegate."""
    found = db.exec(select(Pin).where(Pin.conference_id == conference_id))
    return {pin.delegate_id: pin for pin in found}


def blocked_on(db: Session, seat_id: int) -> BlockedSeat | None:
    return db.exec(select(BlockedSeat).where(BlockedSeat.seat_id == seat_id)).first()
