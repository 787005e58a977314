"""All units whole in a run, where the hall has room for that. Runs that are alike are filled
together, which keeps the program small in the largest hall."""

from collections import Counter, defaultdict

import numpy as np

from app.seating.solver.board import UNPLACED, Board, Packing
from app.seating.solver.layout import Kind
from app.seating.solver.patterns import patterns
from app.seating.solver.program import INFINITE, Clock, Floats, Numbers, Program

BANDS = 16  # of distance: runs of one band count as alike
WORTH = 50.0  # patterns that cost more above the relaxed optimum are tried only if they must be
CLOSE = 0.002  # only distances are left to weigh, and a later step does that better
SURE = 1e-6


def pack_whole(board: Board, seconds: float) -> Packing | None:
    """The cheapest packing found that divides nobody; None where it does not place all."""
    clock = Clock(seconds)
    filling = _Filling(board)
    costs = filling.costs
    relaxed = filling.program(np.arange(len(costs)), costs).relaxed(clock.left)
    if not relaxed.is_found:
        return None
    for most in (WORTH, INFINITE):
        kept = np.flatnonzero(relaxed.reduced[filling.first :] <= most)
        solved = filling.program(kept, costs[kept]).whole(clock.left, gap=CLOSE)
        packing = filling.read(kept, solved.columns[filling.first :]) if solved.is_found else None
        if packing is not None and packing.count == board.count:
            return packing
    return None


class _Filling:
    """The program's columns: how many of a kind are left out, how many runs of some that are alike
    hold a pattern. Rows: one for each kind (all are placed), one for each group of runs."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.alike = _alike(board)
        kinds = tuple(board.kinds)
        self.patterns = [
            patterns(len(board.runs[run]), board.ends[run], kinds) for run, *_ in self.alike
        ]
        self.what = [
            (place, n) for place, found in enumerate(self.patterns) for n in range(len(found.units))
        ]
        self.first = len(kinds)  # the number of the first column of a pattern

    @property
    def costs(self) -> Floats:
        mean = [sum(self.board.mean[run] for run in runs) / len(runs) for runs in self.alike]
        costs = [
            found.costs(away, self.board.spread)
            for found, away in zip(self.patterns, mean, strict=True)
        ]
        return np.concatenate(costs)

    def program(self, kept: Numbers, costs: Floats) -> Program:
        """Of the patterns that are kept."""
        counts = [float(len(self.board.units[kind])) for kind in self.board.kinds]
        most = [float(len(runs)) for runs in self.alike]
        program = Program([*counts, *[0.0] * len(most)], [*counts, *most])
        program.add([UNPLACED] * self.first, [[(k, 1.0)] for k in range(self.first)], INFINITE)
        chosen = [self.what[column] for column in kept]
        entries = [
            [*self.patterns[place].entries[n], (self.first + place, 1.0)] for place, n in chosen
        ]
        program.add(costs, entries, INFINITE)
        return program

    def read(self, kept: Numbers, values: Floats) -> Packing:
        """Of runs that are alike the nearest get the fullest patterns."""
        chosen: dict[int, list[int]] = defaultdict(list)
        for column, value in zip(kept, values, strict=True):
            place, n = self.what[column]
            chosen[place] += [n] * round(value)
        whole: dict[int, Counter[Kind]] = {}
        for place, found in chosen.items():
            units, taken = self.patterns[place].units, self.patterns[place].taken
            found.sort(key=lambda n: (-int(taken[n]), n))
            for run, n in zip(self.alike[place], found, strict=False):
                whole[run] = Counter(
                    {kind: k for kind, k in zip(self.board.kinds, units[n], strict=True) if k}
                )
        return Packing(whole, [])


def _alike(board: Board) -> list[list[int]]:
    """Runs of one length with as many ends at the aisle and about as far away, the nearest
    first."""
    nearest = min(board.mean, default=0.0)
    width = (max(board.mean, default=0.0) - nearest) / BANDS + SURE
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for run in sorted(range(len(board.runs)), key=lambda run: (board.mean[run], run)):
        band = int((board.mean[run] - nearest) / width)
        found[len(board.runs[run]), board.ends[run], band].append(run)
    return [found[key] for key in sorted(found)]
