"""Sending somebody in the place of somebody else, and taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from app.conferences.history import Author, amend, note
from app.delegates import changes, order, store
from app.delegates.changes import Enrolment
from app.delegates.models import Delegate, Pass, Placement, Substitution
from app.delegates.rules import Attendance, Role, Sex, check_may_be_replaced, keeps_seat
from app.delegates.seats import free_seat_near
from app.delegates.store import Listed
from app.errors import Refused

# What a rank brings with it is not passed on; every other duty goes with the place.
_OF_RANK = {Role.CHAIR, Role.MODERATOR, Role.AWARD_PRESENTER}


@dataclass(frozen=True)
class Sent:
    """Whoever comes instead."""

    name: str
    positions: Sequence[str]
    sex: Sex | None = None
    is_uniformed: bool = False
    phone: str = ""
    in_post_since: date | None = None
    birth_year: int | None = None


@dataclass(frozen=True)
class Act:
    """Somebody is replaced by somebody else."""

    absent: Listed
    stand_in: Enrolment
    reason: str


@dataclass(frozen=True)
class SeatQuestion:
    """A stand-in of lower rank, the seat of the person replaced, and another that is proposed."""

    seat: str
    proposed_id: int | None
    proposed: str | None


def substitute(db: Session, author: Author, found: Listed, sent: Sent, reason: str) -> Delegate:
    """``sent`` comes instead of ``found``, who stays in the list with the reason.

    The old code is refused from now on, the stand-in has one of their own. The seat goes with it
    where the stand-in ranks no lower; otherwise somebody decides: see ``seat_question``.
    """
    (stand_in,) = substitute_all(
        db, author, found.delegate.conference_id, [Act(found, enrolment(found, sent), reason)]
    )
    return stand_in


def substitute_all(
    db: Session, author: Author, conference_id: int, acts: Sequence[Act]
) -> list[Delegate]:
    """The same for several at once; the list is put into its order once."""
    passes = [_stays(db, author, act) for act in acts]
    db.flush()
    coming = changes.enrol(db, conference_id, [act.stand_in for act in acts], author.at)
    standings = order.standings(db, conference_id) if any(act.absent.chair for act in acts) else {}
    for act, (before, old), stand_in in zip(acts, passes, coming, strict=True):
        absent, label = act.absent.delegate, act.absent.called
        db.add(
            Substitution(
                conference_id=conference_id,
                absent_id=absent.id,
                stand_in_id=stand_in.id,
                pass_id=old.id if old else None,
                attendance_before=before[0],
                reason_before=before[1],
                at=author.at,
                who=author.name,
            )
        )
        note(db, author, stand_in, stand_in.name, "substitution", label, stand_in.name, act.reason)
        chair = act.absent.chair
        if chair is not None and _ranks_as_high(standings, absent, stand_in):
            _hand_over(db, author, absent, stand_in, stand_in.name, chair.label)
    return coming


def _stays(db: Session, author: Author, act: Act) -> tuple[tuple[Attendance, str], Pass | None]:
    """The person replaced stays in the list, and their code is refused; how it stood before."""
    found, reason = act.absent, act.reason
    absent, label = found.delegate, found.called
    check_may_be_replaced(label, absent.attendance, has_stand_in=found.stand_in is not None)
    before, why = absent.attendance, absent.reason
    old = store.valid_pass(db, absent.id)
    if old is not None:
        old.revoked_at = author.at
        db.add(old)
    # A stand-in who is replaced holds no place: whoever comes now stands in for the same person.
    stays = Attendance.ABSENT if found.is_stand_in else Attendance.SUBSTITUTED
    amend(db, author, absent, {"attendance": stays, "reason": reason}, label=label, reason=reason)
    return (before, why), old


def take_back(db: Session, author: Author, found: Listed, reason: str = "") -> int:
    """The person who was replaced comes after all, or is again what they were; their id.

    Raises Refused for somebody who stands in for nobody.
    """
    done = store.substitution_of(db, found.delegate.id)
    if done is None or not found.delegate.attendance.takes_seat:
        raise Refused("{who} không dự thay ai", who=found.called)
    here, stand_in = found.delegate.conference_id, found.delegate
    absent = store.delegate_of(db, here, done.absent_id)
    ended = {"attendance": Attendance.ABSENT, "reason": reason or "Thôi dự thay"}
    amend(db, author, stand_in, ended, label=found.called, reason=reason)
    _revoke(db, author, stand_in.id)
    if absent.chair is None and found.chair is not None:
        _hand_over(db, author, stand_in, absent.delegate, absent.called, found.chair.label)
    was = {"attendance": done.attendance_before, "reason": done.reason_before}
    db.flush()
    amend(db, author, absent.delegate, was, label=absent.called, reason=reason)
    old = db.get(Pass, done.pass_id) if done.pass_id else None
    if old is not None and store.valid_pass(db, absent.delegate.id) is None:
        old.revoked_at = None  # the card that was printed is right again
        db.add(old)
    done.undone_at = author.at
    db.add(done)
    note(db, author, absent.delegate, absent.called, "substitution", found.called, None, reason)
    return absent.delegate.id


def seat_question(db: Session, found: Listed) -> SeatQuestion | None:
    """What somebody must decide about the seat of a stand-in; None where nothing is open."""
    asked = _pending(db, found)
    if asked is None:
        return None
    seat = free_seat_near(db, found)
    return SeatQuestion(asked.seat or "", seat[0] if seat else None, seat[1] if seat else None)


def keep_seat(db: Session, author: Author, found: Listed, reason: str = "") -> None:
    """A person decided: the stand-in sits where the person replaced would have sat."""
    absent = _pending(db, found)
    if absent is None or absent.chair is None:
        raise Refused("{who} không còn ghế nào chờ quyết định", who=found.called)
    label = absent.chair.label
    _hand_over(db, author, absent.delegate, found.delegate, found.called, label, reason)


def take_other_seat(db: Session, author: Author, found: Listed, seat_id: int) -> None:
    """A person decided: the stand-in sits on the proposed seat, the other one is free.

    Raises Refused where the proposal is out of date.
    """
    absent, seat = _pending(db, found), free_seat_near(db, found)
    if absent is None or seat is None or seat[0] != seat_id:
        raise Refused("Ghế đề xuất đã thay đổi, hãy tải lại trang")
    held = store.placement_of(db, absent.delegate.id)
    assert held is not None, "pending says so"
    note(db, author, held, absent.called, "placement", absent.seat, None)
    db.delete(held)
    placed = Placement(
        conference_id=found.delegate.conference_id,
        delegate_id=found.delegate.id,
        seat_id=seat_id,
        placed_at=author.at,
        why=f"Dự thay {absent.called}",
    )
    db.add(placed)
    db.flush()
    note(db, author, placed, found.called, "placement", None, seat[1])


def _pending(db: Session, found: Listed) -> Listed | None:
    """The person replaced, while they still hold the seat and the stand-in has none."""
    done = store.substitution_of(db, found.delegate.id)
    if done is None or found.chair is not None or not found.delegate.attendance.takes_seat:
        return None
    absent = store.delegate_of(db, found.delegate.conference_id, done.absent_id)
    return absent if absent.chair is not None else None


def enrolment(found: Listed, sent: Sent) -> Enrolment:
    """A stand-in: of the same group and unit, with the duties that go with the place."""
    absent = found.delegate
    return replace(
        changes.as_enrolled(found),
        name=sent.name,
        positions=list(sent.positions),
        is_synthetic=False,
        sex=sent.sex,
        is_uniformed=sent.is_uniformed,
        phone=sent.phone,
        in_post_since=sent.in_post_since,
        birth_year=sent.birth_year,
        roles=[role for role in found.roles if role not in _OF_RANK] or [Role.DELEGATE],
        attendance=Attendance.CONFIRMED,
        reason="",
        note="",
        needs_step_free=False,
        stands_in_for_id=absent.stands_in_for_id or absent.id,
    )


def _ranks_as_high(
    standings: Mapping[int, order.Standing], absent: Delegate, stand_in: Delegate
) -> bool:
    one, other = standings[absent.id].line, standings[stand_in.id].line
    return keeps_seat(one.place if one else None, other.place if other else None)


def _hand_over(
    db: Session,
    author: Author,
    giver: Delegate,
    taker: Delegate,
    label: str,
    seat: str,
    reason: str = "",
) -> None:
    held = store.placement_of(db, giver.id)
    assert held is not None, "who hands a seat over has one"
    held.delegate_id, held.placed_at = taker.id, author.at
    db.add(held)
    db.flush()
    note(db, author, held, label, "placement", None, seat, reason)


def _revoke(db: Session, author: Author, delegate_id: int) -> None:
    held = store.valid_pass(db, delegate_id)
    if held is not None:
        held.revoked_at = author.at
        db.add(held)
