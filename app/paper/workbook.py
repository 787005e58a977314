"""The writer of spreadsheets, run by the press: see ``sheets.py`` for what it is handed."""

import json
import sys
from collections.abc import Sequence
from io import BytesIO
from itertools import count
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.paper.headings import spans

_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write(list_: dict[str, Any]) -> bytes:
    """A line that is a text is a heading over the whole width; every other is a row of cells."""
    book = Workbook()
    for style in _styles():
        book.add_named_style(style)
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = list_["title"][:31]
    columns = list_["columns"]
    if list_.get("is_flat"):
        _flat(page, columns, list_["lines"])
        return _saved(book)
    width, rows = len(columns), count(1)
    for text in list_["letterhead"]:
        _across(page, next(rows), width, text, "letterhead")
    _across(page, next(rows), width, list_["title"], "title")
    for text in list_["subtitle"]:
        _across(page, next(rows), width, text, "subtitle")
    next(rows)
    top = next(rows)
    if (over := spans(columns)) is not None:
        _two_rows(page, top, next(rows), columns, over)
    else:
        _row(page, top, [column["heading"] for column in columns], "columns")
    under = next(rows)
    _row(page, under, [f"({number})" for number in range(1, width + 1)], "numbers")
    page.print_title_rows = f"{top}:{under}"
    page.freeze_panes = f"A{under + 1}"
    for line in list_["lines"]:
        if isinstance(line, str):
            _across(page, next(rows), width, line, "part")
        else:
            _row(page, next(rows), line, "line")
    page.auto_filter.ref = f"A{under}:{get_column_letter(width)}{page.max_row}"
    page.HeaderFooter.oddFooter.center.text = "&P/&N"
    if list_["closing"]:
        next(rows)
        _across(page, next(rows), width, list_["closing"], "closing")
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column["width"]
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _flat(page: Worksheet, columns: Sequence[Any], lines: Sequence[Sequence[Any]]) -> None:
    _row(page, 1, [column["heading"] for column in columns], "columns")
    for number, line in enumerate(lines, 2):
        _row(page, number, line, "line")
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column["width"]
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _two_rows(
    page: Worksheet,
    top: int,
    under: int,
    columns: Sequence[Any],
    over: Sequence[tuple[str, int, int]],
) -> None:
    """Headings over several columns above their own; the others stand over both rows."""
    _row(page, top, [column["heading"] for column in columns], "columns")
    _row(page, under, [column["heading"] for column in columns], "columns")
    shared = {place for _, first, last in over for place in range(first, last + 1)}
    for text, first, last in over:
        for place in range(first, last + 1):
            page.cell(top, place + 1).value = text if place == first else None
        if last > first:
            page.merge_cells(
                start_row=top, end_row=top, start_column=first + 1, end_column=last + 1
            )
    for place in range(len(columns)):
        if place not in shared:
            page.cell(under, place + 1).value = None
            page.merge_cells(
                start_row=top, end_row=under, start_column=place + 1, end_column=place + 1
            )


def _styles() -> list[NamedStyle]:
    """Named, for a style given cell by cell takes most of the time of a long list."""
    return [
        _style("letterhead", bold=True),
        _style("title", bold=True, size=14),
        _style("subtitle"),
        _style("columns", bold=True, boxed=True),
        _style("numbers", italic=True, boxed=True),
        _style("part", bold=True, boxed=True, horizontal="left"),
        _style("line", boxed=True, horizontal="general", vertical="top"),
        _style("closing", italic=True),
    ]


def _style(
    name: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 12,
    boxed: bool = False,
    horizontal: str = "center",
    vertical: str = "center",
) -> NamedStyle:
    return NamedStyle(
        name,
        font=Font(name=_FONT, size=size, bold=bold, italic=italic),
        border=_BOX if boxed else Border(),
        alignment=Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True),
    )


def _row(page: Worksheet, row: int, values: Sequence[Any], style: str) -> None:
    for column, value in enumerate(values, 1):
        cell = page.cell(row, column, value)
        cell.style = style
        if isinstance(value, str):
            cell.data_type = "s"


def _across(page: Worksheet, row: int, width: int, text: str, style: str) -> None:
    _row(page, row, [text, *[None] * (width - 1)], style)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


if __name__ == "__main__":
    sys.stdout.buffer.write(write(json.load(sys.stdin)))
