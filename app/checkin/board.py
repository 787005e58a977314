"""Who is here: the figures everybody follows on the morning, and the report afterwards."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from app import vietnamese
from app.checkin.devices import main_entrance
from app.checkin.models import Arrival, Device, Entrance, ScanRecord
from app.checkin.rules import Forecast, Verdict, curve, forecast
from app.conferences.guards import Desk
from app.conferences.models import Conference, Unit
from app.delegates.rules import Attendance, Role
from app.delegates.store import Listed, everyone

STEP = timedelta(minutes=1)
BEFORE = timedelta(minutes=60)  # the curve begins so long before the conference


@dataclass(frozen=True)
class Share:
    """How many of a group or unit have come."""

    name: str
    here: int
    expected: int
    unit_id: int | None = None

    @property
    def missing(self) -> int:
        return self.expected - self.here


@dataclass(frozen=True)
class Conflict:
    """One card let in at two doors, for a person to settle."""

    record: ScanRecord
    device: str
    who: str
    number: int
    first_at: datetime
    first_door: str
    first_device: str


@dataclass(frozen=True)
class Board:
    """The doors at one moment. ``expected`` are those who take a seat."""

    entrance: Entrance
    here: int
    came: int
    expected: int
    absent: int  # who said so beforehand
    groups: list[Share]
    units: list[Share]
    doors: list[tuple[str, int]]
    curve: list[tuple[datetime, int]]
    forecasts: list[Forecast]
    missing: list[Listed]  # speakers and recipients who have not come
    leaders: list[tuple[Listed, datetime | None]]
    people: list[tuple[Listed, Arrival | None]]

    @property
    def empty_units(self) -> list[Share]:
        return [unit for unit in self.units if not unit.here]


def board(db: Session, desk: Desk, entrance: Entrance | None = None) -> Board:
    """In a fixed number of queries."""
    here, conference = desk.conference_id, desk.conference
    place = entrance or main_entrance(db, here)
    arrived = arrivals(db, place, desk.rehearsal_id)
    everybody = everyone(db, here)
    coming = [one for one in everybody if one.delegate.attendance.takes_seat]
    came = {one.delegate.id for one in everybody} & arrived.keys()
    times = sorted(arrival.at for arrival in arrived.values())
    begin = conference.starts_at - BEFORE
    until = min(max(desk.now, begin), conference.starts_at + BEFORE)
    expected = len(coming) + len(came - {one.delegate.id for one in coming})
    marks = [mark for mark in (expected * 9 // 10, expected) if mark]
    leading = min((one.group.precedence for one in coming), default=0)
    return Board(
        entrance=place,
        here=sum(1 for arrival in arrived.values() if arrival.out_since is None),
        came=len(came),
        expected=expected,
        absent=sum(1 for one in everybody if one.delegate.attendance is Attendance.ABSENT),
        groups=_shares(coming, arrived, lambda one: (one.group.precedence, one.group.name, None)),
        units=_shares(
            [one for one in coming if one.unit is not None], arrived, lambda one: _unit(one.unit)
        ),
        doors=Counter(arrival.door for arrival in arrived.values()).most_common(),
        curve=curve(times, begin, until, STEP),
        forecasts=[forecast(times, mark, desk.now) for mark in marks],
        missing=[one for one in coming if one.delegate.id not in came and _is_needed(one)],
        leaders=[
            (one, arrived[one.delegate.id].at if one.delegate.id in arrived else None)
            for one in coming
            if one.group.precedence == leading or Role.CHAIR in one.roles
        ],
        people=[(one, arrived.get(one.delegate.id)) for one in everybody],
    )


def arrivals(db: Session, entrance: Entrance, rehearsal_id: int | None) -> dict[int, Arrival]:
    """By delegate."""
    query = select(Arrival).where(
        col(Arrival.entrance_id) == entrance.id,
        col(Arrival.rehearsal_id).is_not_distinct_from(rehearsal_id),
    )
    return {arrival.delegate_id: arrival for arrival in db.scalars(query)}


def spoken(board: Board) -> str:
    """What the presenter reads out; Vietnamese whatever the screen speaks."""
    share = f"{100 * board.came / board.expected:.1f}".replace(".", ",") if board.expected else "0"
    text = (
        f"Có mặt {vietnamese.number_text(board.came)} trên tổng số"
        f" {vietnamese.number_text(board.expected)} đại biểu, đạt {share}%"
    )
    return f"{text}; vắng có lý do {board.absent} đồng chí." if board.absent else f"{text}."


def conference_of(db: Session, device: Device) -> Conference:
    return db.get_one(Conference, device.conference_id)


def _unit(unit: Unit | None) -> tuple[int, str, int | None]:
    assert unit is not None
    return unit.position, unit.name, unit.id


def _shares(people: Sequence[Listed], arrived: dict[int, Arrival], key: Any) -> list[Share]:
    counted: dict[tuple[int, str, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for one in people:
        both = counted[key(one)]
        both[0] += one.delegate.id in arrived
        both[1] += 1
    return [
        Share(name, here, expected, unit)
        for (_, name, unit), (here, expected) in sorted(
            counted.items(), key=lambda item: item[0][:2]
        )
    ]


def _is_needed(one: Listed) -> bool:
    return bool({Role.SPEAKER, Role.RECIPIENT} & set(one.roles))


def conflicts(db: Session, conference_id: int, rehearsal_id: int | None) -> list[Conflict]:
    """Cards let in twice, those still to be settled first."""
    first = select(col(Device.id), col(Device.name)).where(
        col(Device.conference_id) == conference_id
    )
    names = dict(db.execute(first).tuples().all())
    query = (
        select(ScanRecord, Arrival)
        .join(
            Arrival,
            (col(Arrival.delegate_id) == col(ScanRecord.delegate_id))
            & (col(Arrival.entrance_id) == col(ScanRecord.entrance_id))
            & col(Arrival.rehearsal_id).is_not_distinct_from(rehearsal_id),
        )
        .where(
            col(ScanRecord.conference_id) == conference_id,
            col(ScanRecord.verdict) == Verdict.CONFLICT,
            col(ScanRecord.rehearsal_id).is_not_distinct_from(rehearsal_id),
        )
        .order_by(col(ScanRecord.settled_at).is_not(None), col(ScanRecord.at))
    )
    found = list(db.execute(query))
    by_id = {one.delegate.id: one for one in everyone(db, conference_id)} if found else {}
    return [
        Conflict(
            record,
            names.get(record.device_id, ""),
            by_id[arrival.delegate_id].called,
            by_id[arrival.delegate_id].delegate.number,
            arrival.at,
            arrival.door,
            names.get(arrival.device_id or 0, ""),
        )
        for record, arrival in found
        if arrival.delegate_id in by_id
    ]


def open_conflicts(db: Session, conference_id: int, rehearsal_id: int | None) -> int:
    query = select(func.count()).where(
        col(ScanRecord.conference_id) == conference_id,
        col(ScanRecord.verdict) == Verdict.CONFLICT,
        col(ScanRecord.rehearsal_id).is_not_distinct_from(rehearsal_id),
        col(ScanRecord.settled_at).is_(None),
    )
    return int(db.execute(query).scalar_one())
