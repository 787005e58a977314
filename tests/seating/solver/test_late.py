"""Late changes among those who sit in places of their own: what the rules ask for is met, and no
more people move than that takes."""

from dataclasses import replace

import pytest

from app.seating.solver import ladder, patch, reseat
from app.seating.solver.check import check
from app.seating.solver.model import Broken, Hall, Locks, Person, Policy, Reseating
from tests.seating.solver.halls import hall_of

STAGE, PRESS, RAMPS = range(1, 7), range(85, 91), (7, 11, 24)
HALL = hall_of(
    [[6], *[[5, 8, 5]] * 5],
    accessible=frozenset(RAMPS),
    zones=dict.fromkeys(STAGE, "stage") | dict.fromkeys(PRESS, "press"),
)
PEOPLE = [
    Person(1, (0, 1), "Chủ trì", is_chair=True, tier=0),
    *(Person(n, (0, n), "Khách mời", is_guest_of_honour=True, tier=0) for n in range(2, 6)),
    *(Person(n, (1, n), "Khối 1", tier=1) for n in range(6, 14)),
    *(Person(n, (2, n), "Khối 2", tier=2) for n in range(14, 22)),
    *(Person(n, (0, n), "Đoàn chủ tịch", is_on_stage=True) for n in range(30, 34)),
    *(Person(n, (5, n), "Báo chí", is_press=True) for n in range(40, 44)),
    Person(50, (3, 50), "Khách", needs_step_free=True),
    *(
        Person(100 + 10 * unit + n, (4, unit, n), f"Xã Mẫu {unit}", unit=unit, tier=9)
        for unit in range(1, 6)
        for n in range(6)
    ),
]
BASE = ladder.solve(HALL, PEOPLE, Policy(), Locks(), 60.0).assign
BY_ID = {person.id: person for person in PEOPLE}


def without(*gone: int) -> list[Person]:
    return [person for person in PEOPLE if person.id not in gone]


def came(like: int, count: int = 1, **more: object) -> list[Person]:
    """Newcomers like somebody of the list."""
    return [replace(BY_ID[like], id=900 + n, **more) for n in range(count)]  # type: ignore[arg-type]


def become(who: int, **more: object) -> list[Person]:
    return [replace(p, **more) if p.id == who else p for p in PEOPLE]  # type: ignore[arg-type]


def changed(now: list[Person], old: dict[int, int] = BASE, hall: Hall = HALL) -> Reseating:
    done = reseat.reseat(hall, old, now, Policy(), Locks(announced=old), 60.0)
    simple = patch.reseat(hall, old, now, Policy(), Locks(announced=old))
    for one in (done, simple):
        assert check(hall, now, Locks(announced=old), one.plan.assign) == ()
        assert one.lower_bound <= len(one.moves)
    return done


@pytest.mark.parametrize(
    ("now", "moves"),
    [
        (without(3), 0),
        ([*without(1), *came(1, replaces=1)], 0),
        ([*without(3), *came(3, order=(0, 9), replaces=3)], 0),
        ([*PEOPLE, *came(3, order=(0, 3, 5))], 2),
        ([*PEOPLE, *came(33, 2)], 0),
        ([*PEOPLE, *came(33, 4)], 0),
        (become(14, is_on_stage=True), 1),
        ([*PEOPLE, *came(43, 2)], 0),
        ([*PEOPLE, *came(43, 4)], 0),
        ([*PEOPLE, *came(50, 2)], 0),
        (become(121, needs_step_free=True), 1),
    ],
    ids=[
        "a guest stays away",
        "another chairs",
        "a guest sends somebody lower",
        "a guest more comes before two",
        "presidium of six",
        "presidium larger than the stage",
        "somebody of the hall joins the presidium",
        "two reporters more",
        "more reporters than their zone holds",
        "two more cannot climb steps",
        "one of a unit cannot climb steps any more",
    ],
)
def test_no_rule_is_broken_and_few_move(now: list[Person], moves: int) -> None:
    assert len(changed(now).moves) == moves


def test_who_needs_no_seat_without_steps_makes_room_there() -> None:
    left = [seat for seat in RAMPS if seat not in BASE.values()]
    sitting = [6, 7][: len(left)]
    old = BASE | dict(zip(sitting, left, strict=True))
    done = changed([*PEOPLE, *came(50)], old)
    assert done.plan.assign[900] in RAMPS
    assert len(done.moves) == 1


def test_where_a_reporter_only_stays_away_the_plan_says_who_could_sit_there() -> None:
    many = [*PEOPLE, *came(43, 3)]
    old = ladder.solve(HALL, many, Policy(), Locks(), 60.0).assign
    outside = [p.id for p in many if p.is_press and old[p.id] not in PRESS]
    now, locks = [p for p in many if p.id != 40], Locks(announced=old)
    done = reseat.reseat(HALL, old, now, Policy(), locks, 60.0)
    assert (done.moves, done.is_proven) == ((), True)
    assert [(found.rule, found.person) for found in done.plan.broken] == [
        (Broken.PRESS, person) for person in outside
    ]


def test_whoever_takes_over_a_seat_at_the_aisle_keeps_it() -> None:
    speaker = replace(BY_ID[110], speaker=1)
    people = [*without(110), speaker]
    old = ladder.solve(HALL, people, Policy(), Locks(), 60.0).assign
    at_aisle = {seat.id for seat in HALL.seats if seat.is_at_aisle}
    assert old[110] in at_aisle
    for late in (replace(speaker, id=900, replaces=110), replace(speaker, id=900)):
        done = changed([*without(110), late], old)
        assert done.plan.assign[900] == old[110]


def test_a_broken_row_moves_only_who_sat_there() -> None:
    rank = 4
    row = {seat.id for seat in HALL.seats if seat.block == "A1" and seat.rank == rank}
    sat = {person for person, seat in BASE.items() if seat in row}
    hall = replace(
        HALL, seats=tuple(replace(s, is_blocked=s.is_blocked or s.id in row) for s in HALL.seats)
    )
    done = changed(PEOPLE, BASE, hall)
    assert {move.person for move in done.moves} >= sat
    assert done.plan.measures.fragments == 0


def test_a_second_hall_takes_whom_the_first_cannot_hold() -> None:
    full = hall_of([[6], [6]], is_curved=False)
    both = hall_of([[6], [6]], [[5], [5]], is_curved=False)
    people = [
        Person(10 * unit + n, (1, unit, n), f"Xã Mẫu {unit}", unit=unit, tier=9)
        for unit in range(1, 4)
        for n in range(4)
    ]
    old = ladder.solve(full, people, Policy(), Locks(), 60.0).assign
    late = [Person(90 + n, (1, 9, n), "Xã Mẫu 9", unit=9, tier=9) for n in range(5)]
    done = reseat.reseat(both, old, [*people, *late], Policy(), Locks(announced=old), 60.0)
    assert (done.moves, done.is_proven) == ((), True)
    level = {seat.id: seat.level for seat in both.seats}
    assert {level[done.plan.assign[person.id]] for person in late} == {1}
    assert done.plan.measures.fragments == 0
