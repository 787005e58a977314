"""Which units share which run: a pattern for each run, as few units over two rows as possible.

A unit of a size either sits whole in a run or is divided between two runs directly behind one
another, at the same end of both. Every column is a pattern of whole units in a run, or a divided
unit; that keeps the program small, and its bound close to the best there is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.seating.solver.board import UNPLACED, Board, Divided, Packing, divided_ways
from app.seating.solver.layout import Kind
from app.seating.solver.patterns import patterns
from app.seating.solver.prices import ROW
from app.seating.solver.program import INFINITE, Clock, Program, Solved

WORTH = 80.0, 200.0  # columns that cost so much more than in the relaxed optimum are left out
_HALF = 0.5


def pack(board: Board, seconds: float, least: int, known: Packing | None) -> Packing | None:
    """The cheapest packing found, ``least`` units being divided in any; ``known`` where none
    divides as few. Only the few ways to divide are tried that mostly suffice."""
    columns = _Columns(board, [part for part in divided_ways(board) if _is_halved(part)])
    torn = INFINITE if known is None else board.torn(known)
    for packing in _packed(columns, Clock(seconds), least):
        if board.torn(packing) <= torn:
            return packing
    return known


def _is_halved(part: Divided) -> bool:
    return part.is_left and abs(2 * part.front - part.kind[0]) <= 1


def _packed(columns: "_Columns", clock: Clock, least: int) -> Iterator[Packing]:
    """Small programs of the columns that the relaxed one finds worth trying, the smallest first."""
    relaxed = columns.program(range(len(columns.costs)), least).relaxed(clock.left)
    if not relaxed.is_found:
        return
    for worth in WORTH:
        kept = [
            column
            for column in range(len(columns.costs))
            if relaxed.reduced[column] <= worth or column >= columns.first_unplaced
        ]
        # Beside the rows only distances are weighed, and a later step does that better.
        solved = columns.program(kept, least).whole(clock.left, gap=0.01)
        if solved.is_found:
            yield columns.read(solved, kept)


# A pattern of a run, a divided unit, or a unit left out.
What = tuple[int, tuple[int, ...]] | Divided | None


class _Columns:
    """The program's columns in their order: patterns of every run, the divided, the unplaced.

    Rows: one for each kind (all are placed), one for each run (its seats), one for each run's
    choice of a pattern, two for each run's ends, one for the aisle ends of each run, one for each
    door that takes only its share.
    """

    def __init__(self, board: Board, ways: Sequence[Divided]) -> None:
        self.board = board
        kinds, runs = board.kinds, board.runs
        seats, choice = len(kinds), len(kinds) + len(runs)
        ends, aisles = choice + len(runs), choice + 3 * len(runs)
        counts = [float(len(board.units[kind])) for kind in kinds]
        ones = [1.0] * len(runs)
        self.lower = counts + [0.0] * (5 * len(runs))
        self.upper = [*counts, *(float(len(run)) for run in runs), *ones, *ones, *ones]
        self.upper += [float(end) for end in board.ends]
        doors = {share.door: len(self.lower) + n for n, share in enumerate(board.shares)}
        self.lower += [-INFINITE] * len(doors)
        self.upper += [share.most for share in board.shares]
        self.door = [doors.get(run[0].door) for run in runs]  # the row of each run's door
        self.costs: list[float] = []
        self.entries: list[list[tuple[int, float]]] = []
        self.most: list[float] = []
        self.what: list[What] = []
        for run, line in enumerate(runs):
            found = patterns(len(line), board.ends[run], tuple(kinds))
            costs = found.costs(board.mean[run], board.spread)
            for pattern, filled in enumerate(found.units):
                near = sum(n for n, (_, at_aisle) in zip(filled, kinds, strict=True) if at_aisle)
                entry = [*found.entries[pattern], (choice + run, 1.0)]
                entry += [(seats + run, float(found.taken[pattern]))]
                entry += [(aisles + run, float(near))] if near else []
                entry += self._at_doors((run, int(found.taken[pattern])))
                self._add(float(costs[pattern]), entry, (run, filled))
        self.first_divided = len(self.costs)
        apart = ROW + 20 * board.spread  # so many free seats are not worth a divided unit
        for part in ways:
            size, _ = part.kind
            back = size - part.front
            cost = apart + (part.front * board.mean[part.first] + back * board.mean[part.second])
            entry = [(kinds.index(part.kind), 1.0)]
            for run, count in ((part.first, part.front), (part.second, back)):
                entry += [(seats + run, float(count)), (ends + 2 * run + part.is_left, 1.0)]
                end = runs[run][0] if part.is_left else runs[run][-1]
                entry += [(aisles + run, 1.0)] if end.is_at_aisle else []
            entry += self._at_doors((part.first, part.front), (part.second, back))
            self._add(cost, entry, part)
        self.first_unplaced = len(self.costs)
        for k, most in enumerate(counts):
            self._add(UNPLACED, [(k, 1.0)], None, most)
        self.first_over = len(self.costs)
        for share in board.shares:
            self._add(share.price, [(doors[share.door], -1.0)], None, INFINITE)

    def _at_doors(self, *taken: tuple[int, int]) -> list[tuple[int, float]]:
        """Entries for so many people in each of some runs."""
        found: Counter[int] = Counter()
        for run, count in taken:
            door = self.door[run]
            if door is not None:
                found[door] += count
        return [(row, float(count)) for row, count in found.items()]

    def _add(
        self,
        cost: float,
        entry: list[tuple[int, float]],
        what: What,
        most: float = 1.0,
    ) -> None:
        self.costs.append(cost)
        self.entries.append(entry)
        self.what.append(what)
        self.most.append(most)

    def program(self, kept: Sequence[int], least: int) -> Program:
        """Of the columns that are kept; at least so many units are divided or left out."""
        program = Program(self.lower, self.upper)
        program.add(
            [self.costs[c] for c in kept],
            [self.entries[c] for c in kept],
            [self.most[c] for c in kept],
        )
        apart = [
            (place, 1.0)
            for place, c in enumerate(kept)
            if self.first_divided <= c < self.first_over
        ]
        program.add_row(float(least), INFINITE, apart)
        return program

    def read(self, solved: Solved, kept: Sequence[int]) -> Packing:
        whole: dict[int, Counter[Kind]] = {}
        divided = []
        kinds = self.board.kinds
        for column in (solved.columns > _HALF).nonzero()[0]:
            what = self.what[kept[int(column)]]
            if isinstance(what, Divided):
                divided.append(what)
            elif what is not None:
                run, pattern = what
                whole[run] = Counter({kinds[k]: n for k, n in enumerate(pattern) if n})
        return Packing(whole, divided)
