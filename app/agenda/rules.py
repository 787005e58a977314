"""The timed agenda: starts and ends from order, lengths and fixed times; what does not add up is
named, never repaired in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ItemKind(StrEnum):
    """What happens in an item, where something else hangs on it."""

    OPENING = "opening"
    REPORT = "report"
    SPEECHES = "speeches"
    AWARDS = "awards"
    ADDRESS = "address"
    CLOSING = "closing"
    BREAK = "break"
    OTHER = "other"


@dataclass(frozen=True)
class Line:
    """An item as the clock sees it."""

    key: int
    minutes: int
    fixed_start: datetime | None = None
    is_conditional: bool = False


@dataclass(frozen=True)
class Timed:
    """An item with its time."""

    key: int
    starts_at: datetime
    ends_at: datetime


class FaultKind(StrEnum):
    GAP = "gap"  # nothing is planned before this item
    OVERLAP = "overlap"  # it starts before the one before it has ended
    OVERRUN = "overrun"  # it ends after the conference should


@dataclass(frozen=True)
class Fault:
    """Something that does not add up, at the item where it shows."""

    kind: FaultKind
    key: int
    minutes: int


@dataclass(frozen=True)
class Timeline:
    """All items timed. ``spare`` is what lies between the last end and the end that is set, in
    minutes; ``given_back`` what the conditional items would free."""

    items: tuple[Timed, ...]
    faults: tuple[Fault, ...]
    starts_at: datetime
    ends_at: datetime
    minutes: int
    spare: int
    given_back: int


def timeline(lines: Sequence[Line], starts_at: datetime, must_end_at: datetime) -> Timeline:
    """Time the items in order from ``starts_at``; a fixed start is kept, whatever it breaks."""
    items: list[Timed] = []
    faults: list[Fault] = []
    reached = starts_at
    for line in lines:
        start = line.fixed_start or reached
        apart = _minutes(start - reached)
        if apart > 0:
            faults.append(Fault(FaultKind.GAP, line.key, apart))
        elif apart < 0:
            faults.append(Fault(FaultKind.OVERLAP, line.key, -apart))
        end = start + timedelta(minutes=line.minutes)
        items.append(Timed(line.key, start, end))
        reached = max(reached, end)
        if end > must_end_at:
            faults.append(Fault(FaultKind.OVERRUN, line.key, _minutes(end - must_end_at)))
    return Timeline(
        tuple(items),
        tuple(faults),
        starts_at,
        reached,
        _minutes(reached - starts_at),
        max(0, _minutes(must_end_at - reached)),
        sum(line.minutes for line in lines if line.is_conditional),
    )


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))
