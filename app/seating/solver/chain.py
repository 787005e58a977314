"""Room for newcomers by chains: a unit takes a seat of its neighbour, who takes one of the next,
until somebody reaches a free seat. Each newcomer by the chain that moves the fewest."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.net import Patch, Repaired

SMALL = 0.001  # what prefers a row the unit has already
Spots = Callable[[Patch, frozenset[int]], Sequence[Shape]]
Step = tuple[int, int]  # a unit, and the seat it has just lost (0: it needs one more)


def chained(
    ground: Ground,
    patches: Sequence[Patch],
    free: Iterable[int],
    busy: Iterable[int],
    spots: Spots,
) -> Repaired:
    """The seats of all units after the change; nothing is proven but what is lost. A unit without
    any seat gets a free place; who finds no chain sits apart."""
    state = _State(ground, patches, set(free), set(busy))
    for patch in sorted(patches, key=lambda patch: (bool(patch.kept), -patch.size, patch.id)):
        if not state.now[patch.id]:
            state.settle(patch, spots(patch, frozenset(state.free)))
    for patch in patches:
        for _ in range(patch.size - len(state.now[patch.id])):
            if not state.extend(patch):
                state.leave(patch, spots)
                break
    lost = sum(patch.lost for patch in patches)
    moved = sum(len(patch.announced - state.now[patch.id]) for patch in patches)
    shapes = {unit: tuple(sorted(seats)) for unit, seats in state.now.items()}
    return Repaired(shapes, moved + lost, lost)


class _State:
    """Who has which seat by now."""

    def __init__(
        self, ground: Ground, patches: Sequence[Patch], free: set[int], busy: set[int]
    ) -> None:
        self.ground, self.free = ground, free
        self.patches = {patch.id: patch for patch in patches}
        self.now = {patch.id: set(patch.kept) for patch in patches}
        self.owner = {seat: unit for unit, seats in self.now.items() for seat in seats}
        self.taken = set(self.owner) | busy

    def settle(self, patch: Patch, shapes: Sequence[Shape]) -> None:
        """Put a whole unit on free seats, where there is such a place."""
        if shapes:
            seats, away = self.ground.seats, self.ground.away
            best = min(
                shapes,
                key=lambda shape: (
                    len({seats[s].rank for s in shape}),
                    sum(away[s] for s in shape),
                    shape,
                ),
            )
            for seat in best:
                self._take(patch.id, seat)

    def extend(self, patch: Patch) -> bool:
        """One seat more for a unit; False where that moves more people than the unit has."""
        found = self._chain(patch)
        if found is None:
            return False
        cost, steps = found
        if cost > len(patch.announced & self.now[patch.id]) > 0:
            return False
        for unit, seat in reversed(steps):
            self._take(unit, seat)
        return True

    def leave(self, patch: Patch, spots: Spots) -> None:
        """All of the unit to another place; where there is none, the newcomers apart or by a
        chain, however long."""
        if not patch.fixed:
            room = frozenset(self.free | self.now[patch.id])
            shapes = spots(patch, room)
            if shapes:
                self._free_all(patch.id)
                best = min(
                    shapes,
                    key=lambda s: (-len(patch.announced & set(s)), sum(map(self._away, s)), s),
                )
                for seat in best:
                    self._take(patch.id, seat)
                return
        for _ in range(patch.size - len(self.now[patch.id])):
            found = self._chain(patch)
            if found is not None:
                for unit, seat in reversed(found[1]):
                    self._take(unit, seat)
            elif self.free:
                self._take(patch.id, min(self.free, key=lambda s: (self._off(patch.id, s), s)))

    def _free_all(self, unit: int) -> None:
        for seat in self.now[unit]:
            del self.owner[seat]
        self.taken -= self.now[unit]
        self.free |= self.now[unit]
        self.now[unit] = set()

    def _away(self, seat: int) -> float:
        return self.ground.away[seat]

    def _off(self, unit: int, seat: int) -> float:
        seats = self.ground.seats
        here = seats[seat]
        home = [seats[s] for s in self.now[unit]]
        return min((abs(h.x - here.x) + abs(h.y - here.y) for h in home), default=self._away(seat))

    def _take(self, unit: int, seat: int) -> None:
        before = self.owner.get(seat)
        if before is not None:
            self.now[before].discard(seat)
        self.free.discard(seat)
        self.now[unit].add(seat)
        self.owner[seat] = unit
        self.taken.add(seat)

    def _chain(self, patch: Patch) -> tuple[float, list[tuple[int, int]]] | None:
        """Who takes which seat, the needy unit first; the cheapest such chain (Dijkstra)."""
        start: Step = (patch.id, 0)
        came: dict[Step, Step | None] = {}
        waiting: list[tuple[float, Step, Step | None]] = [(0.0, start, None)]
        while waiting:
            cost, step, before = heappop(waiting)
            if step in came:
                continue
            came[step] = before
            unit, lost = step
            if unit < 0:
                return cost, self._read(came, step)
            for seat in self._next(unit, lost):
                owner = self.owner.get(seat)
                if owner is None:
                    after: Step = (-1, seat)
                elif owner == patch.id or seat in self.patches[owner].fixed:
                    continue
                else:
                    after = (owner, seat)
                    if self._is_on(came, step, owner):
                        continue
                price = SMALL * (1 + self._is_new_row(unit, seat))
                if owner is not None:
                    price += 1.0 if seat in self.patches[owner].announced else 0.1
                if after not in came:
                    heappush(waiting, (cost + price, after, step))
        return None

    def _read(self, came: dict[Step, Step | None], last: Step) -> list[tuple[int, int]]:
        steps = []
        step, before = last, came[last]
        while before is not None:
            steps.append((before[0], step[1]))
            step, before = before, came[before]
        return steps[::-1]

    def _is_on(self, came: dict[Step, Step | None], step: Step | None, unit: int) -> bool:
        while step is not None:
            if step[0] == unit:
                return True
            step = came[step]
        return False

    def _next(self, unit: int, lost: int) -> Iterable[int]:
        """Seats that make the unit whole again when it has one of them."""
        patch = self.patches[unit]
        left = self.now[unit] - {lost}
        taken = self.taken
        near = {n for seat in left for n in self.ground.adjacent[seat]}
        near |= {
            beyond
            for seat in left
            for middle, beyond in self.ground.over[seat]
            if middle not in taken
        }
        if not left:
            return
        # Each of these hangs on the unit: it is whole with any where it is whole without.
        is_torn = patch.is_whole and len(self.ground.pieces(left, taken)) > 1
        for seat in sorted(near - left - {lost}):
            if seat not in self.free and seat not in self.owner:
                continue
            if is_torn and len(self.ground.pieces(left | {seat}, taken)) > 1:
                continue
            if seat in self.free and self._parts_somebody(seat, unit):
                continue
            yield seat

    def _parts_somebody(self, seat: int, unit: int) -> bool:
        """Whether a free seat is what holds two of another unit together."""
        owners = Counter(self.owner.get(one, unit) for one in self.ground.beside[seat])
        other = next((one for one, count in owners.items() if count > 1), unit)
        if other == unit or not self.patches[other].is_whole:
            return False
        return len(self.ground.pieces(self.now[other], self.taken | {seat})) > 1

    def _is_new_row(self, unit: int, seat: int) -> bool:
        seats = self.ground.seats
        return seats[seat].rank not in {seats[s].rank for s in self.now[unit]}
