"""Substitutions that a list brings: made in one act each, and taken back with the import."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlmodel import Session

from app.conferences.history import Author
from app.delegates import changes, substitution
from app.delegates import store as delegates
from app.delegates.changes import Enrolment
from app.delegates.rules import Role
from app.delegates.store import Listed
from app.delegates.substitution import Act, Sent
from app.roster import store
from app.roster.amending import Values, typed
from app.roster.lines import Line

_FIELD = "stands_in_for"
_OF_STAND_IN = {field.name for field in fields(Enrolment)} - {"roles", "positions", _FIELD}


def is_sent(line: Line) -> bool:
    """Whether the line brings somebody who comes in the place of somebody else."""
    return bool(line.wanted.get(_FIELD, {}).get("comes"))


def is_former(line: Line) -> bool:
    """Whether the line is about somebody who was to stand in and does not come."""
    return _FIELD in line.wanted and not is_sent(line)


def replaced(sent: Sequence[Line]) -> set[object]:
    """In whose place these lines come: ids of delegates and keys of lines."""
    return {line.wanted[_FIELD].get(of) for line in sent for of in ("id", "line")} - {None}


def before(line: Line, replaced: set[object]) -> Values:
    """What the line wants, without what the act itself does to the person replaced."""
    if not {line.key, line.delegate_id} & replaced:
        return line.wanted
    return {f: v for f, v in line.wanted.items() if f not in {"attendance", "reason"}}


def send(
    db: Session, author: Author, conference_id: int, lines: Sequence[Line], ids: Mapping[str, int]
) -> list[int]:
    """Everybody whom these lines send, in one go; ``ids`` of delegates by the keys of lines."""
    acts = []
    for line, absent in _absent(db, conference_id, lines, ids):
        reason = line.wanted[_FIELD]["reason"] or absent.delegate.reason
        acts.append(Act(absent, _stand_in(line, absent), reason))
    if not acts:
        return []
    coming = substitution.substitute_all(db, author, conference_id, acts)
    return [one.id for one in coming]


def enrol_former(
    db: Session, author: Author, conference_id: int, lines: Sequence[Line], ids: Mapping[str, int]
) -> list[int]:
    """Whoever was sent once and does not come: kept beside the person they stood in for."""
    pairs = _absent(db, conference_id, lines, ids)
    if not pairs:
        return []
    people = [_stand_in(line, absent) for line, absent in pairs]
    return [one.id for one in changes.enrol(db, conference_id, people, author.at)]


def take_back(db: Session, author: Author, conference_id: int, ids: Sequence[int]) -> None:
    """The people replaced come again as they were; the stand-ins are left to be removed."""
    for person in delegates.those(db, conference_id, ids).values():
        if person.delegate.attendance.takes_seat:
            substitution.take_back(db, author, person, "Rút lại lần nhập danh sách")
    store.drop_substitutions(db, ids)


def _absent(
    db: Session, conference_id: int, lines: Sequence[Line], ids: Mapping[str, int]
) -> list[tuple[Line, Listed]]:
    if not lines:
        return []
    db.flush()
    db.expire_all()
    of_line = {line.key: _whom(line.wanted[_FIELD], ids) for line in lines}
    found = delegates.those(db, conference_id, set(of_line.values()))
    return [(line, found[of_line[line.key]]) for line in lines]


def _whom(said: Mapping[str, Any], ids: Mapping[str, int]) -> int:
    return int(said["id"] if "id" in said else ids[said["line"]])


def _stand_in(line: Line, absent: Listed) -> Enrolment:
    """With the place of the person replaced, and what the line says besides."""
    said = line.wanted
    sent = Sent(said["name"], said.get("positions", []))
    made = substitution.enrolment(absent, sent)
    own = {field: typed(field, said[field]) for field in _OF_STAND_IN & said.keys()}
    if "roles" in said:
        own["roles"] = [Role(role) for role in said["roles"]]
    return replace(made, **own)
