"""Which kind of unit takes which slot."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.seating.solver.board import Board, Divided, Packing
from app.seating.solver.layout import Kind
from app.seating.solver.lines import Filled


@dataclass
class Slot:
    """So many seats in each of one or two runs, those of two at the same end of both."""

    seats: dict[int, int]
    is_left: bool = True
    size: int = 0  # of the unit that takes it; 0 where none does

    @property
    def room(self) -> int:
        return sum(self.seats.values())


def taken(board: Board, filled: Sequence[Filled]) -> Packing:
    """The packing of a board whose runs are filled so."""
    slots = [slot for one in filled for slot in _slots(one)]
    waiting = Counter(board.wanted)
    for slot in sorted(slots, key=lambda slot: slot.room):
        slot.size = max((n for n, left in waiting.items() if left and n <= slot.room), default=0)
        waiting[slot.size] -= 1
    whole: dict[int, Counter[Kind]] = defaultdict(Counter)
    divided = []
    for slot, kind in _kinds(board, [slot for slot in slots if slot.size]):
        if len(slot.seats) == 1:
            whole[next(iter(slot.seats))][kind] += 1
        else:
            divided.append(_divided(board, slot, kind))
    return Packing(dict(whole), divided)


def _slots(filled: Filled) -> Iterator[Slot]:
    runs = filled.line.runs
    for run, sizes in zip(runs, filled.filling.whole, strict=True):
        yield from (Slot({run: size}) for size in sizes)
    for n, (part, is_left) in enumerate(zip(filled.filling.shared, filled.line.ends, strict=True)):
        yield Slot({runs[n]: part.here, runs[n + 1]: part.there}, is_left)


def _kinds(board: Board, slots: Sequence[Slot]) -> Iterator[tuple[Slot, Kind]]:
    """Units that want the aisle take slots in runs whose ends are left for them, as long as there
    are such; sizes with the fewest first."""
    ends = Counter(dict(enumerate(board.ends)))
    for slot in slots:
        if len(slot.seats) > 1:
            ends.subtract(run for run in slot.seats if _is_at_aisle(board, run, slot))
    by_size: dict[int, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_size[slot.size].append(slot)
    wanting = {size: len(board.units.get((size, True), ())) for size in by_size}
    for size in sorted(by_size, key=lambda size: (len(by_size[size]) - wanting[size], size)):
        there = by_size[size]
        for _ in range(wanting[size]):
            open_slots = [slot for slot in there if _has_aisle(board, slot, ends)]
            if not open_slots:
                break
            best = max(open_slots, key=lambda slot: (len(slot.seats) == 1, _left(slot, ends)))
            there.remove(best)
            if len(best.seats) == 1:
                ends.subtract(best.seats.keys())
            yield best, (size, True)
        waiting = len(board.units.get((size, False), ()))
        yield from ((slot, (size, False)) for slot in there[:waiting])


def _left(slot: Slot, ends: Counter[int]) -> int:
    return sum(ends[run] for run in slot.seats)


def _has_aisle(board: Board, slot: Slot, ends: Counter[int]) -> bool:
    if len(slot.seats) > 1:
        return any(_is_at_aisle(board, run, slot) for run in slot.seats)
    return _left(slot, ends) > 0


def _is_at_aisle(board: Board, run: int, slot: Slot) -> bool:
    return board.runs[run][0 if slot.is_left else -1].is_at_aisle


def _divided(board: Board, slot: Slot, kind: Kind) -> Divided:
    """The unit in its slot, fewer in the run where more would sit if it is smaller."""
    seats = dict(slot.seats)
    for _ in range(slot.room - slot.size):
        seats[max(seats, key=lambda run: seats[run])] -= 1
    first, second = sorted(seats, key=lambda run: board.runs[run][0].rank)
    return Divided(kind, first, second, slot.is_left, seats[first])
