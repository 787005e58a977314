"""Small mirrored halls against every choice of shapes there is: the value is the least and the
bound no more, also where units must be divided; and no cut takes a whole plan away.

The halls are drawn by fixed seeds: the same every time.
"""

import random
from collections import defaultdict
from collections.abc import Iterator

import pytest

from app.seating.solver.board import UNPLACED, Board, board_of
from app.seating.solver.cuts import cuts
from app.seating.solver.joint import improve
from app.seating.solver.ladder import in_fewest_rows
from app.seating.solver.layout import Shape
from app.seating.solver.listing import Unit
from app.seating.solver.master import Column, Master, Row
from app.seating.solver.model import Locks, Policy, Spare
from app.seating.solver.program import INFINITE
from app.seating.solver.shapes import Line
from app.seating.solver.sides import Share
from app.seating.solver.simple import placed
from tests.seating.solver.halls import hall_of
from tests.seating.solver.test_promises import units as people_of

EDGE = Policy(spare=Spare.EDGE)
LONG = 60.0  # seconds; such halls take some hundredths
Choice = list[Column]


def drawn(seed: int, *sides: Share) -> tuple[Board, list[Unit]]:
    """Two rows of two blocks that mirror one another, nearly full."""
    chance = random.Random(seed)
    hall = hall_of([[seats, seats] for seats in (chance.randint(4, 5), 5)])
    sizes = [chance.randint(2, 4)]
    while sum(sizes) < len(hall.seats) - 4:
        sizes.append(chance.randint(2, 4))
    placing = placed(hall, people_of(*sizes), EDGE, Locks())
    units = placing.units
    return board_of(placing.ground, placing.open, units, EDGE, sides=sides), units


def master_of(board: Board, units: list[Unit], least: int) -> Master:
    kinds = [board.kind_of[unit.id] for unit in units]
    return Master(Line(board), units, kinds, INFINITE, least, UNPLACED)


def plan_of(master: Master, shapes: dict[int, Shape]) -> Choice:
    found: Choice = []
    for n, unit in enumerate(master.units):
        shape = master.line.find(master.kinds[n], shapes[unit.id])
        assert shape is not None
        found.append((n, shape))
    return found


def every_choice(master: Master, most: int) -> Iterator[Choice]:
    """All plans of shapes that do not overlap, at most so many of them divided."""

    def extend(unit: int, free: set[int], apart: int, chosen: Choice) -> Iterator[Choice]:
        if unit == len(master.units):
            yield chosen
            return
        for shape, spans in enumerate(places[master.kinds[unit]]):
            divided = int(master.line.shapes[master.kinds[unit]].is_divided[shape])
            if divided <= apart and spans <= free:
                yield from extend(unit + 1, free - spans, apart - divided, [*chosen, (unit, shape)])

    places = {
        kind: [
            {*range(*one), *range(*two)}
            for *one, two in zip(
                shapes.start.tolist(),
                shapes.stop.tolist(),
                zip(shapes.start_2.tolist(), shapes.stop_2.tolist(), strict=True),
                strict=True,
            )
        ]
        for kind, shapes in master.line.shapes.items()
    }
    yield from extend(0, set(range(master.line.places)), most, [])


def comes_to(master: Master, row: Row, plan: Choice) -> float:
    """What a plan adds up to in a row."""
    free, total = set(range(master.line.places)), 0.0
    for unit, shape in plan:
        shapes = master.line.shapes[master.kinds[unit]]
        free -= {*range(shapes.start[shape], shapes.stop[shape])}
        free -= {*range(shapes.start_2[shape], shapes.stop_2[shape])}
        total += float(row.shapes[master.begins[unit] + shape])
    return total + sum(float(row.free[place]) for place in free)


@pytest.mark.parametrize("sides", [(), (Share("A1/0", 6.7, 20.0), Share("B1/0", 7.4, 15.0))])
@pytest.mark.parametrize("seed", range(24))
def test_no_choice_of_shapes_costs_less(seed: int, sides: tuple[Share, ...]) -> None:
    board, units = drawn(seed, *sides)
    least, start = in_fewest_rows(board, units, Spare.EDGE, LONG)
    master = master_of(board, units, least)
    is_fewest = len(start) == len(units) and master.divided(plan_of(master, start)) == least
    # More are divided for a nearer seat only where it takes more than the proven least anyway.
    plans = every_choice(master, least if is_fewest else len(units))
    costs = [master.value({c: float(master.costs(c[0])[c[1]]) for c in plan}) for plan in plans]
    found = improve(board, units, start, LONG, least=least)
    if found is None:
        assert not costs
        return
    assert found.value == pytest.approx(min(costs))
    assert found.bound == pytest.approx(min(costs))
    seats = [seat for shape in found.shapes.values() for seat in shape]
    assert len(seats) == len(set(seats)) == sum(unit.size for unit in units)


def swapped(master: Master, plan: Choice, chance: random.Random) -> Choice:
    """The same shapes, given to other units of the same kind."""
    shapes = defaultdict(list)
    for unit, shape in chance.sample(plan, len(plan)):
        shapes[master.kinds[unit]].append(shape)
    return [(unit, shapes[master.kinds[unit]].pop()) for unit, _ in plan]


@pytest.mark.parametrize("seed", range(6))
def test_cuts_raise_the_bound_and_take_no_plan_away(seed: int) -> None:
    chance = random.Random(seed)
    hall = hall_of([[row, 17, row] for row in (7, 8, 9, 9, 10)])
    people = people_of(*(chance.choice([5, 6, 7, 7, 8, 9]) for _ in range(18)))
    placing = placed(hall, people, EDGE, Locks())
    units = placing.units
    board = board_of(placing.ground, placing.open, units, EDGE)
    least, start = in_fewest_rows(board, units, Spare.EDGE, LONG)
    found = improve(board, units, start, LONG, least=least)
    assert found is not None
    master = master_of(board, units, least)
    plans = [plan_of(master, shapes) for shapes in (start, found.shapes)]
    plans += [swapped(master, plan, chance) for plan in plans * 20]
    master.add(
        {
            (unit, shape): float(cost)
            for unit in range(len(units))
            for shape, cost in enumerate(master.costs(unit))
        }
    )
    values = [master.program.relaxed(LONG).value]
    for _ in range(5):
        rows = cuts(master)
        assert all(comes_to(master, row, plan) > 1 - 1e-6 for row in rows for plan in plans)
        master.cut(rows)
        values.append(master.program.relaxed(LONG).value)
    assert values == pytest.approx(sorted(values))
    assert values[-1] < found.value + 1e-6
    assert values[-1] > values[0] or values[0] == pytest.approx(found.value)
