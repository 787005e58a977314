"""Working on the seating by hand: one act at a time, with what it did to every rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.conferences.history import Author
from app.errors import Refused
from app.halls.drawing import units
from app.seating import rules, store
from app.seating.acts import store as acts
from app.seating.acts.store import ActLine
from app.seating.desk import blocks, changes
from app.seating.models import Pin, SeatingAct
from app.seating.proposals import comparing
from app.seating.proposals import store as proposals
from app.seating.solver.model import Hall, Locks, Policy
from app.seating.solver.model import Pin as Fixed
from app.seating.steps import ActKind, ActState, Step, What, taken_back
from app.seating.store import SeatMap
from app.seating.table.judging import Feedback, Judgement, feedback, judge
from app.seating.table.question import Table, hall_of, table


@dataclass(frozen=True)
class Bench:
    """The seating as an editor works on it."""

    table: Table
    plan: SeatMap
    policy: Policy
    judged: Judgement
    version: int
    lines: Sequence[ActLine]
    last: ActLine | None  # what was done, undone or redone last
    did: Feedback | None  # and what that did to the rules
    pins: dict[int, Pin]
    undo: ActLine | None  # what the editor would take back
    redo: ActLine | None  # and do again

    def company(self, delegate_id: int) -> list[int]:
        """The people of the same unit, who sit together."""
        unit = next((p.unit for p in self.table.people if p.id == delegate_id), None)
        return _members(self.table, unit)


def bench(db: Session, author: Author, conference_id: int) -> Bench:
    """Everything in a fixed number of queries. Raises NotFound while no hall is put up."""
    lying = table(db, conference_id)
    policy = proposals.policy_in_force(db, conference_id)
    judged = judge(lying.hall, lying.people, policy, lying.locks, lying.placed)
    lines = acts.acts(db, conference_id)
    last = max(lines, key=lambda line: line.version, default=None)
    did = None
    if last is not None and last.kind is not ActKind.ADOPT:
        steps = acts.steps_of(db, last.id)
        did = feedback(_before(lying, policy, last, steps), judged)
    return Bench(
        lying,
        comparing.seat_map(lying, lying.placed),
        policy,
        judged,
        acts.version(db, conference_id),
        lines,
        last,
        did,
        store.pins(db, conference_id),
        acts.own(db, author, conference_id, ActState.DONE),
        acts.own(db, author, conference_id, ActState.UNDONE),
    )


def rings(made: Bench, found: Iterable[int], chosen: int | None, picked: int | None) -> str:
    """What lies over the map: who is pinned, whose seat breaks a rule, what was found, chosen."""
    kinds = {made.table.placed[person]: "pinned" for person in made.pins if person in _on(made)}
    kinds |= {found.seat: "bad" for found in made.judged.broken if found.seat is not None}
    kinds |= dict.fromkeys(found, "found")
    kinds |= {seat: kind for seat, kind in ((chosen, "chosen"), (picked, "picked")) if seat}
    return "".join(
        f'<circle class="{kinds[seat.id]}" cx="{units(seat.x)}" cy="{units(seat.y)}" r="8"/>'
        for seat in made.plan.hall.seats
        if seat.id in kinds
    )


def move(
    db: Session, author: Author, conference_id: int, from_seat: str, to_seat: str, seen: int | None
) -> SeatingAct | None:
    """Whoever sits on the one seat goes to the other; who sits there comes back in exchange."""
    one = store.seat_labelled(db, conference_id, from_seat)
    other = store.seat_labelled(db, conference_id, to_seat)
    sitting, there = store.placement_on(db, one.id), store.placement_on(db, other.id)
    if sitting is None:
        acts.check_is_fresh(db, conference_id, {("seat", one.id), ("seat", other.id)}, seen)
        raise Refused("Ghế {seat} chưa có đại biểu để chuyển", seat=one.label)
    change = changes.swap if there is not None else changes.place
    return change(db, author, conference_id, sitting.delegate_id, other, seen=seen)


def move_unit(
    db: Session, author: Author, conference_id: int, from_seat: str, to_seat: str, seen: int | None
) -> SeatingAct | None:
    """The whole unit of whoever sits on the one seat goes to where the other is."""
    lying = table(db, conference_id)
    one = store.seat_labelled(db, conference_id, from_seat)
    other = store.seat_labelled(db, conference_id, to_seat)
    person = next((who for who, seat in lying.placed.items() if seat == one.id), None)
    unit = next((p.unit for p in lying.people if p.id == person), None)
    if person is None or unit is None:
        raise Refused("Người ở ghế {seat} không thuộc đơn vị nào ngồi cùng nhau", seat=one.label)
    if lying.seats[other.id].blocked is not None:
        raise Refused(
            "Ghế {seat} không xếp: {why}", seat=other.label, why=lying.seats[other.id].blocked
        )
    members = _members(lying, unit)
    plan = blocks.moved(lying.hall, members, other.id, lying.placed, lying.locks.fixed)
    why = rules.by_hand(author.name, "")
    steps = [
        Step(What.SEAT, who, lying.placed.get(who), seat, lying.why.get(who, ""), why)
        for who, seat in plan.items()
    ]
    told = {"unit": lying.units[unit], "n": len(members), "seat": other.label}
    return acts.perform(db, author, conference_id, ActKind.UNIT, told, steps, seen=seen)


def _members(lying: Table, unit: int | None) -> list[int]:
    """Those who sit with their unit: not who is called up, or sits elsewhere for a need."""
    return [
        person.id
        for person in lying.people
        if unit is not None
        and person.unit == unit
        and person.recipient is None
        and not person.needs_step_free
    ]


def _on(made: Bench) -> dict[int, int]:
    return made.table.placed


def _before(lying: Table, policy: Policy, line: ActLine, steps: Sequence[Step]) -> Judgement:
    """How the seating stood before the act, or before it was taken back."""
    back = taken_back(steps) if line.state is ActState.DONE else steps
    placed = dict(lying.placed)
    for step in back:
        if step.what is What.SEAT:
            if step.after is None:
                placed.pop(step.id, None)
            else:
                placed[step.id] = int(step.after)
    hall, locks = _hall(lying, back), _locks(lying, back, placed)
    return judge(hall, lying.people, policy, locks, placed)


def _hall(lying: Table, back: Sequence[Step]) -> Hall:
    blocked = {step.id: step.after for step in back if step.what is What.BLOCK}
    if not blocked:
        return lying.hall
    seats = [
        replace(seat, blocked=str(blocked[seat.id]) if blocked[seat.id] is not None else None)
        if seat.id in blocked
        else seat
        for seat in lying.view.seats
    ]
    return hall_of(replace(lying.view, seats=seats))


def _locks(lying: Table, back: Sequence[Step], placed: dict[int, int]) -> Locks:
    pins = dict(lying.locks.pins)
    for step in back:
        if step.what is What.PIN:
            pins.pop(step.id, None)
            if step.after is not None and step.id in placed:
                pins[step.id] = Fixed(placed[step.id], "", str(step.after))
    return replace(lying.locks, pins=pins)
