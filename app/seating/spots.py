"""The seats of a hall as the protocol measures them. Pure; lengths are in seat pitches."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Spot:
    """A seat somebody may be placed on, in a run of neighbours with nothing between them.

    ``rank`` is that of its row, 0 nearest to the stage.
    """

    id: int
    block: str
    level: int
    rank: int
    run: int
    position: int
    x: float
    y: float
    is_at_aisle: bool = False
    is_accessible: bool = False


Run = list[Spot]


@dataclass(frozen=True)
class Room:
    """The seats and what they are measured from: the middle line, and the steps to the stage."""

    spots: Sequence[Spot]
    middle: float
    steps: Sequence[tuple[float, float]] = ()

    def aside(self, spot: Spot) -> float:
        """How far a seat is from the middle line."""
        return round(abs(spot.x - self.middle), 1)

    def middle_out(self, spot: Spot) -> tuple[int, float, float, int]:
        """Sorts seats row by row from the stage, each from the middle, the right hand first."""
        return spot.rank, self.aside(spot), -spot.x, spot.id

    def to_steps(self, spot: Spot) -> float:
        return min((math.dist((spot.x, spot.y), step) for step in self.steps), default=math.inf)

    @cached_property
    def central(self) -> set[str]:
        """The blocks downstairs that the middle line crosses."""
        sides: dict[str, set[bool]] = defaultdict(set)
        for spot in self.spots:
            if spot.level == 0:
                sides[spot.block].add(spot.x < self.middle)
        return {block for block, found in sides.items() if len(found) > 1}

    @cached_property
    def has_side_block(self) -> bool:
        """Whether there is a block beside the middle from which the steps can be reached."""
        blocks = {spot.block for spot in self.spots if spot.level == 0}
        return bool(self.steps) and bool(self.central) and blocks > self.central

    def is_central(self, run: Run) -> bool:
        """Whether the middle line crosses the run."""
        xs = [spot.x - self.middle for spot in run]
        return min(xs) <= 0 <= max(xs)

    def runs(self, free: Iterable[Spot]) -> list[Run]:
        """The free seats run by run: by row, then from the middle; each from its end that is nearer
        to the middle."""
        rows: dict[tuple[int, str, int], Run] = defaultdict(list)
        for spot in free:
            rows[spot.rank, spot.block, spot.run].append(spot)
        runs = [run for row in rows.values() for run in _unbroken(row)]
        for run in runs:
            if self.aside(run[-1]) < self.aside(run[0]):
                run.reverse()
        return sorted(runs, key=self._run_out)

    def runs_beside_steps(self, free: Iterable[Spot]) -> list[Run]:
        """Of the block nearest to the steps row by row, each from the end that is nearer to them;
        then of the next block. Blocks in the middle come last."""
        nearest: dict[str, float] = {}
        for spot in self.spots:
            nearest[spot.block] = min(nearest.get(spot.block, math.inf), self.to_steps(spot))
        runs = self.runs(free)
        for run in runs:
            if self.to_steps(run[-1]) < self.to_steps(run[0]):
                run.reverse()
        return sorted(runs, key=lambda run: _block_order(run[0].block, self.central, nearest))

    def runs_behind(self, free: Iterable[Spot]) -> list[Run]:
        """From the middle of the last row downstairs, run by run as they are near it."""
        all_runs = self.runs(free)
        runs = [run for run in all_runs if run[0].level == 0] or all_runs
        last = max((run[0].rank for run in runs), default=0)
        anchor = next((run for run in runs if run[0].rank == last), None)
        return near(anchor, runs) if anchor else []

    def _run_out(self, run: Run) -> tuple[int, float, float, int]:
        x, _ = _centre(run)
        return run[0].rank, round(abs(x - self.middle), 1), -x, run[0].id


def near(anchor: Run, runs: Iterable[Run]) -> list[Run]:
    """The runs by their distance from one of them."""
    return sorted(runs, key=lambda run: math.dist(_centre(run), _centre(anchor)))


def _block_order(
    block: str, central: set[str], nearest: dict[str, float]
) -> tuple[bool, float, str]:
    return block in central, round(nearest[block], 1), block


def _centre(run: Run) -> tuple[float, float]:
    return sum(spot.x for spot in run) / len(run), sum(spot.y for spot in run) / len(run)


def _unbroken(row: Run) -> list[Run]:
    """Neighbours only: somebody who already sits in between ends a run."""
    row.sort(key=lambda spot: spot.position)
    runs: list[Run] = []
    for spot in row:
        if runs and runs[-1][-1].position == spot.position - 1:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return runs
