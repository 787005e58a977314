"""The fewest people moved, proven: every unit's seats chosen one by one, and kept together by cuts.

A binary for each unit and each seat it could reach. Solved without saying that a unit stays
together; where the answer tears one, the inequality that forbids just that is added, and it is
solved again. Every answer is a lower bound for any plan, whatever the shapes of its units; the
first that tears nobody is the best plan. A unit may also leave its place altogether, which at first
costs its people only and no seats: a bound all the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.program import INFINITE, Clock, Program, Solved

MOVED = 1000.0  # one announced person on another seat
REACH = (
    4  # how far from its seats a unit may take new ones at first, and one more for each it needs
)
_HALF = 0.5


@dataclass(frozen=True)
class Patch:
    """A unit to be seated anew around what it has: ``announced`` and ``told`` seats are better
    kept (the first count as moves), ``fixed`` ones are; ``size`` seats in all. A unit that was
    torn before may stay torn: then ``is_whole`` is False."""

    id: int
    announced: frozenset[int]
    other: frozenset[int]  # had, but never announced
    fixed: frozenset[int]
    size: int
    is_whole: bool = True
    lost: int = 0  # announced seats that are gone

    @property
    def kept(self) -> frozenset[int]:
        return self.announced | self.other | self.fixed

    @property
    def new(self) -> int:
        return max(0, self.size - len(self.kept))


@dataclass(frozen=True)
class Repaired:
    """The seats of every unit, how many announced people leave theirs, and the proven least."""

    shapes: dict[int, Shape]
    moved: int
    bound: int


@dataclass
class _Net:
    """The seats each unit could use, as columns of a program that grows by cuts."""

    ground: Ground
    patches: Sequence[Patch]
    open: frozenset[int]  # seats that units may use
    reach: int
    busy: frozenset[int]  # where somebody sits who does not move
    row: dict[int, int] = field(default_factory=dict)
    column: dict[tuple[int, int], int] = field(default_factory=dict)
    seats: dict[int, list[int]] = field(default_factory=dict)

    def near(self, seat: int) -> list[int]:
        """Where the next of a unit may sit: beside, behind, or one empty seat further."""
        return self.ground.adjacent[seat] + [beyond for _, beyond in self.ground.over[seat]]

    def reachable(self, patch: Patch) -> list[int]:
        """Of seats that may be used, those within reach."""
        found = set(patch.kept)
        edge = set(found)
        for _ in range(self.reach + patch.new):
            edge = {
                other
                for seat in edge
                for other in self.near(seat)
                if other in self.open and other not in found
            }
            if not edge:
                break
            found |= edge
        return sorted(found - patch.fixed)

    def build(self) -> Program:
        """Rows: for each unit its size, for each open seat one person at most, and for each unit
        that it either keeps seats or leaves. Columns: units on seats, then units that leave."""
        units = len(self.patches)
        self.row = {seat: units + n for n, seat in enumerate(sorted(self.open))}
        needs = [float(p.size - len(p.fixed)) for p in self.patches]
        had = [float(len(p.announced)) for p in self.patches]
        program = Program(
            [*needs, *[0.0] * (len(self.row) + units)], [*needs, *[1.0] * len(self.row), *had]
        )
        stays = units + len(self.row)
        for number, patch in enumerate(self.patches):
            self.seats[patch.id] = self.reachable(patch)
            costs, entries = [], []
            for seat in self.seats[patch.id]:
                self.column[patch.id, seat] = program.columns + len(costs)
                costs.append(self._cost(patch, seat))
                entry = [(number, 1.0), (self.row[seat], 1.0)]
                entries.append(
                    [*entry, (stays + number, 1.0)] if seat in patch.announced else entry
                )
            program.add(costs, entries)
        leaving = [[(n, needs[n]), (stays + n, had[n])] for n in range(units)]
        program.add([0.0] * units, leaving, [float(not p.fixed) for p in self.patches])
        return program

    def _cost(self, patch: Patch, seat: int) -> float:
        """Moves count; all else together counts less than one of them."""
        if seat in patch.announced:
            return -MOVED
        if seat in patch.other:
            return 0.0
        rows = {self.ground.seats[s].rank for s in patch.kept if s in self.ground.seats}
        small = 0.1 + 0.2 * (self.ground.seats[seat].rank not in rows)
        return small + 0.0005 * self.ground.away[seat]


def repair(
    ground: Ground,
    patches: Sequence[Patch],
    free: Iterable[int],
    busy: Iterable[int],
    spots: Callable[[Patch, frozenset[int]], Sequence[Shape]],
    seconds: float,
) -> Repaired | None:
    """All units whole with the fewest moves. Nobody has the ``free`` seats, others than units the
    ``busy`` ones; ``spots`` tells places for a unit that leaves its own. None where there is no
    such plan, or no time to find it."""
    clock = Clock(seconds)
    open_seats = frozenset(free) | {s for p in patches for s in p.announced | p.other}
    lost = sum(patch.lost for patch in patches)
    best: Repaired | None = None
    reach = REACH
    while True:
        net = _Net(ground, patches, open_seats, reach, frozenset(busy))
        found = _repaired(net, spots, clock)
        if found is None:
            return best
        if best is None or (found.moved, -found.bound) < (best.moved, -best.bound):
            best = found
        if found.bound == found.moved or found.bound - lost <= reach or clock.left <= 0:
            return best
        reach = found.moved - lost - 1


def _repaired(
    net: _Net, spots: Callable[[Patch, frozenset[int]], Sequence[Shape]], clock: Clock
) -> Repaired | None:
    program = net.build()
    units = len(net.patches)
    leaving = program.columns - units
    first = _together(net, program, clock)
    if first is None:
        return None
    kept = -int(np.floor(first.bound / MOVED + 1e-6))
    every = sum(len(patch.announced) for patch in net.patches)
    # Who takes a seat out of reach has moved more people of the unit than that.
    bound = min(every - kept, net.reach + 1) + sum(patch.lost for patch in net.patches)
    away = [n for n in range(units) if first.columns[leaving + n] > _HALF]
    if not away:
        return _read(net, first, {}, bound)
    anew: dict[int, tuple[int, Shape]] = {}
    for number in away:
        patch = net.patches[number]
        shapes = spots(patch, net.open)
        start = program.columns
        anew |= {start + n: (patch.id, shape) for n, shape in enumerate(shapes)}
        program.add(
            [_cost_of(net, patch, shape) for shape in shapes],
            [
                [(number, float(patch.size)), *((net.row[seat], 1.0) for seat in shape)]
                for shape in shapes
            ],
        )
    program.set_upper(range(leaving, leaving + units), 0.0)
    second = _together(net, program, clock)
    return _read(net, second, anew, bound) if second is not None else None


def _cost_of(net: _Net, patch: Patch, shape: Shape) -> float:
    kept = len(patch.announced & set(shape))
    rows = len({net.ground.seats[seat].rank for seat in shape})
    near = sum(net.ground.away[seat] for seat in shape) / len(shape)
    return 0.2 * rows + 0.0005 * near - MOVED * kept


def _together(net: _Net, program: Program, clock: Clock) -> Solved | None:
    """Solved again and again until no unit is torn; None where that cannot be."""
    while clock.left > 0:
        solved = program.whole(clock.left)
        if not solved.is_found or not solved.is_optimal:
            return None
        cuts = list(_cuts(net, solved))
        if not cuts:
            return solved
        for lower, upper, entries in cuts:
            program.add_row(lower, upper, entries)
    return None


def _chosen(net: _Net, solved: Solved) -> dict[int, set[int]]:
    return {
        patch.id: {
            seat
            for seat in net.seats[patch.id]
            if solved.columns[net.column[patch.id, seat]] > _HALF
        }
        | patch.fixed
        for patch in net.patches
    }


def _cuts(net: _Net, solved: Solved) -> Iterable[tuple[float, float, list[tuple[int, float]]]]:
    """What forbids each tear of this answer and no plan in which that unit is whole."""
    chosen = _chosen(net, solved)
    taken = {seat for seats in chosen.values() for seat in seats} | net.busy
    for patch in net.patches:
        seats = chosen[patch.id]
        if len(seats) < patch.size:
            continue  # has left its place
        parts = net.ground.pieces(seats, taken)
        if len(parts) == 1:
            continue
        home = max(parts, key=lambda part: (len(part & patch.kept), len(part), -min(part)))
        for part in parts:
            if part is home or (not patch.is_whole and part & patch.kept):
                continue
            yield from _cut(net, patch, part, seats - part, taken)


def _cut(
    net: _Net, patch: Patch, part: set[int], rest: set[int], taken: set[int]
) -> Iterable[tuple[float, float, list[tuple[int, float]]]]:
    """For a seat of the part and one elsewhere, both the unit's: one of the seats round the part
    is the unit's too. Beyond somebody else's seat that needs the seat empty."""
    around = {n for seat in part for n in net.ground.adjacent[seat]} - part
    entries: dict[int, float] = {}
    for seat in around:
        if (patch.id, seat) in net.column:
            entries[net.column[patch.id, seat]] = -1.0
    upper = 1.0
    for seat in sorted(part):
        for middle, beyond in net.ground.over[seat]:
            if beyond in part or beyond in around:
                continue
            if beyond in patch.fixed:
                # Joined as soon as nobody sits in between.
                upper += _between(net, middle, taken, entries)
            elif (patch.id, beyond) in net.column:
                if beyond in rest and middle in taken:
                    upper += _between(net, middle, taken, entries)
                else:
                    entries[net.column[patch.id, beyond]] = -1.0
    inside = sorted(seat for seat in part - patch.fixed)
    outside = sorted(rest - patch.fixed, key=lambda seat: (seat not in patch.kept, seat))
    if rest & patch.fixed or not patch.is_whole:
        upper, outside = upper - 1.0, []
    if part & patch.fixed:
        upper, inside = upper - 1.0, []
    for here in inside or [None]:
        line = dict(entries)
        for seat in (here, *outside[:1]):
            if seat is not None:
                column = net.column[patch.id, seat]
                line[column] = line.get(column, 0.0) + 1.0
        yield -INFINITE, upper, sorted(line.items())


def _between(net: _Net, middle: int, taken: set[int], entries: dict[int, float]) -> float:
    """Adds "nobody sits on ``middle``" to the right hand side: 1 less all who may sit there."""
    columns = [
        net.column[patch.id, middle] for patch in net.patches if (patch.id, middle) in net.column
    ]
    if middle not in net.open:
        return 0.0  # whoever sits there stays
    for column in columns:
        entries[column] = entries.get(column, 0.0) + 1.0
    return 1.0


def _read(
    net: _Net, solved: Solved, extra: Mapping[int, tuple[int, Shape]], bound: int
) -> Repaired:
    shapes = {unit: tuple(sorted(seats)) for unit, seats in _chosen(net, solved).items()}
    for column, (unit, shape) in extra.items():
        if solved.columns[column] > _HALF:
            shapes[unit] = shape
    moved = sum(len(patch.announced - set(shapes[patch.id])) + patch.lost for patch in net.patches)
    return Repaired(shapes, moved, min(bound, moved))
