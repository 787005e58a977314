"""Whether a unit could find a place elsewhere at all: how many seats hang together when only few of
them are somebody's."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from app.seating.solver.ground import Ground

FEW = 2  # so many seats of others can be tried in every way


def has_room(
    ground: Ground, free: Collection[int], owned: Collection[int], size: int, most: int
) -> bool:
    """Whether ``size`` seats hang together, at most ``most`` of them ``owned`` and the others free.
    True where that was not found out, for too many could be taken."""
    if most > FEW:
        return True
    parts = _parts(ground, free)
    part_of = {seat: n for n, part in enumerate(parts) for seat in part}
    touched = {seat: _touched(ground, seat, part_of) for seat in owned} if most > 0 else {}
    ways = [(0, {n}) for n in range(len(parts))] if most >= 0 else []
    ways += [(1, found) for found in touched.values()]
    if most == FEW:
        ways += [(2, touched[one] | touched[other]) for one, other in _pairs(ground, touched)]
    return any(count + sum(len(parts[n]) for n in found) >= size for count, found in ways)


def _pairs(ground: Ground, touched: Mapping[int, set[int]]) -> Iterator[tuple[int, int]]:
    """Seats of others that hang together, or by what is free between them."""
    at: dict[int, set[int]] = defaultdict(set)
    for seat, parts in touched.items():
        for part in parts:
            at[part].add(seat)
    for seat, parts in touched.items():
        near = {other for other in _near(ground, seat) if other in touched}
        for other in near.union(*(at[part] for part in parts)) - {seat}:
            yield seat, other


def _near(ground: Ground, seat: int) -> Iterable[int]:
    return (*ground.adjacent[seat], *(beyond for _, beyond in ground.over[seat]))


def _touched(ground: Ground, seat: int, part_of: dict[int, int]) -> set[int]:
    return {part_of[other] for other in _near(ground, seat) if other in part_of}


def _parts(ground: Ground, seats: Collection[int]) -> list[set[int]]:
    """What hangs together, over one seat too."""
    left = set(seats)
    parts = []
    while left:
        todo = [left.pop()]
        part = set(todo)
        while todo:
            more = [other for other in _near(ground, todo.pop()) if other in left]
            left.difference_update(more)
            part.update(more)
            todo += more
        parts.append(part)
    return parts
