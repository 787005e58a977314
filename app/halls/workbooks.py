"""The cells of an .xlsx file that anybody may have sent. Pure.

A sheet is read as a whole rectangle, so its farthest cell is looked at before it is opened.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from app import vietnamese
from app.halls.faults import BadPlan, Fault, Wrong

DATE = "\0"  # stands for a cell that is a date: no text holds it

_COLUMNS, _ROWS = 300, 400
_UNPACKED = 40 * 1024 * 1024
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']\$?([A-Z]{1,4})\$?(\d+)")
_LINE = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d+)")
_BROKEN = (zipfile.BadZipFile, zlib.error)
_DATES = (date, datetime, time, timedelta)


@dataclass(frozen=True)
class Sheet:
    """``texts`` by line and column; ``merged`` leads from its first cell to its last one."""

    title: str
    texts: list[list[str]]
    merged: Mapping[tuple[int, int], tuple[int, int]]

    @cached_property
    def folded(self) -> str:
        return vietnamese.fold(self.title)


def sheets(data: bytes) -> list[Sheet]:
    """Those with anything in them, in the order of the file. Raises BadPlan."""
    _check(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        found = [_sheet(book.get_sheet_by_name(title)) for title in book.sheet_names]
    except (CalamineError, ValueError, OSError) as wrong:
        raise BadPlan([Fault("xlsx", Wrong.NOT_XLSX)]) from wrong
    return [sheet for sheet in found if any(any(row) for row in sheet.texts)]


def cell_name(column: int, row: int) -> str:
    """``A1`` of counts from 0."""
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row + 1}"


def _check(data: bytes) -> None:
    """Raises BadPlan for what would fill the memory, and for what is no .xlsx."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED:
                raise BadPlan([Fault("xlsx", Wrong.TOO_LARGE, {"n": _UNPACKED // 1024**2})])
            names = parts.namelist()
            if "xl/workbook.xml" not in names or len(set(names)) < len(names):
                raise BadPlan([Fault("xlsx", Wrong.NOT_XLSX)])
            for part in parts.infolist():  # wherever a sheet may lie; all must be whole
                with parts.open(part) as opened:  # never more than the file says it is
                    _check_cells(opened.read(part.file_size + 1), part.filename)
    except (*_BROKEN, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as wrong:
        raise BadPlan([Fault("xlsx", Wrong.NOT_XLSX)]) from wrong


def _check_cells(sheet: bytes, name: str) -> None:
    is_far = any(
        _column_number(column) > _COLUMNS or int(row) > _ROWS
        for column, row in _CELL.findall(sheet)
    )
    if is_far or any(int(row) > _ROWS for row in _LINE.findall(sheet)):
        raise BadPlan([Fault(name, Wrong.TOO_WIDE, {"columns": _COLUMNS, "rows": _ROWS})])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheet(sheet: CalamineSheet) -> Sheet:
    texts = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return Sheet(sheet.name, texts, dict(sheet.merged_cell_ranges or []))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, _DATES):
        return DATE
    return "" if isinstance(value, bool) else " ".join(str(value).split())
