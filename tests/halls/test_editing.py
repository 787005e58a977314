"""Drawing and changing a layout."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.halls import editing
from app.halls.building import HallPlan, laid_out
from app.halls.layout import LaidBlock, Layout, Mark, Shape, Stage
from app.halls.rules import LandmarkKind, Numbering, OutKind

SEED = Path(__file__).parents[2] / "seeds/hai-phong-2026/hall.toml"
EMPTY = Layout(name="Hội trường", width=40, height=20, stage=Stage(x=10, y=1, width=20, depth=5))


def drawn(layout: Layout = EMPTY, code: str = "A", x: float = 20, **shape: object) -> Layout:
    block = LaidBlock(code=code, name=f"Khu {code}", rows=[])
    told = {"x": x, "y": 10, "counts": [4, 5, 6], **shape}
    return editing.draw_block(layout, block, Shape.model_validate(told))


def labels(layout: Layout, row: int = 0) -> list[str]:
    return [seat.label for seat in layout.blocks[0].rows[row].seats]


def test_the_seed_is_ranked_by_its_geometry_alone_as_it_was_described() -> None:
    layout = laid_out(HallPlan.model_validate(tomllib.loads(SEED.read_text("utf-8"))))
    assert editing.ranked(layout) == layout


def test_a_block_is_drawn_row_by_row() -> None:
    layout = drawn(first_label="01")
    assert labels(layout) == ["A-01-01", "A-01-02", "A-01-03", "A-01-04"]
    assert [len(row.seats) for row in layout.blocks[0].rows] == [4, 5, 6]
    assert [row.rank for row in layout.blocks[0].rows] == [0, 1, 2]


@pytest.mark.parametrize(
    ("how", "numbers"),
    [
        (Numbering.LEFT, [1, 2, 3, 4, 5]),
        (Numbering.RIGHT, [5, 4, 3, 2, 1]),
        (Numbering.CENTRE, [5, 3, 1, 2, 4]),
    ],
)
def test_chairs_are_numbered_as_the_theatre_does(how: Numbering, numbers: list[int]) -> None:
    assert editing.numbered(5, how) == numbers


def test_rows_are_named_by_numbers_or_letters() -> None:
    assert [editing.row_label("A", line) for line in (0, 1, 26)] == ["A", "B", "AA"]
    assert [editing.row_label("9", line) for line in (0, 1)] == ["09", "10"]
    with pytest.raises(Refused):
        editing.row_label("?", 0)


def test_an_aisle_widens_the_row_and_parts_its_seats() -> None:
    seats = drawn(counts=[6], aisles=[3]).blocks[0].rows[0].seats
    assert [seat.is_after_aisle for seat in seats] == [False] * 3 + [True] + [False] * 2
    assert seats[3].x - seats[2].x == pytest.approx(2.6)


def test_a_seat_drawn_anew_keeps_its_id_and_what_is_known_of_it() -> None:
    layout = editing.take_out(drawn(), {"A-02-03"}, OutKind.PILLAR, "Cột")
    wider = drawn(layout, counts=[6, 6, 6], radius=40)
    kept = next(seat for seat in wider.seats if seat.guid == "A-02-03")
    assert (kept.out, kept.reason) == (OutKind.PILLAR, "Cột")
    assert {seat.guid for seat in layout.seats} <= {seat.guid for seat in wider.seats}


def test_a_block_on_another_is_refused_but_not_upstairs() -> None:
    layout = drawn()
    with pytest.raises(Refused, match="nằm đè lên"):
        drawn(layout, "B", x=21)
    upstairs = LaidBlock(code="B", name="Khu B", level=1, rows=[])
    both = editing.draw_block(layout, upstairs, Shape(x=20, y=10, counts=[4]))
    assert [block.rows[0].rank for block in both.blocks] == [0, 3]


def test_rows_that_run_on_share_a_rank() -> None:
    layout = drawn(drawn(counts=[4, 4], x=10), "B", x=17, counts=[4, 4])
    assert [[row.rank for row in block.rows] for block in layout.blocks] == [[0, 1], [0, 1]]


def test_seats_are_named_singly_and_from_one_to_another() -> None:
    layout = drawn()
    named = editing.seats_named(layout, "a1-2, A-02-01..03; A-03-06")
    assert named == {"A-01-02", "A-02-01", "A-02-02", "A-02-03", "A-03-06"}
    with pytest.raises(Refused, match="A-09-01"):
        editing.seats_named(layout, "A-09-01")


def test_a_removed_seat_leaves_a_gap() -> None:
    layout = editing.remove_seats(drawn(), {"A-03-03"})
    seats = layout.blocks[0].rows[2].seats
    assert [seat.number for seat in seats if seat.is_after_aisle] == ["4"]
    assert editing.remove_seats(layout, {seat.guid for seat in layout.seats}).blocks == []


def test_a_removed_door_is_no_blocks_door_any_more() -> None:
    door = Mark(kind=LandmarkKind.DOOR, code="1", name="Cửa 1", x=1, y=9)
    layout = editing.put_mark(drawn(), door)
    layout = editing.describe_block(layout, "A", {"door": "1"})
    assert layout.blocks[0].door == "1"
    assert editing.remove_mark(layout, "1").blocks[0].door == ""


@given(st.lists(st.integers(1, 200), min_size=1, max_size=120))
def test_row_lengths_are_read_as_they_are_written(counts: list[int]) -> None:
    assert editing.counts_named(editing.counts_text(counts)) == counts


@pytest.mark.parametrize("typed", ["", "x", "0", "201", "12 x", "1,,2 a", "121 x 3"])
def test_what_are_no_row_lengths_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="hàng"):
        editing.counts_named(typed)
