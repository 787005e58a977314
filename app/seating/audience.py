"""The hall and the people in it, as the solver sees them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.delegates.rules import Role
from app.delegates.store import Listed
from app.halls.rules import LandmarkKind, runs
from app.halls.store import HallView, SeatView
from app.seating.solver.model import Door, Hall, Person, Plan, Seat
from app.seating.solver.why import sentence
from app.vietnamese import title_key


@dataclass(frozen=True)
class Seated:
    """A placement with its reason, for the person who asks."""

    delegate_id: int
    seat_id: int
    why: str


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


def proposal(plan: Plan, now: Mapping[int, int]) -> Proposal:
    """``now`` holds the seat of each delegate who has one."""
    seated = [
        Seated(person, seat, sentence(plan.why[person])) for person, seat in plan.assign.items()
    ]
    stay = sum(1 for found in seated if now.get(found.delegate_id) == found.seat_id)
    newly = sum(1 for found in seated if found.delegate_id not in now)
    lose = len(now.keys() - plan.assign.keys())
    return Proposal(seated, stay, len(seated) - stay - newly, newly, lose)


def hall_for_solver(hall: HallView) -> Hall:
    """All seats, the blocked ones marked; what is looked at is the middle of the stage's edge."""
    rows: dict[int, list[SeatView]] = defaultdict(list)
    for seat in hall.seats:
        rows[seat.row.id].append(seat)
    doors = {mark.id: mark for mark in hall.landmarks if mark.kind is LandmarkKind.DOOR}
    codes = {number: mark.code for number, mark in doors.items()}
    stage = hall.hall
    return Hall(
        seats=tuple(seat for row in rows.values() for seat in _seats(row, codes)),
        focal=(stage.stage_x + stage.stage_width / 2, stage.stage_y + stage.stage_depth),
        steps=tuple((mark.x, mark.y) for mark in hall.landmarks if mark.kind is LandmarkKind.STEPS),
        doors=tuple(Door(mark.code, mark.x, mark.y, mark.level) for mark in doors.values()),
    )


def _seats(row: list[SeatView], doors: Mapping[int, str]) -> Iterable[Seat]:
    blocked = {place for place, seat in enumerate(row) if seat.blocked is not None}
    for place, (run, seat) in enumerate(zip(runs(len(row), blocked), row, strict=True)):
        yield Seat(
            id=seat.id,
            block=seat.block.code,
            level=seat.block.level,
            rank=seat.row.rank,
            run=run,
            position=seat.position,
            x=seat.x,
            y=seat.y,
            label=seat.label,
            row=seat.row.label,
            door=doors.get(seat.block.door_id or 0, ""),
            is_at_aisle=place in {0, len(row) - 1},
            is_accessible=seat.is_accessible,
            is_blocked=seat.blocked is not None,
        )


def people(
    delegates: Iterable[Listed],
    calls: Mapping[int, tuple[int, int]] | None = None,
    turns: Mapping[int, int] | None = None,
) -> list[Person]:
    """Those who take a seat. Communes sit as units; the others by their own precedence. ``calls``
    holds the batch of every recipient and their place in it, ``turns`` the order of speaking;
    where they are not given, the list's own order stands for them."""
    coming = [listed for listed in delegates if listed.delegate.attendance.takes_seat]
    return [_person(listed, calls or {}, turns or {}) for listed in coming]


def _person(
    listed: Listed, calls: Mapping[int, tuple[int, int]], turns: Mapping[int, int]
) -> Person:
    delegate, group, unit = listed.delegate, listed.group, listed.unit
    commune = unit if unit is not None and unit.kind.is_commune_level else None
    is_recipient, is_speaker = Role.RECIPIENT in listed.roles, Role.SPEAKER in listed.roles
    listed_at = 1000 + delegate.number  # after those whose call or turn is known
    return Person(
        id=delegate.id,
        order=(
            group.precedence,
            commune.position if commune else 0,
            delegate.rank,
            delegate.number,
        ),
        label=commune.name if commune else group.name,
        title=listed.called,
        alphabet=title_key(commune.name if commune else group.name),
        unit=commune.id if commune else None,
        tier=group.precedence,
        is_chair=Role.CHAIR in listed.roles,
        is_press=Role.PRESS in listed.roles,
        needs_step_free=delegate.needs_step_free,
        recipient=calls.get(delegate.id, (1000, listed_at)) if is_recipient else None,
        speaker=turns.get(delegate.id, listed_at) if is_speaker else None,
    )
