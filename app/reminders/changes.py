"""What people decide about urging: its rules, its manners, urging by hand, calendar addresses."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlmodel import Session

from app.checklist.lists import Show, chosen
from app.checklist.rules import Entry, Kind, Origin
from app.conferences.history import Author, amend, note
from app.conferences.models import Conference
from app.conferences.store import new_code
from app.errors import NotFound, Refused
from app.reminders import planning, store, urging
from app.reminders.models import CalendarFeed, UrgingRule
from app.reminders.planning import Message
from app.reminders.rules import DEFAULTS, Side, Way, Whom
from app.reminders.urging import Done, Scene

_RULE = "Quy tắc đôn đốc"


@dataclass(frozen=True)
class Wanted:
    """A rule as somebody wants it. ``has_consent``: its letters may go at once, in their name."""

    kind: Kind | None
    hours: int
    side: Side
    whom: Whom
    way: Way
    is_on: bool
    has_consent: bool


@dataclass(frozen=True)
class Proposed:
    """What urging by hand would say to whom; ``seen`` is the seal of just this.

    ``nobodys``: late entries that no unit was given; ``last``: when each recipient was urged last
    about one of them.
    """

    messages: list[Message]
    nobodys: list[Entry]
    last: dict[str, datetime]
    seen: str


def adopt_defaults(db: Session, author: Author, conference: Conference) -> None:
    """Take over the rules that are offered, switched on; their letters wait for release.

    Raises Refused where the conference has rules already.
    """
    store.held_manner(db, conference.id)
    if store.rules(db, conference.id):
        raise Refused("Hội nghị đã có quy tắc đôn đốc")
    for offered in DEFAULTS:
        db.add(
            UrgingRule(
                conference_id=conference.id,
                kind=Kind(offered.kind) if offered.kind else None,
                hours=offered.timing.hours,
                side=offered.timing.side,
                whom=offered.whom,
                way=offered.way,
                source=offered.source,
            )
        )
    note(db, author, conference, _RULE, "urging_rule", None, len(DEFAULTS))


def add_rule(db: Session, author: Author, conference_id: int, wanted: Wanted) -> UrgingRule:
    rule = UrgingRule(conference_id=conference_id, **_values(author, wanted))
    db.add(rule)
    db.flush()
    note(db, author, rule, _RULE, "urging_rule", None, _label(rule))
    return rule


def change_rule(db: Session, author: Author, rule: UrgingRule, wanted: Wanted) -> None:
    """Consent is for a rule as it stands: whoever saves another one gives it anew, or it ends."""
    values = _values(author, wanted)
    is_same = all(getattr(rule, name) == values[name] for name in ("hours", "side", "whom", "way"))
    if is_same and wanted.has_consent and rule.consented_by and rule.kind == wanted.kind:
        values = {"is_on": wanted.is_on}
    rule.consent_id = values.pop("consent_id", rule.consent_id)
    amend(db, author, rule, values, label=f"{_RULE} {rule.id}")


def switch_rule(db: Session, author: Author, rule: UrgingRule, *, is_on: bool) -> None:
    amend(db, author, rule, {"is_on": is_on}, label=f"{_RULE} {rule.id}")


def remove_rule(db: Session, author: Author, rule: UrgingRule) -> None:
    """What it has urged stays in the record."""
    note(db, author, rule, _RULE, "urging_rule", _label(rule), None)
    db.delete(rule)


def change_manner(
    db: Session,
    author: Author,
    conference: Conference,
    *,
    quiet_from: time,
    quiet_until: time,
    email: str,
    contact: str,
) -> None:
    """When nobody is urged, where the office is told, whom units may call."""
    manner = store.held_manner(db, conference.id)
    said = {
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "email": email,
        "contact": contact,
    }
    for field, value in said.items():
        before = getattr(manner, field)
        if before != value:
            setattr(manner, field, value)
            is_secret = field in {"email", "contact"}  # addresses stay in one place
            told = (None, None) if is_secret else (before, value)
            note(db, author, conference, _RULE, field, *told)
    db.add(manner)


def proposed(db: Session, at: Scene, show: Show, way: Way = Way.MAIL) -> Proposed:
    """Urging about what is late, or what is due within a day: what the person decides on."""
    wanted = [
        entry
        for entry in chosen(at.entries, show)
        if entry.deadline is not None and entry.origin is not Origin.PROPOSED
    ]
    seen = _seal(wanted, store.newest(db, at.here))
    found = planning.messages(planning.by_hand(wanted, f"hand/{seen}"), {}, way)
    known = store.last_urged(db, at.here, at.rehearsal_id)
    last = {
        message.recipient.key: max(times) for message in found if (times := _times(message, known))
    }
    return Proposed(found, [entry for entry in wanted if entry.unit is None], last, seen)


def urge(
    db: Session,
    author: Author,
    at: Scene,
    show: Show,
    way: Way,
    recipients: Collection[str],
    seen: str,
    *,
    is_released: bool,
) -> Done:
    """Urge these recipients, as the person was shown.

    Raises Refused where something has changed since, as after a second press of the button.
    """
    found = proposed(db, at, show, way)
    if found.seen != seen:
        raise Refused("Danh mục đã thay đổi sau khi đồng chí xem, hãy xem lại rồi đôn đốc")
    messages = [one for one in found.messages if one.recipient.key in recipients]
    if not messages:
        raise Refused("Chưa chọn nơi nào để đôn đốc")
    return urging.write(db, author, at, messages, is_released=is_released)


def make_feed(
    db: Session, author: Author, conference: Conference, staff_id: int, label: str
) -> CalendarFeed:
    """A new secret address for one person's calendars; the one before is refused from now on."""
    old = store.feed_of(db, conference.id, staff_id)
    if old is not None:
        revoke_feed(db, author, conference, old, label)
        db.flush()
    feed = CalendarFeed(
        conference_id=conference.id, staff_id=staff_id, token=new_code(), made_at=author.at
    )
    db.add(feed)
    note(db, author, conference, label, "calendar_feed", None, author.at)
    return feed


def revoke_feed(
    db: Session, author: Author, conference: Conference, feed: CalendarFeed | None, label: str
) -> None:
    """Raises NotFound where there is none."""
    if feed is None:
        raise NotFound("Chưa có địa chỉ lịch nào")
    feed.revoked_at = author.at
    db.add(feed)
    note(db, author, conference, label, "calendar_feed", feed.made_at, None)


def _values(author: Author, wanted: Wanted) -> dict[str, Any]:
    return {
        "kind": wanted.kind,
        "hours": wanted.hours,
        "side": wanted.side,
        "whom": wanted.whom,
        "way": wanted.way,
        "is_on": wanted.is_on,
        "consent_id": author.staff_id if wanted.has_consent else None,
        "consented_by": author.name if wanted.has_consent else "",
        "consented_at": author.at if wanted.has_consent else None,
    }


def _label(rule: UrgingRule) -> str:
    side = "trước" if rule.side is Side.BEFORE else "sau"
    return f"{rule.hours} giờ {side} thời hạn"


def _times(message: Message, known: Mapping[tuple[str, int | None], datetime]) -> list[datetime]:
    pairs = [(e.key, message.recipient.unit_id) for e in message.entries]
    return [known[pair] for pair in pairs if pair in known]


def _seal(entries: list[Entry], newest: int) -> str:
    """Other entries, other deadlines or an urging meanwhile give another seal."""
    said = [f"{entry.key} {entry.deadline} {entry.unit}" for entry in entries]
    return hashlib.sha256("\n".join([str(newest), *said]).encode()).hexdigest()[:24]
