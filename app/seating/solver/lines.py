"""Runs of a hall that are filled together: in a line, each touching the next."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from app.seating.solver.board import Board
from app.seating.solver.fillings import FEWEST, Filling, fillings


@dataclass(frozen=True)
class Line:
    """Runs by number, the next one before or behind; and at which end each touches the next, True
    for the left. A run that touches two does so at one end each."""

    runs: tuple[int, ...]
    ends: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Filled:
    """A line with the slots in it."""

    line: Line
    filling: Filling


def lines(board: Board, longest: int) -> Iterator[Line]:
    """Every run alone, and with up to so many others, each of which touches the next; one more
    where there is a run among them that whole units do not fill."""
    touching: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    lengths = [len(run) for run in board.runs]
    for one, other, end in _touching(board):
        touching[one].append((other, end))
        touching[other].append((one, end))
    is_odd = [_most(board.sizes, length) < length for length in lengths]
    seen: set[tuple[int, ...]] = set()
    todo = [Line((run,)) for run in range(len(lengths))]
    while todo:
        line = todo.pop(0)
        is_wanted = len(line.runs) <= longest or any(is_odd[run] for run in line.runs)
        # From either end it is the same line, at whichever end of the runs it begins.
        if is_wanted and seen.isdisjoint((line.runs, line.runs[::-1])):
            seen.add(line.runs)
            yield line
        if len(line.runs) > longest:
            continue
        for run, end in touching[line.runs[-1]]:
            if run not in line.runs and line.ends[-1:] != (end,):
                todo.append(Line((*line.runs, run), (*line.ends, end)))


def _most(sizes: tuple[int, ...], length: int) -> int:
    """The most seats of a run that whole units take."""
    return max(sum(filling.slots) for filling in fillings(sizes, (length,)))


def _touching(board: Board) -> Iterator[tuple[int, int, bool]]:
    """Runs directly behind one another, and an end where whoever sits in both sits together."""
    near = board.ground.behind
    for front, back in board.consecutive:
        for is_left in (True, False):
            one, other = (
                {seat.id for seat in (run[:FEWEST] if is_left else run[-FEWEST:])}
                for run in (board.runs[front], board.runs[back])
            )
            if any(not other.isdisjoint(near[seat]) for seat in one):
                yield front, back, is_left
