"""Step 0: a plan by rule of thumb, in milliseconds and with nothing but Python."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.seating.solver.check import check
from app.seating.solver.ground import ground_of
from app.seating.solver.layout import Shape, needs_aisle, seat_units
from app.seating.solver.listing import sits_with_unit, units_of
from app.seating.solver.model import (
    Hall,
    Locks,
    Person,
    Plan,
    Policy,
    Progress,
    Status,
)
from app.seating.solver.score import score
from app.seating.solver.single import Placing, place_singles
from app.seating.solver.snake import first_fit, grow, snake

Report = Callable[[Progress], None]
Found = Callable[[Plan], None]


def quiet(_: Progress) -> None:
    """Tells nobody."""


def forgotten(_: Plan) -> None:
    """Keeps nothing."""


def solve(
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    budget_s: float = 0.0,  # noqa: ARG001 - called as the whole solver is
    progress: Report = quiet,
    found: Found = forgotten,
) -> Plan:
    """A seat for everybody; the same for the same input in any order.

    Raises Refused with the shortfall where there are more people than seats.
    """
    return by_thumb(
        placed(hall, people, policy, locks), hall, people, policy, locks, progress, found
    )


def by_thumb(
    placing: Placing,
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    progress: Report,
    found: Found,
) -> Plan:
    """The units into the first runs that hold them, or to and fro along the rows."""
    began = time.perf_counter()
    units, ground, free = placing.units, placing.ground, placing.open
    aisle = {unit.id for unit in units if needs_aisle(unit, policy)}
    shapes = first_fit(ground, free, units, aisle, policy.spare)
    best = finished(placing, shapes, hall, people, policy, locks)
    if best.measures.fragments or best.measures.rows:
        snaked = finished(placing, snake(ground, free, units), hall, people, policy, locks)
        best = min(best, snaked, key=lambda plan: plan.measures.value)
    seconds = time.perf_counter() - began
    told = best.measures
    progress(Progress("simple", seconds, told.fragments, told.rows, told.value))
    best = replace(best, seconds=seconds)
    found(best)
    return best


def placed(hall: Hall, people: Sequence[Person], policy: Policy, locks: Locks) -> Placing:
    """A hall with all seated who do not sit among a unit."""
    placing = Placing(ground_of(hall), people, policy, locks)
    place_singles(placing)
    placing.units = units_of(placing.members, policy)
    _gather(placing)
    return placing


def _gather(placing: Placing) -> None:
    """Units of whom somebody is pinned, or has come in, sit round that seat; the nearest connected
    seats, where there are enough."""
    seats = placing.ground.seats
    anchors: dict[int | None, int] = {}  # by unit: the seat of the first of it who has one
    for person in placing.people:
        if person.id in placing.assign and sits_with_unit(person, placing.policy):
            anchors.setdefault(person.unit, placing.assign[person.id])
    for unit in list(placing.units):
        anchor = anchors.get(unit.id)
        if anchor is None or seats[anchor].zone:
            continue
        wanted = unit.size + 1
        found = grow(placing.ground, placing.open | {anchor}, anchor, wanted)
        if len(found) == wanted:
            seat_units(placing, [unit], {unit.id: found[1:]})
            placing.units.remove(unit)


def finished(
    placing: Placing,
    shapes: Mapping[int, Shape],
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
) -> Plan:
    """The plan with the units on their shapes, judged; ``placing`` itself stays as it is."""
    whole = placing.copy()
    seat_units(whole, placing.units, shapes)
    whole.fill_the_rest()
    measures, scores = score(hall, people, policy, locks, whole.assign)
    return Plan(
        assign=dict(sorted(whole.assign.items())),
        why=dict(sorted(whole.why.items())),
        measures=measures,
        scores=scores,
        bounds={},
        gap=None,
        status=Status.SIMPLE,
        seconds=0.0,
        broken=check(hall, people, locks, whole.assign),
    )
