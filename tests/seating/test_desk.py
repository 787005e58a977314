"""Acts with undo, pins, releases, and proposals from asking to accepting; on both engines."""

import pytest
from sqlmodel import Session

from app.accounts import store as accounts
from app.conferences.history import Author, story
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.rules import Attendance
from app.delegates.store import everyone
from app.errors import NotFound, Refused
from app.halls.rules import OutKind
from app.seating import store
from app.seating.acts import store as acts
from app.seating.acts.store import Stale
from app.seating.desk import arranging, changes
from app.seating.releases import store as releases
from app.seating.solver.model import Rule
from app.seating.steps import ActKind, ActState
from app.seating.table.question import table
from tests.cast import AUTHOR, HA_NOI, THEN
from tests.counting import statements
from tests.seating.desk import here, one, seats, swap, told


def test_acts_are_undone_and_redone_in_order(summit: Database) -> None:
    with summit.reading() as db:
        before = seats(db)
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
        changes.pin(db, AUTHOR, here(db), one(db, "le ngoc chau").delegate.id, "Cạnh bục")
        seat = store.seat_labelled(db, here(db), "L-10-12")
        changes.block(db, AUTHOR, here(db), seat, "Ghế hỏng")
    with summit.writing() as db:
        for _ in range(3):
            acts.undo(db, AUTHOR, here(db))
    with summit.writing() as db:
        assert seats(db) == before
        assert store.pins(db, here(db)) == {}
        assert acts.undo(db, AUTHOR, here(db)) is None
        for _ in range(3):
            acts.redo(db, AUTHOR, here(db))
        assert acts.redo(db, AUTHOR, here(db)) is None
    with summit.reading() as db:
        assert one(db, "le ngoc chau").seat == "B-01-10"
        assert {pin.reason for pin in store.pins(db, here(db)).values()} == {"Cạnh bục"}
        blocked = store.map_to_print(db, here(db)).seat("L-10-12")
        assert (blocked.blocked, blocked.out) == ("Ghế hỏng", OutKind.OTHER)
        assert story(db, here(db))[0].reason == "làm lại"


def test_something_new_ends_what_could_be_redone(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
        acts.undo(db, AUTHOR, here(db))
        swap(db, "A-01-01", "A-01-02")
        assert acts.redo(db, AUTHOR, here(db)) is None
        assert [line.state for line in acts.acts(db, here(db))] == [ActState.DONE]


def test_a_pinned_person_stays_until_unpinned(summit: Database) -> None:
    with summit.writing() as db:
        who = one(db, "le ngoc chau").delegate.id
        changes.pin(db, AUTHOR, here(db), who, "Cạnh bục")
    for move in (("B-01-09", "L-10-12"), ("B-01-10", "B-01-09")):
        with pytest.raises(Refused, match="ghim tại chỗ: Cạnh bục"), summit.writing() as db:
            swap(db, *move)
    with pytest.raises(Refused, match="ghim"), summit.writing() as db:
        changes.free(db, AUTHOR, here(db), who)
    with summit.writing() as db:
        changes.unpin(db, AUTHOR, here(db), who)
        swap(db, "B-01-09", "L-10-12")


def test_a_stale_act_is_refused_and_others_are_not(summit: Database) -> None:
    with summit.writing() as db:
        seen = acts.version(db, here(db))
        swap(db, "A-01-01", "A-01-02")
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10", seen)  # nobody was there
    with pytest.raises(Stale) as refused, summit.writing() as db:
        swap(db, "A-01-02", "A-01-03", seen)
    assert [line.told["seat"] for line in refused.value.meanwhile] == ["B-01-10", "A-01-02"]
    with pytest.raises(Stale), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db), seen)


def colleague(db: Session) -> Author:
    """Somebody else with an account."""
    staff = accounts.add_staff(db, "letan", "Lễ tân", "mat-khau-thu-nghiem", THEN)
    db.flush()
    return Author(staff.id, staff.full_name, THEN)


def test_undoing_takes_back_one_s_own_and_leaves_what_others_did(summit: Database) -> None:
    with summit.writing() as db:
        first = one(db, "le ngoc chau").seat
        swap(db, "B-01-09", "B-01-10")
        other = colleague(db)
        arranging.move(db, other, here(db), "A-01-01", "A-01-02", None)
        seen = acts.version(db, here(db))
        acts.undo(db, AUTHOR, here(db), seen)
        assert one(db, "le ngoc chau").seat == first
        assert acts.undo(db, AUTHOR, here(db)) is None
        made = arranging.bench(db, other, here(db))
        assert (made.undo and made.undo.kind, made.redo) == (ActKind.SWAP, None)
        arranging.move(db, other, here(db), "A-01-03", "A-01-04", None)
        assert acts.redo(db, AUTHOR, here(db)) is not None  # theirs did not end it


def test_what_others_built_on_is_not_undone(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "L-10-12")
        arranging.move(db, colleague(db), here(db), "B-01-10", "B-01-09", None)
        before = seats(db)
    with pytest.raises(Stale) as refused, summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))
    assert [line.told["seat"] for line in refused.value.meanwhile] == ["B-01-09"]
    with summit.reading() as db:
        assert seats(db) == before


def test_nobody_is_undone_onto_a_seat_taken_out_or_away_from_a_pin(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "L-10-12")
        other = colleague(db)
        left = store.seat_labelled(db, here(db), "B-01-09")
        changes.block(db, other, here(db), left, "Máy quay")
    with pytest.raises(Stale), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))
    with summit.writing() as db:
        changes.unblock(db, other, here(db), left)
        changes.pin(db, other, here(db), one(db, "le ngoc chau").delegate.id, "Cạnh bục")
    with pytest.raises(Stale), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))


def test_any_act_is_taken_back_by_its_number(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
        swap(db, "A-01-01", "A-01-02")
        other = colleague(db)
        assert acts.undo(db, other, here(db)) is None
        done = acts.undo(db, other, here(db), number=1)
        assert done is not None
        assert one(db, "le ngoc chau").seat == "B-01-09"
        seen = acts.version(db, here(db))
        assert acts.redo(db, other, here(db), seen, 1) is not None
    with pytest.raises(Stale), summit.writing() as db:
        acts.redo(db, other, here(db), seen, 1)  # somebody has done it again since


def test_what_changed_another_way_is_not_undone(summit: Database) -> None:
    with summit.writing() as db:
        swap(db, "B-01-09", "B-01-10")
    with summit.writing() as db:
        held = store.placement_of(db, one(db, "le ngoc chau").delegate.id)
        db.delete(held)
    with pytest.raises(Refused, match="bằng cách khác"), summit.writing() as db:
        acts.undo(db, AUTHOR, here(db))


def test_a_unit_moves_whole_and_the_rules_tell_what_that_did(summit: Database) -> None:
    with summit.writing() as db:
        lying = table(db, here(db))
        person = next(p for p in lying.people if p.unit is not None and p.speaker is None)
        label = lying.label(lying.placed[person.id])
        arranging.move_unit(db, AUTHOR, here(db), label, "L-10-02", None)
    with summit.reading() as db:
        bench = arranging.bench(db, AUTHOR, here(db))
        where = {bench.table.label(seats(db)[who])[:4] for who in bench.company(person.id)}
        assert where == {"L-10"}
        assert bench.did is not None
        change = next(found for found in bench.did.rules if found.rule is Rule.PRECEDENCE)
        assert change.after > change.before


def test_a_release_freezes_and_is_told_once(summit: Database) -> None:
    with pytest.raises(Refused, match="Không có gì thay đổi"), summit.writing() as db:
        releases.release(db, AUTHOR, here(db))
    with summit.writing() as db:
        chair = one(db, "le ngoc chau").delegate
        who = chair.id
        swap(db, "B-01-09", "L-10-12")
        assert told(db, chair) == "B-01-09"
        made = releases.release(db, AUTHOR, here(db), "Đổi chỗ chủ trì")
    with summit.reading() as db:
        assert made.number == 2
        assert told(db, chair) == "L-10-12"
        first = releases.told_in(db, releases.release_numbered(db, here(db), 1))
        assert next(line.seat for line in first if line.delegate_id == who) == "B-01-09"
        assert releases.since_release(db, here(db)).count == 0
        with pytest.raises(NotFound):
            releases.release_numbered(db, conference_named(db, HA_NOI).id, 1)


def test_the_released_lines_outlive_the_person(summit: Database) -> None:
    with summit.writing() as db:
        db.delete(one(db, "do manh hien").delegate)
    with summit.reading() as db:
        told = releases.told_in(db, releases.newest(db, here(db)))
        assert "Đỗ Mạnh Hiến" in {line.called for line in told if line.delegate_id is None}


def test_the_table_costs_as_many_queries_for_few_as_for_many(summit: Database) -> None:
    with summit.reading() as db, statements(summit.engine) as many:
        arranging.bench(db, AUTHOR, here(db))
    with summit.writing() as db:
        for person in everyone(db, here(db))[20:]:
            person.delegate.attendance = Attendance.ABSENT
            db.delete(store.placement_of(db, person.delegate.id))
    with summit.reading() as db, statements(summit.engine) as few:
        arranging.bench(db, AUTHOR, here(db))
    assert len(few) == len(many)
