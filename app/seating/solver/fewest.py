"""At least so many rows more than one do the units take: proven, whatever their shapes."""

from collections import defaultdict
from collections.abc import Iterator
from math import ceil, isfinite

from app.seating.solver.board import Board
from app.seating.solver.fillings import are_all
from app.seating.solver.tight import Lengths, Tight, Way

MANY = 2 / 3  # rows more for each of three or more that are filled together, at least
SURE = 1e-6


def fewest_rows(board: Board, seconds: float) -> int:
    """As many as there are units that cannot sit whole in one run."""
    ways = [_filled(board, (run,), 0, [(len(line),)]) for run, line in enumerate(board.runs)]
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
    runs: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    for run, line in enumerate(board.runs):
        runs[line[0].level, line[0].block, line[0].rank].append(run)
    row_of = {run: row for row, there in enumerate(runs.values()) for run in there}
    lengths = [[len(board.runs[run]) for run in there] for there in runs.values()]
    for row, parts in enumerate(lengths):
        yield _filled(board, (row,), 0, [(length,) for length in parts])
        yield Way((row,), MANY, loose=sum(parts))
    for one, other in sorted({(row_of[one], row_of[other]) for one, other in board.consecutive}):
        yield _filled(board, (one, other), 1, [(sum(lengths[one]), sum(lengths[other]))])


def _filled(board: Board, covers: tuple[int, ...], rows: float, lengths: list[Lengths]) -> Way:
    """Where not all fillings are named, anything is believed."""
    if all(are_all(board.sizes, one, 1) for one in lengths):
        return Way(covers, rows, tuple(lengths))
    return Way(covers, rows, loose=sum(map(sum, lengths)))
