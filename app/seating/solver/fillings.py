"""How runs can be filled: one by whole units, or several in a line, each sharing one unit with the
next.

A filling is told by its slots, so many of each size; a unit may take a slot that is larger. So only
those fillings matter that no other one outdoes: those that leave hardly a seat free.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, isqrt
from typing import TypeVar

import numpy as np

MOST = 400  # fillings of a run
TRIED = 40_000  # fillings of a line
FEWEST = 2  # people of a divided unit in each of its runs, where it is that long
SMALL = 3  # of so few, one may sit directly behind the others

T = TypeVar("T")


@dataclass(frozen=True)
class Shared:
    """A unit that is divided: so many people in one run of the line, so many in the next."""

    here: int
    there: int


@dataclass(frozen=True)
class Filling:
    """By run of a line the sizes of its whole slots, and what each run shares with the next."""

    whole: tuple[tuple[int, ...], ...]
    shared: tuple[Shared, ...] = ()

    @property
    def slots(self) -> tuple[int, ...]:
        """The sizes of all slots, in their order."""
        sizes = [size for run in self.whole for size in run]
        return tuple(sorted([*sizes, *(part.here + part.there for part in self.shared)]))


@lru_cache(maxsize=1024)
def fillings(
    sizes: tuple[int, ...], lengths: tuple[int, ...], least: int = FEWEST, taken: int = 0
) -> tuple[Filling, ...]:
    """Of a line of runs; ``taken`` seats of the first are not to be had. At least ``least`` people
    of a divided unit sit in each of its runs, unless the run or the unit is too small for that.
    Some are left out where there are very many (``are_all``)."""
    if len(lengths) == 1:
        return tuple(Filling((run,)) for run in _whole(sizes, lengths[0] - taken))
    tried = list(_parts(sizes, lengths, least, taken))
    few = max(1, isqrt(TRIED // max(len(tried), 1)))
    found = (
        Filling((run, *rest.whole), (part, *rest.shared))
        for part in tried
        for run in _thinned(_whole(sizes, lengths[0] - taken - part.here), few)
        for rest in _thinned(fillings(sizes, lengths[1:], least, part.there), few)
    )
    kept: dict[tuple[int, ...], Filling] = {}
    for filling in found:
        kept.setdefault(filling.slots, filling)
    return tuple(kept[slots] for slots in _best(sizes, kept))


def are_all(sizes: tuple[int, ...], lengths: tuple[int, ...], least: int) -> bool:
    """Whether ``fillings`` leaves none out, of one run or two."""
    if len(lengths) == 1:
        return len(_whole(sizes, lengths[0])) < MOST
    parts = list(_parts(sizes, lengths, least, 0))
    longest = [len(_whole(sizes, length)) for length in lengths]
    return max(longest) < MOST and max(longest) ** 2 * len(parts) <= TRIED


def _parts(
    sizes: tuple[int, ...], lengths: tuple[int, ...], least: int, taken: int
) -> Iterator[Shared]:
    """The ways to divide a unit between the first run and the second."""
    first, second = lengths[:2]
    for size in sizes:
        few = least if size > SMALL else 1
        low = max(min(few, first), size - second)
        high = min(first - taken, size - min(few, second))
        yield from (Shared(here, size - here) for here in range(low, high + 1))


@lru_cache(maxsize=1024)
def _whole(sizes: tuple[int, ...], length: int) -> tuple[tuple[int, ...], ...]:
    """The sizes of whole slots in so many seats, where none more and none larger would fit."""
    found = {
        tuple(sorted((size, *rest)))
        for size in sizes
        if size <= length
        for rest in _whole(sizes, length - size)
    }
    return tuple(_thinned(_best(sizes, found or {()}), MOST))


def _best(sizes: tuple[int, ...], found: Collection[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The slots that no others outdo: as many, and as large ones; the fullest first."""
    slots = sorted(found, key=lambda one: (-sum(one), one))
    # Of two with equally many seats neither outdoes the other.
    best = [one for one in slots if sum(one) == sum(slots[0])]
    others = slots[len(best) :]
    table = np.asarray([at_least(sizes, one) for one in best]) if others else np.zeros(0)
    for one in others:
        wanted = np.asarray(at_least(sizes, one))
        if not (table >= wanted).all(axis=1).any():
            best.append(one)
            table = np.vstack([table, wanted])
    return best


def _thinned(found: Sequence[T], most: int) -> Sequence[T]:
    """No more than so many, from all over."""
    return found[:: ceil(len(found) / most)] if len(found) > most else found


def at_least(sizes: Sequence[int], slots: Sequence[int]) -> list[int]:
    """For each size how many of the slots are no smaller."""
    return [sum(slot >= size for slot in slots) for size in sizes]
