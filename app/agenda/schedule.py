"""The programme for conference apps: schedule.json and schedule.xml, as frab and c3voc have them
(https://c3voc.de/wiki/schedule)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from app import addresses, vietnamese
from app.agenda.differences import Part, State
from app.agenda.rules import CueKind
from app.conferences.models import Conference

_ZONE = "Asia/Ho_Chi_Minh"
_ONE_MINUTE = "00:01"
_SILENT = {CueKind.CHANGE_OVER.value, CueKind.WORDS.value}  # nobody looks for these in an app


@dataclass(frozen=True)
class _Talk:
    """One event of the schedule: a cue, or an item without any. ``track`` is its item."""

    part: Part
    track: str
    guid: UUID
    slug: str

    @property
    def id(self) -> int:
        """A positive number that stays with the thing."""
        return int(self.guid.hex[:7], 16) + 1

    @property
    def length(self) -> timedelta:
        return self.part.ends_at - self.part.starts_at

    @property
    def persons(self) -> list[str]:
        return [name for name in [self.part.fields["presenter"]] if name]


def schedule_json(conference: Conference, state: State, version: str, base: str) -> dict[str, Any]:
    """``base`` is the address of this installation, ``version`` what the schedule is called."""
    day = vietnamese.start_of_day(state.starts_at)
    talks = list(_talks(conference, state))
    return {
        "schedule": {
            "version": version,
            "base_url": base,
            "conference": {
                "acronym": _acronym(conference),
                "title": conference.name,
                "start": f"{day:%Y-%m-%d}",
                "end": f"{day:%Y-%m-%d}",
                "daysCount": 1,
                "timeslot_duration": _ONE_MINUTE,
                "time_zone_name": _ZONE,
                "url": _page(conference, base),
                "rooms": [{"name": _room(conference), "guid": str(_guid(conference, "room"))}],
                "days": [
                    {
                        "index": 1,
                        "date": f"{day:%Y-%m-%d}",
                        "day_start": day.isoformat(),
                        "day_end": (day + timedelta(days=1)).isoformat(),
                        "rooms": {
                            _room(conference): [_talk(conference, talk, base) for talk in talks]
                        },
                    }
                ],
            },
        }
    }


def schedule_xml(conference: Conference, state: State, version: str, base: str) -> bytes:
    """The same as XML."""
    day = vietnamese.start_of_day(state.starts_at)
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name="Nghi Su", version="1")
    _texts(root, {"version": version})
    _texts(
        ET.SubElement(root, "conference"),
        {
            "title": conference.name,
            "acronym": _acronym(conference),
            "start": f"{day:%Y-%m-%d}",
            "end": f"{day:%Y-%m-%d}",
            "days": "1",
            "timeslot_duration": _ONE_MINUTE,
            "base_url": base,
            "url": _page(conference, base),
            "time_zone_name": _ZONE,
        },
    )
    end = day + timedelta(days=1)
    attributes = {"index": "1", "date": f"{day:%Y-%m-%d}"}
    attributes |= {"start": day.isoformat(), "end": end.isoformat()}
    days = ET.SubElement(root, "day", attributes)
    guid = str(_guid(conference, "room"))
    room = ET.SubElement(days, "room", name=_room(conference), guid=guid)
    for talk in _talks(conference, state):
        _event(room, conference, talk, base)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _talks(conference: Conference, state: State) -> Iterator[_Talk]:
    item: Part | None = None
    for place, part in enumerate(state.parts):
        if part.cue_kind in _SILENT:
            continue
        item = part if not part.cue_kind else item
        following = state.parts[place + 1 :]
        if not part.cue_kind and _holds_talks(following):
            continue
        guid = _guid(conference, part.key)
        words = "-".join(vietnamese.words(part.content))[:40]
        slug = f"{_acronym(conference)}-{int(guid.hex[:7], 16) + 1}-{_ascii(words)}".rstrip("-_")
        yield _Talk(part, item.content if item else "", guid, slug)


def _holds_talks(following: tuple[Part, ...]) -> bool:
    """Whether an item that these parts follow has cues that are events themselves."""
    for part in following:
        if not part.cue_kind:
            return False
        if part.cue_kind not in _SILENT:
            return True
    return False


def _talk(conference: Conference, talk: _Talk, base: str) -> dict[str, Any]:
    part = talk.part
    starts_at = part.starts_at.astimezone(vietnamese.HANOI)
    return {
        "id": talk.id,
        "guid": str(talk.guid),
        "date": starts_at.isoformat(),
        "start": f"{starts_at:%H:%M}",
        "end": part.ends_at.astimezone(vietnamese.HANOI).isoformat(),
        "duration": _hours(talk.length, with_seconds=False),
        "room": _room(conference),
        "slug": talk.slug,
        "url": _page(conference, base),
        "title": part.content,
        "subtitle": "",
        "track": talk.track,
        "type": part.cue_kind or "item",
        "language": "vi",
        "abstract": "",
        "description": "",
        "persons": [
            {"id": _person_id(name), "public_name": name, "guid": str(_person(name))}
            for name in talk.persons
        ],
        "links": [],
        "attachments": [],
    }


def _event(room: ET.Element, conference: Conference, talk: _Talk, base: str) -> None:
    part = talk.part
    starts_at = part.starts_at.astimezone(vietnamese.HANOI)
    event = ET.SubElement(room, "event", id=str(talk.id), guid=str(talk.guid))
    second = ":%S" if starts_at.second else ""
    _texts(
        event,
        {
            "room": _room(conference),
            "title": part.content,
            "subtitle": "",
            "type": part.cue_kind or "item",
            "date": starts_at.isoformat(),
            "start": f"{starts_at:%H:%M{second}}",
            "duration": _hours(talk.length, with_seconds=True),
            "abstract": "",
            "slug": talk.slug,
            "track": talk.track,
            "language": "vi",
            "description": "",
            "url": _page(conference, base),
        },
    )
    persons = ET.SubElement(event, "persons")
    for name in talk.persons:
        attributes = {"id": str(_person_id(name)), "guid": str(_person(name))}
        ET.SubElement(persons, "person", attributes).text = name


def _texts(parent: ET.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _hours(length: timedelta, *, with_seconds: bool) -> str:
    seconds = length // timedelta(seconds=1)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if with_seconds and seconds % 60 else text


def _acronym(conference: Conference) -> str:
    return re.sub(r"[^a-z0-9]", "_", conference.slug).ljust(4, "_")


def _ascii(text: str) -> str:
    return re.sub(r"[^a-z0-9-]", "", text).ljust(4, "0")


def _room(conference: Conference) -> str:
    return conference.venue or "Hội trường"


def _page(conference: Conference, base: str) -> str:
    return f"{base}{addresses.of_followers(conference.follow_code)}"


def _guid(conference: Conference, key: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"nghi-su:{conference.slug}:{key}")


def _person(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"nghi-su:person:{vietnamese.tone_key(name)}")


def _person_id(name: str) -> int:
    return int(_person(name).hex[:7], 16) + 1
