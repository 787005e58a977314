"""Who is here: the figures everybody follows on the morning, and the report afterwards."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.checkin.models import Arrival, Entrance
from app.checkin.rules import Forecast, curve, forecast
from app.conferences.models import Conference, Unit
from app.conferences.store import rehearsal
from app.delegates.models import Placement
from app.delegates.rules import Attendance, Role
from app.delegates.store import Listed, everyone
from app.vietnamese import number_text

STEP = timedelta(minutes=1)
AROUND = timedelta(minutes=60)  # the curve begins so long before the conference
MARK = timedelta(minutes=15)
LEADERS = 18  # of the first in order of precedence, whose arrival everybody waits for


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
    begin: datetime  # of the curve's axis
    until: datetime
    curve: list[tuple[datetime, int]]
    forecasts: list[Forecast]
    missing: list[Listed]  # speakers and recipients who have not come
    leaders: list[tuple[Listed, datetime | None]]
    people: list[tuple[Listed, Arrival | None]]

    @property
    def spoken(self) -> str:
        """What the presenter reads out; Vietnamese whatever the screen speaks."""
        share = f"{100 * self.came / self.expected:.1f}" if self.expected else "0"
        text = (
            f"Có mặt {number_text(self.came)} trên tổng số {number_text(self.expected)} đại biểu,"
            f" đạt {share.replace('.', ',')}%"
        )
        return f"{text}; vắng có lý do {self.absent} đồng chí." if self.absent else f"{text}."

    @property
    def marks(self) -> list[datetime]:
        """The moments written under the curve."""
        return [self.begin + MARK * place for place in range((self.until - self.begin) // MARK + 1)]

    @property
    def empty_units(self) -> list[Share]:
        return [unit for unit in self.units if not unit.here]


def board(
    db: Session, conference: Conference, entrance: Entrance, rehearsal_id: int | None, now: datetime
) -> Board:
    """In a fixed number of queries."""
    arrived = arrivals(db, entrance, rehearsal_id)
    everybody = everyone(db, conference.id)
    coming = [one for one in everybody if one.delegate.attendance.takes_seat]
    came = {one.delegate.id for one in everybody} & arrived.keys()
    times = sorted(arrival.at for arrival in arrived.values())
    begin, until = conference.starts_at - AROUND, conference.starts_at + AROUND / 2
    reached = min(max(now, begin), until)
    expected = len(coming) + len(came - {one.delegate.id for one in coming})
    marks = [mark for mark in (expected * 93 // 10_000 * 100, expected) if mark]
    return Board(
        entrance=entrance,
        here=sum(1 for arrival in arrived.values() if arrival.out_since is None),
        came=len(came),
        expected=expected,
        absent=sum(1 for one in everybody if one.delegate.attendance is Attendance.ABSENT),
        groups=_shares(coming, arrived, lambda one: (one.group.precedence, one.group.name, None)),
        units=_shares(
            [one for one in coming if one.unit is not None], arrived, lambda one: _unit(one.unit)
        ),
        doors=Counter(arrival.door for arrival in arrived.values()).most_common(),
        begin=begin,
        until=until,
        curve=curve(times, begin, reached, STEP),
        forecasts=[forecast(times, mark, now) for mark in marks],
        missing=[one for one in coming if one.delegate.id not in came and _is_needed(one)],
        leaders=[
            (one, arrived[one.delegate.id].at if one.delegate.id in arrived else None)
            for one in sorted(coming, key=lambda one: Role.CHAIR not in one.roles)[:LEADERS]
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


def in_the_hall(db: Session, conference_id: int) -> list[int]:
    """The delegates who have come to the conference itself, real or rehearsed, and not left."""
    going_on = rehearsal(db, conference_id)
    first = select(func.min(col(Entrance.id))).where(col(Entrance.conference_id) == conference_id)
    query = select(col(Arrival.delegate_id)).where(
        col(Arrival.entrance_id) == first.scalar_subquery(),
        col(Arrival.out_since).is_(None),
        col(Arrival.rehearsal_id).is_not_distinct_from(going_on.id if going_on else None),
    )
    return list(db.scalars(query))


def taken(db: Session, conference_id: int) -> list[int]:
    """The seats of those who have come, by id: what a seat map colours."""
    came = in_the_hall(db, conference_id)
    query = select(col(Placement.seat_id)).where(col(Placement.delegate_id).in_(came))
    return sorted(db.scalars(query))


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
