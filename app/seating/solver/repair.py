"""The fewest people moved, proven: every unit's seats chosen one by one, and kept together by cuts.

A binary for each unit and each seat it could reach. Solved without saying that a unit stays
together; where the answer tears one, the inequality that forbids just that is added, and it is
solved again. Every answer is a lower bound for any plan, whatever the shapes of its units; the
first that tears nobody is the best plan. A unit may also leave its place altogether, which at first
costs its people only and no seats: a bound all the same.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.seating.solver.layout import Shape
from app.seating.solver.net import Net, Patch
from app.seating.solver.program import INFINITE, Clock, Floats, Program, Row, Solved
from app.seating.solver.separator import separator
from app.seating.solver.spread import Before, Region

ROUNDS = 20
_HALF = 0.5
_SLACK = 1000.0  # what is weighed here is a matter of taste: any plan will do
_THIN = 0.05
HOME = -1_000_000_000  # all seats a unit has, as one place
Spots = Callable[[Patch, frozenset[int]], Sequence[Shape]]


@dataclass(frozen=True)
class Tried:
    """The seats of the units; else whether it is proven that there are none, or that units leave
    for whom no place was found."""

    shapes: dict[int, Shape] | None = None
    is_impossible: bool = False
    is_stuck: bool = False


def repair(
    before: Before,
    region: Region,
    needy: Collection[int],
    spots: Spots,
    seconds: float,
) -> Tried:
    """All ``needy`` units with all their seats, and everybody of the region whole, where just
    ``region.most`` people move; ``spots`` are places for a unit that leaves its own."""
    patches = [before.patches[unit] for unit in sorted(region.left)]
    open_seats = before.free | {s for p in patches for s in p.announced | p.other}
    busy = before.busy | {s for s, unit in before.owner.items() if unit not in region.left}
    net = Net(before.ground, patches, needy, open_seats, region.seats, region.left, busy)
    return _repaired(net, region.most, spots, Clock(seconds))


def _repaired(net: Net, most: int, spots: Spots, clock: Clock) -> Tried:
    program = net.build(most)
    program.straight()
    units = len(net.patches)
    leaving = program.columns - units
    first = _together(net, program, clock)
    if not first.is_found:
        return Tried(is_impossible=first.is_infeasible)
    away = [n for n in range(units) if first.columns[leaving + n] > _HALF]
    if not away:
        return Tried(_read(net, first, {}))
    anew: dict[int, tuple[int, Shape]] = {}
    for number in away:
        patch = net.patches[number]
        shapes = [shape for shape in spots(patch, net.open) if patch.kept.isdisjoint(shape)]
        start = program.columns
        anew |= {start + n: (patch.id, shape) for n, shape in enumerate(shapes)}
        stays = units + len(net.row) + number
        program.add(
            [_cost_of(net, shape) for shape in shapes],
            [
                [
                    (number, float(patch.size - len(patch.fixed))),
                    *((net.row[seat], 1.0) for seat in shape),
                    (stays, float(len(patch.announced))),
                ]
                for shape in shapes
            ],
        )
    program.set_upper(range(leaving, leaving + units), 0.0)
    second = _together(net, program, clock)
    if second.is_found:
        return Tried(_read(net, second, anew))
    return Tried(is_stuck=second.is_infeasible)


def _cost_of(net: Net, shape: Shape) -> float:
    rows = len({net.ground.seats[seat].rank for seat in shape})
    near = sum(net.ground.away[seat] for seat in shape) / len(shape)
    return 0.2 * rows + 0.0005 * near


def _together(net: Net, program: Program, clock: Clock) -> Solved:
    """Solved again and again until no unit is torn, or it is proven that there is no such plan;
    where the time does not suffice, nothing is found.

    First in fractions, which is fast and leaves little to do in whole numbers.
    """
    relaxed = _held(net, program, clock)
    if relaxed.is_infeasible:
        return relaxed
    while clock.left > 0:
        solved = program.whole(clock.left, within=_SLACK)
        if solved.is_infeasible or not solved.is_found:
            return solved
        torn = list(_cuts(net, solved.columns))
        if not torn:
            return solved
        program.add_rows(torn)
    return replace(relaxed, columns=np.zeros(0))


def _held(net: Net, program: Program, clock: Clock) -> Solved:
    """In fractions, with cuts until no unit is torn or enough has been tried: the last answer
    that was proven."""
    relaxed = program.relaxed(clock.left)
    if not relaxed.is_optimal:
        return relaxed
    for _ in range(ROUNDS):
        cuts = list(_cuts(net, relaxed.columns))
        if not cuts or clock.left <= 0:
            break
        program.add_rows(cuts)
        further = program.relaxed(clock.left)
        if further.is_infeasible:
            return further
        if not further.is_optimal:
            break
        relaxed = further
    return relaxed


def _cuts(net: Net, columns: Floats) -> Iterable[Row]:
    """Where a seat hangs on its unit by less than it is chosen: what forbids just that, and no plan
    in which the unit is whole."""
    empty = {
        middle: 1.0 - sum(float(columns[column]) for column in net.on.get(middle, ()))
        for middle in net.ground.seats
        if middle not in net.busy
    }
    for patch in net.patches:
        values = {s: float(columns[net.column[patch.id, s]]) for s in net.seats[patch.id]}
        values |= dict.fromkeys(patch.fixed, 1.0)
        new = [s for s, value in values.items() if value > _THIN and s not in patch.kept]
        if (
            not new
            and patch.id not in net.gapped
            and all(values[s] > 1 - _THIN for s in patch.kept)
        ):
            continue
        hanging = [(seat, HOME) for seat in new]
        if patch.is_whole:
            core = max(sorted(values), key=lambda s: (s in patch.kept, values[s]))
            hanging += [(s, core) for s in sorted(patch.kept) if values[s] > _THIN and s != core]
        net.gap(values, empty)
        values[HOME] = 1.0
        for seat, core in hanging:
            yield from _cut_off(net, patch, values, seat, core)


def _cut_off(
    net: Net, patch: Patch, values: Mapping[int, float], seat: int, core: int
) -> Iterable[Row]:
    """What a seat would need to hang on the core, where it does not."""
    enough = values[seat] + values[core] - 1.0 - _THIN
    if enough <= 0:
        return
    links = _links(net, patch, core)
    between = separator(links, values, seat, core, enough)
    if between is None:
        return
    yield _cut(net, patch, seat, core, between)
    if core == HOME:
        yield from _crowded(net, patch, values, between, _beyond(links, values, seat, between))
        return
    # The same seen from the unit: who would sit anywhere beyond must go through here.
    round_it = separator(links, values, core, seat, enough)
    if round_it is not None and round_it != between:
        for other in _beyond(links, values, seat, round_it):
            yield _cut(net, patch, other, core, round_it)


def _crowded(
    net: Net, patch: Patch, values: Mapping[int, float], wall: set[int], far: Sequence[int]
) -> Iterable[Row]:
    """Where more sit beyond a wall than are left once somebody sits in it."""
    if any(node < 0 or node in patch.kept for node in wall):
        return
    new = [seat for seat in far if seat not in patch.kept]
    most = float(net.more(patch) - 1)
    if sum(values[s] for s in new) > most * sum(values[s] for s in wall) + _THIN:
        line = [(net.column[patch.id, seat], 1.0) for seat in new]
        line += [(net.column[patch.id, seat], -most) for seat in wall]
        yield -INFINITE, 0.0, sorted(line)


def _beyond(
    links: Callable[[int], Iterable[int]],
    values: Mapping[int, float],
    seat: int,
    between: set[int],
) -> list[int]:
    """The seats on the far side of a cut, this one among them."""
    found, todo = {seat}, [seat]
    while todo:
        for other in links(todo.pop()):
            if other in values and other not in between and other not in found:
                found.add(other)
                todo.append(other)
    return sorted(node for node in found if node > 0 and values[node] > _THIN)


def _links(net: Net, patch: Patch, core: int) -> Callable[[int], Iterable[int]]:
    """Seat to seat, over one seat by the node of the gap, and home from all that the unit has."""

    def near(node: int) -> Iterable[int]:
        if node == HOME:
            return patch.kept
        if node < 0:
            return net.ground.beside[-node]
        links = net.ground.links[node]
        return [*links, HOME] if core == HOME and node in patch.kept else links

    return near


def _cut(net: Net, patch: Patch, seat: int, core: int, between: set[int]) -> Row:
    """Whoever has both seats has one of those between, or nobody sits in one of the gaps."""
    entries: dict[int, float] = defaultdict(float)
    upper = 1.0
    for end in (seat, core):
        if end == HOME or end in patch.fixed:
            upper -= 1.0
        else:
            entries[net.column[patch.id, end]] += 1.0
    for node in between:
        if node in patch.fixed:
            upper += 1.0
        elif node > 0:
            entries[net.column[patch.id, node]] -= 1.0
        else:
            upper += 1.0
            for column in net.on.get(-node, ()):
                entries[column] += 1.0
    return -INFINITE, upper, sorted(entries.items())


def _read(net: Net, solved: Solved, anew: Mapping[int, tuple[int, Shape]]) -> dict[int, Shape]:
    shapes = {
        patch.id: tuple(
            sorted(
                patch.fixed
                | {
                    seat
                    for seat in net.seats[patch.id]
                    if solved.columns[net.column[patch.id, seat]] > _HALF
                }
            )
        )
        for patch in net.patches
    }
    for column, (unit, shape) in anew.items():
        if solved.columns[column] > _HALF:
            shapes[unit] = shape
    return shapes
