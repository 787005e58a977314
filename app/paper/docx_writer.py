"""The writer of .docx, run by the press: see ``documents.py`` for what it is handed."""

import json
import sys
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from app.paper.headings import spans

_FONT = "Times New Roman"
_PARTY = ["ĐẢNG CỘNG SẢN VIỆT NAM"]
_STATE = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
_BLANK = "        "  # to be written by hand


def write(values: dict[str, Any]) -> bytes:
    document = docx.Document()
    set_page(document, is_landscape=values["is_landscape"])
    if values["letterhead"]:
        _letterhead(document, values["letterhead"])
    _add(document, values["title"], ALIGN.CENTER, size=15, bold=True, before=18)
    for line in values["subtitle"]:
        _add(document, line, ALIGN.CENTER, size=14, bold=True)
    for block in values["blocks"]:
        _block(document, block)
    if values["recipients"] or values["signature"]:
        _foot(document, values["recipients"], values["signature"])
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def set_page(document: Document, *, is_landscape: bool) -> None:
    """A4 with the margins of office documents; the page number stands at the top from page 2."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)  # noqa: SLF001  # the library has no page numbers
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)


def _letterhead(document: Document, head: dict[str, str]) -> None:
    is_party = head["form"] == "party"
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    lines = [(head["superior"], False), (head["issuer"].upper(), True)]
    for text, bold in lines:
        if text:
            _line(left, text, bold=bold)
    if is_party:
        _line(left, "*")
    number = head["number"] or f"{_BLANK}"
    _line(left, f"Số {number}" if is_party else f"Số: {number}")
    for text in _PARTY if is_party else _STATE:
        _line(right, text, bold=True, underline=text in {_PARTY[0], _STATE[1]})
    _line(
        right, head["place_and_day"] or f"{_BLANK}, ngày      tháng      năm {_BLANK}", italic=True
    )


def _line(cell: _Cell, text: str, *, underline: bool = False, **look: bool) -> None:
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.runs else first
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.underline = underline
    _look(run, **look)


def _block(document: Document, block: dict[str, Any]) -> None:
    if block["kind"] == "table":
        _table(document, block)
    elif block["kind"] == "break":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    else:
        _paragraph(document, block["text"], block["style"])


def _paragraph(document: Document, text: str, style: str) -> None:
    match style:
        case "centred":
            _add(document, text, ALIGN.CENTER)
        case "heading":
            heading = _add(document, text, ALIGN.LEFT, bold=True, before=10)
            heading.paragraph_format.keep_with_next = True
        case "italic":
            _add(document, text, ALIGN.JUSTIFY, italic=True, indent=10)
        case "item":
            _add(document, f"- {text}", ALIGN.JUSTIFY, indent=10)
        case "speech":
            _add(document, text, ALIGN.JUSTIFY, size=15, indent=10)
        case _:
            _add(document, text, ALIGN.JUSTIFY, indent=10)


def _add(
    document: Document,
    text: str,
    alignment: ALIGN,
    *,
    size: int = 14,
    before: int = 0,
    indent: int = 0,
    **look: bool,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    spacing = paragraph.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(6)
    spacing.first_line_indent = Mm(indent)
    for place, part in enumerate(text.splitlines() or [""]):
        run = paragraph.add_run(part)
        if place:
            run._r.insert(0, OxmlElement("w:br"))  # noqa: SLF001  # before the text, not after
        run.font.size = Pt(size)
        _look(run, **look)
    return paragraph


def _look(run: Any, *, bold: bool = False, italic: bool = False) -> None:
    run.bold, run.italic = bold, italic
    run.font.name = _FONT


def _table(document: Document, block: dict[str, Any]) -> None:
    columns = block["columns"]
    table = document.add_table(rows=0, cols=len(columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _headings(table, columns, has_numbers=block["has_numbers"])
    for line in block["lines"]:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        cells = row.cells
        if isinstance(line, str):
            _cell(cells[0].merge(cells[-1]), line, ALIGN.LEFT, bold=True)
        else:
            for cell, value in zip(cells, line, strict=True):
                _cell(cell, "" if value is None else str(value), ALIGN.LEFT)
    _widths(document, table, [column["width"] for column in columns])


def _headings(table: Any, columns: list[dict[str, Any]], *, has_numbers: bool) -> None:
    """On one row or two, and the row of numbers; all repeated on every page."""
    over = spans(columns)
    texts = [column["heading"] for column in columns]
    top = _heading_row(table, texts if over is None else [""] * len(columns))
    if over is not None:
        shared = {place for _, first, last in over for place in range(first, last + 1)}
        under = _heading_row(table, [t if p in shared else "" for p, t in enumerate(texts)])
        for text, first, last in over:
            _cell(top[first].merge(top[last]), text, ALIGN.CENTER, bold=True)
        for place, text in enumerate(texts):
            if place not in shared:
                _cell(top[place].merge(under[place]), text, ALIGN.CENTER, bold=True)
    if has_numbers:
        _heading_row(table, [f"({number})" for number in range(1, len(columns) + 1)], italic=True)


def _heading_row(table: Any, texts: list[str], *, italic: bool = False) -> Any:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:tblHeader"))
    cells = row.cells
    for cell, text in zip(cells, texts, strict=True):
        if text:
            _cell(cell, text, ALIGN.CENTER, bold=not italic, italic=italic)
    return cells


def _widths(document: Document, table: Any, proportions: list[float]) -> None:
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    table.autofit = False
    for column, part in zip(table.columns, proportions, strict=True):
        width = int(room * part / sum(proportions))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _cell(cell: _Cell, text: str, alignment: ALIGN, **look: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size = Pt(12)
    _look(run, **look)


def _foot(document: Document, recipients: list[str], signature: dict[str, Any] | None) -> None:
    document.add_paragraph()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    if recipients:
        _line(left, "Nơi nhận:", bold=True, italic=True)
        for text in recipients:
            _line(left, f"- {text}")
        for paragraph in left.paragraphs:
            paragraph.alignment = ALIGN.LEFT
            for run in paragraph.runs:
                run.font.size = Pt(12)
    if signature:
        for text in signature["capacity"]:
            _line(right, text, bold=True)
        for _ in range(4):
            _line(right, " ")
        _line(right, signature["name"], bold=True)


if __name__ == "__main__":
    sys.stdout.buffer.write(write(json.load(sys.stdin)))
