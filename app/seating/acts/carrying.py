"""Carrying out the steps of an act: seats, pins, blocked seats, and who comes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from app.conferences.history import Author, amend
from app.delegates.models import Placement
from app.delegates.rules import Attendance
from app.delegates.store import those
from app.errors import Refused
from app.halls.models import BlockedSeat
from app.halls.rules import OutKind
from app.seating.models import Pin
from app.seating.steps import Step, What


def carry_out(db: Session, author: Author, conference_id: int, steps: Sequence[Step]) -> None:
    """All of them, in one transaction. Raises Refused where something is not as they found it."""
    _attend(db, author, conference_id, [step for step in steps if step.what is What.COMING])
    seats = [step for step in steps if step.what is What.SEAT]
    if seats:
        _move(db, author, conference_id, seats)
    for step in steps:
        if step.what is What.PIN:
            _pin(db, author, conference_id, step)
        elif step.what is What.BLOCK:
            _block(db, conference_id, step)


def is_as_found(db: Session, conference_id: int, steps: Sequence[Step]) -> bool:
    """Whether seats and pins are as the steps expect them, and where they lead is free."""
    seats, pins, blocks = (
        {step.id: step for step in steps if step.what is what and step.before != step.after}
        for what in (What.SEAT, What.PIN, What.BLOCK)
    )
    now = _seated(db, conference_id)
    held = select(Pin.delegate_id, Pin.reason).where(Pin.conference_id == conference_id)
    pinned = dict(db.exec(held).all())
    out = select(BlockedSeat.seat_id, BlockedSeat.reason)
    closed = dict(
        db.exec(out.where(col(BlockedSeat.seat_id).in_([*blocks, *_led_to(seats)]))).all()
    )
    taken = {seat for who, seat in now.items() if who not in seats} | closed.keys() - blocks.keys()
    return not (
        any(now.get(who) != step.before for who, step in seats.items())
        or any(pinned.get(who) != step.before for who, step in pins.items())
        or any(closed.get(seat) != step.before for seat, step in blocks.items())
        or taken.intersection(_led_to(seats))
        or (pinned.keys() - pins.keys()).intersection(seats)
    )


def _led_to(seats: Mapping[int, Step]) -> list[int]:
    return [step.after for step in seats.values() if isinstance(step.after, int)]


def _seated(db: Session, conference_id: int) -> dict[int, int]:
    """The seat of everybody who has one."""
    here = Placement.conference_id == conference_id
    return dict(db.exec(select(Placement.delegate_id, Placement.seat_id).where(here)).all())


def _attend(db: Session, author: Author, conference_id: int, steps: Sequence[Step]) -> None:
    people = those(db, conference_id, [step.id for step in steps]) if steps else {}
    for step in steps:
        if people[step.id].delegate.attendance != step.before:
            raise Refused(
                "{who} đã được đổi xác báo bằng cách khác, nên việc này không làm được",
                who=people[step.id].called,
            )
    for step in steps:
        values = {"attendance": Attendance(str(step.after)), "reason": step.why_after}
        person = people[step.id]
        amend(db, author, person.delegate, values, label=person.called)


def _move(db: Session, author: Author, conference_id: int, steps: Sequence[Step]) -> None:
    """All at once: two people cannot change seats one after the other."""
    here = col(Placement.conference_id) == conference_id
    now = _seated(db, conference_id)
    if any(now.get(step.id) != step.before for step in steps):
        raise Refused("Có người đã đổi ghế bằng cách khác, nên việc này không làm lại được nữa")
    movers = {step.id for step in steps}
    db.flush()
    db.exec(delete(Placement).where(here, col(Placement.delegate_id).in_(movers)))
    rows = [
        {
            "conference_id": conference_id,
            "delegate_id": step.id,
            "seat_id": step.after,
            "placed_at": author.at,
            "why": step.why_after[:200],
        }
        for step in steps
        if step.after is not None
    ]
    if rows:
        db.execute(insert(Placement), rows)


def _pin(db: Session, author: Author, conference_id: int, step: Step) -> None:
    held = db.exec(select(Pin).where(Pin.delegate_id == step.id)).first()
    if (held.reason if held else None) != step.before:
        raise Refused("Có người đã ghim hoặc bỏ ghim bằng cách khác, nên việc này không làm được")
    if held is not None:
        db.delete(held)
        db.flush()
    if step.after is not None:
        pin = Pin(
            conference_id=conference_id,
            delegate_id=step.id,
            reason=str(step.after),
            who=author.name,
            at=author.at,
        )
        db.add(pin)
        db.flush()


def _block(db: Session, conference_id: int, step: Step) -> None:
    held = db.exec(select(BlockedSeat).where(BlockedSeat.seat_id == step.id)).first()
    if (held.reason if held else None) != step.before:
        raise Refused("Ghế này đã được đổi bằng cách khác, nên việc này không làm được")
    if held is not None:
        db.delete(held)
        db.flush()
    if step.after is not None:
        taken = db.exec(select(Placement.id).where(Placement.seat_id == step.id)).first()
        if taken is not None:
            raise Refused("Ghế này đang có đại biểu. Chuyển đại biểu đi trước")
        row = BlockedSeat(
            conference_id=conference_id,
            seat_id=step.id,
            kind=OutKind(step.why_after or OutKind.OTHER),
            reason=str(step.after),
        )
        db.add(row)
        db.flush()
