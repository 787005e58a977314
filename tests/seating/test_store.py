"""The seed's 1,086 people in its hall, and every change by hand."""

from collections import defaultdict

import pytest
from sqlmodel import Session

from app.conferences.history import story
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate
from app.delegates.rules import Attendance, Role
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone
from app.errors import NotFound, Refused
from app.halls.store import SeatView
from app.seating import store
from app.seating.desk import changes
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.counting import statements


def here(db: Session) -> int:
    return conference_named(db, HAI_PHONG).id


def seated(db: Session) -> list[tuple[Listed, SeatView]]:
    plan = store.map_to_print(db, here(db))
    by_id = {seat.id: seat for seat in plan.hall.seats}
    return [(one, by_id[one.chair.id]) for one in everyone(db, here(db)) if one.chair]


def one(db: Session, search: str) -> Listed:
    return everyone(db, here(db), Filter(search=search))[0]


def free_seat(db: Session, number: int = 0) -> str:
    plan = store.map_to_print(db, here(db))
    open_seats = [s for s in plan.hall.seats if not s.blocked and s.id not in plan.occupants]
    return open_seats[number].label


def place(db: Session, person: Listed, label: str, reason: str = "") -> None:
    seat = store.seat_labelled(db, here(db), label)
    changes.place(db, AUTHOR, here(db), person.delegate.id, seat, reason)


def test_the_seed_seats_everybody_and_says_so(summit: Database) -> None:
    with summit.reading() as db:
        plan = store.map_to_print(db, here(db))
    assert (plan.placed, plan.waiting, plan.blocked, plan.free) == (1_086, 0, 11, 403)
    assert sum(key.seated for key in plan.keys) == 1_086
    assert [key.colour for key in plan.keys] == list(range(1, 10))


def test_the_seed_is_seated_by_protocol(summit: Database) -> None:
    with summit.reading() as db:
        found = seated(db)
        reserved = [seat.label for _, seat in found if seat.blocked or seat.is_accessible]
    assert reserved == []
    chair = next(seat for person, seat in found if Role.CHAIR in person.roles)
    assert chair.label == "B-01-09", "the middle of the first row"
    leaders = [seat for person, seat in found if person.group.code in {"A1", "B2", "B3", "B6"}]
    assert {seat.block.code for seat in leaders} == {"B"}
    assert max(seat.row.rank for seat in leaders) < 8, "speakers among them at the aisles"
    press = [seat for person, seat in found if Role.PRESS in person.roles]
    assert all(seat.is_press for seat in press)
    assert {(seat.block.code, seat.row.label) for seat in press} == {("E", "23"), ("E", "24")}


def test_recipients_sit_beside_one_of_the_steps_in_call_order(summit: Database) -> None:
    with summit.reading() as db:
        people = [pair for pair in seated(db) if Role.RECIPIENT in pair[0].roles]
    called = sorted(seat.label for _, seat in people)
    assert called[:8] == [f"A-01-0{n}" for n in range(1, 9)]
    assert {label[0] for label in called} == {"A"}


def test_every_commune_sits_side_by_side_and_its_speaker_at_the_aisle(summit: Database) -> None:
    with summit.reading() as db:
        found = seated(db)
        hall = store.map_to_print(db, here(db)).hall
    last: dict[int, int] = defaultdict(int)
    for seat in hall.seats:
        last[seat.row.id] = max(last[seat.row.id], seat.position)
    units: dict[int, list[SeatView]] = defaultdict(list)
    speakers = 0
    for person, seat in found:
        if person.unit and person.unit.kind.is_commune_level:
            units[person.unit.id].append(seat)
            if Role.SPEAKER in person.roles:
                speakers += 1
                assert seat.position in {0, last[seat.row.id]}
    assert len(units) == 114
    assert speakers == 11
    for seats in units.values():
        assert len({seat.row.id for seat in seats}) == 1
        places = sorted(seat.position for seat in seats)
        assert places == list(range(places[0], places[0] + len(places)))


def test_a_move_frees_the_old_seat_and_is_told_in_the_history(summit: Database) -> None:
    with summit.writing() as db:
        person = one(db, "le ngoc chau")
        target = free_seat(db)
        place(db, person, target.lower(), "Ngồi gần bục")
    with summit.reading() as db:
        plan = store.map_to_print(db, here(db))
        assert one(db, "le ngoc chau").seat == target
        assert plan.placed == 1_086
        assert store.chosen(db, plan, "B-01-09").person is None
        assert store.chosen(db, plan, target).why == "Người thử xếp bằng tay: Ngồi gần bục"
        line = story(db, here(db))[0]
        assert (line.label, line.field) == ("Lê Ngọc Châu", "placement")
        assert (line.before, line.after, line.reason) == ("B-01-09", target, "Ngồi gần bục")


def test_two_people_change_places(summit: Database) -> None:
    with summit.writing() as db:
        seat = store.seat_labelled(db, here(db), "B-02-09")
        other = store.chosen(db, store.map_to_print(db, here(db)), "B-02-09").person
        assert other is not None
        other_id = other.delegate.id
        changes.swap(db, AUTHOR, here(db), one(db, "le ngoc chau").delegate.id, seat)
    with summit.reading() as db:
        plan = store.map_to_print(db, here(db))
        assert one(db, "le ngoc chau").seat == "B-02-09"
        found = store.chosen(db, plan, "B-01-09").person
        assert found is not None
        assert found.delegate.id == other_id
        assert len(story(db, here(db))) == 2


def test_a_seat_that_is_taken_or_blocked_is_refused_and_nothing_changes(summit: Database) -> None:
    for label, sentence in (("B-02-09", "đã có đại biểu"), ("B-12-11", "không xếp: Máy quay")):
        with pytest.raises(Refused, match=sentence), summit.writing() as db:
            place(db, one(db, "le ngoc chau"), label)
    with summit.reading() as db:
        assert one(db, "le ngoc chau").seat == "B-01-09"
        assert story(db, here(db)) == []


def test_whoever_does_not_come_is_not_seated(summit: Database) -> None:
    with summit.writing() as db:
        person = one(db, "le ngoc chau")
        db.get_one(Delegate, person.delegate.id).attendance = Attendance.ABSENT
    with pytest.raises(Refused, match="không dự"), summit.writing() as db:
        place(db, one(db, "le ngoc chau"), free_seat(db))


def test_a_freed_seat_waits_for_somebody(summit: Database) -> None:
    with summit.writing() as db:
        changes.free(db, AUTHOR, here(db), one(db, "le ngoc chau").delegate.id)
    with summit.reading() as db:
        plan = store.map_to_print(db, here(db))
        assert (plan.placed, plan.waiting) == (1_085, 1)
    with summit.writing() as db:
        place(db, one(db, "le ngoc chau"), "B-01-09")
    with summit.reading() as db:
        assert store.map_to_print(db, here(db)).waiting == 0


def test_blocking_needs_a_free_seat_and_can_be_taken_back(summit: Database) -> None:
    with summit.writing() as db:
        label = free_seat(db)
        seat = store.seat_labelled(db, here(db), label)
        changes.block(db, AUTHOR, here(db), seat, "Ghế hỏng")
    with pytest.raises(Refused, match="không xếp: Ghế hỏng"), summit.writing() as db:
        place(db, one(db, "le ngoc chau"), label)
    with pytest.raises(Refused, match="Lê Ngọc Châu"), summit.writing() as db:
        taken = store.seat_labelled(db, here(db), "B-01-09")
        changes.block(db, AUTHOR, here(db), taken, "Máy quay")
    with summit.writing() as db:
        changes.unblock(db, AUTHOR, here(db), store.seat_labelled(db, here(db), label))
        place(db, one(db, "le ngoc chau"), label)


def test_the_map_costs_as_many_queries_for_nobody_as_for_everybody(summit: Database) -> None:
    with summit.reading() as db, statements(summit.engine) as many:
        store.map_to_print(db, here(db))
    with summit.writing() as db:
        for person, _ in seated(db)[:1_080]:
            db.delete(store.placement_of(db, person.delegate.id))
    with summit.reading() as db, statements(summit.engine) as few:
        store.map_to_print(db, here(db))
    assert len(few) == len(many)


def test_another_conferences_people_and_seats_are_not_found(summit: Database) -> None:
    with summit.writing() as db:
        elsewhere = conference_named(db, HA_NOI).id
        person = one(db, "le ngoc chau").delegate.id
        seat = store.seat_labelled(db, here(db), free_seat(db))
        for change in (changes.place, changes.swap):
            with pytest.raises(NotFound):
                change(db, AUTHOR, elsewhere, person, seat)
        with pytest.raises(NotFound):
            changes.free(db, AUTHOR, elsewhere, person)
        with pytest.raises(NotFound):
            store.seat_with(db, elsewhere, seat.id)
        with pytest.raises(NotFound):
            store.seat_labelled(db, elsewhere, seat.label)
