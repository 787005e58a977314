"""What units add up to besides the seats they take: people at a door, rows between two speakers.
So much of it costs nothing, and each more a price (``prices``)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.seating.solver import prices
from app.seating.solver.ground import Ground
from app.seating.solver.listing import Unit, speaking
from app.seating.solver.model import Rule
from app.seating.solver.single import Placing

MARGIN = 1.05  # a door may take so much of its share


@dataclass(frozen=True)
class Share:
    """A door that may take ``most`` more people."""

    door: str
    most: float
    price: float


@dataclass(frozen=True)
class Turn:
    """Two who speak one after the other: by how many rows the first may sit behind the second.

    ``one`` and ``other`` are their units by place in the list; None for somebody whose row is known
    and therefore part of ``most``.
    """

    one: int | None
    other: int | None
    most: float
    price: float


Side = Share | Turn


def allowed(ground: Ground, people: int) -> dict[str, float]:
    """How many of so many people each door takes at most: its share of the seats and a margin."""
    room = Counter(seat.door for seat in ground.seats.values())
    return {d: MARGIN * people * room[d] / room.total() for d in sorted(room) if d}


def load(ground: Ground, seats: Collection[int]) -> Counter[str]:
    """How many of these seats are reached through each door."""
    return Counter(ground.seats[seat].door for seat in seats)


def shares(placing: Placing) -> list[Share]:
    """What the doors may still take; none where keeping to that may cost nothing."""
    price = prices.of_one(placing.policy, Rule.DOORS)
    if not price:
        return []
    taken = load(placing.ground, placing.assign.values())
    most = allowed(placing.ground, len(placing.people))
    return [Share(door, most[door] - taken[door], price) for door in most]


def turns(placing: Placing, units: Sequence[Unit]) -> list[Turn]:
    """Who speaks after whom; none where keeping to that may cost nothing."""
    price = prices.of_one(placing.policy, Rule.SPEAKERS)
    if not price:
        return []
    unit_of = {person.id: n for n, unit in enumerate(units) for person in unit.members}
    rows = {p: float(placing.ground.seats[s].rank) for p, s in placing.assign.items()}
    going = [p.id for p in speaking(placing.people) if p.id in unit_of or p.id in rows]
    return [
        Turn(one, other, rows.get(b, 0.0) - rows.get(a, 0.0), price)
        for a, b in pairwise(going)
        if (one := unit_of.get(a)) != (other := unit_of.get(b))
    ]
