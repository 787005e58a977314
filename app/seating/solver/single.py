"""Everybody who does not sit among a unit: by sorting, which is optimal for each kind of seat.

The locked first; then the presidium, those who need a seat without steps, the leading groups from
the middle of the front, speakers at the aisles, award recipients in call order beside the steps,
and the press. What is left is for the units.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import groupby

from app.errors import Refused
from app.seating.solver.ground import Ground, centre
from app.seating.solver.listing import Unit, by_precedence, sits_with_unit
from app.seating.solver.model import Locks, Person, Policy, Reason, Rule, Seat, Why

DEEP = 0.6  # leaders keep to the middle block while they fill at most so much of its rows
ROOMY = 0.9  # below this share of taken seats every award batch begins a row of its own


class Placing:
    """A hall being filled: who sits where and why, and which seats are still free."""

    def __init__(
        self, ground: Ground, people: Sequence[Person], policy: Policy, locks: Locks
    ) -> None:
        self.ground, self.policy, self.locks = ground, policy, locks
        self.people = by_precedence(people)
        self.by_id = {person.id: person for person in people}
        self.assign: dict[int, int] = {}
        self.why: dict[int, Why] = {}
        self.free = set(ground.seats) - set(locks.reserve)
        self.units: list[Unit] = []  # that wait for their place, in order
        self._check_room()

    def copy(self) -> "Placing":
        """To be filled further without touching this one."""
        twin = copy(self)
        twin.assign, twin.why, twin.free = dict(self.assign), dict(self.why), set(self.free)
        return twin

    def put(self, person: Person, seat: int, key: Reason, **values: object) -> None:
        """Seat one person; the reason tells the row besides ``values``."""
        row = self.ground.seats[seat].row
        told = {"label": person.label, "title": person.title or person.label, "row": row}
        told |= {name: str(value) for name, value in values.items()}
        self.free.discard(seat)
        self.assign[person.id] = seat
        self.why[person.id] = Why(key, told)

    def lift(self, person: Person) -> None:
        """Take somebody's seat away again."""
        self.free.add(self.assign.pop(person.id))
        del self.why[person.id]

    @property
    def waiting(self) -> list[Person]:
        return [person for person in self.people if person.id not in self.assign]

    @property
    def open(self) -> set[int]:
        """Free seats that are kept for nobody in particular."""
        seats = self.ground.seats
        return {
            seat for seat in self.free if not seats[seat].is_accessible and _is_plain(seats[seat])
        }

    @property
    def members(self) -> list[Person]:
        """Those of the units who wait for their unit's place."""
        return [person for person in self.waiting if sits_with_unit(person, self.policy)]

    def fill_the_rest(self) -> None:
        """Whoever found no seat of the wished kind, onto what is free; kept seats last."""
        seats = self.ground.seats
        left = sorted(
            (seats[seat] for seat in self.free if seats[seat].zone != "stage"),
            key=lambda s: (bool(s.zone), s.is_accessible, self.ground.away[s.id], s.id),
        )
        for person, seat in zip(self.waiting, left, strict=False):
            self.put(person, seat.id, Reason.LEFT_OVER)

    def middle_out(self, seats: Iterable[Seat]) -> list[Seat]:
        """Row by row from the stage, each from the middle, beginning with the policy's side."""
        side = -1 if self.policy.right_first else 1
        ground = self.ground
        return sorted(seats, key=lambda s: (s.rank, ground.aside(s), side * s.x, s.id))

    def _check_room(self) -> None:
        stage = sum(1 for s in self.free if self.ground.seats[s].zone == "stage")
        presiding = sum(1 for person in self.people if person.is_on_stage)
        room = len(self.free) - stage + min(stage, presiding)
        if len(self.people) > room:
            raise Refused(
                "Thiếu {n} ghế: {guests} đại biểu, {spots} ghế",
                n=len(self.people) - room,
                guests=len(self.people),
                spots=room,
            )


def _is_plain(seat: Seat) -> bool:
    return not seat.zone


def place_singles(placing: Placing) -> None:
    """Seat all but the units' members."""
    _locked(placing)
    _presidium(placing)
    _step_free(placing)
    called = [p for p in placing.waiting if p.recipient is not None and not p.is_chair]
    speakers = [
        p
        for p in placing.waiting
        if p.speaker is not None
        and p.recipient is None
        and not (p.is_chair or p.is_guest_of_honour or p.is_press)
        and not sits_with_unit(p, placing.policy)
    ]
    press = [p for p in placing.waiting if p.is_press and p.recipient is None]
    apart = {p.id for p in (*called, *speakers, *press)}
    leading = [
        p for p in placing.waiting if p.id not in apart and not sits_with_unit(p, placing.policy)
    ]
    is_called_first = placing.policy.outranks(Rule.RECIPIENTS, Rule.PRECEDENCE)
    if is_called_first:
        _recipients(placing, called)
    front = _front(placing, len(leading) + len(speakers))
    aisle = _aisle_seats(placing, speakers, front)
    kept = {seat.id for seat in aisle}
    best = [seat for seat in placing.middle_out(front) if seat.id not in kept]
    for n, (person, seat) in enumerate(zip(leading, best, strict=False), 1):
        placing.put(person, seat.id, Reason.PRECEDENCE, n=n)
    for person, seat in zip(_speaking_order(speakers), aisle, strict=False):
        placing.put(person, seat.id, Reason.SPEAKER, n=person.speaker)
    if not is_called_first:
        _recipients(placing, called)
    _press(placing, press)


def _locked(placing: Placing) -> None:
    for person_id, pin in placing.locks.pins.items():
        if person_id in placing.by_id and pin.seat in placing.free:
            note = f" ({pin.why})" if pin.why else ""
            placing.put(placing.by_id[person_id], pin.seat, Reason.PINNED, who=pin.who, note=note)
    for person_id, seat in placing.locks.arrived.items():
        if person_id in placing.by_id and seat in placing.free:
            placing.put(placing.by_id[person_id], seat, Reason.ARRIVED)


def _presidium(placing: Placing) -> None:
    seats = [placing.ground.seats[s] for s in placing.free]
    stage = placing.middle_out(seat for seat in seats if seat.zone == "stage")
    on_stage = [person for person in placing.waiting if person.is_on_stage]
    for n, (person, seat) in enumerate(zip(on_stage, stage, strict=False), 1):
        placing.put(person, seat.id, Reason.STAGE, n=n)


def _step_free(placing: Placing) -> None:
    ramps = [placing.ground.seats[s] for s in placing.free]
    good = placing.middle_out(s for s in ramps if s.is_accessible and s.zone != "stage")
    in_need = [person for person in placing.waiting if person.needs_step_free]
    for person, seat in zip(in_need, good, strict=False):
        placing.put(person, seat.id, Reason.STEP_FREE)


def _front(placing: Placing, count: int) -> list[Seat]:
    """The seats of the leading groups: the middle block's while they do not reach far back in it,
    else whole rows."""
    seats = [placing.ground.seats[seat] for seat in placing.open]
    central = [seat for seat in seats if seat.block in placing.ground.central]
    return central if count <= DEEP * len(central) else seats


def _aisle_seats(placing: Placing, speakers: list[Person], front: list[Seat]) -> list[Seat]:
    """As many seats at aisles as there are speakers, row by row, those nearer to the steps first.

    The first row is left to the chair and the guests while there are others.
    """
    at_aisle = [seat for seat in front if seat.is_at_aisle]
    at_aisle += [
        placing.ground.seats[s]
        for s in placing.open - {seat.id for seat in front}
        if placing.ground.seats[s].is_at_aisle and len(at_aisle) <= len(speakers)
    ]
    first = min((seat.rank for seat in at_aisle), default=0)
    if sum(1 for seat in at_aisle if seat.rank > first) >= len(speakers):
        at_aisle = [seat for seat in at_aisle if seat.rank > first]
    way = placing.ground.way_up
    side = -1 if placing.policy.right_first else 1
    chosen = sorted(at_aisle, key=lambda s: (s.rank, round(way(s), 1), side * s.x, s.id))
    return chosen[: len(speakers)]


def _speaking_order(speakers: list[Person]) -> list[Person]:
    return sorted(speakers, key=lambda person: (person.speaker or 0, person.order, person.id))


def _recipients(placing: Placing, called: list[Person]) -> None:
    """In call order, in the block nearest to the steps that is not in the middle; each batch from
    a row of its own where the hall has room for that."""
    called.sort(key=lambda p: (p.recipient or (0, 0), p.order, p.id))
    roomy = len(placing.people) <= ROOMY * len(placing.ground.seats)
    runs = _runs_to_steps(placing)
    place = 0
    for _, group in groupby(called, key=lambda p: p.recipient[0] if p.recipient else 0):
        batch = list(group)
        for person in batch:
            while place < len(runs) and not runs[place]:
                place += 1
            if place == len(runs):
                return
            batch_number, n = person.recipient or (0, 0)
            seat = runs[place].pop(0)
            placing.put(person, seat.id, Reason.RECIPIENT, batch=batch_number, n=n)
        if roomy and place < len(runs) and len(batch) > 1:
            place += 1


def _runs_to_steps(placing: Placing) -> list[list[Seat]]:
    """Block by block as they are near the steps, those in the middle last; each row from its end
    nearer to the steps."""
    ground = placing.ground
    runs = ground.runs(placing.open)
    for run in runs:
        if ground.from_aisle(run[-1]) < ground.from_aisle(run[0]):
            run.reverse()
    if not ground.central:
        return sorted(runs, key=lambda run: (run[0].rank, run[0].block, ground.from_aisle(run[0])))
    return sorted(
        runs,
        key=lambda run: (
            run[0].level,
            run[0].block in ground.central,
            round(ground.to_steps[run[0].block], 1),
            run[0].block,
            run[0].rank,
            ground.from_aisle(run[0]),
        ),
    )


def _press(placing: Placing, press: list[Person]) -> None:
    """Into their zone; where there is none, round the middle of the last row downstairs."""
    seats = placing.ground.seats
    zone = placing.middle_out(seats[s] for s in placing.free if seats[s].zone == "press")
    for person, seat in zip(press, zone, strict=False):
        placing.put(person, seat.id, Reason.PRESS)
    if zone:
        return
    runs = placing.ground.runs({s for s in placing.open if seats[s].level == 0} or placing.open)
    last = max((run[0].rank for run in runs), default=0)
    back = [run for run in runs if run[0].rank == last]
    if not back:
        return
    anchor = centre(min(back, key=lambda run: placing.ground.aside(run[len(run) // 2])))
    near = sorted(
        runs,
        key=lambda run: (
            abs(centre(run)[0] - anchor[0]) + abs(centre(run)[1] - anchor[1]),
            run[0].id,
        ),
    )
    chosen = [seat for run in near for seat in run]
    for person, seat in zip(press, chosen, strict=False):
        placing.put(person, seat.id, Reason.PRESS)
