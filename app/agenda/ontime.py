"""The run of the morning as a project file that Ontime 4 loads, for a stage crew that runs it.

An item with cues is a group, a cue an event; times are milliseconds since midnight in Hà Nội. What
cues ask of sound, screen, light and ushers become the project's own fields, whose labels Ontime
wants in plain letters.

The reader of Ontime 4.11.0 takes the seed's file without a fault, migrates nothing and counts the
same times from it.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app import vietnamese
from app.agenda.differences import Part, State
from app.conferences.models import Conference

VERSION = "4.11.0"  # of the Ontime whose project file this is
_FIELDS = {
    "presenter": ("Trinh bay", "#E80000"),
    "moderator": ("Dieu hanh", "#E80000"),
    "script": ("Loi dan", "#339E4E"),
    "people": ("Tren san khau", "#FFAB33"),
    "sound": ("Am thanh", "#3E75E8"),
    "screen": ("Man hinh", "#3E75E8"),
    "light": ("Anh sang", "#3E75E8"),
    "ushers": ("Le tan", "#779BE7"),
    "documents": ("Tai lieu", "#779BE7"),
}
_COLOURS = {
    "speech": "#E80000",
    "words": "#3E75E8",
    "change_over": "#9d9d9d",
    "awards": "#FFAB33",
    "film": "#339E4E",
}
_WARN_AT = 60_000  # milliseconds before the end: the sign at one minute
_DANGER_AT = 30_000


def project(conference: Conference, state: State) -> dict[str, Any]:
    """The whole project file."""
    entries: dict[str, dict[str, Any]] = {}
    order: list[str] = []
    group: dict[str, Any] | None = None
    reached: datetime | None = None
    for place, part in enumerate(state.parts):
        following = state.parts[place + 1] if place + 1 < len(state.parts) else None
        if not part.cue_kind and following is not None and following.cue_kind:
            group = _group(part)
            entries[group["id"]] = group
            order.append(group["id"])
            continue
        if not part.cue_kind:
            group = None
        event = _event(part, group["id"] if group else None, is_linked=reached == part.starts_at)
        entries[event["id"]] = event
        (group["entries"] if group else order).append(event["id"])
        reached = part.ends_at
    rundown = {
        "id": "default",
        "title": conference.short_name,
        "order": order,
        "flatOrder": _flat(order, entries),
        "entries": entries,
        "revision": 0,
    }
    return {
        "rundowns": {"default": rundown},
        "project": {
            "title": conference.short_name,
            "description": conference.name,
            "url": "",
            "info": ", ".join(filter(None, [conference.venue, conference.address])),
            "logo": None,
            "custom": [],
        },
        "settings": {
            "version": VERSION,
            "editorKey": None,
            "operatorKey": None,
            "timeFormat": "24",
            "language": "en",
        },
        "viewSettings": {
            "overrideStyles": False,
            "normalColor": "#ffffffcc",
            "warningColor": "#ffa528",
            "dangerColor": "#ff7300",
        },
        "urlPresets": [],
        "customFields": {
            _key(label): {"type": "text", "colour": colour, "label": label}
            for label, colour in _FIELDS.values()
        },
        "automation": {
            "enabledAutomations": False,
            "enabledOscIn": False,
            "oscPortIn": 8888,
            "triggers": [],
            "automations": {},
        },
    }


def _group(part: Part) -> dict[str, Any]:
    return {
        "id": _id(part),
        "type": "group",
        "title": part.content,
        "note": part.number,
        "entries": [],
        "targetDuration": _milliseconds(part.ends_at - part.starts_at),
        "colour": "",
        "custom": _custom(part),
        "revision": 0,
        "timeStart": _clock(part.starts_at),
        "timeEnd": _clock(part.ends_at),
        "duration": _milliseconds(part.ends_at - part.starts_at),
        "isFirstLinked": False,
    }


def _event(part: Part, parent: str | None, *, is_linked: bool) -> dict[str, Any]:
    return {
        "id": _id(part),
        "type": "event",
        "flag": False,
        "cue": part.number,
        "title": part.content,
        "note": "Nếu có" if part.fields["is_conditional"] else "",
        "endAction": "none",
        "timerType": "count-down",
        "countToEnd": False,
        "linkStart": is_linked,
        "timeStrategy": "lock-duration",
        "timeStart": _clock(part.starts_at),
        "timeEnd": _clock(part.ends_at),
        "duration": _milliseconds(part.ends_at - part.starts_at),
        "skip": False,
        "colour": _COLOURS.get(part.cue_kind, ""),
        "timeWarning": _WARN_AT,
        "timeDanger": _DANGER_AT,
        "custom": _custom(part),
        "triggers": [],
        "parent": parent,
        "revision": 0,
        "delay": 0,
        "dayOffset": 0,
        "gap": 0,
    }


def _flat(order: Sequence[str], entries: dict[str, dict[str, Any]]) -> list[str]:
    return [key for one in order for key in (one, *entries[one].get("entries", ()))]


def _custom(part: Part) -> dict[str, str]:
    return {
        _key(label): part.fields[name] for name, (label, _) in _FIELDS.items() if part.fields[name]
    }


def _key(label: str) -> str:
    return label.replace(" ", "_")


def _id(part: Part) -> str:
    return hashlib.sha256(part.key.encode()).hexdigest()[:10]


def _clock(at: datetime) -> int:
    return _milliseconds(at - vietnamese.start_of_day(at))


def _milliseconds(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
