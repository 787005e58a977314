"""All the seating depends on, loaded once: the hall, who comes, what is fixed, who sits where."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby

from sqlalchemy import select as columns
from sqlmodel import Session, col, func

from app.awards.models import Award, AwardBatch
from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import groups
from app.delegates.models import Delegate, DelegateRole, Placement, Position
from app.delegates.rules import Attendance, Role, called
from app.halls.rules import BlockKind, LandmarkKind, runs
from app.halls.store import HallView, SeatView
from app.seating import store
from app.seating.arrived import arrived
from app.seating.releases.store import announced
from app.seating.solver.model import Door, Hall, Locks, Person, Pin, Policy, Question, Seat
from app.seating.table.tiers import bound
from app.speeches.models import Speech
from app.speeches.rules import Delivery
from app.vietnamese import title_key

_alphabet = lru_cache(maxsize=4_096)(title_key)  # a thousand people are of some hundred names
_PRESIDIUM = {Role.CHAIR, Role.MODERATOR}
_NOT_SET = 1_000_000  # behind everybody whose place is known


@dataclass(frozen=True)
class Named:
    """Somebody as pages show them."""

    id: int
    number: int
    called: str
    title: str  # the first of their posts
    unit: str
    group_id: int
    attendance: Attendance

    @property
    def is_coming(self) -> bool:
        return self.attendance.takes_seat


@dataclass(frozen=True)
class Table:
    """What lies on the officer's table. ``people`` are those who take a seat; ``named`` also holds
    whoever has a seat and does not come."""

    view: HallView
    hall: Hall
    people: tuple[Person, ...]
    named: dict[int, Named]
    units: dict[int, str]
    groups: list[DelegateGroup]
    locks: Locks
    placed: dict[int, int]  # the seat of everybody who has one
    why: dict[int, str]

    @cached_property
    def seats(self) -> dict[int, SeatView]:
        return {seat.id: seat for seat in self.view.seats}

    @property
    def unseated(self) -> list[Named]:
        """Those who come and have no seat, in the order of the list."""
        return [self.named[person.id] for person in self.people if person.id not in self.placed]

    def label(self, seat_id: int | None) -> str:
        """As printed on the chair; empty for a seat that is no more."""
        seat = self.seats.get(seat_id) if seat_id is not None else None
        return seat.label if seat else ""

    def question(self, policy: Policy, budget_s: float, *, is_change: bool) -> Question:
        """What the solver is asked: everybody anew, or as few moves as can be."""
        old = dict(self.placed) if is_change else None
        return Question(self.hall, self.people, policy, self.locks, budget_s, old)


def table(db: Session, conference_id: int) -> Table:
    """In a fixed number of queries. Raises NotFound while no hall is put up."""
    view = store.hall_to_fill(db, conference_id)
    sitting = _sitting(db, conference_id)
    placed = {delegate: seat for delegate, (seat, _) in sitting.items()}
    has_stage = any(seat.block.kind is BlockKind.STAGE for seat in view.seats)
    people, named = _people(db, conference_id, set(placed), has_stage=has_stage)
    pins = {
        delegate: Pin(placed[delegate], pin.who, pin.reason)
        for delegate, pin in store.pins(db, conference_id).items()
        if delegate in placed and named[delegate].is_coming
    }
    here = {
        who: placed[who]
        for who in arrived(db, conference_id)
        if who in placed and named[who].is_coming
    }
    return Table(
        view=view,
        hall=hall_of(view),
        people=people,
        named=named,
        units={p.unit: p.label for p in people if p.unit is not None},
        groups=groups(db, conference_id),
        locks=Locks(pins=pins, announced=announced(db, conference_id), arrived=here),
        placed=placed,
        why={delegate: why for delegate, (_, why) in sitting.items()},
    )


def hall_of(view: HallView) -> Hall:
    """The hall as the solver knows it."""
    rows: dict[int, list[SeatView]] = defaultdict(list)
    for _, row in groupby(view.seats, key=lambda seat: id(seat.row)):
        line = list(row)
        rows[line[0].row.id] += line
    doors = {mark.id: mark.code for mark in view.landmarks if mark.kind is LandmarkKind.DOOR}
    stage = view.hall
    return Hall(
        seats=tuple(seat for row in rows.values() for seat in _row(row, doors)),
        focal=(stage.stage_x + stage.stage_width / 2, stage.stage_y + stage.stage_depth),
        steps=tuple((m.x, m.y) for m in view.landmarks if m.kind is LandmarkKind.STEPS),
        doors=tuple(
            Door(m.code, m.x, m.y, m.level) for m in view.landmarks if m.kind is LandmarkKind.DOOR
        ),
    )


def _row(row: list[SeatView], doors: dict[int, str]) -> list[Seat]:
    blocked = {place for place, seat in enumerate(row) if seat.blocked is not None}
    breaks = {place for place, seat in enumerate(row) if seat.is_after_aisle}
    ends = {0, len(row) - 1, *breaks, *(place - 1 for place in breaks)}
    # Of its block and row only once: what the database gives is slow to look into.
    block, here = row[0].block, row[0].row
    where = block.code, block.level, here.rank
    label, door = here.label, doors.get(block.door_id or 0, "")
    on_stage = block.kind is BlockKind.STAGE
    return [
        Seat(
            seat.id,
            *where,
            run=run,
            position=seat.position,
            x=seat.x,
            y=seat.y,
            label=seat.label,
            row=label,
            door=door,
            zone="stage" if on_stage else "press" if seat.is_press else "",
            is_at_aisle=place in ends,
            is_accessible=seat.is_accessible,
            is_blocked=seat.blocked is not None,
        )
        for place, (run, seat) in enumerate(zip(runs(len(row), blocked, breaks), row, strict=True))
    ]


def _sitting(db: Session, conference_id: int) -> dict[int, tuple[int, str]]:
    query = columns(col(Placement.delegate_id), col(Placement.seat_id), col(Placement.why))
    found = db.execute(query.where(col(Placement.conference_id) == conference_id))
    return {delegate: (seat, why) for delegate, seat, why in found}


def _people(
    db: Session, conference_id: int, sitting: set[int], *, has_stage: bool
) -> tuple[tuple[Person, ...], dict[int, Named]]:
    """Single columns: a thousand tracked objects would take most of the time."""
    query = (
        columns(
            col(Delegate.id),
            col(Delegate.number),
            col(Delegate.name),
            col(Delegate.rank),
            col(Delegate.attendance),
            col(Delegate.needs_step_free),
            col(Delegate.precedence),
            col(Delegate.stands_in_for_id),
            col(DelegateGroup.id),
            col(DelegateGroup.name),
            col(DelegateGroup.precedence),
            col(Unit.id),
            col(Unit.name),
            col(Unit.kind),
            col(Unit.position),
            col(Position.title),
        )
        .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .outerjoin(
            Position, (col(Position.delegate_id) == Delegate.id) & (col(Position.place) == 1)
        )
        .where(col(Delegate.conference_id) == conference_id)
        .order_by(col(Delegate.number))
    )
    roles = _roles(db, conference_id)
    called_up, speaking = _recipients(db, conference_id), _speakers(db, conference_id)
    people, named = [], {}
    for row in db.execute(query):
        if not row[4].takes_seat and row[0] not in sitting:
            continue
        named[row[0]] = Named(
            id=row[0],
            number=row[1],
            called=called(row[2], [row[-1]] if row[-1] else []),
            title=row[-1] or "",
            unit=row[12] or "",
            group_id=row[8],
            attendance=row[4],
        )
        if row[4].takes_seat:
            person = _person(row, roles[row[0]], called_up.get(row[0]), speaking.get(row[0]))
            on_stage = has_stage and bool(roles[row[0]] & _PRESIDIUM)
            people.append(replace(person, is_on_stage=True) if on_stage else person)
    return tuple(bound(people)), named


def _person(
    row: tuple,  # type: ignore[type-arg]  # of the query above
    roles: set[Role],
    called_up: tuple[int, int] | None,
    speaking: int | None,
) -> Person:
    (id, number, _, rank, _, step_free, order, absent, *rest) = row
    (_, group, precedence, unit, name, kind, place, title) = rest
    is_commune = kind is not None and kind.is_commune_level
    is_chair, is_press = Role.CHAIR in roles, Role.PRESS in roles
    recipient = called_up or ((_NOT_SET, rank) if Role.RECIPIENT in roles else None)
    return Person(
        id=id,
        order=(0 if is_chair else 1, order, precedence, place if is_commune else 0, rank, number),
        label=name if is_commune else group,
        title=title or group,
        alphabet=_alphabet(name if is_commune else group),
        unit=unit if is_commune else None,
        tier=None if is_press or recipient else precedence,
        is_chair=is_chair,
        is_guest_of_honour=Role.GUEST in roles,
        is_press=is_press,
        needs_step_free=step_free,
        recipient=recipient,
        speaker=speaking or (2 * _NOT_SET + number if Role.SPEAKER in roles else None),
        replaces=absent,
    )


def _roles(db: Session, conference_id: int) -> dict[int, set[Role]]:
    query = (
        columns(col(DelegateRole.delegate_id), col(DelegateRole.role))
        .join(Delegate, col(Delegate.id) == DelegateRole.delegate_id)
        .where(col(Delegate.conference_id) == conference_id)
    )
    found: dict[int, set[Role]] = defaultdict(set)
    for delegate, role in db.execute(query):
        found[delegate].add(role)
    return found


def _recipients(db: Session, conference_id: int) -> dict[int, tuple[int, int]]:
    """Batch, and place in it, of whoever is called up for an award."""
    query = (
        columns(col(Award.delegate_id), col(AwardBatch.number), col(Award.place))
        .join(AwardBatch, col(AwardBatch.id) == Award.batch_id)
        .where(col(Award.conference_id) == conference_id, col(Award.delegate_id).is_not(None))
        .order_by(col(AwardBatch.number).desc(), col(Award.place).desc())
    )
    return {delegate: (batch, place) for delegate, batch, place in db.execute(query)}


def _speakers(db: Session, conference_id: int) -> dict[int, int]:
    """The turn of whoever gives a speech: in the order they speak in, before it is made by number.

    A text that is only handed in is no speech.
    """
    turn = func.coalesce(col(Speech.place), col(Speech.number) + _NOT_SET)
    query = (
        columns(col(Speech.speaker_id), turn)
        .where(col(Speech.conference_id) == conference_id, col(Speech.speaker_id).is_not(None))
        .where(col(Speech.delivery) != Delivery.WRITTEN)
        .order_by(turn.desc())
    )
    return {row[0]: row[1] for row in db.execute(query)}
