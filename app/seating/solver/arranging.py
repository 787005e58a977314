"""From a packing to seats: the order of the units in each run, and which unit is which."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from app.seating.solver.layout import Shape, by_distance
from app.seating.solver.model import Seat, Spare
from app.seating.solver.packing import Board, Divided, Kind, Packing

_Cost = tuple[int, int, float]  # units off the aisle, without a free seat; distance


def arranged(board: Board, packing: Packing, spare: Spare) -> dict[int, Shape]:
    """The seats of each unit that the packing places."""
    shapes: dict[Kind, list[Shape]] = defaultdict(list)
    used = [[0, 0] for _ in board.runs]  # seats of divided units at the left and the right end
    for part in packing.divided:
        size, _ = part.kind
        for run, count in ((part.first, part.front), (part.second, size - part.front)):
            used[run][0 if part.is_left else 1] = count
        shapes[part.kind].append(seats_of(board, part))
    for run, kinds in sorted(packing.whole.items()):
        left, right = used[run]
        line = board.runs[run]
        middle = line[left : len(line) - right]
        ordered = _ends_first(middle, sorted(kinds.elements()))
        for kind, shape in zip(ordered, spaced(middle, ordered, spare, board), strict=True):
            shapes[kind].append(shape)
    result: dict[int, Shape] = {}
    for kind, found in shapes.items():
        result |= by_distance(board.ground, board.units[kind][: len(found)], found)
    return result


def seats_of(board: Board, part: Divided) -> Shape:
    """The seats of a divided unit."""
    seats: list[int] = []
    size, _ = part.kind
    for run, count in ((part.first, part.front), (part.second, size - part.front)):
        line = board.runs[run]
        seats += [seat.id for seat in (line[:count] if part.is_left else line[-count:])]
    return tuple(seats)


def respaced(board: Board, shapes: Mapping[int, Shape], spare: Spare) -> dict[int, Shape]:
    """The same units in the same order in every run, with the free seats where they are wished."""
    place = {s.id: (run, p) for run, line in enumerate(board.runs) for p, s in enumerate(line)}
    whole: dict[int, list[tuple[int, int]]] = defaultdict(list)
    ends = [[0, len(line)] for line in board.runs]
    for unit, shape in shapes.items():
        runs = {place[seat][0] for seat in shape}
        if len(runs) == 1:
            whole[runs.pop()].append((min(place[seat][1] for seat in shape), unit))
            continue
        for run in runs:
            places = [place[seat][1] for seat in shape if place[seat][0] == run]
            if min(places) == 0:
                ends[run][0] = max(places) + 1
            else:
                ends[run][1] = min(places)
    result = dict(shapes)
    for run, units in sorted(whole.items()):
        ordered = [unit for _, unit in sorted(units)]
        line = board.runs[run][ends[run][0] : ends[run][1]]
        kinds = [board.kind_of[unit] for unit in ordered]
        result |= dict(zip(ordered, spaced(line, kinds, spare, board), strict=True))
    return result


def spaced(line: Sequence[Seat], kinds: list[Kind], spare: Spare, board: Board) -> list[Shape]:
    """Units side by side in this order, so that those who need the aisle sit there, then so that
    nobody lacks a free seat beside the unit (unless free seats are wished at the edge), then as
    near as can be: the seats left free lie where they are furthest away."""
    result, start = [], 0
    for gap, (size, _) in zip(_gaps(line, kinds, spare, board), kinds, strict=True):
        start += gap
        result.append(tuple(seat.id for seat in line[start : start + size]))
        start += size
    return result


def _gaps(line: Sequence[Seat], kinds: list[Kind], spare: Spare, board: Board) -> tuple[int, ...]:
    """The free seats before each unit: the best of all ways, unit by unit.

    A state is how many are used by then and whether the last unit lacks a free seat so far.
    """
    away = [0.0, *accumulate(board.ground.away[seat.id] for seat in line)]
    free = len(line) - sum(size for size, _ in kinds)
    is_wished = spare is not Spare.EDGE
    states: dict[tuple[int, bool], tuple[_Cost, tuple[int, ...]]] = {(0, False): ((0, 0, 0.0), ())}
    start = 0
    for size, at_aisle in kinds:
        after: dict[tuple[int, bool], tuple[_Cost, tuple[int, ...]]] = {}
        for (used, lacks), ((off, lonely, far), gaps) in states.items():
            for gap in range(free - used + 1):
                first = start + used + gap
                is_off = at_aisle and not _is_at_aisle(line, first, first + size)
                cost = (
                    off + is_off,
                    lonely + (is_wished and lacks and not gap),
                    round(far + away[first + size] - away[first], 4),
                )
                key, found = (used + gap, not gap), (cost, (*gaps, gap))
                if key not in after or found < after[key]:
                    after[key] = found
        states, start = after, start + size
    return min(
        ((off, lonely + (is_wished and lacks and used == free), far), gaps)
        for (used, lacks), ((off, lonely, far), gaps) in states.items()
    )[1]


def _is_at_aisle(line: Sequence[Seat], first: int, stop: int) -> bool:
    return (first == 0 and line[0].is_at_aisle) or (stop == len(line) and line[-1].is_at_aisle)


def trimmed(board: Board, shapes: Mapping[int, Shape]) -> dict[int, Shape]:
    """Without the seats that each unit's shape holds in reserve: at the end of its longest row,
    but not at the aisle where one of the unit needs it."""
    if not board.extra:
        return dict(shapes)
    result: dict[int, Shape] = {}
    for unit, shape in shapes.items():
        left = list(shape)
        seats = board.ground.seats
        for _ in range(board.extra):
            rows = Counter(seats[seat].rank for seat in left)
            longest = max(sorted(rows), key=lambda rank: rows[rank])
            row = sorted(
                (s for s in left if seats[s].rank == longest), key=lambda s: seats[s].position
            )
            ends = sorted(
                (row[0], row[-1]), key=lambda s: (seats[s].is_at_aisle, -board.ground.away[s])
            )
            left.remove(ends[0])
        result[unit] = tuple(left)
    return result


def _ends_first(line: Sequence[Seat], kinds: list[Kind]) -> list[Kind]:
    wanting = [kind for kind in kinds if kind[1]]
    others = [kind for kind in kinds if not kind[1]]
    if not wanting:
        return others
    if len(wanting) == 1:
        return [*wanting, *others] if line[0].is_at_aisle else [*others, *wanting]
    return [wanting[0], *others, *wanting[1:]]
