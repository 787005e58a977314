"""A change with nothing but Python: everybody keeps their seat who can, the others sit near their
own. It moves nobody who need not be moved, but does not make room for those who come."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from app.seating.solver import dues, leaders
from app.seating.solver.check import check
from app.seating.solver.ground import ground_of
from app.seating.solver.listing import sits_with_unit
from app.seating.solver.model import (
    Hall,
    Locks,
    Move,
    Person,
    Plan,
    Policy,
    Progress,
    Reason,
    Reseating,
    Seat,
    Status,
    Why,
)
from app.seating.solver.score import score
from app.seating.solver.simple import Report, quiet
from app.seating.solver.single import Placing

FAR = 8.0  # pitches that a speaker sits further off for a seat at the aisle


def reseat(
    hall: Hall,
    old: Mapping[int, int],
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    budget_s: float = 0.0,  # noqa: ARG001 - called as the whole solver is
    progress: Report = quiet,
) -> Reseating:
    """The plan after a change. Raises Refused with the shortfall."""
    began = time.perf_counter()
    placing = kept(hall, old, people, policy, locks)
    freed = amend(placing, old)
    place_near(placing, placing.waiting)
    done = told(placing, hall, people, policy, locks, freed)
    seconds = time.perf_counter() - began
    progress(Progress("patch", seconds, done.plan.measures.fragments, done.plan.measures.rows))
    return replace(done, plan=replace(done.plan, seconds=seconds))


def kept(
    hall: Hall,
    old: Mapping[int, int],
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
) -> Placing:
    """The hall with everybody on their old seat who still comes and whose seat is still there."""
    placing = Placing(ground_of(hall), people, policy, locks)
    for number, fixed in locks.fixed.items():
        if number in placing.by_id and fixed in placing.free:
            key = Reason.ARRIVED if number in locks.arrived else Reason.PINNED
            pin = locks.pins.get(number)
            note = f" ({pin.why})" if pin and pin.why else ""
            who = pin.who if pin else ""
            placing.put(placing.by_id[number], fixed, key, who=who, note=note)
    for person in placing.waiting:
        if old.get(person.id) in placing.free:
            placing.put(person, old[person.id], Reason.KEPT)
    if policy.substitutes_keep_seat:
        for person in placing.waiting:
            seat = old.get(person.replaces) if person.replaces is not None else None
            if seat is not None and seat in placing.free and person.id not in old:
                placing.put(person, seat, Reason.SUBSTITUTE)
    return placing


def amend(placing: Placing, old: Mapping[int, int]) -> set[int]:
    """Seats those who must sit in a certain place and do not, on the seats of others if need be,
    and tells who lost a seat by that. Where people only stay away nobody is moved to their seats
    (seating.md 8, P10)."""
    away = [seat for person, seat in old.items() if person not in placing.by_id]
    left = away if placing.by_id.keys() <= old.keys() else ()
    freed: set[int] = set()
    todo = [person for person in placing.waiting if dues.due(placing, person)]
    while True:
        for person in todo:
            other = dues.yielding(placing, person)
            if other is not None:
                placing.lift(other)
                freed.add(other.id)
        place_near(placing, todo)
        misplaced = dues.lifted(placing, left)
        if misplaced is None or misplaced.id in freed:
            return freed
        freed.add(misplaced.id)
        todo = [misplaced]


def place_near(placing: Placing, people: Sequence[Person]) -> None:
    """Each of them on the free seat that suits them best, sooner than between two of a unit."""
    todo = list(people)
    between = _between(placing) if todo else set()
    while todo:
        person = todo.pop(0)
        moved = leaders.make_room(placing, person)
        todo += [moved] if moved is not None else []
        seats = _fitting(placing, person)
        if not seats or person.id in placing.assign:
            continue
        home = [
            placing.ground.seats[placing.assign[other.id]]
            for other in placing.people
            if other.id in placing.assign and _are_together(person, other, placing.policy)
        ]
        climbs = FAR if person.speaker is not None and person.unit is None else 0.0
        chosen = min(
            seats,
            key=lambda seat: (
                seat in between,
                _off(placing, seat, home) + climbs * (not placing.ground.seats[seat].is_at_aisle),
                seat,
            ),
        )
        placing.put(person, chosen, _reason(person), n=person.speaker or 0)


def _between(placing: Placing) -> set[int]:
    """The free seats that lie, one alone, between two of a unit."""
    seats = {
        placing.assign[person.id]: person.unit
        for person in placing.people
        if person.id in placing.assign and sits_with_unit(person, placing.policy)
    }
    found = set()
    for seat in placing.free:
        beside = [seats.get(other) for other in placing.ground.beside[seat]]
        if len(beside) > 1 and None not in beside and len(set(beside)) == 1:
            found.add(seat)
    return found


def told(
    placing: Placing,
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    freed: Collection[int],
    lower_bound: int | None = None,
) -> Reseating:
    """The plan with its moves: those who were told a seat and are to sit on another. Nobody has to
    move but for a seat that is gone, or that must be left (``freed``): that bound always holds.
    ``lower_bound`` is that of the units."""
    assign = placing.assign
    measures, scores = score(hall, people, policy, locks, assign)
    moves = tuple(
        Move(person, seat, assign[person], _why(placing, person, seat))
        for person, seat in sorted(locks.announced.items())
        if person in assign and assign[person] != seat
    )
    gone = [
        placing.by_id[person]
        for person, seat in locks.announced.items()
        if person in assign
        and (seat not in placing.ground.seats or seat in locks.reserve or person in freed)
    ]
    bound = len(gone)
    if lower_bound is not None:
        bound = lower_bound + sum(1 for person in gone if not sits_with_unit(person, policy))
    plan = Plan(
        assign=dict(sorted(assign.items())),
        why=dict(sorted(placing.why.items())),
        measures=measures,
        scores=scores,
        bounds={"moves": float(bound)},
        gap=None,
        status=Status.SIMPLE,
        seconds=0.0,
        broken=check(hall, people, locks, assign),
    )
    # Without a bound of its own a plan that tears somebody proves nothing.
    is_proven = len(moves) == bound and (lower_bound is not None or not measures.fragments)
    return Reseating(plan, moves, bound, is_proven)


def _why(placing: Placing, person_id: int, seat: int) -> Why:
    person = placing.by_id[person_id]
    values = {"label": person.label, "title": person.title or person.label}
    if seat not in placing.ground.seats or seat in placing.locks.reserve:
        return Why(Reason.SEAT_GONE, values)
    if placing.why[person_id].key in {Reason.STAGE, Reason.STEP_FREE, Reason.PRESS}:
        return placing.why[person_id]
    if placing.why[person_id].key is Reason.KEPT:
        return Why(Reason.MOVED_BEFORE, values)
    on_it = next((p for p, s in placing.assign.items() if s == seat), None)
    is_of_unit = sits_with_unit(person, placing.policy)
    if on_it is not None and (not is_of_unit or placing.by_id[on_it].label != person.label):
        key = Reason.MAKES_ROOM if is_of_unit else Reason.YIELDS
        return Why(key, values | {"other": placing.by_id[on_it].label})
    return Why(Reason.TO_THE_UNIT, values)


def _fitting(placing: Placing, person: Person) -> list[int]:
    """The free seats that keep the hard rules, else any that is not on the stage."""
    seats = placing.ground.seats
    free = [seats[seat] for seat in placing.free]
    if person.is_on_stage:
        wished = [s.id for s in free if s.zone == "stage"]
    elif person.needs_step_free:
        wished = [s.id for s in free if s.is_accessible and s.zone != "stage"]
    elif person.is_press and person.recipient is None:
        wished = [s.id for s in free if s.zone == "press"] or sorted(placing.open)
    else:
        wished = sorted(placing.open)
    kept = leaders.fitting(placing, person, wished)
    return kept or wished or [s.id for s in free if s.zone != "stage"]


def _are_together(person: Person, other: Person, policy: Policy) -> bool:
    if sits_with_unit(person, policy):
        return other.unit == person.unit and sits_with_unit(other, policy)
    if person.recipient is not None or person.is_press:
        return (other.recipient is None, other.is_press) == (
            person.recipient is None,
            person.is_press,
        )
    return other.unit is None and other.tier == person.tier and other.recipient is None


def _off(placing: Placing, seat: int, home: Sequence[Seat]) -> float:
    here = placing.ground.seats[seat]
    if not home:
        return placing.ground.away[seat]
    return min(abs(here.x - s.x) + abs(here.y - s.y) + 15 * abs(here.level - s.level) for s in home)


def _reason(person: Person) -> Reason:
    if person.is_on_stage:
        return Reason.STAGE
    if person.needs_step_free:
        return Reason.STEP_FREE
    return Reason.PRESS if person.is_press else Reason.LEFT_OVER
