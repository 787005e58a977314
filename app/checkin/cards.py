"""What the doors ask about: devices at their posts, and the people whose cards they read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.checkin.models import Arrival, Device, Entrance, ScanRecord
from app.checkin.rules import Card, Direction, Entered, Verdict, bare
from app.clock import Rehearsed
from app.conferences.models import Rehearsal, Unit
from app.conferences.store import as_code
from app.delegates.models import Delegate, Pass, Placement, Position, Substitution
from app.delegates.rules import Attendance
from app.halls.models import Block, Landmark, Seat, SeatRow

Person = tuple[int, int]  # entrance and delegate
COLUMNS = 12  # of ``passes``, before what was added
_STAND_IN: Any = aliased(Delegate)


def topic(conference_id: int) -> str:
    """On the bulletin: somebody came in or went out."""
    return f"doors/{conference_id}"


@dataclass(frozen=True)
class Asked:
    """One scan as a device sends it. ``card`` is what was read; or ``number`` in the list."""

    id: str
    sequence: int
    device_at: datetime
    skew: timedelta | None  # None: as the device's clock was when it last called
    card: str = ""
    number: int | None = None
    direction: Direction = Direction.IN
    shown: Verdict | None = None
    insists: bool = False
    undone: bool = False  # the usher took it back before it was sent


@dataclass(frozen=True)
class Post:
    """A device at work: where it stands, and on which clock its conference runs."""

    device_id: int
    conference_id: int
    entrance_id: int
    door: str
    keeps_doors: bool
    rehearsal_id: int | None
    rehearsed: Rehearsed | None
    skew: timedelta


@dataclass(frozen=True)
class Holder:
    """A pass, and what the door is told about whoever holds it."""

    token: str
    is_revoked: bool
    delegate_id: int
    number: int
    name: str
    position: str  # without the unit, which stands beside it
    unit: str
    seat: str
    block: str
    door: str
    attendance: Attendance
    stand_in: str  # who comes in their place

    @property
    def called(self) -> str:
        """Their name; for a post whose holder is not named, the post."""
        return self.name or self.position


def posts(
    db: Session, asked: Sequence[tuple[str, Asked]]
) -> tuple[dict[str, Post], dict[tuple[int, str], str]]:
    """The devices that ask, and what they were already told."""
    wanted = {"digests": [digest for digest, _ in asked], "ids": [scan.id for _, scan in asked]}
    found, told = {}, {}
    for row in db.execute(_POSTS, wanted):
        digest, id, conference, entrance, door, skew, keeps, rehearsal, *rest = row
        as_of, set_at, is_running, scan_id, answer = rest
        ticking = Rehearsed(as_of, set_at, is_running) if rehearsal else None
        off = timedelta(seconds=skew)
        found[digest] = Post(id, conference, entrance, door, keeps, rehearsal, ticking, off)
        if scan_id is not None:
            told[id, scan_id] = answer
    return found, told


def key(asked: Asked) -> object:
    return as_code(asked.card) if asked.number is None else asked.number


def card(holder: Holder, *, keeps_doors: bool = False) -> Card:
    """A holder as the rules see them."""
    return Card(
        holder.delegate_id,
        is_revoked=holder.is_revoked,
        takes_seat=holder.attendance.takes_seat,
        is_replaced=bool(holder.stand_in) or holder.attendance is Attendance.SUBSTITUTED,
        door=holder.door if keeps_doors else "",
    )


def passes(*more: Any) -> Select[*tuple[Any, ...]]:
    """Every pass with what ``Holder`` is made of, and ``more`` columns after it."""
    return (
        select(
            col(Pass.token),
            col(Pass.revoked_at),
            col(Delegate.id),
            col(Delegate.number),
            col(Delegate.name),
            col(Position.title),
            col(Unit.name),
            col(Seat.label),
            col(Block.code),
            col(Landmark.name),
            col(Delegate.attendance),
            _STAND_IN.name,
            *more,
        )
        .join(Delegate, col(Delegate.id) == col(Pass.delegate_id))
        .outerjoin(
            Position, and_(col(Position.delegate_id) == col(Delegate.id), col(Position.place) == 1)
        )
        .outerjoin(Unit, col(Unit.id) == col(Delegate.unit_id))
        .outerjoin(Placement, col(Placement.delegate_id) == col(Delegate.id))
        .outerjoin(Seat, col(Seat.id) == col(Placement.seat_id))
        .outerjoin(SeatRow, col(SeatRow.id) == col(Seat.row_id))
        .outerjoin(Block, col(Block.id) == col(SeatRow.block_id))
        .outerjoin(Landmark, col(Landmark.id) == col(Block.door_id))
        .outerjoin(
            Substitution,
            and_(
                col(Substitution.absent_id) == col(Delegate.id),
                col(Substitution.undone_at).is_(None),
            ),
        )
        .outerjoin(_STAND_IN, _STAND_IN.id == col(Substitution.stand_in_id))
    )


def holder_of(row: Sequence[Any]) -> Holder:
    """From a row of ``passes``."""
    token, revoked_at, id, number, name, title, unit, seat, block, door, attendance, instead = row[
        :COLUMNS
    ]
    return Holder(
        token,
        revoked_at is not None,
        id,
        number,
        name,
        bare(title or "", unit or ""),
        unit or "",
        seat or "",
        block or "",
        door or "",
        Attendance(attendance),
        instead or "",
    )


def known(
    db: Session, parts: Sequence[tuple[Post, Asked]]
) -> tuple[dict[object, Holder], dict[Person, Entered]]:
    """Holders by code or number, and who of them has come in, by entrance and delegate."""
    here = parts[0][0]
    codes = {as_code(asked.card) for _, asked in parts if asked.number is None} - {""}
    numbers = {asked.number for _, asked in parts if asked.number is not None}
    wanted = {
        "conference": here.conference_id,
        "rehearsal": here.rehearsal_id,
        "entrances": list({post.entrance_id for post, _ in parts}),
        "codes": list(codes),
        "numbers": list(numbers),
    }
    query = _BY_EITHER if codes and numbers else _BY_NUMBER if numbers else _BY_CODE
    holders: dict[object, Holder] = {}
    entered: dict[Person, Entered] = {}
    for row in db.execute(query, wanted):
        holder = holder_of(row)
        holders[holder.token] = holder
        if not holder.is_revoked:
            holders[holder.number] = holder
        entrance, at, door, scan_id, device_id, out_since = row[COLUMNS:]
        if entrance is not None:
            is_out = out_since is not None
            entered[entrance, holder.delegate_id] = Entered(at, door, scan_id, device_id, is_out)
    return holders, entered


# Statements of the scans are made once: to put them together takes longer than to ask them.
_POSTS = (
    select(
        col(Device.digest),
        col(Device.id),
        col(Device.conference_id),
        col(Device.entrance_id),
        col(Device.door),
        col(Device.skew),
        col(Entrance.keeps_doors),
        col(Rehearsal.id),
        col(Rehearsal.as_of),
        col(Rehearsal.set_at),
        col(Rehearsal.is_running),
        col(ScanRecord.scan_id),
        col(ScanRecord.answer),
    )
    .join(Entrance, col(Entrance.id) == col(Device.entrance_id))
    .outerjoin(
        Rehearsal,
        and_(
            col(Rehearsal.conference_id) == col(Device.conference_id),
            col(Rehearsal.ended_at).is_(None),
        ),
    )
    .outerjoin(
        ScanRecord,
        and_(
            col(ScanRecord.device_id) == col(Device.id),
            col(ScanRecord.scan_id).in_(bindparam("ids", expanding=True)),
        ),
    )
    .where(
        col(Device.digest).in_(bindparam("digests", expanding=True)),
        col(Device.revoked_at).is_(None),
    )
)
_HELD = (
    passes(
        col(Arrival.entrance_id),
        col(Arrival.at),
        col(Arrival.door),
        col(Arrival.scan_id),
        col(Arrival.device_id),
        col(Arrival.out_since),
    )
    .outerjoin(
        Arrival,
        and_(
            col(Arrival.delegate_id) == col(Delegate.id),
            col(Arrival.entrance_id).in_(bindparam("entrances", expanding=True)),
            col(Arrival.rehearsal_id).is_not_distinct_from(bindparam("rehearsal")),
        ),
    )
    .where(col(Delegate.conference_id) == bindparam("conference"))
)
_CODES = col(Pass.token).in_(bindparam("codes", expanding=True))
_NUMBERS = and_(
    col(Delegate.number).in_(bindparam("numbers", expanding=True)), col(Pass.revoked_at).is_(None)
)
_BY_CODE, _BY_NUMBER = _HELD.where(_CODES), _HELD.where(_NUMBERS)
_BY_EITHER = _HELD.where(or_(_CODES, _NUMBERS))
