"""The list of the press, outlet by outlet, for the door and the press desk."""

from collections.abc import Sequence

from app.conferences.models import Conference
from app.delegates.press import Outlet
from app.delegates.rules import ON_PAPER
from app.paper.documents import Document, Letterhead, Paragraph, Signature, Style, Table
from app.paper.documents import as_docx as docx
from app.paper.documents import as_pdf as pdf
from app.paper.sheets import Cell, Column, Heading, Line
from app.vietnamese import number_text

_COLUMNS = (
    Column("STT", 6),
    Column("Họ và tên", 30),
    Column("Chức danh", 36),
    Column("Xác báo", 16, over="Tham dự"),
    Column("Chỗ ngồi", 12, over="Tham dự"),
    Column("Ký nhận thẻ", 20),
)


def docx_of(conference: Conference, outlets: Sequence[Outlet]) -> bytes:
    return docx(_document(conference, outlets))


def pdf_of(conference: Conference, outlets: Sequence[Outlet]) -> bytes:
    return pdf(_document(conference, outlets))


def _document(conference: Conference, outlets: Sequence[Outlet]) -> Document:
    total = sum(len(outlet.reporters) for outlet in outlets)
    closing = (
        f"Ấn định danh sách có {number_text(len(outlets))} cơ quan báo chí, "
        f"{number_text(total)} phóng viên"
    )
    return Document(
        "DANH SÁCH PHÓNG VIÊN, CƠ QUAN BÁO CHÍ",
        [Table(_COLUMNS, _lines(outlets)), Paragraph(closing, Style.ITALIC)],
        letterhead=Letterhead(conference.host),
        subtitle=[conference.name],
        signature=Signature(["NGƯỜI LẬP DANH SÁCH"]),
        is_landscape=True,
    )


def _lines(outlets: Sequence[Outlet]) -> list[Line]:
    lines: list[Line] = []
    for outlet in outlets:
        state = ON_PAPER[outlet.state]
        lines.append(
            Heading(f"{outlet.unit.name}: {len(outlet.reporters)}/{outlet.places}, {state}")
        )
        for place, one in enumerate(outlet.reporters, 1):
            row: list[Cell] = [
                place,
                one.delegate.name,
                "\n".join(one.positions),
                ON_PAPER[one.delegate.attendance],
                one.seat or "",
                "",
            ]
            lines.append(row)
    return lines
