"""The fewest people moved, proven: every unit's seats chosen one by one, and kept together by cuts.

A binary for each unit and each seat it could reach. Solved without saying that a unit stays
together; where the answer tears one, the inequality that forbids just that is added, and it is
solved again. Every answer is a lower bound for any plan, whatever the shapes of its units; the
first that tears nobody is the best plan. A unit may also leave its place altogether, which at first
costs its people only and no seats: a bound all the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil, isfinite

import numpy as np

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.net import MOVED, Net, Patch, Repaired
from app.seating.solver.program import INFINITE, Clock, Floats, Program, Row, Solved
from app.seating.solver.separator import separator

ROUNDS = 20
_HALF = 0.5
_SLACK = 0.2 * MOVED
_THIN = 0.05
HOME = -1_000_000_000  # all seats a unit has, as one place


def repair(
    ground: Ground,
    patches: Sequence[Patch],
    free: Iterable[int],
    busy: Iterable[int],
    spots: Callable[[Patch, frozenset[int]], Sequence[Shape]],
    seconds: float,
    known: Repaired,
    reach: Mapping[int, int],
    most: int,
) -> Repaired:
    """All units whole with at most ``most`` moves besides those lost and fewer than those
    ``known``, or these with a better bound. Nobody has the ``free`` seats, others than units the
    ``busy`` ones; ``reach`` tells how many steps from its own seats a unit can get with so many
    moves, ``spots`` places for a unit that leaves its own."""
    open_seats = frozenset(free) | {s for p in patches for s in p.announced | p.other}
    net = Net(ground, patches, open_seats, reach, frozenset(busy))
    return _repaired(net, spots, Clock(seconds), known, most)


def _repaired(
    net: Net,
    spots: Callable[[Patch, frozenset[int]], Sequence[Shape]],
    clock: Clock,
    known: Repaired,
    most: int,
) -> Repaired:
    program = net.build(most)
    program.straight()
    units = len(net.patches)
    leaving = program.columns - units
    every = sum(len(patch.announced) for patch in net.patches)
    lost = sum(patch.lost for patch in net.patches)
    # Only what is better than the known is sought: little is left to try.
    program.add_row(float(every - most), INFINITE, net.keeping)
    first = _together(net, program, clock)
    if first.is_infeasible:
        return replace(known, bound=max(known.bound, lost + most + 1), is_stuck=True)
    if isfinite(first.bound):
        # What else is weighed comes to less than one move: it must not be taken for one.
        bound = every + lost - ceil(-first.bound / MOVED - 1e-6)
        known = replace(known, bound=max(known.bound, min(lost + most + 1, bound)))
    if not first.is_found:
        return known
    away = [n for n in range(units) if first.columns[leaving + n] > _HALF]
    if not away:
        return _read(net, first, {}, known.bound)
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
    if not second.is_found:
        return replace(known, is_stuck=second.is_infeasible)
    found = _read(net, second, anew, known.bound)
    return found if found.moved < known.moved else known


def _cost_of(net: Net, patch: Patch, shape: Shape) -> float:
    kept = len(patch.announced & set(shape))
    rows = len({net.ground.seats[seat].rank for seat in shape})
    near = sum(net.ground.away[seat] for seat in shape) / len(shape)
    return 0.2 * rows + 0.0005 * near - MOVED * kept


def _together(net: Net, program: Program, clock: Clock) -> Solved:
    """Solved again and again until no unit is torn, or it is proven that there is no such plan;
    where the time does not suffice no plan, but what is proven by then.

    First in fractions, which is fast and leaves little to do in whole numbers.
    """
    relaxed = _held(net, program, clock)
    if relaxed.is_infeasible:
        return relaxed
    bound = relaxed.bound
    while clock.left > 0:
        solved = program.whole(clock.left, within=_SLACK)
        if solved.is_infeasible:
            return solved
        bound = max(bound, solved.bound)
        torn = list(_cuts(net, solved.columns)) if solved.is_found and solved.is_optimal else []
        if solved.is_optimal and not torn:
            return solved
        if not torn:
            break
        program.add_rows(torn)
    return replace(relaxed, columns=np.zeros(0), bound=bound)


def _held(net: Net, program: Program, clock: Clock) -> Solved:
    """In fractions, with cuts until no unit is torn or enough has been tried: the last answer
    that was proven."""
    relaxed = program.relaxed(clock.left)
    if not relaxed.is_optimal:
        return replace(relaxed, bound=-INFINITE)
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
        core = max(sorted(values), key=lambda s: (s in patch.kept, values[s]))
        if not patch.is_whole:
            core = HOME
        hanging = [s for s in values if values[s] > _THIN and s != core] if patch.is_whole else new
        net.gap(values, empty)
        values[HOME] = 1.0
        for seat in hanging:
            enough = values[seat] + values[core] - 1.0 - _THIN
            if enough <= 0:
                continue
            links = _links(net, patch, core)
            between = separator(links, values, seat, core, enough)
            if between is None:
                continue
            yield _cut(net, patch, seat, core, between)
            if core == HOME:
                continue
            # The same seen from the unit: who would sit anywhere beyond must go through here.
            round_it = separator(links, values, core, seat, enough)
            if round_it is not None and round_it != between:
                for other in _beyond(links, values, seat, round_it):
                    yield _cut(net, patch, other, core, round_it)


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
        links = net.ground.adjacent[node] + [-middle for middle, _ in net.ground.over[node]]
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


def _read(net: Net, solved: Solved, anew: Mapping[int, tuple[int, Shape]], bound: int) -> Repaired:
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
    moved = sum(len(patch.announced - set(shapes[patch.id])) + patch.lost for patch in net.patches)
    return Repaired(shapes, moved, min(bound, moved))
