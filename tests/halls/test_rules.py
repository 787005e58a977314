"""Where the chairs of a described hall stand."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.halls.rules import Section, aisles, chairs, runs

CENTRE = (36.0, -55.0)
COUNTS = st.lists(st.lists(st.integers(1, 24), min_size=2, max_size=2), min_size=1, max_size=8)


def section(rows: list[list[int]]) -> Section:
    return Section(["A", "B"], rows, 68.5, 1.75, 2.2, first_label=1, first_rank=0)


def test_rows_are_labelled_and_ranked_from_the_stage() -> None:
    found = chairs(section([[1, 2], [1, 2]]), CENTRE)
    assert [(c.block, c.row, c.rank, c.position) for c in found] == [
        ("A", "01", 0, 0),
        ("B", "01", 0, 0),
        ("B", "01", 0, 1),
        ("A", "02", 1, 0),
        ("B", "02", 1, 0),
        ("B", "02", 1, 1),
    ]


@given(COUNTS)
def test_neighbours_stand_one_seat_apart_and_blocks_an_aisle_more(rows: list[list[int]]) -> None:
    found = chairs(section(rows), CENTRE)
    for one, other in pairwise(found):
        if one.rank == other.rank:
            radius = math.dist(CENTRE, (one.x, one.y))
            turn = math.asin((other.x - 36) / radius) - math.asin((one.x - 36) / radius)
            wanted = 1 if one.block == other.block else 1 + 2.2
            assert turn * radius == pytest.approx(wanted, abs=0.05)


@given(COUNTS)
def test_every_row_stands_in_the_middle(rows: list[list[int]]) -> None:
    found = chairs(section(rows), CENTRE)
    for rank in range(len(rows)):
        row = [chair for chair in found if chair.rank == rank]
        assert row[0].x - 36 == pytest.approx(36 - row[-1].x, abs=0.02)


@given(COUNTS)
def test_aisles_run_between_the_blocks(rows: list[list[int]]) -> None:
    found = chairs(section(rows), CENTRE)
    (line,) = aisles(section(rows), CENTRE)
    for rank, point in enumerate(line):
        last = [c for c in found if c.rank == rank and c.block == "A"][-1]
        first = next(c for c in found if c.rank == rank and c.block == "B")
        assert math.dist(point, (last.x, last.y)) == pytest.approx(1.6, abs=0.05)
        assert math.dist(point, (first.x, first.y)) == pytest.approx(1.6, abs=0.05)


@pytest.mark.parametrize(
    ("seats", "blocked", "expected"),
    [
        (4, set(), [0, 0, 0, 0]),
        (5, {2}, [0, 0, 1, 2, 2]),
        (4, {0}, [0, 1, 1, 1]),
        (5, {1, 2}, [0, 1, 2, 3, 3]),
    ],
)
def test_a_blocked_seat_breaks_a_run(seats: int, blocked: set[int], expected: list[int]) -> None:
    assert runs(seats, blocked) == expected
