"""The order in which the soft rules are named decides what gives way."""

import random
from collections import Counter
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.seating.solver import ladder
from app.seating.solver.exchanging import exchanged
from app.seating.solver.ground import Ground
from app.seating.solver.layout import needs_aisle
from app.seating.solver.model import Hall, Locks, Person, Plan, Policy, Rule, Spare
from app.seating.solver.score import score
from app.seating.solver.sides import turns
from app.seating.solver.simple import finished, placed
from app.seating.solver.snake import first_whole
from tests.seating.solver.halls import hall_of
from tests.seating.solver.test_promises import units
from tests.seating.solver.test_properties import some

EDGE = Policy(spare=Spare.EDGE)
LONG = 60.0


def first(*rules: Rule) -> Policy:
    """These before all others."""
    others = (rule for rule in Rule if rule not in rules)
    return replace(EDGE, weights=(*rules, *others))


def solved(hall: Hall, people: list[Person], policy: Policy) -> Plan:
    plan = ladder.solve(hall, people, policy, Locks(), LONG)
    assert not plan.broken
    return plan


def value(plan: Plan, rule: Rule) -> float:
    return next(found.value for found in plan.scores if found.rule is rule)


def two_doors() -> Hall:
    """Ten rows of eight, the front half entered by one door, the back half by another."""
    hall = hall_of([[8]] * 10, is_curved=False)
    seats = tuple(replace(s, door="front" if s.rank < 5 else "back") for s in hall.seats)
    return replace(hall, seats=seats)


def test_a_door_takes_no_more_than_its_share_where_that_comes_first() -> None:
    hall, people = two_doors(), units(*[8] * 5)
    plans = [solved(hall, people, policy) for policy in (EDGE, first(Rule.TOGETHER, Rule.DOORS))]
    doors = {seat.id: seat.door for seat in hall.seats}
    loads = [Counter(doors[seat] for seat in plan.assign.values()) for plan in plans]
    assert loads[0] == {"front": 40}
    assert value(plans[0], Rule.DOORS) == 19
    assert loads[1] == {"front": 16, "back": 24} or loads[1] == {"front": 24, "back": 16}
    assert value(plans[1], Rule.DOORS) == 3
    assert plans[1].measures.rows == 0, "not at the price of a row"
    assert plans[1].measures.distance > plans[0].measures.distance


def test_a_unit_is_divided_for_the_doors_only_where_they_come_before_it() -> None:
    hall, people = two_doors(), units(*[8] * 5)
    plan = solved(hall, people, first(Rule.DOORS))
    doors = {seat.id: seat.door for seat in hall.seats}
    assert set(Counter(doors[seat] for seat in plan.assign.values()).values()) <= {19, 20, 21}
    assert value(plan, Rule.DOORS) == 0
    assert (plan.measures.fragments, plan.measures.rows) == (0, 1)


def speaking(order: dict[int, int], *sizes: int) -> list[Person]:
    """Units of these sizes; the first of some speaks in the order given by unit."""
    return [
        replace(p, speaker=order[p.unit]) if p.order[1] == 0 and p.unit in order else p
        for p in units(*sizes)
    ]


def test_speakers_sit_row_by_row_as_they_speak_where_that_comes_first() -> None:
    hall = hall_of([[9]] * 6, is_curved=False)
    people = speaking({1: 30, 3: 20, 5: 10}, 5, 6, 7, 6, 8)
    ranks = {seat.id: seat.rank for seat in hall.seats}
    turns = sorted((p for p in people if p.speaker), key=lambda p: p.speaker or 0)
    listed, spoken = (
        solved(hall, people, policy) for policy in (EDGE, first(Rule.TOGETHER, Rule.SPEAKERS))
    )
    assert value(listed, Rule.SPEAKERS) > 0
    assert value(spoken, Rule.SPEAKERS) == 0
    rows = [ranks[spoken.assign[p.id]] for p in turns]
    assert rows == sorted(rows)
    at_aisle = {seat.id for seat in hall.seats if seat.is_at_aisle}
    assert {spoken.assign[p.id] for p in turns} <= at_aisle


def test_whoever_is_called_on_stage_sits_first_where_awards_come_first() -> None:
    hall = hall_of([[6]] * 3, is_curved=False)
    called = [Person(n, (9, n), label="Khen thưởng", recipient=(1, n)) for n in range(1, 4)]
    leading = [Person(n, (1, n), label="Khối 1", tier=1) for n in range(11, 18)]
    ranks = {seat.id: seat.rank for seat in hall.seats}
    for policy, row in ((EDGE, 1), (first(Rule.RECIPIENTS), 0)):
        plan = solved(hall, [*called, *leading], policy)
        assert [ranks[plan.assign[p.id]] for p in called] == [row] * 3
        along = [Ground(hall).from_aisle(hall.seats[plan.assign[p.id] - 1]) for p in called]
        assert along == sorted(along)


def test_fewer_sit_together_where_nearness_comes_first() -> None:
    hall, people = hall_of([[9]] * 4, is_curved=False), units(5, 6, 7, 5, 6)
    whole, near = (solved(hall, people, p) for p in (EDGE, first(Rule.PRECEDENCE)))
    assert whole.measures.rows <= near.measures.rows
    assert near.measures.distance <= whole.measures.distance


@pytest.mark.parametrize("rules", [(Rule.DOORS,), (Rule.TOGETHER, Rule.DOORS, Rule.SPEAKERS)])
@pytest.mark.parametrize("turns", [{}, {1: 2, 2: 1}])
def test_no_seating_of_a_small_hall_is_worth_more(
    rules: tuple[Rule, ...], turns: dict[int, int]
) -> None:
    """Against every order of the people over the seats."""
    policy = first(*rules)
    hall = hall_of([[3, 2], [2, 2]], is_curved=False)
    people = speaking(turns, 2, 2, 1)
    plan = solved(hall, people, policy)
    least = min(
        score(hall, people, policy, Locks(), dict(zip(ids, seats, strict=True)))[0].value
        for ids in [[p.id for p in people]]
        for seats in permutations([s.id for s in hall.seats], len(people))
    )
    assert plan.measures.value >= least - 0.01
    assert plan.bounds.get("value", 0.0) <= least + 0.01
    if plan.gap == 0:
        assert plan.measures.value == pytest.approx(least, abs=0.01)


@some
@given(st.lists(st.integers(2, 4), min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_changing_places_costs_nothing_and_brings_speakers_into_order(
    sizes: list[int], chance: random.Random
) -> None:
    hall = hall_of([[4, 4]] * 6, is_curved=False)
    policy = first(Rule.TOGETHER, Rule.SPEAKERS)
    order = {unit: chance.randrange(99) for unit in range(1, len(sizes) + 1) if unit % 2}
    people = speaking(order, *sizes)
    placing = placed(hall, people, policy, Locks())
    aisle = {unit.id for unit in placing.units if needs_aisle(unit, policy)}
    shapes = first_whole(placing.ground, placing.open, placing.units, aisle, policy.spare)
    before, after = (
        finished(placing, found, hall, people, policy, Locks()).measures
        for found in (
            shapes,
            exchanged(placing.ground, placing.units, shapes, turns(placing, placing.units)),
        )
    )
    assert after.value <= before.value + 0.01
    assert (after.fragments, after.rows) == (before.fragments, before.rows)
