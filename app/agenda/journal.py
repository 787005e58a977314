"""Every act of editing in one place: seen in the history, taken back by undo, done again by redo.

An act is kept as the fields it changed: ``{"table", "id", "before", "after"}``, with None for a
row that was not there. Undo takes one's own acts back, the last first, and refuses where somebody
else has worked on the same fields since.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session

from app.agenda import store
from app.agenda.models import AgendaItem, Cue, Edit
from app.agenda.rules import EditKind, EditState
from app.agenda.settled import settle
from app.agenda.store import Tree
from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.conferences.store import topic
from app.db import announce
from app.errors import Refused

Row = AgendaItem | Cue | Conference
Values = dict[str, Any]
Rows = dict[tuple[str, int], tuple[Row, Values]]

_TABLES: dict[str, type[AgendaItem] | type[Cue]] = {"agendaitem": AgendaItem, "cue": Cue}
_KEPT = {"id", "conference_id", "version"}
_FIELDS = {
    "agendaitem": set(AgendaItem.model_fields) - _KEPT,
    "cue": set(Cue.model_fields) - _KEPT,
    "conference": {"starts_at", "ends_at"},
}
_ORDER = {"number", "item_id"}  # where a row stands, not what it says


@contextmanager
def editing(
    db: Session,
    author: Author,
    conference_id: int,
    kind: EditKind,
    label: str,
    *,
    about: Row | None = None,
    reason: str = "",
) -> Iterator[Tree]:
    """The tree to work on; whatever the block changes in it is one act. Of rows that only made
    room the history says nothing, except of ``about``."""
    tree = store.tree_to_edit(db, conference_id)
    before = _rows(tree)
    with _following(db, before) as rows:
        yield tree
        db.flush()
    changes = _settle(db, author, rows, before, about, reason)
    if changes:
        for undone in store.undone_edits(db, conference_id, author.staff_id):
            undone.state = EditState.DROPPED
            db.add(undone)
        edit = Edit(
            conference_id=conference_id,
            at=author.at,
            staff_id=author.staff_id,
            who=author.name,
            kind=kind,
            label=label[:200],
            changes=changes,
        )
        db.add(edit)
        db.flush()


def undo(db: Session, author: Author, conference_id: int) -> Edit:
    """Take this person's last act back. Raises Refused where that would undo another's work."""
    return _replay(db, author, conference_id, EditState.DONE, EditState.UNDONE)


def redo(db: Session, author: Author, conference_id: int) -> Edit:
    """Do again what this person undid last."""
    return _replay(db, author, conference_id, EditState.UNDONE, EditState.DONE)


def _replay(
    db: Session, author: Author, conference_id: int, state: EditState, to: EditState
) -> Edit:
    tree = store.tree_to_edit(db, conference_id)
    edit = store.last_edit(db, conference_id, author.staff_id, state)
    if edit is None:
        raise Refused("Không còn gì để hoàn tác hoặc làm lại")
    expected, wanted = ("after", "before") if to is EditState.UNDONE else ("before", "after")
    before = _rows(tree)
    with _following(db, before) as rows:
        for change in sorted(edit.changes, key=lambda change: change["table"] == "cue"):
            _restore(db, before, change, change[expected], change[wanted])
            db.flush()
    edit.state = to
    db.add(edit)
    _settle(db, author, rows, before, None, "")
    return edit


@contextmanager
def _following(db: Session, before: Rows) -> Iterator[list[Row]]:
    """The rows that stand once the block has saved its own: reading them again would take as long
    as all the rest of a change."""
    rows = {id(row): row for row, _ in before.values()}

    def follow(session: PlainSession, _: object) -> None:
        for row in session.new:
            if isinstance(row, AgendaItem | Cue):
                rows[id(row)] = row
        for row in session.deleted:
            rows.pop(id(row), None)

    standing: list[Row] = []
    event.listen(db, "after_flush", follow)
    try:
        yield standing
    finally:
        event.remove(db, "after_flush", follow)
    standing += rows.values()


def _restore(
    db: Session, rows: Rows, change: Values, expected: Values | None, wanted: Values | None
) -> None:
    table, row_id = change["table"], change["id"]
    found = rows.get((table, row_id))
    now = _dumped(found[0], expected) if found and expected is not None else None
    if (found is None) != (expected is None) or now != expected:
        raise Refused("Phần này đã có người khác sửa sau đó, không hoàn tác được")
    if found is None:
        kind = _TABLES[table]
        values = {**(wanted or {}), "id": row_id, "conference_id": change["conference_id"]}
        db.add(kind.model_validate(values))
    elif wanted is None:
        if table == "agendaitem" and _holds_more(rows, row_id, change):
            raise Refused("Mục này đã có phần việc mới, không hoàn tác được")
        db.delete(found[0])
    else:
        row = found[0]
        parsed = type(row).model_validate({**row.model_dump(), **wanted})
        for field in wanted:
            setattr(row, field, getattr(parsed, field))
        db.add(row)


def _holds_more(rows: Rows, item_id: int, change: Values) -> bool:
    """Whether an item that is to go has cues which came after it."""
    own = set(change.get("cues", ()))
    return any(
        isinstance(row, Cue) and row.item_id == item_id and row.id not in own
        for row, _ in rows.values()
    )


def _settle(
    db: Session,
    author: Author,
    rows: Sequence[Row],
    before: Rows,
    about: Row | None,
    reason: str,
) -> list[Values]:
    """Tell the history of the saved ``rows``, count versions up; what was changed."""
    (conference,) = (row for row in rows if isinstance(row, Conference))
    after = _held(rows)
    changes, raised = [], []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        row = (now or was)[0]  # type: ignore[index]  # it stands in one of them
        fields = _changed(row, was[1] if was else None, now[1] if now else None)
        if not fields:
            continue
        _tell(db, author, row, was and was[1], now and now[1], fields, about, reason)
        if now and was and not set(fields) <= _ORDER and isinstance(row, AgendaItem | Cue):
            row.version += 1
            raised.append(row)
        changes.append(
            {
                "table": key[0],
                "id": key[1],
                "conference_id": conference.id,
                "before": _written(row, was[1], fields) if was else None,
                "after": _written(row, now[1], fields) if now else None,
            }
        )
    if changes:
        announce(db, topic(conference.id))
    settle(db, Tree.of(conference, rows), raised)
    return changes


def _tell(
    db: Session,
    author: Author,
    row: Row,
    was: Values | None,
    now: Values | None,
    fields: Sequence[str],
    about: Row | None,
    reason: str,
) -> None:
    label = row.short_name if isinstance(row, Conference) else row.content
    if was is None or now is None:
        named = "cue" if isinstance(row, Cue) else "item"
        text = row.content if not isinstance(row, Conference) else ""
        note(db, author, row, label, named, was and text, now and text, reason)
        return
    for field in fields:
        if field not in _ORDER or row is about:
            note(db, author, row, label, field, was[field], now[field], reason)


def _rows(tree: Tree) -> Rows:
    """Every row with what it holds now."""
    return _held([tree.conference, *tree.rows])


def _held(rows: Sequence[Row]) -> Rows:
    found: Rows = {}
    for row in rows:
        table = str(row.__tablename__)
        found[table, row.id] = (row, dict(vars(row)))
    return found


def _changed(row: Row, was: Values | None, now: Values | None) -> list[str]:
    fields = _FIELDS[str(row.__tablename__)]
    if was == now:
        return []
    if was is None or now is None:
        return sorted(fields)
    return sorted(field for field in fields if was[field] != now[field])


def _written(row: Row, values: Values, fields: Sequence[str]) -> Values:
    """The fields as JSON has them."""
    shape = type(row).model_construct(**{field: values[field] for field in fields})
    return shape.model_dump(mode="json", include=set(fields))


def _dumped(row: Row, like: Values) -> Values:
    return row.model_dump(mode="json", include=set(like))
