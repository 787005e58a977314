"""From chairs found somewhere, in any units, to a layout: order, aisles, rows, the stage. Pure."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.halls import geometry
from app.halls.editing import ranked
from app.halls.faults import BadPlan, Fault, Odd, Wrong
from app.halls.layout import (
    MOST_BLOCKS,
    MOST_MARKS,
    LaidBlock,
    LaidRow,
    LaidSeat,
    Layout,
    Mark,
    Stage,
)
from app.halls.rules import BlockKind, LandmarkKind, OutKind, Point
from app.halls.short_names import Codes, Names

FARTHEST = 500  # pitches: a hall is not larger than this
_EDGE = 6.0  # pitches left round the chairs, for doors and their names
_STAGE_DEPTH = 6.0
_STAGE_WIDTH = 4.0  # at least
_BEFORE = 3.0  # from the stage to the first row where no stage was drawn
_ROW = 16


class Side(StrEnum):
    """Where on the drawing the stage is."""

    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class FoundSeat:
    """``path`` is where it was found; ``label`` only where it is printed whole on the chair."""

    path: str
    guid: str
    number: str
    at: Point
    label: str = ""
    is_accessible: bool = False
    is_press: bool = False
    out: OutKind | None = None
    reason: str = ""


@dataclass(frozen=True)
class FoundBlock:
    """A part of the hall; its rows by the label each was given."""

    name: str
    rows: list[tuple[str, list[FoundSeat]]]
    level: int = 0


@dataclass(frozen=True)
class Box:
    low: Point
    high: Point

    @property
    def middle(self) -> Point:
        return (self.low[0] + self.high[0]) / 2, (self.low[1] + self.high[1]) / 2


@dataclass(frozen=True)
class FoundMark:
    kind: LandmarkKind
    name: str
    at: Point


@dataclass(frozen=True)
class Survey:
    """Everything found. ``unit`` is the length of a seat pitch, None to measure it."""

    name: str
    blocks: list[FoundBlock]
    stage: Box | None
    marks: list[FoundMark]
    side: Side | None = None
    unit: float | None = None


def lay_out(found: Survey, notes: Counter[Odd]) -> Layout:
    """The layout, with what had to be assumed added to ``notes``. Raises BadPlan for chairs that
    stand in one place, and for more doors or blocks than a hall has."""
    parts = [block for given in found.blocks for block in _parted(given, notes)]
    _check_numbers(found.marks, parts)
    seats = [seat for block in found.blocks for _, row in block.rows for seat in row]
    rows = [_ordered(row) for block in found.blocks for _, row in block.rows]
    unit = found.unit or geometry.pitch([[seat.at for seat in row] for row in rows])
    pairs = geometry.doubles([seat.at for seat in seats], unit)
    if pairs:
        same = Wrong.SAME_PLACE
        raise BadPlan(
            [Fault(seats[at].path, same, {"other": seats[one].path}) for one, at in pairs]
        )
    side = found.side or _side(found.stage, seats)
    notes[Odd.NO_STAGE] += found.stage is None
    notes[Odd.TURNED] += side is not Side.TOP
    ground = _Ground(side, unit, seats, found.stage)
    far = [seat.path for seat in seats if max(map(abs, ground.place(seat.at))) > FARTHEST]
    if far:
        raise BadPlan([Fault(path, Wrong.FAR_AWAY, {"n": FARTHEST}) for path in far])
    codes = Codes()
    blocks = [_block(block, codes, ground, notes) for block in parts]
    marks = [
        Mark(kind=mark.kind, code=str(number), name=mark.name[:60], x=x, y=y)
        for number, mark in enumerate(found.marks, 1)
        for x, y in [ground.place(mark.at)]
        if max(abs(x), abs(y)) <= FARTHEST
    ]
    notes[Odd.DOORS] += len(marks)
    blocks = [block.model_copy(update={"door": _nearest(block, marks)}) for block in blocks]
    notes[Odd.NEAREST_DOOR] += sum(block.door != "" for block in blocks)
    layout = Layout(
        name=found.name[:120], width=1, height=1, stage=ground.stage(), marks=marks, blocks=blocks
    )
    return _labelled(ranked(layout), notes)


def _check_numbers(marks: Sequence[FoundMark], blocks: Sequence[FoundBlock]) -> None:
    """Raises BadPlan with the path, or the name, of the first that is too many."""
    if len(marks) > MOST_MARKS:
        fault = Fault(marks[MOST_MARKS].name, Wrong.TOO_MANY_DOORS, {"n": MOST_MARKS})
        raise BadPlan([fault])
    if len(blocks) > MOST_BLOCKS:
        first = blocks[MOST_BLOCKS].rows[0][1][0]
        raise BadPlan([Fault(first.path, Wrong.TOO_MANY_BLOCKS, {"n": MOST_BLOCKS})])


def _nearest(block: LaidBlock, marks: Sequence[Mark]) -> str:
    """The code of the door from which it is least far to one of the block's seats."""
    seats = [(seat.x, seat.y) for row in block.rows for seat in row.seats]
    doors = [mark for mark in marks if mark.kind is LandmarkKind.DOOR]
    away = [(min(math.dist((door.x, door.y), at) for at in seats), door.code) for door in doors]
    return min(away, default=(0.0, ""))[1]


class _Ground:
    """Turns the drawing so that the stage is above, in pitches, with room around it."""

    def __init__(
        self, side: Side, unit: float, seats: Sequence[FoundSeat], stage: Box | None
    ) -> None:
        turn: dict[Side, Callable[[Point], Point]] = {
            Side.TOP: lambda at: at,
            Side.BOTTOM: lambda at: (-at[0], -at[1]),
            Side.LEFT: lambda at: (-at[1], at[0]),
            Side.RIGHT: lambda at: (at[1], -at[0]),
        }
        self._turn, self._unit = turn[side], unit
        places = [self._turned(seat.at) for seat in seats]
        corners = [self._turned(stage.low), self._turned(stage.high)] if stage else []
        self._left = min(x for x, _ in [*places, *corners])
        self._right = max(x for x, _ in [*places, *corners])
        front = min(y for _, y in places)
        before = _BEFORE + _STAGE_DEPTH
        self._top = min([front - (0 if corners else before), *(y for _, y in corners)])
        self._stage = corners

    def _turned(self, at: Point) -> Point:
        x, y = self._turn(at)
        return x / self._unit, y / self._unit

    def place(self, at: Point) -> Point:
        x, y = self._turned(at)
        return round(x - self._left + _EDGE, 2), round(y - self._top + 1, 2)

    def stage(self) -> Stage:
        """As it was drawn, or before the first row, half as wide as the hall."""
        if not self._stage:
            width = max((self._right - self._left) * 0.5, _STAGE_WIDTH)
            x = (self._right - self._left - width) / 2 + _EDGE
            return Stage(x=round(x, 2), y=1, width=round(width, 2), depth=_STAGE_DEPTH)
        xs, ys = zip(*self._stage, strict=True)
        x, y = min(xs) - self._left + _EDGE, min(ys) - self._top + 1
        size = max(max(xs) - min(xs), _STAGE_WIDTH), max(max(ys) - min(ys), 1.0)
        return Stage(x=round(x, 2), y=round(y, 2), width=round(size[0], 2), depth=round(size[1], 2))


def _side(stage: Box | None, seats: Sequence[FoundSeat]) -> Side:
    """On which side of the chairs the stage was drawn, above where there is none."""
    if stage is None:
        return Side.TOP
    xs, ys = [seat.at[0] for seat in seats], [seat.at[1] for seat in seats]
    x, y = stage.middle
    beyond = {
        Side.TOP: min(ys) - y,
        Side.BOTTOM: y - max(ys),
        Side.LEFT: min(xs) - x,
        Side.RIGHT: x - max(xs),
    }
    best = max(beyond, key=lambda side: beyond[side])
    return best if beyond[best] > 0 else Side.TOP


def _ordered(row: Sequence[FoundSeat]) -> list[FoundSeat]:
    return [row[at] for at in geometry.along([seat.at for seat in row])]


def _parted(block: FoundBlock, notes: Counter[Odd]) -> Iterable[FoundBlock]:
    """Rows of one label in one block are halves beside an aisle: each half a block of its own."""
    parts: list[list[tuple[str, list[FoundSeat]]]] = []
    counts = Counter[str]()
    for label, row in sorted(block.rows, key=lambda row: min(seat.at for seat in row[1])):
        part = counts[label]
        counts[label] += 1
        notes[Odd.ROW_TWICE] += part > 0
        while len(parts) <= part:
            parts.append([])
        parts[part].append((label, row))
    return [FoundBlock(block.name, part, block.level) for part in parts]


def _block(block: FoundBlock, codes: Codes, ground: _Ground, notes: Counter[Odd]) -> LaidBlock:
    laid = [(label, [(seat, ground.place(seat.at)) for seat in row]) for label, row in block.rows]
    usual = geometry.pitch(
        [[row[at][1] for at in geometry.along([p for _, p in row])] for _, row in laid]
    )
    rows = []
    names = Names(_ROW)
    for label, row in laid:
        order = [row[at] for at in geometry.along([place for _, place in row])]
        breaks = geometry.breaks([place for _, place in order], usual)
        notes[Odd.AISLES] += len(breaks)
        notes[Odd.CUT] += len(label) > _ROW
        seats = [
            LaidSeat(
                guid=seat.guid,
                label=seat.label or "?",
                number=seat.number[:16],
                x=x,
                y=y,
                is_accessible=seat.is_accessible,
                is_press=seat.is_press,
                out=seat.out,
                reason=seat.reason[:120],
                is_after_aisle=at in breaks,
            )
            for at, (seat, (x, y)) in enumerate(order)
        ]
        rows.append(LaidRow(label=names.of(label), rank=0, seats=seats))
    code = codes.of(block.name)
    return LaidBlock(
        code=code,
        name=block.name[:60] or f"Khu {code}",
        kind=BlockKind.BALCONY if block.level else BlockKind.STALLS,
        level=block.level,
        rows=rows,
    )


def _labelled(layout: Layout, notes: Counter[Odd]) -> Layout:
    """Every seat with a label of its own: what is printed whole on it, or block, row and number."""
    given: set[str] = set()
    blocks = []
    for block in layout.blocks:
        rows = []
        for row in block.rows:
            seats = []
            for seat in row.seats:
                number = f"{int(seat.number):02}" if seat.number.isdecimal() else seat.number
                label = f"{block.code}-{row.label}-{number}" if seat.label == "?" else seat.label
                notes[Odd.NUMBER_TWICE] += label in given
                while label in given:
                    label += "b"
                given.add(label)
                seats.append(seat.model_copy(update={"label": label[:40]}))
            rows.append(row.model_copy(update={"seats": seats}))
        blocks.append(block.model_copy(update={"rows": rows}))
    return layout.model_copy(update={"blocks": blocks})
