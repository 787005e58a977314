"""Every legal shape of each size on a board: side by side in a run, or divided between two runs
behind one another at the same end. Kept as spans of seats, so that sums over any shape are two
subtractions."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.seating.solver.layout import Shape
from app.seating.solver.packing import DIVIDED, Board, Divided, Kind, divided_ways
from app.seating.solver.program import Floats

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shapes:
    """The shapes of one kind: spans ``[start, stop)`` of seats, a second one where divided."""

    start: Numbers
    stop: Numbers
    start_2: Numbers
    stop_2: Numbers
    away: Floats  # the sum of the seats' distances
    fixed: Floats  # what the shape costs besides

    def sums(self, running: Floats) -> Floats:
        """For each shape the sum over its seats; ``running`` holds the sums from the first on."""
        first = running[self.stop] - running[self.start]
        return np.asarray(first + running[self.stop_2] - running[self.start_2])

    def seats(self, shape: int) -> list[int]:
        """The seats of one shape, as numbers of the line."""
        return [
            *range(self.start[shape], self.stop[shape]),
            *range(self.start_2[shape], self.stop_2[shape]),
        ]


class Line:
    """All free seats of a board one after the other, run by run, and the shapes over them."""

    def __init__(self, board: Board, row: float = DIVIDED) -> None:
        self.board, self.row = board, row
        self.seats = [seat.id for run in board.runs for seat in run]
        self.number = {seat: place for place, seat in enumerate(self.seats)}
        self.starts = np.cumsum([0, *(len(run) for run in board.runs)])
        self.running = running(np.asarray([board.ground.away[seat] for seat in self.seats]))
        ways: Mapping[Kind, list[Divided]] = {
            kind: [part for part in divided_ways(board) if part.kind == kind]
            for kind in board.kinds
        }
        self.shapes = {kind: self._shapes(kind, ways[kind]) for kind in board.kinds}

    def find(self, kind: Kind, shape: Shape) -> int | None:
        """The number of a shape with these seats; None where it is no legal one."""
        wanted = sorted(self.number[seat] for seat in shape)
        shapes = self.shapes[kind]
        cut = next((k for k in range(1, len(wanted)) if wanted[k] != wanted[k - 1] + 1), None)
        first, stop = wanted[0], wanted[-1] + 1 if cut is None else wanted[cut - 1] + 1
        second, end = (0, 0) if cut is None else (wanted[cut], wanted[-1] + 1)
        fits = (
            (shapes.start == first)
            & (shapes.stop == stop)
            & (shapes.start_2 == second)
            & (shapes.stop_2 == end)
        )
        found = np.flatnonzero(fits)
        return int(found[0]) if len(found) else None

    def _shapes(self, kind: Kind, ways: list[Divided]) -> Shapes:
        size, at_aisle = kind
        spans: list[tuple[int, int, int, int]] = []
        for run, line in enumerate(self.board.runs):
            first = int(self.starts[run])
            for place in range(len(line) - size + 1):
                part = line[place : place + size]
                if not at_aisle or part[0].is_at_aisle or part[-1].is_at_aisle:
                    spans.append((first + place, first + place + size, 0, 0))
        whole = len(spans)
        for part_of in ways:
            counts = part_of.front, size - part_of.front
            span: list[int] = []
            for run, count in zip((part_of.first, part_of.second), counts, strict=True):
                begin, end = int(self.starts[run]), int(self.starts[run + 1])
                span += [begin, begin + count] if part_of.is_left else [end - count, end]
            spans.append((span[0], span[1], span[2], span[3]))
        table = np.asarray(spans, np.int64).reshape(-1, 4)
        fixed = np.full(len(spans), self.row)
        fixed[:whole] = 0.0
        sums = running_sums(self.running, table)
        return Shapes(table[:, 0], table[:, 1], table[:, 2], table[:, 3], sums, fixed)


def running_sums(sums: Floats, spans: Numbers) -> Floats:
    """For each row of two spans the sum over both."""
    first = sums[spans[:, 1]] - sums[spans[:, 0]]
    return np.asarray(first + sums[spans[:, 3]] - sums[spans[:, 2]])


def running(values: Floats) -> Floats:
    """Sums from the first on, beginning with nothing."""
    return np.concatenate([np.zeros(1), np.cumsum(values)])
