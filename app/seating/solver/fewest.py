"""At least so many rows more than one do the units take: proven, whatever their shapes."""

from collections import defaultdict
from collections.abc import Iterator
from math import ceil, isfinite

from app.seating.solver.fillings import are_all
from app.seating.solver.packing import Board
from app.seating.solver.tight import Lengths, Tight, Way, sizes_of

MANY = 2 / 3  # rows more for each of three or more that are filled together, at least
SURE = 1e-6


def fewest_rows(board: Board, seconds: float) -> int:
    """As many as there are units that cannot sit whole in one run."""
    sizes = sizes_of(board)
    ways = [_filled((run,), 0, [(len(line),)], sizes) for run, line in enumerate(board.runs)]
    return _least(Tight(board, ways, 1), 1.0, seconds)


def fewest_rows_joined(board: Board, seconds: float) -> int:
    """Where each unit is connected. Rows of a block that share units lie behind one another, and
    there is at most one more of them than rows that their units take too many."""
    return _least(Tight(board, list(_rows(board)), 1), None, seconds)


def _least(tight: Tight, unplaced: float | None, seconds: float) -> int:
    bound = tight.program(unplaced).whole(seconds).bound
    return max(0, ceil(bound - SURE)) if isfinite(bound) else 0


def _rows(board: Board) -> Iterator[Way]:
    """Every row of a block alone, with the one behind it, or with any others."""
    sizes = sizes_of(board)
    runs: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for run, line in enumerate(board.runs):
        runs[line[0].level, line[0].block, line[0].rank].append(run)
    row_of = {
        seat.id: row
        for row, there in enumerate(runs.values())
        for run in there
        for seat in board.runs[run]
    }
    lengths = [[len(board.runs[run]) for run in there] for there in runs.values()]
    for row, parts in enumerate(lengths):
        yield _filled((row,), 0, [(length,) for length in parts], sizes)
        yield Way((row,), MANY, loose=sum(parts))
    near = board.ground.behind
    pairs = {
        (row, row_of[other])
        for seat, row in row_of.items()
        for other in near[seat]
        if row_of.get(other, row) > row
    }
    for one, other in sorted(pairs):
        yield _filled((one, other), 1, [(sum(lengths[one]), sum(lengths[other]))], sizes)


def _filled(
    covers: tuple[int, ...], rows: float, lengths: list[Lengths], sizes: tuple[int, ...]
) -> Way:
    """Where not all fillings are named, anything is believed."""
    if all(are_all(sizes, one, 1) for one in lengths):
        return Way(covers, rows, tuple(lengths))
    return Way(covers, rows, loose=sum(map(sum, lengths)))
