"""A second hall behind the first: nobody loses a seat, and the way to it is drawn on its own."""

from collections import Counter

from app.conferences.store import conference_named
from app.db import Database
from app.halls import changes
from app.halls.drawing import way
from app.halls.joining import as_annex, join
from app.halls.laying import layout_of
from app.halls.layout import ANNEX_LEVEL
from app.halls.receiving import receive
from app.halls.rules import BlockKind, LandmarkKind
from app.halls.store import floor_of, hall_of
from app.seating.store import taken
from tests.cast import AUTHOR, HAI_PHONG
from tests.halls.plans import data, plan


def test_whatever_has_a_name_that_is_taken_gets_another_one() -> None:
    layout = receive(data(plan()), "Phòng họp").layout
    notes: Counter[object] = Counter()
    both = join(layout, as_annex(layout), notes)  # type: ignore[arg-type]
    assert len(both.seats) == 2 * len(layout.seats)
    assert len({seat.guid for seat in both.seats}) == len(both.seats)
    assert len({seat.label for seat in both.seats}) == len(both.seats)
    codes = [block.code for block in both.blocks]
    assert len(set(codes)) == len(codes)
    assert both.blocks[: len(layout.blocks)] == layout.blocks, "the first stands as it stood"
    second = both.blocks[len(layout.blocks) :]
    assert {(block.kind, block.level) for block in second} == {(BlockKind.ANNEX, ANNEX_LEVEL)}
    assert min(row.rank for block in second for row in block.rows) > max(
        row.rank for block in layout.blocks for row in block.rows
    )
    assert [mark.kind for mark in both.marks].count(LandmarkKind.SCREEN) == 1


def test_a_second_hall_is_added_undone_and_shown_alone(summit: Database) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        before = layout_of(hall_of(db, here))  # type: ignore[arg-type]
        second = receive(data(plan()), "Phòng đa năng")
        changes.annex(db, AUTHOR, here, "Nạp", second, taken(db, here))
        hall, floor = hall_of(db, here), floor_of(db, here)
        assert hall is not None
        assert floor is not None
        assert len(hall.seats) == 1_500 + len(second.layout.seats)
        seat = next(seat for seat in hall.seats if seat.block.kind is BlockKind.ANNEX)
        drawn = way(floor, seat)
        assert "SÂN KHẤU" not in drawn
        assert "Màn hình, " in drawn
        assert ">B</text>" not in drawn, "nothing of the first hall"
        changes.undo(db, AUTHOR, here, taken(db, here), hall.hall.version)
        assert layout_of(hall_of(db, here)) == before  # type: ignore[arg-type]
