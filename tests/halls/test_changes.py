"""A hall is changed, undone and exported; chairs keep who they are."""

import pytest
from sqlmodel import Session

from app.conferences.store import conference_named
from app.db import Database
from app.errors import NotFound, Refused
from app.halls import changes, editing
from app.halls.laying import SeatsLost, lay, layout_of
from app.halls.layout import Layout, Mark
from app.halls.models import BlockedSeat
from app.halls.receiving import receive
from app.halls.rules import LandmarkKind, OutKind
from app.halls.store import HallView, codes, hall_of, versions
from app.seating.store import taken
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.halls.plans import data, plan


def here(db: Session, slug: str = HAI_PHONG) -> int:
    return conference_named(db, slug).id


def hall(db: Session, slug: str = HAI_PHONG) -> HallView:
    found = hall_of(db, here(db, slug))
    assert found is not None
    return found


def imported(database: Database, raw: bytes, slug: str = HA_NOI) -> None:
    with database.writing() as db:
        received = receive(raw, "Hội trường")
        changes.replace(db, AUTHOR, here(db, slug), "Nạp", received, taken(db, here(db, slug)))


def test_a_hall_laid_as_it_stands_is_the_same(summit: Database) -> None:
    with summit.writing() as db:
        before, labels = layout_of(hall(db)), codes(db, here(db))
        lay(db, here(db), before)
    with summit.reading() as db:
        assert layout_of(hall(db)) == before
        assert codes(db, here(db)) == labels


def test_an_imported_plan_is_exported_byte_for_byte(summit: Database) -> None:
    raw = b"\n " + data(plan()).replace(b"200", b"2.000e2")
    imported(summit, raw)
    with summit.writing() as db:
        assert changes.exported(db, here(db, HA_NOI)).encode() == raw
        out = lambda layout: editing.take_out(layout, {"0-1"}, OutKind.CAMERA, "Máy quay")  # noqa: E731
        changes.change(db, AUTHOR, here(db, HA_NOI), "Máy quay", out, {})
        assert changes.exported(db, here(db, HA_NOI)).encode() == raw, "ours stands beside it"
        gone = lambda layout: editing.remove_seats(layout, {"0-0"})  # noqa: E731
        changes.change(db, AUTHOR, here(db, HA_NOI), "Bỏ ghế", gone, {})
        assert '"0-0"' not in changes.exported(db, here(db, HA_NOI))


def test_chairs_of_a_new_plan_are_known_again_by_id_or_label(summit: Database) -> None:
    imported(summit, data(plan()))
    with summit.reading() as db:
        before = {seat.guid: seat.id for seat in hall(db, HA_NOI).seats}
        printed = dict(codes(db, here(db, HA_NOI)))
    again = plan(rows=4)
    again["zones"][0]["rows"][0]["seats"][0]["seat_guid"] = "another"
    imported(summit, data(again))
    with summit.reading() as db:
        after = {seat.guid: seat.id for seat in hall(db, HA_NOI).seats}
        assert after["another"] == before["0-0"], "the same label"
        assert {guid: after[guid] for guid in before if guid != "0-0"} == {
            guid: number for guid, number in before.items() if guid != "0-0"
        }
        assert printed.items() <= dict(codes(db, here(db, HA_NOI))).items()


def test_a_plan_that_would_lose_taken_seats_is_refused_with_all_of_them(summit: Database) -> None:
    with pytest.raises(SeatsLost) as lost:
        imported(summit, data(plan()), HAI_PHONG)
    assert len(lost.value.seats) == 1_086
    assert "B-01-09 (Lê Ngọc Châu)" in lost.value.seats
    with summit.reading() as db:
        assert len(hall(db).seats) == 1_500
        assert versions(db, here(db)) == []


def test_every_change_is_undone_and_done_again(summit: Database) -> None:
    with summit.writing() as db:
        before, who = layout_of(hall(db)), taken(db, here(db))
        without_l = lambda layout: editing.remove_block(layout, "L")  # noqa: E731
        with pytest.raises(SeatsLost):
            changes.change(db, AUTHOR, here(db), "Bỏ khu L", without_l, who)
        db.rollback()
    with summit.writing() as db:
        edits = {
            "Cột": lambda layout: editing.take_out(layout, {"A-12-01"}, OutKind.PILLAR, "Cột"),
            "Lối": lambda layout: editing.change_seats(
                layout, {"E-20-12"}, {"is_after_aisle": True}
            ),
        }
        for what, how in edits.items():
            changes.change(db, AUTHOR, here(db), what, how, who)
        after = layout_of(hall(db))
        assert changes.steps(db, here(db)).version == 3
        changes.undo(db, AUTHOR, here(db), who, 3)
        changes.undo(db, AUTHOR, here(db), who, 2)
        assert layout_of(hall(db)) == before
        with pytest.raises(Refused):
            changes.undo(db, AUTHOR, here(db), who, 1)
        changes.redo(db, AUTHOR, here(db), who, 1)
        changes.redo(db, AUTHOR, here(db), who, 2)
        assert layout_of(hall(db)) == after
        assert taken(db, here(db)) == who


def test_an_import_is_undone_with_its_file(summit: Database) -> None:
    first, second = data(plan()), data(plan(rows=5))
    imported(summit, first)
    imported(summit, second)
    with summit.writing() as db:
        changes.undo(db, AUTHOR, here(db, HA_NOI), {}, changes.steps(db, here(db, HA_NOI)).version)
        assert changes.exported(db, here(db, HA_NOI)).encode() == first


def test_whoever_looked_at_an_older_plan_is_told(summit: Database) -> None:
    with summit.writing() as db, pytest.raises(Refused, match="người khác sửa"):
        changes.change(db, AUTHOR, here(db), "x", lambda layout: layout, {}, version=7)


def test_what_was_undone_is_forgotten_after_another_change(summit: Database) -> None:
    def blocked(guid: str) -> None:
        with summit.writing() as db:
            how = lambda layout: editing.take_out(layout, {guid}, OutKind.BROKEN, "Hỏng")  # noqa: E731
            changes.change(db, AUTHOR, here(db), guid, how, {})

    blocked("A-12-01")
    with summit.writing() as db:
        changes.undo(db, AUTHOR, here(db), {}, 2)
    blocked("A-12-02")
    with summit.reading() as db:
        steps = changes.steps(db, here(db))
        assert steps.redo is None
        assert [state.what for state in steps.past] == ["A-12-02", ""]
        out = {seat.label for seat in hall(db).seats if seat.out is OutKind.BROKEN}
        assert out == {"A-12-02"}


def test_without_a_hall_there_is_nothing_to_change_or_export(summit: Database) -> None:
    def same(layout: Layout) -> Layout:
        return layout

    with summit.writing() as db:
        with pytest.raises(NotFound):
            changes.change(db, AUTHOR, here(db, HA_NOI), "x", same, {})
        with pytest.raises(NotFound):
            changes.exported(db, here(db, HA_NOI))


def test_seats_taken_out_elsewhere_are_a_change_like_any_other(summit: Database) -> None:
    def out(db: Session) -> set[str]:
        return {
            seat.label for seat in hall(db).seats if seat.label.startswith("A-12-0") and seat.out
        }

    with summit.writing() as db:
        how = lambda layout: editing.take_out(layout, {"A-12-01"}, OutKind.BROKEN, "Hỏng")  # noqa: E731
        changes.change(db, AUTHOR, here(db), "x", how, {})
    with summit.writing() as db:
        seat = next(seat for seat in hall(db).seats if seat.label == "A-12-02")
        db.add(BlockedSeat(conference_id=here(db), seat_id=seat.id, reason="Máy quay"))
    with summit.writing() as db:
        assert out(db) == {"A-12-01", "A-12-02"}
        changes.undo(db, AUTHOR, here(db), {}, 2)
        assert out(db) == {"A-12-01"}
        changes.undo(db, AUTHOR, here(db), {}, 2)
        assert out(db) == set()
        changes.redo(db, AUTHOR, here(db), {}, 1)
        changes.redo(db, AUTHOR, here(db), {}, 2)
        assert out(db) == {"A-12-01", "A-12-02"}


def test_undo_takes_a_door_back_whatever_its_code(summit: Database) -> None:
    """Doors are read in the order of their codes, whatever the order in which they were put."""
    door = Mark(kind=LandmarkKind.DOOR, code="0", name="Cửa phụ", x=1, y=20)
    with summit.writing() as db:
        before = layout_of(hall(db))
        changes.change(
            db, AUTHOR, here(db), "Cửa phụ", lambda layout: editing.put_mark(layout, door), {}
        )
        changes.undo(db, AUTHOR, here(db), {}, hall(db).hall.version)
        assert layout_of(hall(db)) == before
