"""What is to be repaired, and the program over it: units on the seats that they could reach."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.seating.solver.ground import Ground
from app.seating.solver.layout import Shape
from app.seating.solver.program import INFINITE, Program, Row


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
    """The seats each unit could use, as columns of a program that grows by cuts. ``needy`` units
    get all their seats, others no fewer than they have."""

    ground: Ground
    patches: Sequence[Patch]
    needy: Collection[int]
    open: frozenset[int]  # seats that units may use
    reach: Mapping[int, Collection[int]]  # the seats that each unit may take or keep
    left: Mapping[int, int]  # how many of its people may leave their seats
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

    def build(self, most: int) -> Program:
        """Rows: for each unit its size, for each open seat one person at most, for each unit that
        it either keeps seats or leaves, and that ``most`` people move. Columns: units on seats,
        then units that leave: those who may and whom that costs no more."""
        units = len(self.patches)
        self.row = {seat: units + n for n, seat in enumerate(sorted(self.open))}
        needs = [float(p.size - len(p.fixed)) for p in self.patches]
        least = [
            need - (0 if p.id in self.needy else p.new)
            for need, p in zip(needs, self.patches, strict=True)
        ]
        had = [float(len(p.announced)) for p in self.patches]
        kept = [
            max(0.0, count - self.left[p.id]) for count, p in zip(had, self.patches, strict=True)
        ]
        seats = [0.0] * len(self.row), [1.0] * len(self.row)
        program = Program([*least, *seats[0], *kept], [*needs, *seats[1], *had])
        stays = units + len(self.row)
        for number, patch in enumerate(self.patches):
            self.seats[patch.id] = sorted(set(self.reach[patch.id]) - patch.fixed)
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
        self._reach_on(program)
        for (_, seat), number in self.column.items():
            self.on.setdefault(seat, []).append(number)
        leaving = [[(n, needs[n]), (stays + n, had[n])] for n in range(units)]
        may_leave = [not p.fixed and len(p.announced) <= self.left[p.id] for p in self.patches]
        program.add([0.0] * units, leaving, [float(may) for may in may_leave])
        every = sum(had)
        program.add_row(every - most, every - most, self._keeping)
        return program

    @property
    def _keeping(self) -> list[tuple[int, float]]:
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

    def more(self, patch: Patch) -> int:
        """How many seats a unit could have that it had not."""
        return patch.new + len(patch.other) + self.left[patch.id]

    def _reach_on(self, program: Program) -> None:
        """Who sits further off has as many of the unit on the way: no more than that are left."""
        lines: list[Row] = []
        for patch in self.patches:
            open_ = set(self.seats[patch.id]) - patch.kept
            layers: list[list[int]] = []
            edge, inside = set(patch.kept), set(patch.kept)
            while edge:
                edge = {o for s in edge for o in self.near(s) if o in open_ and o not in inside}
                inside |= edge
                layers.append(sorted(edge))
            for depth, layer in enumerate(layers[:-2], 1):
                beyond = [s for further in layers[depth:] for s in further]
                most = float(self.more(patch) - depth)
                line = [(self.column[patch.id, s], 1.0) for s in beyond]
                line += [(self.column[patch.id, s], -most) for s in layer]
                lines.append((-INFINITE, 0.0, sorted(line)))
        program.add_rows(lines)

    def _cost(self, patch: Patch, seat: int) -> float:
        """Sooner near, and in a row that the unit has already."""
        if seat in patch.kept:
            return 0.0
        rows = {self.ground.seats[s].rank for s in patch.kept if s in self.ground.seats}
        small = 0.1 + 0.2 * (self.ground.seats[seat].rank not in rows)
        return small + 0.0005 * self.ground.away[seat]
