"""The programme: reading it timed, and changing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.agenda.models import AgendaItem
from app.agenda.rules import Fault, ItemKind, Line, Timed, Timeline, timeline
from app.conferences.history import Author, amend, note
from app.conferences.models import Conference
from app.conferences.store import topic
from app.db import announce
from app.errors import NotFound


@dataclass(frozen=True)
class Slot:
    """An item of the programme with its time and what does not add up at it."""

    item: AgendaItem
    timed: Timed
    offset: int  # minutes after the conference's start
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Day:
    """The whole programme, timed."""

    slots: tuple[Slot, ...]
    timeline: Timeline

    @property
    def faults(self) -> list[tuple[AgendaItem, Fault]]:
        return [(slot.item, fault) for slot in self.slots for fault in slot.faults]

    def slot_of(self, kind: ItemKind) -> Slot | None:
        """The first item of a kind."""
        return next((slot for slot in self.slots if slot.item.kind is kind), None)


def day(db: Session, conference: Conference) -> Day:
    items = _items(db, conference.id)
    lines = [Line(item.id, item.minutes, item.fixed_start, item.is_conditional) for item in items]
    timed = timeline(lines, conference.starts_at, conference.ends_at)
    slots = tuple(
        Slot(
            item,
            time,
            (time.starts_at - timed.starts_at) // timedelta(minutes=1),
            tuple(fault for fault in timed.faults if fault.key == item.id),
        )
        for item, time in zip(items, timed.items, strict=True)
    )
    return Day(slots, timed)


def item_of(db: Session, conference_id: int, item_id: int) -> AgendaItem:
    """Raises NotFound for an item of another conference."""
    item = db.get(AgendaItem, item_id)
    if item is None or item.conference_id != conference_id:
        raise NotFound("Không có mục chương trình này")
    return item


def add(
    db: Session, author: Author, conference_id: int, values: Mapping[str, object]
) -> AgendaItem:
    """A new item at the end of the programme."""
    last = select(func.coalesce(func.max(AgendaItem.number), 0))
    number = db.exec(last.where(AgendaItem.conference_id == conference_id)).one() + 1
    item = AgendaItem.model_validate({**values, "conference_id": conference_id, "number": number})
    db.add(item)
    db.flush()
    note(db, author, item, item.content, "item", None, item.content)
    announce(db, topic(conference_id))
    return item


def change(
    db: Session, author: Author, item: AgendaItem, values: Mapping[str, object], reason: str = ""
) -> None:
    amend(db, author, item, values, label=item.content, reason=reason)
    announce(db, topic(item.conference_id))


def move(db: Session, author: Author, item: AgendaItem, by: int) -> None:
    """Earlier (``by`` negative) or later in the order; the others close up."""
    items = _items(db, item.conference_id)
    place = items.index(item)
    items.insert(max(0, min(len(items) - 1, place + by)), items.pop(place))
    for number, other in enumerate(items, 1):
        amend(db, author, other, {"number": number}, label=other.content)
    announce(db, topic(item.conference_id))


def remove(db: Session, author: Author, item: AgendaItem) -> None:
    """The database refuses to remove an item that speeches or the live log still name."""
    note(db, author, item, item.content, "item", item.content, None)
    db.delete(item)
    db.flush()
    for number, other in enumerate(_items(db, item.conference_id), 1):
        other.number = number
        db.add(other)
    announce(db, topic(item.conference_id))


def _items(db: Session, conference_id: int) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.conference_id == conference_id)
    return list(db.exec(query.order_by(col(AgendaItem.number), col(AgendaItem.id))))
