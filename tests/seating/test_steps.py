"""Acts can always be taken back, blocks move whole, tiers bind whoever stands in order."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.seating.desk.blocks import moved
from app.seating.late.late import Kin, Late, hall_after, locks_after, people_after
from app.seating.releases.announced import Told, difference
from app.seating.solver.model import Hall, Locks, Person, Pin, Seat
from app.seating.steps import Step, What, read, taken_back, touched, written
from app.seating.table.tiers import bound

STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from([What.SEAT]),
        st.integers(1, 50),
        st.none() | st.integers(1, 99),
        st.none() | st.integers(1, 99),
        st.text(max_size=5),
        st.text(max_size=5),
    ),
    max_size=8,
)


@given(STEPS)
def test_steps_come_back_from_the_database_and_from_undoing(steps: list[Step]) -> None:
    assert read(written(steps)) == steps
    assert taken_back(taken_back(steps)) == steps
    assert touched(taken_back(steps)) == touched(steps)


def told(number: int, seat: str) -> Told:
    return Told(number, number, f"Nguyễn Văn Mẫu {number}", "", None, seat)


def test_two_releases_tell_who_moved_who_is_new_and_who_left() -> None:
    found = difference(
        [told(1, "A-01"), told(2, "A-02"), told(3, "A-03")],
        [told(4, "A-04"), told(2, "A-09"), told(1, "A-01")],
    )
    assert [(m.before.seat, m.after.seat) for m in found.moved] == [("A-02", "A-09")]
    assert ([t.number for t in found.new], [t.number for t in found.gone]) == ([4], [3])
    assert (found.stayed, found.count) == (1, 3)


def hall(rows: list[int], blocked: tuple[int, ...] = ()) -> Hall:
    """One block; seats are numbered row by row from 1."""
    seats, number = [], 0
    for rank, count in enumerate(rows):
        for place in range(count):
            number += 1
            seats.append(
                Seat(number, "A", 0, rank, 0, place, float(place), 2.0 * rank, f"A-{number}",
                     is_blocked=number in blocked)
            )  # fmt: skip
    return Hall(tuple(seats), (0.0, -1.0))


def block(
    members: list[int], to: int, placed: Mapping[int, int], fixed: tuple[int, ...] = ()
) -> dict[int, int]:
    return moved(hall([6, 6]), members, to, placed, fixed)


def test_a_unit_changes_places_with_whoever_sits_there() -> None:
    placed = {1: 1, 2: 2, 7: 8, 8: 9, 9: 10}
    assert block([1, 2], 8, placed) == {1: 8, 2: 9, 7: 1, 8: 2}


def test_a_unit_that_shifts_by_one_moves_only_who_must() -> None:
    assert block([1, 2, 3], 2, {1: 1, 2: 2, 3: 3, 4: 4}) == {1: 2, 2: 3, 3: 4, 4: 1}


def test_a_unit_longer_than_the_row_goes_on_behind() -> None:
    placed = {n: n for n in range(1, 8)}
    found = moved(hall([4, 4, 8]), list(range(1, 8)), 9, placed, ())
    assert sorted(found.values()) == list(range(9, 16))


def test_pins_and_full_rows_are_refused() -> None:
    with pytest.raises(Refused, match="1 người đã ghim"):
        block([1, 2], 8, {1: 1, 2: 2, 7: 8}, fixed=(7,))
    with pytest.raises(Refused, match="Không đủ ghế"):
        block([1, 2], 8, {2: 2, 7: 8, 8: 9})
    with pytest.raises(Refused, match="không đủ 9 ghế"):
        block(list(range(1, 10)), 8, {})


@given(st.permutations(range(1, 13)), st.integers(1, 6), st.integers(1, 12))
def test_moving_a_block_keeps_one_person_a_seat(seats: list[int], size: int, to: int) -> None:
    placed = dict(enumerate(seats[:10], 1))
    members = list(range(1, size + 1))
    try:
        plan = block(members, to, placed)
    except Refused:
        return
    after = {**placed, **plan}
    assert len(set(after.values())) == len(after)
    assert after.keys() == placed.keys()


def person(id: int, order: int, tier: int | None) -> Person:
    return Person(id, (1, order), tier=tier)


def test_whoever_was_moved_up_by_hand_is_bound_by_no_tier() -> None:
    line = [person(1, 1, 1), person(2, 2, 5), person(3, 3, 1), person(4, 4, 2), person(5, 5, 5)]
    assert [p.tier for p in bound(line)] == [1, None, 1, 2, 5]


@given(st.lists(st.integers(0, 4), max_size=9))
def test_tiers_never_contradict_the_order(tiers: list[int]) -> None:
    left = [p.tier for p in bound([person(n, n, t) for n, t in enumerate(tiers)])]
    kept = [tier for tier in left if tier is not None]
    assert kept == sorted(kept)
    if tiers == sorted(tiers):
        assert kept == tiers


def test_late_changes_are_made_before_the_solver_is_asked() -> None:
    late = Late(absent=(2,), extra=2, blocked=(3,), present=(1,))
    after = hall_after(hall([5]), late)
    assert [seat.is_blocked for seat in after.seats] == [False, False, True, False, False]
    assert after.seats[1].run != after.seats[3].run, "neighbours no more"
    people = people_after([person(1, 1, 1), person(2, 2, 1)], late, Kin(9, 7, "Khối B6"))
    assert [p.id for p in people] == [1, -1, -2]
    locks = locks_after(
        Locks(pins={2: Pin(2), 4: Pin(3)}, announced={1: 1, 2: 2}), late, {1: 1, 2: 2}
    )
    assert (locks.pins, locks.announced, locks.arrived) == ({}, {1: 1}, {1: 1})
