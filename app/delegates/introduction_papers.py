"""The MC's list: who is introduced, in the one order of precedence, with full titles."""

from collections.abc import Sequence

from app.conferences.models import Conference
from app.delegates.exports import standing_text
from app.delegates.store import Listed
from app.paper.documents import Document, Letterhead, Paragraph, Style, Table
from app.paper.documents import as_docx as docx
from app.paper.documents import as_pdf as pdf
from app.paper.sheets import Column, Line
from app.vietnamese import day_text, number_text, weekday_text

_COLUMNS = (
    Column("STT", 6),
    Column("Họ và tên", 28),
    Column("Chức vụ", 46),
    Column("Đơn vị", 30),
)


def introduced(delegates: Sequence[Listed]) -> list[Listed]:
    """Of these, in order of precedence, those who come and have a name to be read out."""
    coming = [one for one in delegates if one.delegate.name and one.delegate.attendance.takes_seat]
    return sorted(coming, key=lambda one: one.precedence)


def docx_of(conference: Conference, delegates: Sequence[Listed]) -> bytes:
    """For the presenter's desk, to be worked on."""
    return docx(_document(conference, delegates))


def pdf_of(conference: Conference, delegates: Sequence[Listed]) -> bytes:
    """The same list, to be printed as it is."""
    return pdf(_document(conference, delegates))


def _document(conference: Conference, delegates: Sequence[Listed]) -> Document:
    people = introduced(delegates)
    day = f"{weekday_text(conference.starts_at)}, ngày {day_text(conference.starts_at)}"
    lines: list[Line] = [
        [
            place,
            one.delegate.name,
            "\n".join(one.positions)
            + (f"\n(dự thay {one.stands_in_for})" * bool(one.stands_in_for)),
            one.unit.name if one.unit else "",
        ]
        for place, one in enumerate(people, 1)
    ]
    return Document(
        "DANH SÁCH GIỚI THIỆU ĐẠI BIỂU",
        [
            Table(_COLUMNS, lines),
            Paragraph(f"Danh sách có {number_text(len(people))} đại biểu", Style.ITALIC),
        ],
        letterhead=Letterhead(conference.host),
        subtitle=[
            conference.name,
            f"({day})",
            standing_text(delegates, conference.stated_delegates),
        ],
    )
