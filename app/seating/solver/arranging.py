"""From a packing to seats: the order of the units in each run, and which unit is which."""

from collections import defaultdict
from collections.abc import Sequence

from app.seating.solver.layout import Shape, by_distance
from app.seating.solver.model import Seat, Spare
from app.seating.solver.packing import Board, Kind, Packing


def arranged(board: Board, packing: Packing, spare: Spare) -> dict[int, Shape]:
    """The seats of each unit that the packing places."""
    shapes: dict[Kind, list[Shape]] = defaultdict(list)
    used = [[0, 0] for _ in board.runs]  # seats of divided units at the left and the right end
    for part in packing.divided:
        size, _ = part.kind
        seats: list[int] = []
        for run, count in ((part.first, part.front), (part.second, size - part.front)):
            line = board.runs[run]
            seats += [seat.id for seat in (line[:count] if part.is_left else line[-count:])]
            used[run][0 if part.is_left else 1] = count
        shapes[part.kind].append(tuple(seats))
    for run, kinds in sorted(packing.whole.items()):
        left, right = used[run]
        line = board.runs[run]
        middle = line[left : len(line) - right]
        for kind, shape in _in_run(middle, sorted(kinds.elements()), spare, board):
            shapes[kind].append(shape)
    result: dict[int, Shape] = {}
    for kind, found in shapes.items():
        result |= by_distance(board.ground, board.units[kind][: len(found)], found)
    return result


def _in_run(
    line: Sequence[Seat], kinds: list[Kind], spare: Spare, board: Board
) -> list[tuple[Kind, Shape]]:
    """Units side by side: those that need the aisle at the ends, free seats between them or at the
    end that is further away."""
    ordered = _ends_first(line, kinds)
    free = len(line) - sum(size for size, _ in ordered)
    away = board.ground.away
    nearer_left = away[line[0].id] <= away[line[-1].id]
    gaps = _gaps(len(ordered), free, spare, nearer_left=nearer_left)
    if line[0].is_at_aisle and ordered[0][1]:
        gaps[0], gaps[1] = 0, gaps[0] + gaps[1]
    if line[-1].is_at_aisle and ordered[-1][1]:
        gaps[-1], gaps[-2] = 0, gaps[-1] + gaps[-2]
    result, start = [], 0
    for gap, kind in zip(gaps, ordered, strict=False):
        start += gap
        result.append((kind, tuple(seat.id for seat in line[start : start + kind[0]])))
        start += kind[0]
    return result


def _ends_first(line: Sequence[Seat], kinds: list[Kind]) -> list[Kind]:
    wanting = [kind for kind in kinds if kind[1]]
    others = [kind for kind in kinds if not kind[1]]
    if not wanting:
        return others
    if len(wanting) == 1:
        return [*wanting, *others] if line[0].is_at_aisle else [*others, *wanting]
    return [wanting[0], *others, *wanting[1:]]


def _gaps(units: int, free: int, spare: Spare, *, nearer_left: bool) -> list[int]:
    """Free seats before each unit and after the last: in all ``free``."""
    gaps = [0] * (units + 1)
    if spare is Spare.EDGE:
        gaps[-1 if nearer_left else 0] = free
        return gaps
    # Between two units a free seat serves both; then at the ends.
    order = [*range(1, units, 2), units, 0, *range(2, units, 2)]
    for n in range(free):
        gaps[order[n % len(order)]] += 1
    return gaps
