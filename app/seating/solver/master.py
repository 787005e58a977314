"""The program of units on shapes, column by column, and the prices of the places in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.seating.solver.board import UNPLACED
from app.seating.solver.layout import Kind
from app.seating.solver.listing import Unit
from app.seating.solver.program import INFINITE, Floats, Numbers, Program
from app.seating.solver.shapes import Line, Shapes
from app.seating.solver.sides import Share, Side

CUT = 1.0 - 1e-6  # what a cut asks for; so much less that no rounding makes it too much
FAR = 200.0  # what every pitch beyond the window costs
Column = tuple[int, int]  # unit by place, shape by number


@dataclass(frozen=True)
class Reduced:
    """Costs above the prices of the places: by unit of each shape, and of each place left free."""

    shapes: list[Floats]
    free: Floats


@dataclass(frozen=True)
class Row:
    """Coefficients: of each unit left out, of each place left free, of one divided more than must
    be, and of every shape, unit by unit."""

    unplaced: Floats
    free: Floats
    more: Floats  # one only
    shapes: Floats


class Master:
    """The columns generated so far, and the relaxed program over them.

    Rows: one for each unit, one for each node (the places of every track, and its end), one that
    counts the divided, one for each side (``sides``), one for each cut (``cuts``).
    Columns: each unit left out, each place left free, how many more than ``least`` are divided (at
    the price ``more``), what goes beyond each side, units on shapes.
    """

    def __init__(
        self,
        line: Line,
        units: Sequence[Unit],
        kinds: Sequence[Kind],
        window: float,
        least: int,
        more: float,
    ) -> None:
        self.line, self.units, self.kinds, self.window = line, units, kinds, window
        self.least, self.more = least, more
        self.ideal = _ideal(line, units)
        self.rows = len(units)
        self.track = np.concatenate([line.tracks, [0]])  # of a place; the last is nobody's
        self.nodes = line.places + len(line.runs)
        self.starts = np.arange(line.places) + line.tracks  # the node at which each place begins
        self.sides = line.board.sides
        self.adding = [_added(line, side, kinds) for side in self.sides]
        self.right = self._right()
        self.known: dict[Column, float] = {}
        self.program = self._empty()
        # Of all shapes of all units, one unit after the other: sums over all are quick then.
        self.begins = np.cumsum([0, *(len(line.shapes[kind].start) for kind in kinds)])
        self.every = np.concatenate([self._costs(unit) for unit in range(self.rows)])
        self.beside = [np.concatenate(added) for added in self.adding]  # by side, and by cut
        self.cuts: list[Row] = []

    def _right(self) -> Floats:
        """What each row adds up to; sides and cuts apart."""
        walked: list[float] = []
        for place, runs in enumerate(self.line.runs):
            length = int(self.line.starts[place + 1] - self.line.starts[place])
            walked += [float(len(runs)), *[0.0] * (length - 1), -float(len(runs))]
        return np.asarray([1.0] * self.rows + walked + [float(self.least)])

    def _empty(self) -> Program:
        sides = [-INFINITE] * len(self.sides), [side.most for side in self.sides]
        program = Program([*self.right, *sides[0]], [*self.right, *sides[1]])
        apart = self.rows + self.nodes
        others = [[(unit, 1.0), (apart, 1.0)] for unit in range(self.rows)]
        others += [self._arc(place, place + 1) for place in range(self.line.places)]
        others += [[(apart, -1.0)]]
        costs = [UNPLACED] * self.rows + [0.0] * self.line.places + [self.more]
        program.add(costs, others, INFINITE)
        over = [[(apart + 1 + side, -1.0)] for side in range(len(self.sides))]
        # A door's share of the people is mostly no whole number.
        program.add([side.price for side in self.sides], over, INFINITE, is_whole=False)
        return program

    @property
    def first(self) -> int:
        """The number of the first column of a unit on a shape."""
        return self.rows + self.line.places + 1 + len(self.sides)

    @property
    def most_columns(self) -> int:
        """Every unit on every shape."""
        return len(self.every)

    def _arc(self, start: int, stop: int) -> list[tuple[int, float]]:
        base = self.rows + int(self.track[start])
        return [(base + start, 1.0), (base + stop, -1.0)]

    def costs(self, unit: int) -> Floats:
        """What every shape costs this unit."""
        return self.every[self.begins[unit] : self.begins[unit + 1]]

    def _costs(self, unit: int) -> Floats:
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
        first = self.rows + self.nodes + 1
        entry += [
            (first + side, float(added[unit][shape]))
            for side, added in enumerate(self.adding)
            if added[unit][shape]
        ]
        if not shapes.is_divided[shape]:
            return entry
        entry += self._arc(int(shapes.start_2[shape]), int(shapes.stop_2[shape]))
        return [*entry, (self.rows + self.nodes, 1.0)]

    def add(self, columns: Mapping[Column, float]) -> None:
        new = {column: cost for column, cost in columns.items() if column not in self.known}
        self.known |= new
        entries = [self.entry(column) for column in new]
        first = self.rows + self.nodes + 1 + len(self.sides)
        for n, cut in enumerate(self.cuts):
            values = cut.shapes[self._numbers(new)]
            for at in np.flatnonzero(values):
                entries[at].append((first + n, float(values[at])))
        # Without an upper bound, which would hide a price: the seats bound the columns anyway.
        self.program.add(list(new.values()), entries, INFINITE)

    def _numbers(self, columns: Iterable[Column]) -> Numbers:
        """Which of all shapes of all units these are."""
        return np.asarray([self.begins[unit] + shape for unit, shape in columns], np.int64)

    def cut(self, rows: Sequence[Row]) -> None:
        """Adds rows that come to 1 at least to the relaxed program."""
        numbers = self._numbers(self.known)
        nothing = np.zeros(len(self.sides))
        for row in rows:
            values = [row.unplaced, row.free, row.more, nothing, row.shapes[numbers]]
            entries = [(n, v) for n, v in enumerate(np.concatenate(values).tolist()) if v]
            self.program.add_row(CUT, INFINITE, entries)
            self.beside.append(row.shapes)
            self.cuts.append(row)

    def mixed(self, times: Floats) -> tuple[Row, float]:
        """All rows but sides and cuts, each so many times, added up; and the right-hand side."""
        units, nodes, apart = np.split(times[: len(self.right)], [self.rows, len(self.right) - 1])
        sums = {
            kind: self._prices(shapes, nodes) + apart * shapes.is_divided
            for kind, shapes in self.line.shapes.items()
        }
        shapes = np.concatenate([sums[kind] + n for kind, n in zip(self.kinds, units, strict=True)])
        free = nodes[self.starts] - nodes[self.starts + 1]
        right = float(times[: len(self.right)] @ self.right)
        return Row(units + apart, free, -apart, shapes), right

    def reduced(self, duals: Floats) -> Reduced:
        row, _ = self.mixed(duals)
        shapes, free = np.subtract(self.every, row.shapes, out=row.shapes), -row.free
        prices = duals[len(self.right) :]
        for price, added in zip(prices, self.beside, strict=True):
            if price:
                shapes -= price * added
        for price, cut in zip(prices[len(self.sides) :], self.cuts, strict=True):
            free -= price * cut.free
        return Reduced(np.split(shapes, self.begins[1:-1]), free)

    def spans(self, shapes: Shapes) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
        """The nodes between which each shape lies; of its second part, where it is divided, too."""
        first, second = self.track[shapes.start], self.track[shapes.start_2]
        return (
            (shapes.start + first, shapes.stop + first),
            (shapes.start_2 + second, shapes.stop_2 + second),
        )

    def _prices(self, shapes: Shapes, nodes: Floats) -> Floats:
        """What the places of every shape are worth."""
        (start, stop), (start_2, stop_2) = self.spans(shapes)
        second = (nodes[start_2] - nodes[stop_2]) * shapes.is_divided
        return np.asarray(nodes[start] - nodes[stop] + second)

    def over(self, columns: Iterable[Column]) -> Floats:
        """How much more than ``most`` these columns add up to, side by side."""
        found = np.asarray([-side.most for side in self.sides])
        for unit, shape in columns:
            for side, added in enumerate(self.adding):
                found[side] += added[unit][shape]
        return np.asarray(np.maximum(found, 0.0))

    def divided(self, columns: Iterable[Column]) -> int:
        """How many of these columns are divided units."""
        return sum(bool(self.line.shapes[self.kinds[u]].is_divided[s]) for u, s in columns)

    def value(self, columns: Mapping[Column, float]) -> float:
        """What a plan of these columns costs in all."""
        prices = np.asarray([side.price for side in self.sides])
        return sum(columns.values()) + float(prices @ self.over(columns))

    def full(self, columns: Mapping[Column, float], filled: Numbers) -> Program:
        """Of these columns only; the places ``filled`` are not left free."""
        program = self._empty()
        program.set_upper([self.rows + int(place) for place in filled], 0.0)
        program.add(list(columns.values()), [self.entry(column) for column in columns])
        return program


def _added(line: Line, side: Side, kinds: Sequence[Kind]) -> list[Floats]:
    """For each unit what its shapes add to a side."""
    if isinstance(side, Share):
        at_door = {kind: line.at_door(kind, side.door) for kind in line.shapes}
        return [at_door[kind] for kind in kinds]
    nothing = {kind: np.zeros(len(shapes.start)) for kind, shapes in line.shapes.items()}
    found = [nothing[kind] for kind in kinds]
    if side.one is not None:
        found[side.one] = line.rows(kinds[side.one])
    if side.other is not None:
        found[side.other] = -line.rows(kinds[side.other])
    return found


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
