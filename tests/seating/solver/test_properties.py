"""What holds for every plan, over random halls and lists (seating.md 8)."""

import random
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.seating.solver import ladder, patch, reseat, simple
from app.seating.solver.check import check
from app.seating.solver.ground import Ground
from app.seating.solver.model import (
    Broken,
    Hall,
    Locks,
    Order,
    Person,
    Pin,
    Plan,
    Policy,
    Seat,
    Spare,
    TieBreak,
)
from app.seating.solver.score import score
from app.seating.solver.wire import dumps, loads
from tests.seating.solver.halls import hall_of

few = settings(max_examples=12, deadline=None)
some = settings(max_examples=40, deadline=None)

HALLS = st.builds(
    lambda stalls, balcony, blocked, ramps: hall_of(
        stalls, balcony, blocked=frozenset(blocked - ramps), accessible=frozenset(ramps)
    ),
    st.integers(1, 3).flatmap(
        lambda blocks: st.lists(
            st.lists(st.integers(2, 8), min_size=blocks, max_size=blocks), min_size=1, max_size=5
        )
    ),
    st.just(()),
    st.frozensets(st.integers(1, 60), max_size=5),
    st.frozensets(st.integers(1, 60), max_size=2),
)
POLICIES = st.builds(
    Policy,
    order=st.sampled_from(Order),
    spare=st.sampled_from(Spare),
    tie_break=st.sampled_from(TieBreak),
    turn=st.integers(0, 5),
    seed=st.integers(0, 99),
    speakers_in_unit=st.booleans(),
)


def free_seats(hall: Hall) -> list[Seat]:
    return [seat for seat in hall.seats if not seat.is_blocked]


@st.composite
def audiences(draw: st.DrawFn) -> tuple[Hall, list[Person]]:
    """A hall and no more people than it holds."""
    hall = draw(HALLS)
    count = draw(st.integers(0, len(free_seats(hall))))
    chance = draw(st.randoms(use_true_random=False))
    people = []
    for n in range(1, count + 1):
        unit = chance.choice([None, 1, 2, 3, 4, 5])
        tier = chance.randrange(3) if unit is None else 9
        people.append(
            Person(
                n,
                order=(tier, unit or 0, n),
                label=f"Khối {unit or tier}",
                unit=unit,
                tier=tier,
                is_chair=n == 1 and unit is None,
                is_press=chance.random() < 0.05,
                needs_step_free=chance.random() < 0.05,
                recipient=(1, n) if chance.random() < 0.1 else None,
                speaker=n if chance.random() < 0.08 else None,
            )
        )
    return hall, people


def whole(plan: Plan) -> Plan:
    return replace(plan, seconds=0.0)


@some
@given(audiences(), POLICIES)
def test_everybody_has_one_seat_and_no_hard_rule_is_broken(
    given_: tuple[Hall, list[Person]], policy: Policy
) -> None:
    hall, people = given_
    plan = simple.solve(hall, people, policy, Locks())
    assert plan.assign.keys() == {person.id for person in people} == plan.why.keys()
    assert len(set(plan.assign.values())) == len(people)
    assert check(hall, people, Locks(), plan.assign) == plan.broken
    own = {Broken.TIER, Broken.HONOUR}  # may give way where the hall is full to the last seat
    assert {found.rule for found in plan.broken} <= own
    if len(people) < len(free_seats(hall)) / 2:
        assert plan.broken == ()


@few
@given(audiences(), POLICIES)
def test_the_proven_plan_keeps_the_rules_too_and_is_not_worse(
    given_: tuple[Hall, list[Person]], policy: Policy
) -> None:
    hall, people = given_
    plain = simple.solve(hall, people, policy, Locks())
    plan = ladder.solve(hall, people, policy, Locks(), 2.0)
    assert plan.assign.keys() == plain.assign.keys()
    assert {found.rule for found in plan.broken} <= {found.rule for found in plain.broken}
    if policy.order is Order.WHOLE and policy.spare is Spare.EDGE:
        found, before = plan.measures, plain.measures
        assert (found.fragments, found.rows, found.value) <= (
            before.fragments,
            before.rows,
            before.value,
        )
    measures, scores = score(hall, people, policy, Locks(), plan.assign)
    assert (measures, scores) == (plan.measures, plan.scores)
    assert plan.bounds.get("value", 0.0) <= measures.value + 1e-6


@some
@given(audiences(), POLICIES, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(
    given_: tuple[Hall, list[Person]], policy: Policy, chance: random.Random
) -> None:
    hall, people = given_
    mixed = replace(hall, seats=tuple(chance.sample(hall.seats, len(hall.seats))))
    others = chance.sample(people, len(people))
    plan = simple.solve(hall, people, policy, Locks())
    assert dumps(whole(simple.solve(mixed, others, policy, Locks()))) == dumps(whole(plan))


@some
@given(audiences(), st.floats(0.5, 3.0))
def test_a_hall_drawn_larger_gives_the_same_plan(
    given_: tuple[Hall, list[Person]], scale: float
) -> None:
    hall, people = given_
    larger = Hall(
        tuple(replace(s, x=s.x * 2, y=s.y * 2) for s in hall.seats),
        (hall.focal[0] * 2, hall.focal[1] * 2),
        tuple((x * 2, y * 2) for x, y in hall.steps),
        hall.doors,
    )
    plan = simple.solve(hall, people, Policy(), Locks())
    assert simple.solve(larger, people, Policy(), Locks()).assign == plan.assign


@some
@given(audiences(), st.randoms(use_true_random=False))
def test_pins_are_kept(given_: tuple[Hall, list[Person]], chance: random.Random) -> None:
    hall, people = given_
    seats = [seat.id for seat in free_seats(hall)]
    count = min(3, len(people))
    chosen = chance.sample(people, count)
    pins = {
        person.id: Pin(seat, "Văn phòng", "theo yêu cầu")
        for person, seat in zip(chosen, chance.sample(seats, count), strict=True)
    }
    plan = simple.solve(hall, people, Policy(), Locks(pins=pins))
    assert {person: plan.assign[person] for person in pins} == {
        person: pin.seat for person, pin in pins.items()
    }
    assert Broken.PIN_LEFT not in {found.rule for found in plan.broken}


@some
@given(audiences())
def test_too_many_people_are_refused_with_the_shortfall(
    given_: tuple[Hall, list[Person]],
) -> None:
    hall, _ = given_
    room = len(free_seats(hall))
    people = [Person(n, (n,)) for n in range(room + 3)]
    with pytest.raises(Refused, match="Thiếu 3 ghế"):
        simple.solve(hall, people, Policy(), Locks())
    full = simple.solve(hall, people[:room], Policy(), Locks())
    assert len(set(full.assign.values())) == room, "a full hall still seats all"


@some
@given(audiences())
def test_who_comes_first_sits_first_among_leaders(given_: tuple[Hall, list[Person]]) -> None:
    hall, people = given_
    leaders = [p for p in people if p.unit is None and p.speaker is None]
    leaders = [p for p in leaders if not (p.is_press or p.needs_step_free or p.recipient)]
    plan = simple.solve(hall, people, Policy(), Locks())
    rows = {seat.id: seat.rank for seat in hall.seats}
    if len(people) < len(free_seats(hall)) / 2:
        by_tier: dict[int, list[int]] = defaultdict(list)
        for person in leaders:
            by_tier[person.tier or 0].append(rows[plan.assign[person.id]])
        for low, high in zip(sorted(by_tier), sorted(by_tier)[1:], strict=False):
            assert max(by_tier[low]) <= min(by_tier[high])


@given(HALLS)
def test_adjacency_never_crosses_an_aisle(hall: Hall) -> None:
    ground = Ground(hall)
    for seat, near in ground.adjacent.items():
        here = ground.seats[seat]
        for other in map(ground.seats.__getitem__, near):
            assert other.block == here.block
            assert seat in ground.adjacent[other.id]
            if other.rank == here.rank:
                assert other.run == here.run
                assert abs(other.position - here.position) == 1
            else:
                assert abs(other.rank - here.rank) == 1


@few
@given(audiences(), st.randoms(use_true_random=False))
def test_reseating_moves_nobody_without_need(
    given_: tuple[Hall, list[Person]], chance: random.Random
) -> None:
    hall, people = given_
    base = simple.solve(hall, people, Policy(), Locks())
    locks = Locks(announced=base.assign)
    same = reseat.reseat(hall, base.assign, people, Policy(), locks, 1.0)
    assert (same.plan.assign, same.moves, same.is_proven) == (base.assign, (), True)
    left = chance.sample(people, len(people) // 2)
    fewer = reseat.reseat(hall, base.assign, left, Policy(), locks, 1.0)
    assert fewer.moves == ()
    newcomers = [replace(p, id=p.id + 1000, replaces=p.id) for p in people]
    substituted = reseat.reseat(hall, base.assign, newcomers, Policy(), locks, 1.0)
    assert substituted.moves == ()
    assert set(substituted.plan.assign.values()) == set(base.assign.values())
    taken = set(base.assign.values())
    empty = next((s for s in free_seats(hall) if s.id not in taken), None)
    if empty is not None:
        blocked = tuple(replace(s, is_blocked=s.id == empty.id or s.is_blocked) for s in hall.seats)
        after = reseat.reseat(
            replace(hall, seats=blocked), base.assign, people, Policy(), locks, 1.0
        )
        assert after.moves == ()


@few
@given(audiences(), st.randoms(use_true_random=False))
def test_a_late_change_moves_no_more_than_seating_anew_and_never_who_is_there(
    given_: tuple[Hall, list[Person]], chance: random.Random
) -> None:
    hall, people = given_
    base = simple.solve(hall, people, Policy(), Locks())
    room = len(free_seats(hall)) - len(people)
    arrived = {p.id: base.assign[p.id] for p in chance.sample(people, len(people) // 4)}
    locks = Locks(announced=base.assign, arrived=arrived)
    newcomers = [
        replace(chance.choice(people), id=2000 + n, is_chair=False)
        for n in range(min(2, room) if people else 0)
    ]
    now = [*people, *newcomers]
    done = reseat.reseat(hall, base.assign, now, Policy(), locks, 1.0)
    assert done.plan.assign.keys() == {person.id for person in now}
    assert len(set(done.plan.assign.values())) == len(now)
    assert all(done.plan.assign[person] == seat for person, seat in arrived.items())
    moved = {p for p, seat in base.assign.items() if done.plan.assign[p] != seat}
    assert moved == {move.person for move in done.moves}
    assert done.lower_bound <= len(done.moves)
    anew = simple.solve(hall, now, Policy(), locks)
    if done.is_proven and not (anew.measures.fragments or anew.broken):
        assert len(done.moves) <= sum(1 for p, s in base.assign.items() if anew.assign[p] != s)


@some
@given(audiences())
def test_what_travels_comes_back_equal(given_: tuple[Hall, list[Person]]) -> None:
    hall, people = given_
    plan = simple.solve(hall, people, Policy(), Locks())
    found = patch.reseat(hall, plan.assign, people, Policy(), Locks(announced=plan.assign))
    for value in (hall, plan, found, *people[:3], Policy(past={1: 2.5}), Locks(reserve=(1,))):
        assert loads(type(value), dumps(value)) == value
