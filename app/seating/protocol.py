"""A first order of protocol: a seat for everybody.

The chair and the leading groups from the middle of the front rows, award recipients in call order
beside the steps, the press together at the back, and every unit together, in the order of the list
of units (practice.md 3; guests before hosts is in the order of the groups). Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.errors import Refused
from app.seating.spots import Room, Run, Spot, near

ACROSS = 6  # for leaders a seat across an aisle from the middle counts as so many rows behind
PAIR = 2  # the fewest of a unit that sit together


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
    is_speaker: bool = False
    needs_step_free: bool = False


@dataclass(frozen=True)
class Seated:
    """A placement with its reason, for the person who asks."""

    delegate_id: int
    seat_id: int
    why: str


@dataclass(frozen=True)
class Unit:
    """People who sit together, and why where they do."""

    members: Sequence[Guest]
    why: str


class _Part(Enum):
    """The parts of the audience that choose their seats in different ways."""

    STEP_FREE = auto()
    RECIPIENT = auto()
    PRESS = auto()
    MEMBER = auto()
    LEADING = auto()


def seat_all(guests: Sequence[Guest], room: Room) -> list[Seated]:
    """A seat for every guest; the same for the same input in any order.

    Raises Refused where there are more guests than seats.
    """
    if len(guests) > len(room.spots):
        raise Refused(
            "Thiếu {n} ghế: {guests} đại biểu, {spots} ghế",
            n=len(guests) - len(room.spots),
            guests=len(guests),
            spots=len(room.spots),
        )
    parts: dict[_Part, list[Guest]] = {part: [] for part in _Part}
    for guest in sorted(guests, key=lambda guest: (guest.order, guest.id)):
        parts[_part(guest)].append(guest)
    plan = _Plan(room)
    plan.fill(parts[_Part.STEP_FREE], plan.accessible(), "{label}: ghế không có bậc")
    leading = parts[_Part.LEADING], plan.in_front, "{label}: ngôi thứ {n}, từ giữa hàng ra"
    called = parts[_Part.RECIPIENT], plan.beside_steps, "Nhận khen thưởng thứ {n}: gần bậc sân khấu"
    # Recipients have a block of their own where there is one beside the middle, else they follow.
    for people, seats, why in (called, leading) if room.has_side_block else (leading, called):
        plan.fill(people, seats(), why)
    plan.fill(parts[_Part.PRESS], plan.behind(), "{label}: cùng nhau ở phía sau")
    plan.fill_by_unit(parts[_Part.MEMBER])
    plan.fill_the_rest()
    return plan.seated


def _part(guest: Guest) -> _Part:
    if guest.needs_step_free:
        return _Part.STEP_FREE
    if guest.is_recipient:
        return _Part.RECIPIENT
    if guest.is_press:
        return _Part.PRESS
    return _Part.LEADING if guest.unit is None else _Part.MEMBER


class _Plan:
    """A hall being filled. Accessible seats are kept for those who need them until the end."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.seated: list[Seated] = []
        self._free = {spot.id: spot for spot in sorted(room.spots, key=room.middle_out)}
        self._waiting: list[Guest] = []

    def fill(self, guests: Iterable[Guest], seats: Sequence[Spot], why: str) -> None:
        """Guests in order onto seats in order; who gets none waits for the end."""
        for number, guest in enumerate(guests, 1):
            if number > len(seats):
                self._waiting.append(guest)
            else:
                self._seat(guest, seats[number - 1], why.format(label=guest.label, n=number))

    def fill_by_unit(self, guests: Iterable[Guest]) -> None:
        """Each unit into the first run that holds it whole; then those that none held, in parts."""
        by_unit: dict[int | None, list[Guest]] = defaultdict(list)
        for guest in guests:
            by_unit[guest.unit].append(guest)
        units = [
            Unit(members, f"{members[0].label}: cùng đơn vị, đơn vị thứ {number}/{len(by_unit)}")
            for number, members in enumerate(by_unit.values(), 1)
        ]
        shared = [(run, list[Unit]()) for run in self.room.runs(self._open())]
        divided = []
        for unit in units:
            for run, inside in shared:
                if len(unit.members) + sum(len(other.members) for other in inside) <= len(run):
                    inside.append(unit)
                    break
            else:
                divided.append(unit)
        for run, inside in shared:
            for unit, spots in _side_by_side(inside, run, is_central=self.room.is_central(run)):
                self._seat_together(unit.members, spots, unit.why)
        for unit in divided:
            self._divide(unit.members, f"{unit.why}, chia nhiều hàng")

    def fill_the_rest(self) -> None:
        """Whoever found no seat of the wished kind, onto what is free."""
        left = sorted(self._free.values(), key=lambda spot: spot.is_accessible)
        for guest, spot in zip(self._waiting, left, strict=False):
            self._seat(guest, spot, f"{guest.label}: chỗ còn lại")

    def accessible(self) -> list[Spot]:
        return [spot for spot in self._free.values() if spot.is_accessible]

    def in_front(self) -> list[Spot]:
        """Row by row from the stage, each from the middle outwards."""
        central = self.room.central
        return sorted(
            self._open(),
            key=lambda spot: spot.rank + (ACROSS if central and spot.block not in central else 0),
        )

    def beside_steps(self) -> list[Spot]:
        return [spot for run in self.room.runs_beside_steps(self._open()) for spot in run]

    def behind(self) -> list[Spot]:
        return [spot for run in self.room.runs_behind(self._open()) for spot in run]

    def _open(self) -> list[Spot]:
        return [spot for spot in self._free.values() if not spot.is_accessible]

    def _divide(self, members: Sequence[Guest], why: str) -> None:
        """A unit that no run holds: into runs near the longest one, if possible nobody alone."""
        runs = self.room.runs(self._open())
        left = list(members)
        for run in near(max(runs, key=len), runs) if runs else []:
            part = min(len(run), len(left))
            if len(left) - part == 1 and part > PAIR:
                part -= 1
            if part >= PAIR:
                self._seat_together(left[:part], run[:part], why)
                del left[:part]
        self._waiting += left

    def _seat_together(self, members: Sequence[Guest], spots: Run, why: str) -> None:
        """The higher the rank, the nearer to the middle; but speakers at the aisle."""
        speakers = [guest for guest in members if guest.is_speaker]
        others = [guest for guest in members if not guest.is_speaker]
        by_aisle = sorted(spots, key=lambda spot: (not spot.is_at_aisle, self.room.aside(spot)))
        first = by_aisle[: len(speakers)]
        rest = sorted(by_aisle[len(speakers) :], key=self.room.middle_out)
        for guest, spot in zip([*speakers, *others], [*first, *rest], strict=True):
            goes_up = guest.is_speaker and spot.is_at_aisle
            self._seat(guest, spot, f"{why}, cạnh lối đi để lên phát biểu" if goes_up else why)

    def _seat(self, guest: Guest, spot: Spot, why: str) -> None:
        del self._free[spot.id]
        self.seated.append(Seated(guest.id, spot.id, why))


def _side_by_side(
    units: Sequence[Unit], run: Run, *, is_central: bool
) -> Iterator[tuple[Unit, Run]]:
    """The seats of each unit in the run they share.

    From its end nearer to the middle, or in the middle of it where the run lies there; speakers'
    units take the ends, where the aisles are.
    """
    speaking = [unit for unit in units if any(guest.is_speaker for guest in unit.members)]
    at_end = speaking[1:2]
    line = [*speaking[:1], *(unit for unit in units if unit not in speaking[:2])]
    spare = len(run) - sum(len(unit.members) for unit in units)
    start = spare // 2 if is_central and not speaking else 0
    for unit in line:
        yield unit, run[start : start + len(unit.members)]
        start += len(unit.members)
    for unit in at_end:
        yield unit, run[-len(unit.members) :]
