"""The checklist's papers: the assignment table (bảng phân công) and the progress report (báo cáo
tiến độ), of the whole conference or of one unit. Papers are Vietnamese whatever the screen speaks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from app.checklist import lists, rows, store
from app.checklist.rules import Body, Entry, Origin
from app.conferences.models import Conference
from app.errors import NotFound
from app.outbox.store import contacts
from app.paper.documents import (
    Block,
    Document,
    Letterhead,
    Paragraph,
    Style,
    Table,
    as_docx,
    as_pdf,
)
from app.paper.sheets import Column, Line, sheet
from app.vietnamese import HANOI, day_text, number_text, time_text
from app.web.language import speaking

_ASSIGNMENT = (
    Column("STT", 5),
    Column("Nội dung", 46),
    Column("Chỉ đạo", 22),
    Column("Chủ trì", 22, "Đơn vị thực hiện"),
    Column("Phối hợp", 22, "Đơn vị thực hiện"),
    Column("Người phụ trách", 20),
    Column("Thời hạn", 20),
    Column("Báo cáo", 16),
)
_PROGRESS = (
    Column("STT", 5),
    Column("Nội dung", 44),
    Column("Đơn vị", 24),
    Column("Thời hạn", 20),
    Column("Kết quả", 20),
    Column("Minh chứng", 24),
    Column("Khó khăn, vướng mắc", 24),
)
_UNITS = (
    Column("STT", 5),
    Column("Đơn vị", 40),
    Column("Tổng số việc", 12),
    Column("Hoàn thành", 12),
    Column("Chưa xong", 12),
    Column("Quá hạn", 12),
)


class Paper(StrEnum):
    ASSIGNMENT = "assignment"
    PROGRESS = "progress"


class Format(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Papers:
    """What both papers are made of. ``unit`` None: of the whole conference; ``people`` says by unit
    whom to ask there."""

    conference: Conference
    entries: Sequence[Entry]
    now: datetime
    unit: Body | None
    people: Mapping[int, str]

    @property
    def mine(self) -> list[Entry]:
        """What binds somebody: of the unit everything it does, helps with or directs."""
        bound = [entry for entry in self.entries if entry.origin is not Origin.PROPOSED]
        if self.unit is None:
            return bound
        return [entry for entry in bound if entry.duty.concerns(self.unit.id)]


def collected(
    db: Session,
    conference: Conference,
    rehearsal_id: int | None,
    now: datetime,
    unit_id: int | None = None,
) -> Papers:
    """All that the papers need. Raises NotFound for a unit of another conference."""
    unit = store.bodies(db, conference.id).get(unit_id) if unit_id is not None else None
    if unit_id is not None and unit is None:
        raise NotFound("Không có đơn vị này")
    people = {one.unit_id: one.name for one in contacts(db, conference.id) if one.unit_id}
    entries = store.entries(db, conference, rehearsal_id, now)
    return Papers(conference, entries, now.astimezone(HANOI), unit, people)


def made(papers: Papers, paper: Paper, kind: Format) -> bytes:
    """One paper as a file."""
    document, spreadsheet = _MAKERS[paper]
    if kind is Format.XLSX:
        return spreadsheet(papers)
    return as_docx(document(papers)) if kind is Format.DOCX else as_pdf(document(papers))


def file_name(conference: Conference, paper: Paper, kind: Format) -> str:
    return f"{_FILES[paper]}-{conference.slug}.{kind}"


def assignment(papers: Papers) -> Document:
    """Who does what by when, as the plan sets it out."""
    with speaking("vi"):
        return _document(papers, "BẢNG PHÂN CÔNG NHIỆM VỤ", [Table(_ASSIGNMENT, _assigned(papers))])


def assignment_sheet(papers: Papers) -> bytes:
    """The same as .xlsx."""
    with speaking("vi"):
        return _sheet(papers, "BẢNG PHÂN CÔNG NHIỆM VỤ", _ASSIGNMENT, _assigned(papers))


def progress(papers: Papers) -> Document:
    """How far everything is at this moment, the late first."""
    with speaking("vi"):
        blocks: list[Block] = [Paragraph(text) for text in _told(papers)]
        if papers.unit is None:
            blocks += [
                Paragraph("I. TỔNG HỢP THEO ĐƠN VỊ", Style.HEADING),
                Table(_UNITS, rows.by_unit(papers.mine)),
                Paragraph("II. CHI TIẾT", Style.HEADING),
            ]
        return _document(
            papers, "BÁO CÁO TIẾN ĐỘ", [*blocks, Table(_PROGRESS, rows.standing(papers.mine))]
        )


def progress_sheet(papers: Papers) -> bytes:
    """The same as .xlsx."""
    with speaking("vi"):
        return _sheet(
            papers, "BÁO CÁO TIẾN ĐỘ", _PROGRESS, rows.standing(papers.mine), *_told(papers)
        )


def _document(papers: Papers, heading: str, blocks: Sequence[Block]) -> Document:
    return Document(
        heading,
        blocks,
        Letterhead(papers.conference.host),
        _subtitle(papers),
        is_landscape=True,
    )


def _sheet(
    papers: Papers, heading: str, columns: Sequence[Column], lines: Sequence[Line], *told: str
) -> bytes:
    letterhead = [papers.conference.host.upper()]
    return sheet(heading, letterhead, columns, lines, subtitle=[*_subtitle(papers), *told])


def _subtitle(papers: Papers) -> list[str]:
    at = f"(Tính đến {time_text(papers.now)}, ngày {day_text(papers.now)})"
    return [papers.conference.name, *([papers.unit.name] if papers.unit else []), at]


def _told(papers: Papers) -> list[str]:
    """The figures in a sentence, as a report begins."""
    summary = lists.summary(papers.mine)
    parts = [
        f"hoàn thành {number_text(summary.done)}",
        f"quá hạn {number_text(summary.overdue)}",
        f"đến hạn trong 24 giờ {number_text(summary.due_soon)}",
        f"chưa đến hạn {number_text(summary.open)}",
        f"chưa có thời hạn {number_text(summary.undated)}",
    ]
    return [f"Tổng số {number_text(summary.total)} việc; {'; '.join(parts)}."]


def _assigned(papers: Papers) -> list[Line]:
    return rows.assigned(papers.mine, papers.people, is_whole=papers.unit is None)


_MAKERS: dict[Paper, tuple[Callable[[Papers], Document], Callable[[Papers], bytes]]] = {
    Paper.ASSIGNMENT: (assignment, assignment_sheet),
    Paper.PROGRESS: (progress, progress_sheet),
}
_FILES = {Paper.ASSIGNMENT: "bang-phan-cong", Paper.PROGRESS: "bao-cao-tien-do"}
