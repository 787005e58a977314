"""How long a unit's link opens anything."""

from datetime import datetime, timedelta

_KEPT_AFTER = timedelta(days=30)


def expires(ends_at: datetime, now: datetime) -> datetime:
    """When a link stops opening anything: a while after the conference."""
    return max(ends_at, now) + _KEPT_AFTER
