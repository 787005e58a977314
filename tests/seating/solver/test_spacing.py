"""Where along a run the seats lie that stay free."""

import pytest

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Kind
from app.seating.solver.model import Spare
from app.seating.solver.spacing import spaced
from tests.seating.solver.halls import hall_of

A, B, C = (2, False), (3, False), (2, True)  # C wants the aisle


def drawn(blocks: list[int], block: int, kinds: list[Kind], spare: Spare) -> str:
    """One row of the hall: a letter for each seat of a unit, a dot for one that stays free."""
    hall = hall_of([blocks], is_curved=False)
    line = [s for s in hall.seats if s.block == f"{'ABC'[block]}1"]
    shapes = spaced(Ground(hall), line, kinds, spare)
    named = {seat: "abcdef"[n] for n, shape in enumerate(shapes) for seat in shape}
    return "".join(named.get(seat.id, ".") for seat in line)


@pytest.mark.parametrize(
    ("blocks", "block", "kinds", "spare", "row"),
    [
        # Before the middle of the stage the row fills from the middle,
        ([9], 0, [B, B], Spare.EDGE, ".aaabbb.."),
        # also where each unit wants a free seat: at the ends there is one for each.
        ([8], 0, [B, B], Spare.SPREAD, ".aaabbb."),
        ([7], 0, [B, B], Spare.SPREAD, "aaa.bbb"),
        ([8], 0, [A, A, A], Spare.SPREAD, "aa.bbcc."),
        # At the side it fills from the end that is nearer.
        ([5, 9, 5], 0, [B], Spare.EDGE, "..aaa"),
        ([5, 9, 5], 2, [B], Spare.SPREAD, "aaa.."),
        # Who wants the aisle has it, whatever that costs.
        ([8], 0, [C, A], Spare.EDGE, "aa.bb..."),
        ([8], 0, [C, B, C], Spare.SPREAD, "aabbb.cc"),
        ([5], 0, [], Spare.SPREAD, "....."),
    ],
)
def test_free_seats_lie_where_they_are_wished_and_furthest_away(
    blocks: list[int], block: int, kinds: list[Kind], spare: Spare, row: str
) -> None:
    assert drawn(blocks, block, kinds, spare) == row
