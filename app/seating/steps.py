"""What an act at the seat map consists of, and how it is taken back. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class ActKind(StrEnum):
    """Everything that changes who sits where; each can be undone."""

    PLACE = "place"
    SWAP = "swap"
    FREE = "free"
    UNIT = "unit"  # people of one unit, moved as a block
    PIN = "pin"
    UNPIN = "unpin"
    BLOCK = "block"
    UNBLOCK = "unblock"
    ADOPT = "adopt"  # a proposal was accepted


class ActState(StrEnum):
    """Whether an act stands. What was undone is dropped when something else is done."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


class ProposalKind(StrEnum):
    """Seating everybody anew, or moving as few as possible."""

    ANEW = "anew"
    CHANGE = "change"


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # by a person
    FAILED = "failed"
    LOST = "lost"  # whatever computed it is gone

    @property
    def is_over(self) -> bool:
        return self not in {JobState.WAITING, JobState.RUNNING}


class What(StrEnum):
    """What a step changes."""

    SEAT = "seat"  # a delegate's seat: ids of seats
    PIN = "pin"  # why a delegate keeps theirs: a reason
    BLOCK = "block"  # why a seat is not used: a reason
    COMING = "coming"  # how a delegate's attendance stands, and the reason given for it


@dataclass(frozen=True)
class Step:
    """One change of one thing. ``before`` and ``after`` are None where there was, or is, none;
    the whys belong to a delegate's seat, and of a block tell what it is for."""

    what: What
    id: int  # of the delegate, or of the seat that is blocked
    before: int | str | None
    after: int | str | None
    why_before: str = ""
    why_after: str = ""

    @property
    def is_change(self) -> bool:
        return (self.before, self.why_before) != (self.after, self.why_after)

    @property
    def taken_back(self) -> "Step":
        return replace(
            self,
            before=self.after,
            after=self.before,
            why_before=self.why_after,
            why_after=self.why_before,
        )

    @property
    def touched(self) -> set[tuple[str, int]]:
        """The delegates and seats it is about."""
        if self.what is What.BLOCK:
            return {("seat", self.id)}
        if self.what in {What.PIN, What.COMING}:
            return {("delegate", self.id)}
        seats = {("seat", seat) for seat in (self.before, self.after) if isinstance(seat, int)}
        return {("delegate", self.id), *seats}


def touched(steps: Iterable[Step]) -> set[tuple[str, int]]:
    return set().union(*(step.touched for step in steps))


def taken_back(steps: Sequence[Step]) -> list[Step]:
    return [step.taken_back for step in steps]


def written(steps: Iterable[Step]) -> list[list[Any]]:
    """As an act keeps them."""
    return [
        [step.what.value, step.id, step.before, step.after, step.why_before, step.why_after]
        for step in steps
    ]


def read(rows: Iterable[Sequence[Any]]) -> list[Step]:
    return [Step(What(row[0]), *row[1:]) for row in rows]
