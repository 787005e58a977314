"""The solver on the synthetic halls of seating.md 3; CPU seconds, for machines are shared."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from app.seating.solver import ladder, reseat
from app.seating.solver.board import board_of
from app.seating.solver.check import check
from app.seating.solver.listing import units_of
from app.seating.solver.model import (
    Hall,
    Locks,
    Order,
    Person,
    Plan,
    Policy,
    Reseating,
    Spare,
)
from app.seating.solver.score import score
from app.seating.solver.simple import finished, placed
from tests.bench.figures import Figure
from tests.seating.solver.halls import arena, delegates, theatre

SEEDS = range(8)
LATE = range(20)
NOW = Locks()


@dataclass(frozen=True)
class Timed:
    plan: Plan
    seconds: float


def figures() -> list[Figure]:
    return [
        *_packed("1,214 seats", [theatre(seed) for seed in SEEDS], 0.5),
        *_packed("1,500+ seats", [theatre(seed, sides=7) for seed in SEEDS], 0.2),
        *_joint(),
        *_strict(),
        *_full(),
        *_arena(),
        *_late("0.05 late", 0.05, Spare.SPREAD, 0, 5),
        *_late("0.05 late, a spare per unit", 0.05, Spare.PER_UNIT, 7, 1),
        *_late("0.10 late", 0.10, Spare.SPREAD, 0, 9),
        *_feedback(),
    ]


def _packed(name: str, halls: list[Hall], most: float) -> list[Figure]:
    """The second step alone: fewest rows, at once."""
    fragments, over, seconds = 0, 0, []
    for seed, hall in zip(SEEDS, halls, strict=True):
        people, policy = delegates(seed), Policy()
        began = time.process_time()
        placing = placed(hall, people, policy, NOW)
        units = units_of(placing.members, policy)
        board = board_of(placing.ground, placing.open, units, policy)
        rows, shapes = ladder.in_fewest_rows(board, units, policy.spare, 10)
        seconds.append(time.process_time() - began)
        plan = finished(placing, shapes, hall, people, policy, NOW)
        fragments += plan.measures.fragments
        over += plan.measures.rows - rows
    return [
        Figure(f"{name}: fragments", fragments, 0, "F"),
        Figure(f"{name}: rows over the proven minimum", over, 0, "R"),
        Figure(f"{name}: packed, slowest", max(seconds), most, "s CPU"),
    ]


def _joint() -> list[Figure]:
    found = [
        _solved(theatre(seed), delegates(seed), Policy(spare=Spare.EDGE), 25) for seed in SEEDS
    ]
    return [
        Figure("joint optimum: gap, largest", _gap(found), 0, "%"),
        Figure("joint optimum: slowest", max(one.seconds for one in found), 10, "s CPU"),
    ]


def _gap(found: list[Timed]) -> float:
    """The largest, in percent; 100 where nothing was proven."""
    gaps = [one.plan.gap for one in found]
    return max(100.0 if gap is None else 100 * gap for gap in gaps)


def _strict() -> list[Figure]:
    policy = Policy(order=Order.LISTED)
    found = [_solved(theatre(seed), delegates(seed), policy, 25) for seed in SEEDS]
    ranks = [{seat.id: seat.rank for seat in theatre(seed).seats} for seed in SEEDS]
    turned = 0
    for seed, one in zip(SEEDS, found, strict=True):
        last = -1
        for unit in units_of(delegates(seed), policy):
            rows = [ranks[seed][one.plan.assign[person.id]] for person in unit.members]
            turned += min(rows) < last
            last = max(last, min(rows))
    return [
        Figure("listing order kept: units out of order", turned, 0, "units"),
        Figure("listing order kept: slowest", max(f.seconds for f in found), 1, "s CPU"),
    ]


def _full() -> list[Figure]:
    """Nearly every seat taken, or every one: guests fill what the units of the list leave."""
    worst_f, worst_r = 0, 0.0
    for seed, free in ((0, 40), (2, 24), (1, 12), (0, 0), (1, 0), (2, 0)):  # seats left free
        hall = theatre(seed)
        room = sum(1 for seat in hall.seats if not seat.is_blocked)
        people = delegates(seed, total=room - free, units=120)
        plan = _solved(hall, people, Policy(spare=Spare.EDGE), 10).plan
        worst_f = max(worst_f, plan.measures.fragments)
        worst_r = max(worst_r, plan.measures.rows / max(plan.bounds.get("rows", 1.0), 1.0))
    return [
        Figure("96 to 100 % full: fragments", worst_f, 0, "F"),
        Figure("96 to 100 % full: rows against their bound", worst_r, 1.5, "x"),
    ]


def _arena() -> list[Figure]:
    hall, people = arena()
    found = _solved(hall, people, Policy(), 60)
    return [
        Figure("25,000 seats: fragments and rows", _torn(found.plan), 0, "F + R"),
        Figure("25,000 seats: all in", found.seconds, 9, "s CPU"),
    ]


def _torn(plan: Plan) -> int:
    return plan.measures.fragments + plan.measures.rows


def _late(name: str, share: float, spare: Spare, sides: int, most: float) -> list[Figure]:
    """Of the units' people 40 % of ``share`` cancel, 30 % are replaced, 30 % bring one more."""
    moves, proven, seconds = [], 0, []
    for seed in LATE:
        hall, people, policy = theatre(seed, sides=sides), delegates(seed), Policy(spare=spare)
        base = _announced(seed, spare, sides)
        now = changed(seed, people, share)
        locks = Locks(announced=base)
        began = time.process_time()
        done: Reseating = reseat.reseat(hall, base, now, policy, locks, 1.0)
        seconds.append(time.process_time() - began)
        if check(hall, now, locks, done.plan.assign):
            raise RuntimeError("a hard rule is broken")
        moves.append(len(done.moves))
        proven += done.is_proven
    return [
        Figure(f"{name}: moved, mean", sum(moves) / len(moves), most, "people"),
        Figure(f"{name}: not proven globally", 100 - 100 * proven / len(moves), 10, "%"),
        Figure(f"{name}: slowest", max(seconds), 1, "s CPU"),
    ]


@cache
def _announced(seed: int, spare: Spare, sides: int) -> dict[int, int]:
    hall, people = theatre(seed, sides=sides), delegates(seed)
    return ladder.solve(hall, people, Policy(spare=spare), NOW, 4.0).assign


def changed(seed: int, people: list[Person], share: float) -> list[Person]:
    """The list after late changes among the units."""
    chance = random.Random(seed * 31 + 7)
    body = [p for p in people if p.unit and p.recipient is None and p.speaker is None]
    touched = chance.sample(body, round(share * len(body)))
    gone, replaced = round(0.4 * len(touched)), round(0.7 * len(touched))
    out = {person.id for person in touched[:replaced]}
    first = max(person.id for person in people) + 1
    came = [
        replace(person, id=first + n, replaces=person.id if n < replaced else None)
        for n, person in enumerate(touched)
        if n >= gone
    ]
    return [person for person in people if person.id not in out] + came


def _feedback() -> list[Figure]:
    hall, people = theatre(1), delegates(1)
    assign = ladder.solve(hall, people, Policy(), NOW, 0).assign
    again: Callable[[], object] = lambda: (  # noqa: E731
        score(hall, people, Policy(), NOW, assign),
        check(hall, people, NOW, assign),
    )
    again()
    began = time.process_time()
    for _ in range(5):
        again()
    return [Figure("score and check of 1,086", (time.process_time() - began) * 200, 50, "ms CPU")]


def _solved(hall: Hall, people: list[Person], policy: Policy, budget_s: float) -> Timed:
    began = time.process_time()
    plan = ladder.solve(hall, people, policy, NOW, budget_s)
    seconds = time.process_time() - began
    if check(hall, people, NOW, plan.assign):
        raise RuntimeError("a hard rule is broken")
    return Timed(plan, seconds)
