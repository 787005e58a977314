"""Which units share which run: a pattern for each run, as few units over two rows as possible.

A unit of a size either sits whole in a run or is divided between two runs directly behind one
another, at the same end of both. Every column is a pattern of whole units in a run, or a divided
unit; that keeps the program small, and its bound close to the best there is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.seating.solver import prices
from app.seating.solver.fillings import FEWEST, SMALL
from app.seating.solver.ground import Ground
from app.seating.solver.layout import Kind, needs_aisle
from app.seating.solver.listing import Unit
from app.seating.solver.model import Policy, Seat, Spare
from app.seating.solver.patterns import patterns
from app.seating.solver.prices import ROW
from app.seating.solver.program import INFINITE, Clock, Program, Solved
from app.seating.solver.sides import Share, Side, Turn

DIVIDED = ROW
UNPLACED = 100_000.0
WORTH = 80.0, 200.0  # columns that cost so much more than in the relaxed optimum are left out
_HALF = 0.5


@dataclass(frozen=True)
class Divided:
    """A unit over two runs: ``front`` people in the one, the others in the run behind, both at the
    same end."""

    kind: Kind
    first: int  # runs by number
    second: int
    is_left: bool
    front: int


@dataclass
class Board:
    """The free runs, the kinds of units, and how many there are of each."""

    ground: Ground
    runs: list[list[Seat]]
    units: dict[Kind, list[Unit]] = field(default_factory=dict)
    extra: int = 0  # free seats planned for every unit, counted in its kind
    spread: float = 0.0  # what a unit costs that has no free seat beside it
    sides: list[Side] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mean = [sum(self.ground.away[seat.id] for seat in run) / len(run) for run in self.runs]
        self.ends = [
            run[0].is_at_aisle + (len(run) > 1 and run[-1].is_at_aisle) for run in self.runs
        ]

    @cached_property
    def kind_of(self) -> dict[int, Kind]:
        """By unit."""
        return {unit.id: kind for kind, units in self.units.items() for unit in units}

    @property
    def shares(self) -> list[Share]:
        """The doors that take no more than their share, or at a price."""
        return [side for side in self.sides if isinstance(side, Share)]

    @property
    def turns(self) -> list[Turn]:
        """Who speaks after whom, where that is worth a price."""
        return [side for side in self.sides if isinstance(side, Turn)]

    @property
    def kinds(self) -> list[Kind]:
        return sorted(self.units)

    @property
    def count(self) -> int:
        """How many units there are."""
        return sum(len(units) for units in self.units.values())

    def torn(self, packing: "Packing") -> int:
        """How many units are divided, and those it does not place, who count thrice."""
        return len(packing.divided) + 3 * (self.count - packing.count)


@dataclass(frozen=True)
class Packing:
    """For each run the kinds of the units whole in it, and all that are divided."""

    whole: dict[int, Counter[Kind]]
    divided: list[Divided]

    @property
    def count(self) -> int:
        """How many units it places."""
        return len(self.divided) + sum(kinds.total() for kinds in self.whole.values())


def board_of(
    ground: Ground,
    free: set[int],
    units: Sequence[Unit],
    policy: Policy,
    extra: int = 0,
    sides: Sequence[Side] = (),
) -> Board:
    runs = ground.runs(free)
    kinds: dict[Kind, list[Unit]] = {}
    for unit in units:
        kinds.setdefault((unit.size + extra, needs_aisle(unit, policy)), []).append(unit)
    # One free seat serves the units on both sides of it.
    spread = prices.of_spare(policy) / 2 if policy.spare is Spare.SPREAD else 0.0
    return Board(ground, runs, kinds, extra, spread, list(sides))


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
        apart = DIVIDED + 20 * board.spread  # so many free seats are not worth a divided unit
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


def divided_ways(board: Board) -> Iterator[Divided]:
    """Every way to divide a unit of every kind between two runs behind one another."""
    place = {seat.id: run for run, line in enumerate(board.runs) for seat in line}
    for first, front in enumerate(board.runs):
        behind = {
            place[other]
            for seat in front
            for other in board.ground.behind[seat.id]
            if other in place and board.ground.seats[other].rank > seat.rank
        }
        for second in sorted(behind):
            for is_left in (True, False):
                for kind in board.kinds:
                    yield from _cuts(board, kind, (first, second), is_left=is_left)


def _cuts(board: Board, kind: Kind, runs: tuple[int, int], *, is_left: bool) -> Iterator[Divided]:
    size, at_aisle = kind
    one, other = (board.runs[run] if is_left else board.runs[run][::-1] for run in runs)
    if at_aisle and not (one[0].is_at_aisle or other[0].is_at_aisle):
        return
    least = FEWEST if size > SMALL else 1
    near = board.ground.behind
    low, high = min(least, len(one)), size - min(least, len(other))
    for count in range(max(low, size - len(other)), min(high, len(one)) + 1):
        back = {seat.id for seat in other[: size - count]}
        if any(seat in back for front in one[:count] for seat in near[front.id]):
            yield Divided(kind, *runs, is_left, count)
