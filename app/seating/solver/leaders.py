"""Room for a newcomer among the leading groups: whoever of the next group sits foremost makes room
and takes a seat among their own, and so on until a free seat keeps the order of the groups. Guests
of honour make room for one another, by precedence."""

from collections.abc import Sequence

from app.seating.solver.model import Person, Reason
from app.seating.solver.single import Placing


def is_leading(person: Person) -> bool:
    """Whether somebody is bound by the order of the groups (``check``)."""
    return (
        person.tier is not None
        and person.unit is None
        and person.recipient is None
        and person.speaker is None
        and not (person.is_chair or person.is_guest_of_honour or person.is_press)
        and not (person.is_on_stage or person.needs_step_free)
    )


def is_honoured(person: Person) -> bool:
    """Whether somebody sits by precedence from the middle (``check``)."""
    return (person.is_chair or person.is_guest_of_honour) and not (
        person.is_on_stage or person.needs_step_free
    )


def make_room(placing: Placing, person: Person) -> Person | None:
    """Seats the newcomer on the seat of somebody of a lower group, who is returned and needs
    another; None, and nobody is moved, where a free seat keeps the order or nobody may be moved."""
    is_bound = is_leading(person) or is_honoured(person)
    if not is_bound or fitting(placing, person, sorted(placing.open)):
        return None
    other = _next(placing, person) if is_honoured(person) else _foremost(placing, person)
    if other is None:
        return None
    seat = placing.assign[other.id]
    placing.lift(other)
    placing.put(person, seat, Reason.PRECEDENCE)
    return other


def fitting(placing: Placing, person: Person, seats: Sequence[int]) -> list[int]:
    """Those of the seats that lie behind no lower group and before no higher one; for a guest of
    honour those between the one before and the one after."""
    if is_honoured(person):
        line = _honoured(placing)
        before = [_place(placing, placing.assign[p.id]) for p in line if _turn(p) < _turn(person)]
        after = [_place(placing, placing.assign[p.id]) for p in line if _turn(p) > _turn(person)]
        least, most = max(before, default=(0, -1, 0.0)), min(after, default=(99, 0, 0.0))
        return [seat for seat in seats if least <= _place(placing, seat) <= most]
    if not is_leading(person):
        return list(seats)
    rows = {p.id: placing.ground.seats[placing.assign[p.id]].rank for p in _seated(placing)}
    first = max((rows[p.id] for p in _seated(placing) if _tier(p) < _tier(person)), default=-1)
    last = min((rows[p.id] for p in _seated(placing) if _tier(p) > _tier(person)), default=10**6)
    return [seat for seat in seats if first <= placing.ground.seats[seat].rank <= last]


def _next(placing: Placing, person: Person) -> Person | None:
    """Whom of the guests of honour the newcomer comes just before."""
    after = [p for p in _honoured(placing) if _turn(p) > _turn(person)]
    return min(after, key=_turn, default=None)


def _honoured(placing: Placing) -> list[Person]:
    fixed, assign = placing.locks.fixed, placing.assign
    return [p for p in placing.people if is_honoured(p) and p.id in assign and p.id not in fixed]


def _turn(person: Person) -> tuple[bool, tuple[int, ...], int]:
    return not person.is_chair, person.order, person.id


def _place(placing: Placing, seat: int) -> tuple[int, int, float]:
    """The order of seats of honour, as ``check`` has it."""
    here = placing.ground.seats[seat]
    return here.level, here.rank, round(abs(here.x - placing.ground.hall.focal[0]), 1)


def _foremost(placing: Placing, person: Person) -> Person | None:
    """Of those of lower groups in the row nearest to the stage the one who comes last."""
    fixed = placing.locks.fixed
    after = [p for p in _seated(placing) if _tier(p) > _tier(person)]
    row = min((placing.ground.seats[placing.assign[p.id]].rank for p in after), default=-1)
    there = [
        p
        for p in after
        if placing.ground.seats[placing.assign[p.id]].rank == row and p.id not in fixed
    ]
    return max(there, key=lambda p: (_tier(p), p.order, p.id), default=None)


def _seated(placing: Placing) -> list[Person]:
    fixed = placing.locks.fixed
    return [
        p for p in placing.people if p.id in placing.assign and is_leading(p) and p.id not in fixed
    ]


def _tier(person: Person) -> int:
    return person.tier or 0
