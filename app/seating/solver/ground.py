"""The hall as the solver walks on it: runs, what is adjacent, and how far each seat is."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from statistics import median

from app.seating.solver.model import Hall, Point, Seat

UPSTAIRS = 15.0  # a level further up counts as so many pitches
LATERAL = 1.05  # directly behind: at most one pitch aside, and a little for drawing
WIDE = 1.6  # rows further apart than so many usual distances have a way between them

Run = Sequence[Seat]


class Ground:
    """Everything about a hall that does not depend on who comes. Blocked seats are not in it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.seats = {
            seat.id: seat
            for seat in sorted(hall.seats, key=lambda s: (s.rank, s.block, s.run, s.position, s.id))
            if not seat.is_blocked
        }
        self.rows: dict[tuple[int, str, int], list[Seat]] = defaultdict(list)
        for seat in self.seats.values():
            self.rows[seat.level, seat.block, seat.rank].append(seat)
        for row in self.rows.values():
            row.sort(key=lambda seat: (seat.position, seat.id))
        self.pitch = self._pitch()
        self.away = {
            seat.id: round(
                math.dist((seat.x, seat.y), hall.focal) / self.pitch + UPSTAIRS * seat.level, 4
            )
            for seat in self.seats.values()
        }

    @cached_property
    def beside(self) -> dict[int, list[int]]:
        """The neighbours of each seat in its run."""
        near: dict[int, list[int]] = {seat: [] for seat in self.seats}
        for row in self.rows.values():
            for one, other in pairwise(row):
                if _are_neighbours(one, other):
                    near[one.id].append(other.id)
                    near[other.id].append(one.id)
        return near

    @cached_property
    def over(self) -> dict[int, list[tuple[int, int]]]:
        """For each seat those two places on in its run, each with the one in between."""
        return {
            seat: [
                (middle, beyond)
                for middle in near
                for beyond in self.beside[middle]
                if beyond != seat
            ]
            for seat, near in self.beside.items()
        }

    @cached_property
    def behind(self) -> dict[int, list[int]]:
        """The seats directly behind or before each seat."""
        near: dict[int, list[int]] = {seat: [] for seat in self.seats}
        for one, other in self._touching():
            near[one].append(other)
            near[other].append(one)
        return near

    @cached_property
    def adjacent(self) -> dict[int, list[int]]:
        return {seat: self.beside[seat] + self.behind[seat] for seat in self.seats}

    @cached_property
    def links(self) -> dict[int, list[int]]:
        """For each seat those adjacent, and the gaps over which it hangs on another: the seat in
        between, negative."""
        return {
            seat: near + [-middle for middle, _ in self.over[seat]]
            for seat, near in self.adjacent.items()
        }

    @cached_property
    def central(self) -> set[str]:
        """The blocks downstairs that the middle line crosses."""
        sides: dict[str, set[bool]] = defaultdict(set)
        for seat in self.seats.values():
            if seat.level == 0:
                sides[seat.block].add(seat.x < self.hall.focal[0])
        return {block for block, found in sides.items() if len(found) > 1}

    @cached_property
    def to_steps(self) -> dict[str, float]:
        """How far each block is from the steps to the stage."""
        nearest: dict[str, float] = {}
        for seat in self.seats.values():
            nearest[seat.block] = min(nearest.get(seat.block, math.inf), self.way_up(seat))
        return nearest

    def way_up(self, seat: Seat) -> float:
        """How far a seat is from the nearest steps; from the stage where there are none."""
        ends = self.hall.steps or (self.hall.focal,)
        return min(math.dist((seat.x, seat.y), end) for end in ends) / self.pitch

    def from_aisle(self, seat: Seat) -> int:
        """How many seats of its row in its block lie between a seat and the end of that row from
        which it is nearer to the steps."""
        row = self.rows[seat.level, seat.block, seat.rank]
        if self.way_up(row[0]) <= self.way_up(row[-1]):
            return seat.position - row[0].position
        return row[-1].position - seat.position

    def to_aisle(self, seat: Seat) -> list[int]:
        """The seats of its row that somebody passes on the way to the aisle nearer to the steps:
        first the neighbour, last the one at the aisle."""
        row = self.rows[seat.level, seat.block, seat.rank]
        if self.way_up(row[0]) <= self.way_up(row[-1]):
            row = row[::-1]
        passed: list[int] = []
        last = seat
        for other in row[row.index(seat) + 1 :]:
            if last.is_at_aisle and not _are_side_by_side(last, other):
                break
            passed.append(other.id)
            last = other
        return passed

    def aside(self, seat: Seat) -> float:
        """How far a seat is from the middle line."""
        return round(abs(seat.x - self.hall.focal[0]) / self.pitch, 1)

    def runs(self, free: Collection[int]) -> list[list[Seat]]:
        """The free seats as unbroken neighbours, by row from the stage and from left to right."""
        found: list[list[Seat]] = []
        for row in self.rows.values():
            last: Seat | None = None
            for seat in row:
                if seat.id not in free:
                    last = None
                elif last is not None and _are_neighbours(last, seat):
                    found[-1].append(seat)
                    last = seat
                else:
                    found.append([seat])
                    last = seat
        return sorted(found, key=lambda run: (run[0].rank, run[0].block, run[0].position))

    def pieces(self, seats: Collection[int], taken: Collection[int]) -> list[set[int]]:
        """The connected parts of some seats; one empty seat between two does not part them."""
        left = set(seats)
        parts = []
        while left:
            todo = [left.pop()]
            part = set(todo)
            while todo:
                seat = todo.pop()
                near = [other for other in self.adjacent[seat] if other in left]
                near += [
                    beyond
                    for middle, beyond in self.over[seat]
                    if beyond in left and middle not in taken
                ]
                for other in near:
                    if other in left:
                        left.remove(other)
                        part.add(other)
                        todo.append(other)
            parts.append(part)
        return sorted(parts, key=lambda part: (-len(part), min(part)))

    def _pitch(self) -> float:
        gaps = [
            math.dist((one.x, one.y), (other.x, other.y))
            for row in self.rows.values()
            for one, other in pairwise(row)
            if _are_neighbours(one, other)
        ]
        return median(gaps) if gaps else 1.0

    def _touching(self) -> Iterable[tuple[int, int]]:
        by_block: dict[tuple[int, str], list[tuple[int, list[Seat]]]] = defaultdict(list)
        for (level, block, rank), row in self.rows.items():
            by_block[level, block].append((rank, row))
        for rows in by_block.values():
            rows.sort()
            follow = [
                (front, back)
                for (rank, front), (next_rank, back) in pairwise(rows)
                if next_rank == rank + 1
            ]
            depths = [_depth(front, back) for front, back in follow]
            usual = median(depths) if depths else 0.0
            for (front, back), depth in zip(follow, depths, strict=True):
                if depth <= WIDE * usual:
                    yield from _pairs(front, back, math.hypot(depth, LATERAL * self.pitch))


def _are_neighbours(one: Seat, other: Seat) -> bool:
    return one.run == other.run and other.position == one.position + 1


def _are_side_by_side(one: Seat, other: Seat) -> bool:
    return one.run == other.run and abs(other.position - one.position) == 1


def _nearest(seat: Seat, row: Run, start: int) -> int:
    place = start
    best = math.dist((seat.x, seat.y), (row[place].x, row[place].y))
    while place + 1 < len(row):
        further = math.dist((seat.x, seat.y), (row[place + 1].x, row[place + 1].y))
        if further > best:
            break
        place, best = place + 1, further
    return place


def _depth(front: Run, back: Run) -> float:
    """The distance of two rows, as their nearest seats have it."""
    place, found = 0, []
    for seat in front:
        place = _nearest(seat, back, place)
        found.append(math.dist((seat.x, seat.y), (back[place].x, back[place].y)))
    return median(sorted(found)[: len(found) // 2 + 1])


def _pairs(front: Run, back: Run, reach: float) -> Iterable[tuple[int, int]]:
    place = 0
    for seat in front:
        place = _nearest(seat, back, place)
        for other in back[max(0, place - 2) : place + 3]:
            if math.dist((seat.x, seat.y), (other.x, other.y)) <= reach + 1e-6:
                yield seat.id, other.id


@lru_cache(maxsize=8)
def ground_of(hall: Hall) -> Ground:
    """Kept, for the same hall is judged again after every change by hand."""
    return Ground(hall)


def centre(run: Run) -> Point:
    return sum(seat.x for seat in run) / len(run), sum(seat.y for seat in run) / len(run)
