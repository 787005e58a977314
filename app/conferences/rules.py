"""Roles at the desk, and how far away the conference is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class DeskRole(StrEnum):
    """What a member of staff does for one conference."""

    ORGANISER = "organiser"  # plans: changes everything
    DOOR = "door"
    MODERATOR = "moderator"
    PRESS = "press"
    VIEWER = "viewer"


class UnitKind(StrEnum):
    """What a unit is, in the terms of the plan."""

    CENTRAL = "central"
    PARTY = "party"
    STATE = "state"
    FRONT = "front"
    WARD = "ward"
    COMMUNE = "commune"
    SPECIAL_ZONE = "special_zone"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    VENUE = "venue"
    PRESS = "press"

    @property
    def is_commune_level(self) -> bool:
        """One of the 114 (126): wards, communes and special zones."""
        return self in {UnitKind.WARD, UnitKind.COMMUNE, UnitKind.SPECIAL_ZONE}


class Phase(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True)
class Countdown:
    """Where ``now`` stands against the conference: its phase, and the whole days, hours and minutes
    to its start (before), to its end (during), or since its end (after)."""

    phase: Phase
    days: int
    hours: int
    minutes: int


def countdown(starts_at: datetime, ends_at: datetime, now: datetime) -> Countdown:
    if now < starts_at:
        phase, span = Phase.BEFORE, starts_at - now
    elif now < ends_at:
        phase, span = Phase.DURING, ends_at - now
    else:
        phase, span = Phase.AFTER, now - ends_at
    minutes = span // timedelta(minutes=1)
    return Countdown(phase, minutes // 1440, minutes // 60 % 24, minutes % 60)
