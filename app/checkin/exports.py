"""Attendance as a paper: who came, when and by which door, and who did not."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from app import vietnamese
from app.checkin.board import Board
from app.checkin.models import Arrival
from app.conferences.models import Conference
from app.delegates.rules import ON_PAPER, Attendance
from app.delegates.store import Listed
from app.paper.documents import Block, Document, Letterhead, Paragraph, Table, as_docx
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
    Column("Thành phần", 50),
    Column("Triệu tập", 12),
    Column("Có mặt", 12),
    Column("Dự thay", 12),
    Column("Khách phát sinh", 12),
    Column("Vắng có lý do", 12),
    Column("Chưa đến", 12),
)
_Pair = tuple[Listed, Arrival | None]


def sheet_of(conference: Conference, board: Board) -> bytes:
    """An .xlsx in office form, group after group."""
    lines: list[Line] = []
    for name, members in groupby(board.people, key=lambda pair: pair[0].group.name):
        pairs = list(members)
        here = sum(1 for _, arrival in pairs if arrival)
        lines.append(Heading(f"{name}: có mặt {here}"))
        lines += [_line(place, *pair) for place, pair in enumerate(pairs, 1)]
    return sheet(
        _TITLE,
        [conference.host.upper()],
        _COLUMNS,
        lines,
        board.spoken,
        subtitle=[conference.name],
    )


def document_of(conference: Conference, board: Board) -> bytes:
    """A .docx: the sums by group, then by name whoever was not simply there as planned."""
    parts = {
        "Vắng có lý do": [pair for pair in board.people if _is_excused(pair)],
        "Chưa đến": [pair for pair in board.people if _is_awaited(pair)],
        "Dự thay": [pair for pair in board.people if pair[0].is_stand_in and pair[1]],
        "Khách phát sinh": [pair for pair in board.people if _is_guest(pair)],
    }
    return as_docx(
        Document(
            title=_TITLE,
            subtitle=[conference.name],
            letterhead=Letterhead("Văn phòng", conference.host),
            blocks=[
                Paragraph(board.spoken),
                Table(_GROUPS, _sums(board)),
                *(block for part in parts.items() for block in _part(*part)),
            ],
            is_landscape=True,
        )
    )


def _sums(board: Board) -> list[Line]:
    lines: list[Line] = []
    for name, members in groupby(board.people, key=lambda pair: pair[0].group.name):
        pairs = list(members)
        lines.append([name, *_sum(pairs)])
    return [*lines, ["Cộng", *_sum(board.people)]]


def _sum(pairs: Sequence[_Pair]) -> list[int]:
    """Of some people what stands under the headings of ``_GROUPS``."""
    guests = sum(1 for pair in pairs if _is_guest(pair))
    return [
        sum(1 for one, _ in pairs if one.delegate.attendance.takes_seat) - guests,
        sum(1 for _, arrival in pairs if arrival),
        sum(1 for one, arrival in pairs if one.is_stand_in and arrival),
        guests,
        sum(1 for pair in pairs if _is_excused(pair)),
        sum(1 for pair in pairs if _is_awaited(pair)),
    ]


def _part(name: str, pairs: Sequence[_Pair]) -> list[Block]:
    if not pairs:
        return [Paragraph(f"{name}: không có.")]
    return [Paragraph(f"{name}: {len(pairs)} đồng chí."), Table(_COLUMNS, _people(pairs))]


def _is_excused(pair: _Pair) -> bool:
    return pair[1] is None and pair[0].delegate.attendance is Attendance.ABSENT


def _is_awaited(pair: _Pair) -> bool:
    return pair[1] is None and pair[0].delegate.attendance.takes_seat


def _is_guest(pair: _Pair) -> bool:
    return pair[0].delegate.attendance is Attendance.WALK_IN


def _people(people: Iterable[_Pair]) -> list[Line]:
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
        instead = f": {one.stand_in.called}" if one.stand_in else ""
        return "chưa đến" if state.takes_seat else f"{ON_PAPER[state]}{instead}"
    if one.is_stand_in:
        return f"có mặt, dự thay đồng chí {one.stands_in_for}"
    return "khách phát sinh" if state is Attendance.WALK_IN else "có mặt"
