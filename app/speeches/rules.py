"""Speeches: how far a text has come, how long it takes to say, and what is wanted against the time
there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.errors import Refused

# Syllables a minute at which a text is read out: people practised in it say 180 to 200. Nobody has
# measured this conference's speakers, so each conference sets its own.
SYLLABLES_A_MINUTE = 190


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


NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.ASSIGNED: (Stage.HANDED_IN,),
    Stage.HANDED_IN: (Stage.UNDER_REVIEW,),
    Stage.UNDER_REVIEW: (Stage.PASSED, Stage.RETURNED),
    Stage.RETURNED: (Stage.HANDED_IN,),
    Stage.PASSED: (),
}


@dataclass(frozen=True)
class Progress:
    """Where a text stands. It counts as handed in from the first time, also while it is returned
    for improvement; going back to "assigned" takes everything back. A remark on a text that has
    passed leaves the moment at which it passed."""

    stage: Stage = Stage.ASSIGNED
    handed_in_at: datetime | None = None
    passed_at: datetime | None = None


def progress(steps: Sequence[tuple[Stage, datetime]]) -> Progress:
    """What the steps, in the order they were taken, amount to."""
    reached = Progress()
    for stage, at in steps:
        if stage is Stage.ASSIGNED:
            reached = Progress()
        else:
            first = reached.handed_in_at or at
            passed = (reached.passed_at or at) if stage is Stage.PASSED else None
            reached = Progress(stage, first, passed)
    return reached


def check_step(reached: Stage, stage: Stage, at: datetime, now: datetime) -> None:
    """Raises Refused for a step in the future, and for a review of a text that is not there."""
    if at > now:
        raise Refused("Thời điểm ghi không thể ở sau hiện tại")
    if reached is Stage.ASSIGNED and stage not in {Stage.ASSIGNED, Stage.HANDED_IN}:
        raise Refused("Bài chưa nộp. Hãy ghi đã nộp trước khi thẩm định")


@dataclass(frozen=True)
class Spoken:
    """How long a text takes to say: ``about`` whole minutes, never less than one."""

    syllables: int
    about: int
    is_too_long: bool


def spoken(syllables: int, rate: int, limit: int) -> Spoken:
    """``rate`` in syllables a minute, ``limit`` in minutes. The rate is a guess, so a few seconds
    over are not called too long: the whole minutes are compared, as people read them."""
    about = max(1, round(syllables / rate))
    return Spoken(syllables, about, about > limit)


def syllables(text: str) -> int:
    """Vietnamese writes each syllable apart; signs that stand alone are not said."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


@dataclass(frozen=True)
class Budget:
    """Minutes of speeches against minutes of the slot.

    ``excess`` is how much too long all speeches together are, without any change-over; ``fitting``
    how many of them fit at most, by minutes of change-over between two.
    """

    slot: int
    wanted: int
    each: int
    excess: int
    fitting: dict[int, int]


@dataclass(frozen=True)
class Choice:
    """The speeches chosen to be spoken: how many, the minutes they speak and change over, and the
    minutes of the slot that are left (below zero: too long)."""

    count: int
    speaking: int
    changing: int
    left: int

    @property
    def used(self) -> int:
        return self.speaking + self.changing


def budget(slot: int, lengths: Sequence[int], change_overs: Sequence[int] = (0, 1, 2)) -> Budget:
    """``slot``, ``lengths`` and ``change_overs`` in minutes; ``each`` is the longest speech."""
    wanted = sum(lengths)
    fitting = {gap: fit(slot, lengths, gap) for gap in change_overs}
    return Budget(slot, wanted, max(lengths, default=0), max(0, wanted - slot), fitting)


def fit(slot: int, lengths: Sequence[int], change_over: int) -> int:
    """How many of these speeches fit at most: the shortest, with a change-over between two."""
    chosen: list[int] = []
    for length in sorted(lengths):
        if used([*chosen, length], change_over) > slot:
            break
        chosen.append(length)
    return len(chosen)


def used(lengths: Sequence[int], change_over: int) -> int:
    """Minutes that the speeches take one after another: 10 of 7 with 1 between them take 79."""
    return sum(lengths) + max(0, len(lengths) - 1) * change_over


def choice(slot: int, lengths: Sequence[int], change_over: int) -> Choice:
    """What the chosen speeches, of ``lengths`` minutes, take of the slot."""
    taken = used(lengths, change_over)
    return Choice(len(lengths), sum(lengths), taken - sum(lengths), slot - taken)


@dataclass(frozen=True)
class End:
    """When so many speeches of one length would be over; ``over`` minutes after the slot's end."""

    speakers: int
    at: datetime
    over: int


def ends(
    starts_at: datetime, slot: int, total: int, limits: Sequence[int], change_over: int
) -> dict[int, list[End]]:
    """By length in minutes: the end for each number of speakers worth asking about, which is from
    a little below to a little above what fits, and all of them."""
    fitting = [fit(slot, [limit] * total, change_over) for limit in limits]
    least, most = max(1, min(fitting, default=1) - 2), min(total, max(fitting, default=1) + 1)
    counts = sorted({*range(least, most + 1), total} - {0})
    return {
        limit: [_end(starts_at, slot, limit, count, change_over) for count in counts]
        for limit in limits
    }


def _end(starts_at: datetime, slot: int, limit: int, count: int, change_over: int) -> End:
    taken = used([limit] * count, change_over)
    return End(count, starts_at + timedelta(minutes=taken), max(0, taken - slot))
