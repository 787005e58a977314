"""A late change taken apart: needs far from one another are repaired, and proven, each alone.

A plan that moves at most ``most`` people changes only units near those in need: each of the others
gives up a seat to somebody on the way there, and that costs a person. Where the regions of two
needs share no unit, the fewest moves of both together are the sum of the fewest of each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.net import Patch, Repaired, gapped
from app.seating.solver.program import Clock
from app.seating.solver.repair import repair
from app.seating.solver.room import has_room

MOST = 4  # moves for which a part of any size is searched whole; more prove too slowly there
SMALL = 8  # units: a part of so few is searched for any number of moves
Spots = Callable[[Patch, frozenset[int]], Sequence[Shape]]


@dataclass(frozen=True)
class Part:
    """Units in need that are repaired together, what that costs so far (a unit torn among it), and
    the proven least."""

    needy: frozenset[int]
    cost: int
    bound: int = -1  # not yet sought

    def __or__(self, other: "Part") -> "Part":
        return Part(self.needy | other.needy, self.cost + other.cost)


class Regions:
    """The whole change: the seats of all units by now, and the parts it falls into."""

    def __init__(
        self,
        ground: Ground,
        patches: Sequence[Patch],
        free: Iterable[int],
        busy: Iterable[int],
        known: Repaired,
        torn: Mapping[int, int],
    ) -> None:
        """``torn`` tells of each unit that ``known`` tears how many moves that is worth."""
        self.ground, self.free, self.busy = ground, frozenset(free), frozenset(busy)
        self.patches = {patch.id: patch for patch in patches}
        self.owner = {seat: patch.id for patch in patches for seat in patch.kept}
        self.open = self.free | {s for p in patches for s in p.announced | p.other}
        self.now = dict(known.shapes)
        self.torn = torn
        self.unavoidable: frozenset[int] = frozenset()  # torn, and so few moves cannot help it
        self.gaps = self._gaps()
        self.parts = self._joined()

    def repaired(self, spots: Spots, clock: Clock) -> Repaired:
        """All units with as few moves as could be found, and the proven least."""
        while clock.left > 0:
            part = next((part for part in self.parts if part.bound < 0), None)
            if part is None:
                break
            self.parts.remove(part)
            self.parts.append(self._repaired(part, spots, clock))
            self._merge()
        moved = sum(self._cost(unit) for unit in self.patches)
        least = sum(self._least(part) for part in self.parts)
        return Repaired(self.now, moved, least, torn=self.unavoidable)

    def _least(self, part: Part) -> int:
        """Nothing is known of plans that tear somebody but that what is lost is lost."""
        lost = self._lost(part)
        return lost if part.needy & self.torn.keys() else max(lost, part.bound)

    def _lost(self, part: Part) -> int:
        return sum(self.patches[unit].lost for unit in part.needy)

    def _repaired(self, part: Part, spots: Spots, clock: Clock) -> Part:
        lost = self._lost(part)
        if part.cost == lost:
            return replace(part, bound=lost)
        most, reach = self._region(part)
        found = repair(
            self.ground,
            [self.patches[unit] for unit in sorted(reach)],
            self.free,
            self.busy | {s for s, unit in self.owner.items() if unit not in reach},
            spots,
            clock.left,
            Repaired({unit: self.now[unit] for unit in reach}, part.cost, lost),
            reach,
            most,
        )
        if found.moved >= part.cost:
            if found.is_stuck and most == part.cost - lost - 1 and self._is_fast(reach, most):
                self.unavoidable |= part.needy & self.torn.keys()
            return replace(part, bound=found.bound)
        rivals = self._rivals(found.shapes)
        if not rivals:
            self.now |= found.shapes
            self.torn = {unit: cost for unit, cost in self.torn.items() if unit not in reach}
            return replace(part, cost=found.moved, bound=found.bound)
        meeting = [other for other in self.parts if rivals & self._units(other)]
        for rival in meeting:
            self.parts.remove(rival)
            part |= rival
        return part if meeting else replace(part, bound=found.bound)

    def _is_fast(self, units: Iterable[int], most: int) -> bool:
        """Whether none of these units could leave its place for another with so few moves."""
        told = {seat for patch in self.patches.values() for seat in patch.announced}
        free = self.open - told
        for patch in map(self.patches.__getitem__, units):
            others = (self.open & told) - patch.kept
            left = most - len(patch.announced)
            if not patch.fixed and has_room(self.ground, free, others, patch.size, left):
                return False
        return True

    def _units(self, part: Part) -> set[int]:
        """Those in need and those who made room for them."""
        units = set(part.needy)
        todo = list(units)
        while todo:
            seats = self.now[todo.pop()]
            more = {self.owner[seat] for seat in seats if seat in self.owner} - units
            units |= more
            todo += more
        return units

    def _rivals(self, shapes: Mapping[int, Shape]) -> set[int]:
        """Other units that sit, by now, on one of these seats or in one of their gaps, or are held
        together by one."""
        others = {unit: shape for unit, shape in self.now.items() if unit not in shapes}
        taken = {seat for shape in shapes.values() for seat in shape}
        gaps = {gap for shape in shapes.values() for gap in self._between(shape)}
        return {
            unit
            for unit, shape in others.items()
            if not taken.isdisjoint(shape)
            or not gaps.isdisjoint(shape)
            or not taken.isdisjoint(self._between(shape))
        }

    def _between(self, shape: Iterable[int]) -> set[int]:
        """The seats that lie, one alone, between two of the shape."""
        mine = set(shape)
        over = self.ground.over
        return {
            middle
            for seat in mine
            for middle, beyond in over[seat]
            if beyond in mine and middle not in mine
        }

    def _cost(self, unit: int) -> int:
        patch = self.patches[unit]
        return len(patch.announced - set(self.now[unit])) + patch.lost

    def _joined(self) -> list[Part]:
        """Parts by who has taken whose seat, so that every move belongs to one of them."""
        whole = {unit: {unit} for unit in self.patches}
        for unit, shape in self.now.items():
            for seat in shape:
                other = self.owner.get(seat, unit)
                if whole[other] is not whole[unit]:
                    whole[unit] |= whole[other]
                    for one in whole[other]:
                        whole[one] = whole[unit]
        found = []
        for units in {id(units): units for units in whole.values()}.values():
            needy = frozenset(unit for unit in units if self.patches[unit].new)
            cost = sum(self._cost(unit) + self.torn.get(unit, 0) for unit in units)
            if needy:
                found.append(Part(needy, cost))
        self.parts = found
        self._merge()
        return self.parts

    def _merge(self) -> None:
        """Parts whose regions meet become one."""
        done: list[tuple[Part, set[int]]] = []
        for part in sorted(self.parts, key=lambda part: (-part.cost, min(part.needy))):
            here, region = part, set(self._region(part)[1])
            while meeting := [one for one in done if not region.isdisjoint(one[1])]:
                done = [one for one in done if one not in meeting]
                for other, _ in meeting:
                    here |= other
                region = set(self._region(here)[1])
            done.append((here, region))
        self.parts = [part for part, _ in done]

    def _region(self, part: Part) -> tuple[int, dict[int, int]]:
        """How many moves are tried, the units that so few could change, and how far each could
        reach for new seats."""
        most = part.cost - self._lost(part) - 1
        if most < 0:
            return most, dict.fromkeys(part.needy, 0)
        region = self._changed_by(part, most)
        if len(region) > SMALL and most > MOST:
            most, region = MOST, self._changed_by(part, MOST)
        return most, region

    def _changed_by(self, part: Part, most: int) -> dict[int, int]:
        left = dict.fromkeys(part.needy, most)  # moves a unit may cost, after those on the way
        todo = sorted(part.needy)
        while todo:
            unit = todo.pop()
            patch = self.patches[unit]
            after = left[unit]
            if unit not in part.needy and not patch.other:
                after -= 1
            owners, held = self._touched(patch, self._reach(patch, left[unit]))
            for other in owners | held:
                # Whom a gap holds together counts even where nobody may move for it.
                can_change = after > 0 or self.patches[other].other or other in held
                if can_change and after > left.get(other, -1):
                    left[other] = after
                    todo.append(other)
        return {unit: self._reach(self.patches[unit], most) for unit, most in left.items()}

    def _reach(self, patch: Patch, most: int) -> int:
        return patch.new + most + len(patch.other)

    def _touched(self, patch: Patch, radius: int) -> tuple[set[int], set[int]]:
        """The units whose seats lie so near, and those whom a gap so near holds together."""
        found, edge = set(patch.kept), set(patch.kept)
        for _ in range(radius):
            edge = {
                other
                for seat in edge
                for other in (
                    *self.ground.adjacent[seat],
                    *(beyond for _, beyond in self.ground.over[seat]),
                )
                if other in self.open and other not in found
            }
            found |= edge
        new = found - patch.kept
        owners = {self.owner[seat] for seat in new if seat in self.owner}
        return owners, {unit for seat in new for unit in self.gaps.get(seat, ())} - {patch.id}

    def _gaps(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for unit in gapped(self.ground, self.patches.values()):
            for middle in self._between(self.patches[unit].kept):
                found.setdefault(middle, []).append(unit)
        return found
