"""Units and seats together: the best place for every unit, proven.

One column for each unit on each legal shape: an arc along its run, from the seat where it begins to
the one behind its last; every run is walked once from end to end, over units and free seats. Those
columns worth having are generated from the prices of the places (the duals of the relaxed program);
when none is left, the relaxed program's value is a bound. Then every column that could be in a
better plan than the best one known is put into one integer program.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.packing import DIVIDED, UNPLACED, Board
from app.seating.solver.patterns import Kind
from app.seating.solver.program import INFINITE, Clock, Floats, Program
from app.seating.solver.shapes import Line, Shapes

FEW = 2  # columns of a unit that one round adds
MOST_COLUMNS = 60_000
NEAR = 50.0  # first try columns that cost at most so much above the bound
TINY = 1e-6
FAR = 200.0  # what every pitch beyond the window costs
_HALF = 0.5
Column = tuple[int, int]  # unit by place, shape by number

Heard = Callable[[float, float], None]


@dataclass(frozen=True)
class Joint:
    """Shapes by unit, their cost, and the proven bound of any plan's cost."""

    shapes: dict[int, Shape]
    value: float
    bound: float


def _nobody(_value: float, _bound: float) -> None:
    """Nobody listens."""


class _Master:
    """The columns generated so far, and the relaxed program over them.

    Rows: one for each unit, one for each node (the places of every track, and its end), one that
    counts the divided.
    """

    def __init__(
        self, line: Line, units: Sequence[Unit], kinds: Sequence[Kind], window: float, least: int
    ) -> None:
        self.line, self.units, self.kinds, self.window = line, units, kinds, window
        self.least = float(least)
        self.ideal = _ideal(line, units)
        self.rows = len(units)
        self.track = np.concatenate([line.tracks, [0]])  # of a place; the last is nobody's
        self.nodes = line.places + len(line.runs)
        self.known: dict[Column, float] = {}
        self.program = self._empty()

    def _empty(self) -> Program:
        walked: list[float] = []
        for place, runs in enumerate(self.line.runs):
            length = int(self.line.starts[place + 1] - self.line.starts[place])
            walked += [float(len(runs)), *[0.0] * (length - 1), -float(len(runs))]
        apart = self.rows + self.nodes
        program = Program(
            [1.0] * self.rows + walked + [self.least], [1.0] * self.rows + walked + [INFINITE]
        )
        program.add(
            [UNPLACED] * self.rows,
            [[(unit, 1.0), (apart, 1.0)] for unit in range(self.rows)],
            INFINITE,
        )
        free = [self._arc(place, place + 1) for place in range(self.line.places)]
        program.add([0.0] * len(free), free, INFINITE)
        return program

    @property
    def first(self) -> int:
        """The number of the first column of a unit on a shape."""
        return self.rows + self.line.places

    @property
    def most_columns(self) -> int:
        """Every unit on every shape."""
        return sum(len(self.line.shapes[kind].start) for kind in self.kinds)

    def _arc(self, start: int, stop: int) -> list[tuple[int, float]]:
        base = self.rows + int(self.track[start])
        return [(base + start, 1.0), (base + stop, -1.0)]

    def costs(self, unit: int) -> Floats:
        """What every shape costs this unit."""
        shapes = self.line.shapes[self.kinds[unit]]
        costs = np.asarray(self.units[unit].weight * shapes.away + shapes.fixed)
        if self.window < INFINITE:
            off = np.abs(shapes.away / self.kinds[unit][0] - self.ideal[unit])
            costs = costs + FAR * np.maximum(0.0, off - self.window)
        return costs

    def entry(self, column: Column) -> list[tuple[int, float]]:
        unit, shape = column
        shapes = self.line.shapes[self.kinds[unit]]
        entry = [(unit, 1.0), *self._arc(int(shapes.start[shape]), int(shapes.stop[shape]))]
        if not shapes.is_divided[shape]:
            return entry
        entry += self._arc(int(shapes.start_2[shape]), int(shapes.stop_2[shape]))
        return [*entry, (self.rows + self.nodes, 1.0)]

    def add(self, columns: Mapping[Column, float]) -> None:
        new = {column: cost for column, cost in columns.items() if column not in self.known}
        self.known |= new
        # Without an upper bound, which would hide a price: the seats bound the columns anyway.
        self.program.add(list(new.values()), [self.entry(column) for column in new], INFINITE)

    def reduced(self, duals: Floats) -> list[Floats]:
        """For each unit what every shape costs above the prices of its seats."""
        nodes, apart = duals[self.rows : -1], duals[-1]
        sums = {
            kind: self._prices(shapes, nodes) + apart * shapes.is_divided
            for kind, shapes in self.line.shapes.items()
        }
        return [
            self.costs(unit) - sums[self.kinds[unit]] - duals[unit] for unit in range(self.rows)
        ]

    def _prices(self, shapes: Shapes, nodes: Floats) -> Floats:
        """What the places of every shape are worth."""
        first = nodes[shapes.start + self.track[shapes.start]]
        first -= nodes[shapes.stop + self.track[shapes.start]]
        second = nodes[shapes.start_2 + self.track[shapes.start_2]]
        second -= nodes[shapes.stop_2 + self.track[shapes.start_2]]
        return np.asarray(first + second * shapes.is_divided)

    def full(self, columns: Mapping[Column, float]) -> Program:
        program = self._empty()
        program.add(list(columns.values()), [self.entry(column) for column in columns])
        return program


def improve(
    board: Board,
    units: Sequence[Unit],
    start: Mapping[int, Shape],
    seconds: float,
    heard: Heard = _nobody,
    *,
    row: float = DIVIDED,
    window: float = INFINITE,
    least: int = 0,
) -> Joint | None:
    """The best plan found from ``start`` on, with its bound; None where nothing was proven.

    ``row`` is the cost of a row more. No unit sits further than ``window`` pitches from where the
    order of the list alone would put it; ``least`` units are divided in any plan.
    """
    clock = Clock(seconds)
    kinds = [board.kind_of[unit.id] for unit in units]
    is_whole = row == DIVIDED and not least and _is_whole(board, start, len(units))
    line = Line(board, row, is_whole=is_whole)
    master = _Master(line, units, kinds, window, least)
    best = _known(master, start)
    value = sum(best.values()) if best is not None else INFINITE
    if best is not None:
        master.add(best)
    bound, reduced = _relaxed(master, clock)
    if reduced is None:
        return None
    heard(value, bound)
    near, proven = NEAR, bound
    while clock.left > 0:
        columns = _worth_trying(master, reduced, near)
        program = master.full(columns)
        program.tell(lambda found, _: heard(min(found, value), bound))  # noqa: B023
        solved = program.whole(clock.left, start=_start(master, columns, best))
        if solved.is_found and solved.value < value:
            names = list(columns)
            placed = [int(c) - master.first for c in np.flatnonzero(solved.columns > _HALF)]
            placed = [place for place in placed if place >= 0]
            if len(placed) == len(units):
                best = {names[place]: columns[names[place]] for place in placed}
                value = solved.value
        if not solved.is_optimal or len(columns) >= MOST_COLUMNS:
            break
        if len(columns) == master.most_columns and best is None:
            break  # all was tried: a unit is larger than any shape
        # What is not among the columns costs at least ``near`` more than the bound.
        proven = max(proven, min(solved.bound, bound + near))
        if value <= proven + TINY:
            break
        near = value - bound + TINY if value - bound < 8 * near else 4 * near
    return Joint(_shapes(master, best), value, min(proven, value)) if best is not None else None


def _start(
    master: _Master, columns: Mapping[Column, float], best: Mapping[Column, float] | None
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
    return np.concatenate([np.zeros(master.rows), free, np.asarray(chosen)])


def _is_whole(board: Board, start: Mapping[int, Shape], units: int) -> bool:
    """Whether all units sit whole in a run."""
    run_of = {seat.id: run for run, line in enumerate(board.runs) for seat in line}
    return len(start) == units and all(
        len({run_of[seat] for seat in shape}) == 1 for shape in start.values()
    )


def _known(master: _Master, start: Mapping[int, Shape]) -> dict[Column, float] | None:
    found: dict[Column, float] = {}
    for place, unit in enumerate(master.units):
        shape = master.line.find(master.kinds[place], start[unit.id]) if unit.id in start else None
        if shape is None:
            return None
        found[place, shape] = float(master.costs(place)[shape])
    return found


def _relaxed(master: _Master, clock: Clock) -> tuple[float, list[Floats] | None]:
    """The bound when no column is worth adding any more; the Lagrangean bound before that."""
    bound = -INFINITE
    best: list[Floats] | None = None
    while clock.left > 0:
        solved = master.program.relaxed(clock.left)
        if not solved.is_found or not solved.is_optimal:
            break
        reduced = master.reduced(solved.duals)
        short = sum(float(costs.min(initial=0.0)) for costs in reduced)
        if solved.value + short > bound:
            bound, best = (
                solved.value + short,
                [costs - float(costs.min(initial=0.0)) for costs in reduced],
            )
        if short > -TINY:
            break
        new: dict[Column, float] = {}
        for unit, costs in enumerate(reduced):
            few = np.argpartition(costs, FEW)[:FEW] if len(costs) > FEW else range(len(costs))
            new |= {(unit, int(s)): float(master.costs(unit)[s]) for s in few if costs[s] < -TINY}
        master.add(new)
    return bound, best


def _worth_trying(master: _Master, reduced: list[Floats], gap: float) -> dict[Column, float]:
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


def _ideal(line: Line, units: Sequence[Unit]) -> list[float]:
    """How far each unit would sit on average if all sat in the order of the list."""
    alike = np.asarray([len(line.runs[track]) for track in line.tracks], int)
    away = np.sort(np.repeat(np.diff(line.running), alike))
    spread = len(away) / max(sum(unit.size for unit in units), 1)
    ends = np.cumsum([unit.size * spread for unit in units]).astype(int)
    return [
        float(away[max(0, end - int(unit.size * spread)) : max(end, 1)].mean())
        for unit, end in zip(units, ends, strict=True)
    ]


def _shapes(master: _Master, columns: Mapping[Column, float]) -> dict[int, Shape]:
    return master.line.seated(
        {master.units[unit].id: (master.kinds[unit], shape) for unit, shape in columns}
    )
