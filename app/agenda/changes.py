"""Changing the programme. Every change is one act of the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from app.agenda.journal import editing
from app.agenda.models import AgendaItem, Cue
from app.agenda.rules import CueKind, EditKind
from app.conferences.history import Author
from app.conferences.models import Conference

Row = TypeVar("Row", AgendaItem, Cue)
Values = Mapping[str, object]


@dataclass(frozen=True)
class CueDraft:
    """A cue as a room above wants it. What is None stays as it is, or empty in a new cue."""

    kind: CueKind
    seconds: int
    content: str
    subject: str
    presenter: str | None = None
    moderator: str | None = None
    people: str | None = None
    script: str | None = None
    documents: str | None = None
    theme: str | None = None
    unit_id: int | None = None
    is_conditional: bool | None = None


class Stale(Exception):
    """Somebody else has changed ``row`` since the version that was seen: both are to be shown."""

    def __init__(self, row: AgendaItem | Cue) -> None:
        super().__init__(row.content)
        self.row = row


def add(db: Session, author: Author, conference_id: int, values: Values) -> AgendaItem:
    """A new item at the end of the programme."""
    label = str(values["content"])
    with editing(db, author, conference_id, EditKind.ADD, label) as tree:
        number = len(tree.items) + 1
        item = AgendaItem.model_validate(
            {**values, "conference_id": conference_id, "number": number}
        )
        db.add(item)
    return item


def add_cue(
    db: Session, author: Author, item: AgendaItem, values: Values, after: Cue | None = None
) -> Cue:
    """A new cue after another one of the item, or at its end."""
    here = item.conference_id
    with editing(db, author, here, EditKind.ADD, str(values["content"])) as tree:
        cues = tree.cues_of(item)
        place = cues.index(after) + 1 if after in cues else len(cues)
        cue = Cue.model_validate(
            {**values, "conference_id": here, "item_id": item.id, "number": place + 1}
        )
        cues.insert(place, cue)
        _number(db, cues)
    return cue


def add_cues(db: Session, author: Author, item: AgendaItem, many: Sequence[Values]) -> None:
    """New cues at the end of the item, in one act."""
    here = item.conference_id
    with editing(db, author, here, EditKind.ADD, item.content) as tree:
        own = {"conference_id": here, "item_id": item.id, "number": 0}
        cues = [Cue.model_validate({**values, **own}) for values in many]
        _number(db, [*tree.cues_of(item), *cues])


def change(
    db: Session,
    author: Author,
    row: AgendaItem | Cue,
    values: Values,
    *,
    version: int | None,
    reason: str = "",
) -> None:
    """Other values for some fields of an item or a cue. Raises Stale where the row is no longer
    the ``version`` that its editor saw (None: whatever it is), unless it says the same already: a
    form that was sent twice, or two people of one mind."""
    kind, here = EditKind.CHANGE, row.conference_id
    with editing(db, author, here, kind, row.content, reason=reason):
        if any(getattr(row, field) != value for field, value in values.items()):
            _check(row, version)
        for field, value in values.items():
            setattr(row, field, value)
        db.add(row)


def move(db: Session, author: Author, item: AgendaItem, by: int) -> None:
    """Earlier (``by`` negative) or later in the order; the others close up."""
    here = item.conference_id
    with editing(db, author, here, EditKind.MOVE, item.content, about=item) as tree:
        _number(db, _moved(tree.items, item, tree.items.index(item) + by))


def place(db: Session, author: Author, item: AgendaItem, to: int) -> None:
    """To the place ``to`` in the order, from 1."""
    here = item.conference_id
    with editing(db, author, here, EditKind.MOVE, item.content, about=item) as tree:
        _number(db, _moved(tree.items, item, to - 1))


def move_cue(db: Session, author: Author, cue: Cue, by: int) -> None:
    """Earlier (``by`` -1) or later (1): changes places with the next cue that way, over the
    change-overs between, which stay; at the edge of the item into the item beside."""
    here = cue.conference_id
    with editing(db, author, here, EditKind.MOVE, cue.content, about=cue) as tree:
        cues = tree.cues[cue.item_id]
        place = cues.index(cue)
        ahead = cues[place + 1 :] if by > 0 else cues[:place][::-1]
        is_change_over = cue.kind is CueKind.CHANGE_OVER
        steps = (
            n for n, c in enumerate(ahead, 1) if is_change_over or c.kind is not CueKind.CHANGE_OVER
        )
        to = next(steps, None)
        if to is not None:
            other = place + (to if by > 0 else -to)
            cues[place], cues[other] = cues[other], cues[place]
            _number(db, cues)
            return
        items = [item.id for item in tree.items]
        beside = items.index(cue.item_id) + by
        if 0 <= beside < len(items):
            others = tree.cues.get(items[beside], [])
            _over(db, cues, others, cue, items[beside], 0 if by > 0 else len(others))


def place_cue(db: Session, author: Author, cue: Cue, item: AgendaItem, to: int) -> None:
    """To the place ``to`` (from 1) within ``item``, its own or another."""
    here = cue.conference_id
    with editing(db, author, here, EditKind.MOVE, cue.content, about=cue) as tree:
        cues, others = tree.cues[cue.item_id], tree.cues_of(item)
        if item.id == cue.item_id:
            _number(db, _moved(cues, cue, to - 1))
        else:
            _over(db, cues, others, cue, item.id, max(0, min(len(others), to - 1)))


def remove(db: Session, author: Author, item: AgendaItem, *, version: int | None) -> None:
    """With its cues. The database refuses to remove an item that speeches or the live log name."""
    here = item.conference_id
    with editing(db, author, here, EditKind.REMOVE, item.content) as tree:
        _check(item, version)
        for cue in tree.cues_of(item):
            db.delete(cue)
        db.flush()
        db.delete(item)
        db.flush()
        _number(db, [other for other in tree.items if other is not item])


def remove_cue(db: Session, author: Author, cue: Cue, *, version: int | None) -> None:
    here = cue.conference_id
    with editing(db, author, here, EditKind.REMOVE, cue.content) as tree:
        _check(cue, version)
        db.delete(cue)
        _number(db, [other for other in tree.cues[cue.item_id] if other is not cue])


def set_cues(
    db: Session,
    author: Author,
    item: AgendaItem,
    drafts: Sequence[CueDraft],
    *,
    subject_prefix: str,
) -> None:
    """Write those cues of ``item`` anew whose subject begins with ``subject_prefix``, in one act.

    A cue whose subject stays keeps what people wrote in it beside the draft (sound, screen,
    ushers); they stand together where the first of them stood, or at the end.
    """
    here = item.conference_id
    with editing(db, author, here, EditKind.CUES, item.content) as tree:
        cues = tree.cues_of(item)
        own = [cue for cue in cues if cue.subject.startswith(subject_prefix)]
        first = cues.index(own[0]) if own else len(cues)
        known = {cue.subject: cue for cue in own}
        written = [_drafted(item, draft, known.pop(draft.subject, None)) for draft in drafts]
        for cue in own:
            if cue not in written:
                db.delete(cue)
        others = [cue for cue in cues if cue not in own]
        _number(db, [*others[:first], *written, *others[first:]])


def start_at(
    db: Session, author: Author, conference: Conference, moment: datetime, *, moves_end: bool
) -> None:
    """Let the conference begin at ``moment``: every fixed start moves along; the end that is set
    moves too, or stays and is named as broken where the programme now passes it."""
    by = moment - conference.starts_at
    label = conference.short_name
    with editing(db, author, conference.id, EditKind.SHIFT, label) as tree:
        tree.conference.starts_at = moment
        if moves_end or tree.conference.ends_at <= moment:
            tree.conference.ends_at += by
        db.add(tree.conference)
        for row in tree.rows:
            if row.fixed_start is not None:
                row.fixed_start += by
                db.add(row)


def _check(row: AgendaItem | Cue, version: int | None) -> None:
    if version not in {None, row.version}:
        raise Stale(row)


def _drafted(item: AgendaItem, draft: CueDraft, known: Cue | None) -> Cue:
    values = {field: value for field, value in asdict(draft).items() if value is not None}
    if known is None:
        return Cue.model_validate(
            {**values, "conference_id": item.conference_id, "item_id": item.id, "number": 0}
        )
    for field, value in values.items():
        setattr(known, field, value)
    return known


def _moved(rows: list[Row], row: Row, to: int) -> list[Row]:
    others = [other for other in rows if other is not row]
    others.insert(max(0, min(len(others), to)), row)
    return others


def _over(db: Session, cues: list[Cue], others: list[Cue], cue: Cue, item_id: int, to: int) -> None:
    """From one item to another."""
    _number(db, [other for other in cues if other is not cue])
    cue.item_id = item_id
    _number(db, _moved(others, cue, to))


def _number(db: Session, rows: Sequence[AgendaItem] | Sequence[Cue]) -> None:
    for number, row in enumerate(rows, 1):
        row.number = number
        db.add(row)
