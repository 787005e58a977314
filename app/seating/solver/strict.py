"""The order of the list strictly kept: no unit sits in a row behind that of a unit after it.

Row by row from the stage each row takes the next units of the list, and may divide one with the
run directly behind (as lines of text are broken, after Knuth and Plass). A state is how many units
are seated and which piece the next row has to take; only the most promising are followed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby, islice

from app.seating.solver.arranging import seats_of
from app.seating.solver.board import Board, Divided, divided_ways
from app.seating.solver.layout import Kind, Shape
from app.seating.solver.listing import Unit
from app.seating.solver.model import Spare
from app.seating.solver.spacing import spaced

WIDTH = 20  # states followed from row to row
WEIGHTS = (10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0)  # people times rows a divided unit weighs
SLACK = 1  # a row may take so many units less than it could
Bins = tuple[tuple[int, int], ...]  # free seats and aisle ends of each run of a row


@dataclass(frozen=True)
class _State:
    """``done`` units are seated up to and with ``row``; ``piece`` is what the next row takes."""

    cost: float
    row: int
    done: int
    piece: Divided | None = None
    taken: tuple[int, ...] = ()  # for each whole unit of this row its run
    before: "_State | None" = None


def in_order(board: Board, units: Sequence[Unit], spare: Spare) -> dict[int, Shape]:
    """The shapes of the units, with as few divided as could be found; of the first units only
    where not all can be seated so.

    A weight for dividing that is too great leaves seats empty in front until the last units find
    none; so it grows as long as all are seated.
    """
    hall = _Rows(board, units)
    best: dict[int, Shape] = {}
    for weight in WEIGHTS:
        shapes = _shapes(board, hall.rows, units, hall.broken(weight), spare)
        if len(shapes) < max(len(best), 1) or (best and len(shapes) < len(units)):
            break
        best = shapes
    return best


class _Rows:
    """The rows of a board, and the units that are to fill them in order."""

    def __init__(self, board: Board, units: Sequence[Unit]) -> None:
        self.board = board
        self.rows = _rows(board)
        self.room = [sum(len(board.runs[run]) for run in row) for row in self.rows]
        self.kinds = [board.kind_of[unit.id] for unit in units]
        sizes = [size for size, _ in self.kinds]
        self.people = [0, *accumulate(sizes)]  # of the units before each place
        self.ways: dict[tuple[int, Kind], list[Divided]] = {}
        for part in divided_ways(board):
            self.ways.setdefault((part.first, part.kind), []).append(part)

    def broken(self, weight: float) -> _State:
        """The last state of the best way found: the most units, at the least cost."""
        states = [_State(0.0, -1, 0)]
        best = states[0]
        for row in range(len(self.rows)):
            states = list(islice(self._seated(self._after(row, states, weight), row), WIDTH))
            whole = [state for state in states if state.piece is None]
            best = min([*whole, best], key=lambda s: (-s.done, s.cost))
        return best

    def _after(self, row: int, states: Sequence[_State], weight: float) -> list[_State]:
        """What may follow when this row has taken its units, if they fit; the best first: where the
        rows behind suffice for all who wait."""
        left = sum(self.room[row + 1 :])
        ways = [way for state in states for way in self._ways(row, state, weight)]
        return sorted(ways, key=lambda s: (self._waiting(s) > left, s.cost, -s.done))

    def _ways(self, row: int, state: _State, weight: float) -> Iterator[_State]:
        line = self.rows[row]
        most = self._most(row, state)
        room = self.room[row] - (state.piece.kind[0] - state.piece.front if state.piece else 0)
        for done in range(most, max(state.done, most - SLACK) - 1, -1):
            whole = _State(state.cost, row, done, before=state)
            yield replace(whole, cost=state.cost + self._waiting(whole))
            if done == len(self.kinds) or row + 1 == len(self.rows):
                continue
            free = room - (self.people[done] - self.people[state.done])
            for part in (p for run in line for p in self.ways.get((run, self.kinds[done]), ())):
                if part.front <= free and not _clash(part, state.piece):
                    waiting = self.people[-1] - self.people[done] - part.front
                    yield _State(state.cost + weight + waiting, row, done + 1, part, (), state)

    def _seated(self, ways: Iterable[_State], row: int) -> Iterator[_State]:
        """Those whose units fit, each outcome once."""
        found: set[tuple[int, Divided | None]] = set()
        for way in ways:
            before = way.before
            if before is None or (way.done, way.piece) in found:
                continue
            wanted = self.kinds[before.done : way.done - (way.piece is not None)]
            pieces = [part for part in (way.piece, before.piece) if part is not None]
            taken = _packed(_bins(self.board, self.rows[row], pieces), tuple(wanted))
            if taken is not None:
                found.add((way.done, way.piece))
                yield replace(way, taken=taken)

    def _most(self, row: int, state: _State) -> int:
        """Up to which place in the list all may sit whole in this row."""
        bins = _bins(self.board, self.rows[row], [state.piece] if state.piece else [])
        most = state.done
        while most < len(self.kinds):
            if _packed(bins, tuple(self.kinds[state.done : most + 1])) is None:
                break
            most += 1
        return most

    def _waiting(self, state: _State) -> int:
        """How many people have no seat yet."""
        piece = state.piece.kind[0] - state.piece.front if state.piece else 0
        return self.people[-1] - self.people[state.done] + piece


def _rows(board: Board) -> list[list[int]]:
    """The runs of each row, by number."""
    numbered = sorted(range(len(board.runs)), key=lambda run: (board.runs[run][0].rank, run))
    return [list(row) for _, row in groupby(numbered, key=lambda run: board.runs[run][0].rank)]


def _clash(part: Divided, other: Divided | None) -> bool:
    """Whether both would lie at the same end of one run."""
    return other is not None and (part.first, part.is_left) == (other.second, other.is_left)


def _bins(board: Board, line: Sequence[int], pieces: Sequence[Divided]) -> Bins:
    room = {run: [len(board.runs[run]), board.ends[run]] for run in line}
    for part in pieces:
        in_front = part.first in room
        run = part.first if in_front else part.second
        end = board.runs[run][0] if part.is_left else board.runs[run][-1]
        room[run][0] -= part.front if in_front else part.kind[0] - part.front
        room[run][1] -= end.is_at_aisle
    return tuple((room[run][0], room[run][1]) for run in line)


@lru_cache(maxsize=200_000)
def _packed(bins: Bins, kinds: tuple[Kind, ...]) -> tuple[int, ...] | None:
    """For each unit the run of the row that takes it whole; None where they do not all fit."""
    if any(free < 0 or ends < 0 for free, ends in bins):
        return None
    if sum(size for size, _ in kinds) > sum(free for free, _ in bins):
        return None
    order = sorted(range(len(kinds)), key=lambda unit: (not kinds[unit][1], -kinds[unit][0], unit))
    place: dict[int, int] = {}
    tried = 0

    def put(n: int, left: list[tuple[int, int]]) -> bool:
        nonlocal tried
        tried += 1
        if n == len(order):
            return True
        size, at_aisle = kinds[order[n]]
        seen = set()
        for run, (free, ends) in enumerate(left):
            if size > free or ends < at_aisle or (free, ends) in seen or tried > 2_000:  # noqa: PLR2004
                continue
            seen.add((free, ends))
            place[order[n]] = run
            if put(n + 1, [*left[:run], (free - size, ends - at_aisle), *left[run + 1 :]]):
                return True
        return False

    return tuple(place[unit] for unit in range(len(kinds))) if put(0, list(bins)) else None


def _shapes(
    board: Board, rows: list[list[int]], units: Sequence[Unit], last: _State, spare: Spare
) -> dict[int, Shape]:
    shapes: dict[int, Shape] = {}
    state = last
    while state.before is not None:
        before = state.before
        ends = {run: [0, len(board.runs[run])] for run in rows[state.row]}
        pieces = [part for part in (before.piece, state.piece) if part is not None]
        for part in pieces:
            run, count = (
                (part.first, part.front)
                if part is state.piece
                else (part.second, part.kind[0] - part.front)
            )
            ends[run][0 if part.is_left else 1] += count if part.is_left else -count
        if state.piece is not None:
            unit = units[state.done - 1]
            shapes[unit.id] = seats_of(board, state.piece)
        for place, run in enumerate(rows[state.row]):
            inside = [
                units[before.done + n] for n, taken in enumerate(state.taken) if taken == place
            ]
            line = board.runs[run][ends[run][0] : ends[run][1]]
            inside.sort(key=lambda unit: not board.kind_of[unit.id][1])
            if len(inside) > 1 and board.kind_of[inside[1].id][1]:
                inside.append(inside.pop(1))
            kinds = [board.kind_of[unit.id] for unit in inside]
            if inside and kinds[0][1] and not line[0].is_at_aisle:
                inside.reverse()
                kinds.reverse()
            for unit, shape in zip(inside, spaced(board.ground, line, kinds, spare), strict=True):
                shapes[unit.id] = shape
        state = before
    return shapes
