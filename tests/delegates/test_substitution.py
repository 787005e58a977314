"""Somebody comes in the place of somebody else: codes, seats, counts and papers follow."""

import pytest
from sqlmodel import Session

from app.delegates import changes, prints, store, substitution
from app.delegates.attendance import note_attendance
from app.delegates.rules import Attendance, PrintKind, Role
from app.delegates.search import Filter
from app.delegates.store import Listed
from app.delegates.substitution import Sent
from app.delegates.sums import sums
from app.errors import Refused
from tests.cast import AUTHOR

DEPUTY = Sent("Nguyễn Văn Mẫu An", ["Phó Chánh Văn phòng Thành ủy"])
EQUAL = Sent("Lê Thị Mẫu Lan", ["Ủy viên Ban Thường vụ Thành ủy"])


def someone(db: Session, here: int, search: str) -> Listed:
    return store.everyone(db, here, Filter(search=search))[0]


def send(db: Session, here: int, found: Listed, sent: Sent = DEPUTY) -> Listed:
    stand_in = substitution.substitute(db, AUTHOR, found, sent, "Đi công tác")
    return store.delegate_of(db, here, stand_in.id)


def test_the_absent_stays_with_the_reason_and_the_place_counts_once(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    stand_in = send(db, here, head)
    again = store.delegate_of(db, here, head.delegate.id)
    assert (again.delegate.attendance, again.delegate.reason) == ("substituted", "Đi công tác")
    assert again.stand_in is not None
    assert again.stand_in.called == "Nguyễn Văn Mẫu An"
    assert stand_in.stands_in_for == head.called
    assert (stand_in.group.id, stand_in.unit and stand_in.unit.id) == (
        head.group.id,
        head.unit and head.unit.id,
    )
    assert Role.SPEAKER in stand_in.roles, "what the place has to do goes with it"
    counted = sums(db, here)
    assert counted.places == 1_086
    assert sum(counted.by.values()) == 1_086
    assert counted.by[Attendance.SUBSTITUTED] == 1
    for state, n in counted.by.items():
        assert store.listing(db, here, Filter(attendance=state)).total == n, state


def test_the_old_code_is_refused_at_once_and_a_new_one_opens(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    old = store.tokens(db, here)[head.delegate.id]
    stand_in = send(db, here, head)
    assert store.holder(db, old) is None
    assert store.replaced_by(db, old) is not None
    opened = store.holder(db, store.tokens(db, here)[stand_in.delegate.id])
    assert opened is not None
    assert opened.delegate.id == stand_in.delegate.id
    assert head.delegate.id not in store.tokens(db, here)


def test_the_same_rank_keeps_the_seat(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    stand_in = send(db, here, head, EQUAL)
    assert stand_in.seat == head.seat is not None
    assert substitution.seat_question(db, stand_in) is None
    assert store.delegate_of(db, here, head.delegate.id).seat is None


def test_a_lower_rank_is_proposed_another_seat_and_somebody_decides(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    stand_in = send(db, here, head)
    assert stand_in.seat is None
    question = substitution.seat_question(db, stand_in)
    assert question is not None
    assert question.seat == head.seat
    taken = {one.seat for one in store.everyone(db, here)}
    assert question.proposed not in taken
    assert question.proposed_id is not None
    substitution.take_other_seat(db, AUTHOR, stand_in, question.proposed_id)
    assert store.delegate_of(db, here, stand_in.delegate.id).seat == question.proposed
    assert store.delegate_of(db, here, head.delegate.id).seat is None
    with pytest.raises(Refused):
        substitution.take_other_seat(
            db, AUTHOR, store.delegate_of(db, here, stand_in.delegate.id), question.proposed_id
        )


def test_somebody_may_decide_for_the_old_seat(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    stand_in = send(db, here, head)
    substitution.keep_seat(db, AUTHOR, stand_in, "Thường trực quyết định")
    again = store.delegate_of(db, here, stand_in.delegate.id)
    assert again.seat == head.seat
    with pytest.raises(Refused):
        substitution.keep_seat(db, AUTHOR, again)


def test_what_was_printed_with_the_old_name_is_out_of_date(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    kinds = [PrintKind.SEAT_CARD, PrintKind.BADGE, PrintKind.MC_LIST, PrintKind.SEAT_MAP]
    for kind in kinds:
        prints.record(db, AUTHOR, here, kind, [head.delegate.id])
    stand_in = send(db, here, head)
    stale = prints.out_of_date(db, here)
    assert {one.paper.kind for one in stale} == set(kinds)
    assert all("comes" in one.differs for one in stale)
    assert stand_in.delegate.id in prints.changed(db, here, PrintKind.BADGE).first


def test_taking_it_back_brings_everything_back(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    old, seat = store.tokens(db, here)[head.delegate.id], head.seat
    prints.record(db, AUTHOR, here, PrintKind.BADGE, [head.delegate.id])
    stand_in = send(db, here, head, EQUAL)
    token = store.tokens(db, here)[stand_in.delegate.id]
    substitution.take_back(db, AUTHOR, stand_in)
    again = store.delegate_of(db, here, head.delegate.id)
    assert (again.delegate.attendance, again.delegate.reason, again.seat) == ("invited", "", seat)
    assert store.holder(db, old) is not None, "the printed card is right again"
    assert store.holder(db, token) is None
    assert prints.out_of_date(db, here) == []
    assert sums(db, here).by[Attendance.SUBSTITUTED] == 0
    assert sums(db, here).places == 1_086
    with pytest.raises(Refused):
        gone = store.delegate_of(db, here, stand_in.delegate.id)
        substitution.take_back(db, AUTHOR, gone)


def test_a_stand_in_who_cannot_come_is_replaced_in_turn(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    first = send(db, here, head)
    note_attendance(db, AUTHOR, [first], Attendance.ABSENT, "Ốm")
    assert sums(db, here).by[Attendance.SUBSTITUTED] == 0
    assert sums(db, here).by[Attendance.ABSENT] == 1
    first = store.delegate_of(db, here, first.delegate.id)
    second = send(db, here, first, Sent("Trần Thị Mẫu Hoa", ["Trưởng phòng"]))
    assert second.delegate.stands_in_for_id == head.delegate.id
    counted = sums(db, here)
    assert (counted.places, counted.by[Attendance.SUBSTITUTED]) == (1_086, 1)
    again = store.delegate_of(db, here, head.delegate.id)
    assert again.stand_in is not None
    assert again.stand_in.called == "Trần Thị Mẫu Hoa"


def test_nobody_is_replaced_twice_at_once(db: Session, here: int) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    send(db, here, head)
    again = store.delegate_of(db, here, head.delegate.id)
    with pytest.raises(Refused):
        send(db, here, again, EQUAL)
    with pytest.raises(Refused):
        note_attendance(db, AUTHOR, [again], Attendance.CONFIRMED)


def test_an_absence_needs_its_reason_and_many_are_noted_at_once(db: Session, here: int) -> None:
    people = store.listing(db, here).delegates[:10]
    with pytest.raises(Refused, match="Ghi lý do vắng"):
        note_attendance(db, AUTHOR, people, Attendance.ABSENT)
    before = sums(db, here).by
    assert note_attendance(db, AUTHOR, people, Attendance.ABSENT, "Bão") == 10
    assert note_attendance(db, AUTHOR, people, Attendance.ABSENT, "Bão") == 0
    after = sums(db, here).by
    assert after[Attendance.ABSENT] == before[Attendance.ABSENT] + 10
    assert note_attendance(db, AUTHOR, people[:3], Attendance.CONFIRMED) == 3
    assert people[0].delegate.reason == ""


def test_a_walk_in_is_no_place(db: Session, here: int) -> None:
    group = store.everyone(db, here)[0].group
    guest = changes.Enrolment(
        group.id, ["Khách"], name="Phạm Mẫu Khách", attendance=Attendance.WALK_IN
    )
    changes.add(db, AUTHOR, here, guest)
    counted = sums(db, here)
    assert (counted.places, counted.walk_ins) == (1_086, 1)


def test_whoever_comes_instead_is_shown_wherever_the_absent_was_named(
    db: Session, here: int
) -> None:
    head = someone(db, here, "chánh văn phòng thành ủy")
    stand_in = send(db, here, head)
    coming = store.who_comes(db, here, [head.delegate.id])
    assert coming[head.delegate.id].delegate.id == stand_in.delegate.id
