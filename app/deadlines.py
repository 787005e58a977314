"""Deadlines as the office means them, and the hours in which nobody is reminded of them. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class Relation(StrEnum):
    """How a deadline is meant: two different words in the plan (63-KH/TU, lines 77, 95-99, 111)."""

    BEFORE = "before"  # "trước 11 giờ": at 11:00:00 it is late
    NOT_LATER = "not_later"  # "chậm nhất 08 giờ": at 08:00:00 it is in time


class Standing(StrEnum):
    """Where a thing to be done stands."""

    UNDATED = "undated"
    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"

    @property
    def is_done(self) -> bool:
        return self in {Standing.DONE, Standing.DONE_LATE}


SOON = timedelta(hours=24)


def is_late(deadline: datetime, relation: Relation, at: datetime) -> bool:
    """Whether something that happens at ``at`` misses the deadline. Days off do not move it."""
    return at >= deadline if relation is Relation.BEFORE else at > deadline


def standing(
    deadline: datetime | None,
    relation: Relation | None,
    done_at: datetime | None,
    now: datetime,
) -> Standing:
    """A deadline without a relation is taken as "not later than"."""
    relation = relation or Relation.NOT_LATER
    if done_at is not None:
        was_late = deadline is not None and is_late(deadline, relation, done_at)
        return Standing.DONE_LATE if was_late else Standing.DONE
    if deadline is None:
        return Standing.UNDATED
    if is_late(deadline, relation, now):
        return Standing.OVERDUE
    return Standing.DUE_SOON if deadline - now <= SOON else Standing.OPEN


@dataclass(frozen=True)
class Quiet:
    """Hours in which nobody is urged, over midnight or not. Equal ends: there are none."""

    start: time = time(21)
    end: time = time(7)

    def holds(self, moment: datetime) -> bool:
        at = moment.time()
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def over(self, moment: datetime) -> datetime:
        """The end of the quiet hours that hold at ``moment``."""
        end = moment.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return end if end > moment else end + timedelta(days=1)

    def begun(self, moment: datetime) -> datetime:
        """When the quiet hours that hold at ``moment`` began."""
        start = moment.replace(
            hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0
        )
        return start if start <= moment else start - timedelta(days=1)
