"""Units and seats together: the best place for every unit, proven.

One column for each unit on each legal shape. Those worth having are generated from the prices of
the seats (the duals of the relaxed program); when none is left, the relaxed program's value is a
bound. Then every column that could be in a better plan than the best one known is put into one
integer program.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.packing import DIVIDED, UNPLACED, Board, Kind
from app.seating.solver.program import INFINITE, Clock, Floats, Program
from app.seating.solver.shapes import Line, running

FEW = 2  # columns of a unit that one round adds
MOST_COLUMNS = 60_000
NEAR = 14.0  # first try columns that cost at most so much above the bound
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
    """The columns generated so far, and the relaxed program over them."""

    def __init__(
        self, line: Line, units: Sequence[Unit], kinds: Sequence[Kind], window: float, least: int
    ) -> None:
        self.line, self.units, self.kinds, self.window = line, units, kinds, window
        self.least = float(least)
        self.ideal = _ideal(line, units)
        self.rows = len(units)
        self.known: dict[Column, float] = {}
        self.program = self._empty()

    def _empty(self) -> Program:
        seats = len(self.line.seats)
        program = Program(
            [1.0] * self.rows + [0.0] * seats + [self.least],
            [1.0] * (self.rows + seats) + [INFINITE],
        )
        apart = self.rows + seats
        program.add(
            [UNPLACED] * self.rows, [[(unit, 1.0), (apart, 1.0)] for unit in range(self.rows)]
        )
        return program

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
        entry = [(unit, 1.0), *((self.rows + seat, 1.0) for seat in shapes.seats(shape))]
        is_divided = shapes.stop_2[shape] > 0
        return [*entry, (self.rows + len(self.line.seats), 1.0)] if is_divided else entry

    def add(self, columns: Mapping[Column, float]) -> None:
        new = {column: cost for column, cost in columns.items() if column not in self.known}
        self.known |= new
        # Without an upper bound, which would hide a price: the seats bound the columns anyway.
        self.program.add(list(new.values()), [self.entry(column) for column in new], INFINITE)

    def reduced(self, duals: Floats) -> list[Floats]:
        """For each unit what every shape costs above the prices of its seats."""
        prices, apart = running(duals[self.rows : -1]), duals[-1]
        sums = {
            kind: shapes.sums(prices) + apart * (shapes.stop_2 > 0)
            for kind, shapes in self.line.shapes.items()
        }
        return [
            self.costs(unit) - sums[self.kinds[unit]] - duals[unit] for unit in range(self.rows)
        ]

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
    master = _Master(Line(board, row), units, kinds, window, least)
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
            placed = [int(c) - master.rows for c in np.flatnonzero(solved.columns > _HALF)]
            if min(placed, default=-1) >= 0:
                best = {names[place]: columns[names[place]] for place in placed}
                value = solved.value
        if not solved.is_optimal or len(columns) >= MOST_COLUMNS:
            break
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
    chosen = [column in best for column in columns]
    return np.asarray([0.0] * master.rows + [float(is_in) for is_in in chosen])


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
    away = np.sort(np.diff(line.running))
    spread = len(away) / max(sum(unit.size for unit in units), 1)
    ends = np.cumsum([unit.size * spread for unit in units]).astype(int)
    return [
        float(away[max(0, end - int(unit.size * spread)) : max(end, 1)].mean())
        for unit, end in zip(units, ends, strict=True)
    ]


def _shapes(master: _Master, columns: Mapping[Column, float]) -> dict[int, Shape]:
    line = master.line
    return {
        master.units[unit].id: tuple(
            line.seats[seat] for seat in line.shapes[master.kinds[unit]].seats(shape)
        )
        for unit, shape in columns
    }
