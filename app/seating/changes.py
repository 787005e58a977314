"""Changing by hand who sits where. Every change is a line of the history."""

from sqlmodel import Session

from app.conferences.history import Author, note
from app.db import announce
from app.delegates.models import Placement
from app.delegates.store import delegate_of
from app.errors import Refused
from app.halls.models import BlockedSeat, Seat
from app.seating import rules, store
from app.seating.audience import Proposal


def place(
    db: Session,
    author: Author,
    conference_id: int,
    delegate_id: int,
    seat: Seat,
    reason: str = "",
) -> None:
    """Seat one person; the seat they had is free. Raises Refused where the seat is not."""
    person = delegate_of(db, conference_id, delegate_id)
    placement = store.placement_of(db, delegate_id)
    if placement is not None and placement.seat_id == seat.id:
        return
    attends = person.delegate.attendance.takes_seat
    rules.check_may_sit(_chair(db, conference_id, seat), person.called, takes_seat=attends)
    before = person.seat
    placement = placement or Placement(
        conference_id=conference_id,
        delegate_id=delegate_id,
        seat_id=seat.id,
        placed_at=author.at,
    )
    _set(db, author, placement, seat, reason)
    note(db, author, placement, person.called, "placement", before, seat.label, reason)
    announce(db, store.topic(conference_id))


def swap(
    db: Session,
    author: Author,
    conference_id: int,
    delegate_id: int,
    seat: Seat,
    reason: str = "",
) -> None:
    """The person and whoever sits on ``seat`` change places. Raises Refused unless both sit."""
    person = delegate_of(db, conference_id, delegate_id)
    one, other = store.placement_of(db, delegate_id), store.placement_on(db, seat.id)
    if one is None:
        raise Refused("{who} chưa có ghế để đổi", who=person.called)
    if other is None:
        raise Refused("Ghế {seat} chưa có đại biểu để đổi", seat=seat.label)
    if one.delegate_id == other.delegate_id:
        return
    partner = delegate_of(db, conference_id, other.delegate_id)
    home = db.get_one(Seat, one.seat_id)
    # Two rows cannot change seats at once where each seat may stand in one row only.
    db.delete(other)
    db.flush()
    _set(db, author, one, seat, reason)
    moved = Placement(
        conference_id=conference_id,
        delegate_id=other.delegate_id,
        seat_id=home.id,
        placed_at=author.at,
    )
    _set(db, author, moved, home, reason)
    note(db, author, one, person.called, "placement", home.label, seat.label, reason)
    note(db, author, moved, partner.called, "placement", seat.label, home.label, reason)
    announce(db, store.topic(conference_id))


def free(
    db: Session, author: Author, conference_id: int, delegate_id: int, reason: str = ""
) -> None:
    """Take a person's seat away; nothing happens to somebody who has none."""
    person = delegate_of(db, conference_id, delegate_id)
    placement = store.placement_of(db, delegate_id)
    if placement is not None:
        note(db, author, placement, person.called, "placement", person.seat, None, reason)
        db.delete(placement)
        announce(db, store.topic(conference_id))


def block(db: Session, author: Author, conference_id: int, seat: Seat, reason: str) -> None:
    """Nobody is placed here from now on. Raises Refused where somebody is."""
    rules.check_may_block(_chair(db, conference_id, seat))
    blocked = BlockedSeat(conference_id=conference_id, seat_id=seat.id, reason=reason)
    db.add(blocked)
    db.flush()
    note(db, author, blocked, seat.label, "blocked", None, reason)
    announce(db, store.topic(conference_id))


def unblock(db: Session, author: Author, conference_id: int, seat: Seat) -> None:
    """Whatever was in the way is gone; nothing happens to a seat that is open."""
    found = store.blocked_on(db, seat.id)
    if found is not None:
        note(db, author, found, seat.label, "blocked", found.reason, None)
        db.delete(found)
        announce(db, store.topic(conference_id))


def seat_all(db: Session, author: Author, conference_id: int) -> Proposal:
    """Everybody anew by protocol. Raises Refused where there are too few seats."""
    done = store.seat_all(db, conference_id, author.at)
    hall = store.hall_to_fill(db, conference_id).hall
    told = f"{len(done.seated)} đại biểu, {done.changes} thay đổi"
    note(db, author, hall, hall.name, "seating", None, told)
    return done


def _set(db: Session, author: Author, placement: Placement, seat: Seat, reason: str) -> None:
    placement.seat_id = seat.id
    placement.placed_at = author.at
    placement.why = ": ".join(filter(None, [f"{author.name} xếp", reason]))[:200]
    db.add(placement)
    db.flush()


def _chair(db: Session, conference_id: int, seat: Seat) -> rules.Chair:
    blocked, placement = store.blocked_on(db, seat.id), store.placement_on(db, seat.id)
    return rules.Chair(
        seat.label,
        blocked.reason if blocked else None,
        delegate_of(db, conference_id, placement.delegate_id).called if placement else None,
    )
