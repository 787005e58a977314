"""A late change taken apart: needs far from one another are repaired, and proven, each alone.

Each need is tried with no move, then with one more after another: the first plan found is its best.
What a plan with so few moves could change are units near those in need (``spread``); where two
needs share none of them, nor one that the next move would reach, the fewest moves of both are the
sum of the fewest of each. Where they do, or where their plans want the same seats, they become one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.net import Patch, Repaired, gapped
from app.seating.solver.program import Clock
from app.seating.solver.repair import Spots, repair
from app.seating.solver.spread import Before, Region, spread


@dataclass(eq=False)
class Part:
    """Units in need that are repaired together. ``least`` moves are proven (besides those whose
    seats are gone), ``tried`` is how many are tried next, ``region`` what was searched for fewer;
    ``shapes`` the units that change, once a plan is found."""

    needy: frozenset[int]
    least: int = 0
    tried: int = 0
    region: Region | None = None
    shapes: dict[int, Shape] | None = None
    is_torn: bool = False


@dataclass(frozen=True)
class Known:
    """Units that take seats of one another in the plan at hand; what that costs, a unit torn among
    it."""

    needy: frozenset[int]
    shapes: dict[int, Shape]
    cost: int
    is_torn: bool


class Regions:
    """The whole change, and the parts it falls into."""

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
        self.patches = {patch.id: patch for patch in patches}
        fixed = {seat for patch in patches for seat in patch.fixed}
        owner = {seat: patch.id for patch in patches for seat in patch.kept}
        self.before = Before(
            ground,
            self.patches,
            frozenset(free),
            frozenset(busy) | fixed,
            owner,
            _gaps(ground, patches),
        )
        self.known = self._joined(known, torn)
        in_need = [patch.id for patch in patches if patch.new or patch.id in torn]
        self.parts = [Part(frozenset({unit})) for unit in in_need]
        for part in self.parts:
            self._adopt(part)

    def repaired(self, spots: Spots, clock: Clock) -> Repaired:
        """The units that change, as far as a plan was found in time, and the proven least."""
        while clock.left > 0:
            waiting = [part for part in self.parts if part.shapes is None]
            if not waiting:
                break
            part = min(waiting, key=lambda part: (part.tried, len(part.needy), min(part.needy)))
            if not self._try(part, spots, clock):
                break
        shapes = {unit: shape for part in self.parts for unit, shape in (part.shapes or {}).items()}
        moved = sum(len(self.patches[unit].announced.difference(shapes[unit])) for unit in shapes)
        lost = sum(patch.lost for patch in self.patches.values())
        least = sum(part.least for part in self.parts if not part.is_torn)
        torn = {unit for part in self.parts if part.is_torn for unit in part.needy}
        return Repaired(shapes, moved + lost, least + lost, torn=frozenset(torn))

    def _try(self, part: Part, spots: Spots, clock: Clock) -> bool:
        """A plan for the part, or one move more; False where the time did not suffice."""
        region = spread(self.before, part.needy, part.tried)
        found = repair(self.before, region, part.needy, spots, clock.left)
        if found.shapes is not None:
            self._settle(part, self._changed(part, found.shapes), spots, clock)
            return True
        if not (found.is_impossible or found.is_stuck):
            return False
        is_proven = found.is_impossible and part.least == part.tried
        part.tried += 1
        if is_proven:
            part.least, part.region = part.tried, region
            meeting = [o for o in self.parts if o is not part and o.region]
            meeting = [o for o in meeting if o.region and region.meets(o.region)]
            if meeting:
                part = self._merged([part, *meeting], least=part.least - 1)
        self._adopt(part)
        return True

    def _settle(self, part: Part, shapes: dict[int, Shape], spots: Spots, clock: Clock) -> None:
        """Takes the plan, or one round the other parts' plans; where there is none as good, they
        become one part."""
        rivals: list[Part] = []
        while more := self._rivals(shapes, rivals):
            rivals += more
            changing = {unit: shape for o in rivals for unit, shape in (o.shapes or {}).items()}
            found = self._round(part, changing, spots, clock)
            if found is None:
                self._adopt(self._merged([part, *rivals], least=part.least))
                return
            shapes = found
        part.shapes = shapes

    def _rivals(self, shapes: Mapping[int, Shape], but: Sequence[Part] = ()) -> list[Part]:
        """The other parts whose plans change one of these units, or want the same seats."""
        held = self._held(shapes)
        return [
            part
            for part in self.parts
            if part.shapes
            and part not in but
            and not (
                shapes.keys().isdisjoint(part.shapes) and held.isdisjoint(self._held(part.shapes))
            )
        ]

    def _round(
        self, part: Part, others: Mapping[int, Shape], spots: Spots, clock: Clock
    ) -> dict[int, Shape] | None:
        """A plan for the part that leaves these units where they are to be."""
        if not part.needy.isdisjoint(others):
            return None
        taken, before = self._held(others), self.before
        gaps = {
            seat: [unit for unit in units if unit not in others]
            for seat, units in before.gaps.items()
        }
        apart = replace(before, free=before.free - taken, busy=before.busy | taken, gaps=gaps)
        region = spread(apart, part.needy, part.tried)
        found = repair(apart, region, part.needy, spots, clock.left)
        return self._changed(part, found.shapes) if found.shapes else None

    def _merged(self, parts: Sequence[Part], least: int) -> Part:
        """One part of several; ``least`` is what of the first one counts beside the others."""
        first, *others = parts
        least = max(first.least, least + sum(other.least for other in others))
        regions = [part.region for part in parts if part.region]
        one = Part(frozenset().union(*(part.needy for part in parts)), least, least, None)
        if regions:
            one.region = Region(
                max(region.most for region in regions),
                {unit: left for region in regions for unit, left in region.left.items()},
                fringe=set().union(*(region.fringe for region in regions)),
            )
        self.parts = [part for part in self.parts if part not in parts] + [one]
        return one

    def _adopt(self, part: Part) -> None:
        """The plan at hand, where it needs no more moves than are tried next."""
        known = [one for one in self.known if not one.needy.isdisjoint(part.needy)]
        if sum(one.cost for one in known) > part.tried:
            return
        needy = frozenset().union(*(one.needy for one in known))
        if needy != part.needy:
            others = [o for o in self.parts if o is not part and not needy.isdisjoint(o.needy)]
            if part.tried > sum(one.cost for one in known):
                self._adopt(self._merged([part, *others], least=part.least))
            return
        shapes = {unit: shape for one in known for unit, shape in one.shapes.items()}
        if self._rivals(shapes):
            return
        part.shapes = shapes
        part.is_torn = part.least == part.tried and any(one.is_torn for one in known)

    def _changed(self, part: Part, shapes: Mapping[int, Shape]) -> dict[int, Shape]:
        return {
            unit: shape
            for unit, shape in shapes.items()
            if unit in part.needy or not self.patches[unit].kept.issubset(shape)
        }

    def _held(self, shapes: Mapping[int, Shape]) -> set[int]:
        """The seats that units had or have, and the gaps between those they have."""
        found: set[int] = set()
        for unit, shape in shapes.items():
            found.update(self.patches[unit].kept, shape, _between(self.before.ground, shape))
        return found

    def _joined(self, known: Repaired, torn: Mapping[int, int]) -> list[Known]:
        """The plan at hand by who has taken whose seat, so that every move belongs to one part."""
        owner, gaps = self.before.owner, self.before.gaps
        whole = {unit: {unit} for unit in self.patches}
        for unit, shape in known.shapes.items():
            new = self.patches[unit].kept.symmetric_difference(shape)
            wanted = {*shape, *_between(self.before.ground, shape)} if new else set()
            others = {owner[seat] for seat in wanted if seat in owner}
            for other in others.union(*(gaps.get(seat, ()) for seat in wanted)):
                if whole[other] is not whole[unit]:
                    whole[unit] |= whole[other]
                    for one in whole[other]:
                        whole[one] = whole[unit]
        found = []
        for units in {id(units): units for units in whole.values()}.values():
            needy = frozenset(unit for unit in units if self.patches[unit].new or unit in torn)
            shapes = {unit: known.shapes[unit] for unit in sorted(units)}
            moved = sum(len(self.patches[u].announced.difference(shapes[u])) for u in units)
            cost = moved + sum(torn.get(unit, 0) for unit in units)
            if needy:
                found.append(Known(needy, shapes, cost, not torn.keys().isdisjoint(units)))
        return found


def _between(ground: Ground, shape: Iterable[int]) -> set[int]:
    """The seats that lie, one alone, between two of the shape."""
    mine = set(shape)
    return {
        middle
        for seat in mine
        for middle, beyond in ground.over[seat]
        if beyond in mine and middle not in mine
    }


def _gaps(ground: Ground, patches: Sequence[Patch]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    holding = gapped(ground, patches)
    for patch in patches:
        if patch.id in holding:
            for middle in _between(ground, patch.kept):
                found.setdefault(middle, []).append(patch.id)
    return found
