"""More of what holds for every plan (seating.md 8): locks, groups, names, mirrors, large units, and
the same answer every time."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.seating.solver import ladder, reseat, simple
from app.seating.solver.check import check
from app.seating.solver.ground import Ground
from app.seating.solver.leaders import is_leading
from app.seating.solver.model import (
    Broken,
    Hall,
    Locks,
    Person,
    Pin,
    Policy,
    Question,
    Rule,
    Spare,
    Status,
)
from app.seating.solver.score import score
from app.seating.solver.wire import dumps
from tests.seating.solver.halls import delegates, hall_of, theatre
from tests.seating.solver.test_promises import told, units
from tests.seating.solver.test_properties import audiences, few, free_seats, some

EDGE = Policy(spare=Spare.EDGE)


@few
@given(audiences(), st.randoms(use_true_random=False), st.sampled_from([0.0, 1.0]))
def test_reserve_pins_and_who_has_come_are_kept(
    given_: tuple[Hall, list[Person]], chance: random.Random, budget_s: float
) -> None:
    hall, people = given_
    room = [seat.id for seat in free_seats(hall)]
    reserve = chance.sample(room, min(2, len(room) - len(people)))
    seats = [seat for seat in room if seat not in reserve]
    count = min(4, len(people))
    sure = dict(zip(chance.sample(people, count), chance.sample(seats, count), strict=True))
    pins = {p.id: Pin(s, "Văn phòng") for n, (p, s) in enumerate(sure.items()) if n % 2}
    arrived = {p.id: s for n, (p, s) in enumerate(sure.items()) if n % 2 == 0}
    locks = Locks(pins=pins, arrived=arrived, reserve=tuple(reserve))
    plan = ladder.solve(hall, people, EDGE, locks, budget_s)
    assert plan.assign.keys() == {person.id for person in people}
    assert len(set(plan.assign.values())) == len(people)
    assert set(plan.assign.values()) <= set(seats)
    assert all(plan.assign[p.id] == seat for p, seat in sure.items())
    kept = {Broken.RESERVED, Broken.BLOCKED, Broken.PIN_LEFT, Broken.ARRIVED_MOVED, Broken.UNSEATED}
    assert not kept & {found.rule for found in check(hall, people, locks, plan.assign)}


@some
@given(audiences())
def test_no_lower_group_sits_before_a_higher_one(given_: tuple[Hall, list[Person]]) -> None:
    hall, people = given_
    plain = sum(not seat.is_accessible for seat in free_seats(hall))
    apart = sum(person.unit is None or person.speaker is not None for person in people)
    needing = sum(person.needs_step_free for person in people)
    if apart + needing > plain:
        return  # the last of them sit where the seats for others are
    plan = simple.solve(hall, people, Policy(), Locks())
    rank = {seat.id: seat.rank for seat in hall.seats}
    bound = [(p.tier or 0, rank[plan.assign[p.id]]) for p in people if is_leading(p)]
    assert not [(one, two) for one in bound for two in bound if one[0] < two[0] and one[1] > two[1]]


@pytest.mark.parametrize("seed", range(3))
def test_a_theatre_with_room_tears_nobody_and_takes_the_fewest_rows(seed: int) -> None:
    hall = theatre(seed, rows=12, upstairs=3)
    people = delegates(seed, total=450, units=44, leading=60)
    assert len(people) / len(free_seats(hall)) <= 0.93
    plan = ladder.solve(hall, people, EDGE, Locks(), 60.0)
    assert (plan.measures.fragments, plan.measures.rows) == (0, plan.bounds["rows"])
    assert plan.measures.value >= plan.bounds["value"] - 0.01


@some
@given(audiences())
def test_other_names_give_the_same_plan(given_: tuple[Hall, list[Person]]) -> None:
    hall, people = given_
    named = replace(
        hall,
        seats=tuple(
            replace(s, id=7 * s.id + 100, block=f"Khu {s.block}", label=f"#{s.id}", row="")
            for s in hall.seats
        ),
    )
    plan, other = (simple.solve(h, people, Policy(), Locks()) for h in (hall, named))
    assert {p: 7 * seat + 100 for p, seat in plan.assign.items()} == other.assign
    assert plan.measures == other.measures


@settings(few, max_examples=8)
@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=5),
    st.lists(st.integers(3, 8), min_size=2, max_size=4),
)
def test_a_mirrored_hall_has_as_good_a_best_plan(sizes: list[int], rows: list[int]) -> None:
    people = units(*sizes)
    if len(people) > sum(rows):
        return
    hall = hall_of([[row] for row in rows], is_curved=False)
    turned = replace(
        hall,
        seats=tuple(replace(s, x=-s.x, position=rows[s.rank] - 1 - s.position) for s in hall.seats),
    )
    one, other = (ladder.solve(h, people, EDGE, Locks(), 5.0) for h in (hall, turned))
    if one.status is other.status is Status.OPTIMAL and told(one)[:2] == told(other)[:2] == (0, 0):
        assert one.measures.distance == pytest.approx(other.measures.distance, abs=0.01)


@some
@given(st.integers(2, 9), st.integers(2, 6), st.integers(1, 54))
def test_a_unit_larger_than_any_row_takes_the_fewest_rows(width: int, rows: int, size: int) -> None:
    if size > width * rows:
        return
    hall = hall_of([[width]] * rows, is_curved=False)
    plan = simple.solve(hall, units(size), EDGE, Locks())
    assert (plan.measures.fragments, plan.measures.rows) == (0, ceil(size / width) - 1)


@few
@given(audiences(), st.randoms(use_true_random=False))
def test_only_who_sat_on_a_broken_seat_must_move(
    given_: tuple[Hall, list[Person]], chance: random.Random
) -> None:
    hall, people = given_
    base = simple.solve(hall, people, Policy(), Locks()).assign
    spare = len(free_seats(hall)) - len(people)
    broken = set(chance.sample([s.id for s in free_seats(hall)], min(3, spare)))
    after = replace(
        hall,
        seats=tuple(replace(s, is_blocked=s.is_blocked or s.id in broken) for s in hall.seats),
    )
    done = reseat.reseat(after, base, people, Policy(), Locks(announced=base), 1.0)
    gone = {person for person, seat in base.items() if seat in broken}
    moved = {move.person for move in done.moves}
    assert gone <= moved
    assert len(gone) <= done.lower_bound <= len(moved)
    assert moved == {person for person, seat in base.items() if done.plan.assign[person] != seat}


@pytest.mark.parametrize("is_change", [False, True])
def test_the_same_bytes_for_any_seed_of_hashes(is_change: bool) -> None:
    hall = theatre(1, rows=6, upstairs=3)
    people = delegates(1, total=150, units=14, leading=20)
    old = simple.solve(hall, people, EDGE, Locks()).assign if is_change else None
    locks = Locks(announced=old or {})
    now = people[:-20] if is_change else people
    late = [replace(p, id=5000 + p.id) for p in people if p.unit in {3, 7} and p.order[-1] == 1]
    asked = Question(hall, (*now, *late) if is_change else tuple(now), EDGE, locks, 60.0, old)
    answers = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "app.seating.solver"],
            input=dumps(asked).encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        told_last = done.stdout.splitlines()[-1].decode()
        answers.append(",".join(p for p in told_last.split(",") if '"seconds"' not in p))
    assert answers[0] == answers[1]


def value_of(hall: Hall, people: list[Person], assign: dict[int, int], rule: Rule) -> float:
    _, scores = score(hall, people, Policy(), Locks(), assign)
    return next(found.value for found in scores if found.rule is rule)


def test_a_stranger_between_a_recipient_and_the_steps_counts() -> None:
    hall = hall_of([[5]], is_curved=False)
    people = [Person(1, (1,), recipient=(1, 1)), Person(2, (2,), recipient=(1, 2)), Person(3, (3,))]
    inwards = sorted(hall.seats, key=Ground(hall).from_aisle)
    near, next_, far = (seat.id for seat in inwards[:3])
    assert value_of(hall, people, {1: near, 2: next_, 3: far}, Rule.RECIPIENTS) == 0
    assert value_of(hall, people, {1: near, 3: next_, 2: far}, Rule.RECIPIENTS) == 1
    assert value_of(hall, people, {3: near, 1: next_, 2: far}, Rule.RECIPIENTS) == 2


def test_whoever_comes_first_sits_nearer_to_the_middle_of_a_row() -> None:
    hall = hall_of([[5]], is_curved=False)
    people = [Person(1, (1,), tier=1), Person(2, (2,), tier=1)]
    assert value_of(hall, people, {1: 3, 2: 1}, Rule.PRECEDENCE) == 0
    assert value_of(hall, people, {1: 1, 2: 3}, Rule.PRECEDENCE) == 0.1
