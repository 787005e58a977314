"""Calendars after RFC 5545, to be opened or subscribed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CALENDAR = "text/calendar; charset=utf-8"
_LONGEST_LINE = 75  # octets, RFC 5545, 3.1


@dataclass(frozen=True)
class Revised:
    """How often an event was changed, and when last."""

    sequence: int
    at: datetime


@dataclass(frozen=True)
class Event:
    """``uid`` stays the same when the event changes; a higher ``sequence`` replaces a lower.

    ``ends_at`` None: a moment, such as a deadline, which keeps nobody busy. ``alarms``: how long
    before it calendars call. ``revised`` None: as the whole calendar.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime | None
    summary: str
    description: str = ""
    location: str = ""
    is_tentative: bool = False
    url: str = ""
    alarms: Sequence[timedelta] = ()
    revised: Revised | None = None


def calendar(name: str, events: Sequence[Event], made_at: datetime, sequence: int = 0) -> bytes:
    """All moments are written in UTC, which needs no description of a time zone. Whoever subscribes
    is asked to look again every quarter of an hour."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Nghi Su//Programme//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_escaped(name)}",
        f"X-WR-CALNAME:{_escaped(name)}",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
        *(line for event in events for line in _event(event, made_at, sequence)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, made_at: datetime, sequence: int) -> Iterator[str]:
    revised = event.revised or Revised(sequence, made_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(revised.at)}"
    yield f"LAST-MODIFIED:{_moment(revised.at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    if event.ends_at is None:
        yield "TRANSP:TRANSPARENT"
    else:
        yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SEQUENCE:{revised.sequence}"
    yield f"STATUS:{'TENTATIVE' if event.is_tentative else 'CONFIRMED'}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{_escaped(event.location)}"
    if event.url:
        yield f"URL:{event.url}"
    for before in event.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_escaped(event.summary)}"
        yield f"TRIGGER:-PT{int(before.total_seconds() // 60)}M"
        yield "END:VALARM"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never broken within a letter."""
    parts: list[str] = []
    room = _LONGEST_LINE
    part = ""
    for letter in line:
        if len((part + letter).encode()) > room:
            parts.append(part)
            part, room = "", _LONGEST_LINE - 1  # the space that a folded line begins with
        part += letter
    return "\r\n ".join([*parts, part])
