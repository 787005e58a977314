"""Releases: the tree frozen under a number, what is different from another, who is told."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app import vietnamese
from app.agenda import frozen, store
from app.agenda.differences import (
    Concerned,
    Difference,
    Paper,
    State,
    concerned,
    differences,
    papers,
)
from app.agenda.models import Release
from app.agenda.said import said, span
from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.conferences.store import topic, units_by_id
from app.db import announce
from app.errors import Refused
from app.outbox.rules import Kind
from app.outbox.store import Draft, Prepared, contacts, prepare
from app.web.language import speaking


@dataclass(frozen=True)
class Comparison:
    """Two states of the programme side by side. ``before`` is None for the first release;
    ``after`` is None for the draft."""

    before: Release | None
    after: Release | None
    differences: list[Difference]
    concerned: list[Concerned]
    papers: dict[Paper, list[Difference]]
    unit_names: dict[int, str]

    def name_of(self, one: Concerned) -> str:
        return self.unit_names[one.unit_id] if one.unit_id else one.name


@dataclass(frozen=True)
class Issue:
    """A programme to be given out. ``number`` is 0 for the draft."""

    conference: Conference
    state: State
    number: int
    at: datetime

    @property
    def name(self) -> str:
        return f"Bản số {self.number}" if self.number else "Dự thảo"


def issue_of(db: Session, conference: Conference, number: int, now: datetime) -> Issue:
    """The release of this number, or for 0 the draft as it stands ``now``. Raises NotFound."""
    if number:
        found = store.release_numbered(db, conference.id, number)
        return Issue(conference, frozen.state(found.tree), number, found.at)
    return Issue(conference, draft(db, conference), 0, now)


def compare(
    db: Session, conference: Conference, before: Release | None, after: Release | None
) -> Comparison:
    """``after`` (or the draft as it stands now) against ``before``."""
    new = frozen.state(after.tree) if after else draft(db, conference)
    old = frozen.state(before.tree) if before else None
    found = differences(old, new) if old else []
    who = concerned(found, old, new)
    wanted = {one.unit_id for one in who if one.unit_id is not None}
    names = {key: unit.name for key, unit in units_by_id(db, conference.id, wanted).items()}
    known = [one for one in who if one.unit_id is None or one.unit_id in names]
    return Comparison(before, after, found, known, papers(found), names)


def draft(db: Session, conference: Conference) -> State:
    """The programme as it is planned now."""
    return frozen.state(frozen.freeze(conference, store.day(db, conference)))


def release(
    db: Session, author: Author, conference: Conference, remark: str
) -> tuple[Release, Prepared]:
    """Freeze the draft under the next number and prepare a letter to everybody concerned.

    Raises Refused where nothing has changed since the last release, or nothing is planned.
    """
    tree = store.tree_to_edit(db, conference.id)
    day = store.timed(tree)
    last = store.last_release(db, conference.id)
    found = compare(db, conference, last, None)
    if not day.slots:
        raise Refused("Chương trình chưa có mục nào để phát hành")
    if last and not found.differences:
        raise Refused("Chương trình không khác bản số {n} đã phát hành", n=last.number)
    made = Release(
        conference_id=conference.id,
        number=last.number + 1 if last else 1,
        at=author.at,
        staff_id=author.staff_id,
        who=author.name,
        remark=remark,
        tree=frozen.freeze(conference, day),
    )
    db.add(made)
    db.flush()
    note(db, author, made, f"Bản phát hành số {made.number}", "release", None, made.number, remark)
    addresses = _addresses(db, conference.id)
    with speaking("vi"):
        drafts = [_letter(conference, made, found, one, addresses) for one in found.concerned]
    announce(db, topic(conference.id))
    return made, prepare(db, author, conference.id, drafts)


def _addresses(db: Session, conference_id: int) -> dict[int | str, str]:
    """Of units by their number, of persons by their name as keys have it; where two contacts of
    one name differ, neither is taken: a letter to nobody is better than one to a stranger."""
    found: dict[int | str, str] = {}
    for contact in contacts(db, conference_id):
        person = store.person(contact.name)
        keys = [contact.unit_id] if contact.unit_id else [person.key] if person else []
        for key in keys:
            found[key] = contact.email if found.get(key, contact.email) == contact.email else ""
    return found


def _letter(
    conference: Conference,
    made: Release,
    found: Comparison,
    one: Concerned,
    addresses: Mapping[int | str, str],
) -> Draft:
    to = f"unit/{one.unit_id}" if one.unit_id else f"person/{_digest(one.name)}"
    person = store.person(one.name)
    address = addresses.get(one.unit_id or (person.key if person else ""), "")
    return Draft(
        reason=f"agenda/v{made.number}/{to}",
        kind=Kind.AGENDA,
        recipient=found.name_of(one)[:200],
        subject=f"Chương trình {conference.short_name}, bản số {made.number}"[:200],
        body=_body(conference, made, found, one),
        address=address,
        unit_id=one.unit_id,
    )


def _body(conference: Conference, made: Release, found: Comparison, one: Concerned) -> str:
    start = conference.starts_at
    day = f"{vietnamese.weekday_text(start)}, ngày {vietnamese.day_text(start)}"
    number = f"bản số {made.number}"
    if found.before:
        number += f", thay bản số {found.before.number}"
    lines = [
        f"Kính gửi: {found.name_of(one)}",
        "",
        f"{conference.host} phát hành chương trình {conference.name} ({day}), {number}.",
    ]
    if one.differences:
        lines += ["", "Những thay đổi liên quan:", *(f"- {said(d)}." for d in one.differences)]
    if one.now:
        lines += ["", "Phần được phân công:"]
        lines += [f"- {span(part)}: {part.content} (mục {part.number})." for part in one.now]
    elif found.before:
        lines += ["", "Trong bản này không còn phần được phân công."]
    if made.remark:
        lines += ["", made.remark]
    return "\n".join([*lines, "", "Trân trọng."])


def _digest(name: str) -> str:
    return hashlib.sha256(vietnamese.tone_key(name).encode()).hexdigest()[:24]
