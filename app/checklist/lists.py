"""The checklist counted, chosen from, and set out by unit, deadline, day or phase. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.checklist.rules import Body, Entry, Origin, phases
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


def day_of(entry: Entry) -> date | None:
    return entry.deadline.date() if entry.deadline else None


def _binding(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.origin is not Origin.PROPOSED]


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
