"""Every legal shape of each size on a board: side by side in a run, or divided between two runs
behind one another at the same end. Kept as spans of seats, so that sums over any shape are two
subtractions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.seating.solver.board import Board, Divided, divided_ways
from app.seating.solver.layout import Kind, Shape, aisle_seat
from app.seating.solver.prices import ROW
from app.seating.solver.program import Floats, Numbers


@dataclass(frozen=True)
class Shapes:
    """The shapes of one kind: spans ``[start, stop)`` of places, a second one where divided."""

    start: Numbers
    stop: Numbers
    start_2: Numbers
    stop_2: Numbers
    away: Floats  # the sum of the seats' distances
    fixed: Floats  # what the shape costs besides

    @property
    def is_divided(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.stop_2 > 0)

    def sums(self, running: Floats) -> Floats:
        """For each shape the sum over its places; ``running`` holds the sums from the first on."""
        first = running[self.stop] - running[self.start]
        return np.asarray(first + running[self.stop_2] - running[self.start_2])


class Line:
    """All free seats of a board one after the other, run by run, and the shapes over them.

    ``is_whole``: nobody is divided. Runs that are alike (mirrored blocks mostly are) then share
    their places, for it does not matter which of them a unit sits in: a program that could tell
    them apart would try every plan with its mirror images.
    """

    def __init__(self, board: Board, row: float = ROW, *, is_whole: bool = False) -> None:
        self.board, self.row = board, row
        alike = _alike(board) if is_whole else [[run] for run in _seats(board)]
        self.runs = alike  # by track: the seats of each of its runs
        self.starts = np.cumsum([0, *(len(runs[0]) for runs in alike)])
        self.number = {
            seat: int(start) + place
            for start, runs in zip(self.starts, alike, strict=False)
            for run in runs
            for place, seat in enumerate(run)
        }
        away = [board.ground.away[seat] for seat in self.first_seats]
        self.running = running(np.asarray(away))
        ways: dict[Kind, list[Divided]] = {kind: [] for kind in board.kinds}
        for part in () if is_whole else divided_ways(board):
            ways[part.kind].append(part)
        self.shapes = {kind: self._shapes(kind, ways[kind]) for kind in board.kinds}

    @property
    def places(self) -> int:
        return int(self.starts[-1])

    @property
    def first_seats(self) -> list[int]:
        """A seat at each place: of the first of the runs that share it."""
        return [seat for runs in self.runs for seat in runs[0]]

    def at_door(self, kind: Kind, door: str) -> Floats:
        """For each shape how many of its seats are reached through a door."""
        seats = self.board.ground.seats
        there = [float(seats[seat].door == door) for seat in self.first_seats]
        return self.shapes[kind].sums(running(np.asarray(there)))

    def rows(self, kind: Kind) -> Floats:
        """For each shape the row where the one of the unit sits who goes up to speak."""
        shapes, ground, line = self.shapes[kind], self.board.ground, self.first_seats
        rows = np.asarray([float(ground.seats[seat].rank) for seat in line])[shapes.start]
        for n in np.flatnonzero(shapes.is_divided):
            both = line[shapes.start[n] : shapes.stop[n]]
            both += line[shapes.start_2[n] : shapes.stop_2[n]]
            seat = aisle_seat(ground, [ground.seats[one] for one in both])
            rows[n] = seat.rank if seat is not None else rows[n]
        return rows

    @property
    def tracks(self) -> Numbers:
        """The track of each place."""
        return np.repeat(np.arange(len(self.runs)), np.diff(self.starts))

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

    def seated(self, chosen: Mapping[int, tuple[Kind, int]]) -> dict[int, Shape]:
        """The seats of each shape: of runs that are alike, and free there, the one whose door has
        taken fewest."""
        result: dict[int, Shape] = {}
        filled = [[0] * len(runs) for runs in self.runs]
        tracks, every = self.tracks, self.board.ground.seats
        load: Counter[str] = Counter()
        spans = []
        for key, (kind, shape) in chosen.items():
            shapes = self.shapes[kind]
            spans.append((int(shapes.start[shape]), int(shapes.stop[shape]), key))
            if shapes.is_divided[shape]:
                spans.append((int(shapes.start_2[shape]), int(shapes.stop_2[shape]), key))
        for start, stop, key in sorted(spans):
            track = int(tracks[start])
            first = int(self.starts[track])
            doors = [every[run[0]].door for run in self.runs[track]]
            open_runs = [r for r, until in enumerate(filled[track]) if until <= start]
            run = min(open_runs, key=lambda r: load[doors[r]])
            load[doors[run]] += stop - start
            filled[track][run] = stop
            seats = self.runs[track][run][start - first : stop - first]
            result[key] = (*result.get(key, ()), *seats)
        return result

    def _shapes(self, kind: Kind, ways: list[Divided]) -> Shapes:
        size, at_aisle = kind
        spans: list[tuple[int, int, int, int]] = []
        seats = self.board.ground.seats
        for track, (line, *_) in enumerate(self.runs):
            first = int(self.starts[track])
            for place in range(len(line) - size + 1):
                ends = seats[line[place]], seats[line[place + size - 1]]
                if not at_aisle or ends[0].is_at_aisle or ends[1].is_at_aisle:
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


def _seats(board: Board) -> list[list[int]]:
    return [[seat.id for seat in run] for run in board.runs]


def _alike(board: Board) -> list[list[list[int]]]:
    """Runs whose seats are as far away, and at the aisle at the same places; from either end."""
    found: dict[tuple[object, ...], list[list[int]]] = {}
    for run in board.runs:
        seen = [(round(board.ground.away[s.id], 6), s.is_at_aisle) for s in run]
        is_turned = seen[::-1] < seen
        apart = (run[0].door, run[0].rank) if board.sides else None
        seats = [seat.id for seat in (run[::-1] if is_turned else run)]
        found.setdefault((apart, *(seen[::-1] if is_turned else seen)), []).append(seats)
    return list(found.values())


def running_sums(sums: Floats, spans: Numbers) -> Floats:
    """For each row of two spans the sum over both."""
    first = sums[spans[:, 1]] - sums[spans[:, 0]]
    return np.asarray(first + sums[spans[:, 3]] - sums[spans[:, 2]])


def running(values: Floats) -> Floats:
    """Sums from the first on, beginning with nothing."""
    return np.concatenate([np.zeros(1), np.cumsum(values)])
