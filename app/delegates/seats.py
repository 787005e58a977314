"""A free seat near the people somebody belongs to."""

from collections.abc import Sequence

from sqlmodel import Session

from app.delegates.rules import Role
from app.delegates.store import Listed, everyone
from app.halls.rules import OutKind
from app.halls.store import SeatView, hall_of

_ABREAST = 10  # neighbours in the order, before and behind


def free_seat_near(
    db: Session, found: Listed, *, is_reserve: bool = False
) -> tuple[int, str] | None:
    """Id and label of the free seat nearest to the seats of their unit, or of those beside them in
    the order of precedence; None where nothing is free or no hall is put up. With ``is_reserve``
    among the seats kept for whoever comes unexpected. The press sits where the press sits."""
    hall = hall_of(db, found.delegate.conference_id)
    if hall is None:
        return None
    people = everyone(db, found.delegate.conference_id)
    taken = {one.chair.id for one in people if one.chair is not None}
    seats = {seat.id: seat for seat in hall.seats}
    near = [seats[one.chair.id] for one in _beside(found, people) if one.chair is not None]
    untaken = [seat for seat in hall.seats if seat.id not in taken]
    free = [
        seat
        for seat in untaken
        if (seat.out is OutKind.RESERVE if is_reserve else seat.blocked is None)
    ]
    if found.delegate.needs_step_free:
        free = [seat for seat in free if seat.is_accessible]
    is_press = Role.PRESS in found.roles
    free = [seat for seat in free if seat.is_press == is_press] or free
    if not free:
        return None
    best = min(free, key=lambda seat: (_distance(seat, near), seat.row.rank, seat.id))
    return best.id, best.label


def _beside(found: Listed, people: Sequence[Listed]) -> list[Listed]:
    """Their commune's delegation; for others the nearest in the order."""
    unit = found.unit
    if unit is not None and unit.kind.is_commune_level:
        return [one for one in people if one.unit is not None and one.unit.id == unit.id]
    place = next(i for i, one in enumerate(people) if one.delegate.id == found.delegate.id)
    return list(people[max(0, place - _ABREAST) : place + _ABREAST])


def _distance(seat: SeatView, near: Sequence[SeatView]) -> float:
    """To the middle of those seats, on the same floor."""
    if not near:
        return 0
    x = sum(other.x for other in near) / len(near)
    y = sum(other.y for other in near) / len(near)
    floor = 0 if any(other.block.level == seat.block.level for other in near) else 1_000_000
    return floor + (seat.x - x) ** 2 + (seat.y - y) ** 2
