"""The programme: reading its tree, timed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Any, cast

from sqlalchemy import bindparam, case, func
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, select

from app import vietnamese
from app.agenda.differences import Paper
from app.agenda.models import AgendaItem, Cue, Edit, Printing, Release
from app.agenda.rules import EditState, Fault, ItemKind, Person, Place
from app.agenda.timeline import Line, Step, Timed, Timeline, timeline
from app.conferences.models import Conference
from app.errors import NotFound

_WITHOUT_CHANGES = defer(cast("QueryableAttribute[Any]", Edit.changes))  # large, and only to undo
_TREE = (
    select(AgendaItem, Cue)
    .outerjoin(Cue, col(Cue.item_id) == AgendaItem.id)
    .where(col(AgendaItem.conference_id) == bindparam("conference"))
    .order_by(col(AgendaItem.number), col(AgendaItem.id), col(Cue.number), col(Cue.id))
)  # built once: public pages ask it a thousand times in a few minutes
_FORMS_OF_ADDRESS = ("đồng chí ", "đ/c ")


@dataclass(frozen=True)
class Tree:
    """The programme as it is written: items in order, and the cues of all items in order."""

    conference: Conference
    items: list[AgendaItem]
    cues: dict[int, list[Cue]]  # by item

    @classmethod
    def of(cls, conference: Conference, rows: Sequence[object]) -> "Tree":
        """The items and cues among ``rows``, which are in no order."""
        items = [row for row in rows if isinstance(row, AgendaItem)]
        cues: dict[int, list[Cue]] = defaultdict(list)
        for cue in sorted((row for row in rows if isinstance(row, Cue)), key=_place):
            cues[cue.item_id].append(cue)
        return cls(conference, sorted(items, key=_place), dict(cues))

    @property
    def rows(self) -> list[AgendaItem | Cue]:
        """Every item and every cue."""
        return [*self.items, *(cue for of_item in self.cues.values() for cue in of_item)]

    def cues_of(self, item: AgendaItem) -> list[Cue]:
        return self.cues.get(item.id, [])


@dataclass(frozen=True)
class CueSlot:
    """A cue with its time. ``number`` is ``4.12`` where its item is the fourth."""

    cue: Cue
    number: str
    timed: Timed
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Slot:
    """An item of the programme with its time, its cues and what does not add up at it."""

    item: AgendaItem
    timed: Timed
    offset: int  # minutes after the conference's start
    faults: tuple[Fault, ...]
    cues: tuple[CueSlot, ...] = ()

    @property
    def filled(self) -> int:
        """Seconds that its cues take, from its start to the end of the last."""
        if not self.cues:
            return 0
        end = max(slot.timed.ends_at for slot in self.cues)
        return (end - self.timed.starts_at) // timedelta(seconds=1)


@dataclass(frozen=True)
class Day:
    """The whole programme, timed."""

    slots: tuple[Slot, ...]
    timeline: Timeline

    @property
    def faults(self) -> list[Fault]:
        """All that does not add up, in the order of the programme."""
        return [
            fault
            for slot in self.slots
            for fault in (*slot.faults, *(fault for cue in slot.cues for fault in cue.faults))
        ]

    def slot_of(self, kind: ItemKind) -> Slot | None:
        """The first item of a kind."""
        return next((slot for slot in self.slots if slot.item.kind is kind), None)

    def number_of(self, place: Place) -> str:
        """What people call the place: ``4``, or ``4.12``."""
        return self._numbers[place]

    @cached_property
    def _numbers(self) -> dict[Place, str]:
        items = {Place(slot.item.id): str(slot.item.number) for slot in self.slots}
        cues = {
            Place(slot.item.id, one.cue.id): one.number for slot in self.slots for one in slot.cues
        }
        return items | cues


def day(db: Session, conference: Conference) -> Day:
    """The programme as it is planned now, in one query."""
    return timed(tree(db, conference))


def timed(tree: Tree) -> Day:
    """The same tree with its times."""
    conference = tree.conference
    line = timeline(lines(tree), conference.starts_at, conference.ends_at)
    faults: dict[Place, list[Fault]] = defaultdict(list)
    for fault in line.faults:
        faults[fault.place].append(fault)
    slots = [
        Slot(
            item,
            time,
            (time.starts_at - line.starts_at) // timedelta(minutes=1),
            tuple(faults[Place(item.id)]),
            tuple(
                CueSlot(
                    cue, f"{item.number}.{cue.number}", at, tuple(faults[Place(item.id, cue.id)])
                )
                for cue, at in zip(tree.cues_of(item), time.steps, strict=True)
            ),
        )
        for item, time in zip(tree.items, line.items, strict=True)
    ]
    return Day(tuple(slots), line)


def lines(tree: Tree) -> list[Line]:
    """The tree as the clock sees it."""
    return [_line(item, tree.cues_of(item)) for item in tree.items]


def tree(db: Session, conference: Conference, *, is_fresh: bool = False) -> Tree:
    """Items and cues in order; ``is_fresh`` where another transaction may have changed rows that
    this session has read before."""
    items: dict[int, AgendaItem] = {}
    cues: dict[int, list[Cue]] = {}
    wanted = {"conference": conference.id}
    fresh = {"populate_existing": is_fresh}
    for item, cue in db.exec(_TREE, params=wanted, execution_options=fresh):
        items[item.id] = item
        if cue is not None:
            cues.setdefault(item.id, []).append(cue)
    return Tree(conference, list(items.values()), cues)


def tree_to_edit(db: Session, conference_id: int) -> Tree:
    """The tree, with nobody else editing it until this transaction ends."""
    query = select(Conference).where(Conference.id == conference_id).with_for_update()
    conference = db.exec(query, execution_options={"populate_existing": True}).one()
    return tree(db, conference, is_fresh=True)


def item_of(db: Session, conference_id: int, item_id: int) -> AgendaItem:
    """Raises NotFound for an item of another conference."""
    item = db.get(AgendaItem, item_id)
    if item is None or item.conference_id != conference_id:
        raise NotFound("Không có mục chương trình này")
    return item


def cue_of(db: Session, conference_id: int, cue_id: int) -> Cue:
    """Raises NotFound for a cue of another conference."""
    cue = db.get(Cue, cue_id)
    if cue is None or cue.conference_id != conference_id:
        raise NotFound("Không có phần việc này trong kịch bản")
    return cue


def last_edit(
    db: Session, conference_id: int, staff_id: int | None, state: EditState
) -> Edit | None:
    """The newest edit of this person that is done, or the oldest that is undone: what undo and
    redo take."""
    order = col(Edit.id).desc() if state is EditState.DONE else col(Edit.id).asc()
    query = select(Edit).where(
        Edit.conference_id == conference_id, Edit.staff_id == staff_id, Edit.state == state
    )
    return db.exec(query.order_by(order).limit(1).options(_WITHOUT_CHANGES)).first()


def undone_edits(db: Session, conference_id: int, staff_id: int | None) -> list[Edit]:
    query = select(Edit).where(
        Edit.conference_id == conference_id,
        Edit.staff_id == staff_id,
        Edit.state == EditState.UNDONE,
    )
    return list(db.exec(query.options(_WITHOUT_CHANGES)))


def mark(db: Session, conference: Conference) -> str:
    """What the programme is like, as a word: another one after whoever's change."""
    undone = func.sum(case((col(Edit.state) == EditState.UNDONE, col(Edit.id)), else_=0))
    query = select(func.max(col(Edit.id)), undone).where(Edit.conference_id == conference.id)
    newest, taken_back = db.exec(query).one()
    moments = f"{conference.starts_at:%Y%m%d%H%M}.{conference.ends_at:%Y%m%d%H%M}"
    return f"{newest or 0}.{taken_back or 0}.{moments}"


def releases(db: Session, conference_id: int) -> list[Release]:
    """The newest first."""
    query = select(Release).where(Release.conference_id == conference_id)
    return list(db.exec(query.order_by(col(Release.number).desc())))


def last_number(db: Session, conference_id: int) -> int:
    """Of the last release; 0 where nothing was released. Reads no tree."""
    query = select(func.max(col(Release.number))).where(Release.conference_id == conference_id)
    return db.exec(query).one() or 0


def last_release(db: Session, conference_id: int) -> Release | None:
    query = select(Release).where(Release.conference_id == conference_id)
    return db.exec(query.order_by(col(Release.number).desc()).limit(1)).first()


def last_printings(db: Session, conference_id: int) -> dict[Paper, Printing]:
    """The newest print of each paper."""
    newest = select(func.max(col(Printing.id))).where(Printing.conference_id == conference_id)
    query = select(Printing).where(col(Printing.id).in_(newest.group_by(Printing.paper)))
    return {made.paper: made for made in db.exec(query)}


def release_numbered(db: Session, conference_id: int, number: int) -> Release:
    """Raises NotFound where nothing was released under this number."""
    query = select(Release).where(Release.conference_id == conference_id, Release.number == number)
    found = db.exec(query).first()
    if found is None:
        raise NotFound("Chưa phát hành bản số {n}", n=number)
    return found


@lru_cache(maxsize=4_096)  # the same few names, again after every change
def person(name: str) -> Person | None:
    """Somebody as the programme names them; the form of address does not tell people apart."""
    key = vietnamese.exact_key(name).casefold()
    for address in _FORMS_OF_ADDRESS:
        key = key.removeprefix(address)
    return Person(vietnamese.tone_key(key), name.strip()) if key else None


def _place(row: AgendaItem | Cue) -> tuple[int, int]:
    return row.number, row.id


def _line(item: AgendaItem, cues: list[Cue]) -> Line:
    return Line(
        item.id,
        item.minutes,
        item.fixed_start,
        item.is_conditional,
        tuple(_step(cue) for cue in cues),
        person(item.presenter),
        person(item.moderator),
        _people(item.people),
    )


def _step(cue: Cue) -> Step:
    return Step(
        cue.id,
        cue.seconds,
        cue.fixed_start,
        cue.kind,
        cue.theme,
        person(cue.presenter),
        person(cue.moderator),
        _people(cue.people),
    )


def _people(text: str) -> tuple[Person, ...]:
    found = (person(line) for line in text.splitlines())
    return tuple(one for one in found if one is not None)
