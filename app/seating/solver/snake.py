"""Units into a hall by rule of thumb: at once, at any fill, without a solver."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.seating.solver.ground import Ground, Run
from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.model import Seat, Spare
from app.seating.solver.spacing import spaced


def first_fit(
    ground: Ground, free: set[int], units: Sequence[Unit], aisle: set[int], spare: Spare
) -> dict[int, Shape]:
    """Each unit into the first run that holds it whole, then the others grown over what is left."""
    shapes = first_whole(ground, free, units, aisle, spare)
    left = free - {seat for shape in shapes.values() for seat in shape}
    return shapes | grown(ground, left, [unit for unit in units if unit.id not in shapes])


def first_whole(
    ground: Ground, free: set[int], units: Sequence[Unit], aisle: set[int], spare: Spare
) -> dict[int, Shape]:
    """Each unit into the first run that holds it whole, the nearest first; without those for whom
    there is none. ``aisle`` names the units that want a seat at the aisle: they take ends of runs,
    in their turn, or before all others where these would leave them too few."""
    runs = sorted(
        ground.runs(free),
        key=lambda run: (sum(ground.away[s.id] for s in run) / len(run), run[0].id),
    )
    chosen = _chosen(ground, runs, units, aisle)
    if len(chosen) < len(units):
        first = [*(u for u in units if u.id in aisle), *(u for u in units if u.id not in aisle)]
        chosen = max(chosen, _chosen(ground, runs, first, aisle), key=len)
    inside: dict[int, list[tuple[int, Unit]]] = defaultdict(list)
    for unit, run, place in chosen:
        inside[run].append((place, unit))
    shapes: dict[int, Shape] = {}
    for run, found in inside.items():
        there = [unit for _, unit in sorted(found, key=lambda one: one[0])]
        kinds = [(unit.size, unit.id in aisle) for unit in there]
        placed = spaced(ground, runs[run], kinds, spare)
        shapes |= {unit.id: shape for unit, shape in zip(there, placed, strict=True)}
    return shapes


def _chosen(
    ground: Ground, runs: Sequence[Run], units: Sequence[Unit], aisle: set[int]
) -> list[tuple[Unit, int, int]]:
    """Units with their run and where in it they begin."""
    left = [_Left(run, line, 0, len(line)) for run, line in enumerate(runs)]
    least = min((unit.size for unit in units), default=0)
    chosen = []
    for unit in units:
        for n, part in enumerate(left):
            begin = part.cut(ground, unit.size, at_aisle=unit.id in aisle)
            if begin is not None:
                chosen.append((unit, part.run, begin))
                if part.stop - part.start < least:
                    del left[n]  # nobody fits in what is left
                break
    return chosen


@dataclass
class _Left:
    """What is left of a run, by places in its line."""

    run: int
    line: Run
    start: int
    stop: int

    def cut(self, ground: Ground, size: int, *, at_aisle: bool) -> int | None:
        """So many places off the nearer end, or off one by the aisle: where they begin. None where
        there are not so many."""
        if self.stop - self.start < size:
            return None
        ends = [
            (ground.away[seat.id], begin)
            for seat, begin in (
                (self.line[self.start], self.start),
                (self.line[self.stop - 1], self.stop - size),
            )
            if seat.is_at_aisle or not at_aisle
        ]
        if not ends:
            return None
        begin = min(ends)[1]
        if begin == self.start:
            self.start += size
        else:
            self.stop = begin
        return begin


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
