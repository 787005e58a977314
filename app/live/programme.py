"""The programme as it is run, from a frozen tree: the newest release, or the draft as it stands."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.live.rules import LISTED_WHOLE, Cue, Item, Programme


def programme(tree: dict[str, Any], number: int = 0) -> Programme:
    """``tree`` as ``app.agenda.frozen`` writes it; releases made before fixed times were kept have
    none."""
    return Programme(
        datetime.fromisoformat(tree["starts_at"]),
        datetime.fromisoformat(tree["must_end_at"]),
        tuple(_item(found) for found in tree["items"]),
        tuple(cue for found in tree["items"] for cue in _cues(found)),
        number,
    )


def _item(found: dict[str, Any]) -> Item:
    return Item(
        found["key"],
        found["number"],
        found["kind"],
        found["content"],
        _speaker(found),
        datetime.fromisoformat(found["starts_at"]),
        datetime.fromisoformat(found["ends_at"]),
        found["is_conditional"],
    )


def _cues(item: dict[str, Any]) -> Iterator[Cue]:
    """Its cues, and the item itself for what goes on after them."""
    ends_at = datetime.fromisoformat(item["starts_at"])
    for found in item["cues"]:
        cue = _cue(found, item)
        ends_at = max(ends_at, cue.planned_end or ends_at)
        yield cue
    rest = datetime.fromisoformat(item["ends_at"]) - ends_at
    if not item["cues"] or (rest > timedelta() and item["kind"] not in LISTED_WHOLE):
        yield _cue({**item, "starts_at": ends_at.isoformat()}, item)


def _cue(found: dict[str, Any], item: dict[str, Any]) -> Cue:
    starts_at = datetime.fromisoformat(found["starts_at"])
    is_itself = found["key"] == item["key"]
    fixed = found.get("fixed_start")
    return Cue(
        found["key"],
        item["key"],
        found["number"],
        found["kind"],
        found["content"],
        _speaker(found),
        (datetime.fromisoformat(found["ends_at"]) - starts_at) // timedelta(seconds=1),
        starts_at,
        datetime.fromisoformat(fixed) if fixed and not (is_itself and item["cues"]) else None,
        found["is_conditional"] or item["is_conditional"],
        found.get("unit_id"),
        found.get("theme", ""),
    )


def _speaker(found: dict[str, Any]) -> str:
    return str(found["presenter"] or found["moderator"])
