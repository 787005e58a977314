"""After a late change: the plan that moves the fewest people who have been told their seat.

Those who sit singly keep their seats, but where a hard rule takes them away (``dues``); newcomers
among them get the best free seat that the protocol allows. Units are repaired together
(``regions``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.seating.solver import patch as simple
from app.seating.solver.arranging import seats_of
from app.seating.solver.board import Board, divided_ways
from app.seating.solver.chain import chained
from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit, sits_with_unit, units_of
from app.seating.solver.model import (
    Hall,
    Locks,
    Person,
    Policy,
    Progress,
    Reason,
    Reseating,
    Status,
)
from app.seating.solver.net import Patch, Repaired
from app.seating.solver.program import Clock
from app.seating.solver.regions import Regions
from app.seating.solver.simple import Report, quiet
from app.seating.solver.single import Placing
from app.seating.solver.snake import grow

TEARING = 10  # a unit torn is as bad as so many people moved
SEARCHING = 0.75  # of the time: the solver looks at the clock late, and what comes after takes some


def reseat(
    hall: Hall,
    old: Mapping[int, int],
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    budget_s: float = 5.0,
    progress: Report = quiet,
) -> Reseating:
    """The plan after a change, its moves and how few they can be.

    Raises Refused with the shortfall where there are more people than seats.
    """
    clock = Clock(budget_s)
    if budget_s <= 0:
        return simple.reseat(hall, old, people, policy, locks, 0.0, progress)
    placing = simple.kept(hall, old, people, policy, locks)
    freed = simple.amend(placing, old)
    units = units_of([p for p in people if sits_with_unit(p, policy)], policy)
    singles = [person for person in placing.waiting if not sits_with_unit(person, policy)]

    taken = set(placing.assign.values())

    def changed(
        first: Sequence[Person], clock: Clock, bound: int | None = None
    ) -> tuple[Reseating, int]:
        mine = placing.copy()
        simple.place_near(mine, first)
        patches = [_patch(mine, unit, locks, taken) for unit in units]
        found = _repaired(mine, units, patches, clock)
        _resettle(mine, units, found)
        simple.place_near(mine, mine.waiting)
        torn = _torn(mine, patches, found, list(mine.assign.values()))
        is_tangled = any(sits_with_unit(mine.by_id[person], policy) for person in freed)
        least = None if is_tangled else found.bound if bound is None else bound
        done = simple.told(mine, hall, people, policy, locks, freed, least)
        return replace(done, is_proven=done.is_proven and found.torn.issuperset(torn)), found.bound

    # What units need at least is known only where nobody of those who come late sits before them.
    done, least = changed([], Clock(clock.left / 2) if singles else clock)
    if singles:
        sooner, _ = changed(singles, clock, least)
        done = min(sooner, done, key=lambda one: (len(one.plan.broken), len(one.moves)))
    status = Status.OPTIMAL if done.is_proven else Status.GOOD
    measures = done.plan.measures
    progress(Progress("repair", clock.spent, measures.fragments, measures.rows))
    return replace(done, plan=replace(done.plan, seconds=clock.spent, status=status))


def _repaired(
    placing: Placing, units: Sequence[Unit], patches: Sequence[Patch], clock: Clock
) -> Repaired:
    members = {person.id for unit in units for person in unit.members}
    busy = [seat for person, seat in placing.assign.items() if person not in members]
    ground = placing.ground

    def spots(patch: Patch, free: frozenset[int]) -> Sequence[Shape]:
        unit = next(unit for unit in units if unit.id == patch.id)
        board = Board(ground, ground.runs(free), {(patch.size, False): [unit]})
        windows = [
            tuple(seat.id for seat in run[place : place + patch.size])
            for run in board.runs
            for place in range(len(run) - patch.size + 1)
        ]
        shapes = windows + [seats_of(board, part) for part in divided_ways(board)]
        return shapes or _grown(ground, free & placing.open, patch.size)

    near = chained(ground, patches, placing.open, busy, spots)
    torn = _torn(placing, patches, near, busy)
    if (near.moved == near.bound and not torn) or clock.left <= 0:
        return near
    # Sooner many move than somebody sits apart from their unit.
    regions = Regions(ground, patches, placing.open, busy, near, dict.fromkeys(torn, TEARING))
    found = regions.repaired(spots, Clock(SEARCHING * clock.left))
    settled = [_settled(patch, found.shapes.get(patch.id)) for patch in patches]
    usable = placing.open.union(*(patch.kept for patch in patches))
    free = usable.difference(*(patch.kept for patch in settled))
    rest = chained(ground, settled, free, busy, spots)
    whole = replace(
        found,
        shapes=rest.shapes,
        moved=sum(len(p.announced.difference(rest.shapes[p.id])) + p.lost for p in patches),
    )
    left = _torn(placing, patches, whole, busy)
    if near.moved + TEARING * len(torn) < whole.moved + TEARING * len(left):
        whole = replace(whole, shapes=near.shapes, moved=near.moved)
    return replace(whole, bound=min(found.bound, whole.moved))


def _settled(patch: Patch, shape: Shape | None) -> Patch:
    """The unit with the seats that were found for it, as if it had had them before."""
    if shape is None:
        return patch
    seats = frozenset(shape)
    return replace(
        patch,
        announced=patch.announced & seats,
        other=seats - patch.announced - patch.fixed,
    )


def _grown(ground: Ground, free: frozenset[int], size: int) -> list[Shape]:
    """Free seats that hang together, from each of them on."""
    shapes = {tuple(sorted(grow(ground, set(free), seat, size))) for seat in sorted(free)}
    return sorted(shape for shape in shapes if len(shape) == size)


def _torn(
    placing: Placing, patches: Sequence[Patch], found: Repaired, busy: Sequence[int]
) -> list[int]:
    """The units that are torn and need not be: that were whole, or of whom somebody sits apart from
    all who stay."""
    taken = {*busy, *(seat for shape in found.shapes.values() for seat in shape)}
    result = []
    for patch in patches:
        parts = placing.ground.pieces(found.shapes[patch.id], taken)
        is_apart = any(patch.kept.isdisjoint(part) for part in parts)
        if len(parts) > 1 and (patch.is_whole or is_apart):
            result.append(patch.id)
    return result


def _patch(placing: Placing, unit: Unit, locks: Locks, taken: set[int]) -> Patch:
    """``taken`` are the seats of all who kept theirs."""
    sitting = {p.id: placing.assign[p.id] for p in unit.members if p.id in placing.assign}
    fixed = frozenset(seat for person, seat in sitting.items() if person in locks.fixed)
    announced = frozenset(
        seat
        for person, seat in sitting.items()
        if locks.announced.get(person) == seat and seat not in fixed
    )
    seats = set(sitting.values())
    lost = sum(
        1
        for person in unit.members
        if person.id in locks.announced and sitting.get(person.id) != locks.announced[person.id]
    )
    return Patch(
        unit.id,
        announced,
        frozenset(seats) - fixed - announced,
        fixed,
        unit.size,
        is_whole=len(placing.ground.pieces(seats, taken)) <= 1,
        lost=lost,
    )


def _resettle(placing: Placing, units: Sequence[Unit], found: Repaired) -> None:
    """Everybody of a unit stays whose seat stays the unit's; the others take what is left."""
    moving: dict[int, list[Person]] = defaultdict(list)
    for unit in units:
        shape = set(found.shapes[unit.id])
        for person in unit.members:
            seat = placing.assign.get(person.id)
            if seat is None or seat not in shape:
                moving[unit.id].append(person)
                if seat is not None:
                    placing.lift(person)
    for unit in units:
        mine = {placing.assign[p.id] for p in unit.members if p.id in placing.assign}
        left = [placing.ground.seats[s] for s in found.shapes[unit.id] if s not in mine]
        for person in sorted(moving[unit.id], key=lambda person: person.speaker is None):
            # Whoever goes up to speak climbs over nobody, where a seat at the aisle is left.
            wanted = [seat for seat in left if seat.is_at_aisle] if person.speaker else []
            spot = placing.middle_out(wanted or left)[0]
            left.remove(spot)
            placing.put(person, spot.id, Reason.UNIT, n=unit.number, among=unit.among)
