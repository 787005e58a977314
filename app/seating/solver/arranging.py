"""From a packing to seats: the order of the units in each run, and which unit is which."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from app.seating.solver.board import Board, Divided, Packing
from app.seating.solver.layout import Kind, Shape, by_distance
from app.seating.solver.model import Seat, Spare
from app.seating.solver.spacing import spaced


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
        for kind, shape in zip(ordered, spaced(board.ground, middle, ordered, spare), strict=True):
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
        result |= dict(zip(ordered, spaced(board.ground, line, kinds, spare), strict=True))
    return result


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
