"""Scans that were answered before: told again, found to be a double, or taken back."""

import json
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.checkin.cards import Asked, Post, topic
from app.checkin.models import Arrival, ScanRecord
from app.checkin.rules import Verdict
from app.db import announce


def told_again(db: Session, post: Post, asked: Asked, answer: str, now: datetime) -> str:
    """The answer given before. But where it came too late, and the device meanwhile let somebody
    in who had come in elsewhere, it was no mere repetition."""
    was_let_in = asked.shown is not None and asked.shown.lets_pass
    is_double = was_let_in and json.loads(answer)["verdict"] == Verdict.REPEATED
    if not (is_double or asked.undone):
        return answer
    query = select(ScanRecord).where(
        col(ScanRecord.device_id) == post.device_id, col(ScanRecord.scan_id) == asked.id
    )
    record: ScanRecord = db.scalars(query).one()
    if asked.undone:
        take_back(db, record, now)
    elif _is_by_another(db, record):
        record.shown, record.verdict = asked.shown, Verdict.CONFLICT
        told = {**json.loads(answer), "verdict": Verdict.CONFLICT.value}
        record.answer = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        db.add(record)
        announce(db, topic(post.conference_id))
    return record.answer


def take_back(db: Session, record: ScanRecord, now: datetime) -> None:
    """As if the card had not been shown. Taken back twice, it is taken back once."""
    if record.undone_at is not None:
        return
    record.undone_at = now
    db.add(record)
    db.flush()
    announce(db, topic(record.conference_id))
    of_person = (
        col(Arrival.entrance_id) == record.entrance_id,
        col(Arrival.delegate_id) == record.delegate_id,
        col(Arrival.rehearsal_id).is_not_distinct_from(record.rehearsal_id),
    )
    if record.verdict is Verdict.ADMITTED:
        by_it = (*of_person, col(Arrival.scan_id) == record.scan_id)
        other = _other_entry(db, record)
        if other is None:
            db.execute(delete(Arrival).where(*by_it))
            return
        other.verdict = Verdict.ADMITTED
        db.add(other)
        changes = {"at": other.at, "door": other.door, "device_id": other.device_id}
        db.execute(update(Arrival).where(*by_it).values(**changes, scan_id=other.scan_id))
    elif record.verdict in {Verdict.OUT, Verdict.BACK}:
        was_out = record.at if record.verdict is Verdict.BACK else None
        db.execute(update(Arrival).where(*of_person).values(out_since=was_out))


def _is_by_another(db: Session, record: ScanRecord) -> bool:
    """Whether the person came in at another device."""
    query = select(col(Arrival.device_id)).where(
        col(Arrival.delegate_id) == record.delegate_id,
        col(Arrival.entrance_id) == record.entrance_id,
        col(Arrival.rehearsal_id).is_not_distinct_from(record.rehearsal_id),
    )
    found = db.execute(query).first()
    return found is not None and found[0] != record.device_id


def _other_entry(db: Session, record: ScanRecord) -> ScanRecord | None:
    """Where the same card was let in at another door: that entry stands when this one goes."""
    query = select(ScanRecord).where(
        col(ScanRecord.conference_id) == record.conference_id,
        col(ScanRecord.entrance_id) == record.entrance_id,
        col(ScanRecord.delegate_id) == record.delegate_id,
        col(ScanRecord.rehearsal_id).is_not_distinct_from(record.rehearsal_id),
        col(ScanRecord.verdict) == Verdict.CONFLICT,
        col(ScanRecord.undone_at).is_(None),
    )
    return db.scalars(query.order_by(col(ScanRecord.at)).limit(1)).first()
