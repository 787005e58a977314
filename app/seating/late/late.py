"""Late changes, tried out before anything is decided: who stays away, who comes besides, which
seats break. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.seating.solver.model import Hall, Locks, Person, Pin, Seat

_LAST = 1_000_000  # behind everybody of the list


@dataclass(frozen=True)
class Late:
    """``absent`` are delegates, ``blocked`` seats; ``extra`` guests come besides, of one group and
    perhaps of one unit; ``present`` delegates sit already and are not to be moved."""

    absent: tuple[int, ...] = ()
    extra: int = 0
    group: int | None = None
    unit: int | None = None
    blocked: tuple[int, ...] = ()
    present: tuple[int, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Kin:
    """What late guests are taken for: the group's place in the order, and their unit."""

    group: int
    precedence: int
    label: str
    unit: int | None = None
    place: int = 0  # of the unit in its list


def hall_after(hall: Hall, late: Late) -> Hall:
    """The hall without the seats that broke; a run ends beside each of them."""
    if not late.blocked:
        return hall
    broken = set(late.blocked)
    return replace(hall, seats=tuple(_split(hall.seats, broken)))


def people_after(people: Iterable[Person], late: Late, kin: Kin) -> tuple[Person, ...]:
    """Those who come; guests who have no number yet are -1, -2, …"""
    absent = set(late.absent)
    coming = [person for person in people if person.id not in absent]
    return (*coming, *(_guest(number, kin) for number in range(1, late.extra + 1)))


def locks_after(locks: Locks, late: Late, placed: dict[int, int]) -> Locks:
    """Whoever is already in the hall keeps the seat they sit on; who stays away keeps nothing.

    A pin to a seat that broke cannot hold.
    """
    absent, broken = set(late.absent), set(late.blocked)
    pins: dict[int, Pin] = {
        person: pin
        for person, pin in locks.pins.items()
        if person not in absent and pin.seat not in broken
    }
    arrived = {person: placed[person] for person in late.present if person in placed}
    announced = {who: seat for who, seat in locks.announced.items() if who not in absent}
    return replace(locks, pins=pins, arrived={**locks.arrived, **arrived}, announced=announced)


def _guest(number: int, kin: Kin) -> Person:
    return Person(
        id=-number,
        order=(1, kin.precedence, kin.place, _LAST, number),
        label=kin.label,
        title=kin.label,
        unit=kin.unit,
    )


def _split(seats: Iterable[Seat], broken: set[int]) -> Iterable[Seat]:
    """A broken seat parts its run: those after it get a run of their own."""
    row, shift = None, 0
    for seat in seats:  # row by row, from left to right
        here = (seat.level, seat.block, seat.rank)
        if here != row:
            row, shift = here, 0
        if seat.id in broken:
            shift += 2
            yield replace(seat, is_blocked=True, run=seat.run + shift - 1)
        else:
            yield replace(seat, run=seat.run + shift)
