"""Small halls against every seating there is: what is claimed to be best, or impossible, is.

The halls are drawn by fixed seeds: the same every time.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from app.seating.solver import ladder, reseat, simple
from app.seating.solver.ground import Ground
from app.seating.solver.listing import units_of
from app.seating.solver.model import Hall, Locks, Person, Policy, Spare, Status
from tests.seating.solver.halls import hall_of

EDGE = Policy(spare=Spare.EDGE)
LONG = 60.0  # seconds; such halls take some milliseconds
Shapes = dict[int, set[int]]  # seats by unit


def small_hall(chance: random.Random) -> Hall:
    """At most nine seats in one to three rows of one or two blocks."""
    blocks = chance.choice([1, 1, 2])
    rows = [[chance.randint(2, 4)] * blocks for _ in range(chance.randint(1, 3))]
    while sum(map(sum, rows)) > 9:
        rows.pop()
    return hall_of(rows or [[4]], is_curved=False)


def people_of(chance: random.Random, most: int) -> list[Person]:
    units = chance.randint(1, 3)
    return [
        Person(n, (1, unit, n), f"Xã Mẫu {unit}", unit=unit, tier=1)
        for n in range(1, chance.randint(2, most) + 1)
        for unit in [chance.randint(1, units)]
    ]


def every_seating(seats: list[int], sizes: list[tuple[int, int]]) -> Iterator[Shapes]:
    """All ways to give so many seats to each unit."""
    if not sizes:
        yield {}
        return
    (unit, size), *others = sizes
    for chosen in combinations(seats, size):
        left = [seat for seat in seats if seat not in chosen]
        for rest in every_seating(left, others):
            yield {unit: set(chosen), **rest}


def parts(ground: Ground, shapes: Shapes, unit: int) -> int:
    return len(ground.pieces(shapes[unit], set().union(*shapes.values())))


@pytest.mark.parametrize("seed", range(16))
def test_no_seating_tears_fewer_or_takes_fewer_rows(seed: int) -> None:
    chance = random.Random(seed)
    hall = small_hall(chance)
    people = people_of(chance, len(hall.seats))
    plan = ladder.solve(hall, people, EDGE, Locks(), LONG)
    ground, units = Ground(hall), units_of(people, EDGE)
    rank = {seat.id: seat.rank for seat in hall.seats}
    best = min(
        (
            sum(parts(ground, shapes, unit.id) - 1 for unit in units),
            sum(len({rank[s] for s in seats}) - 1 for seats in shapes.values()),
            sum(unit.weight * sum(ground.away[s] for s in shapes[unit.id]) for unit in units),
        )
        for shapes in every_seating(sorted(ground.seats), [(u.id, u.size) for u in units])
    )
    found = plan.measures
    assert (found.fragments, found.rows) == best[:2]
    assert found.distance >= best[2] - 0.01
    assert plan.bounds.get("rows", 0.0) <= best[0] + best[1]
    if plan.status is Status.OPTIMAL and found.rows == 0:
        assert found.distance == pytest.approx(best[2], abs=0.01)


def hangs_on(ground: Ground, shapes: Shapes, unit: int, before: set[int]) -> bool:
    taken = set().union(*shapes.values())
    pieces = ground.pieces(shapes[unit], taken)
    return len(pieces) == 1 or not any(before.isdisjoint(piece) for piece in pieces)


def fewest_moves(hall: Hall, base: dict[int, int], people: list[Person]) -> int | None:
    """Of all seatings in which every unit stays together that was, and of the others nobody sits
    apart from those who stay; None where there is none."""
    ground = Ground(hall)
    members: dict[int, list[int]] = defaultdict(list)
    for person in people:
        members[person.unit or 0].append(person.id)
    mine = {
        unit: {base[p] for p in found if base.get(p) in ground.seats}
        for unit, found in members.items()
    }
    sitting = set().union(*mine.values())
    whole = [unit for unit, seats in mine.items() if len(ground.pieces(seats, sitting)) <= 1]
    lost = sum(1 for p in people if p.id in base and base[p.id] not in ground.seats)
    return min(
        (
            lost + sum(len(mine[unit] - seats) for unit, seats in shapes.items())
            for shapes in every_seating(
                sorted(ground.seats), [(unit, len(found)) for unit, found in members.items()]
            )
            if all(parts(ground, shapes, unit) == 1 for unit in whole)
            and all(hangs_on(ground, shapes, unit, mine[unit]) for unit in mine)
        ),
        default=None,
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_reseating_moves_fewer_than_its_bound(seed: int) -> None:
    chance = random.Random(seed)
    hall = small_hall(chance)
    people = people_of(chance, len(hall.seats))
    base = simple.solve(hall, people, Policy(), Locks()).assign
    now = [person for person in people if chance.random() < 0.85]
    while now and len(now) < len(hall.seats) and chance.random() < 0.7:
        now.append(replace(chance.choice(now), id=100 + len(now)))
    broken = chance.choice(hall.seats).id if len(now) < len(hall.seats) - 1 else None
    after = replace(
        hall, seats=tuple(replace(seat, is_blocked=seat.id == broken) for seat in hall.seats)
    )
    done = reseat.reseat(after, base, now, Policy(), Locks(announced=base), LONG)
    least = fewest_moves(after, base, now)
    if least is not None:
        assert done.lower_bound <= least
        assert not done.is_proven or len(done.moves) == least
    assert done.lower_bound <= len(done.moves)
