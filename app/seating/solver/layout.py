"""Where a unit's people sit on the seats their unit has been given."""

from collections.abc import Iterable, Mapping, Sequence

from app.seating.solver.ground import Ground
from app.seating.solver.listing import Unit
from app.seating.solver.model import Policy, Reason, Seat
from app.seating.solver.single import Placing

Shape = tuple[int, ...]  # the seats of one unit
Kind = tuple[int, bool]  # how many people a unit has, and whether one of them needs the aisle


def seat_units(placing: Placing, units: Sequence[Unit], shapes: Mapping[int, Shape]) -> None:
    """The higher the rank, the nearer to the stage and the middle; but speakers at the aisle."""
    for unit in units:
        if unit.id in shapes:
            _seat(placing, unit, shapes[unit.id])


def _seat(placing: Placing, unit: Unit, shape: Shape) -> None:
    left = [placing.ground.seats[seat] for seat in shape]
    speakers = [person for person in unit.members if person.speaker is not None]
    told = {"n": unit.number, "among": unit.among}
    for person in speakers:
        seat = aisle_seat(placing.ground, left)
        if seat is not None:
            left.remove(seat)
            placing.put(person, seat.id, Reason.UNIT_SPEAKER, **told)
    waiting = [person for person in unit.members if person.id not in placing.assign]
    for person, seat in zip(waiting, placing.middle_out(left), strict=False):
        placing.put(person, seat.id, Reason.UNIT, **told)


def aisle_seat(ground: Ground, seats: Iterable[Seat]) -> Seat | None:
    """Of these seats the one at an aisle from which the way up to the stage is shortest."""
    ends = [seat for seat in seats if seat.is_at_aisle]
    return min(ends, key=lambda s: (round(ground.way_up(s), 1), s.id), default=None)


def by_distance(ground: Ground, units: Sequence[Unit], shapes: Sequence[Shape]) -> dict[int, Shape]:
    """Of units of one size, the weightier gets the nearer shape: the least sum of weight times
    distance."""
    near = sorted(shapes, key=lambda shape: (sum(ground.away[s] for s in shape), min(shape)))
    first = sorted(units, key=lambda unit: unit.number)
    return {unit.id: shape for unit, shape in zip(first, near, strict=True)}


def needs_aisle(unit: Unit, policy: Policy) -> bool:
    """Whether one of the unit goes up to speak and must not climb over others."""
    return policy.speakers_in_unit and any(p.speaker is not None for p in unit.members)
