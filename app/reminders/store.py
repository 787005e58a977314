"""Rules, manners and the record of urging; addresses of calendars and what they last saw."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.accounts.models import Staff
from app.conferences.models import Conference
from app.conferences.rules import DeskRole
from app.conferences.store import as_code, role_of
from app.errors import NotFound
from app.outbox.models import Letter, UrgingManner
from app.reminders.models import CalendarFeed, EventMark, Urging, UrgingRule
from app.reminders.rules import Side, Whom

PAGE = 60


@dataclass(frozen=True)
class Recorded:
    """One line of the record with its letter, as it stands in the outbox now."""

    urging: Urging
    letter: Letter | None


@dataclass(frozen=True)
class Told:
    """What one recipient was told at once: each entry once, with every cause it had."""

    first: Recorded
    entries: list[list[Urging]]


@dataclass(frozen=True)
class Tally:
    """How often one recipient was urged, about how many entries, and when last."""

    name: str
    unit_id: int | None
    times: int
    entries: int
    last: datetime


def rules(db: Session, conference_id: int) -> list[UrgingRule]:
    """In the order of time: from long before a deadline to long after it."""
    query = select(UrgingRule).where(UrgingRule.conference_id == conference_id)
    return sorted(db.exec(query), key=_order)


def rule_of(db: Session, conference_id: int, rule_id: int) -> UrgingRule:
    """Raises NotFound for a rule of another conference."""
    rule = db.get(UrgingRule, rule_id)
    if rule is None or rule.conference_id != conference_id:
        raise NotFound("Không có quy tắc này")
    return rule


def held_manner(db: Session, conference_id: int) -> UrgingManner:
    """How the conference urges, held until the transaction ends: whoever urges in it takes turns.

    SQLite lets one transaction write at a time; PostgreSQL locks this row.
    """
    query = select(UrgingManner).where(UrgingManner.conference_id == conference_id)
    found = db.exec(query.with_for_update()).first()
    if found is None:
        found = UrgingManner(conference_id=conference_id)
        db.add(found)
        db.flush()
    return found


def urging_conferences(db: Session) -> list[int]:
    """Those in which a rule is on."""
    query = select(UrgingRule.conference_id).where(col(UrgingRule.is_on)).distinct()
    return sorted(db.exec(query))


def trusted(db: Session, conference: Conference, found: Iterable[UrgingRule]) -> dict[int, str]:
    """The rules whose letters go at once, with the person who allowed it: as long as that person
    may sign in and organises this conference."""
    said = {rule.id: rule for rule in found if rule.consent_id is not None}
    people = {rule.consent_id for rule in said.values()}
    query = select(Staff).where(col(Staff.id).in_(people), col(Staff.disabled_at).is_(None))
    known = {
        person.id
        for person in (db.exec(query) if people else ())
        if role_of(db, person, conference) is DeskRole.ORGANISER
    }
    return {id: rule.consented_by for id, rule in said.items() if rule.consent_id in known}


def known(
    db: Session, conference_id: int, rehearsal_id: int | None, causes: Collection[str]
) -> set[tuple[str, str, str, datetime]]:
    """The keys of everything that was urged for these causes."""
    query = select(Urging.cause, Urging.entry, Urging.recipient, Urging.due).where(
        Urging.conference_id == conference_id,
        Urging.rehearsal_id == rehearsal_id,
        col(Urging.cause).in_(causes),
    )
    return {(cause, entry, recipient, due) for cause, entry, recipient, due in db.exec(query)}


def write_down(db: Session, lines: Sequence[Mapping[str, Any]]) -> None:
    """New lines of the record, in one statement. The database refuses one that stands there."""
    db.execute(sa.insert(Urging), lines)


def record(
    db: Session,
    conference_id: int,
    rehearsal_id: int | None,
    *,
    unit_id: int | None = None,
    before: int | None = None,
    at_most: int = PAGE,
) -> list[Recorded]:
    """The newest lines first, of every recipient or of one unit; ``before``, a line's id, goes on
    where a page ended."""
    query = (
        select(Urging, Letter)
        .outerjoin(Letter, col(Letter.id) == Urging.letter_id)
        .where(Urging.conference_id == conference_id, Urging.rehearsal_id == rehearsal_id)
    )
    if unit_id is not None:
        query = query.where(Urging.unit_id == unit_id)
    if before is not None:
        query = query.where(col(Urging.id) < before)
    found = db.exec(query.order_by(col(Urging.id).desc()).limit(at_most))
    return [Recorded(urging, letter) for urging, letter in found]


def told(lines: Iterable[Recorded]) -> list[Told]:
    """The lines of the record put together by letter."""
    found: dict[object, Told] = {}
    for line in lines:
        one = line.urging
        letter = one.letter_id or (one.recipient, one.at)
        entries = found.setdefault(letter, Told(line, [])).entries
        same = next((ones for ones in entries if ones[0].entry == one.entry), None)
        if same is None:
            entries.append([one])
        else:
            same.append(one)
    return list(found.values())


def tallies(db: Session, conference_id: int, rehearsal_id: int | None) -> list[Tally]:
    """Each recipient that was urged, the one urged last first."""
    query = (
        sa.select(
            sa.func.max(col(Urging.name)),
            col(Urging.unit_id),
            sa.func.count(),
            sa.func.count(sa.distinct(col(Urging.entry))),
            sa.func.max(col(Urging.at)),
        )
        .where(col(Urging.conference_id) == conference_id, col(Urging.rehearsal_id) == rehearsal_id)
        .group_by(col(Urging.recipient), col(Urging.unit_id))
    )
    found = [Tally(*line) for line in db.execute(query).all()]
    return sorted(found, key=lambda tally: tally.last, reverse=True)


def last_urged(
    db: Session, conference_id: int, rehearsal_id: int | None
) -> Mapping[tuple[str, int | None], datetime]:
    """When a unit was last urged about an entry."""
    query = (
        select(Urging.entry, Urging.unit_id, func.max(Urging.at))
        .where(Urging.conference_id == conference_id, Urging.rehearsal_id == rehearsal_id)
        .group_by(Urging.entry, col(Urging.unit_id))
    )
    return {(entry, unit_id): at for entry, unit_id, at in db.exec(query)}


def newest(db: Session, conference_id: int) -> int:
    """The number of the last line of the record; 0 where there is none."""
    query = select(func.coalesce(func.max(Urging.id), 0))
    return db.exec(query.where(Urging.conference_id == conference_id)).one()


def feed_of(db: Session, conference_id: int, staff_id: int) -> CalendarFeed | None:
    """The one address that is valid."""
    query = select(CalendarFeed).where(
        CalendarFeed.conference_id == conference_id,
        CalendarFeed.staff_id == staff_id,
        col(CalendarFeed.revoked_at).is_(None),
    )
    return db.exec(query).first()


def subscribed(db: Session, token: str) -> Conference | None:
    """The conference whose deadlines this address gives; None, after the same work, for one that
    is wrong or revoked, or whose person may no longer look."""
    query = (
        select(Staff, Conference)
        .join(CalendarFeed, col(CalendarFeed.staff_id) == Staff.id)
        .join(Conference, col(Conference.id) == CalendarFeed.conference_id)
        .where(CalendarFeed.token == as_code(token), col(CalendarFeed.revoked_at).is_(None))
        .where(col(Staff.disabled_at).is_(None))
    )
    found = db.exec(query).first()
    if found is None or role_of(db, *found) is None:
        return None
    return found[1]


def marks(db: Session, conference_id: int) -> dict[str, EventMark]:
    query = select(EventMark).where(EventMark.conference_id == conference_id)
    return {mark.uid: mark for mark in db.exec(query)}


def keep_marks(db: Session, seen: Sequence[EventMark]) -> None:
    """Remember how events looked, unless somebody else has just done so: readers take turns."""
    here = seen[0].conference_id
    db.exec(select(Conference.id).where(Conference.id == here).with_for_update())
    found = marks(db, here)
    for mark in seen:
        old = found.get(mark.uid)
        if old is None:
            db.add(EventMark(**mark.model_dump(exclude={"id"})))
        elif old.digest != mark.digest:
            old.sqlmodel_update(mark.model_dump(include={"digest", "sequence", "modified_at"}))
            db.add(old)


def _order(rule: UrgingRule) -> tuple[int, bool, int]:
    hours = -rule.hours if rule.side is Side.BEFORE else rule.hours
    return hours, rule.whom is Whom.OFFICE, rule.id
