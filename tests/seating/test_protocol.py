"""The first order of protocol, over small halls and lists of every shape."""

import random
from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.halls.rules import runs
from app.seating.protocol import Guest, Seated, seat_all
from app.seating.spots import Room, Spot

MIDDLE = 30.0


def room(
    rows: Sequence[Sequence[int]],
    blocked: Sequence[int] = (),
    accessible: Sequence[int] = (),
    steps: Sequence[tuple[float, float]] = ((12.0, -1.0),),
) -> Room:
    """Blocks side by side round the middle; seats are numbered row by row."""
    spots, number = [], 0
    for rank, counts in enumerate(rows):
        x = MIDDLE - (sum(counts) - 1 + 2 * (len(counts) - 1)) / 2
        for block, count in enumerate(counts):
            taken = {place for place in range(count) if number + place in blocked}
            for place, run in enumerate(runs(count, taken)):
                if place not in taken:
                    ends = place in {0, count - 1}
                    ramp = number + place in accessible
                    name = "ABCDE"[block]
                    at = (x + place, 2.0 * rank)
                    spots.append(Spot(number + place, name, 0, rank, run, place, *at, ends, ramp))
            number += count
            x += count + 2
    return Room(spots, MIDDLE, steps)


ROOMS = st.builds(
    room,
    st.integers(1, 3).flatmap(
        lambda blocks: st.lists(
            st.lists(st.integers(1, 8), min_size=blocks, max_size=blocks), min_size=1, max_size=6
        )
    ),
    st.lists(st.integers(0, 60), max_size=6),
    st.lists(st.integers(0, 60), max_size=3),
    st.sampled_from([(), ((12.0, -1.0),), ((12.0, -1.0), (48.0, -1.0))]),
)


@st.composite
def audiences(draw: st.DrawFn) -> tuple[Room, list[Guest]]:
    """A room and no more guests than it holds."""
    found = draw(ROOMS)
    count = draw(st.integers(0, len(found.spots)))
    guests = [
        Guest(
            id=number,
            order=(draw(st.integers(0, 3)), number),
            label="Khối",
            unit=draw(st.none() | st.integers(1, 4)),
            is_recipient=draw(st.integers(0, 9)) == 0,
            is_press=draw(st.integers(0, 9)) == 0,
            is_speaker=draw(st.integers(0, 9)) == 0,
            needs_step_free=draw(st.integers(0, 14)) == 0,
        )
        for number in range(1, count + 1)
    ]
    return found, guests


def by_guest(seated: Sequence[Seated]) -> dict[int, int]:
    return {found.delegate_id: found.seat_id for found in seated}


@given(audiences())
def test_everybody_has_one_seat_that_may_be_taken(audience: tuple[Room, list[Guest]]) -> None:
    found, guests = audience
    seated = seat_all(guests, found)
    assert sorted(seat.delegate_id for seat in seated) == [guest.id for guest in guests]
    seats = [seat.seat_id for seat in seated]
    assert len(set(seats)) == len(seats)
    assert set(seats) <= {spot.id for spot in found.spots}
    assert all(0 < len(seat.why) <= 200 for seat in seated)


@given(audiences(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(
    audience: tuple[Room, list[Guest]], chance: random.Random
) -> None:
    found, guests = audience
    mixed = Room(chance.sample(found.spots, len(found.spots)), found.middle, found.steps)
    assert seat_all(chance.sample(guests, len(guests)), mixed) == seat_all(guests, found)


@given(audiences())
def test_a_unit_is_divided_only_where_no_run_would_hold_it(
    audience: tuple[Room, list[Guest]],
) -> None:
    found, guests = audience
    seats = by_guest(seat_all(guests, found))
    spots = {spot.id: spot for spot in found.spots}
    taken = set(seats.values())
    free = found.runs(spot for spot in found.spots if spot.id not in taken)
    longest = max((len(run) for run in free if not run[0].is_accessible), default=0)
    units: dict[int, list[Spot]] = defaultdict(list)
    for guest in guests:
        is_apart = guest.is_recipient or guest.is_press or guest.needs_step_free
        if guest.unit and not is_apart:
            units[guest.unit].append(spots[seats[guest.id]])
    ramps = any(spot.is_accessible for spot in found.spots)
    for members in units.values():
        if len(found.runs(members)) > 1 and not ramps:
            assert longest < len(members)


@given(audiences())
def test_who_needs_a_seat_without_steps_has_one_while_there_are_some(
    audience: tuple[Room, list[Guest]],
) -> None:
    found, guests = audience
    seats = by_guest(seat_all(guests, found))
    ramps = {spot.id for spot in found.spots if spot.is_accessible}
    in_need = [guest for guest in guests if guest.needs_step_free]
    served = sum(1 for guest in in_need if seats[guest.id] in ramps)
    assert served == min(len(in_need), len(ramps))


@given(audiences())
def test_the_first_of_the_leaders_has_the_best_seat(audience: tuple[Room, list[Guest]]) -> None:
    found, guests = audience
    leading = [guest for guest in guests if guest.unit is None]
    if any(g.is_recipient or g.is_press or g.needs_step_free for g in guests) or not leading:
        return
    plain = [spot for spot in found.spots if not spot.is_accessible]
    central = [spot for spot in plain if spot.block in found.central and spot.rank < 6] or plain
    seats = by_guest(seat_all(guests, found))
    first = min(leading, key=lambda guest: guest.order)
    if plain:
        best = min(central, key=found.middle_out)
        assert seats[first.id] == best.id


def guests(count: int, first: int = 1, **more: object) -> list[Guest]:
    return [
        Guest(id=n, order=(1, n), label="Khối", **more)  # type: ignore[arg-type]
        for n in range(first, first + count)
    ]


def test_too_few_seats_are_refused_with_the_shortfall() -> None:
    with pytest.raises(Refused, match="Thiếu 2 ghế: 12 đại biểu, 10 ghế"):
        seat_all(guests(12), room([[10]]))


def test_leaders_sit_from_the_middle_of_the_front_the_right_hand_first() -> None:
    seats = by_guest(seat_all(guests(6), room([[5], [5]])))
    assert [seats[n] for n in range(1, 7)] == [2, 3, 1, 4, 0, 7]


def test_recipients_sit_beside_the_steps_in_call_order() -> None:
    hall = room([[3, 5, 3]] * 4)
    people = [*guests(4), *guests(5, first=11, is_recipient=True)]
    seats = by_guest(seat_all(people, hall))
    spots = {spot.id: spot for spot in hall.spots}
    called = [spots[seats[n]] for n in range(11, 16)]
    assert [(s.block, s.rank, s.position) for s in called] == [
        ("A", 0, 0),
        ("A", 0, 1),
        ("A", 0, 2),
        ("A", 1, 0),
        ("A", 1, 1),
    ]


def test_the_press_sits_together_at_the_back() -> None:
    hall = room([[3, 6, 3]] * 5)
    seats = by_guest(seat_all([*guests(5), *guests(8, first=21, is_press=True)], hall))
    spots = {spot.id: spot for spot in hall.spots}
    places = [spots[seats[n]] for n in range(21, 29)]
    assert [(s.block, s.rank) for s in places] == [("B", 4)] * 6 + [("B", 3)] * 2


def test_a_speaker_sits_at_the_aisle_among_their_own() -> None:
    hall = room([[2, 8, 2]], steps=())
    people = [
        *guests(3, unit=1),
        Guest(id=9, order=(1, 9), label="Xã", unit=1, is_speaker=True),
    ]
    found = {seat.delegate_id: seat for seat in seat_all(people, hall)}
    spots = {spot.id: spot for spot in hall.spots}
    assert spots[found[9].seat_id].is_at_aisle
    assert "cạnh lối đi" in found[9].why
    assert len(hall.runs(spots[seat.seat_id] for seat in found.values())) == 1


def test_of_a_unit_too_large_for_any_row_nobody_sits_alone() -> None:
    hall = room([[6]] * 4, steps=())
    seats = by_guest(seat_all(guests(13, unit=1), hall))
    spots = {spot.id: spot for spot in hall.spots}
    pieces = hall.runs(spots[seat] for seat in seats.values())
    assert sorted(len(piece) for piece in pieces) == [2, 5, 6]
