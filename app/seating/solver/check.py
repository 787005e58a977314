"""The hard rules, judged without the solver: on its plans as on plans made by hand."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from app.seating.solver.model import Broken, Hall, Locks, Person, Seat, Violation


def check(
    hall: Hall,
    people: Sequence[Person],
    locks: Locks,
    assign: Mapping[int, int],
) -> tuple[Violation, ...]:
    """Every hard rule that the plan breaks; none for a plan that may be used."""
    seats = {seat.id: seat for seat in hall.seats}
    coming = {person.id: person for person in people}
    sitting = {p: seats[s] for p, s in assign.items() if p in coming and s in seats}
    return (
        *_one_each(coming, assign, seats),
        *_locked(assign, seats, locks, coming),
        *_zones(people, hall, sitting, locks),
        *_needs(people, hall, sitting, locks),
        *_tiers(people, sitting, locks),
        *_honour(people, hall, sitting, locks),
    )


def _one_each(
    coming: Mapping[int, Person], assign: Mapping[int, int], seats: Mapping[int, Seat]
) -> Iterator[Violation]:
    for person in sorted(coming.keys() - assign.keys()):
        yield Violation(Broken.UNSEATED, person)
    on: dict[int, int] = {}
    for person in sorted(assign):
        seat = assign[person]
        if person not in coming:
            yield Violation(Broken.NOT_COMING, person, seat)
        if seat not in seats:
            yield Violation(Broken.NO_SUCH_SEAT, person, seat)
        if seat in on:
            yield Violation(Broken.TWO_ON_A_SEAT, person, seat, on[seat])
        on.setdefault(seat, person)


def _locked(
    assign: Mapping[int, int],
    seats: Mapping[int, Seat],
    locks: Locks,
    coming: Mapping[int, Person],
) -> Iterator[Violation]:
    for person, seat in sorted(assign.items()):
        if seat in seats and seats[seat].is_blocked:
            yield Violation(Broken.BLOCKED, person, seat)
        if seat in locks.reserve:
            yield Violation(Broken.RESERVED, person, seat)
    for person, pin in sorted(locks.pins.items()):
        if person in coming and assign.get(person) not in {None, pin.seat}:
            yield Violation(Broken.PIN_LEFT, person, pin.seat)
    for person, seat in sorted(locks.arrived.items()):
        if person in coming and assign.get(person) not in {None, seat}:
            yield Violation(Broken.ARRIVED_MOVED, person, seat)


def _zones(
    people: Sequence[Person], hall: Hall, sitting: Mapping[int, Seat], locks: Locks
) -> Iterator[Violation]:
    """Only the presidium on the stage, and all of it while it has seats; the press in its zone."""
    stage = _usable(hall, locks, "stage")
    presidium = [p for p in people if p.is_on_stage]
    for person in people:
        seat = sitting.get(person.id)
        if seat is None or person.id in locks.fixed:
            continue
        if (seat.zone == "stage") != person.is_on_stage and (
            seat.zone == "stage" or 0 < len(presidium) <= stage
        ):
            yield Violation(Broken.STAGE, person.id, seat.id)
    press = _usable(hall, locks, "press")
    reporters = [p for p in people if p.is_press and not p.is_on_stage and p.recipient is None]
    if 0 < len(reporters) <= press:
        for person in reporters:
            seat = sitting.get(person.id)
            if seat is None or seat.zone == "press" or person.id in locks.fixed:
                continue
            if not (person.needs_step_free and seat.is_accessible):
                yield Violation(Broken.PRESS, person.id, seat.id)


def _usable(hall: Hall, locks: Locks, zone: str) -> int:
    return sum(
        1 for s in hall.seats if s.zone == zone and not s.is_blocked and s.id not in locks.reserve
    )


def _needs(
    people: Sequence[Person], hall: Hall, sitting: Mapping[int, Seat], locks: Locks
) -> Iterator[Violation]:
    """Who needs a seat without steps has one while another who does not need it sits there, or
    while one is free."""
    ramps = {
        s.id
        for s in hall.seats
        if s.is_accessible and not s.is_blocked and s.zone != "stage" and s.id not in locks.reserve
    }
    needing = {p.id for p in people if p.needs_step_free}
    fixed = {p for p in locks.fixed if p not in needing}
    served = {seat.id for p, seat in sitting.items() if p in needing | fixed}
    left = len(ramps - served)
    for person in people:
        seat = sitting.get(person.id)
        if not person.needs_step_free or seat is None or seat.is_accessible:
            continue
        if left and person.id not in locks.fixed and not person.is_on_stage:
            yield Violation(Broken.NEED, person.id, seat.id)


def _tiers(
    people: Sequence[Person], sitting: Mapping[int, Seat], locks: Locks
) -> Iterator[Violation]:
    """Nobody of a lower tier sits in a row before somebody of a higher one."""
    plain = [
        (p, sitting[p.id])
        for p in people
        if p.tier is not None
        and p.unit is None
        and not (p.is_chair or p.is_guest_of_honour or p.is_press or p.is_on_stage)
        and not p.needs_step_free
        and p.recipient is None
        and p.speaker is None
        and p.id not in locks.fixed
        and p.id in sitting
    ]
    lowest: tuple[int, Person] | None = None
    for tier in sorted({p.tier for p, _ in plain if p.tier is not None}):
        rows = sorted(((s.rank, p.id, s) for p, s in plain if p.tier == tier), key=lambda r: r[:2])
        if lowest is not None:
            for rank, person, seat in rows:
                if rank < lowest[0]:
                    yield Violation(Broken.TIER, person, seat.id, lowest[1].id)
        rank, last, _ = rows[-1]
        if lowest is None or rank > lowest[0]:
            lowest = rank, next(p for p, _ in plain if p.id == last)


def _honour(
    people: Sequence[Person], hall: Hall, sitting: Mapping[int, Seat], locks: Locks
) -> Iterator[Violation]:
    """The chair and the guests of honour by precedence: row by row, from the middle outwards."""
    honoured = sorted(
        (
            p
            for p in people
            if (p.is_chair or p.is_guest_of_honour)
            and not (p.is_on_stage or p.needs_step_free)
            and p.id not in locks.fixed
            and p.id in sitting
        ),
        key=lambda p: (not p.is_chair, p.order, p.id),
    )
    for one, other in pairwise(honoured):
        here, there = sitting[one.id], sitting[other.id]
        aside = [round(abs(seat.x - hall.focal[0]), 1) for seat in (here, there)]
        if (here.level, here.rank, aside[0]) > (there.level, there.rank, aside[1]):
            yield Violation(Broken.HONOUR, other.id, there.id, one.id)
