"""Seats of the press: declared in a file or by hand, kept through every change, and exported."""

import json
from typing import Any

import jsonschema
import pytest
from sqlmodel import Session

from app import schema
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.rules import Role
from app.delegates.seats import free_seat_near
from app.delegates.store import everyone
from app.halls import changes, editing, pretix_writer
from app.halls.faults import Odd
from app.halls.laying import layout_of
from app.halls.layout import Layout
from app.halls.receiving import receive
from app.halls.store import hall_of, versions
from app.seating.table.question import hall_of as hall_asked
from tests.cast import AUTHOR, HAI_PHONG
from tests.conftest import Maker
from tests.halls.plans import SCHEMA, data, plan
from tests.halls.test_odd_grids import drawn, lines


def press(layout: Layout) -> list[str]:
    return [seat.label for seat in layout.seats if seat.is_press]


def there(db: Session) -> Layout:
    found = hall_of(db, conference_named(db, HAI_PHONG).id)
    assert found is not None
    return layout_of(found)


def given(db: Session, *guids: str) -> int:
    """Give these seats to the press; the conference."""
    here = conference_named(db, HAI_PHONG).id
    how = lambda layout: editing.change_seats(layout, guids, {"is_press": True})  # noqa: E731
    changes.change(db, AUTHOR, here, "Báo chí", how, {})
    return here


def test_seats_are_given_to_the_press_and_back_by_undo_and_redo(summit: Database) -> None:
    with summit.writing() as db:
        before = press(there(db))
        here = given(db, "A-12-01", "A-12-02")
        with_more = sorted([*before, "A-12-01", "A-12-02"])
        assert sorted(press(there(db))) == with_more
        changes.undo(db, AUTHOR, here, {}, 2)
        assert press(there(db)) == before
        changes.redo(db, AUTHOR, here, {}, 1)
        assert sorted(press(there(db))) == with_more
        again = receive(there(db).model_dump_json().encode(), "x").layout
        assert again == there(db)


def test_the_solver_is_asked_about_a_hall_with_a_zone_of_the_press(summit: Database) -> None:
    with summit.writing() as db:
        here = given(db, "A-12-01")
        view = hall_of(db, here)
        assert view is not None
        zone = {seat.label for seat in hall_asked(view).seats if seat.zone == "press"}
        assert zone == set(press(there(db)))
        assert "A-12-01" in zone


def zoned(found: dict[str, Any]) -> None:
    found["zones"][0]["name"] = "Khu phóng viên"


def categorised(found: dict[str, Any]) -> None:
    found["categories"].append({"name": "Báo chí"})
    for seat in found["zones"][0]["rows"][2]["seats"]:
        seat["category"] = "Báo chí"


def other(found: dict[str, Any]) -> None:
    found["categories"].append({"name": "Đại biểu Express"})
    found["zones"][0]["rows"][0]["seats"][0]["category"] = "Đại biểu Express"


@pytest.mark.parametrize(("change", "count"), [(zoned, 18), (categorised, 6), (other, 0)])
def test_a_pretix_plan_names_the_press_by_category_or_zone(change: Any, count: int) -> None:
    found = plan()
    change(found)
    received = receive(data(found), "Hội trường")
    assert len(press(received.layout)) == received.notes[Odd.PRESS] == count


def test_our_export_carries_the_press_as_a_category() -> None:
    layout = receive(data(plan()), "Hội trường").layout
    layout = editing.change_seats(layout, {"0-0", "0-1"}, {"is_press": True})
    layout = editing.change_seats(layout, {"0-1", "0-2"}, {"is_accessible": True})
    written = pretix_writer.write(layout)
    jsonschema.validate(json.loads(written), SCHEMA)
    again = receive(written.encode(), "Hội trường").layout
    assert [seat.is_press for seat in again.seats[:4]] == [True, True, False, False]
    assert [seat.is_accessible for seat in again.seats[:4]] == [False, True, True, False]


@pytest.mark.parametrize(
    ("words", "expected", "numbers"),
    [
        (("A 1 2 3 4 5", "B 1 BC BC 4 5"), ["B-02", "B-03"], "1 2 3 4 5"),
        (("A 1 2 3 4 5", "B 7 5 PV PV 2"), ["B-03", "B-01"], "7 5 3 1 2"),  # from the middle
        (("A x x x x", "B x BC BC x"), ["B-02", "B-03"], "1 2 3 4"),
        (("A 1 2 3", "B 1 2BC 3(PV)"), ["B-02", "B-03"], "1 2 3"),
        (("BA 1 2", "BB 1 2", "BC 1 2", "BD 1 2"), [], "1 2"),  # a row is called BC
    ],
)
def test_a_grid_marks_the_press_by_words_or_signs(
    words: tuple[str, ...], expected: list[str], numbers: str
) -> None:
    layout = drawn(lines(*words)).layout
    assert [label.split("-", 1)[1] for label in press(layout)] == expected
    assert " ".join(seat.number for seat in layout.blocks[0].rows[1].seats) == numbers


@pytest.mark.parametrize(
    "legend",
    [{"A4": "Ghi chú: K = báo chí; x: ghế"}, {"B4": "K", "C4": "Báo chí"}, {"A4": "Báo chí: K"}],
)
def test_the_legend_of_a_grid_says_which_sign_is_the_presss(legend: dict[str, str]) -> None:
    def draw(_: Any, page: Any) -> None:
        lines("A 1 2 3 4", "B 1 K K 4")(_, page)
        for cell, text in legend.items():
            page[cell] = text

    layout = drawn(draw).layout
    assert len(layout.seats) == 8, "the legend is no chair"
    assert [label.split("-", 1)[1] for label in press(layout)] == ["B-02", "B-03"]


def test_a_heading_over_some_columns_gives_those_to_the_press() -> None:
    def draw(_: Any, page: Any) -> None:
        page.merge_cells("A1:C1")
        page["A1"], page["E1"] = "Khu báo chí", "Khu B"
        lines(". ", "1 2 3 . 1 2 3", "1 2 3 . 1 2 3")(_, page)

    layout = drawn(draw).layout
    assert {label.split("-")[0] for label in press(layout)} == {layout.blocks[0].code}
    assert len(press(layout)) == 6


def test_an_older_program_reads_the_states_that_were_kept(
    maker: Maker, summit_template: str
) -> None:
    url = maker.clone(summit_template)
    try:
        database = Database(url)
        with database.writing() as db:
            given(db, "A-12-01")
        schema.migrate(url, "0016")
        schema.migrate(url)
        with database.reading() as db:
            kept = versions(db, conference_named(db, HAI_PHONG).id)
            assert len(kept) == 2
            assert not any(press(Layout.model_validate_json(one.layout)) for one in kept)
            assert "is_press" not in kept[1].layout
            assert press(there(db)) == []
            assert len(there(db).seats) == 1_500
        database.engine.dispose()
    finally:
        maker.drop(url)


def test_a_late_reporter_gets_a_seat_of_the_press_and_nobody_else_does(summit: Database) -> None:
    with summit.writing() as db:
        here = given(db, "A-12-01", "H-08-03")
        people = everyone(db, here)
        reporter = next(one for one in people if Role.PRESS in one.roles)
        assert (free_seat_near(db, reporter) or (0, ""))[1] == "A-12-01", "on the same floor"
        from_h = [one for one in people if one.chair and one.chair.label.startswith("H-08")]
        found = [free_seat_near(db, one) for one in from_h[:3]]
        assert found
        assert all(seat and seat[1] not in {"A-12-01", "H-08-03"} for seat in found)
