"""Few units divided where nearly every seat is taken.

Every run is filled by whole units alone, or lies in a line with others that share divided units.
Which runs do so is all there is to choose, for lines of the same lengths are filled in the same
ways. A program of lines and their fillings is small, and its relaxation is hardly ever wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from app.seating.solver.fillings import FEWEST, Filling, at_least, fillings
from app.seating.solver.lines import Filled, Line, lines
from app.seating.solver.packing import Board, Packing
from app.seating.solver.program import INFINITE, Program, Solved
from app.seating.solver.slots import taken

UNPLACED = 10.0  # so many rows is a unit worth that would find no place
MANY = 2 / 3  # rows more for each of three or more that are filled together, at least
SIZES = 8  # with more sizes two rows have too many fillings to name them all
SURE = 1e-6
_HALF = 0.5

Lengths = tuple[int, ...]


@dataclass(frozen=True)
class Way:
    """Runs or rows by number that are filled together, for so many rows more: lines of these
    lengths, or ``loose`` seats of which anything is believed."""

    covers: tuple[int, ...]
    rows: float
    lengths: tuple[Lengths, ...] = ()
    loose: int = 0


def pack_tight(board: Board, seconds: float) -> Packing | None:
    """The packing found that divides fewest units; None where the time did not suffice."""
    found = list(lines(board, _sizes(board)))
    sizes = [_lengths(board, line) for line in found]
    ways = [
        Way(line.runs, len(line.ends), (lengths,))
        for line, lengths in zip(found, sizes, strict=True)
    ]
    tight = _Tight(board, ways, FEWEST)
    solved = tight.program(UNPLACED).whole(seconds)
    return taken(board, tight.read(solved, found)) if solved.is_found else None


def fewest_rows_joined(board: Board, seconds: float) -> int:
    """So many rows more than one the units take at least, where each of them is connected: proven,
    whatever their shapes. Rows of a block that share units lie behind one another, and there is one
    more of them than the units that join them; of three or more anything is believed."""
    solved = _Tight(board, list(_rows(board)), 1).program(None).whole(seconds)
    return max(0, ceil(solved.bound - SURE)) if solved.is_optimal else 0


def _rows(board: Board) -> Iterator[Way]:
    """Every row of a block alone, with the one behind it, or with any others."""
    runs: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for run, line in enumerate(board.runs):
        runs[line[0].level, line[0].block, line[0].rank].append(run)
    row_of = {
        seat.id: row
        for row, there in enumerate(runs.values())
        for run in there
        for seat in board.runs[run]
    }
    lengths = [[len(board.runs[run]) for run in there] for there in runs.values()]
    for row, parts in enumerate(lengths):
        yield Way((row,), 0, tuple((length,) for length in parts))
        yield Way((row,), MANY, loose=sum(parts))
    near = board.ground.behind
    pairs = {
        (row, row_of[other])
        for seat, row in row_of.items()
        for other in near[seat]
        if row_of.get(other, row) > row
    }
    is_any = len(_sizes(board)) > SIZES
    for pair in sorted(pairs):
        one, other = (sum(lengths[row]) for row in pair)
        yield Way(pair, 1, loose=one + other) if is_any else Way(pair, 1, ((one, other),))


class _Tight:
    """The program's columns: ways, the fillings of lines of the same lengths, slots elsewhere.
    Rows: one for each size (as many slots no smaller as units), one for all that is covered (once),
    one for each lengths of lines (all are filled), one for the loose seats."""

    def __init__(self, board: Board, ways: Sequence[Way], least: int) -> None:
        self.board, self.ways, self.sizes = board, ways, _sizes(board)
        self.alike = sorted({lengths for way in ways for lengths in way.lengths})
        self.fillings: list[tuple[Lengths, Filling]] = [
            (lengths, filling)
            for lengths in self.alike
            for filling in fillings(self.sizes, lengths, least)
        ]

    def program(self, unplaced: float | None) -> Program:
        """``unplaced`` is the price of a slot that is nowhere; None where it takes loose seats."""
        sizes = len(self.sizes)
        covered = 1 + max((n for way in self.ways for n in way.covers), default=-1)
        row = {lengths: sizes + covered + n for n, lengths in enumerate(self.alike)}
        loose = sizes + covered + len(row)
        units = [size for (size, _), found in self.board.units.items() for _ in found]
        wanted = [float(n) for n in at_least(self.sizes, units)]
        once, same = [1.0] * covered, [0.0] * len(row)
        program = Program(
            [*wanted, *once, *same, 0.0 if unplaced is None else -INFINITE],
            [*[INFINITE] * sizes, *once, *same, INFINITE],
        )
        program.add(
            [float(way.rows) for way in self.ways],
            [
                [
                    *((sizes + one, 1.0) for one in way.covers),
                    *((row[one], float(n)) for one, n in Counter(way.lengths).items()),
                    (loose, float(way.loose)),
                ]
                for way in self.ways
            ],
        )
        counts = [at_least(self.sizes, filling.slots) for _, filling in self.fillings]
        program.add(
            [0.0] * len(counts),
            [
                [*((k, float(n)) for k, n in enumerate(found) if n), (row[lengths], -1.0)]
                for found, (lengths, _) in zip(counts, self.fillings, strict=True)
            ],
            INFINITE,
        )
        program.add(
            [unplaced or 0.0] * sizes,
            [
                [*((k, 1.0) for k in range(n + 1)), (loose, -float(size))]
                for n, size in enumerate(self.sizes)
            ],
            INFINITE,
        )
        return program

    def read(self, solved: Solved, found: Sequence[Line]) -> list[Filled]:
        """Of lines alike the nearest are filled best."""
        there: dict[Lengths, list[Line]] = defaultdict(list)
        pool: dict[Lengths, list[Filling]] = defaultdict(list)
        for way, line, value in zip(self.ways, found, solved.columns, strict=False):
            if value > _HALF:
                there[way.lengths[0]].append(line)
        counts = solved.columns[len(self.ways) :]
        for (lengths, filling), value in zip(self.fillings, counts, strict=False):
            pool[lengths] += [filling] * round(value)
        filled = []
        for lengths, alike in there.items():
            near = sorted(alike, key=self._away)
            best = sorted(pool[lengths], key=lambda filling: -sum(filling.slots))
            filled += [Filled(*pair) for pair in zip(near, best, strict=True)]
        return filled

    def _away(self, line: Line) -> float:
        return sum(self.board.mean[run] for run in line.runs) / len(line.runs)


def _sizes(board: Board) -> tuple[int, ...]:
    return tuple(sorted({size for size, _ in board.units}))


def _lengths(board: Board, line: Line) -> Lengths:
    return tuple(len(board.runs[run]) for run in line.runs)
