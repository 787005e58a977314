"""The cheapest seats that lie between two others: what a unit must hold to reach from one to the
other. A maximal flow through seats that carry as much as they are chosen (Menger)."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping

EPSILON = 1e-7
Node = tuple[int, bool]  # a seat, entered or left


def separator(
    near: Callable[[int], Iterable[int]],
    chosen: Mapping[int, float],
    start: int,
    end: int,
    enough: float,
) -> set[int] | None:
    """The seats between ``start`` and ``end`` whose ``chosen`` sum is least; None as soon as that
    sum is known to be ``enough``, or where the two are neighbours."""
    # Mostly one way tells: there is none, or it carries enough.
    reached, room = _way(near, chosen, start, end)
    if room >= enough:
        return None
    if not room:
        return {seat for seat in reached if chosen[seat] <= EPSILON}
    through: dict[int, float] = defaultdict(float)
    along: dict[tuple[int, int], float] = defaultdict(float)
    total = 0.0
    while True:
        came, found = _paths(near, chosen, through, along, start, end)
        if not found:
            inside = {seat for seat, is_left in came if is_left}
            entered = {seat for seat, is_left in came if not is_left}
            return entered - inside
        steps = _steps(came, start, end)
        room = min(
            (_room(chosen, through, along, one, other) for one, other in steps), default=enough
        )
        if room >= enough:
            return None
        for one, other in steps:
            if one[0] == other[0]:
                through[one[0]] += room if other[1] else -room
            elif one[1]:
                along[one[0], other[0]] += room
            else:
                along[other[0], one[0]] -= room
        total += room
        if total >= enough:
            return None


def _way(
    near: Callable[[int], Iterable[int]], chosen: Mapping[int, float], start: int, end: int
) -> tuple[Iterable[int], float]:
    """The seats reached from the start, and what the shortest way to the end carries: 0 where there
    is none."""
    room = {start: float("inf")}
    todo = deque([start])
    while todo:
        seat = todo.popleft()
        for other in near(seat):
            if other in room or other not in chosen:
                continue
            if other == end:
                return room, room[seat]
            room[other] = min(room[seat], chosen[other])
            if chosen[other] > EPSILON:
                todo.append(other)
    return room.keys() - {start}, 0.0


def _paths(
    near: Callable[[int], Iterable[int]],
    chosen: Mapping[int, float],
    through: Mapping[int, float],
    along: Mapping[tuple[int, int], float],
    start: int,
    end: int,
) -> tuple[dict[Node, Node | None], bool]:
    came: dict[Node, Node | None] = {(start, True): None}
    todo = deque([(start, True)])
    while todo:
        node = todo.popleft()
        seat, is_left = node
        if is_left:
            after = [(other, False) for other in near(seat) if other in chosen and other != start]
            after += [(seat, False)] if through.get(seat, 0.0) > EPSILON else []
        else:
            if seat == end:
                return came, True
            after = [(seat, True)] if chosen[seat] - through.get(seat, 0.0) > EPSILON else []
            after += [
                (other, True)
                for other in near(seat)
                if other in chosen and along.get((other, seat), 0.0) > EPSILON
            ]
        for other in after:
            if other not in came:
                came[other] = node
                todo.append(other)
    return came, False


def _steps(came: Mapping[Node, Node | None], start: int, end: int) -> list[tuple[Node, Node]]:
    steps: list[tuple[Node, Node]] = []
    node: Node = (end, False)
    while node != (start, True):
        before = came[node]
        if before is None:
            break
        steps.append((before, node))
        node = before
    return steps


def _room(
    chosen: Mapping[int, float],
    through: Mapping[int, float],
    along: Mapping[tuple[int, int], float],
    one: Node,
    other: Node,
) -> float:
    if one[0] == other[0]:
        used = through.get(one[0], 0.0)
        return chosen[one[0]] - used if other[1] else used
    return float("inf") if one[1] else along.get((other[0], one[0]), 0.0)
