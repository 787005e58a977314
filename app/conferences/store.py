"""Conferences and who may see them, their units and groups, and the clock they run on."""

import base64
import re
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from app import clock, vietnamese
from app.accounts.models import Staff
from app.clock import Rehearsed
from app.conferences.history import Author, note
from app.conferences.models import (
    BaseDocument,
    Conference,
    ConferenceAlias,
    DelegateGroup,
    DressRule,
    Membership,
    Rehearsal,
    Unit,
    UnitAlias,
)
from app.conferences.rules import DeskRole, UnitKind
from app.db import announce
from app.errors import NotFound


def new_code() -> str:
    """130 random bits in capitals and digits: the alphabet that makes the smallest QR codes."""
    return base64.b32encode(secrets.token_bytes(17)).decode()[:26]


def as_code(text: str) -> str:
    """What somebody scanned or typed, as ``new_code`` writes it; empty, nobody's, if it is none."""
    code = text.upper()
    return code if re.fullmatch(r"[A-Z2-7]{26}", code) else ""


def conferences_of(db: Session, staff: Staff) -> list[Conference]:
    """Those this person may see, the latest first."""
    query = select(Conference).order_by(col(Conference.starts_at).desc())
    if not staff.is_administrator:
        query = query.join(Membership).where(Membership.staff_id == staff.id)
    return list(db.exec(query))


def slugs(db: Session) -> list[str]:
    """Of every conference there is."""
    return list(db.exec(select(Conference.slug).order_by(Conference.slug)))


def conference_named(db: Session, slug: str) -> Conference:
    found = db.exec(select(Conference).where(Conference.slug == slug)).first()
    if found is None:
        raise NotFound("Không có hội nghị {slug}", slug=slug)
    return found


def conference_followed(db: Session, code: str) -> Conference:
    """The one whose public pages have this code. Raises NotFound."""
    query = select(Conference).where(Conference.follow_code == as_code(code))
    if found := db.exec(query).first():
        return found
    raise NotFound


def create(
    db: Session,
    slug: str,
    name: str,
    short_name: str,
    host: str,
    starts_at: datetime,
    ends_at: datetime,
) -> Conference:
    """A conference with nothing in it yet. The database refuses a slug that is taken."""
    conference = Conference(
        slug=slug,
        name=name,
        short_name=short_name,
        host=host,
        starts_at=starts_at,
        ends_at=ends_at,
        follow_code=new_code(),
        screen_code=new_code(),
        poster_code=new_code(),
    )
    db.add(conference)
    db.flush()
    return conference


def role_of(db: Session, staff: Staff, conference: Conference) -> DeskRole | None:
    """An administrator organises everything; a stranger has no role."""
    if staff.is_administrator:
        return DeskRole.ORGANISER
    query = select(Membership.role).where(
        Membership.staff_id == staff.id, Membership.conference_id == conference.id
    )
    found = db.exec(query).first()
    return DeskRole(found) if found else None


def members(db: Session, conference_id: int) -> Sequence[tuple[Membership, Staff]]:
    query = (
        select(Membership, Staff)
        .where(Membership.staff_id == Staff.id, Membership.conference_id == conference_id)
        .order_by(Staff.username)
    )
    return db.exec(query).all()


def admit(
    db: Session, author: Author, conference: Conference, staff: Staff, role: DeskRole
) -> None:
    """Give this person one role in the conference, in place of any other."""
    query = select(Membership).where(
        Membership.staff_id == staff.id, Membership.conference_id == conference.id
    )
    found = db.exec(query).first()
    before = found.role if found else None
    membership = found or Membership(staff_id=staff.id, conference_id=conference.id, role=role)
    membership.role = role
    db.add(membership)
    note(db, author, conference, staff.full_name, "role", before, role)


def dismiss(db: Session, author: Author, conference: Conference, membership_id: int) -> None:
    found = db.get(Membership, membership_id)
    if found is None or found.conference_id != conference.id:
        raise NotFound
    staff = db.get_one(Staff, found.staff_id)
    note(db, author, conference, staff.full_name, "role", found.role, None)
    db.delete(found)


def documents(db: Session, conference_id: int) -> list[BaseDocument]:
    query = select(BaseDocument).where(BaseDocument.conference_id == conference_id)
    return list(db.exec(query.order_by(col(BaseDocument.id))))


def aliases(db: Session, conference_id: int) -> list[ConferenceAlias]:
    query = select(ConferenceAlias).where(ConferenceAlias.conference_id == conference_id)
    return list(db.exec(query.order_by(col(ConferenceAlias.id))))


def groups(db: Session, conference_id: int) -> list[DelegateGroup]:
    """In order of precedence."""
    query = select(DelegateGroup).where(DelegateGroup.conference_id == conference_id)
    return list(db.exec(query.order_by(col(DelegateGroup.precedence), col(DelegateGroup.id))))


def places(db: Session, conference_id: int) -> int:
    """The sum of all quotas."""
    query = select(func.coalesce(func.sum(DelegateGroup.quota), 0))
    return int(db.exec(query.where(DelegateGroup.conference_id == conference_id)).one())


def dress_rules(db: Session, conference_id: int) -> list[DressRule]:
    query = select(DressRule).where(DressRule.conference_id == conference_id)
    return list(db.exec(query.order_by(col(DressRule.id))))


def units(db: Session, conference_id: int, kinds: Sequence[UnitKind] = ()) -> list[Unit]:
    """In the host's own order."""
    query = select(Unit).where(Unit.conference_id == conference_id)
    if kinds:
        query = query.where(col(Unit.kind).in_(kinds))
    return list(db.exec(query.order_by(col(Unit.position), col(Unit.sort_key))))


def units_by_id(db: Session, conference_id: int, ids: Collection[int]) -> dict[int, Unit]:
    """Those of the units that belong to the conference."""
    query = select(Unit).where(Unit.conference_id == conference_id, col(Unit.id).in_(ids))
    return {unit.id: unit for unit in db.exec(query)}


def unit_called(db: Session, conference_id: int, name: str) -> Unit | None:
    """The unit with this name or alias, whichever way its tones are placed."""
    key = vietnamese.tone_key(name)
    query = select(Unit).where(Unit.conference_id == conference_id, Unit.name_key == key)
    by_alias = (
        select(Unit)
        .where(UnitAlias.unit_id == Unit.id)
        .where(UnitAlias.conference_id == conference_id, UnitAlias.name_key == key)
    )
    return db.exec(query).first() or db.exec(by_alias).first()


def add_unit(
    db: Session,
    conference_id: int,
    name: str,
    kind: UnitKind,
    *,
    position: int,
    code: str = "",
    parent_id: int | None = None,
    other_names: Sequence[str] = (),
) -> Unit:
    unit = Unit(
        conference_id=conference_id,
        parent_id=parent_id,
        name=name,
        kind=kind,
        code=code,
        position=position,
        name_key=vietnamese.tone_key(name),
        search_key=vietnamese.fold(" ".join([name, *other_names])),
        sort_key=vietnamese.title_key(name),
    )
    db.add(unit)
    db.flush()
    keys = {vietnamese.tone_key(other): other for other in other_names}
    keys.pop(unit.name_key, None)
    for key, other in keys.items():
        alias = UnitAlias(conference_id=conference_id, unit_id=unit.id, name=other, name_key=key)
        db.add(alias)
    return unit


_GOING_ON = col(Rehearsal.ended_at).is_(None)
_AT_WORK = (
    select(Conference, Rehearsal)
    .outerjoin(Rehearsal, _GOING_ON & (col(Rehearsal.conference_id) == Conference.id))
    .where(col(Conference.id) == bindparam("conference"))
)  # built once: every public page asks it


def rehearsal(db: Session, conference_id: int) -> Rehearsal | None:
    """The rehearsal going on, if the conference does not run on the real clock."""
    query = select(Rehearsal).where(Rehearsal.conference_id == conference_id)
    return db.exec(query.where(_GOING_ON)).first()


def rehearsed(rehearsal: Rehearsal | None) -> Rehearsed | None:
    """The clock of a rehearsal."""
    if rehearsal is None:
        return None
    return Rehearsed(rehearsal.as_of, rehearsal.set_at, rehearsal.is_running)


def present(db: Session, conference_id: int) -> tuple[Rehearsal | None, datetime]:
    """The rehearsal going on, if any, and the moment the conference's clock shows."""
    going_on = rehearsal(db, conference_id)
    return going_on, clock.now(rehearsed(going_on))


def at_work(db: Session, conference_id: int) -> tuple[Conference, Rehearsal | None, datetime]:
    """The conference with its ``present``, in one query."""
    conference, going_on = db.exec(_AT_WORK, params={"conference": conference_id}).one()
    return conference, going_on, clock.now(rehearsed(going_on))


def telling_moments(conference: Conference) -> list[tuple[str, datetime]]:
    """Moments at which the plan looks different, to be tried with a rehearsal clock."""
    start, end = conference.starts_at, conference.ends_at
    return [
        ("Một tuần trước", start - timedelta(days=7)),
        ("Bốn ngày trước, cuối buổi sáng", start - timedelta(days=4) + timedelta(hours=2.5)),
        ("Trước giờ khai mạc 30 phút", start - timedelta(minutes=30)),
        ("Đúng giờ khai mạc", start),
        ("Giữa hội nghị", start + (end - start) / 2),
        ("Sau bế mạc", end + timedelta(minutes=5)),
    ]


def rehearse(
    db: Session, author: Author, conference: Conference, as_of: datetime, *, is_running: bool
) -> Rehearsal:
    """Set the conference's clock. A rehearsal that is going on keeps its records and moves on."""
    going_on = rehearsal(db, conference.id)
    found = going_on or Rehearsal(
        conference_id=conference.id, as_of=as_of, set_at=author.at, is_running=is_running
    )
    found.as_of, found.set_at, found.is_running = as_of, author.at, is_running
    found.staff_id = author.staff_id
    db.add(found)
    note(db, author, conference, conference.short_name, "clock", None, as_of)
    announce(db, topic(conference.id))
    return found


def end_rehearsal(db: Session, author: Author, conference: Conference) -> None:
    """Back to the real clock. What was rehearsed stays, apart."""
    found = rehearsal(db, conference.id)
    if found is not None:
        found.ended_at = author.at
        db.add(found)
        note(db, author, conference, conference.short_name, "clock", found.as_of, None)
        announce(db, topic(conference.id))


def topic(conference_id: int) -> str:
    """On the bulletin: the conference's clock or programme moved."""
    return f"conference/{conference_id}"
