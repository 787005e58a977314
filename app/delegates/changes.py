"""Changing the list of delegates: enrolling, correcting, and renewing what a QR code carries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from sqlmodel import Session

from app import vietnamese
from app.conferences.history import Author, amend, note
from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import new_code
from app.db import insert_rows
from app.delegates import order, store
from app.delegates.models import Delegate, DelegateRole, Pass, Position
from app.delegates.rules import ON_PAPER, Attendance, Role, Sex, called, masked
from app.delegates.search import BAR, key_of
from app.delegates.store import Listed

_SEARCHED = 900  # characters, as the column has them
_LAST = "zz"  # unnamed places stand after all names
_ACCENTED = 2_000
_OWN = (
    "name",
    "sex",
    "is_uniformed",
    "rank",
    "in_post_since",
    "birth_year",
    "attendance",
    "reason",
    "note",
    "needs_step_free",
)


@dataclass(frozen=True)
class Enrolment:
    """A place of the composition as a list gives it."""

    group_id: int
    positions: Sequence[str]
    unit: Unit | None = None
    name: str = ""
    is_synthetic: bool = False
    sex: Sex | None = None
    is_uniformed: bool = False
    rank: int = 0
    roles: Sequence[Role] = (Role.DELEGATE,)
    attendance: Attendance = Attendance.INVITED
    reason: str = ""
    phone: str = ""
    needs_step_free: bool = False
    in_post_since: date | None = None
    birth_year: int | None = None
    note: str = ""
    stands_in_for_id: int | None = None


def enrol(
    db: Session, conference_id: int, enrolments: Iterable[Enrolment], at: datetime
) -> list[Delegate]:
    """Add delegates in the order given, each with positions, roles and a pass of their own."""
    people = enlist(db, conference_id, enrolments, at)
    order.renew(db, conference_id)
    return people


def enlist(
    db: Session, conference_id: int, enrolments: Iterable[Enrolment], at: datetime
) -> list[Delegate]:
    """The same, for a part of a long list: whoever calls it renews the order at the end."""
    last = store.last_number(db, conference_id)
    pairs = [
        (enrolment, _delegate(conference_id, last + place, enrolment))
        for place, enrolment in enumerate(enrolments, 1)
    ]
    db.add_all(delegate for _, delegate in pairs)
    db.flush()
    _give_all(db, [(delegate, given.positions, given.roles) for given, delegate in pairs])
    passes = [{"delegate_id": d.id, "token": new_code(), "issued_at": at} for _, d in pairs]
    insert_rows(db, Pass, passes)
    return [delegate for _, delegate in pairs]


def add(db: Session, author: Author, conference_id: int, enrolment: Enrolment) -> Delegate:
    """One more place; where no rank is given, after all others of its delegation or group."""
    rank = enrolment.rank or store.last_rank(db, enrolment.group_id, enrolment.unit) + 1
    enrolment = replace(enrolment, rank=rank)
    (delegate,) = enrol(db, conference_id, [enrolment], author.at)
    label = called(enrolment.name, enrolment.positions)
    note(db, author, delegate, label, "delegate", None, label)
    return delegate


def as_enrolled(found: Listed) -> Enrolment:
    """A delegate as somebody would enrol them now, to be changed with ``dataclasses.replace``."""
    kept = found.delegate.model_dump(include={field.name for field in fields(Enrolment)})
    return Enrolment(**kept, positions=found.positions, unit=found.unit, roles=found.roles)


def change(db: Session, author: Author, found: Listed, wanted: Enrolment, why: str = "") -> None:
    """Make the delegate as ``wanted``, with one line of history for each thing that differs.

    A sample name that is replaced is no sample any more.
    """
    delegate, label = found.delegate, found.called
    group = db.get_one(DelegateGroup, wanted.group_id)
    for field, before, after in (
        ("group", found.group.name, group.name),
        ("unit", found.unit and found.unit.name, wanted.unit and wanted.unit.name),
        ("positions", "; ".join(found.positions), "; ".join(wanted.positions)),
        ("roles", _listed(found.roles), _listed(wanted.roles)),
    ):
        if before != after:
            note(db, author, delegate, label, field, before, after, why)
    if wanted.phone != delegate.phone:  # masked, for everybody reads the history
        before, after = masked(delegate.phone), masked(wanted.phone)
        note(db, author, delegate, label, "phone", before, after, why)
    if wanted.name != delegate.name:
        delegate.is_synthetic = False
    own = {field: getattr(wanted, field) for field in _OWN}
    amend(db, author, delegate, own, label=label, reason=why)
    delegate.group_id, delegate.phone = wanted.group_id, wanted.phone
    delegate.unit_id = wanted.unit.id if wanted.unit else None
    set_keys(delegate, wanted.positions, wanted.unit)
    _take(db, delegate)
    _give_all(db, [(delegate, wanted.positions, wanted.roles)])
    order.renew(db, delegate.conference_id)


def renew_pass(db: Session, author: Author, found: Listed) -> Pass:
    """Revoke the delegate's code, so that it is refused at once, and issue another."""
    old = store.valid_pass(db, found.delegate.id)
    if old is not None:
        old.revoked_at = author.at
        db.add(old)
        db.flush()
    new = Pass(delegate_id=found.delegate.id, token=new_code(), issued_at=author.at)
    db.add(new)
    note(db, author, found.delegate, found.called, "pass", None, author.at)
    return new


def _delegate(conference_id: int, number: int, enrolment: Enrolment) -> Delegate:
    unit_id = enrolment.unit.id if enrolment.unit else None
    plain = {field.name: getattr(enrolment, field.name) for field in fields(enrolment)}
    kept = {name: plain[name] for name in plain.keys() & Delegate.model_fields.keys()}
    delegate = Delegate(conference_id=conference_id, number=number, unit_id=unit_id, **kept)
    set_keys(delegate, enrolment.positions, enrolment.unit)
    return delegate


def set_keys(delegate: Delegate, positions: Sequence[str], unit: Unit | None) -> None:
    """What a delegate is sorted and found by; the search key begins with the name."""
    parts = [delegate.name, " ".join(positions), unit.name if unit else ""]
    written = vietnamese.exact_key(" ".join(parts)).casefold()
    delegate.sort_key = vietnamese.name_key(delegate.name) if delegate.name else _LAST
    delegate.search_key = key_of(*parts)[:_SEARCHED]
    delegate.accented_key = f" {written} {BAR} {vietnamese.tone_key(written)} "[:_ACCENTED]


def _listed(roles: Iterable[Role]) -> str:
    return ", ".join(ON_PAPER[role] for role in sorted(roles))


def _give_all(db: Session, given: Iterable[tuple[Delegate, Sequence[str], Sequence[Role]]]) -> None:
    """Posts and roles, of people who have none yet."""
    positions, roles = [], []
    for delegate, posts, tasks in given:
        positions += [
            {"delegate_id": delegate.id, "place": place, "title": title}
            for place, title in enumerate(posts, 1)
        ]
        roles += [{"delegate_id": delegate.id, "role": role} for role in tasks]
    insert_rows(db, Position, positions)
    insert_rows(db, DelegateRole, roles)


def _take(db: Session, delegate: Delegate) -> None:
    for held in (*store.positions_of(db, [delegate.id]), *store.roles_of(db, [delegate.id])):
        db.delete(held)
    db.flush()
