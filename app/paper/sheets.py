"""Spreadsheets in the office's form: letterhead, title, two rows of heading, a closing line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Column:
    """A column's heading and width, in characters."""

    heading: str
    width: float


@dataclass(frozen=True)
class Heading:
    """A line over the whole width that begins a part of the list."""

    text: str


Line = Sequence[object] | Heading


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
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title[:31]
    width = len(columns)
    for text in letterhead:
        _across(page, width, text, bold=True)
    _across(page, width, title, bold=True, size=14)
    for text in subtitle:
        _across(page, width, text)
    page.append([])
    _row(page, [column.heading for column in columns], bold=True, centred=True)
    _row(page, [f"({number})" for number in range(1, width + 1)], italic=True, centred=True)
    page.print_title_rows = f"{page.max_row - 1}:{page.max_row}"
    page.freeze_panes = f"A{page.max_row + 1}"
    for line in lines:
        if isinstance(line, Heading):
            _across(page, width, line.text, bold=True, boxed=True)
        else:
            _row(page, line)
    if closing:
        page.append([])
        _across(page, width, closing, italic=True)
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _row(
    page: Worksheet,
    values: Sequence[object],
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
) -> None:
    page.append(list(values))
    for cell in page[page.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"
        cell.font = Font(name=_FONT, size=12, bold=bold, italic=italic)
        cell.border = _BOX
        cell.alignment = _CENTRED if centred else Alignment(vertical="top", wrap_text=True)


def _across(
    page: Worksheet,
    width: int,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 12,
    boxed: bool = False,
) -> None:
    page.append([text])
    row = page.max_row
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    cell = page.cell(row, 1)
    cell.font = Font(name=_FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal="left" if boxed else "center", wrap_text=True)
    if boxed:
        for column in range(1, width + 1):
            page.cell(row, column).border = _BOX
