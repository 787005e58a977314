"""Putting right what a door did: taking a scan back, and cards that were let in twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.checkin.again import take_back
from app.checkin.cards import topic
from app.checkin.models import Arrival, Device, ScanRecord
from app.checkin.rules import UNDO_WITHIN, Verdict
from app.conferences.history import Author, note
from app.db import announce
from app.delegates.store import those
from app.errors import NotFound, Refused


@dataclass(frozen=True)
class Entry:
    """One of the two times a card was let in."""

    at: datetime
    door: str
    device: str


@dataclass(frozen=True)
class Conflict:
    """One card let in at two doors, for a person to settle."""

    record: ScanRecord
    who: str
    number: int
    first: Entry
    later: Entry


def conflicts(db: Session, conference_id: int, rehearsal_id: int | None) -> list[Conflict]:
    """Cards let in twice, those still to be settled first."""
    own = select(col(Device.id), col(Device.name)).where(col(Device.conference_id) == conference_id)
    names = {row[0]: row[1] for row in db.execute(own)}
    known = aliased(ScanRecord)  # by which the person is on record as present
    query = (
        select(ScanRecord, known, col(Arrival.delegate_id))
        .join(
            Arrival,
            (col(Arrival.delegate_id) == col(ScanRecord.delegate_id))
            & (col(Arrival.entrance_id) == col(ScanRecord.entrance_id))
            & col(Arrival.rehearsal_id).is_not_distinct_from(rehearsal_id),
        )
        .join(
            known,
            (col(known.device_id) == col(Arrival.device_id))
            & (col(known.scan_id) == col(Arrival.scan_id)),
        )
        .where(
            col(ScanRecord.conference_id) == conference_id,
            col(ScanRecord.verdict) == Verdict.CONFLICT,
            col(ScanRecord.undone_at).is_(None),
            col(ScanRecord.rehearsal_id).is_not_distinct_from(rehearsal_id),
        )
        .order_by(col(ScanRecord.settled_at).is_not(None), col(ScanRecord.at))
    )
    found = [tuple(row) for row in db.execute(query)]
    by_id = those(db, conference_id, {delegate_id for _, _, delegate_id in found})
    conflicts = []
    for record, other, delegate_id in found:
        first, later = sorted((record, other), key=lambda one: one.at)
        who = by_id[delegate_id]
        conflicts.append(
            Conflict(
                record, who.called, who.delegate.number, _entry(first, names), _entry(later, names)
            )
        )
    return conflicts


def unsettled(db: Session, entrance_id: int, rehearsal_id: int | None) -> int:
    """How many cards that were let in twice wait for a person."""
    query = select(func.count()).where(
        col(ScanRecord.entrance_id) == entrance_id,
        col(ScanRecord.verdict) == Verdict.CONFLICT,
        col(ScanRecord.undone_at).is_(None),
        col(ScanRecord.settled_at).is_(None),
        col(ScanRecord.rehearsal_id).is_not_distinct_from(rehearsal_id),
    )
    return db.scalars(query).one()


def _entry(record: ScanRecord, names: Mapping[int, str]) -> Entry:
    return Entry(record.at, record.door, names.get(record.device_id, ""))


def settle(db: Session, author: Author, conference_id: int, record_id: int, remark: str) -> None:
    """Raises NotFound for what is no conflict of this conference, Refused for one settled."""
    record = db.get(ScanRecord, record_id)
    is_here = record is not None and record.conference_id == conference_id
    if record is None or not is_here or record.verdict is not Verdict.CONFLICT:
        raise NotFound("Không có lượt trùng này")
    if record.settled_at is not None:
        raise Refused("{who} đã giải quyết lượt trùng này", who=record.settled_by)
    record.settled_at, record.settled_by, record.remark = author.at, author.name, remark
    db.add(record)
    note(db, author, record, record.door, "conflict", None, remark)
    announce(db, topic(conference_id))


def undo(db: Session, device: Device, scan_id: str, now: datetime) -> str:
    """Take the device's last scan back, as if the card had not been shown.

    Raises NotFound for a scan of another device, Refused where others followed or time has passed.
    Asked twice, it answers the same.
    """
    query = select(ScanRecord).where(col(ScanRecord.device_id) == device.id)
    record: ScanRecord | None = db.scalars(query.where(col(ScanRecord.scan_id) == scan_id)).first()
    if record is None:
        raise NotFound("Không có lượt quét này")
    if record.undone_at is not None:
        return record.answer
    later = query.where(col(ScanRecord.id) > record.id, col(ScanRecord.undone_at).is_(None))
    if db.scalars(later.limit(1)).first() is not None or now - record.received_at > UNDO_WITHIN:
        raise Refused("Chỉ hoàn tác được lượt quét cuối của máy này, trong 10 phút")
    take_back(db, record, now)
    return record.answer
