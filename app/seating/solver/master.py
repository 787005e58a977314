"""The program of units on shapes, column by column, and the prices of the places in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.seating.solver.layout import Kind
from app.seating.solver.listing import Unit
from app.seating.solver.packing import UNPLACED
from app.seating.solver.program import INFINITE, Floats, Numbers, Program
from app.seating.solver.shapes import Line, Shapes
from app.seating.solver.sides import Share, Side

FAR = 200.0  # what every pitch beyond the window costs
Column = tuple[int, int]  # unit by place, shape by number


@dataclass(frozen=True)
class Reduced:
    """Costs above the prices of the places: by unit of each shape, and of each place left free."""

    shapes: list[Floats]
    free: Floats


class Master:
    """The columns generated so far, and the relaxed program over them.

    Rows: one for each unit, one for each node (the places of every track, and its end), one that
    counts the divided, one for each side (``sides``).
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
        self.starts = np.arange(line.places) + line.tracks  # the node at which each place begins
        self.sides = line.board.sides
        self.adding = [_added(line, side, kinds) for side in self.sides]
        self.known: dict[Column, float] = {}
        self.program = self._empty()

    def _empty(self) -> Program:
        walked: list[float] = []
        for place, runs in enumerate(self.line.runs):
            length = int(self.line.starts[place + 1] - self.line.starts[place])
            walked += [float(len(runs)), *[0.0] * (length - 1), -float(len(runs))]
        apart = self.rows + self.nodes
        program = Program(
            [1.0] * self.rows + walked + [self.least] + [-INFINITE] * len(self.sides),
            [1.0] * self.rows + walked + [INFINITE] + [side.most for side in self.sides],
        )
        program.add(
            [UNPLACED] * self.rows,
            [[(unit, 1.0), (apart, 1.0)] for unit in range(self.rows)],
            INFINITE,
        )
        free = [self._arc(place, place + 1) for place in range(self.line.places)]
        program.add([0.0] * len(free), free, INFINITE)
        prices = [side.price for side in self.sides]
        program.add(prices, [[(apart + 1 + n, -1.0)] for n in range(len(prices))], INFINITE)
        return program

    @property
    def first(self) -> int:
        """The number of the first column of a unit on a shape."""
        return self.rows + self.line.places + len(self.sides)

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
        # Without an upper bound, which would hide a price: the seats bound the columns anyway.
        self.program.add(list(new.values()), [self.entry(column) for column in new], INFINITE)

    def reduced(self, duals: Floats) -> Reduced:
        first = self.rows + self.nodes
        nodes, apart, sides = duals[self.rows : first], duals[first], duals[first + 1 :]
        sums = {
            kind: self._prices(shapes, nodes) + apart * shapes.is_divided
            for kind, shapes in self.line.shapes.items()
        }
        found = []
        for unit in range(self.rows):
            costs = self.costs(unit) - sums[self.kinds[unit]] - duals[unit]
            for price, added in zip(sides, self.adding, strict=True):
                if price:
                    costs -= price * added[unit]
            found.append(costs)
        return Reduced(found, nodes[self.starts + 1] - nodes[self.starts])

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
