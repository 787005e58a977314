"""The checklist of a conference, derived anew at every look."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.checklist import counting, sources
from app.checklist.deriving import entries_of
from app.checklist.facts import Plan
from app.checklist.rules import Entry
from app.conferences.models import Conference
from app.errors import NotFound
from app.halls.models import Hall


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
    checks, lines = counting.checks(db, here, units, duties)
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
        counting.offers(conference, {date.concern for date in dates}, lines, duties),
        _has_map(db, here),
        duties,
        counting.ticks(db, here, rehearsal_id),
    )
    return entries_of(plan, now)


def entry_of(found: list[Entry], key: str) -> Entry:
    """Raises NotFound where the conference has no such entry."""
    for entry in found:
        if entry.key == key:
            return entry
    raise NotFound("Không có việc này trong danh mục")


def _has_map(db: Session, conference_id: int) -> bool:
    query = sa.select(col(Hall.id)).where(col(Hall.conference_id) == conference_id).limit(1)
    return db.execute(query).first() is not None
