"""Saving a judged list in one transaction, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.conferences.history import Author
from app.conferences.models import Unit
from app.conferences.store import units
from app.delegates import changes
from app.delegates.changes import Enrolment
from app.delegates.rules import Attendance, Role, called
from app.roster import acts, store
from app.roster.amending import Delegates, Values, typed
from app.roster.lines import Line, Verdict
from app.roster.remarks import Remark

_AT_ONCE = 5_000


def save(db: Session, author: Author, conference_id: int, lines: Sequence[Line]) -> dict[str, Any]:
    """Change and add whom the lines say; the answer is what ``take_back`` needs."""
    new = [line for line in lines if line.verdict is Verdict.NEW]
    sent = [line for line in new if acts.is_sent(line)]
    former = [line for line in new if acts.is_former(line)]
    plain = [line for line in new if not acts.is_sent(line) and not acts.is_former(line)]
    replaced = acts.replaced(sent)
    wanted = {
        line.delegate_id: _unsampled(values)
        for line in lines
        if line.verdict is Verdict.CHANGED
        and line.delegate_id is not None
        and (values := acts.before(line, replaced))
    }
    changed = Delegates(db, author, conference_id, list(wanted)).amend(wanted)
    ids = {line.key: line.delegate_id for line in lines if line.delegate_id is not None}
    said = [acts.before(line, replaced) for line in plain]
    added = _enrol(db, author, conference_id, plain, said)
    ids |= {line.key: added_id for line, added_id in zip(plain, added, strict=True)}
    substituted = acts.send(db, author, conference_id, sent, ids)
    added += substituted + acts.enrol_former(db, author, conference_id, former, ids)
    return {
        "at": author.at.isoformat(),
        "changed": changed,
        "added": added,
        "substituted": substituted,
    }


def take_back(
    db: Session, author: Author, conference_id: int, done: dict[str, Any]
) -> list[tuple[str, Remark]]:
    """Undo what ``save`` did; the answer: who stays as they are, by name, and why.

    Nobody is removed on whom something rests by now, nothing set back that was changed since.
    """
    at = datetime.fromisoformat(done["at"])
    added = Delegates(db, author, conference_id, done["added"])
    edited = store.edited_since(db, added.found, at)
    acts.take_back(db, author, conference_id, [n for n in done["substituted"] if n not in edited])
    sent = added.found.keys() & set(done["substituted"])
    staying = store.leaning(db, sent)
    store.drop_delegates(db, sent - staying.keys() - edited)
    leaning = staying | store.leaning(db, added.found.keys() - sent)
    kept = [
        (added.label(number), Remark("đã gắn với việc khác ({table})", {"table": table}))
        for number, table in leaning.items()
    ]
    kept += [
        (added.label(number), Remark("đã được sửa sau khi nhập", {}))
        for number in edited - leaning.keys()
    ]
    gone = added.found.keys() - leaning.keys() - edited
    telling = store.Telling(author, conference_id)
    for number in gone:
        telling.tell(number, added.label(number), "delegate", added.label(number), "")
    telling.write(db)
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
    store.drop_delegates(db, gone - sent)
    changes.enrol(db, conference_id, [], author.at)
    return kept


def _unsampled(wanted: Values) -> Values:
    """A sample name that is replaced is no sample any more."""
    return {**wanted, "is_synthetic": False} if "name" in wanted else wanted


def _enrol(
    db: Session,
    author: Author,
    conference_id: int,
    lines: Sequence[Line],
    wanted: Sequence[Values],
) -> list[int]:
    """In parts, so that a very long list does not stand in memory as a whole."""
    known = {unit.id: unit for unit in units(db, conference_id)}
    ranks = store.last_ranks(db, conference_id)
    telling = store.Telling(author, conference_id)
    added: list[int] = []
    # Also with nobody to add: enrolling is what puts the whole list into its order again.
    for start in range(0, max(1, len(lines)), _AT_ONCE):
        some = lines[start : start + _AT_ONCE]
        said = wanted[start : start + _AT_ONCE]
        enrolments = [_enrolment(values, known, ranks) for values in said]
        people = changes.enrol(db, conference_id, enrolments, author.at)
        for line, person in zip(some, people, strict=True):
            label = called(person.name, line.wanted.get("positions", []))
            telling.tell(person.id, label, "delegate", "", label)
            added.append(person.id)
        telling.write(db)
        db.flush()
    return added


def _enrolment(
    said: Values, known: dict[int, Unit], ranks: dict[tuple[int, int | None], int]
) -> Enrolment:
    """Without a rank of their own, people stand after all others of their delegation or group."""
    unit = known.get(said.get("unit_id") or 0)
    place = (said["group_id"], unit.id if unit and unit.kind.is_commune_level else None)
    ranks[place] = ranks.get(place, 0) + 1
    return Enrolment(
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
        birth_year=said.get("birth_year"),
        in_post_since=typed("in_post_since", said.get("in_post_since")),
        note=said.get("note", ""),
        is_synthetic=said.get("is_synthetic", False),
    )
