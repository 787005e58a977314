"""Units and seats together: the best place for every unit, proven.

One column for each unit on each legal shape: an arc along its run, from the seat where it begins to
the one behind its last; every run is walked once from end to end, over units and free seats. Those
columns worth having are generated from the prices of the places (the duals of the relaxed program);
when none is left, the relaxed program's value is a bound. Integer programs of the columns near to
it find a good plan; one of every column that could be in a better plan proves the best. The nearer
the bound, the fewer those are, so it is raised first (``cuts``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.seating.solver.board import UNPLACED, Board
from app.seating.solver.cuts import cuts
from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.master import Column, Master, Reduced
from app.seating.solver.prices import ROW
from app.seating.solver.program import INFINITE, Clock, Floats
from app.seating.solver.shapes import Line
from app.seating.solver.walks import walked

FEW = 4  # columns of a unit that one round adds
MOST_COLUMNS = 60_000
NEAR = 6.0  # first try columns that cost at most so much above the bound
CUTS = 8  # rounds of them
WORTH = 0.5  # the last round raises the bound by less
FARTHER = 4  # times as much, the next time
TINY = 1e-6
_HALF = 0.5

Heard = Callable[[float, float], None]


@dataclass(frozen=True)
class Joint:
    """Shapes by unit, their cost, and the proven bound of any plan's cost."""

    shapes: dict[int, Shape]
    value: float
    bound: float


def _nobody(_value: float, _bound: float) -> None:
    """Nobody listens."""


def improve(
    board: Board,
    units: Sequence[Unit],
    start: Mapping[int, Shape],
    seconds: float,
    heard: Heard = _nobody,
    *,
    row: float = ROW,
    window: float = INFINITE,
    least: int = 0,
) -> Joint | None:
    """The best plan found from ``start`` on, with its bound; None where nothing was proven.

    ``row`` is the cost of a row more. No unit sits further than ``window`` pitches from where the
    order of the list alone would put it; ``least`` units are divided in any plan. Where rows are
    saved before all else and ``start`` divides no more, so does no plan that is sought.
    """
    clock = Clock(seconds)
    kinds = [board.kind_of[unit.id] for unit in units]
    is_fewest = row == ROW and all(side.price < row for side in board.sides)
    is_fewest = is_fewest and len(start) == len(units) and _divided(board, start) == least
    line = Line(board, row, is_whole=is_fewest and not least)
    master = Master(line, units, kinds, window, least, UNPLACED if is_fewest else 0.0)
    best = _known(master, start)
    value = master.value(best) if best is not None else INFINITE
    if best is not None:
        master.add(best)
    bound, reduced = _relaxed(master, clock)
    if reduced is None:
        return None
    bound, reduced = _cut(master, clock, bound, reduced)
    heard(value, bound)
    ways = Reduced(reduced.shapes, np.zeros(line.places))  # at first any place may stay free
    near, proven = NEAR, bound
    while clock.left > 0:
        columns = _worth_trying(master, ways.shapes, near)
        program = master.full(columns, np.flatnonzero(ways.free > near + TINY))
        program.tell(lambda found, _: heard(min(found, value), bound))  # noqa: B023
        known = _start(master, columns, best)
        if known is not None and value <= bound + near:
            program.straight()  # what is better, if anything, is not much
        solved = program.whole(clock.left, start=known)
        if solved.is_found and solved.value < value:
            names = list(columns)
            placed = [int(c) - master.first for c in np.flatnonzero(solved.columns > _HALF)]
            placed = [place for place in placed if place >= 0]
            if len(placed) == len(units):
                best = {names[place]: columns[names[place]] for place in placed}
                value = solved.value
        is_settled = solved.is_optimal or solved.is_infeasible
        if not is_settled or len(columns) >= MOST_COLUMNS:
            break
        if len(columns) == master.most_columns and best is None:
            break  # all was tried: a unit is larger than any shape
        # What is not among the columns costs at least ``near`` more than the bound.
        proven = max(proven, min(solved.bound if solved.is_optimal else INFINITE, bound + near))
        if value <= proven + TINY:
            break
        near = value - bound + TINY if value - bound < FARTHER * near else FARTHER * near
        ways = walked(master, reduced)
    return Joint(_shapes(master, best), value, min(proven, value)) if best is not None else None


def _start(
    master: Master, columns: Mapping[Column, float], best: Mapping[Column, float] | None
) -> Floats | None:
    """The best plan so far as values of these columns; None where it is not made of them."""
    if best is None or not best.keys() <= columns.keys():
        return None
    free = np.zeros(master.line.places)
    for place, runs in enumerate(master.line.runs):
        free[master.line.starts[place] : master.line.starts[place + 1]] = len(runs)
    for unit, shape in best:
        shapes = master.line.shapes[master.kinds[unit]]
        free[shapes.start[shape] : shapes.stop[shape]] -= 1
        free[shapes.start_2[shape] : shapes.stop_2[shape]] -= 1
    chosen = [float(column in best) for column in columns]
    beside = [master.divided(best) - master.least, *master.over(best)]
    return np.concatenate([np.zeros(master.rows), free, beside, chosen])


def _divided(board: Board, start: Mapping[int, Shape]) -> int:
    """How many units do not sit whole in a run."""
    run_of = {seat.id: run for run, line in enumerate(board.runs) for seat in line}
    return sum(len({run_of[seat] for seat in shape}) > 1 for shape in start.values())


def _known(master: Master, start: Mapping[int, Shape]) -> dict[Column, float] | None:
    found: dict[Column, float] = {}
    for place, unit in enumerate(master.units):
        shape = master.line.find(master.kinds[place], start[unit.id]) if unit.id in start else None
        if shape is None:
            return None
        found[place, shape] = float(master.costs(place)[shape])
    return found


def _relaxed(master: Master, clock: Clock) -> tuple[float, Reduced | None]:
    """The bound when no column is worth adding any more; the Lagrangean bound before that."""
    bound = -INFINITE
    best: Reduced | None = None
    while clock.left > 0:
        solved = master.program.relaxed(clock.left)
        if not solved.is_found or not solved.is_optimal:
            break
        reduced = master.reduced(solved.duals)
        least = [float(costs.min(initial=0.0)) for costs in reduced.shapes]
        short = sum(least)
        if solved.value + short > bound:
            bound = solved.value + short
            above = [costs - low for costs, low in zip(reduced.shapes, least, strict=True)]
            best = Reduced(above, reduced.free)
        if short > -TINY:
            break
        new: dict[Column, float] = {}
        for unit, costs in enumerate(reduced.shapes):
            few = np.argpartition(costs, FEW)[:FEW] if len(costs) > FEW else range(len(costs))
            new |= {(unit, int(s)): float(master.costs(unit)[s]) for s in few if costs[s] < -TINY}
        master.add(new)
    return bound, best


def _cut(master: Master, clock: Clock, bound: float, best: Reduced) -> tuple[float, Reduced]:
    """The bound again without what only halves of units can do."""
    for _ in range(CUTS):
        rows = cuts(master)
        if not rows or clock.left <= 0:
            break
        master.cut(rows)
        higher, reduced = _relaxed(master, clock)
        gain = higher - bound
        if reduced is not None and gain > 0:
            bound, best = higher, reduced
        if gain < WORTH:
            break
    return bound, best


def _worth_trying(master: Master, reduced: list[Floats], gap: float) -> dict[Column, float]:
    """Every column that a plan better than the known one may hold; the best where too many."""
    named = [
        (float(costs[shape]), unit, int(shape))
        for unit, costs in enumerate(reduced)
        for shape in np.flatnonzero(costs <= gap + TINY)
    ]
    named.sort()
    return {
        (unit, shape): float(master.costs(unit)[shape]) for _, unit, shape in named[:MOST_COLUMNS]
    }


def _shapes(master: Master, columns: Mapping[Column, float]) -> dict[int, Shape]:
    return master.line.seated(
        {master.units[unit].id: (master.kinds[unit], shape) for unit, shape in columns}
    )
