"""What is to be repaired, and the program over it: units on the seats that they could reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.program import INFINITE, Program, Row

MOVED = 1000.0  # one announced person on another seat


@dataclass(frozen=True)
class Patch:
    """A unit to be seated anew around what it has: ``announced`` and ``told`` seats are better
    kept (the first count as moves), ``fixed`` ones are; ``size`` seats in all. A unit that was
    torn before may stay torn: then ``is_whole`` is False."""

    id: int
    announced: frozenset[int]
    other: frozenset[int]  # had, but never announced
    fixed: frozenset[int]
    size: int
    is_whole: bool = True
    lost: int = 0  # announced seats that are gone

    @property
    def kept(self) -> frozenset[int]:
        return self.announced | self.other | self.fixed

    @property
    def new(self) -> int:
        return max(0, self.size - len(self.kept))


@dataclass(frozen=True)
class Repaired:
    """The seats of every unit, how many announced people leave theirs, and the proven least."""

    shapes: dict[int, Shape]
    moved: int
    bound: int
    is_whole: bool = True  # nobody sits apart who need not
    is_stuck: bool = False  # no more is possible here but that a unit leaves for seats elsewhere
    torn: frozenset[int] = frozenset()  # units that so few moves cannot keep together


def gapped(ground: Ground, patches: Iterable[Patch]) -> set[int]:
    """The units that an empty seat among their own holds together."""
    every = ground.seats.keys()
    return {
        patch.id
        for patch in patches
        if patch.is_whole and len(ground.pieces(patch.kept, every)) > 1
    }


@dataclass
class Net:
    """The seats each unit could use, as columns of a program that grows by cuts."""

    ground: Ground
    patches: Sequence[Patch]
    open: frozenset[int]  # seats that units may use
    reach: Mapping[int, int]  # how many steps from its seats each unit may take new ones
    busy: frozenset[int]  # where somebody sits who does not move
    row: dict[int, int] = field(default_factory=dict)
    on: dict[int, list[int]] = field(default_factory=dict)  # the columns of each seat
    column: dict[tuple[int, int], int] = field(default_factory=dict)
    seats: dict[int, list[int]] = field(default_factory=dict)

    @cached_property
    def gapped(self) -> set[int]:
        """The units that an empty seat among their own holds together."""
        return gapped(self.ground, self.patches)

    def gap(self, values: dict[int, float], empty: Mapping[int, float]) -> None:
        """Adds to the seats of a unit the gaps between two of them, each by how empty it is."""
        for seat in list(values):
            for middle, beyond in self.ground.over[seat]:
                if beyond in values and middle in empty:
                    values[-middle] = max(0.0, empty[middle])

    def near(self, seat: int) -> list[int]:
        """Where the next of a unit may sit: beside, behind, or one empty seat further."""
        return self.ground.adjacent[seat] + [beyond for _, beyond in self.ground.over[seat]]

    def reachable(self, patch: Patch) -> list[int]:
        """Of seats that may be used, those within reach."""
        found = set(patch.kept)
        edge = set(found)
        for _ in range(self.reach[patch.id]):
            edge = {
                other
                for seat in edge
                for other in self.near(seat)
                if other in self.open and other not in found
            }
            if not edge:
                break
            found |= edge
        return sorted(found - patch.fixed)

    def build(self, most: int) -> Program:
        """Rows: for each unit its size, for each open seat one person at most, and for each unit
        that it either keeps seats or leaves. Columns: units on seats, then units that leave: those
        whose people are no more than ``most``."""
        units = len(self.patches)
        self.row = {seat: units + n for n, seat in enumerate(sorted(self.open))}
        needs = [float(p.size - len(p.fixed)) for p in self.patches]
        had = [float(len(p.announced)) for p in self.patches]
        program = Program(
            [*needs, *[0.0] * (len(self.row) + units)], [*needs, *[1.0] * len(self.row), *had]
        )
        stays = units + len(self.row)
        for number, patch in enumerate(self.patches):
            self.seats[patch.id] = self.reachable(patch)
            costs: list[float] = []
            entries: list[list[tuple[int, float]]] = []
            for seat in self.seats[patch.id]:
                self.column[patch.id, seat] = program.columns + len(costs)
                costs.append(self._cost(patch, seat))
                entry = [(number, 1.0), (self.row[seat], 1.0)]
                entries.append(
                    [*entry, (stays + number, 1.0)] if seat in patch.announced else entry
                )
            program.add(costs, entries)
        self._hold_on(program)
        for (_, seat), number in self.column.items():
            self.on.setdefault(seat, []).append(number)
        leaving = [[(n, needs[n]), (stays + n, had[n])] for n in range(units)]
        program.add(
            [0.0] * units,
            leaving,
            [float(not p.fixed and len(p.announced) <= most) for p in self.patches],
        )
        return program

    @property
    def keeping(self) -> list[tuple[int, float]]:
        """The columns of those who keep the seat they were told."""
        return [
            (self.column[patch.id, seat], 1.0)
            for patch in self.patches
            for seat in sorted(patch.announced)
        ]

    def _hold_on(self, program: Program) -> None:
        """Nobody sits on a new seat with none of the unit near."""
        lines: list[Row] = []
        for patch in self.patches:
            for seat in self.seats[patch.id]:
                near = self.near(seat)
                if seat in patch.kept or patch.fixed & set(near):
                    continue
                held = [
                    (self.column[patch.id, other], -1.0)
                    for other in sorted(set(near))
                    if (patch.id, other) in self.column
                ]
                line = [(self.column[patch.id, seat], 1.0), *held]
                lines.append((-INFINITE, 0.0, sorted(line)))
        program.add_rows(lines)

    def _cost(self, patch: Patch, seat: int) -> float:
        """Moves count; all else together counts less than one of them."""
        if seat in patch.announced:
            return -MOVED
        if seat in patch.other:
            return 0.0
        rows = {self.ground.seats[s].rank for s in patch.kept if s in self.ground.seats}
        small = 0.1 + 0.2 * (self.ground.seats[seat].rank not in rows)
        return small + 0.0005 * self.ground.away[seat]
