"""The tree frozen: as a release keeps it (plain JSON), and read back."""

from datetime import datetime
from typing import Any

from app.agenda.differences import SHOWN, STAGED, Part, State
from app.agenda.models import AgendaItem, Cue
from app.agenda.store import CueSlot, Day, Slot
from app.conferences.models import Conference

_ITEM = {*SHOWN, *STAGED, "kind", "fixed_start"}
_CUE = {*_ITEM, "unit_id", "theme", "subject"}


def freeze(conference: Conference, day: Day) -> dict[str, Any]:
    """The whole programme with its times: ``{"starts_at", "must_end_at", "items": […]}``.

    An item holds its ``cues``; both have ``key``, ``number``, ``starts_at``, ``ends_at`` and what
    they say. Moments are ISO texts in UTC.
    """
    taken: set[str] = set()
    return {
        "starts_at": conference.starts_at.isoformat(),
        "must_end_at": conference.ends_at.isoformat(),
        "items": [_item(slot, taken) for slot in day.slots],
    }


def state(tree: dict[str, Any]) -> State:
    """A frozen tree as the differences read it: items and cues in one row, in order."""
    parts = []
    for item in tree["items"]:
        parts.append(_part(item, ""))
        parts += [_part(cue, cue["kind"]) for cue in item["cues"]]
    return State(
        datetime.fromisoformat(tree["starts_at"]),
        datetime.fromisoformat(tree["must_end_at"]),
        tuple(parts),
    )


def _item(slot: Slot, taken: set[str]) -> dict[str, Any]:
    return {
        "key": f"item:{slot.item.id}",
        "number": str(slot.item.number),
        **_times(slot),
        **_said(slot.item, _ITEM),
        "cues": [_cue(one, taken) for one in slot.cues],
    }


def _cue(one: CueSlot, taken: set[str]) -> dict[str, Any]:
    """A cue that a room above wrote is known by its subject: it may come again as another row."""
    subject = one.cue.subject
    key = subject if subject and subject not in taken else f"cue:{one.cue.id}"
    taken.add(key)
    return {"key": key, "number": one.number, **_times(one), **_said(one.cue, _CUE)}


def _times(of: Slot | CueSlot) -> dict[str, str]:
    return {
        "starts_at": of.timed.starts_at.isoformat(),
        "ends_at": of.timed.ends_at.isoformat(),
    }


def _said(row: AgendaItem | Cue, fields: set[str]) -> dict[str, Any]:
    return row.model_dump(mode="json", include=fields)


def _part(found: dict[str, Any], cue_kind: str) -> Part:
    return Part(
        found["key"],
        found["number"],
        datetime.fromisoformat(found["starts_at"]),
        datetime.fromisoformat(found["ends_at"]),
        {name: _text(found[name]) for name in (*SHOWN, *STAGED)},
        cue_kind,
        found.get("unit_id"),
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return str(value)
