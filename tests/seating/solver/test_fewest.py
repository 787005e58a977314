"""Late changes of small halls against every plan there is: none that keeps units together moves
fewer than the bound that is claimed.

Halls with aisles and gaps inside, a balcony, broken seats, people who are there already, some who
were never told their seat, substitutes, guests without unit. Drawn by fixed seeds.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from app.seating.solver import reseat
from app.seating.solver.ground import Ground
from app.seating.solver.model import Hall, Locks, Person, Policy
from tests.seating.solver.halls import hall_of

LONG = 60.0  # seconds; such halls take some hundredths


@dataclass(frozen=True)
class Change:
    hall: Hall
    old: dict[int, int]
    now: list[Person]
    locks: Locks


def drawn(seed: int) -> Change:
    chance = random.Random(seed)
    hall = _hall(chance)
    people, old = _seated(chance, hall)
    now = [person for person in people if chance.random() < chance.choice([0.7, 0.85, 0.95])]
    room = sum(not seat.is_blocked for seat in hall.seats) - len(now)
    broken = {chance.choice(hall.seats).id} if room > 1 and chance.random() < 0.4 else set()
    room -= len(broken)
    while room > 0 and chance.random() < 0.7:
        like = chance.choice(people)
        is_gone = like not in now and chance.random() < 0.3
        unit = like.unit if chance.random() < 0.9 else None
        late = replace(like, id=100 + len(now), unit=unit, replaces=like.id if is_gone else None)
        now.append(late)
        room -= 1
    after = replace(
        hall,
        seats=tuple(replace(s, is_blocked=s.is_blocked or s.id in broken) for s in hall.seats),
    )
    here = [p.id for p in now if p.id in old and old[p.id] not in broken]
    arrived = {p: old[p] for p in here if chance.random() < chance.choice([0, 0, 0, 0.2])}
    told = {p: seat for p, seat in old.items() if chance.random() < chance.choice([1, 1, 0.7])}
    return Change(after, old, now, Locks(announced=told | arrived, arrived=arrived))


def _hall(chance: random.Random) -> Hall:
    blocks = chance.choice([1, 1, 2])
    rows = [[chance.randint(2, 7 - 2 * blocks) for _ in range(blocks)] for _ in range(3)]
    upstairs = [[chance.randint(2, 3)]] if chance.random() < 0.3 else []
    if chance.random() < 0.2:
        rows, upstairs = [[chance.randint(6, 14)]], []
    count = sum(map(sum, [*rows, *upstairs]))
    blocked = frozenset({chance.randint(1, count)} if chance.random() < 0.4 else ())
    return hall_of(rows, upstairs, blocked=blocked, is_curved=False)


def _seated(chance: random.Random, hall: Hall) -> tuple[list[Person], dict[int, int]]:
    """Units of one to four, each on seats that hang together however they may; some sit singly."""
    ground = Ground(hall)
    free, fill = set(ground.seats), chance.uniform(0.0, 0.4)
    people: list[Person] = []
    old: dict[int, int] = {}
    while len(free) > fill * len(ground.seats):
        shape = {chance.choice(sorted(free))}
        for _ in range(chance.randint(0, 3)):
            near = {o for s in shape for o in _near(ground, s) if o in free and o not in shape}
            shape |= {chance.choice(sorted(near))} if near else set()
        unit = len(people) + 1 if chance.random() < 0.9 else None
        for seat in sorted(shape):
            person = Person(len(people) + 1, (1, len(people)), f"Xã Mẫu {unit}", unit=unit)
            people.append(person)
            old[person.id] = seat
        free -= shape
    return people, old


def _near(ground: Ground, seat: int) -> list[int]:
    return ground.adjacent[seat] + [beyond for _, beyond in ground.over[seat]]


class Judge:
    """Who had which seat when the change came, and which plans keep the units together."""

    def __init__(self, change: Change) -> None:
        self.ground, locks = Ground(change.hall), change.locks
        here = {p.id: change.old[p.id] for p in change.now if p.id in change.old}
        here = {p: seat for p, seat in here.items() if seat in self.ground.seats}
        for person in sorted(change.now, key=lambda person: (person.order, person.id)):
            seat = change.old.get(person.replaces or 0)
            if person.id not in change.old and seat in self.ground.seats:
                here |= {person.id: seat} if seat not in here.values() else {}
        self.singles = {here[p.id] for p in change.now if p.unit is None and p.id in here}
        self.members: dict[int, list[int]] = defaultdict(list)
        for person in change.now:
            if person.unit is not None:
                self.members[person.unit].append(person.id)
        self.mine = {u: {here[p] for p in found if p in here} for u, found in self.members.items()}
        taken = set(here.values())
        self.whole = {u for u, s in self.mine.items() if len(self.ground.pieces(s, taken)) <= 1}
        self.fixed = {
            u: {here[p] for p in found if p in locks.arrived} for u, found in self.members.items()
        }
        self.told = {
            u: {here[p] for p in found if p in here and locks.announced.get(p) == here[p]}
            for u, found in self.members.items()
        }
        coming = [p.id for p in change.now]
        self.lost = sum(1 for p in coming if p in locks.announced and p not in here)

    def is_together(self, unit: int, shape: set[int], taken: set[int]) -> bool:
        """A unit stays whole that was; of the others nobody sits apart from those who stay."""
        parts = self.ground.pieces(shape, taken)
        is_apart = any(self.mine[unit].isdisjoint(part) for part in parts)
        return len(parts) <= 1 or (unit not in self.whole and not is_apart)

    def least(self, below: int) -> int | None:
        """How few move in a plan that keeps all together, if fewer than ``below``."""
        free = sorted(self.ground.seats.keys() - self.singles)
        shapes: dict[int, list[tuple[int, set[int]]]] = {}
        for unit, found in self.members.items():
            others = set().union(*(seats for u, seats in self.fixed.items() if u != unit))
            every = map(set, combinations(free, len(found)))
            fitting = [s for s in every if self.fixed[unit] <= s and others.isdisjoint(s)]
            shapes[unit] = sorted(
                (len(self.told[unit] - s), s) for s in fitting if self.is_together(unit, s, s)
            )
        order = sorted(shapes, key=lambda unit: (len(shapes[unit]), unit))
        best: list[int] = []

        def extend(place: int, moved: int, plan: dict[int, set[int]]) -> None:
            if place == len(order):
                taken = self.singles.union(*plan.values())
                if all(self.is_together(u, s, taken) for u, s in plan.items()):
                    best.append(moved)
                return
            taken = set().union(*plan.values())
            for more, shape in shapes[order[place]]:
                if moved + more >= min(best, default=below):
                    break
                if taken.isdisjoint(shape):
                    extend(place + 1, moved + more, {**plan, order[place]: shape})

        extend(0, self.lost, {})
        return min(best, default=None)


@pytest.mark.parametrize("seed", range(150))
def test_no_plan_that_keeps_units_together_moves_fewer(seed: int) -> None:
    change = drawn(seed)
    done = reseat.reseat(change.hall, change.old, change.now, Policy(), change.locks, LONG)
    assert done.plan.assign.keys() == {person.id for person in change.now}
    assert len(set(done.plan.assign.values())) == len(change.now)
    assert done.lower_bound <= len(done.moves)
    assert not done.is_proven or done.lower_bound == len(done.moves)
    judge = Judge(change)
    assert judge.least(done.lower_bound) is None
    taken = set(done.plan.assign.values())
    torn = [
        unit
        for unit, found in judge.members.items()
        if not judge.is_together(unit, {done.plan.assign[p] for p in found}, taken)
    ]
    if torn and done.is_proven:
        assert judge.least(len(done.moves) + reseat.TEARING) is None
