"""More of what any plan promises: orders, budgets, fairness over years, room for who comes late."""

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.seating.solver import ladder, reseat, simple
from app.seating.solver.check import check
from app.seating.solver.ground import Ground
from app.seating.solver.model import (
    Broken,
    Hall,
    Locks,
    Person,
    Pin,
    Plan,
    Policy,
    Reason,
    Spare,
    Status,
)
from tests.seating.solver.halls import hall_of
from tests.seating.solver.test_properties import audiences, few, some, whole

EDGE = Policy(spare=Spare.EDGE)
APART = Policy(speakers_in_unit=False)


def units(*sizes: int) -> list[Person]:
    """People of units, by the order of the list."""
    made: list[Person] = []
    for unit, size in enumerate(sizes, 1):
        made += [
            Person(len(made) + n + 1, (unit, n), label=f"Xã Mẫu {unit}", unit=unit, tier=9)
            for n in range(size)
        ]
    return made


def told(plan: Plan) -> tuple[int, int, float]:
    return plan.measures.fragments, plan.measures.rows, plan.measures.value


@some
@given(audiences())
def test_speakers_sit_at_aisles_and_row_by_row_as_they_speak(
    given_: tuple[Hall, list[Person]],
) -> None:
    hall, people = given_
    plan = simple.solve(hall, people, APART, Locks())
    seats = {seat.id: seat for seat in hall.seats}
    speaking = sorted(
        (p for p in people if plan.why[p.id].key is Reason.SPEAKER), key=lambda p: p.speaker or 0
    )
    sitting = [seats[plan.assign[p.id]] for p in speaking]
    assert all(seat.is_at_aisle for seat in sitting)
    assert all(one.rank <= other.rank for one, other in pairwise(sitting))


@some
@given(audiences())
def test_recipients_sit_in_call_order_from_the_steps(given_: tuple[Hall, list[Person]]) -> None:
    hall, people = given_
    ground = Ground(hall)
    plan = simple.solve(hall, people, Policy(), Locks())
    called = sorted(
        (p for p in people if plan.why[p.id].key is Reason.RECIPIENT),
        key=lambda p: p.recipient or (0, 0),
    )
    sitting = [ground.seats[plan.assign[p.id]] for p in called]
    by_row = defaultdict(list)
    last: dict[str, int] = {}
    for seat in sitting:
        assert seat.rank >= last.get(seat.block, 0), "row by row in each block"
        last[seat.block] = seat.rank
        by_row[seat.block, seat.rank].append(seat)
    for line in by_row.values():
        along = [ground.from_aisle(seat) for seat in line]
        assert along == sorted(along), "from the aisle inwards"


@settings(few, max_examples=8)
@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=5),
    st.lists(st.integers(4, 9), min_size=3, max_size=5),
    st.integers(0, 4),
)
def test_one_more_seat_never_makes_the_best_plan_worse(
    sizes: list[int], rows: list[int], which: int
) -> None:
    people = units(*sizes)
    if len(people) > sum(rows):
        return
    hall = hall_of([[row] for row in rows], is_curved=False)
    last = [s for s in hall.seats if s.rank == which % len(rows)][-1]
    added = replace(last, id=1000, position=last.position + 1, x=last.x + 1, is_at_aisle=False)
    longer = replace(hall, seats=(*hall.seats, added))
    before, after = (ladder.solve(h, people, EDGE, Locks(), 5.0) for h in (hall, longer))
    # Who sits over two rows does so at their ends, which the new seat moves.
    proven = before.status is after.status is Status.OPTIMAL
    if proven and not before.measures.rows + before.measures.fragments:
        assert told(after)[:2] == (0, 0)
        assert after.measures.distance <= before.measures.distance + 0.01


@few
@given(audiences())
def test_more_time_is_never_worse_and_none_gives_the_simple_plan(
    given_: tuple[Hall, list[Person]],
) -> None:
    hall, people = given_
    at_once = ladder.solve(hall, people, EDGE, Locks(), 0.0)
    assert whole(at_once) == whole(simple.solve(hall, people, EDGE, Locks()))
    better: list[Plan] = []
    plan = ladder.solve(hall, people, EDGE, Locks(), 2.0, found=better.append)
    values = [told(one) for one in better]
    assert values == sorted(values, reverse=True)
    assert told(plan) == values[-1] <= told(at_once)


def test_over_the_years_no_unit_always_sits_at_the_back() -> None:
    hall = hall_of([[9, 9]] * 10)
    away = Ground(hall).away
    people = units(*[8] * 20)
    sums: dict[int, float] = defaultdict(float)
    for year in range(1, 7):
        past = {unit: total / (year - 1) for unit, total in sums.items()} if year > 1 else {}
        plan = simple.solve(hall, people, Policy(past=past), Locks())
        for person in people:
            sums[person.unit or 0] += away[plan.assign[person.id]] / 8
        if year > 1:
            means = [total / year for total in sums.values()]
            assert max(means) - min(means) <= 5


@some
@given(st.integers(1, 20), st.sampled_from(["simple", "best"]))
def test_a_unit_gathers_round_the_one_of_them_who_is_pinned(seat: int, step: str) -> None:
    hall = hall_of([[8], [8], [8]], is_curved=False)
    people = units(4, 5, 3)
    locks = Locks(pins={5: Pin(seat, "Văn phòng", "bắt buộc")})
    solve = simple.solve if step == "simple" else ladder.solve
    plan = solve(hall, people, EDGE, locks, 30.0)
    assert plan.assign[5] == seat
    mine = [plan.assign[person.id] for person in people if person.unit == 2]
    assert len(Ground(hall).pieces(mine, set(plan.assign.values()))) == 1
    assert not check(hall, people, locks, plan.assign)


def test_a_late_leader_makes_one_of_each_lower_group_move() -> None:
    hall = hall_of([[4], [4], [4]], is_curved=False)
    people = [Person(n + 1, (n // 4, n), label=f"Khối {n // 4}", tier=n // 4) for n in range(11)]
    base = simple.solve(hall, people, Policy(), Locks()).assign
    late = Person(99, (0, 99), label="Khối 0", tier=0)
    locks = Locks(announced=base)
    done = reseat.reseat(hall, base, [*people, late], Policy(), locks, 30.0)
    assert not {found.rule for found in done.plan.broken} & {Broken.TIER}
    moved = [next(p for p in people if p.id == move.person).tier or 0 for move in done.moves]
    assert sorted(moved) == [1, 2][: len(moved)]
    assert {hall.seats[done.plan.assign[99] - 1].rank} == {1}


def test_mirrored_blocks_share_the_load_of_their_doors() -> None:
    hall = hall_of([[6, 6]] * 6, is_curved=False)
    plan = ladder.solve(hall, units(*[6] * 6), EDGE, Locks(), 30.0)
    doors = {seat.id: seat.door for seat in hall.seats}
    load: dict[str, int] = defaultdict(int)
    for seat in plan.assign.values():
        load[doors[seat]] += 1
    assert max(load.values()) - min(load.values()) <= 6
