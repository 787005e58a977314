"""Who comes before whom: units and people in the order they are listed."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.seating.solver.model import Person, Policy, Rule, TieBreak


@dataclass(frozen=True)
class Unit:
    """People who sit together, by precedence. ``number`` is their place among ``among`` units,
    from 1; ``weight`` is how much their distance from the stage counts."""

    id: int
    label: str
    members: tuple[Person, ...]
    number: int
    among: int
    weight: float

    @property
    def size(self) -> int:
        return len(self.members)


def by_precedence(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (not person.is_chair, person.order, person.id))


def sits_with_unit(person: Person, policy: Policy) -> bool:
    """Whether somebody sits among their unit, having no place of their own."""
    apart = (
        person.is_on_stage
        or person.is_chair
        or person.is_press
        or person.is_guest_of_honour
        or person.needs_step_free
        or person.recipient is not None
        or (person.speaker is not None and not policy.speakers_in_unit)
    )
    return person.unit is not None and not apart


def speaking(people: Iterable[Person]) -> list[Person]:
    """Those who go up to speak, in their order."""
    going = [p for p in people if p.speaker is not None and not (p.is_chair or p.is_on_stage)]
    return sorted(going, key=lambda p: (p.speaker or 0, p.id))


def units_of(people: Iterable[Person], policy: Policy) -> list[Unit]:
    """The units in the order that the policy gives to equals."""
    members: dict[int, list[Person]] = defaultdict(list)
    for person in by_precedence(people):
        if person.unit is not None and sits_with_unit(person, policy):
            members[person.unit].append(person)
    equals: dict[int, list[int]] = defaultdict(list)
    for unit, found in members.items():
        equals[min((p.tier for p in found if p.tier is not None), default=0)].append(unit)
    line = [unit for tier in sorted(equals) for unit in _ordered(equals[tier], members, policy)]
    last = max(len(line) - 1, 1)
    return [
        Unit(
            unit,
            members[unit][0].label,
            tuple(members[unit]),
            place + 1,
            len(line),
            1 + policy.sigma * (1 - place / last),
        )
        for place, unit in enumerate(line)
    ]


def _ordered(
    units: Sequence[int], members: dict[int, list[Person]], policy: Policy
) -> Sequence[int]:
    stated = sorted(units, key=lambda unit: (members[unit][0].order, unit))
    if policy.tie_break is TieBreak.ALPHABET:
        stated.sort(key=lambda unit: (members[unit][0].alphabet, unit))
    elif policy.tie_break is TieBreak.LOT:
        # Sorted first, so that the lot does not depend on the order of the input.
        stated.sort()
        random.Random(policy.seed).shuffle(stated)  # noqa: S311 - a lot that can be drawn again
    else:
        turn = policy.turn % len(stated)
        stated = stated[turn:] + stated[:turn]
    if policy.past:
        stated.sort(key=lambda unit: -policy.past.get(unit, 0.0))
    if policy.speakers_in_unit and policy.outranks(Rule.SPEAKERS, Rule.PRECEDENCE):
        return _as_they_speak(stated, members)
    return stated


def _as_they_speak(units: Sequence[int], members: dict[int, list[Person]]) -> list[int]:
    """Those of whom somebody speaks take one another's places in the list, by who speaks first."""
    first = {
        unit: min(turns)
        for unit in units
        if (turns := [p.speaker for p in members[unit] if p.speaker is not None])
    }
    speaking = iter(sorted(first, key=lambda unit: first[unit]))
    return [next(speaking) if unit in first else unit for unit in units]
