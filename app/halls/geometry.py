"""What a drawing of chairs tells about rows, aisles and the order from the stage. Pure.

Names and numbers of seats say nothing here: theatres number from the middle outwards, odd and even
apart, and skip letters.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from statistics import median

from app.halls.rules import Point

BREAK = 1.6  # a gap this many times the usual one is an aisle
_LEAST = 1e-9
_FEW = 2  # gaps that do not tell what is usual
_SAME = 0.05  # pitches: chairs nearer than this stand in one place
_WIDEST = 8.0  # pitches across an aisle between two blocks
_REACH = 3.5  # pitches from a break in one row to the same aisle's break in the next


def along(places: Sequence[Point]) -> list[int]:
    """The order of the places of one row from the left, along the way the row runs.

    A row that runs from front to back is taken from the stage.
    """
    dx, dy = _axis(places)
    return sorted(
        range(len(places)), key=lambda at: (places[at][0] * dx + places[at][1] * dy, places[at])
    )


def _axis(places: Sequence[Point]) -> Point:
    """The direction in which the places lie farthest apart, towards the right or the back."""
    middle = (sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places))
    xx = sum((x - middle[0]) ** 2 for x, _ in places)
    yy = sum((y - middle[1]) ** 2 for _, y in places)
    xy = sum((x - middle[0]) * (y - middle[1]) for x, y in places)
    turn = math.atan2(2 * xy, xx - yy) / 2
    dx, dy = math.cos(turn), math.sin(turn)
    is_upright = abs(dx) <= _LEAST
    return (dx, dy) if dx > _LEAST or (is_upright and dy > 0) else (-dx, -dy)


def gaps(row: Sequence[Point]) -> list[float]:
    """From each place to the next one."""
    return [math.dist(one, other) for one, other in pairwise(row)]


def pitch(rows: Sequence[Sequence[Point]]) -> float:
    """The usual distance between neighbours of all rows, between rows where none has two seats;
    1 for a single seat."""
    firsts = [row[0] for row in rows if row]
    found = [gap for row in rows for gap in gaps(row) if gap > 0] or [g for g in gaps(firsts) if g]
    return median(found) if found else 1.0


def breaks(row: Sequence[Point], usual: float) -> set[int]:
    """The positions before which an aisle runs through the row."""
    own = [gap for gap in gaps(row) if gap > 0]
    # A row of a few seats with one wide gap would take that for its usual one.
    common = median(own) if len(own) > _FEW else usual
    return {at for at, gap in enumerate(gaps(row), 1) if gap > BREAK * min(common, usual * BREAK)}


@dataclass(frozen=True)
class Line:
    """A row of chairs from the left, in its block and on its level."""

    block: str
    level: int
    places: Sequence[Point]

    @property
    def away(self) -> float:
        return sum(y for _, y in self.places) / len(self.places)


def ranks(lines: Sequence[Line]) -> list[int]:
    """For each row its rank in the hall, from 0 nearest to the stage.

    Rows that run on into one another across an aisle share a rank, and those that stand about as
    far away; two rows of one block never do. Upper levels come after lower ones.
    """
    joined = _joined(lines)
    order = sorted(joined, key=lambda part: (lines[part[0]].level, _away(lines, part)))
    bucket, found = _bucket(lines), [0] * len(lines)
    rank, began, level, there = -1, -math.inf, -1, set[str]()
    for part in order:
        blocks, on, away = (
            {lines[at].block for at in part},
            lines[part[0]].level,
            _away(lines, part),
        )
        if on != level or blocks & there or away - began > bucket:
            rank, began, level, there = rank + 1, away, on, set()
        there |= blocks
        for at in part:
            found[at] = rank
    return found


def _away(lines: Sequence[Line], part: Sequence[int]) -> float:
    return sum(lines[at].away for at in part) / len(part)


def _joined(lines: Sequence[Line]) -> list[list[int]]:
    """Rows that run on into one another, together."""
    step = 2 * _bucket(lines)
    part_of = {at: [at] for at in range(len(lines))}
    reach = _WIDEST + step / 2  # so far from a row's last chair the next row's first one may be
    near: dict[tuple[int, int, int], list[int]] = {}
    for at, line in enumerate(lines):
        x, y = line.places[0]
        near.setdefault((line.level, int(x // reach), int(y // reach)), []).append(at)
    joints = sorted(
        (aside, one, other)
        for one, line in enumerate(lines)
        for dx, dy in product((-1, 0, 1), repeat=2)
        for x, y in [line.places[-1]]
        for other in near.get((line.level, int(x // reach) + dx, int(y // reach) + dy), ())
        if line.block != lines[other].block
        for aside in [_aside(line, lines[other])]
        if aside < step / 2
    )
    for _, one, other in joints:
        mine, theirs = part_of[one], part_of[other]
        if mine is theirs or {lines[at].block for at in mine} & {lines[at].block for at in theirs}:
            continue
        mine += theirs
        for at in theirs:
            part_of[at] = mine
    return [part for at, part in part_of.items() if part[0] == at]


def _aside(line: Line, next_: Line) -> float:
    """How far the next row begins beside the line on which this one ends; far where it does not
    begin ahead of it, across an aisle at most."""
    last, first = line.places[-1], next_.places[0]
    before = line.places[-2] if len(line.places) > 1 else (last[0] - 1, last[1])
    size = math.dist(before, last) or 1.0
    dx, dy = (last[0] - before[0]) / size, (last[1] - before[1]) / size
    vx, vy = first[0] - last[0], first[1] - last[1]
    ahead = vx * dx + vy * dy
    return abs(vx * dy - vy * dx) if 0 < ahead <= _WIDEST else math.inf


def _bucket(lines: Sequence[Line]) -> float:
    """Half the usual distance between two rows of one block."""
    by_block: dict[str, list[float]] = {}
    for line in lines:
        by_block.setdefault(line.block, []).append(line.away)
    steps = [
        later - sooner
        for away in by_block.values()
        for sooner, later in pairwise(sorted(away))
        if later > sooner
    ]
    return median(steps) / 2 if steps else 0.5


def doubles(places: Sequence[Point], usual: float) -> list[tuple[int, int]]:
    """Pairs of chairs that stand in the same place."""
    seen: dict[tuple[int, int], int] = {}
    found = []
    cell = max(usual * _SAME, _LEAST)
    for at, (x, y) in enumerate(places):
        key = (round(x / cell), round(y / cell))
        if key in seen:
            found.append((seen[key], at))
        else:
            seen[key] = at
    return found


def ways(rows: Sequence[Sequence[tuple[Point, bool]]]) -> list[list[Point]]:
    """Lines through the breaks of following rows; each seat comes with "an aisle is before me"."""
    lines: list[list[Point]] = []
    for row in rows:
        before = [line for line in lines if line]
        for (one, _), (other, is_after_aisle) in pairwise(row):
            if not is_after_aisle:
                continue
            middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
            near = [line for line in before if math.dist(line[-1], middle) <= _REACH]
            if near:
                line = min(near, key=lambda found: math.dist(found[-1], middle))
                line.append(middle)
                before.remove(line)
            else:
                lines.append([middle])
    return [
        line if len(line) > 1 else [(line[0][0], line[0][1] - 0.8), (line[0][0], line[0][1] + 0.8)]
        for line in lines
    ]
