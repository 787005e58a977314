"""From a hall's description to its chairs: where each of them stands.

Lengths are in seat pitches (the width of one chair). Somebody who faces the stage has x growing to
the right; y grows away from the stage.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class LandmarkKind(StrEnum):
    DOOR = "door"
    STEPS = "steps"
    SCREEN = "screen"  # what the people of a second hall look at


class BlockKind(StrEnum):
    STALLS = "stalls"
    BOX = "box"
    BALCONY = "balcony"
    STAGE = "stage"  # the presidium's row on the stage
    ANNEX = "annex"  # a second hall, from which the first is followed on a screen


class OutKind(StrEnum):
    """Why nobody is placed on a seat."""

    CAMERA = "camera"
    DESK = "desk"
    PILLAR = "pillar"
    BROKEN = "broken"
    RESERVE = "reserve"  # kept free for whoever comes unexpected
    OTHER = "other"


class Numbering(StrEnum):
    """How the chairs of a row are numbered, as somebody sees them who faces the stage."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"  # from the middle outwards: odd numbers to the left, even to the right


@dataclass(frozen=True)
class RowLine:
    """The seats of one block in one row, by the places of its first, middle and last one."""

    block_id: int
    rank: int
    first: Point
    middle: Point
    last: Point


@dataclass(frozen=True)
class Section:
    """Rows that curve round one centre, each crossing the same blocks.

    ``rows`` holds for each row the number of seats in each block; ``radius`` is that of the first
    row and ``pitch`` the distance between two; ``aisle`` is the width left between two blocks.
    Rows are labelled from ``first_label`` and ranked from ``first_rank`` (0 is nearest the stage).
    """

    blocks: Sequence[str]
    rows: Sequence[Sequence[int]]
    radius: float
    pitch: float
    aisle: float
    first_label: int
    first_rank: int


@dataclass(frozen=True)
class Chair:
    """One seat with its place. ``position`` counts along the row of its block, from the left."""

    block: str
    row: str
    rank: int
    position: int
    x: float
    y: float


def chairs(section: Section, centre: Point) -> list[Chair]:
    """The seats, row by row from the stage and from left to right; every row is centred."""
    result = []
    for place, counts in enumerate(section.rows):
        radius = section.radius + place * section.pitch
        width = sum(counts) - 1 + section.aisle * (len(counts) - 1)
        along = -width / 2
        for block, count in zip(section.blocks, counts, strict=True):
            for position in range(count):
                x, y = on_arc(centre, radius, along)
                label = f"{section.first_label + place:02}"
                rank = section.first_rank + place
                result.append(Chair(block, label, rank, position, x, y))
                along += 1
            along += section.aisle
    return result


def aisles(section: Section, centre: Point) -> list[list[Point]]:
    """The middle line of each way between two blocks, from the stage outwards."""
    lines: list[list[Point]] = [[] for _ in section.blocks[1:]]
    for place, counts in enumerate(section.rows):
        radius = section.radius + place * section.pitch
        along = -(sum(counts) - 1 + section.aisle * (len(counts) - 1)) / 2
        for line, count in zip(lines, counts, strict=False):
            along += count - 1
            line.append(on_arc(centre, radius, along + (section.aisle + 1) / 2))
            along += 1 + section.aisle
    return lines


def on_arc(centre: Point, radius: float, along: float) -> Point:
    """The point of an arc that lies ``along`` pitches to the right of its middle."""
    turn = along / radius
    x, y = centre[0] + radius * math.sin(turn), centre[1] + radius * math.cos(turn)
    return round(x, 2), round(y, 2)


def runs(seats: int, blocked: Collection[int], breaks: Collection[int] = ()) -> list[int]:
    """For each position of a row its run: neighbours with no aisle or blocked seat between them.

    ``breaks`` are the positions before which there is an aisle. A blocked seat is a run of its own.
    """
    numbers, run = [], 0
    for position in range(seats):
        if position and (position in blocked or position - 1 in blocked or position in breaks):
            run += 1
        numbers.append(run)
    return numbers
