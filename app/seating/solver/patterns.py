"""Which units may share a run: so many of each kind, all of them whole in it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from app.seating.solver.layout import Kind

MOST = 400  # of runs of one length


@dataclass(frozen=True)
class Patterns:
    """Of runs of one length: by pattern how many units it holds of each kind."""

    length: int
    kinds: tuple[Kind, ...]
    units: tuple[tuple[int, ...], ...]

    @cached_property
    def taken(self) -> npt.NDArray[np.int64]:
        """The seats that each pattern takes."""
        return np.asarray(self._table @ np.asarray([size for size, _ in self.kinds], np.int64))

    @cached_property
    def entries(self) -> list[list[tuple[int, float]]]:
        """For a program with a row for each kind."""
        return [[(k, float(n)) for k, n in enumerate(row) if n] for row in self.units]

    @cached_property
    def _table(self) -> npt.NDArray[np.int64]:
        return np.asarray(self.units, np.int64).reshape(-1, len(self.kinds))

    def costs(self, away: float, spread: float) -> npt.NDArray[np.float64]:
        """How far all sit in a run that is ``away``, and ``spread`` for every unit that has no free
        seat beside it: one between two units serves both."""
        lonely = self._table.sum(axis=1) - 2 * (self.length - self.taken)
        return np.asarray(away * self.taken + spread * np.maximum(lonely, 0))


@lru_cache(maxsize=256)
def patterns(length: int, ends: int, kinds: tuple[Kind, ...]) -> Patterns:
    """Of a run of so many seats, ``ends`` of them at an aisle; the fullest where there are very
    many."""
    found: list[tuple[int, ...]] = []

    def extend(kind: int, left: int, free_ends: int, counts: tuple[int, ...]) -> None:
        if kind == len(kinds):
            if any(counts):
                found.append(counts)
            return
        size, at_aisle = kinds[kind]
        most = min(left // size, free_ends) if at_aisle else left // size
        for n in range(most + 1):
            extend(kind + 1, left - n * size, free_ends - n * at_aisle, (*counts, n))

    extend(0, length, ends, ())
    found.sort(
        key=lambda counts: (-sum(n * k[0] for n, k in zip(counts, kinds, strict=True)), counts)
    )
    return Patterns(length, kinds, tuple(found[:MOST]))
