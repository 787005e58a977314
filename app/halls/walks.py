"""From a door along the aisles to a seat. Pure; lengths are in seat pitches.

Around every block there is a ring of ways: beside its rows, before its first and behind its last.
Rings of neighbouring blocks run into one another, so the shortest way round them is the way.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise

from app.halls.rules import Point, RowLine

BESIDE = 1.6  # from the middle of a seat at the aisle to the middle of the aisle
REACH = 3.2  # rings that come this near run into one another
SQUEEZE = 2.5  # to pass people in a row is as far as this on an aisle
STRAIGHT = 0.7  # bends smaller than this are not worth a corner


@dataclass(frozen=True)
class Walk:
    """The corners of the way from the door to the seat, and from which side it enters the row."""

    points: tuple[Point, ...]
    is_from_left: bool


@dataclass(frozen=True)
class Net:
    """All rings, what links their places, and the two places from which each row is entered."""

    places: Sequence[Point]
    links: Sequence[set[int]]
    ends: Mapping[tuple[int, int], tuple[int, int]]  # by block and rank: from the left, the right


def walk(rows: Sequence[RowLine], door: Point, row: RowLine, seat: Point) -> Walk:
    """The shortest way from ``door`` to ``seat`` in ``row``, one of ``rows`` of one level."""
    net = net_of(tuple(rows))
    left, right = net.ends[row.block_id, row.rank]
    ends = {end: SQUEEZE * math.dist(net.places[end], seat) for end in (left, right)}
    following = _shortest(net, ends)
    at = min(following, key=lambda place: math.dist(net.places[place], door))
    points = [door, net.places[at]]
    while following[at] != at:
        at = following[at]
        points.append(net.places[at])
    return Walk(tuple(_straightened([*points, seat])), is_from_left=at == left)


def sides(rows: Sequence[RowLine], door: Point) -> Callable[[RowLine, Point], bool]:
    """Whether ``walk`` enters a row from the left for a seat, for those who ask about a whole hall:
    the ways from ``door`` are found once."""
    net, costs = net_of(tuple(rows)), _costs(rows, door)

    def is_from_left(row: RowLine, seat: Point) -> bool:
        left, right = net.ends[row.block_id, row.rank]
        if left not in costs:  # an island: people come to it by its own nearest place
            return walk(rows, door, row, seat).is_from_left
        by_left = costs[left] + SQUEEZE * math.dist(net.places[left], seat)
        return by_left <= costs[right] + SQUEEZE * math.dist(net.places[right], seat)

    return is_from_left


def _costs(rows: Sequence[RowLine], door: Point) -> Mapping[int, float]:
    """How far it is from the place nearest to ``door`` to each that can be reached."""
    net = net_of(tuple(rows))
    first = min(range(len(net.places)), key=lambda place: math.dist(net.places[place], door))
    found: dict[int, float] = {}
    waiting = [(0.0, first)]
    while waiting:
        cost, place = heappop(waiting)
        if place in found:
            continue
        found[place] = cost
        for other in net.links[place]:
            if other not in found:
                step = math.dist(net.places[place], net.places[other])
                heappush(waiting, (cost + step, other))
    return found


@lru_cache(maxsize=16)
def net_of(rows: tuple[RowLine, ...]) -> Net:
    """The ways of one level. Kept, for a thousand delegates ask for the same hall."""
    places: list[Point] = []
    links: list[set[int]] = []
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    near: dict[tuple[int, int], list[int]] = defaultdict(list)
    ordered = sorted(rows, key=lambda row: (row.block_id, row.rank))
    for _, group in groupby(ordered, key=lambda row: row.block_id):
        block = list(group)
        front, back = _cross(block[0], -BESIDE), _cross(block[-1], BESIDE)
        right = [_place(row, length(row) + BESIDE) for row in block]
        left = [_place(row, -BESIDE) for row in block]
        ring = [*front, *right, *reversed(back), *reversed(left)]
        start = len(places)
        numbers = range(start, start + len(ring))
        places += ring
        links += [set() for _ in ring]
        between = [
            (number, other)
            for number in numbers
            for other in _around(near, places[number])
            if math.dist(places[number], places[other]) <= REACH
        ]
        for one, other in [*pairwise([*numbers, start]), *between]:
            links[one].add(other)
            links[other].add(one)
        for number in numbers:
            near[_cell(places[number])].append(number)
        for place, row in enumerate(block):
            ends[row.block_id, row.rank] = numbers[-1 - place], numbers[len(front) + place]
    return Net(places, links, ends)


def length(row: RowLine) -> float:
    return math.dist(row.first, row.middle) + math.dist(row.middle, row.last)


def _place(row: RowLine, along: float, away: float = 0.0) -> Point:
    """A point ``along`` the row's curve from its first seat, and ``away`` from the stage."""
    if row.first == row.last:
        return row.first[0] + along, row.first[1] + away
    t = along / length(row)
    x, y = (
        first * (1 - t) * (1 - 2 * t) + middle * 4 * t * (1 - t) + last * t * (2 * t - 1)
        for first, middle, last in zip(row.first, row.middle, row.last, strict=True)
    )
    dx, dy = (
        first * (4 * t - 3) + middle * (4 - 8 * t) + last * (4 * t - 1)
        for first, middle, last in zip(row.first, row.middle, row.last, strict=True)
    )
    size = math.hypot(dx, dy)
    return x - dy / size * away, y + dx / size * away


def _cross(row: RowLine, away: float) -> list[Point]:
    """The way before or behind a row, from left to right."""
    whole = length(row) + 2 * BESIDE
    parts = math.ceil(whole / REACH)
    return [_place(row, part * whole / parts - BESIDE, away) for part in range(parts + 1)]


def _cell(point: Point) -> tuple[int, int]:
    return int(point[0] // REACH), int(point[1] // REACH)


def _around(near: Mapping[tuple[int, int], list[int]], point: Point) -> list[int]:
    column, line = _cell(point)
    cells = ((column + i, line + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
    return [number for cell in cells for number in near.get(cell, ())]


def _shortest(net: Net, ends: Mapping[int, float]) -> dict[int, int]:
    """For every place from which an end can be reached, the next one on the way there.

    An end itself, reached at the cost given with it, is its own next.
    """
    following: dict[int, int] = {}
    waiting = [(cost, end, end) for end, cost in ends.items()]
    heapify(waiting)
    while waiting:
        cost, place, towards = heappop(waiting)
        if place in following:
            continue
        following[place] = towards
        for other in net.links[place]:
            if other not in following:
                step = math.dist(net.places[place], net.places[other])
                heappush(waiting, (cost + step, other, place))
    return following


def _straightened(points: Sequence[Point]) -> list[Point]:
    """Without the corners that lie almost on the line between others (Douglas and Peucker)."""
    first, *between, last = points
    offs = [_off(point, first, last) for point in between]
    if max(offs, default=0.0) < STRAIGHT:
        return [first, last]
    place = offs.index(max(offs)) + 1
    return _straightened(points[: place + 1])[:-1] + _straightened(points[place:])


def _off(point: Point, first: Point, last: Point) -> float:
    """How far a point lies beside the line from ``first`` to ``last``."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    size = dx * dx + dy * dy
    t = ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / size if size else 0.0
    t = max(0.0, min(1.0, t))
    return math.dist(point, (first[0] + t * dx, first[1] + t * dy))
