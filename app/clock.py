"""The one reader of the wall clock.

Rules never ask for the time, they are given it. A conference may run on a rehearsal clock ("as at
10:30 on 29/5/2026"), and this line is where that becomes its present moment.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Rehearsed:
    """A clock somebody set: it showed ``as_of`` at the real ``set_at``, and runs or stands."""

    as_of: datetime
    set_at: datetime
    is_running: bool


def now(rehearsed: Rehearsed | None = None) -> datetime:
    """The present moment in UTC, real or as the given rehearsal clock shows it."""
    return shown(datetime.now(UTC), rehearsed)


def shown(real: datetime, rehearsed: Rehearsed | None) -> datetime:
    """What a conference's clock showed at a ``real`` moment."""
    if rehearsed is None:
        return real
    return rehearsed.as_of + (real - rehearsed.set_at) if rehearsed.is_running else rehearsed.as_of


def ticks() -> float:
    """Seconds that only ever go up, for limits and waiting."""
    return time.monotonic()
