"""Documents in the office's form, from one description to a .docx or a PDF.

Party form after Hướng dẫn 36-HD/VPTW (issuer on the left over an asterisk and "Số", "ĐẢNG CỘNG SẢN
VIỆT NAM" on the right), state form after Nghị định 30/2020/NĐ-CP ("Số:", the national title).
A number or day that is not given yet is printed as a blank to be written by hand.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from app.paper.press import run
from app.paper.sheets import Cell, Column, Heading, Line

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Form(StrEnum):
    PARTY = "party"
    STATE = "state"


class Style(StrEnum):
    """How a paragraph stands on the page."""

    BODY = "body"  # justified, first line indented
    CENTRED = "centred"
    HEADING = "heading"  # of a part
    ITALIC = "italic"
    ITEM = "item"  # after a dash
    SPEECH = "speech"  # words to be read out


@dataclass(frozen=True)
class Letterhead:
    """``superior`` is the body above the issuer, ``place_and_day`` as in
    ``Hải Phòng, ngày 02 tháng 6 năm 2026``."""

    issuer: str
    superior: str = ""
    number: str = ""
    place_and_day: str = ""
    form: Form = Form.PARTY


@dataclass(frozen=True)
class Paragraph:
    text: str
    style: Style = Style.BODY


@dataclass(frozen=True)
class Table:
    """``lines``: rows of cells, or a Heading over the whole width. Widths are proportions."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    has_numbers: bool = True  # a row (1) (2) (3) under the headings


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Paragraph | Table | PageBreak


@dataclass(frozen=True)
class Signature:
    """``capacity`` line by line, as in ``T/M BAN THƯỜNG VỤ`` and ``PHÓ BÍ THƯ``."""

    capacity: Sequence[str]
    name: str = ""


@dataclass(frozen=True)
class Document:
    """One document. ``recipients`` are the lines under "Nơi nhận"."""

    title: str
    blocks: Sequence[Block]
    letterhead: Letterhead | None = None
    subtitle: Sequence[str] = ()
    recipients: Sequence[str] = ()
    signature: Signature | None = None
    is_landscape: bool = False


def as_docx(document: Document) -> bytes:
    """For the office to work on in its word processor."""
    return run("docx_writer", _values(document))


def as_pdf(document: Document) -> bytes:
    """The same document, to be printed as it is."""
    return run("typesetter", _values(document), "document")


def _values(document: Document) -> dict[str, object]:
    return {**asdict(document), "blocks": [_block(block) for block in document.blocks]}


def _block(block: Block) -> dict[str, object]:
    match block:
        case Paragraph(text, style):
            return {"kind": "paragraph", "text": text, "style": style}
        case Table(columns, lines, has_numbers):
            return {
                "kind": "table",
                "columns": [asdict(column) for column in columns],
                "lines": [_line(line) for line in lines],
                "has_numbers": has_numbers,
            }
        case PageBreak():
            return {"kind": "break"}


def _line(line: Line) -> str | list[Cell]:
    return line.text if isinstance(line, Heading) else list(line)
