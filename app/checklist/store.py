"""The checklist of a conference, derived anew at every look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.models import Staff
from app.checklist import additions, counting, sources
from app.checklist.deriving import entries_of
from app.checklist.facts import Plan
from app.checklist.models import Charge
from app.checklist.rules import Body, Entry
from app.conferences.models import Conference
from app.errors import NotFound
from app.halls.models import Hall


@dataclass(frozen=True, slots=True)
class Follower:
    """A member of staff who looks after something."""

    staff_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Followers:
    """By the key of an entry, or by the number of a unit."""

    by: Mapping[str | int, Follower]

    def of(self, entry: Entry) -> Follower | None:
        """Whoever took the entry itself comes before whoever took its unit."""
        own = self.by.get(entry.key)
        return own or (self.by.get(entry.unit.id) if entry.unit else None)

    def mine(self, found: Iterable[Entry], staff_id: int) -> list[Entry]:
        """What this member of staff looks after."""
        return [e for e in found if (who := self.of(e)) is not None and who.staff_id == staff_id]


def entries(
    db: Session, conference: Conference, rehearsal_id: int | None, now: datetime
) -> list[Entry]:
    """Everything the plan asks for, done or not, in a fixed number of queries.

    ``now`` is the conference's. With a rehearsal's number only its marks count, else only real
    ones; the plan itself is the same.
    """
    here = conference.id
    units = sources.bodies(db, here)
    tasks, duties = sources.tasks(db, here, rehearsal_id, units)
    dates = sources.dates(db, here, tasks, duties)
    speeches = sources.speeches(db, here, rehearsal_id, units)
    tallies = counting.tallies(db, here)
    checks, lines = additions.checks(db, here, units, duties)
    plan = Plan(
        tasks,
        speeches,
        counting.quotas(db, here, rehearsal_id, tallies, units),
        counting.groups(db, here, tallies),
        sources.items(db, here, speeches),
        counting.batches(db, here),
        counting.papers(db, conference),
        counting.cards(db, here, sum(tally.to_seat for tally in tallies)),
        counting.doors(db, here),
        checks,
        dates,
        additions.offers(conference, {date.concern for date in dates}, lines, duties),
        _has_map(db, here),
        duties,
        additions.ticks(db, here, rehearsal_id),
    )
    return entries_of(plan, now)


def entry_of(found: list[Entry], key: str) -> Entry:
    """Raises NotFound where the conference has no such entry."""
    for entry in found:
        if entry.key == key:
            return entry
    raise NotFound("Không có việc này trong danh mục")


def bodies(db: Session, conference_id: int) -> dict[int, Body]:
    """Every unit, by its number."""
    return sources.bodies(db, conference_id)


def followers(db: Session, conference_id: int) -> Followers:
    """Who of the office looks after what, in one statement."""
    query = (
        sa.select(col(Charge.key), col(Charge.unit_id), col(Staff.id), col(Staff.full_name))
        .join(Staff, col(Staff.id) == col(Charge.staff_id))
        .where(col(Charge.conference_id) == conference_id)
    )
    found: dict[str | int, Follower] = {}
    for key, unit_id, staff_id, name in db.execute(query):
        found[key or unit_id] = Follower(staff_id, name)
    return Followers(found)


def _has_map(db: Session, conference_id: int) -> bool:
    query = sa.select(col(Hall.id)).where(col(Hall.conference_id) == conference_id).limit(1)
    return db.execute(query).first() is not None
