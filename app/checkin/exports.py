"""Attendance as a paper: who came, when and by which door, and who did not."""

from collections.abc import Iterable
from itertools import groupby

from app import vietnamese
from app.checkin.board import Board
from app.checkin.models import Arrival
from app.conferences.models import Conference
from app.delegates.rules import ON_PAPER, Attendance
from app.delegates.store import Listed
from app.paper.documents import Document, Letterhead, Paragraph, Table, as_docx
from app.paper.sheets import Cell, Column, Heading, Line, sheet

_TITLE = "BÁO CÁO ĐẠI BIỂU THAM DỰ"
_COLUMNS = (
    Column("STT", 6),
    Column("Họ và tên", 28),
    Column("Chức vụ", 46),
    Column("Đơn vị", 28),
    Column("Tham dự", 20),
    Column("Giờ vào", 10),
    Column("Cửa", 12),
    Column("Lý do", 24),
)
_GROUPS = (
    Column("Thành phần", 60),
    Column("Triệu tập", 14),
    Column("Có mặt", 14),
    Column("Chưa đến", 14),
)


def sheet_of(conference: Conference, board: Board) -> bytes:
    """An .xlsx in office form, group after group."""
    return sheet(
        _TITLE,
        [conference.host.upper()],
        _COLUMNS,
        _people(board.people),
        board.spoken,
        subtitle=[conference.name],
    )


def document_of(conference: Conference, board: Board) -> bytes:
    """A .docx: the sums by group, then those who did not come, with the reasons known."""
    sums: list[Line] = [
        [group.name, group.expected, group.here, group.missing] for group in board.groups
    ]
    away = [(one, arrival) for one, arrival in board.people if arrival is None]
    return as_docx(
        Document(
            title=_TITLE,
            subtitle=[conference.name],
            letterhead=Letterhead("Văn phòng", conference.host),
            blocks=[
                Paragraph(board.spoken),
                Table(_GROUPS, sums),
                Paragraph("Đại biểu chưa đến hoặc vắng mặt:"),
                Table(_COLUMNS, _people(away)),
            ],
            is_landscape=True,
        )
    )


def _people(people: Iterable[tuple[Listed, Arrival | None]]) -> list[Line]:
    lines: list[Line] = []
    for name, members in groupby(people, key=lambda pair: pair[0].group.name):
        lines.append(Heading(name))
        lines += [_line(place, *pair) for place, pair in enumerate(members, 1)]
    return lines


def _line(place: int, one: Listed, arrival: Arrival | None) -> list[Cell]:
    return [
        place,
        one.delegate.name,
        "\n".join(one.positions),
        one.unit.name if one.unit else "",
        _state(one, arrival),
        vietnamese.time_text(arrival.at) if arrival else "",
        arrival.door if arrival else "",
        one.delegate.reason,
    ]


def _state(one: Listed, arrival: Arrival | None) -> str:
    state = one.delegate.attendance
    if arrival is None:
        return "chưa đến" if state.takes_seat else ON_PAPER[state]
    return "khách phát sinh" if state is Attendance.WALK_IN else "có mặt"
