"""A hall as offices draw it in a spreadsheet: a cell is a chair, an empty cell a gap. Pure.

Colours mean nothing here. A cell with "sân khấu" is the stage, one that begins with "cửa" a door;
other merged cells are headings: the name of the part of the hall below them, or remarks.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from app import vietnamese
from app.halls import gridlines, press_signs, recognising
from app.halls.faults import BadPlan, Fault, Odd, Wrong, is_printable
from app.halls.gridlines import Chair, GridLine
from app.halls.layout import LARGEST
from app.halls.rules import Point
from app.halls.surveying import Box, FoundBlock, FoundMark, FoundSeat, Side, Survey
from app.halls.workbooks import DATE, Sheet, cell_name, sheets

_PITCH = 1.75  # of rows, in seats
_HEADING = 3  # columns a merged cell spans at least to be one


@dataclass
class _Part:
    """What stands under the headings of one line; they name the columns from one to another."""

    begins: int = -1
    level: int = 0
    headings: list[tuple[int, int, str]] = field(default_factory=list)
    rows: list[GridLine] = field(default_factory=list)


def read(data: bytes, name: str, side: Side | None) -> tuple[list[Survey], Counter[Odd]]:
    """The chairs of the first sheet that has any, and of every further one whose name says which
    part of the hall it is: a survey each, the ground floor first. Raises BadPlan."""
    notes = Counter[Odd]()
    drawn = sheets(data)
    if not drawn:
        raise BadPlan([Fault("xlsx", Wrong.NO_SEATS)])
    first, *more = drawn
    wanted = [first, *(sheet for sheet in more if recognising.is_part(sheet.folded))]
    notes[Odd.SHEETS] += len(drawn) - len(wanted)
    faults: list[Fault] = []
    found = []
    for sheet in wanted:
        try:
            grid = _Grid(sheet, notes, is_one_of=len(wanted) > 1)
            found.append(grid.survey(name, side))
        except BadPlan as bad:
            faults += bad.faults
    if sum(len(row) for one in found for block in one.blocks for _, row in block.rows) > LARGEST:
        faults.append(Fault("xlsx", Wrong.TOO_MANY, {"n": LARGEST}))
    if faults:
        raise BadPlan(faults)
    notes[Odd.UPPER] += sum(block.level > 0 for one in found for block in one.blocks)
    return sorted(found, key=lambda one: min(b.level for b in one.blocks)), +notes


class _Grid:
    """One sheet, from its cells to what was found on it."""

    def __init__(self, sheet: Sheet, notes: Counter[Odd], *, is_one_of: bool) -> None:
        self.sheet, self.notes = sheet, notes
        self.where = f"{sheet.title}!" if is_one_of else ""
        self.faults: list[Fault] = []
        self.labels: dict[str, str] = {}
        self.stage: tuple[Point, Point] | None = None
        self.marks: list[tuple[FoundMark, tuple[Point, Point]]] = []
        level = recognising.level(sheet.folded)
        whole = [(0, len(max(sheet.texts, key=len)), sheet.title)] if is_one_of else []
        self.parts = [_Part(level=level, headings=whole)]
        self.across = self.down = 1.0
        self.signs = press_signs.signs(sheet.texts)

    def survey(self, name: str, side: Side | None) -> Survey:
        cells = {line: self._cells(line, row) for line, row in enumerate(self.sheet.texts)}
        for row in gridlines.read(cells, self.signs, self.notes):
            next(part for part in reversed(self.parts) if part.begins < row.line).rows.append(row)
        parts = [part for part in self.parts if part.rows]
        if not parts:
            self.faults.append(Fault(f"{self.where}A1", Wrong.NO_SEATS))
        if self.faults:
            raise BadPlan(self.faults)
        self._measure(parts)
        told = [(part, self._seats(at, part)) for at, part in enumerate(parts, 1)]
        if self.faults:
            raise BadPlan(self.faults)
        blocks = [block for part, laid in told for block in self._columns(part, laid)]
        box = self._box(*self.stage) if self.stage else None
        if box is not None:  # as wide as its cells, and not reaching the row behind it
            box = Box((box.low[0] - 0.5, box.low[1] - 0.5), (box.high[0] + 0.5, box.high[1]))
        marks = [replace(mark, at=self._box(*cell).middle) for mark, cell in self.marks]
        return Survey(name, blocks, box, marks, side, unit=1.0)

    def _cells(self, line: int, row: Sequence[str]) -> list[Chair]:
        """The cells of a line that may be chairs; all others are noted as what they are."""
        found = []
        for column, text in enumerate(row):
            if text == DATE:
                self.faults.append(Fault(self._path(line, column), Wrong.DATE))
            elif text and not is_printable(text):
                self.faults.append(Fault(self._path(line, column), Wrong.NOT_PRINTABLE))
            elif text and not self._means_something_else(line, column, text):
                found.append(Chair(column, text))
        return found

    def _path(self, line: int, column: int) -> str:
        return f"{self.where}{cell_name(column, line)}"

    def _means_something_else(self, line: int, column: int, text: str) -> bool:
        folded = vietnamese.fold(text)
        low, high = (line, column), self.sheet.merged.get((line, column), (line, column))
        box = (float(low[1]), float(low[0])), (float(high[1]), float(high[0]))
        if recognising.is_stage(folded):
            self.stage = self.stage or box
            return True
        kind = recognising.landmark(folded)
        if kind is not None:
            self.marks.append((FoundMark(kind, text, (0, 0)), box))
            return True
        if recognising.is_aisle(folded):
            return True
        if recognising.is_remark(folded) or (line, column) in self.signs.legend:
            self.notes[Odd.HEADINGS] += 1
            return True
        is_wide = high[1] - column + 1 >= _HEADING and not gridlines.is_seat(text)
        if is_wide or recognising.is_part(folded):
            self.notes[Odd.HEADINGS] += not recognising.is_part(folded)
            self._heading(line, (column, high[1], text), recognising.level(folded))
            return True
        return False

    def _heading(self, line: int, heading: tuple[int, int, str], level: int) -> None:
        """Headings side by side name the columns below them."""
        if self.parts[-1].begins != line:
            self.parts.append(_Part(line, level or self.parts[0].level))
        self.parts[-1].headings.append(heading)

    def _measure(self, parts: Sequence[_Part]) -> None:
        """How many columns a chair takes, and lines a row: some draw with cells left between."""
        gaps = [
            other.column - one.column
            for part in parts
            for row in part.rows
            for one, other in pairwise(row.chairs)
        ]
        lines = [[row.line for row in part.rows] for part in parts]
        steps = [b - a for some in lines for a, b in pairwise(some)]
        self.across = float(median(gaps)) if gaps else 1.0
        self.down = float(median(steps)) if steps else 1.0

    def _at(self, column: float, line: float) -> Point:
        return column / self.across, line / self.down * _PITCH

    def _box(self, low: Point, high: Point) -> Box:
        return Box(self._at(*low), self._at(*high))

    def _seats(self, at: int, part: _Part) -> list[tuple[str, list[FoundSeat]]]:
        found = []
        for number, row in enumerate(part.rows, 1):
            label = row.name or f"{number:02}"
            found.append((label, [self._seat(at, label, row.line, one) for one in row.chairs]))
        return found

    def _seat(self, part: int, row: str, line: int, chair: Chair) -> FoundSeat:
        path = self._path(line, chair.column)
        if chair.label and chair.label in self.labels:
            values: dict[str, object] = {"other": self.labels[chair.label], "label": chair.label}
            self.faults.append(Fault(path, Wrong.SAME_LABEL, values))
        self.labels.setdefault(chair.label, path)
        guid = chair.label or f"{part}-{row}-{path}"
        at = self._at(chair.column, line)
        return FoundSeat(path, guid[:120], chair.number, at, chair.label, is_press=chair.is_press)

    def _columns(
        self, part: _Part, rows: Sequence[tuple[str, list[FoundSeat]]]
    ) -> Iterable[FoundBlock]:
        """Blocks of a part, between columns in which none of its rows has a chair."""
        used = sorted({seat.at[0] for _, row in rows for seat in row})
        starts = [
            column
            for before, column in zip([None, *used], used, strict=False)
            if before is None or column - before > 1
        ]
        spans = [
            (start, max(column for column in used if column < end))
            for start, end in zip(starts, [*starts[1:], float("inf")], strict=True)
        ]
        names = [self._name(part, span) for span in spans]
        for number, (span, name) in enumerate(zip(spans, names, strict=True), 1):
            kept = [
                (label, [s for s in row if span[0] <= s.at[0] <= span[1]]) for label, row in rows
            ]
            alone = name if names.count(name) == 1 else f"{name or 'Khu'} {number}"
            filled = [(label, row) for label, row in kept if row]
            if self._is_press(part, span):
                filled = [(label, [_to_press(seat) for seat in row]) for label, row in filled]
                self.notes[Odd.PRESS] += sum(len(row) for _, row in filled)
            yield FoundBlock(alone or "Khu 1", filled, part.level)

    def _name(self, part: _Part, span: tuple[float, float]) -> str:
        """The heading that stands over the middle of these columns, else the nearest one."""
        middle = sum(span) / 2 * self.across
        away = [(max(low - middle, middle - high, 0), name) for low, high, name in part.headings]
        return min(away, default=(0, ""), key=lambda found: found[0])[1]

    def _is_press(self, part: _Part, span: tuple[float, float]) -> bool:
        """Whether a heading over these very columns says that the press sits below."""
        first, last = span[0] * self.across, span[1] * self.across
        return any(
            low <= last and first <= high and recognising.is_press(vietnamese.fold(name))
            for low, high, name in part.headings
        )


def _to_press(seat: FoundSeat) -> FoundSeat:
    return replace(seat, is_press=True)
