"""Those who come without being on the list: guests nobody expected, and stand-ins at the door."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from app.checkin import store
from app.checkin.cards import Asked
from app.checkin.models import Device, ScanRecord
from app.conferences.history import Author, note
from app.conferences.models import Unit
from app.conferences.store import groups, unit_called
from app.delegates import changes, substitution
from app.delegates.changes import Enrolment
from app.delegates.models import Delegate, Placement
from app.delegates.rules import Attendance, Role
from app.delegates.seats import free_seat_near
from app.delegates.store import delegate_of
from app.delegates.substitution import Sent
from app.errors import NotFound, Refused
from app.halls.models import BlockedSeat

_REASON = "Ghi tại cửa"


@dataclass(frozen=True)
class Guest:
    """Whoever stands at the door, as the usher types them."""

    name: str
    position: str
    unit: str


def walk_in(db: Session, device: Device, request: str, guest: Guest, now: datetime) -> bytes:
    """A new delegate with a free seat near their unit, let in. Sent twice, it is one guest.

    Raises Refused while the conference has no group to put anybody in.
    """
    told = _told(db, device, request)
    if told is not None:
        return told
    here, author = device.conference_id, Author(None, device.name, now)
    unit = unit_called(db, here, guest.unit) if guest.unit else None
    position = guest.position
    if guest.unit and unit is None:  # a body the plan does not know stays readable
        position = ", ".join(filter(None, [position, guest.unit]))
    enrolment = Enrolment(
        group_id=_group_of(db, here, unit),
        positions=[position] if position else [],
        unit=unit,
        name=guest.name,
        roles=(Role.GUEST,),
        attendance=Attendance.WALK_IN,
        reason=_REASON,
    )
    added = changes.add(db, author, here, enrolment)
    _seat(db, author, added)
    return _let_in(db, device, request, added.number, now)


def stand_in(
    db: Session, device: Device, request: str, number: int, guest: Guest, now: datetime
) -> bytes:
    """``guest`` comes for the delegate with ``number``, whose code dies. One of lower rank sits
    where the seating proposes it, as nobody at a door has time to ask.

    Raises NotFound for a number that is not there, Refused where somebody stands in already.
    """
    told = _told(db, device, request)
    if told is not None:
        return told
    here, author = device.conference_id, Author(None, device.name, now)
    query = select(col(Delegate.id)).where(
        col(Delegate.conference_id) == here, col(Delegate.number) == number
    )
    absent_id = db.scalars(query).first()
    if absent_id is None:
        raise NotFound("Không có đại biểu này")
    sent = Sent(guest.name, [guest.position] if guest.position else [])
    absent = delegate_of(db, here, absent_id)
    coming = substitution.substitute(db, author, absent, sent, _REASON)
    db.flush()
    found = delegate_of(db, here, coming.id)
    question = substitution.seat_question(db, found)
    if question is not None and question.proposed_id is not None:
        substitution.take_other_seat(db, author, found, question.proposed_id)
    elif question is not None:
        substitution.keep_seat(db, author, found, _REASON)
    db.flush()
    return _let_in(db, device, request, coming.number, now)


def _told(db: Session, device: Device, request: str) -> bytes | None:
    query = select(col(ScanRecord.answer)).where(
        col(ScanRecord.device_id) == device.id, col(ScanRecord.scan_id) == request
    )
    answer = db.scalars(query).first()
    return answer.encode() if answer is not None else None


def _let_in(db: Session, device: Device, request: str, number: int, now: datetime) -> bytes:
    db.flush()
    asked = Asked(request, 0, now, timedelta(0), number=number)
    (answer,) = store.answers(db, [(device.digest or "", asked)], now)
    if answer is None:
        raise Refused("Máy này đã bị thu hồi")
    return answer


def _group_of(db: Session, conference_id: int, unit: Unit | None) -> int:
    """The group of most of the unit's delegates; for others the last of the composition."""
    if unit is not None:
        query = select(col(Delegate.group_id)).where(col(Delegate.unit_id) == unit.id)
        common = Counter(db.scalars(query)).most_common(1)
        if common:
            return common[0][0]
    all_groups = groups(db, conference_id)
    if not all_groups:
        raise Refused("Hội nghị chưa có thành phần nào để ghi khách vào")
    return all_groups[-1].id


def _seat(db: Session, author: Author, added: Delegate) -> None:
    """A seat of the reserve near their unit; where that is used up, the nearest free one."""
    db.flush()
    found = delegate_of(db, added.conference_id, added.id)
    kept = free_seat_near(db, found, is_reserve=True)
    free = kept or free_seat_near(db, found)
    if free is None:
        return
    seat_id, label = free
    if kept is not None:
        _open(db, author, seat_id, label)
    placed = Placement(
        conference_id=added.conference_id,
        delegate_id=added.id,
        seat_id=seat_id,
        placed_at=author.at,
        why="Khách phát sinh",
    )
    db.add(placed)
    db.flush()
    note(db, author, placed, found.called, "placement", None, label)


def _open(db: Session, author: Author, seat_id: int, label: str) -> None:
    query = select(BlockedSeat).where(col(BlockedSeat.seat_id) == seat_id)
    held: BlockedSeat | None = db.scalars(query).first()
    assert held is not None, "the reserve is what is kept free"
    note(db, author, held, label, "blocked", held.reason, None)
    db.delete(held)
    db.flush()
