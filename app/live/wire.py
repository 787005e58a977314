"""What every screen is told, as one small message: the same bytes for a thousand phones.

All times are absolute (milliseconds since 1970): browsers count by themselves. Nothing in it says
who follows. It holds what is public, and what was said to one post where it is sent to that post.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LARGEST = 900  # bytes; with what frames it on a stream a message stays below 1 kB
# Letters for what is on and for what comes next, tried in turn: what is on is cut last.
_ROOMS = (
    (500, 500), (500, 160), (500, 90), (400, 60), (300, 40), (200, 40), (120, 40), (60, 40),
    (24, 24),
)  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """Something of the programme as a screen names it: what, who with full title, and when."""

    title: str
    who: str
    at: datetime | None  # began, or is expected to begin
    until: datetime | None = None  # when its time is up
    key: str = ""  # ``speech:17``, ``batch:3``: whose turn it is


@dataclass(frozen=True)
class Told:
    """Everything a screen shows. ``version`` grows with what happened; ``item`` is the key of the
    item of the programme that is on."""

    phase: str
    version: int
    item: str = ""
    part: str = ""  # its title, where what is on is a step of it
    on: Turn | None = None
    is_gap: bool = False  # what is on is the walk to the stage of whoever is named
    held_at: datetime | None = None  # since when the clock stands still
    following: Turn | None = None
    minutes_late: int = 0
    ends_at: datetime | None = None
    waiting: Sequence[tuple[str, int, datetime]] = ()  # kind and number of turns to come, and when
    shift: int = 0  # ms by which a rehearsal clock is ahead
    is_trial: bool = False  # of a rehearsal
    stands_at: datetime | None = None  # where a rehearsal clock stands
    said: str = ""  # the newest word to this post
    said_at: datetime | None = None
    is_dark: bool = False
    mark: str = ""  # changes with what its readers ask for beside this message


def encode(told: Told) -> str:
    """Compact JSON of at most ``LARGEST`` bytes: long texts are cut, then the farthest turns."""
    for rooms in _ROOMS:
        text = _text(told, *rooms, len(told.waiting))
        if len(text.encode()) <= LARGEST:
            return text
    for count in range(len(told.waiting) - 1, -1, -1):
        text = _text(told, *_ROOMS[-1], count)
        if len(text.encode()) <= LARGEST:
            break
    return text


def _text(told: Told, room: int, behind: int, count: int) -> str:
    message: dict[str, Any] = {
        "phase": told.phase,
        "n": told.version,
        "item": told.item,
        "part": _cut(told.part, behind),
        "on": _turn(told.on, room),
        "gap": told.is_gap,
        "held": _epoch(told.held_at),
        "next": _turn(told.following, behind),
        "late": told.minutes_late,
        "ends": _epoch(told.ends_at),
        "wait": _waiting(told.waiting[:count]),
        "shift": told.shift,
        "trial": told.is_trial,
        "stands": _epoch(told.stands_at),
        "say": _cut(told.said, room),
        "said": _epoch(told.said_at),
        "dark": told.is_dark,
        "mark": told.mark,
    }
    full = {name: value for name, value in message.items() if value}
    return json.dumps(full, ensure_ascii=False, separators=(",", ":"))


def _turn(turn: Turn | None, room: int) -> dict[str, Any]:
    if turn is None:
        return {}
    found = {
        "what": _cut(turn.title, room),
        "who": _cut(turn.who, 2 * room),  # a full title says more than the rest of a topic
        "at": _epoch(turn.at),
        "until": _epoch(turn.until),
        "key": turn.key,
    }
    return {name: value for name, value in found.items() if value}


def _waiting(turns: Sequence[tuple[str, int, datetime]]) -> dict[str, Any]:
    """``{"from": 1780360980, "speech": [17, 0, 4, 480], "batch": [1, 4740]}``: seconds after the
    first; a flat list each, because every bracket is sent a thousand times."""
    if not turns:
        return {}
    first = int(turns[0][2].timestamp())
    found: dict[str, Any] = {"from": first}
    for kind, number, at in turns:
        found.setdefault(kind, []).extend([number, int(at.timestamp()) - first])
    return found


def _epoch(moment: datetime | None) -> int:
    return round(moment.timestamp() * 1000) if moment else 0


def _cut(text: str, room: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"
