"""The speech budget: what is wanted against the time there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Delivery(StrEnum):
    """How a speech reaches the conference."""

    UNDECIDED = "undecided"
    SPOKEN = "spoken"
    WRITTEN = "written"  # into the proceedings
    RESERVE = "reserve"


class Stage(StrEnum):
    """How far the text has come."""

    ASSIGNED = "assigned"
    HANDED_IN = "handed_in"
    UNDER_REVIEW = "under_review"
    PASSED = "passed"
    RETURNED = "returned"


@dataclass(frozen=True)
class Budget:
    """Minutes of speeches against minutes of the slot.

    ``excess`` is how much too long the wanted speeches are, without any change-over; ``fitting``
    how many of the given length fit, by minutes of change-over between two of them.
    """

    slot: int
    wanted: int
    each: int
    excess: int
    fitting: dict[int, int]


def budget(slot: int, lengths: Sequence[int], change_overs: Sequence[int] = (0, 1, 2)) -> Budget:
    """``slot`` and ``lengths`` in minutes. How many fit is counted with the longest of them."""
    each, wanted = max(lengths, default=0), sum(lengths)
    fitting = {gap: min(fit(slot, each, gap), len(lengths)) for gap in change_overs}
    return Budget(slot, wanted, each, max(0, wanted - slot), fitting)


def fit(slot: int, each: int, change_over: int) -> int:
    """How many speeches of ``each`` minutes fit, with a change-over between two of them."""
    return (slot + change_over) // (each + change_over) if each else 0


def used(count: int, each: int, change_over: int) -> int:
    """Minutes that ``count`` speeches take: 10 of 7 with 1 between them take 79."""
    return count * each + max(0, count - 1) * change_over
