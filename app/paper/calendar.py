"""Calendars after RFC 5545, to be opened or subscribed to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

CALENDAR = "text/calendar; charset=utf-8"
_LONGEST_LINE = 75  # octets, RFC 5545, 3.1


@dataclass(frozen=True)
class Event:
    """``uid`` stays the same when the event changes; a higher ``sequence`` replaces a lower."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    is_tentative: bool = False


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
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(made_at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SEQUENCE:{sequence}"
    yield f"STATUS:{'TENTATIVE' if event.is_tentative else 'CONFIRMED'}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{_escaped(event.location)}"
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
