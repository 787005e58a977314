"""By what the seats of the map are coloured: group, unit, RSVP or dress, with a count for each."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session

from app.conferences.store import dress_rules
from app.delegates.rules import Attendance, Dress, dress_of
from app.delegates.store import Listed, everyone
from app.seating.store import SeatMap

COLOURS = 9
Key = TypeVar("Key", bound=Hashable)
_ATTENDANCE = {
    Attendance.CONFIRMED: 4,
    Attendance.INVITED: 3,
    Attendance.WALK_IN: 6,
    Attendance.SUBSTITUTED: 7,
    Attendance.ABSENT: 1,
    Attendance.VACANT: 9,
}


class Colour(StrEnum):
    """What colours tell."""

    GROUP = "group"
    UNIT = "unit"
    ATTENDANCE = "attendance"
    DRESS = "dress"


@dataclass(frozen=True)
class Entry:
    """One line of the legend. ``name`` is empty where the plan says nothing."""

    colour: int
    name: str
    seated: int
    attendance: Attendance | None = None


@dataclass(frozen=True)
class Colouring:
    """The colour of each taken seat, and the legend."""

    by: Colour
    seats: Mapping[int, int]
    legend: list[Entry]


def colouring(db: Session, plan: SeatMap, by: Colour) -> Colouring:
    """Groups are at hand with the plan; whatever else is told of people is read for it."""
    if by is Colour.GROUP:
        seats = {seat: occupant.group.colour for seat, occupant in plan.occupants.items()}
        return Colouring(by, seats, [Entry(key.colour, key.names, key.seated) for key in plan.keys])
    here = plan.hall.hall.conference_id
    seated = [listed for listed in everyone(db, here) if listed.chair]
    return {Colour.UNIT: _by_unit, Colour.ATTENDANCE: _by_attendance, Colour.DRESS: _by_dress}[by](
        db, here, seated
    )


def _by_unit(_db: Session, _here: int, seated: list[Listed]) -> Colouring:
    """Neighbours in the list have different colours; there are more units than colours."""
    units = {listed.unit.id: listed.unit for listed in seated if listed.unit}
    ordered = sorted(units.values(), key=lambda unit: unit.position)
    keys = {unit.id: at % COLOURS + 1 for at, unit in enumerate(ordered)}
    return _coloured(
        Colour.UNIT,
        seated,
        lambda listed: listed.unit.id if listed.unit else 0,
        keys,
        lambda key: units[key].name if key in units else "",
    )


def _by_attendance(_db: Session, _here: int, seated: list[Listed]) -> Colouring:
    def state(listed: Listed) -> Attendance:
        return listed.delegate.attendance

    return _coloured(Colour.ATTENDANCE, seated, state, _ATTENDANCE, lambda _: "")


def _by_dress(db: Session, here: int, seated: list[Listed]) -> Colouring:
    rules = [
        Dress(rule.text, rule.role, rule.sex, rule.is_uniformed) for rule in dress_rules(db, here)
    ]

    def text(listed: Listed) -> str:
        delegate = listed.delegate
        return dress_of(rules, listed.roles, delegate.sex, delegate.is_uniformed) or ""

    texts = dict.fromkeys(rule.text for rule in rules)
    keys = {name: at % (COLOURS - 1) + 1 for at, name in enumerate(texts)}
    return _coloured(Colour.DRESS, seated, text, keys, lambda name: name)


def _coloured(
    by: Colour,
    seated: list[Listed],
    key_of: Callable[[Listed], Key],
    colours: Mapping[Key, int],
    name_of: Callable[[Key], str],
) -> Colouring:
    """Whoever has no key of the legend gets the last colour."""
    keys = [(listed, key_of(listed)) for listed in seated]
    counts = Counter(key for _, key in keys)
    seats = {listed.chair.id: colours.get(key, COLOURS) for listed, key in keys if listed.chair}
    legend = [
        Entry(
            colours.get(key, COLOURS),
            name_of(key),
            counts[key],
            key if isinstance(key, Attendance) else None,
        )
        for key in [*colours, *(key for key in counts if key not in colours)]
        if counts[key]
    ]
    return Colouring(by, seats, legend)
