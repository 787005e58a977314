"""How far a change can go: the units that a plan with so few moves could change, and the seats that
each of them could take.

A unit changes where another takes a seat of its people, or the gap that holds it together: every
change spreads from a unit in need. Whoever is passed on the way has lost somebody, and so has
everybody on whose seat another sits.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.seating.solver.ground import Ground
from app.seating.solver.net import Patch


@dataclass(frozen=True)
class Before:
    """Who sits where before the change: ``owner`` by seat, ``free`` the seats that anybody may
    take, ``busy`` those that nobody may, ``gaps`` by empty seat the units it holds together."""

    ground: Ground
    patches: Mapping[int, Patch]
    free: frozenset[int]
    busy: frozenset[int]
    owner: Mapping[int, int]
    gaps: Mapping[int, list[int]]

    def may_take(self, seat: int) -> bool:
        return seat in self.free or (seat in self.owner and seat not in self.busy)

    def moves(self, seat: int, unit: int) -> int:
        """How many of other units move where this one takes the seat, or needs it empty."""
        other = self.owner.get(seat, unit)
        return int(other != unit and seat in self.patches[other].announced)


@dataclass
class Region:
    """The units that ``most`` moves could change: for each how many of its people may leave their
    seats, and the seats within its reach. ``fringe``: units that one move more would change."""

    most: int
    left: dict[int, int]
    seats: dict[int, set[int]] = field(default_factory=dict)
    fringe: set[int] = field(default_factory=set)

    def meets(self, other: "Region") -> bool:
        """Whether one move might count for both."""
        mine, theirs = self.left.keys(), other.left.keys()
        return not (
            mine.isdisjoint(theirs)
            and self.fringe.isdisjoint(theirs)
            and other.fringe.isdisjoint(mine)
        )


def spread(before: Before, needy: Collection[int], most: int) -> Region:
    """From the units in need as far as so many moves suffice."""
    region = Region(most, dict.fromkeys(sorted(needy), most))
    todo = sorted(needy)
    while todo:
        unit = todo.pop()
        left, patch = region.left[unit], before.patches[unit]
        region.seats[unit] = set(patch.kept)
        # Who is passed has lost somebody, unless some of theirs have been told no seat.
        lost = int(unit not in needy and not patch.other and not patch.new)
        for seat, cost in _costs(before, patch, left, lost):
            told = before.moves(seat, unit)
            if cost > left:
                region.fringe |= {before.owner[seat]} if told and cost == left + 1 else set()
                continue
            region.seats[unit].add(seat)
            others = dict.fromkeys(before.gaps.get(seat, ()), left - cost)
            if before.owner.get(seat, unit) != unit:
                others[before.owner[seat]] = left - cost + told
            for other, after in others.items():
                if other != unit and after > region.left.get(other, -1):
                    region.left[other] = after
                    todo.append(other)
    region.fringe -= region.left.keys()
    return region


def _costs(before: Before, patch: Patch, left: int, lost: int) -> Iterator[tuple[int, int]]:
    """The seats that a unit can grow to, and how many move at least when it takes one: those who
    sit on the way, and as many of its own as it grows by more than it needs. Those beyond ``left``
    are told, and not passed."""
    fewest = dict.fromkeys(patch.kept, 0)
    layer = sorted(patch.kept)
    slack = patch.new + len(patch.other)
    found: dict[int, int] = {}
    depth = 0
    while layer:
        depth += 1
        own = max(depth - slack, lost)
        after: set[int] = set()
        for seat in layer:
            for other, passed in _next(before, patch, seat):
                moved = fewest[seat] + passed
                if not before.may_take(other) or moved >= fewest.get(other, moved + 1):
                    continue
                found[other] = min(found.get(other, moved + own), moved + own)
                if moved + own <= left:
                    fewest[other] = moved
                    after.add(other)
        layer = sorted(after)
    yield from sorted(found.items())


def _next(before: Before, patch: Patch, seat: int) -> Iterator[tuple[int, int]]:
    """The seats beside and behind, and those beyond one that stays empty; how many move for it."""
    for other in before.ground.adjacent[seat]:
        yield other, before.moves(other, patch.id)
    for middle, beyond in before.ground.over[seat]:
        if middle not in before.busy:
            yield beyond, before.moves(middle, patch.id) + before.moves(beyond, patch.id)
