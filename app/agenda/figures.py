"""What a change moves in an open planner: times, lengths and faults, without the rows' words."""

from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

from app.agenda.forms import length_text
from app.agenda.models import AgendaItem, Cue
from app.agenda.settled import Row
from app.agenda.store import CueSlot, Day, Slot
from app.agenda.timeline import Timed
from app.vietnamese import time_text
from app.web.pages import render, templates

_WORDS = ("content", "kind", "presenter", "moderator", "is_conditional", "fixed_start")


def figures(*, day: Day, mark: str, made: Sequence[Row], **shown: Any) -> dict[str, Any]:
    """For the planner's script: the part above the rows as it is drawn; of every row in order its
    place, number, version, time, length, sign, and for an item how far its cues fill it; and which
    versions the change itself has ``made``, each from the one before."""
    head = render("agenda/_head.html", day=day, mark=mark, **shown)
    versions = [[_id(row), row.version] for row in made]
    return {"mark": mark, "head": head, "rows": list(_rows(day)), "made": versions}


def sign(row: AgendaItem | Cue) -> int:
    """The same as long as the row says the same: then its figures are all that is sent."""
    return crc32(repr([getattr(row, name) for name in _WORDS]).encode())


def item_when(timed: Timed) -> str:
    return f"{time_text(timed.starts_at)}–{time_text(timed.ends_at)}"


def cue_when(timed: Timed) -> str:
    """With seconds only where there are any."""
    second = timed.starts_at.second
    return time_text(timed.starts_at) + (f":{second:02}" if second else "")


def _id(row: Row) -> str:
    """Of the row on the page."""
    return f"{'cue' if isinstance(row, Cue) else 'item'}-{row.id}"


def _rows(day: Day) -> Iterator[list[object]]:
    words = templates.get_template("agenda/words.html").module
    for slot in day.slots:
        yield [*_item(slot), str(words.filled_word(slot))]  # type: ignore[attr-defined]
        yield from map(_cue, slot.cues)


def _item(slot: Slot) -> list[object]:
    row = slot.item
    number, when = str(row.number), item_when(slot.timed)
    return [_id(row), number, row.version, when, str(row.minutes), sign(row)]


def _cue(one: CueSlot) -> list[object]:
    row = one.cue
    when, length = cue_when(one.timed), length_text(row.seconds)
    return [_id(row), one.number, row.version, when, length, sign(row)]
