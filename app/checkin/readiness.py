"""Whether the doors are ready: devices enrolled, each with the newest list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlmodel import Session, col

from app.checkin.models import Device
from app.conferences.models import Revision
from app.delegates.models import Delegate, Pass, Placement

_LISTED = ("delegate", "position", "unit")  # tables whose changes a door must hear of


@dataclass(frozen=True)
class Readiness:
    """Devices that are not revoked, those of them enrolled, those that have the newest list."""

    devices: int
    enrolled: int
    current: int


def readiness(db: Session, conference_id: int) -> Readiness:
    """How far the doors are, in two statements. A list is the newest where the device had it after
    the last change of what stands in it."""
    query = select(col(Device.enrolled_at), col(Device.roster_at)).where(
        col(Device.conference_id) == conference_id, col(Device.revoked_at).is_(None)
    )
    rows = db.execute(query).all()
    synced = [roster_at for enrolled_at, roster_at in rows if enrolled_at and roster_at]
    changed_at = _changed_at(db, conference_id)
    current = sum(changed_at is None or at >= changed_at for at in synced)
    return Readiness(len(rows), sum(at is not None for at, _ in rows), current)


def _changed_at(db: Session, conference_id: int) -> datetime | None:
    """When the list that doors carry changed last: people, passes, seats."""
    found = db.execute(_CHANGED, {"conference": conference_id}).one()
    return max((moment for moment in found if moment is not None), default=None)


def _changes() -> Select[*tuple[Any, ...]]:
    here = bindparam("conference", type_=Integer)
    people = select(col(Delegate.id)).where(col(Delegate.conference_id) == here)
    moments = (
        select(func.max(col(Placement.placed_at))).where(col(Placement.conference_id) == here),
        select(func.max(col(Pass.issued_at))).where(col(Pass.delegate_id).in_(people)),
        select(func.max(col(Pass.revoked_at))).where(col(Pass.delegate_id).in_(people)),
        select(func.max(col(Revision.at))).where(
            col(Revision.conference_id) == here, col(Revision.table).in_(_LISTED)
        ),
    )
    return select(*(moment.scalar_subquery() for moment in moments))


_CHANGED = _changes()  # built once: every look at the checklist asks it
