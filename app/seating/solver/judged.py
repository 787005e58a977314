"""A plan as the soft rules look at it: where units and speakers sit, and what its doors take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.seating.solver import prices, sides
from app.seating.solver.ground import Ground
from app.seating.solver.listing import speaking, units_of
from app.seating.solver.model import Locks, Measures, Person, Policy, Rule


@dataclass(frozen=True)
class Judged:
    ground: Ground
    people: Sequence[Person]
    policy: Policy
    locks: Locks
    assign: Mapping[int, int]

    @cached_property
    def seat_of(self) -> dict[int, int]:
        """Of those who sit on a seat of the hall."""
        return {p: s for p, s in self.assign.items() if s in self.ground.seats}

    @cached_property
    def taken(self) -> set[int]:
        return set(self.seat_of.values())

    @cached_property
    def on(self) -> dict[int, int]:
        """Who sits on each seat that is taken."""
        return {seat: person for person, seat in self.seat_of.items()}

    @cached_property
    def bodies(self) -> list[tuple[int, float, list[int]]]:
        """Units in order: number, weight and the seats of those who sit together."""
        return [
            (unit.id, unit.weight, seats)
            for unit in units_of(self.people, self.policy)
            if (seats := [self.seat_of[p.id] for p in unit.members if p.id in self.seat_of])
        ]

    @cached_property
    def pieces(self) -> dict[int, list[set[int]]]:
        return {unit: self.ground.pieces(seats, self.taken) for unit, _, seats in self.bodies}

    @cached_property
    def measures(self) -> Measures:
        rank = {seat.id: (seat.level, seat.rank) for seat in self.ground.seats.values()}
        return Measures(
            sum(len(parts) - 1 for parts in self.pieces.values()),
            sum(len({rank[s] for s in seats}) - 1 for _, _, seats in self.bodies),
            round(
                sum(
                    weight * sum(self.ground.away[s] for s in seats)
                    for _, weight, seats in self.bodies
                ),
                3,
            ),
            sum(1 for _, _, seats in self.bodies if not self.has_spare(seats)),
            self._besides(),
        )

    def _besides(self) -> float:
        door = prices.of_one(self.policy, Rule.DOORS)
        row = prices.of_one(self.policy, Rule.SPEAKERS)
        over = sum(self.over_share.values()) if door else 0.0
        behind = sum(rows for _, _, rows in self.behind_next) if row else 0
        return round(door * over + row * behind, 3)

    @cached_property
    def speaking(self) -> list[Person]:
        """Those who go up to speak, in their order."""
        return speaking(p for p in self.people if p.id in self.seat_of)

    @property
    def behind_next(self) -> list[tuple[Person, Person, int]]:
        """Speakers whose row lies behind that of the next one, and by how many rows."""
        rank = {p.id: self.ground.seats[self.seat_of[p.id]].rank for p in self.speaking}
        return [
            (one, other, rank[one.id] - rank[other.id])
            for one, other in pairwise(self.speaking)
            if rank[one.id] > rank[other.id]
        ]

    @cached_property
    def over_share(self) -> dict[str, float]:
        """By door, where it takes too many."""
        loads = sides.load(self.ground, self.taken)
        most = sides.allowed(self.ground, len(self.taken))
        return {d: loads[d] - most[d] for d in most if loads[d] > most[d]}

    def has_spare(self, seats: Iterable[int]) -> bool:
        return any(
            near not in self.taken and near not in self.locks.reserve
            for seat in seats
            for near in self.ground.adjacent[seat]
        )
