"""The hall and the people in it, as the protocol sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.delegates.rules import Role
from app.delegates.store import Listed
from app.halls.rules import LandmarkKind, runs
from app.halls.store import HallView, SeatView
from app.seating.protocol import Guest, Seated
from app.seating.spots import Room, Spot


@dataclass(frozen=True)
class Proposal:
    """A seat for everybody, against the seats they have now."""

    seated: list[Seated]
    stay: int
    move: int
    newly: int  # had no seat
    lose: int  # have a seat and do not come

    @property
    def changes(self) -> int:
        return self.move + self.newly + self.lose


def proposal(seated: list[Seated], now: dict[int, int]) -> Proposal:
    """``now`` holds the seat of each delegate who has one."""
    stay = sum(1 for found in seated if now.get(found.delegate_id) == found.seat_id)
    newly = sum(1 for found in seated if found.delegate_id not in now)
    lose = len(now.keys() - {found.delegate_id for found in seated})
    return Proposal(seated, stay, len(seated) - stay - newly, newly, lose)


def room(hall: HallView) -> Room:
    """The seats that may be taken, and what they are measured from."""
    rows: dict[int, list[SeatView]] = defaultdict(list)
    for seat in hall.seats:
        rows[seat.row.id].append(seat)
    spots = [spot for row in rows.values() for spot in _spots(row)]
    middle = hall.hall.stage_x + hall.hall.stage_width / 2
    steps = [(mark.x, mark.y) for mark in hall.landmarks if mark.kind is LandmarkKind.STEPS]
    return Room(spots, middle, steps)


def _spots(row: list[SeatView]) -> Iterable[Spot]:
    blocked = {place for place, seat in enumerate(row) if seat.blocked is not None}
    for place, (run, seat) in enumerate(zip(runs(len(row), blocked), row, strict=True)):
        if seat.blocked is None:
            yield Spot(
                id=seat.id,
                block=seat.block.code,
                level=seat.block.level,
                rank=seat.row.rank,
                run=run,
                position=seat.position,
                x=seat.x,
                y=seat.y,
                is_at_aisle=place in {0, len(row) - 1},
                is_accessible=seat.is_accessible,
            )


def guests(delegates: Iterable[Listed]) -> list[Guest]:
    """Those who take a seat. Communes sit as units; the others by their own precedence."""
    return [_guest(listed) for listed in delegates if listed.delegate.attendance.takes_seat]


def _guest(listed: Listed) -> Guest:
    delegate, group, unit = listed.delegate, listed.group, listed.unit
    commune = unit if unit is not None and unit.kind.is_commune_level else None
    return Guest(
        id=delegate.id,
        order=(0 if Role.CHAIR in listed.roles else 1, *listed.precedence),
        label=commune.name if commune else group.name,
        unit=commune.id if commune else None,
        is_recipient=Role.RECIPIENT in listed.roles,
        is_press=Role.PRESS in listed.roles,
        is_speaker=Role.SPEAKER in listed.roles,
        needs_step_free=delegate.needs_step_free,
    )
