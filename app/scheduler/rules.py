"""When an errand comes due again."""

from datetime import datetime, timedelta

_LONGEST = timedelta(hours=1)


def next_due(ended_at: datetime, every: timedelta, failures: int) -> datetime:
    """After ``every``; after failures in a row twice as long each time, up to an hour."""
    pause = every * 2 ** min(failures, 12)
    return ended_at + (min(pause, max(every, _LONGEST)) if failures else every)
