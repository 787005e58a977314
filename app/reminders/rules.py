"""When somebody is urged: how far from a deadline, and never at night. Pure.

Deadlines come in the conference's own time zone, and quiet hours are hours of its wall clock.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from app.deadlines import Quiet, Relation, is_late

MOST_HOURS = 30 * 24
STALE = timedelta(days=2)  # what could not go for so long is no news any more
_EARLIER = timedelta(minutes=30)  # before the quiet hours, where their end comes too late


class Side(StrEnum):
    """On which side of the deadline."""

    BEFORE = "before"
    AFTER = "after"


class Whom(StrEnum):
    """Who is urged."""

    UNIT = "unit"  # whose entry it is
    COORDINATING = "coordinating"  # every unit named beside it
    DIRECTING = "directing"  # the body next above it
    OFFICE = "office"  # is told what is late: it follows and urges all (63-KH/TU, line 115)


class Way(StrEnum):
    """How a reminder travels."""

    MAIL = "mail"  # where there is no address, it is a text to copy all the same
    ZALO = "zalo"  # a text that somebody copies


@dataclass(frozen=True)
class Timing:
    """So many hours before or after a deadline."""

    side: Side
    hours: int


@dataclass(frozen=True)
class Default:
    """A rule as it is offered. ``kind`` empty: entries of every kind; ``source``: a document's
    line, whence it is taken."""

    timing: Timing
    whom: Whom
    source: str
    kind: str = ""
    way: Way = Way.MAIL


# 63-KH/TU, line 115: the Organisation Board and the office "theo dõi, đôn đốc" all until it is
# done; line 97: the texts of speeches are urged; line 111: they are due at 11:00, so three hours
# are the morning of that day. A day ahead is when the checklist calls an entry "sắp đến hạn".
DEFAULTS = (
    Default(Timing(Side.BEFORE, 48), Whom.UNIT, "004:97", kind="text"),
    Default(Timing(Side.BEFORE, 24), Whom.UNIT, "004:115"),
    Default(Timing(Side.BEFORE, 3), Whom.UNIT, "004:111", kind="text", way=Way.ZALO),
    Default(Timing(Side.AFTER, 0), Whom.UNIT, "004:115"),
    Default(Timing(Side.AFTER, 1), Whom.OFFICE, "004:115"),
    Default(Timing(Side.AFTER, 24), Whom.UNIT, "004:115"),
)


def goes_at(deadline: datetime, relation: Relation, timing: Timing, quiet: Quiet) -> datetime:
    """When a reminder goes: what falls into quiet hours waits until they are over. A reminder
    that would then come after the deadline goes shortly before they begin."""
    span = timedelta(hours=timing.hours)
    moment = deadline - span if timing.side is Side.BEFORE else deadline + span
    if not quiet.holds(moment):
        return moment
    morning = quiet.over(moment)
    if timing.side is Side.BEFORE and is_late(deadline, relation, morning):
        return quiet.begun(moment) - _EARLIER
    return morning


def is_due(
    deadline: datetime, relation: Relation, timing: Timing, quiet: Quiet, now: datetime
) -> bool:
    """Whether a reminder goes ``now``, if it has not gone yet.

    Before a deadline only while it can still be met; after it only once it is missed, and not
    when the moment is so long ago that nobody was there to send it.
    """
    at = goes_at(deadline, relation, timing, quiet)
    if at > now or quiet.holds(now.astimezone(deadline.tzinfo)):
        return False
    has_passed = is_late(deadline, relation, now)
    return has_passed and now - at <= STALE if timing.side is Side.AFTER else not has_passed


def written(hour: time) -> str:
    """``21:00``."""
    return f"{hour:%H:%M}"
