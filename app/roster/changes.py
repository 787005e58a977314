"""Saving a judged list in one transaction, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.conferences.history import Author, note
from app.conferences.store import units
from app.delegates import changes
from app.delegates.changes import Enrolment
from app.delegates.rules import Attendance, Role, called
from app.roster import store
from app.roster.amending import Delegates, Values, typed
from app.roster.lines import Line, Verdict
from app.roster.remarks import Remark

_AFTER_ENROLLING = ("birth_year", "in_post_since")


def save(db: Session, author: Author, conference_id: int, lines: Sequence[Line]) -> dict[str, Any]:
    """Change and add whom the lines say; the answer is what ``take_back`` needs."""
    wanted = {
        line.delegate_id: _unsampled(line.wanted)
        for line in lines
        if line.verdict is Verdict.CHANGED and line.delegate_id is not None
    }
    changed = Delegates(db, author, conference_id, list(wanted)).amend(wanted)
    new = [line for line in lines if line.verdict is Verdict.NEW]
    added = _enrol(db, author, conference_id, new)
    return {"at": author.at.isoformat(), "changed": changed, "added": added}


def take_back(
    db: Session, author: Author, conference_id: int, done: dict[str, Any]
) -> list[tuple[str, Remark]]:
    """Undo what ``save`` did; the answer: who stays as they are, by name, and why.

    Nobody is removed on whom something rests by now, nothing set back that was changed since.
    """
    at = datetime.fromisoformat(done["at"])
    added = Delegates(db, author, conference_id, done["added"])
    leaning = store.leaning(db, added.found)
    edited = store.edited_since(db, added.found, at)
    kept = [
        (added.label(number), Remark("đã gắn với việc khác ({table})", {"table": table}))
        for number, table in leaning.items()
    ]
    kept += [
        (added.label(number), Remark("đã được sửa sau khi nhập", {}))
        for number in edited - leaning.keys()
    ]
    gone = added.found.keys() - leaning.keys() - edited
    for number in gone:
        note(
            db,
            author,
            added.found[number],
            added.label(number),
            "delegate",
            added.label(number),
            None,
        )
    db.flush()
    changes_of = {one["id"]: one for one in done["changed"]}
    changed = Delegates(db, author, conference_id, list(changes_of))
    back: dict[int, Values] = {}
    for number in changed.found:
        one = changes_of[number]
        if changed.now(number, one["after"]) == one["after"]:
            back[number] = one["before"]
        else:
            kept.append((changed.label(number), Remark("đã được sửa sau khi nhập", {})))
    changed.amend(back)
    store.drop_delegates(db, gone)
    changes.enrol(db, conference_id, [], author.at)
    return kept


def _unsampled(wanted: Values) -> Values:
    """A sample name that is replaced is no sample any more."""
    return {**wanted, "is_synthetic": False} if "name" in wanted else wanted


def _enrol(db: Session, author: Author, conference_id: int, lines: Sequence[Line]) -> list[int]:
    known = {unit.id: unit for unit in units(db, conference_id)}
    ranks = store.last_ranks(db, conference_id)
    enrolments = []
    for line in lines:
        said = line.wanted
        unit = known.get(said.get("unit_id") or 0)
        place = (said["group_id"], unit.id if unit and unit.kind.is_commune_level else None)
        ranks[place] = ranks.get(place, 0) + 1
        enrolments.append(
            Enrolment(
                group_id=said["group_id"],
                positions=said.get("positions", []),
                unit=unit,
                name=said.get("name", ""),
                sex=typed("sex", said.get("sex")),
                is_uniformed=said.get("is_uniformed", False),
                rank=said.get("rank", ranks[place]),
                roles=[Role(role) for role in said.get("roles", [Role.DELEGATE])],
                attendance=Attendance(said.get("attendance", Attendance.INVITED)),
                reason=said.get("reason", ""),
                phone=said.get("phone", ""),
                needs_step_free=said.get("needs_step_free", False),
            )
        )
    # Also with nobody to add: enrolling is what puts the whole list into its order again.
    people = changes.enrol(db, conference_id, enrolments, author.at)
    for line, person in zip(lines, people, strict=True):
        for field in _AFTER_ENROLLING:
            if field in line.wanted:
                setattr(person, field, typed(field, line.wanted[field]))
        label = called(person.name, line.wanted.get("positions", []))
        note(db, author, person, label, "delegate", None, label)
    db.flush()
    return [person.id for person in people]
