"""Who must sit where: the presidium on the stage, the press in its zone, whoever cannot climb steps
where there are none. After a change somebody may have a seat that they may not keep, or others sit
where they have to."""

from collections.abc import Collection
from dataclasses import replace

from app.seating.solver.check import check
from app.seating.solver.model import Broken, Person, Seat
from app.seating.solver.single import Placing

_DUE = {Broken.STAGE, Broken.NEED, Broken.PRESS}


def lifted(placing: Placing, left: Collection[int]) -> Person | None:
    """Somebody whose seat is taken from them, for it breaks a rule that can be kept, if need be
    without the seats ``left``; None where there is nobody more. In the order of honour only who has
    been told no seat yet."""
    locks = replace(placing.locks, reserve=(*placing.locks.reserve, *left))
    found = check(placing.ground.hall, placing.people, locks, placing.assign)
    for fault in found:
        for number in (fault.person, fault.other):
            person = placing.by_id.get(number or 0)
            if person is None or person.id not in placing.assign:
                continue
            is_late = fault.rule is Broken.HONOUR and person.id not in placing.locks.announced
            if (fault.rule in _DUE or is_late) and person.id not in placing.locks.fixed:
                placing.lift(person)
                return person
    return None


def due(placing: Placing, person: Person) -> list[int]:
    """The seats, free or not, where somebody must sit; none where they may sit anywhere."""
    if person.is_on_stage:
        return [s.id for s in _seats(placing) if s.zone == "stage"]
    if person.needs_step_free:
        return [s.id for s in _seats(placing) if s.is_accessible and s.zone != "stage"]
    if person.is_press and person.recipient is None:
        return [s.id for s in _seats(placing) if s.zone == "press"]
    return []


def _seats(placing: Placing) -> list[Seat]:
    return [s for s in placing.ground.seats.values() if s.id not in placing.locks.reserve]


def yielding(placing: Placing, person: Person) -> Person | None:
    """Of those who sit where this one must, and need not themselves, who comes last: sooner
    somebody who has been told no seat. None while one of the seats is free."""
    wanted = set(due(placing, person))
    if not wanted or not wanted.isdisjoint(placing.free):
        return None
    locks = placing.locks
    there = [
        other
        for other in placing.people
        if placing.assign.get(other.id) in wanted
        and other.id not in locks.fixed
        and placing.assign[other.id] not in due(placing, other)
    ]
    return max(there, key=lambda o: (o.id not in locks.announced, o.order, o.id), default=None)
