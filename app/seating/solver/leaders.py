"""Room for a newcomer among the leading groups: whoever of the next group sits foremost makes room
and takes a seat among their own, and so on until a free seat keeps the order of the groups."""

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


def make_room(placing: Placing, person: Person) -> Person | None:
    """Seats the newcomer on the seat of somebody of a lower group, who is returned and needs
    another; None, and nobody is moved, where a free seat keeps the order or nobody may be moved."""
    if not is_leading(person) or fitting(placing, person, sorted(placing.open)):
        return None
    other = _foremost(placing, person)
    if other is None:
        return None
    seat = placing.assign[other.id]
    placing.lift(other)
    placing.put(person, seat, Reason.PRECEDENCE)
    return other


def fitting(placing: Placing, person: Person, seats: Sequence[int]) -> list[int]:
    """Those of the seats that lie behind no lower group and before no higher one."""
    if not is_leading(person):
        return list(seats)
    rows = {p.id: placing.ground.seats[placing.assign[p.id]].rank for p in _seated(placing)}
    first = max((rows[p.id] for p in _seated(placing) if _tier(p) < _tier(person)), default=-1)
    last = min((rows[p.id] for p in _seated(placing) if _tier(p) > _tier(person)), default=10**6)
    return [seat for seat in seats if first <= placing.ground.seats[seat].rank <= last]


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
