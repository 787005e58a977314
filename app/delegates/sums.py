"""How the places stand: one count for every list, page and paper, against the stated 1,086."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.conferences.models import DelegateGroup, Unit
from app.delegates.models import Delegate, UnitQuota
from app.delegates.rules import Attendance
from app.delegates.search import COMING


@dataclass(frozen=True)
class Sums:
    """Places by how they stand. Whoever stands in counts with the place, not beside it; people who
    come without a place (walk-ins) are counted apart."""

    places: int
    named: int
    by: dict[Attendance, int]

    @property
    def walk_ins(self) -> int:
        return self.by[Attendance.WALK_IN]

    @property
    def waiting(self) -> int:
        return self.by[Attendance.INVITED]

    @property
    def coming(self) -> int:
        """People who said they come: themselves, by a stand-in, or as walk-ins."""
        certain = (Attendance.CONFIRMED, Attendance.SUBSTITUTED, Attendance.WALK_IN)
        return sum(self.by[state] for state in certain)


@dataclass(frozen=True)
class Share:
    """A group or a unit: its quota where it has one, and how its places stand."""

    id: int
    name: str
    quota: int | None
    sums: Sums

    @property
    def over(self) -> int:
        """Places beyond the quota; below zero where some are missing."""
        return self.sums.places - self.quota if self.quota is not None else 0


Count = tuple[Attendance, bool, int, int]  # how they stand, is a place, people, named


def sums(db: Session, conference_id: int) -> Sums:
    """All places of the conference, in one query."""
    return _sums(_counted(db, conference_id, Delegate.conference_id).get(conference_id, []))


def by_group(db: Session, conference_id: int) -> list[Share]:
    """In the order of the composition."""
    query = select(DelegateGroup).where(DelegateGroup.conference_id == conference_id)
    groups = db.exec(query.order_by(col(DelegateGroup.precedence), col(DelegateGroup.id)))
    counted = _counted(db, conference_id, Delegate.group_id)
    return [
        Share(group.id, group.name, group.quota, _sums(counted.get(group.id, [])))
        for group in groups
    ]


def by_unit(db: Session, conference_id: int) -> list[Share]:
    """Units that have places or a quota, in the host's order."""
    counted = _counted(db, conference_id, Delegate.unit_id)
    query = (
        select(Unit, UnitQuota.places)
        .outerjoin(UnitQuota, col(UnitQuota.unit_id) == Unit.id)
        .where(Unit.conference_id == conference_id)
        .order_by(col(Unit.position), col(Unit.id))
    )
    return [
        Share(unit.id, unit.name, quota, _sums(counted.get(unit.id, [])))
        for unit, quota in db.exec(query)
        if unit.id in counted or quota is not None
    ]


def _counted(db: Session, conference_id: int, of: Any) -> dict[int, list[Count]]:
    """How many stand how, by group, unit or conference."""
    is_place = col(Delegate.stands_in_for_id).is_(None)
    named = func.sum(case((col(Delegate.name) != "", 1), else_=0))
    query = (
        columns(col(of), col(Delegate.attendance), is_place, func.count(), named)
        .where(col(Delegate.conference_id) == conference_id)
        .group_by(col(of), col(Delegate.attendance), is_place)
    )
    found: dict[int, list[Count]] = {}
    for key, *count in db.execute(query):
        state, place, people, names = count
        found.setdefault(key, []).append((Attendance(state), bool(place), people, int(names)))
    return found


def _sums(counts: Iterable[Count]) -> Sums:
    by = dict.fromkeys(Attendance, 0)
    named = stand_ins = 0
    for state, is_place, people, names in counts:
        if is_place:
            by[state] += people
            named += names
        elif state in COMING:
            stand_ins += people
    # A place whose holder is replaced by somebody who does not come either is absent.
    by[Attendance.ABSENT] += by[Attendance.SUBSTITUTED] - stand_ins
    by[Attendance.SUBSTITUTED] = stand_ins
    return Sums(sum(by.values()) - by[Attendance.WALK_IN], named, by)
