"""The writer of proceedings as .docx, run by the press: see ``proceedings.py`` for its input."""

import json
import sys
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.paper.docx_writer import set_page

_FONT = "Times New Roman"
_ALIGNMENTS = {"centred": ALIGN.CENTER, "heading": ALIGN.LEFT}


def write(volume: dict[str, Any]) -> bytes:
    document = docx.Document()
    set_page(document, is_landscape=False)
    _headings(document)
    _cover(document, volume)
    _contents(document, [text["title"] for text in volume["texts"]])
    for number, text in enumerate(volume["texts"], 1):
        _text(document, number, text)
    if volume["missing"]:
        _break(document)
        _centred(document, "CÁC BÀI CHƯA CÓ TRONG KỶ YẾU", size=14, is_bold=True)
        for line in volume["missing"]:
            _line(document, {"style": "item", "runs": [{"text": line}]})
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _headings(document: Document) -> None:
    """Word builds the contents from this style; it looks like a title of the office."""
    style = document.styles["Heading 1"]
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(14), True
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.paragraph_format.alignment = ALIGN.CENTER
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(6)


def _cover(document: Document, volume: dict[str, Any]) -> None:
    _centred(document, volume["host"].upper(), size=14, is_bold=True)
    for _ in range(8):
        document.add_paragraph()
    _centred(document, volume["title"], size=24, is_bold=True)
    for line in volume["subtitle"]:
        _centred(document, line, size=15, is_bold=True)
    _break(document)


def _contents(document: Document, titles: list[str]) -> None:
    """A field that Word fills with titles and page numbers; the titles stand in it already."""
    _centred(document, "MỤC LỤC", size=14, is_bold=True)
    for place, title in enumerate(titles):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(6)
        if place == 0:
            _field(paragraph, "begin", is_dirty=True)
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = r' TOC \o "1-1" \h \z \u '
            paragraph.add_run()._r.append(instruction)  # noqa: SLF001  # it has no fields
            _field(paragraph, "separate")
        paragraph.add_run(title)
        if place == len(titles) - 1:
            _field(paragraph, "end")


def _field(paragraph: Paragraph, kind: str, *, is_dirty: bool = False) -> None:
    sign = OxmlElement("w:fldChar")
    sign.set(qn("w:fldCharType"), kind)
    if is_dirty:
        sign.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(sign)  # noqa: SLF001


def _text(document: Document, number: int, text: dict[str, Any]) -> None:
    _break(document)
    document.add_paragraph(f"{number}. {text['title']}", style="Heading 1")
    for line in text["author"]:
        _centred(document, line, size=14, is_bold=False)
    if text["note"]:
        _centred(document, text["note"], size=12, is_bold=False, is_italic=True)
    for line in text["lines"]:
        _line(document, line)


def _line(document: Document, line: dict[str, Any]) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _ALIGNMENTS.get(line["style"], ALIGN.JUSTIFY)
    spacing = paragraph.paragraph_format
    spacing.space_after = Pt(6)
    spacing.keep_with_next = line["style"] == "heading" or None
    spacing.first_line_indent = Mm(10) if line["style"] in {"body", "item"} else None
    if line["style"] == "item":
        paragraph.add_run("- ")
    for part in line["runs"]:
        run = paragraph.add_run(part["text"])
        run.bold = part.get("is_bold") or line["style"] == "heading" or None
        run.italic = part.get("is_italic") or None


def _centred(
    document: Document, text: str, *, size: int, is_bold: bool, is_italic: bool = False
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic


def _break(document: Document) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


if __name__ == "__main__":
    sys.stdout.buffer.write(write(json.load(sys.stdin)))
