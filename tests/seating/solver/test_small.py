"""Small halls against every possible seating, and the child process as it is called."""

import subprocess
import sys
from dataclasses import replace
from itertools import permutations

from app.seating.solver import ladder, reseat, simple
from app.seating.solver.listing import units_of
from app.seating.solver.model import (
    Answer,
    Hall,
    Locks,
    Person,
    Policy,
    Question,
    Spare,
    TieBreak,
)
from app.seating.solver.score import score
from app.seating.solver.wire import dumps, loads
from tests.seating.solver.halls import delegates, hall_of, theatre


def members(*sizes: int) -> list[Person]:
    """Units of these sizes."""
    return [
        Person(10 * unit + n, (1, unit, n), f"Xã Mẫu {unit}", unit=unit, tier=1)
        for unit, size in enumerate(sizes, 1)
        for n in range(size)
    ]


def best_of_all(hall: Hall, people: list[Person]) -> float:
    """The least value any seating has: every order of the people over the seats."""
    policy, seats = Policy(spare=Spare.EDGE), [seat.id for seat in hall.seats]
    units = [person.unit for person in people]
    seen, least = set(), float("inf")
    for chosen in permutations(seats, len(people)):
        shape = tuple(sorted(zip(units, chosen, strict=True)))
        if shape in seen:
            continue
        seen.add(shape)
        assign = {person.id: seat for person, seat in zip(people, chosen, strict=True)}
        least = min(least, score(hall, people, policy, Locks(), assign)[0].value)
    return least


def test_no_seating_of_a_small_hall_is_better() -> None:
    for rows, sizes in (([[3], [3]], (3, 2)), ([[2, 2], [2]], (2, 2)), ([[4], [2]], (3, 2))):
        hall = hall_of(rows, is_curved=False)
        people = members(*sizes)
        plan = ladder.solve(hall, people, Policy(spare=Spare.EDGE), Locks(), 30.0)
        assert abs(plan.measures.value - best_of_all(hall, people)) < 0.01


def test_a_unit_larger_than_any_row_stays_connected() -> None:
    hall = hall_of([[5], [5], [5], [5]], is_curved=False)
    plan = ladder.solve(hall, members(12), Policy(), Locks(), 30.0)
    assert (plan.measures.fragments, plan.measures.rows) == (0, 2)


def test_a_summit_is_seated_with_the_fewest_rows_and_proven() -> None:
    hall, people = theatre(1), delegates(1)
    plan = ladder.solve(hall, people, Policy(spare=Spare.EDGE), Locks(), 30.0)
    assert plan.broken == ()
    assert (plan.measures.fragments, plan.measures.rows) == (0, plan.bounds["rows"])


def test_a_newcomer_is_seated_beside_the_unit_and_one_neighbour_moves() -> None:
    hall = hall_of([[7]], is_curved=False)
    people = members(3, 3)
    base = {11: 1, 12: 2, 10: 3, 20: 4, 21: 5, 22: 6}
    late = [*people, Person(15, (1, 1, 9), "Xã Mẫu 1", unit=1, tier=1)]
    locks = Locks(announced=base)
    done = reseat.reseat(hall, base, late, Policy(), locks, 30.0)
    assert [(move.person, move.from_seat, move.to_seat) for move in done.moves] == [(20, 4, 7)]
    assert (done.lower_bound, done.is_proven) == (1, True)


def test_nobody_is_put_into_the_gap_that_holds_a_unit_together() -> None:
    hall = hall_of([[7]], is_curved=False)
    people = members(3, 4)
    base = {10: 1, 11: 2, 12: 4, 20: 5, 21: 6, 22: 7}
    locks = Locks(announced=base)
    done = reseat.reseat(hall, base, people, Policy(), locks, 30.0)
    assert [(move.person, move.to_seat) for move in done.moves] == [(12, 3)]
    assert (done.plan.measures.fragments, done.is_proven) == (0, True)


def test_a_newcomer_for_whom_nobody_may_move_sits_apart() -> None:
    hall = hall_of([[6]], is_curved=False)
    people = [*members(3), Person(20, (1, 2, 0), "Xã Mẫu 2", unit=2, tier=1)]
    late = [*people, Person(15, (1, 1, 9), "Xã Mẫu 1", unit=1, tier=1)]
    base = {10: 1, 11: 2, 12: 3, 20: 4}
    locks = Locks(announced=base, arrived=base)
    done = reseat.reseat(hall, base, late, Policy(), locks, 30.0)
    assert (done.moves, done.plan.measures.fragments) == ((), 1)
    assert done.is_proven, "nobody may be moved, and there are no seats side by side"


def test_a_unit_that_nothing_happens_to_keeps_its_seats() -> None:
    hall, people = theatre(1), delegates(1)
    base = simple.solve(hall, people, Policy(), Locks()).assign
    absent = next(p for p in people if p.unit == 50 and p.recipient is None)
    late = [p for p in people if p is not absent]
    newcomer = replace(absent, id=5000, replaces=absent.id)
    done = reseat.reseat(hall, base, [*late, newcomer], Policy(), Locks(announced=base), 30.0)
    assert done.moves == ()
    assert done.plan.assign == {**{p.id: base[p.id] for p in late}, 5000: base[absent.id]}


def test_a_mirrored_hall_is_as_good() -> None:
    hall, people = hall_of([[4, 4], [4, 4], [4, 4]], is_curved=False), members(3, 3, 4, 2, 4)
    policy = Policy(spare=Spare.EDGE)
    mirrored = replace(hall, seats=tuple(replace(s, x=-s.x) for s in hall.seats))
    one, other = (ladder.solve(h, people, policy, Locks(), 30.0).measures for h in (hall, mirrored))
    assert (one.fragments, one.rows) == (other.fragments, other.rows)
    assert abs(one.distance - other.distance) < 0.1


def test_a_lot_is_drawn_again_with_its_seed_and_the_worst_off_come_first() -> None:
    people = members(1, 1, 1, 1, 1, 1)
    lot = Policy(tie_break=TieBreak.LOT, seed=5)
    first = [unit.id for unit in units_of(people, lot)]
    assert first == [unit.id for unit in units_of(people[::-1], lot)]
    assert first != [unit.id for unit in units_of(people, Policy(tie_break=TieBreak.LOT, seed=6))]
    turned = [unit.id for unit in units_of(people, Policy(turn=2))]
    assert turned == [3, 4, 5, 6, 1, 2]
    past = {unit: float(unit) for unit in range(1, 7)}
    assert [unit.id for unit in units_of(people, Policy(past=past))] == [6, 5, 4, 3, 2, 1]


def test_the_child_process_answers_in_json_and_tells_its_progress() -> None:
    question = Question(hall_of([[6]], is_curved=False), tuple(members(3, 2)), budget_s=1.0)
    done = subprocess.run(
        [sys.executable, "-m", "app.seating.solver"],
        input=dumps(question).encode(),
        capture_output=True,
        check=True,
    )
    answers = [loads(Answer, line) for line in done.stdout.splitlines()]
    assert all(told.plan for told in answers), "each can be used, should the process be stopped"
    answer = answers[-1]
    assert answer.plan is not None
    assert len(answer.plan.assign) == 5
    assert b'"step":"simple"' in done.stderr
    refused = subprocess.run(
        [sys.executable, "-m", "app.seating.solver"],
        input=dumps(Question(question.hall, tuple(members(4, 4)))).encode(),
        capture_output=True,
        check=True,
    )
    assert loads(Answer, refused.stdout).values["n"] == "2"
