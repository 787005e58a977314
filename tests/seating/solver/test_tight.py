"""Halls that are full, or nearly: units stay together, and few take two rows."""

import random
from collections import Counter
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.seating.solver import ladder
from app.seating.solver.board import board_of
from app.seating.solver.check import check
from app.seating.solver.fewest import fewest_rows_joined
from app.seating.solver.fillings import SMALL, at_least, fillings
from app.seating.solver.ground import Ground
from app.seating.solver.model import Hall, Locks, Person, Policy, Spare
from app.seating.solver.score import score
from app.seating.solver.simple import finished, placed
from app.seating.solver.tight import pack_tight
from tests.seating.solver.halls import delegates, hall_of, theatre
from tests.seating.solver.test_exhaustive import every_seating, parts

LONG = 60.0
EDGE = Policy(spare=Spare.EDGE)
SIZES = st.sets(st.integers(1, 9), min_size=1, max_size=5).map(lambda found: tuple(sorted(found)))


def fits(slots: tuple[int, ...], lengths: list[int], least: int) -> bool:
    """Whether so large slots fit into runs in a line, one divided between each two of them."""
    if len(lengths) == 1:
        return sum(slots) <= lengths[0]
    for place, size in enumerate(slots):
        rest = [*slots[:place], *slots[place + 1 :]]
        for here in range(1, size):
            there = size - here
            few = least if size > SMALL else 1
            if here < min(few, lengths[0]) or there < min(few, lengths[1]):
                continue
            for whole in range(1 << len(rest)):
                mine = [s for n, s in enumerate(rest) if whole >> n & 1]
                others = tuple(s for n, s in enumerate(rest) if not whole >> n & 1)
                if sum(mine) + here <= lengths[0] and sum(others) + there <= lengths[1]:
                    return True
    return False


@given(SIZES, st.lists(st.integers(1, 9), min_size=1, max_size=2), st.integers(1, 2))
def test_whatever_fits_is_outdone_by_a_filling_that_fits(
    sizes: tuple[int, ...], lengths: list[int], least: int
) -> None:
    found = fillings(sizes, tuple(lengths), least)
    for filling in found:
        for run, whole in enumerate(filling.whole):
            before, behind = filling.shared[:run], filling.shared[run:]
            shared = [*(one.there for one in before), *(one.here for one in behind)]
            assert sum(whole) + sum(shared) <= lengths[run]
        for part in filling.shared:
            few = least if part.here + part.there > SMALL else 1
            assert part.here >= min(few, lengths[0])
            assert part.there >= min(few, lengths[1])
    table = [at_least(sizes, filling.slots) for filling in found]
    for count in range(1, 4):
        for slots in combinations_with_replacement(sizes, count):
            if fits(slots, lengths, least):
                wanted = at_least(sizes, slots)
                assert any(all(map(int.__ge__, one, wanted)) for one in table)


def test_three_runs_share_two_units() -> None:
    found = fillings((5, 6), (3, 16, 3))
    assert all(len(one.shared) == 2 and one.whole[0] == one.whole[2] == () for one in found)
    assert (5, 5, 6, 6) in {one.slots for one in found}


def audience(seed: int, free: int) -> tuple[Hall, list[Person]]:
    hall = theatre(seed)
    room = sum(not seat.is_blocked for seat in hall.seats)
    return hall, delegates(seed, total=room - free, units=120)


@pytest.mark.parametrize(("seed", "free"), [(n, 0) for n in range(12)] + [(1, 6), (1, 12), (2, 24)])
def test_a_summit_to_the_last_seat_tears_nobody(seed: int, free: int) -> None:
    hall, people = audience(seed, free)
    placing = placed(hall, people, EDGE, Locks())
    board = board_of(placing.ground, placing.open, placing.units, EDGE)
    rows, shapes = ladder.in_fewest_rows(board, placing.units, EDGE.spare, LONG)
    plan = finished(placing, shapes, hall, people, EDGE, Locks())
    assert not plan.broken
    assert plan.assign.keys() == {person.id for person in people}
    assert plan.measures.fragments == 0
    assert rows <= plan.measures.rows <= 1.5 * rows
    ground, length = Ground(hall), {s.id: len(run) for run in board.runs for s in run}
    for shape in shapes.values():
        rows_of = Counter(ground.seats[seat].rank for seat in shape)
        alone = [seat for seat in shape if rows_of[ground.seats[seat].rank] == 1]
        assert all(length[seat] == 1 for seat in alone)


def full(chance: random.Random) -> tuple[Hall, list[Person]]:
    """At most ten seats, most of them taken by units of one to four."""
    blocks = chance.choice([1, 1, 2])
    rows = [[chance.randint(1, 4) for _ in range(blocks)] for _ in range(chance.randint(2, 4))]
    while sum(map(sum, rows)) > 10:
        rows.pop()
    count = sum(map(sum, rows)) or 4
    blocked = frozenset({chance.randint(1, count)} if count > 4 and chance.random() < 0.4 else ())
    hall = hall_of(rows or [[4]], blocked=blocked, is_curved=False)
    left = count - len(blocked) - chance.choice([0, 0, 0, 1])
    people: list[Person] = []
    while left:
        size = chance.randint(1, min(4, left))
        unit = people[-1].unit or 0 if people else 0
        people += [
            Person(len(people) + n, (1, unit + 1, n), f"Xã Mẫu {unit + 1}", unit=unit + 1, tier=1)
            for n in range(1, size + 1)
        ]
        left -= size
    return hall, people


@pytest.mark.parametrize("seed", range(200))
def test_no_seating_that_tears_nobody_takes_fewer_rows_than_the_bound(seed: int) -> None:
    hall, people = full(random.Random(seed))
    placing = placed(hall, people, EDGE, Locks())
    units, ground = placing.units, Ground(hall)
    board = board_of(ground, placing.open, units, EDGE)
    rank = {seat.id: seat.rank for seat in hall.seats}
    seatings = every_seating(sorted(placing.open), [(u.id, u.size) for u in units])
    least = min(
        (
            sum(len({rank[seat] for seat in seats}) - 1 for seats in shapes.values())
            for shapes in seatings
            if all(parts(ground, shapes, unit.id) == 1 for unit in units)
        ),
        default=None,
    )
    bound = fewest_rows_joined(board, LONG)
    if least is not None:
        assert bound <= least
    packing = pack_tight(board, LONG)
    assert packing is not None
    if packing.count == board.count:
        assert least is not None
        assert len(packing.divided) >= least


@given(st.integers(0, 10_000))
def test_everybody_has_a_seat_of_their_own_however_full_the_hall(seed: int) -> None:
    hall, people = full(random.Random(seed))
    plan = ladder.solve(hall, people, EDGE, Locks(), LONG)
    assert not check(hall, people, Locks(), plan.assign)
    assert score(hall, people, EDGE, Locks(), plan.assign)[0] == plan.measures
    assert plan.measures.fragments or plan.measures.rows >= plan.bounds.get("rows", 0.0)
