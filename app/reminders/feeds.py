"""Calendars to subscribe to: deadlines with alarms, the conference and its programme (RFC 5545).

A feed is always of the real plan at the real time: a rehearsal never reaches anybody's calendar.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from app import clock, vietnamese
from app.agenda import store as agenda
from app.agenda.releases import Issue, issue_of
from app.checklist import store as checklist
from app.checklist.rules import Entry, Origin
from app.conferences.models import Conference, Unit
from app.paper.calendar import Event, Revised, calendar
from app.reminders import store
from app.reminders.letters import by_when, what
from app.reminders.models import EventMark, UrgingRule
from app.reminders.rules import Side

_ALARMS = (timedelta(days=1), timedelta(hours=2))  # where no rule says otherwise


@dataclass(frozen=True)
class Feed:
    """A calendar as it is served. ``seen``: marks of events that are new or have changed."""

    body: bytes
    etag: str
    modified_at: datetime
    seen: list[EventMark]


def of_unit(db: Session, conference: Conference, unit: Unit, page: str) -> Feed:
    """What this unit does or coordinates, and when the conference is; ``page`` is its address."""
    entries = [
        entry
        for entry in _entries(db, conference)
        if unit.id in {body.id for body in (entry.unit, *entry.duty.coordinating) if body}
    ]
    name = f"{conference.short_name} · {unit.name}"
    return _feed(db, conference, name, entries, f"unit{unit.id}", lambda _: page)


def of_office(db: Session, conference: Conference, base: str) -> Feed:
    """Every deadline, of whichever unit. ``base``: the address of this installation."""
    here = f"{base}/conferences/{conference.slug}"
    name = f"{conference.short_name} · thời hạn"
    entries = _entries(db, conference)
    return _feed(db, conference, name, entries, "office", lambda entry: f"{here}/{entry.place}")


def _entries(db: Session, conference: Conference) -> list[Entry]:
    """What has a deadline that binds somebody, done or not."""
    found = checklist.entries(db, conference, None, clock.now())
    return [one for one in found if one.deadline is not None and one.origin is not Origin.PROPOSED]


def _feed(
    db: Session,
    conference: Conference,
    name: str,
    entries: Sequence[Entry],
    whose: str,
    page_of: Callable[[Entry], str],
) -> Feed:
    rules = [rule for rule in store.rules(db, conference.id) if rule.is_on]
    events = [
        *_conference(conference),
        *_programme(_issue(db, conference)),
        *(_deadline(conference, one, whose, page_of(one), rules) for one in entries),
    ]
    marks = store.marks(db, conference.id)
    revised, seen = _revised(conference.id, events, marks, clock.now())
    modified_at = max(event.revised.at for event in revised if event.revised)
    body = calendar(name, revised, modified_at)
    return Feed(body, f'W/"{hashlib.sha256(body).hexdigest()[:32]}"', modified_at, seen)


def _conference(conference: Conference) -> Iterator[Event]:
    yield Event(
        uid=f"conference.{conference.slug}@nghi-su",
        starts_at=conference.starts_at,
        ends_at=conference.ends_at,
        summary=conference.short_name,
        description=conference.name,
        location=_place(conference),
        is_tentative=conference.is_tentative,
        alarms=_ALARMS,
    )


def _programme(issue: Issue) -> Iterator[Event]:
    """The items as the last release has them, under the same names as in its own calendar."""
    for part in issue.state.parts:
        if not part.cue_kind:
            yield Event(
                uid=f"{part.key.replace(':', '-')}.{issue.conference.slug}@nghi-su",
                starts_at=part.starts_at,
                ends_at=part.ends_at,
                summary=f"{part.number}. {part.content}",
                description="\n".join(part.people),
                location=_place(issue.conference),
                is_tentative=issue.conference.is_tentative or bool(part.fields["is_conditional"]),
            )


def _deadline(
    conference: Conference, entry: Entry, whose: str, page: str, rules: Sequence[UrgingRule]
) -> Event:
    """A moment that keeps nobody busy; its relation stands in its title as the plan writes it."""
    assert entry.deadline is not None
    due, is_done = by_when(entry), entry.standing.is_done
    unit = entry.unit.name if entry.unit else "chưa giao đơn vị nào"
    lines = [f"Thời hạn: {due} ({vietnamese.weekday_text(entry.deadline)}).", f"Đơn vị: {unit}."]
    if entry.origin is Origin.ADOPTED:
        lines.append("Mốc nội bộ.")
    if is_done:
        lines.append("Đã hoàn thành.")
    return Event(
        uid=f"{entry.key}.{whose}.{conference.slug}@nghi-su",
        starts_at=entry.deadline,
        ends_at=None,
        summary=f"✓ {what(entry)}" if is_done else f"{due[:1].upper()}{due[1:]}: {what(entry)}",
        description="\n".join(lines),
        url=page,
        alarms=() if is_done else _alarms(entry, rules),
    )


def _alarms(entry: Entry, rules: Sequence[UrgingRule]) -> Sequence[timedelta]:
    """When the office itself would remind; else a day and two hours before."""
    hours = {
        rule.hours for rule in rules if rule.side is Side.BEFORE and rule.kind in {None, entry.kind}
    }
    return [timedelta(hours=n) for n in sorted(hours, reverse=True)] or _ALARMS


def _revised(
    conference_id: int, events: Sequence[Event], marks: Mapping[str, EventMark], now: datetime
) -> tuple[list[Event], list[EventMark]]:
    """Each event with how often it has changed; and the marks that are new."""
    revised, seen = [], []
    for event in events:
        digest = hashlib.sha256(repr(replace(event, url="")).encode()).hexdigest()
        mark = marks.get(event.uid)
        if mark is None or mark.digest != digest:
            mark = EventMark(
                conference_id=conference_id,
                uid=event.uid,
                digest=digest,
                sequence=mark.sequence + 1 if mark else 0,
                modified_at=now.replace(microsecond=0),
            )
            seen.append(mark)
        revised.append(replace(event, revised=Revised(mark.sequence, mark.modified_at)))
    return revised, seen


def _issue(db: Session, conference: Conference) -> Issue:
    last = agenda.last_release(db, conference.id)
    return issue_of(db, conference, last.number if last else 0, clock.now())


def _place(conference: Conference) -> str:
    return ", ".join(filter(None, [conference.venue, conference.address]))
