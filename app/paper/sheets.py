"""Spreadsheets in the office's form: letterhead, title, two rows of heading, a closing line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class Column:
    """A column's heading and width, in characters."""

    heading: str
    width: float


@dataclass(frozen=True)
class Heading:
    """A line over the whole width that begins a part of the list."""

    text: str


Line = Sequence[Any] | Heading


def sheet(
    title: str,
    letterhead: Sequence[str],
    columns: Sequence[Column],
    lines: Iterable[Line],
    closing: str = "",
    *,
    subtitle: Sequence[str] = (),
) -> bytes:
    """An .xlsx with one sheet; under the headings stands a row ``(1) (2) (3)``, as offices have it.

    Text stays text, also where it looks like a formula.
    """
    book = Workbook()
    for style in _styles():
        book.add_named_style(style)
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title[:31]
    width, rows = len(columns), count(1)
    for text in letterhead:
        _across(page, next(rows), width, text, "letterhead")
    _across(page, next(rows), width, title, "title")
    for text in subtitle:
        _across(page, next(rows), width, text, "subtitle")
    next(rows)
    top, under = next(rows), next(rows)
    _row(page, top, [column.heading for column in columns], "columns")
    _row(page, under, [f"({number})" for number in range(1, width + 1)], "numbers")
    page.print_title_rows = f"{top}:{under}"
    page.freeze_panes = f"A{under + 1}"
    for line in lines:
        if isinstance(line, Heading):
            _across(page, next(rows), width, line.text, "part")
        else:
            _row(page, next(rows), line, "line")
    if closing:
        next(rows)
        _across(page, next(rows), width, closing, "closing")
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


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
