"""Halls are put up from their description and read back, whole or by their shapes."""

import pytest
from sqlmodel import Session

from app.conferences.store import conference_named, create
from app.db import Database
from app.errors import NotFound, Refused
from app.halls.building import BlockedPlan, BlockPlan, HallPlan, SectionPlan, build
from app.halls.layout import Stage
from app.halls.store import codes, floor_of, hall_of, seat_view, seat_with_code
from tests.cast import HA_NOI, HAI_PHONG, THEN
from tests.counting import statements


def plan(rows: int = 2, **more: object) -> HallPlan:
    section = SectionPlan(
        name="Tầng 1",
        level=0,
        blocks=[BlockPlan(code="A"), BlockPlan(code="B")],
        rows=[[3, 4]] * rows,
        radius=20,
        pitch=1.75,
        aisle=2.2,
        first_label=1,
        first_rank=0,
    )
    stage = Stage(x=5, y=0, width=10, depth=4)
    values = {"name": "Hội trường mẫu", "width": 20, "height": 20, "centre": (10, -12)}
    return HallPlan.model_validate({**values, "stage": stage, "sections": [section], **more})


def conference(db: Session, slug: str = "mau") -> int:
    ends = THEN.replace(hour=9)
    return create(db, slug, "Hội nghị mẫu", "Mẫu", "Văn phòng", THEN, ends).id


def test_the_seeds_hall_has_its_1500_seats_and_those_taken_out(summit: Database) -> None:
    with summit.reading() as db:
        hall = hall_of(db, conference_named(db, HAI_PHONG).id)
        assert hall is not None
        assert len(hall.seats) == 1_500
        assert sum(1 for seat in hall.seats if seat.blocked) == 11
        camera = next(seat for seat in hall.seats if seat.label == "B-12-11")
        assert camera.blocked == "Máy quay"
        assert sum(1 for seat in hall.seats if seat.is_accessible) == 4
        assert hall_of(db, conference_named(db, HA_NOI).id) is None


def test_the_shapes_alone_are_those_of_the_whole_hall(summit: Database) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        hall, floor = hall_of(db, here), floor_of(db, here)
        assert hall is not None
        assert floor is not None
        by_place = {(row.block_id, row.rank): row for row in hall.rows}
        assert {(row.block_id, row.rank): row for row in floor.rows} == by_place
        assert [block.code for block in floor.blocks] == list("ABCDEGHKL")


def test_a_large_hall_costs_as_many_queries_as_a_small_one(database: Database) -> None:
    counts = []
    for rows in (1, 12):
        with database.writing() as db:
            here = conference(db, f"mau-{rows}")
            build(db, here, plan(rows))
        with database.reading() as db, statements(database.engine) as sent:
            assert hall_of(db, here) is not None
            assert floor_of(db, here) is not None
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_description_that_names_a_seat_it_lacks_is_refused(database: Database) -> None:
    wrong = plan(blocked=[BlockedPlan(seats=["A-01-04", "A-01-01"], reason="Cột")])
    with pytest.raises(Refused, match="A-01-04"), database.writing() as db:
        build(db, conference(db), wrong)
    with database.reading() as db, pytest.raises(NotFound):
        conference_named(db, "mau")


def test_a_seat_is_found_in_its_own_conference_only(summit: Database) -> None:
    with summit.reading() as db:
        here, elsewhere = (conference_named(db, slug).id for slug in (HAI_PHONG, HA_NOI))
        label, code = codes(db, here)[0]
        seat = seat_with_code(db, code)
        assert seat.label == label == "A-01-01"
        assert seat_view(db, here, seat.id).block.code == "A"
        with pytest.raises(NotFound):
            seat_view(db, elsewhere, seat.id)
        with pytest.raises(NotFound):
            seat_with_code(db, "KHONG-CO")
        assert codes(db, elsewhere) == []


def test_every_chair_has_a_code_of_its_own(summit: Database) -> None:
    with summit.reading() as db:
        found = codes(db, conference_named(db, HAI_PHONG).id)
    assert len({code for _, code in found}) == 1_500
    assert min(len(code) for _, code in found) == 26
