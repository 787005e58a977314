"""The checklist counted, chosen from, and set out by unit, deadline, day or phase. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.checklist.rules import Body, Entry, Kind, Origin
from app.conferences.rules import Phase
from app.deadlines import Relation, Standing


class By(StrEnum):
    UNIT = "unit"
    DEADLINE = "deadline"
    DAY = "day"
    PHASE = "phase"


class Show(StrEnum):
    """A part of the list."""

    OPEN = "open"  # not done
    RED = "red"  # overdue
    SOON = "soon"  # due within 24 hours
    UNDATED = "undated"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True)
class Summary:
    """How many entries stand how. Dates that are only proposed count apart: they bind nobody."""

    total: int
    done: int
    due_soon: int
    overdue: int
    undated: int
    open: int
    proposed: int


@dataclass(frozen=True)
class Readiness:
    """How far one unit is. ``unit`` None: given to nobody. ``open`` is not done and not late."""

    unit: Body | None
    done: int
    open: int
    overdue: int

    @property
    def total(self) -> int:
        return self.done + self.open + self.overdue


@dataclass(frozen=True)
class Tile:
    """One unit in the grid: how far it is with everything it does. ``places`` and ``answered``
    where it was given places; ``soon`` is due within 24 hours."""

    unit: Body
    done: int
    soon: int
    overdue: int
    total: int
    places: int = 0
    answered: int = 0

    @property
    def open(self) -> int:
        """Neither done, nor late, nor due soon."""
        return self.total - self.done - self.soon - self.overdue

    @property
    def state(self) -> Standing:
        """The worst of it."""
        if self.overdue:
            return Standing.OVERDUE
        if self.done == self.total:
            return Standing.DONE
        return Standing.DUE_SOON if self.soon else Standing.OPEN

    def is_shown(self, show: Show) -> bool:
        return show is Show.ALL or self.state in _TILES[show]


@dataclass(frozen=True)
class Parts:
    """What one unit has to do with, the earliest deadline first."""

    own: list[Entry]
    coordinated: list[Entry]
    directed: list[Entry]


def grid(entries: Iterable[Entry]) -> list[Tile]:
    """Every unit that does something, in the host's own order."""
    by_unit: dict[Body, list[Entry]] = {}
    for entry in _binding(entries):
        if entry.unit is not None:
            by_unit.setdefault(entry.unit, []).append(entry)
    return [_tile(unit, by_unit[unit]) for unit in sorted(by_unit, key=_order)]


def parts(entries: Iterable[Entry], unit_id: int) -> Parts:
    """The entries that a unit does, helps with, and directs."""
    found = Parts([], [], [])
    for entry in sorted(entries, key=_urgency):
        duty = entry.duty
        if duty.unit is not None and duty.unit.id == unit_id:
            found.own.append(entry)
        elif any(body.id == unit_id for body in duty.coordinating):
            found.coordinated.append(entry)
        elif any(body.id == unit_id for body in duty.chain):
            found.directed.append(entry)
    return found


def summary(entries: Iterable[Entry]) -> Summary:
    entries = list(entries)
    binding = _binding(entries)

    def count(*standings: Standing) -> int:
        return sum(entry.standing in standings for entry in binding)

    return Summary(
        total=len(binding),
        done=count(Standing.DONE, Standing.DONE_LATE),
        due_soon=count(Standing.DUE_SOON),
        overdue=count(Standing.OVERDUE),
        undated=count(Standing.UNDATED),
        open=count(Standing.OPEN),
        proposed=len(entries) - len(binding),
    )


def readiness(entries: Iterable[Entry]) -> list[Readiness]:
    """By unit, in the host's own order; what nobody was given comes last."""
    by_unit: dict[Body | None, list[Entry]] = {}
    for entry in _binding(entries):
        by_unit.setdefault(entry.unit, []).append(entry)
    return [_readiness(unit, by_unit[unit]) for unit in sorted(by_unit, key=_order)]


def chosen(entries: Iterable[Entry], show: Show) -> list[Entry]:
    return [entry for entry in entries if _SHOWS[show](entry)]


def sections(entries: Iterable[Entry], by: By) -> list[list[Entry]]:
    """The entries that belong together, each section headed by what its first entry says.

    Units with most overdue first, then in the host's order; deadlines and days from the earliest,
    what has none last. Within a section the earliest deadline comes first.
    """
    found: dict[object, list[Entry]] = {}
    for entry in sorted(entries, key=_urgency):
        found.setdefault(_HEADINGS[by](entry), []).append(entry)
    if by is By.UNIT:
        return sorted(found.values(), key=_unit_urgency)
    return list(found.values())


def by_phase(
    entries: Iterable[Entry], starts_at: datetime, ends_at: datetime
) -> list[tuple[Phase, list[Entry]]]:
    """Before, during and after the conference, the earliest deadline first. What the plan asks for
    in several of them stands in each."""
    found: dict[Phase, list[Entry]] = {phase: [] for phase in Phase}
    for entry in sorted(entries, key=_urgency):
        for phase in phases(entry, starts_at, ends_at):
            found[phase].append(entry)
    return [(phase, members) for phase, members in found.items() if members]


def phases(entry: Entry, starts_at: datetime, ends_at: datetime) -> tuple[Phase, ...]:
    """When it is to be done: by its deadline's day, else as the plan's words say, else before.

    The morning of the day belongs to the conference: sound is tried an hour before it begins.
    """
    if entry.deadline is not None:
        if entry.deadline > ends_at:
            return (Phase.AFTER,)
        is_the_day = entry.deadline.date() >= starts_at.astimezone(entry.deadline.tzinfo).date()
        return (Phase.DURING,) if is_the_day else (Phase.BEFORE,)
    words = entry.timing.casefold()
    told = tuple(phase for phase, word in _PHASE_WORDS.items() if word in words)
    return told or (Phase.BEFORE,)


_PHASE_WORDS = {Phase.BEFORE: "trước", Phase.DURING: "trong", Phase.AFTER: "sau"}


def earliest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=_urgency)


def day_of(entry: Entry) -> date | None:
    return entry.deadline.date() if entry.deadline else None


def _binding(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.origin is not Origin.PROPOSED]


def _tile(unit: Body, entries: list[Entry]) -> Tile:
    answer = next((entry for entry in entries if entry.kind is Kind.ANSWER), None)
    return Tile(
        unit,
        done=sum(entry.is_done for entry in entries),
        soon=sum(entry.standing is Standing.DUE_SOON for entry in entries),
        overdue=sum(entry.is_late for entry in entries),
        total=len(entries),
        places=answer.want if answer else 0,
        answered=answer.have if answer else 0,
    )


def _readiness(unit: Body | None, entries: list[Entry]) -> Readiness:
    done = sum(entry.is_done for entry in entries)
    overdue = sum(entry.is_late for entry in entries)
    return Readiness(unit, done, len(entries) - done - overdue, overdue)


def _order(unit: Body | None) -> tuple[bool, int, str]:
    return (True, 0, "") if unit is None else (False, unit.order, unit.name)


def _urgency(entry: Entry) -> tuple[bool, float, bool, Origin, bool]:
    """The earliest deadline first; "before" an hour ends before "not later than" the same hour."""
    deadline = entry.deadline
    return (
        deadline is None,
        deadline.timestamp() if deadline else 0,
        entry.duty.relation is not Relation.BEFORE,
        entry.origin,
        entry.is_done,
    )


def _unit_urgency(entries: list[Entry]) -> tuple[int, tuple[bool, int, str]]:
    overdue = sum(entry.is_late for entry in entries)
    return -overdue, _order(entries[0].unit)


_TILES: dict[Show, set[Standing]] = {
    Show.OPEN: {Standing.OVERDUE, Standing.DUE_SOON, Standing.OPEN},
    Show.RED: {Standing.OVERDUE},
    Show.SOON: {Standing.DUE_SOON},
    Show.UNDATED: {Standing.OPEN},
    Show.DONE: {Standing.DONE},
}
_HEADINGS: dict[By, Callable[[Entry], object]] = {
    By.UNIT: lambda entry: entry.unit,
    By.DEADLINE: lambda entry: (entry.deadline, entry.duty.relation, entry.origin),
    By.DAY: day_of,
}
_SHOWS: dict[Show, Callable[[Entry], bool]] = {
    Show.OPEN: lambda entry: not entry.is_done,
    Show.RED: lambda entry: entry.is_late,
    Show.SOON: lambda entry: entry.standing is Standing.DUE_SOON,
    Show.UNDATED: lambda entry: entry.standing is Standing.UNDATED,
    Show.DONE: lambda entry: entry.is_done,
    Show.ALL: lambda _: True,
}
