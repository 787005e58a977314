"""Releases: what delegates have been told, frozen each time the office announces it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.conferences.history import Author, note
from app.conferences.models import Unit
from app.db import announce
from app.delegates.models import Delegate, Placement, Position
from app.delegates.rules import Attendance, called
from app.errors import NotFound, Refused
from app.halls.models import Seat
from app.halls.store import SEATS, SeatView, view_of
from app.seating.models import Release, ReleasedSeat
from app.seating.releases.announced import Difference, Told, difference
from app.seating.store import topic


@dataclass(frozen=True)
class ReleaseLine:
    """A release as the list shows it: how many seats it told, and what it changed."""

    release: Release
    seats: int


def releases(db: Session, conference_id: int) -> list[ReleaseLine]:
    """The newest first."""
    query = (
        select(Release, func.count(col(ReleasedSeat.id)))
        .outerjoin(ReleasedSeat, col(ReleasedSeat.release_id) == Release.id)
        .where(Release.conference_id == conference_id)
        .group_by(*Release.__table__.columns)  # type: ignore[attr-defined]
        .order_by(col(Release.number).desc())
    )
    return [ReleaseLine(release, seats) for release, seats in db.exec(query)]


def newest(db: Session, conference_id: int) -> Release | None:
    query = select(Release).where(Release.conference_id == conference_id)
    return db.exec(query.order_by(col(Release.number).desc()).limit(1)).first()


def release_numbered(db: Session, conference_id: int, number: int) -> Release:
    """Raises NotFound."""
    query = select(Release).where(Release.conference_id == conference_id)
    found = db.exec(query.where(Release.number == number)).first()
    if found is None:
        raise NotFound("Chưa có lần công bố số {n}", n=number)
    return found


def told_in(db: Session, release: Release | None) -> list[Told]:
    """The lines of a release, in the order of the list; none where nothing was announced yet."""
    if release is None:
        return []
    query = (
        columns(
            col(ReleasedSeat.delegate_id),
            col(ReleasedSeat.number),
            col(ReleasedSeat.called),
            col(ReleasedSeat.unit),
            col(ReleasedSeat.seat_id),
            col(ReleasedSeat.seat),
        )
        .where(col(ReleasedSeat.release_id) == release.id)
        .order_by(col(ReleasedSeat.number))
    )
    return [Told(*row) for row in db.execute(query)]


def planned(db: Session, conference_id: int) -> list[Told]:
    """The seating as it stands now, as a release would tell it: of those who are coming."""
    query = (
        columns(
            col(Delegate.id),
            col(Delegate.number),
            col(Delegate.name),
            col(Position.title),
            col(Unit.name),
            col(Seat.id),
            col(Seat.label),
        )
        .join(Placement, col(Placement.delegate_id) == Delegate.id)
        .join(Seat, col(Seat.id) == Placement.seat_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .outerjoin(
            Position, (col(Position.delegate_id) == Delegate.id) & (col(Position.place) == 1)
        )
        .where(col(Delegate.conference_id) == conference_id)
        .where(col(Delegate.attendance).in_([state for state in Attendance if state.takes_seat]))
        .order_by(col(Delegate.number))
    )
    return [
        Told(id, number, called(name, [title] if title else []), unit or "", seat, label)
        for id, number, name, title, unit, seat, label in db.execute(query)
    ]


def since_release(db: Session, conference_id: int) -> Difference:
    """What nobody has been told yet."""
    return difference(told_in(db, newest(db, conference_id)), planned(db, conference_id))


def release(db: Session, author: Author, conference_id: int, remark: str = "") -> Release:
    """Announce the seating as it stands. Raises Refused where there is nothing new to tell."""
    lines, last = planned(db, conference_id), newest(db, conference_id)
    if not lines:
        raise Refused("Chưa có đại biểu nào có ghế để công bố")
    if last is not None and not difference(told_in(db, last), lines).count:
        raise Refused("Không có gì thay đổi so với lần công bố số {n}", n=last.number)
    number = last.number + 1 if last else 1
    made = freeze(db, author, conference_id, lines, number, remark)
    note(db, author, made, f"Lần {number}", "release", None, f"{len(lines)} ghế", remark)
    announce(db, topic(conference_id))
    return made


def freeze(
    db: Session,
    author: Author,
    conference_id: int,
    lines: Sequence[Told],
    number: int = 1,
    remark: str = "",
) -> Release:
    """Keep these lines as what was announced."""
    made = Release(
        conference_id=conference_id,
        number=number,
        at=author.at,
        staff_id=author.staff_id,
        who=author.name,
        remark=remark,
    )
    db.add(made)
    db.flush()
    db.execute(insert(ReleasedSeat), _rows(made, lines))
    return made


_LAST = (
    select(Release.id)
    .where(col(Release.conference_id) == bindparam("conference"))
    .order_by(col(Release.number).desc())
    .limit(1)
    .scalar_subquery()
)


def announced(db: Session, conference_id: int) -> dict[int, int]:
    """The seat of everybody who has been told one, in the newest release."""
    query = columns(col(ReleasedSeat.delegate_id), col(ReleasedSeat.seat_id)).where(
        col(ReleasedSeat.release_id) == _LAST,
        col(ReleasedSeat.delegate_id).is_not(None),
        col(ReleasedSeat.seat_id).is_not(None),
    )
    rows = db.execute(query, {"conference": conference_id})
    return {row[0]: row[1] for row in rows}


_TOLD = SEATS.join(ReleasedSeat, col(ReleasedSeat.seat_id) == Seat.id).where(
    col(ReleasedSeat.delegate_id) == bindparam("delegate"), col(ReleasedSeat.release_id) == _LAST
)  # built once: every delegate's page asks it


def seat_told(db: Session, delegate: Delegate) -> SeatView | None:
    """The seat this delegate may be shown: of the newest release, never of a plan."""
    wanted = {"delegate": delegate.id, "conference": delegate.conference_id}
    found = db.exec(_TOLD, params=wanted).first()
    return view_of(*found) if found else None


def _rows(made: Release, lines: Sequence[Told]) -> list[dict[str, object]]:
    return [
        {
            "release_id": made.id,
            "delegate_id": told.delegate_id,
            "seat_id": told.seat_id,
            "number": told.number,
            "called": told.called[:200],
            "unit": told.unit,
            "seat": told.seat,
        }
        for told in lines
    ]
