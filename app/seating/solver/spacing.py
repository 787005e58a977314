"""Units side by side along a run: where between them the seats lie that stay free."""

from collections.abc import Sequence
from itertools import accumulate

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Kind, Shape
from app.seating.solver.model import Seat, Spare

_Cost = tuple[int, int, float]  # units off the aisle, without a free seat; distance


def spaced(
    ground: Ground, line: Sequence[Seat], kinds: Sequence[Kind], spare: Spare
) -> list[Shape]:
    """Units side by side in this order, so that those who need the aisle sit there, then so that
    nobody lacks a free seat beside the unit (unless free seats are wished at the edge), then as
    near as can be: the seats left free lie where they are furthest away."""
    result, start = [], 0
    for gap, (size, _) in zip(_gaps(ground, line, kinds, spare), kinds, strict=True):
        start += gap
        result.append(tuple(seat.id for seat in line[start : start + size]))
        start += size
    return result


def _gaps(
    ground: Ground, line: Sequence[Seat], kinds: Sequence[Kind], spare: Spare
) -> tuple[int, ...]:
    """The free seats before each unit: the best of all ways, unit by unit.

    A state is how many are used by then and whether the last unit lacks a free seat so far.
    """
    away = [0.0, *accumulate(ground.away[seat.id] for seat in line)]
    free = len(line) - sum(size for size, _ in kinds)
    is_wished = spare is not Spare.EDGE
    states: dict[tuple[int, bool], tuple[_Cost, tuple[int, ...]]] = {(0, False): ((0, 0, 0.0), ())}
    start = 0
    for size, at_aisle in kinds:
        after: dict[tuple[int, bool], tuple[_Cost, tuple[int, ...]]] = {}
        for (used, lacks), ((off, lonely, far), gaps) in states.items():
            for gap in range(free - used + 1):
                first = start + used + gap
                is_off = at_aisle and not _is_at_aisle(line, first, first + size)
                cost = (
                    off + is_off,
                    lonely + (is_wished and lacks and not gap),
                    round(far + away[first + size] - away[first], 4),
                )
                key, found = (used + gap, not gap), (cost, (*gaps, gap))
                if key not in after or found < after[key]:
                    after[key] = found
        states, start = after, start + size
    return min(
        ((off, lonely + (is_wished and lacks and used == free), far), gaps)
        for (used, lacks), ((off, lonely, far), gaps) in states.items()
    )[1]


def _is_at_aisle(line: Sequence[Seat], first: int, stop: int) -> bool:
    return (first == 0 and line[0].is_at_aisle) or (stop == len(line) and line[-1].is_at_aisle)
