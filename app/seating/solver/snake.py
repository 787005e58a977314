"""Units into a hall by rule of thumb: at once, at any fill, without a solver."""

from collections import defaultdict
from collections.abc import Sequence

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.model import Seat


def first_fit(
    ground: Ground, free: set[int], units: Sequence[Unit], aisle: set[int]
) -> dict[int, Shape]:
    """Each unit into the first run that holds it whole, then the others grown over what is left."""
    shapes = first_whole(ground, free, units, aisle)
    left = free - {seat for shape in shapes.values() for seat in shape}
    return shapes | grown(ground, left, [unit for unit in units if unit.id not in shapes])


def first_whole(
    ground: Ground, free: set[int], units: Sequence[Unit], aisle: set[int]
) -> dict[int, Shape]:
    """Each unit into the first run that holds it whole, the nearest first; without those for whom
    there is none. ``aisle`` names the units that want a seat at the aisle: they take ends of runs.
    """
    runs = sorted(
        ground.runs(free),
        key=lambda run: (sum(ground.away[s.id] for s in run) / len(run), run[0].id),
    )
    shapes: dict[int, Shape] = {}
    least = min((unit.size for unit in units), default=0)
    whole = {seat.id: list(run) for run in runs for seat in run}
    for unit in [*(u for u in units if u.id in aisle), *(u for u in units if u.id not in aisle)]:
        size, at_aisle = unit.size, unit.id in aisle
        for place, run in enumerate(runs):
            if len(run) >= size and (not at_aisle or _touches_aisle(run)):
                shapes[unit.id] = _cut(ground, run, unit, at_aisle=at_aisle)
                if len(run) < least:
                    del runs[place]  # nobody fits in what is left
                break
    return shapes | _centred(ground, whole, shapes, aisle)


def _centred(
    ground: Ground, runs: dict[int, list[Seat]], shapes: dict[int, Shape], aisle: set[int]
) -> dict[int, Shape]:
    """The units of each run side by side where that is nearest, so that the seats left free lie at
    its ends and not in the middle; those who need the aisle stay."""
    units: dict[int, list[int]] = defaultdict(list)
    for unit, shape in shapes.items():
        units[runs[shape[0]][0].id].append(unit)
    moved: dict[int, Shape] = {}
    for first, there in units.items():
        if aisle.isdisjoint(there):
            line = [seat.id for seat in runs[first]]
            there.sort(key=lambda unit: line.index(shapes[unit][0]))
            taken = sum(len(shapes[unit]) for unit in there)
            start = min(
                range(len(line) - taken + 1),
                key=lambda n: (round(sum(map(ground.away.__getitem__, line[n : n + taken])), 6), n),
            )
            for unit in there:
                moved[unit] = tuple(line[start : start + len(shapes[unit])])
                start += len(shapes[unit])
    return moved


def snake(ground: Ground, free: set[int], units: Sequence[Unit]) -> dict[int, Shape]:
    """Along the rows of each block to and fro, so that no seat is lost and a unit that turns at
    the end of a row still sits together."""
    lines: dict[tuple[int, str], list[Seat]] = defaultdict(list)
    turns: dict[tuple[int, str], int] = defaultdict(int)
    for run in ground.runs(free):
        line = run[0].level, run[0].block
        lines[line] += run if turns[line] % 2 == 0 else run[::-1]
        turns[line] += 1
    shapes: dict[int, Shape] = {}
    pieces = list(lines.values())
    waiting = []
    for unit in units:
        fitting = [line for line in pieces if len(line) >= unit.size]
        if not fitting:
            waiting.append(unit)
            continue
        nearest = min(fitting, key=lambda line: (ground.away[line[0].id], line[0].id))
        shapes[unit.id] = tuple(seat.id for seat in nearest[: unit.size])
        del nearest[: unit.size]
    left = {seat.id for line in pieces for seat in line}
    return shapes | grown(ground, left, waiting)


def grow(ground: Ground, free: set[int], start: int, size: int) -> Shape:
    """At most ``size`` connected free seats from ``start`` on: along the row first, then behind."""
    found = [start]
    inside = {start}
    edge = {start}
    while len(found) < size and edge:
        near = {
            other
            for seat in edge
            for other in ground.adjacent[seat]
            if other in free and other not in inside
        }
        if not near:
            break
        ranks = {ground.seats[seat].rank for seat in inside}
        best = min(
            near,
            key=lambda s: (
                ground.seats[s].rank not in ranks,
                -sum(1 for other in ground.adjacent[s] if other in inside),
                ground.away[s],
                s,
            ),
        )
        found.append(best)
        inside.add(best)
        edge = inside
    return tuple(found)


def grown(ground: Ground, left: set[int], units: Sequence[Unit]) -> dict[int, Shape]:
    """Units over seats that are left: connected where they can be, else in few parts."""
    shapes: dict[int, Shape] = {}
    every = ground.seats.keys()
    parts = ground.pieces(left, every) if units else []
    for unit in sorted(units, key=lambda unit: (-unit.size, unit.number)):
        found: list[int] = []
        while len(found) < unit.size and parts:
            wanted = unit.size - len(found)
            fitting = [part for part in parts if len(part) >= wanted]
            part = min(fitting, key=len) if fitting else parts[0]
            start = min(
                part,
                key=lambda s: (sum(1 for o in ground.adjacent[s] if o in part), ground.away[s], s),
            )
            taken = grow(ground, part, start, wanted)
            found += taken
            parts = [other for other in parts if other is not part]
            parts += ground.pieces(part.difference(taken), every)
            parts.sort(key=lambda part: (-len(part), min(part)))
        if len(found) == unit.size:
            shapes[unit.id] = tuple(found)
    return shapes


def _touches_aisle(run: list[Seat]) -> bool:
    return run[0].is_at_aisle or run[-1].is_at_aisle


def _cut(ground: Ground, run: list[Seat], unit: Unit, *, at_aisle: bool) -> Shape:
    """The unit's seats at the end of the run that is nearer, taken out of it."""
    from_left = (ground.away[run[0].id], run[0].id) <= (ground.away[run[-1].id], run[-1].id)
    if at_aisle and not (run[0] if from_left else run[-1]).is_at_aisle:
        from_left = not from_left
    part = run[: unit.size] if from_left else run[-unit.size :]
    if from_left:
        del run[: unit.size]
    else:
        del run[-unit.size :]
    return tuple(seat.id for seat in part)
