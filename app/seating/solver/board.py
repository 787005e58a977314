"""The board that the solver plays on: the free runs, the units by kind, and what is put where."""

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
from app.seating.solver.sides import Share, Side, Turn

UNPLACED = 100_000.0  # what a unit costs that finds no place


@dataclass(frozen=True)
class Divided:
    """A unit over two runs: ``front`` people in the one, the others in the run behind, both at the
    same end."""

    kind: Kind
    first: int  # runs by number
    second: int
    is_left: bool
    front: int


@dataclass(frozen=True)
class Packing:
    """For each run the kinds of the units whole in it, and all that are divided."""

    whole: dict[int, Counter[Kind]]
    divided: list[Divided]

    @property
    def count(self) -> int:
        """How many units it places."""
        return len(self.divided) + sum(kinds.total() for kinds in self.whole.values())


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

    @cached_property
    def wanted(self) -> list[int]:
        """The size of every unit."""
        return [size for (size, _), units in self.units.items() for _ in units]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(sorted(set(self.wanted)))

    @property
    def count(self) -> int:
        """How many units there are."""
        return len(self.wanted)

    @cached_property
    def consecutive(self) -> list[tuple[int, int]]:
        """Runs by number, one in front and one directly behind it."""
        place = {seat.id: run for run, line in enumerate(self.runs) for seat in line}
        found = {
            (front, place[other])
            for front, line in enumerate(self.runs)
            for seat in line
            for other in self.ground.behind[seat.id]
            if other in place and self.ground.seats[other].rank > seat.rank
        }
        return sorted(found)

    def torn(self, packing: Packing) -> int:
        """How many units are divided, and those it does not place, who count thrice."""
        return len(packing.divided) + 3 * (self.count - packing.count)


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


def divided_ways(board: Board) -> Iterator[Divided]:
    """Every way to divide a unit of every kind between two runs behind one another."""
    for runs in board.consecutive:
        for is_left in (True, False):
            for kind in board.kinds:
                yield from _cuts(board, kind, runs, is_left=is_left)


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
