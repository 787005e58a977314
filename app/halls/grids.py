"""A hall as offices draw it in a spreadsheet: a cell is a chair, an empty cell a gap. Pure.

Colours mean nothing here. A cell with "sân khấu" is the stage, one that begins with "cửa" a door;
other merged cells are headings: the name of the part of the hall below them, or remarks.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from app import vietnamese
from app.halls import recognising
from app.halls.faults import BadPlan, Fault, Odd, Wrong, is_printable
from app.halls.rules import Point
from app.halls.surveying import Box, FoundBlock, FoundMark, FoundSeat, Side, Survey

_PITCH = 1.75  # of rows, in seats
_COLUMNS, _ROWS = 300, 400
_UNPACKED = 40 * 1024 * 1024
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,4})(\d+)"')
_WHOLE = re.compile(
    r"(?:(\w{1,8})\s*[-./]\s*)?([^\W\d_]{1,3}|\d{1,3}(?=\s*[-./]))\s*[-./ ]?\s*(\d{1,4}\w?)"
)
_ROW_NAME = re.compile(r"(?:(?:hang|day|row|reihe)\s*)?([a-zđ]{1,3}|\d{1,3})")
_AISLES = re.compile(r"loi di|aisle|\bgang\b")
_HEADING = 3  # columns a merged cell spans at least to be one


@dataclass
class _Part:
    """The chairs under one heading."""

    name: str = ""
    level: int = 0
    rows: list[tuple[str, list[FoundSeat]]] = field(default_factory=list)


def read(data: bytes, name: str, side: Side | None) -> tuple[Survey, Counter[Odd]]:
    """The chairs of the first sheet that has any. Raises BadPlan."""
    _check_size(data)
    notes = Counter[Odd]()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [book.get_sheet_by_name(title) for title in book.sheet_names]
        grids = [(sheet, _texts(sheet)) for sheet in sheets]
    except (CalamineError, ValueError, OSError) as wrong:
        raise BadPlan([Fault("xlsx", Wrong.NOT_XLSX)]) from wrong
    drawn = [(sheet, texts) for sheet, texts in grids if any(any(row) for row in texts)]
    if not drawn:
        raise BadPlan([Fault("xlsx", Wrong.NO_SEATS)])
    notes[Odd.SHEETS] += len(drawn) - 1
    sheet, texts = drawn[0]
    return _Grid(texts, sheet.merged_cell_ranges or [], notes).survey(name, side), +notes


def _check_size(data: bytes) -> None:
    """Raises BadPlan for what would fill the memory: a sheet is read as a whole rectangle."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                raise BadPlan([Fault("xlsx", Wrong.TOO_LARGE, {"n": _UNPACKED // 1024**2})])
            for part in parts.infolist():
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _check_cells(parts.read(part), part.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as wrong:
        raise BadPlan([Fault("xlsx", Wrong.NOT_XLSX)]) from wrong


def _check_cells(sheet: bytes, name: str) -> None:
    for column, row in _CELL.findall(sheet):
        if _column_number(column.decode()) > _COLUMNS or int(row) > _ROWS:
            raise BadPlan([Fault(name, Wrong.TOO_WIDE, {"columns": _COLUMNS, "rows": _ROWS})])


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_name(column: int, row: int) -> str:
    """``A1`` of counts from 0."""
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row + 1}"


def _texts(sheet: CalamineSheet) -> list[list[str]]:
    return [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if isinstance(value, bool) else " ".join(str(value).split())


class _Grid:
    def __init__(
        self,
        texts: Sequence[Sequence[str]],
        merged: Iterable[tuple[tuple[int, int], tuple[int, int]]],
        notes: Counter[Odd],
    ) -> None:
        self.texts, self.notes = texts, notes
        self.merged = dict(merged)
        self.faults: list[Fault] = []
        self.labels: dict[str, str] = {}
        self.stage: Box | None = None
        self.marks: list[FoundMark] = []
        self.parts = [_Part()]

    def survey(self, name: str, side: Side | None) -> Survey:
        for line, row in enumerate(self.texts):
            self._row(line, row)
        parts = [part for part in self.parts if part.rows]
        if not parts:
            self.faults.append(Fault("xlsx", Wrong.NO_SEATS))
        if self.faults:
            raise BadPlan(self.faults)
        blocks = [block for part in parts for block in _columns(part, len(parts) > 1)]
        return Survey(name, blocks, self.stage, self.marks, side, unit=1.0)

    def _row(self, line: int, row: Sequence[str]) -> None:
        chairs = []
        for column, text in enumerate(row):
            if text and not self._means_something_else(line, column, text):
                if is_printable(text):
                    chairs.append((column, text))
                else:
                    path = cell_name(column, line)
                    self.faults.append(Fault(path, Wrong.NOT_PRINTABLE))
        name, chairs = _named(chairs)
        if chairs:
            part = self.parts[-1]
            label = name or _common(chairs) or f"{sum(1 for _ in part.rows) + 1:02}"
            part.rows.append((label, self._seats(line, label, chairs)))

    def _means_something_else(self, line: int, column: int, text: str) -> bool:
        folded = vietnamese.fold(text)
        low, high = (line, column), self.merged.get((line, column), (line, column))
        box = Box(_at(low), _at(high))
        if recognising.is_stage(folded):
            self.stage = Box((box.low[0] - 0.5, box.low[1] - 0.5), (box.high[0] + 0.5, box.high[1]))
            return True
        kind = recognising.landmark(folded)
        if kind is not None:
            self.marks.append(FoundMark(kind, text, box.middle))
            return True
        if _AISLES.search(folded):
            return True
        if high[1] - column + 1 >= _HEADING:
            self.notes[Odd.HEADINGS] += 1
            self.parts.append(_Part(text, recognising.level(folded)))
            return True
        return False

    def _seats(self, line: int, label: str, chairs: Sequence[tuple[int, str]]) -> list[FoundSeat]:
        seats = []
        for place, (column, text) in enumerate(chairs, 1):
            path = cell_name(column, line)
            whole = _WHOLE.fullmatch(text)
            is_number = text.isdecimal()
            number = whole[3] if whole else text if is_number else str(place)
            self.notes[Odd.NUMBERED] += not whole and not is_number
            printed = text.upper()[:40] if whole else ""
            if printed and printed in self.labels:
                values: dict[str, object] = {"other": self.labels[printed], "label": printed}
                self.faults.append(Fault(path, Wrong.SAME_LABEL, values))
            elif printed:
                self.labels[printed] = path
            guid = printed or f"{len(self.parts)}-{label}-{path}"
            at = _at((line, column))
            seats.append(FoundSeat(path, guid, number.lstrip("0") or "0", at, printed))
        return seats


def _at(cell: tuple[int, int]) -> Point:
    return float(cell[1]), cell[0] * _PITCH


def _named(chairs: list[tuple[int, str]]) -> tuple[str, list[tuple[int, str]]]:
    """The name of a row that stands before or after its chairs, and the chairs.

    It is letters where the chairs are numbers, or begins with "hàng".
    """
    name = ""
    for end in (0, -1):
        if len(chairs) > 1:
            text = vietnamese.fold(chairs[end][1])
            found = _ROW_NAME.fullmatch(text)
            inner = chairs[1 if end == 0 else -2][1]
            is_name = found and (
                text.startswith(("hang", "day", "row"))
                or (not text.isdecimal() and inner.isdecimal())
            )
            if found and is_name:
                name = found[1].upper()
                chairs = chairs[1:] if end == 0 else chairs[:-1]
    return name, chairs


def _common(chairs: Sequence[tuple[int, str]]) -> str:
    """The row that all the labels of its chairs name: A of A1, A2, A3."""
    found = [_WHOLE.fullmatch(text) for _, text in chairs]
    names = {whole[2].upper() for whole in found if whole}
    return names.pop() if len(names) == 1 and all(found) else ""


def _columns(part: _Part, is_named: bool) -> Iterable[FoundBlock]:
    """Blocks of a part, between columns in which none of its rows has a chair."""
    used = sorted({seat.at[0] for _, row in part.rows for seat in row})
    starts = [
        column
        for before, column in zip([None, *used], used, strict=False)
        if before is None or column - before > 1
    ]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else float("inf")
        rows = [
            (label, [seat for seat in row if start <= seat.at[0] < end]) for label, row in part.rows
        ]
        name = part.name if len(starts) == 1 else f"{part.name or 'Khu'} {number + 1}"
        yield FoundBlock(
            name if is_named or part.name else name or "Khu 1",
            [(label, row) for label, row in rows if row],
            part.level,
        )
