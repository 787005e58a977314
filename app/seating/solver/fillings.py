"""How runs can be filled: one by whole units, or several in a line, each sharing one unit with the
next.

A filling is told by its slots, so many of each size; a unit may take a slot that is larger. So only
those fillings matter that no other one outdoes: those that leave hardly a seat free.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

MOST = 3000  # fillings of a line; the fullest
FEWEST = 2  # people of a divided unit in each of its runs, where it is that long


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
    of a divided unit sit in each of its runs, unless it is shorter."""
    length, *others = lengths
    if not others:
        return _best(sizes, (Filling((run,)) for run in _whole(sizes, length - taken)))
    return _best(sizes, _shared(sizes, lengths, least, taken))


def _shared(
    sizes: tuple[int, ...], lengths: tuple[int, ...], least: int, taken: int
) -> Iterator[Filling]:
    left, behind = lengths[0] - taken, lengths[1]
    for size in sizes:
        low = max(min(least, lengths[0]), size - behind)
        high = min(left, size - min(least, behind))
        for here in range(low, high + 1):
            for run in _whole(sizes, left - here):
                for rest in fillings(sizes, lengths[1:], least, size - here):
                    shared = (Shared(here, size - here), *rest.shared)
                    yield Filling((run, *rest.whole), shared)


@lru_cache(maxsize=1024)
def _whole(sizes: tuple[int, ...], length: int) -> tuple[tuple[int, ...], ...]:
    """The sizes of whole slots in so many seats, where none more and none larger would fit."""
    if not sizes or length < sizes[0]:
        return ((),)
    found = {
        tuple(sorted((size, *rest)))
        for size in sizes
        if size <= length
        for rest in _whole(sizes, length - size)
    }
    return tuple(one.whole[0] for one in _best(sizes, (Filling((run,)) for run in sorted(found))))


def _best(sizes: tuple[int, ...], found: Iterator[Filling]) -> tuple[Filling, ...]:
    """One filling for each of the slots that no others outdo: as many, and as large ones."""
    kept: dict[tuple[int, ...], Filling] = {}
    for filling in found:
        kept.setdefault(filling.slots, filling)
    slots = sorted(kept, key=lambda one: (-sum(one), one))[:MOST]
    if not slots:
        return ()
    table = np.asarray([at_least(sizes, one) for one in slots])
    fullest = sum(slots[0])
    best = []
    for n, one in enumerate(slots):
        # Of two with equally many seats neither outdoes the other.
        if sum(one) == fullest or not (table[:n] >= table[n]).all(axis=1).any():
            best.append(kept[one])
    return tuple(best)


def at_least(sizes: Sequence[int], slots: Sequence[int]) -> list[int]:
    """For each size how many of the slots are no smaller."""
    return [sum(slot >= size for slot in slots) for size in sizes]
