"""Units of one size change places as long as that brings speakers into their order."""

from collections.abc import Iterable, Mapping, Sequence

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape, aisle_seat
from app.seating.solver.listing import Unit
from app.seating.solver.sides import Turn

ENOUGH = 1e-6


def exchanged(
    ground: Ground, units: Sequence[Unit], shapes: Mapping[int, Shape], turns: Sequence[Turn]
) -> dict[int, Shape]:
    """The same shapes among the same units, worth at least as much: distance by weight, and what
    the turns cost. Units that speak change with any that has as many seats, at an aisle."""
    found = _Exchange(ground, units, shapes, turns)
    speaking = sorted(found.of)
    while any(found.improve(unit) for unit in speaking):
        pass
    return {units[n].id: shape for n, shape in found.shapes.items()}


class _Exchange:
    """Who has which shape by now; units by their place in the list."""

    def __init__(
        self,
        ground: Ground,
        units: Sequence[Unit],
        shapes: Mapping[int, Shape],
        turns: Sequence[Turn],
    ) -> None:
        self.units = units
        self.shapes = {n: shapes[unit.id] for n, unit in enumerate(units) if unit.id in shapes}
        ends = {
            shape: aisle_seat(ground, [ground.seats[s] for s in shape])
            for shape in self.shapes.values()
        }
        self.row = {shape: seat.rank for shape, seat in ends.items() if seat is not None}
        self.away = {shape: sum(ground.away[s] for s in shape) for shape in ends}
        self.of: dict[int, list[Turn]] = {}
        for turn in turns:
            for unit in (turn.one, turn.other):
                if unit is not None and unit in self.shapes:
                    self.of.setdefault(unit, []).append(turn)

    def improve(self, unit: int) -> bool:
        """Change with whom it is worth most; whether it was worth anything."""
        mine = self.shapes[unit]
        others = [
            other
            for other, shape in self.shapes.items()
            if len(shape) == len(mine)
            and shape in self.row
            and (other not in self.of or mine in self.row)
            and other != unit
        ]
        gain, best = max(((self._gain(unit, o), -o) for o in others), default=(0.0, 0))
        if gain <= ENOUGH:
            return False
        self._change(unit, -best)
        return True

    def _gain(self, one: int, other: int) -> float:
        before = self._cost(one, other)
        self._change(one, other)
        after = self._cost(one, other)
        self._change(one, other)
        return before - after

    def _change(self, one: int, other: int) -> None:
        self.shapes[one], self.shapes[other] = self.shapes[other], self.shapes[one]

    def _cost(self, *units: int) -> float:
        """Of these units and of the turns they are in."""
        turns: Iterable[Turn] = {turn for unit in units for turn in self.of.get(unit, ())}
        far = sum(self.units[unit].weight * self.away[self.shapes[unit]] for unit in units)
        return far + sum(turn.price * max(0.0, self._behind(turn)) for turn in turns)

    def _behind(self, turn: Turn) -> float:
        rows = [
            0 if unit is None or unit not in self.shapes else self.row.get(self.shapes[unit], 0)
            for unit in (turn.one, turn.other)
        ]
        return rows[0] - rows[1] - turn.most
