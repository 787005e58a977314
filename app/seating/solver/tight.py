"""Few units divided where nearly every seat is taken.

Every run is filled by whole units alone, or lies in a line with others that share divided units.
Which runs do so is all there is to choose, for lines of the same lengths are filled in the same
ways. A program of lines and their fillings is small, and its relaxation is hardly ever wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.seating.solver.board import Board, Packing
from app.seating.solver.fillings import FEWEST, Filling, at_least, fillings
from app.seating.solver.lines import Filled, Line, lines
from app.seating.solver.program import INFINITE, Clock, Program, Solved
from app.seating.solver.slots import taken

UNPLACED = 10.0  # so many rows is a unit worth that would find no place
LONGEST = 4  # runs in a line
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


def pack_tight(board: Board, seconds: float, least: int = 0) -> Packing | None:
    """The packing found that divides fewest units, ``least`` at least, in longer lines only where
    shorter ones do not place all; None where the time did not suffice."""
    clock = Clock(seconds)
    best: Packing | None = None
    for longest in range(2 if least else 1, LONGEST + 1):
        packing = _packed(board, longest, clock.left)
        if packing is not None and (best is None or packing.count > best.count):
            best = packing
        if packing is None or packing.count == board.count:
            break
    return best


def _packed(board: Board, longest: int, seconds: float) -> Packing | None:
    clock = Clock(seconds)
    found = list(lines(board, longest))
    sizes = [_lengths(board, line) for line in found]
    ways = [
        Way(line.runs, len(line.ends), (lengths,))
        for line, lengths in zip(found, sizes, strict=True)
    ]
    tight = Tight(board, ways, FEWEST)
    solved = tight.program(UNPLACED).whole(clock.left)
    return taken(board, tight.read(solved, found)) if solved.is_found else None


class Tight:
    """The program's columns: ways, the fillings of lines of the same lengths, slots in loose seats,
    units without a place. Rows: one for each size (as many slots no smaller as units), one for all
    that is covered (once), one for each lengths of lines (all are filled), one for loose seats."""

    def __init__(self, board: Board, ways: Sequence[Way], least: int) -> None:
        self.board, self.ways, self.sizes = board, ways, board.sizes
        self.alike = sorted({lengths for way in ways for lengths in way.lengths})
        self.fillings: list[tuple[Lengths, Filling]] = [
            (lengths, filling)
            for lengths in self.alike
            for filling in fillings(self.sizes, lengths, least)
        ]

    def program(self, unplaced: float | None) -> Program:
        """``unplaced`` is the price of a unit without a place; None where all have one."""
        sizes = len(self.sizes)
        covered = 1 + max((n for way in self.ways for n in way.covers), default=-1)
        row = {lengths: sizes + covered + n for n, lengths in enumerate(self.alike)}
        loose = sizes + covered + len(row)
        wanted = [float(n) for n in at_least(self.sizes, self.board.wanted)]
        once, same = [1.0] * covered, [0.0] * len(row)
        program = Program(
            [*wanted, *once, *same, 0.0],
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
        slots = [[(k, 1.0) for k in range(n + 1)] for n in range(sizes)]
        there = [[*slot, (loose, -float(n))] for slot, n in zip(slots, self.sizes, strict=True)]
        program.add([0.0] * sizes, there, INFINITE)
        if unplaced is not None:
            program.add([unplaced] * sizes, slots, INFINITE)
        return program

    def read(self, solved: Solved, found: Sequence[Line]) -> list[Filled]:
        """Of lines alike the nearest are filled best."""
        there: dict[Lengths, list[Line]] = defaultdict(list)
        pool: dict[Lengths, list[tuple[int, float, Filling]]] = defaultdict(list)
        for way, line, value in zip(self.ways, found, solved.columns, strict=False):
            if value > _HALF:
                there[way.lengths[0]].append(line)
        counts = solved.columns[len(self.ways) :]
        for (lengths, filling), value in zip(self.fillings, counts, strict=False):
            seats, several = sum(filling.slots), round(value)
            # Those alike lie apart, so that units of every size come near.
            pool[lengths] += [(-seats, (n + _HALF) / several, filling) for n in range(several)]
        filled = []
        for lengths, alike in there.items():
            near = sorted(alike, key=self._away)
            best = sorted(pool[lengths], key=lambda one: one[:2])
            filled += [Filled(line, one) for line, (*_, one) in zip(near, best, strict=True)]
        return filled

    def _away(self, line: Line) -> float:
        return sum(self.board.mean[run] for run in line.runs) / len(line.runs)


def _lengths(board: Board, line: Line) -> Lengths:
    return tuple(len(board.runs[run]) for run in line.runs)
