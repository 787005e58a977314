"""Changing by hand who sits where. Every change is an act that can be undone, and history."""

from sqlmodel import Session

from app.conferences.history import Author
from app.delegates.store import delegate_of
from app.errors import Refused
from app.halls.models import Seat
from app.seating import rules, store
from app.seating.acts.store import perform
from app.seating.models import SeatingAct
from app.seating.steps import ActKind, Step, What


def place(
    db: Session,
    author: Author,
    conference_id: int,
    delegate_id: int,
    seat: Seat,
    reason: str = "",
    *,
    seen: int | None = None,
) -> SeatingAct | None:
    """Seat one person; the seat they had is free. Raises Refused where the seat is not."""
    person = delegate_of(db, conference_id, delegate_id)
    if person.chair is not None and person.chair.id == seat.id:
        return None
    attends = person.delegate.attendance.takes_seat
    rules.check_may_sit(_chair(db, conference_id, seat), person.called, takes_seat=attends)
    _check_is_loose(db, delegate_id, person.called)
    step = _to(db, author, delegate_id, seat.id, reason)
    told = {"who": person.called, "before": person.seat or "", "seat": seat.label}
    return perform(db, author, conference_id, ActKind.PLACE, told, [step], reason=reason, seen=seen)


def swap(
    db: Session,
    author: Author,
    conference_id: int,
    delegate_id: int,
    seat: Seat,
    reason: str = "",
    *,
    seen: int | None = None,
) -> SeatingAct | None:
    """The person and whoever sits on ``seat`` change places. Raises Refused unless both sit."""
    person = delegate_of(db, conference_id, delegate_id)
    one, other = store.placement_of(db, delegate_id), store.placement_on(db, seat.id)
    if one is None or person.chair is None:
        raise Refused("{who} chưa có ghế để đổi", who=person.called)
    if other is None:
        raise Refused("Ghế {seat} chưa có đại biểu để đổi", seat=seat.label)
    if one.delegate_id == other.delegate_id:
        return None
    partner = delegate_of(db, conference_id, other.delegate_id)
    for mover in (person, partner):
        _check_is_loose(db, mover.delegate.id, mover.called)
    steps = [
        _to(db, author, delegate_id, seat.id, reason),
        _to(db, author, other.delegate_id, one.seat_id, reason),
    ]
    told = {
        "who": person.called,
        "other": partner.called,
        "before": person.chair.label,
        "seat": seat.label,
    }
    return perform(db, author, conference_id, ActKind.SWAP, told, steps, reason=reason, seen=seen)


def free(
    db: Session,
    author: Author,
    conference_id: int,
    delegate_id: int,
    reason: str = "",
    *,
    seen: int | None = None,
) -> SeatingAct | None:
    """Take a person's seat away; nothing happens to somebody who has none."""
    person = delegate_of(db, conference_id, delegate_id)
    if person.chair is None:
        return None
    _check_is_loose(db, delegate_id, person.called)
    step = _to(db, author, delegate_id, None, reason)
    told = {"who": person.called, "seat": person.chair.label}
    return perform(db, author, conference_id, ActKind.FREE, told, [step], reason=reason, seen=seen)


def pin(
    db: Session,
    author: Author,
    conference_id: int,
    delegate_id: int,
    reason: str,
    *,
    seen: int | None = None,
) -> SeatingAct | None:
    """This person keeps their seat, whatever is planned. Raises Refused where they have none."""
    person = delegate_of(db, conference_id, delegate_id)
    if person.chair is None:
        raise Refused("{who} chưa có ghế để ghim", who=person.called)
    held = store.pin_of(db, delegate_id)
    step = Step(What.PIN, delegate_id, held.reason if held else None, reason)
    told = {"who": person.called, "seat": person.chair.label}
    return perform(db, author, conference_id, ActKind.PIN, told, [step], reason=reason, seen=seen)


def unpin(
    db: Session, author: Author, conference_id: int, delegate_id: int, *, seen: int | None = None
) -> SeatingAct | None:
    """They may be moved again; nothing happens to somebody who may be."""
    person, held = delegate_of(db, conference_id, delegate_id), store.pin_of(db, delegate_id)
    if held is None:
        return None
    told = {"who": person.called, "seat": person.seat or ""}
    step = Step(What.PIN, delegate_id, held.reason, None)
    return perform(db, author, conference_id, ActKind.UNPIN, told, [step], seen=seen)


def block(
    db: Session,
    author: Author,
    conference_id: int,
    seat: Seat,
    reason: str,
    *,
    seen: int | None = None,
) -> SeatingAct | None:
    """Nobody is placed here from now on. Raises Refused where somebody is."""
    rules.check_may_block(_chair(db, conference_id, seat))
    step = Step(What.BLOCK, seat.id, None, reason)
    told = {"seat": seat.label}
    return perform(db, author, conference_id, ActKind.BLOCK, told, [step], reason=reason, seen=seen)


def unblock(
    db: Session, author: Author, conference_id: int, seat: Seat, *, seen: int | None = None
) -> SeatingAct | None:
    """Whatever was in the way is gone; nothing happens to a seat that is open."""
    found = store.blocked_on(db, seat.id)
    if found is None:
        return None
    step = Step(What.BLOCK, seat.id, found.reason, None, found.kind)
    return perform(
        db, author, conference_id, ActKind.UNBLOCK, {"seat": seat.label}, [step], seen=seen
    )


def _to(db: Session, author: Author, delegate_id: int, seat_id: int | None, reason: str) -> Step:
    held = store.placement_of(db, delegate_id)
    before, why = (held.seat_id, held.why) if held else (None, "")
    return Step(What.SEAT, delegate_id, before, seat_id, why, rules.by_hand(author.name, reason))


def _check_is_loose(db: Session, delegate_id: int, called: str) -> None:
    """Raises Refused for somebody whose seat is pinned."""
    rules.check_is_loose(called, store.pin_of(db, delegate_id))


def _chair(db: Session, conference_id: int, seat: Seat) -> rules.Chair:
    blocked, placement = store.blocked_on(db, seat.id), store.placement_on(db, seat.id)
    return rules.Chair(
        seat.label,
        blocked.reason if blocked else None,
        delegate_of(db, conference_id, placement.delegate_id).called if placement else None,
    )
