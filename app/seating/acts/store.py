"""Acts at the seat map: done, undone and done again, so that two editors lose nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.conferences.history import Author, note
from app.db import announce
from app.delegates.store import those
from app.errors import Refused
from app.halls.models import Seat
from app.seating.acts.carrying import carry_out, is_as_found
from app.seating.models import SeatingAct
from app.seating.steps import ActKind, ActState, Step, What, read, taken_back, touched, written
from app.seating.store import topic

_TOLD_ONE_BY_ONE = 40  # people; a longer act is one line of the history


@dataclass(frozen=True)
class ActLine:
    """An act as lists show it, without its steps."""

    id: int
    number: int
    version: int
    kind: ActKind
    state: ActState
    told: Mapping[str, Any]
    reason: str
    who: str
    at: datetime


class Stale(Refused):
    """Somebody else has changed what this act is about since its page was shown."""

    def __init__(self, meanwhile: Sequence[ActLine]) -> None:
        super().__init__("Trong lúc đó sơ đồ đã đổi ở đúng chỗ này, nên việc vừa rồi chưa được làm")
        self.meanwhile = meanwhile


_LINE = (
    col(SeatingAct.id),
    col(SeatingAct.number),
    col(SeatingAct.version),
    col(SeatingAct.kind),
    col(SeatingAct.state),
    col(SeatingAct.told),
    col(SeatingAct.reason),
    col(SeatingAct.who),
    col(SeatingAct.at),
)


def version(db: Session, conference_id: int) -> int:
    """Grows with everything done, undone or redone; 0 before the first act."""
    query = select(func.coalesce(func.max(SeatingAct.version), 0))
    return int(db.exec(query.where(SeatingAct.conference_id == conference_id)).one())


def acts(db: Session, conference_id: int, at_most: int = 12) -> list[ActLine]:
    """The newest first; what was dropped is not among them."""
    query = columns(*_LINE).where(col(SeatingAct.conference_id) == conference_id)
    query = query.where(col(SeatingAct.state) != ActState.DROPPED)
    return [
        ActLine(*row)
        for row in db.execute(query.order_by(col(SeatingAct.number).desc()).limit(at_most))
    ]


def steps_of(db: Session, act_id: int) -> list[Step]:
    return read(db.exec(select(SeatingAct.steps).where(SeatingAct.id == act_id)).one())


def own(db: Session, author: Author, conference_id: int, state: ActState) -> ActLine | None:
    """What this person would undo next, or redo where ``state`` is undone."""
    number = col(SeatingAct.number)
    query = columns(*_LINE).where(
        col(SeatingAct.conference_id) == conference_id,
        col(SeatingAct.state) == state,
        col(SeatingAct.staff_id).is_not_distinct_from(author.staff_id),
    )
    query = query.order_by(number.desc() if state is ActState.DONE else number)
    row = db.execute(query.limit(1)).first()
    return ActLine(*row) if row else None


def perform(
    db: Session,
    author: Author,
    conference_id: int,
    kind: ActKind,
    told: Mapping[str, Any],
    steps: Sequence[Step],
    *,
    reason: str = "",
    seen: int | None = None,
) -> SeatingAct | None:
    """Do it, note it, and let it be undone; None where nothing differs.

    ``seen`` is the version the page was made of. Raises Stale where somebody has changed since then
    what this is about.
    """
    steps = [step for step in steps if step.is_change]
    if not steps:
        return None
    check_is_fresh(db, conference_id, touched(steps), seen)
    carry_out(db, author, conference_id, steps)
    undone = select(SeatingAct).where(
        SeatingAct.conference_id == conference_id,
        SeatingAct.state == ActState.UNDONE,
        col(SeatingAct.staff_id).is_not_distinct_from(author.staff_id),
    )
    for old in db.exec(undone):
        old.state = ActState.DROPPED
        db.add(old)
    last = select(func.coalesce(func.max(SeatingAct.number), 0))
    act = SeatingAct(
        conference_id=conference_id,
        number=int(db.exec(last.where(SeatingAct.conference_id == conference_id)).one()) + 1,
        version=version(db, conference_id) + 1,
        kind=kind,
        told=dict(told),
        reason=reason[:200],
        steps=written(steps),
        staff_id=author.staff_id,
        who=author.name,
        at=author.at,
    )
    db.add(act)
    db.flush()
    _tell(db, author, act, steps, reason)
    announce(db, topic(conference_id))
    return act


def undo(
    db: Session,
    author: Author,
    conference_id: int,
    seen: int | None = None,
    number: int | None = None,
) -> SeatingAct | None:
    """Take back what this person did last, or the act of this ``number`` whoever did it; None where
    nothing is left. Raises Stale where others have built on it, Refused."""
    return _turn(db, author, conference_id, seen, number, ActState.DONE)


def redo(
    db: Session,
    author: Author,
    conference_id: int,
    seen: int | None = None,
    number: int | None = None,
) -> SeatingAct | None:
    """Do again what was taken back last; as ``undo``."""
    return _turn(db, author, conference_id, seen, number, ActState.UNDONE)


def _turn(
    db: Session,
    author: Author,
    conference_id: int,
    seen: int | None,
    number: int | None,
    state: ActState,
) -> SeatingAct | None:
    line = own(db, author, conference_id, state)
    query = select(SeatingAct).where(
        SeatingAct.conference_id == conference_id, SeatingAct.state == state
    )
    wanted = number if number is not None else line.number if line else None
    act = db.exec(query.where(SeatingAct.number == wanted)).first()
    if seen is not None and (act.version > seen if act else number is not None):
        # Undoing means the act whose name the button showed, no other.
        raise Stale(since(db, conference_id, seen))
    if act is None:
        return None
    steps = read(act.steps)
    is_undo = state is ActState.DONE
    steps = taken_back(steps) if is_undo else steps
    if not is_as_found(db, conference_id, steps):
        later = _touching(db, conference_id, touched(steps), act.version)
        if later:
            raise Stale([one for one in since(db, conference_id, act.version) if one.id in later])
    carry_out(db, author, conference_id, steps)
    act.state = ActState.UNDONE if is_undo else ActState.DONE
    act.version = version(db, conference_id) + 1
    db.add(act)
    db.flush()
    _tell(db, author, act, steps, "hoàn tác" if is_undo else "làm lại")
    announce(db, topic(conference_id))
    return act


def check_is_fresh(
    db: Session, conference_id: int, wanted: Collection[tuple[str, int]], seen: int | None
) -> None:
    """Raises Stale where one of these delegates and seats has changed since version ``seen``."""
    if seen is None:
        return
    if _touching(db, conference_id, wanted, seen):
        raise Stale(since(db, conference_id, seen))


def _touching(
    db: Session, conference_id: int, wanted: Collection[tuple[str, int]], version: int
) -> set[int]:
    """The acts since this version that are about one of these delegates and seats."""
    newer = (
        columns(col(SeatingAct.id), col(SeatingAct.steps))
        .where(col(SeatingAct.conference_id) == conference_id)
        .where(col(SeatingAct.version) > version)
    )
    return {id for id, rows in db.execute(newer) if touched(read(rows)) & set(wanted)}


def since(db: Session, conference_id: int, seen: int) -> list[ActLine]:
    """What was done, undone or redone after version ``seen``, the newest first."""
    query = columns(*_LINE).where(col(SeatingAct.conference_id) == conference_id)
    query = query.where(col(SeatingAct.version) > seen).order_by(col(SeatingAct.version).desc())
    return [ActLine(*row) for row in db.execute(query)]


def _tell(db: Session, author: Author, act: SeatingAct, steps: Sequence[Step], reason: str) -> None:
    """The history: a line for everybody concerned, or one line where that is half the hall."""
    steps = [step for step in steps if step.what is not What.COMING]  # told as it was written
    if len(steps) > _TOLD_ONE_BY_ONE:
        note(db, author, act, f"#{act.number}", "seating", None, f"{len(steps)} thay đổi", reason)
        return
    people = {step.id for step in steps if step.what is not What.BLOCK}
    called = {id: listed.called for id, listed in those(db, act.conference_id, people).items()}
    touched_seats = {id for kind, id in touched(steps) if kind == "seat"}
    found = select(Seat.id, Seat.label).where(col(Seat.id).in_(touched_seats))
    labels: dict[int | None, str] = dict(db.exec(found).all())
    for step in steps:
        if step.before == step.after:
            continue  # the same seat for another reason
        before: object = step.before
        after: object = step.after
        if step.what is What.SEAT:
            before, after = labels.get(step.before), labels.get(step.after)  # type: ignore[arg-type]
        label = labels[step.id] if step.what is What.BLOCK else called[step.id]
        field = {What.SEAT: "placement", What.PIN: "pin", What.BLOCK: "blocked"}[step.what]
        note(db, author, act, label, field, before, after, reason)
