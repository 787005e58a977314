"""Who sits where: a first order of protocol.

The chair and the leading groups from the middle of the front rows, award recipients near the steps,
the press behind them, and every unit together, in the order of the list of units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.errors import Refused


@dataclass(frozen=True)
class Spot:
    """A seat somebody may be placed on. ``run`` names the seats beside it with nothing between;
    ``aside`` and ``run_aside`` are the distances from the middle line of the seat and of the middle
    of its run, in seat pitches."""

    id: int
    rank: int
    run: tuple[str, str, int]
    position: int
    aside: float
    run_aside: float
    is_near_steps: bool = False
    is_press: bool = False


@dataclass(frozen=True)
class Guest:
    """Somebody to be placed. ``order`` is their place in the list of precedence; people of one
    ``unit`` sit together; the others are placed one by one."""

    id: int
    order: tuple[int, ...]
    label: str
    unit: int | None = None
    is_recipient: bool = False
    is_press: bool = False


@dataclass(frozen=True)
class Seated:
    """A placement with its reason, for the person who asks."""

    delegate_id: int
    seat_id: int
    why: str


def seat_all(guests: Sequence[Guest], spots: Sequence[Spot]) -> list[Seated]:
    """A seat for every guest; the same for the same input in any order.

    Raises Refused where there are more guests than seats.
    """
    if len(guests) > len(spots):
        raise Refused(
            "Thiếu {n} ghế: {guests} đại biểu, {spots} ghế",
            n=len(guests) - len(spots),
            guests=len(guests),
            spots=len(spots),
        )
    guests = sorted(guests, key=lambda guest: guest.order)
    free = {spot.id: spot for spot in sorted(spots, key=_from_the_middle)}
    leading = [g for g in guests if g.unit is None and not g.is_recipient and not g.is_press]
    seated = _one_by_one(leading, list(free.values()), free, "{label}: ngôi thứ {n}, từ giữa ra")
    near = sorted((s for s in free.values() if s.is_near_steps), key=_along_rows)
    recipients = [guest for guest in guests if guest.is_recipient]
    seated += _one_by_one(recipients, near, free, "{label}: thứ tự trao {n}, gần bậc lên sân khấu")
    press = [guest for guest in guests if guest.is_press]
    behind = sorted((s for s in free.values() if s.is_press), key=_along_rows)
    seated += _one_by_one(press, behind, free, "{label}: khu báo chí")
    in_units = [g for g in guests if g.unit is not None and not g.is_recipient and not g.is_press]
    return seated + _unit_by_unit(in_units, free)


def _one_by_one(
    guests: Iterable[Guest], wanted: Iterable[Spot], free: dict[int, Spot], why: str
) -> list[Seated]:
    """The wanted seats in their order, then whatever else is free."""
    seats = [*wanted]
    seats += [spot for spot in free.values() if spot not in set(seats)]
    seated = []
    for number, (guest, spot) in enumerate(zip(guests, seats, strict=False), 1):
        del free[spot.id]
        seated.append(Seated(guest.id, spot.id, why.format(label=guest.label, n=number)))
    return seated


def _unit_by_unit(guests: Sequence[Guest], free: dict[int, Spot]) -> list[Seated]:
    """Each unit into the first row that holds it whole; where none does, into what is left."""
    runs = {
        run: list(spots) for run, spots in groupby(sorted(free.values(), key=_along_rows), _run)
    }
    units: dict[int, list[Guest]] = {}
    for guest in guests:
        units.setdefault(guest.unit or 0, []).append(guest)
    seated, scattered = [], []
    for number, members in enumerate(units.values(), 1):
        home = next((spots for spots in runs.values() if len(spots) >= len(members)), None)
        if home is None:
            scattered.append((number, members))
            continue
        seated += _together(members, home[: len(members)], number, len(units))
        del home[: len(members)]
    left = [spot for spots in runs.values() for spot in spots]
    for number, members in scattered:
        seated += _together(members, left[: len(members)], number, len(units))
        del left[: len(members)]
    return seated


def _together(
    members: Sequence[Guest], spots: Sequence[Spot], number: int, units: int
) -> list[Seated]:
    why = "{label}: cùng đơn vị, thứ tự {number}/{units}"
    return [
        Seated(guest.id, spot.id, why.format(label=guest.label, number=number, units=units))
        for guest, spot in zip(members, spots, strict=True)
    ]


def _from_the_middle(spot: Spot) -> tuple[int, float, int]:
    return spot.rank, spot.aside, spot.id


def _along_rows(spot: Spot) -> tuple[int, float, tuple[str, str, int], int]:
    return spot.rank, spot.run_aside, spot.run, spot.position


def _run(spot: Spot) -> tuple[str, str, int]:
    return spot.run
