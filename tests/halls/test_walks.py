"""The way from a door to a seat keeps to the aisles."""

import math
from collections.abc import Iterator
from itertools import pairwise

import pytest

from app.halls.rules import Point, RowLine, Section, chairs
from app.halls.walks import sides, walk

CENTRE = (36.0, -55.0)


def rows(section: Section, first_block: int) -> Iterator[RowLine]:
    found = chairs(section, CENTRE)
    for number, block in enumerate(section.blocks, first_block):
        for rank in sorted({chair.rank for chair in found}):
            places = [(c.x, c.y) for c in found if c.block == block and c.rank == rank]
            middle = places[(len(places) - 1) // 2]
            yield RowLine(number, rank, places[0], middle, places[-1])


FRONT = Section(["A", "B", "C"], [[10, 18, 10]] * 10, 68.5, 1.75, 2.2, 1, 0)
BACK = Section(["D", "E"], [[20, 20]] * 8, 88.0, 1.75, 2.2, 11, 10)
HALL = [*rows(FRONT, 0), *rows(BACK, 3)]
SEATS = [(c.x, c.y) for part in (FRONT, BACK) for c in chairs(part, CENTRE)]
DOORS = {"left": (6.5, 14.0), "back": (36.0, 55.0), "beside": (4.5, 33.0)}


def steps(points: tuple[Point, ...]) -> Iterator[Point]:
    """Points along a way, a third of a seat apart."""
    for one, other in pairwise(points):
        count = max(1, int(math.dist(one, other) * 3))
        for step in range(count):
            part = step / count
            yield one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_the_way_leads_from_the_door_to_the_seat_and_through_no_other_row(door: Point) -> None:
    for row in HALL[::2]:
        for seat in (row.first, row.last):
            points = walk(HALL, door, row, seat).points
            assert (points[0], points[-1]) == (door, seat)
            for at in steps(points):
                if math.dist(at, seat) > math.dist(row.first, row.last) + 1:
                    assert min(math.dist(at, other) for other in SEATS) > 0.5


def test_the_row_is_entered_from_the_nearer_aisle() -> None:
    row = next(row for row in HALL if (row.block_id, row.rank) == (0, 4))
    assert walk(HALL, DOORS["left"], row, row.first).is_from_left
    assert not walk(HALL, (36.0, 10.0), row, row.last).is_from_left


def test_a_block_far_from_all_others_is_still_reached_from_the_door() -> None:
    island = RowLine(9, 0, (200.0, 10.0), (202.0, 10.0), (204.0, 10.0))
    points = walk([*HALL, island], DOORS["left"], island, (202.0, 10.0)).points
    assert points[0] == DOORS["left"]
    assert all(x > 190 for x, _ in points[1:])


def test_a_row_of_one_seat_can_be_reached() -> None:
    alone = RowLine(1, 0, (5.0, 5.0), (5.0, 5.0), (5.0, 5.0))
    assert walk([alone], (0.0, 0.0), alone, (5.0, 5.0)).points[-1] == (5.0, 5.0)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_asked_about_the_whole_hall_each_row_is_entered_from_the_same_side(door: Point) -> None:
    island = RowLine(9, 0, (200.0, 10.0), (202.0, 10.0), (204.0, 10.0))
    whole = [*HALL, island]
    is_from_left = sides(whole, door)
    for row in whole[::3]:
        for seat in (row.first, row.middle, row.last):
            assert is_from_left(row, seat) == walk(whole, door, row, seat).is_from_left
