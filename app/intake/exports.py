"""What units have answered, as lists to take along. Always Vietnamese: papers leave the house."""

from collections.abc import Iterator, Mapping, Sequence

from app.conferences.models import Conference
from app.delegates.rules import Attendance
from app.delegates.store import Listed
from app.intake.answers import Line
from app.intake.rules import JOINED
from app.paper.documents import Document, Letterhead, Paragraph, Style, Table
from app.paper.sheets import Column, Heading, sheet
from app.paper.sheets import Line as Row
from app.vietnamese import moment_text

_COLUMNS = (
    Column("STT", 6),
    Column("Chức vụ", 34),
    Column("Họ và tên", 26),
    Column("Điện thoại", 14),
    Column("Xác báo", 14),
    Column("Lý do, người dự thay", 32),
)
_TITLE = "TỔNG HỢP XÁC BÁO CỦA CÁC ĐƠN VỊ"
_STANDS = {
    Attendance.INVITED: "Chờ xác báo",
    Attendance.CONFIRMED: "Dự",
    Attendance.ABSENT: "Vắng",
    Attendance.SUBSTITUTED: "Cử người dự thay",
    Attendance.VACANT: "Khuyết",
    Attendance.WALK_IN: "Khách phát sinh",
}


def sheet_of(
    conference: Conference, lines: Sequence[Line], posts: Mapping[int, Sequence[Listed]]
) -> bytes:
    """The list as .xlsx in office form: a part for each unit, headed by how it comes."""
    return sheet(_TITLE, [conference.host.upper()], _COLUMNS, _rows(lines, posts), _closing(lines))


def document_of(
    conference: Conference, lines: Sequence[Line], posts: Mapping[int, Sequence[Listed]]
) -> Document:
    """The same as a document, to be written as .docx or PDF."""
    return Document(
        _TITLE,
        [
            Table(_COLUMNS, list(_rows(lines, posts))),
            Paragraph(_closing(lines), Style.ITALIC),
        ],
        Letterhead(conference.host),
        [conference.name],
        is_landscape=True,
    )


def heading(line: Line) -> str:
    """A unit with what it sent: when, how late, vehicle and lodging."""
    sent = line.sent
    parts = [line.unit.name]
    if sent is None:
        parts.append("chưa gửi")
    else:
        parts.append(f"gửi lúc {moment_text(sent.at)}" + (", muộn" if sent.is_late else ""))
        parts += [f"xe: {sent.vehicle}"] if sent.vehicle else []
        parts += [f"nghỉ: {sent.lodging}"] if sent.lodging else []
    return "; ".join(parts)


def _rows(lines: Sequence[Line], posts: Mapping[int, Sequence[Listed]]) -> Iterator[Row]:
    for line in lines:
        yield Heading(heading(line))
        for number, one in enumerate(posts.get(line.unit.id, ()), 1):
            delegate = one.delegate
            name = "" if delegate.is_synthetic else delegate.name
            joined = delegate.attendance is Attendance.VACANT and delegate.reason == JOINED
            stands = JOINED if joined else _STANDS[delegate.attendance]
            why = [delegate.reason if not joined else ""]
            why.append(one.stand_in.called if one.stand_in else "")
            yield [
                number,
                "; ".join(one.positions),
                name,
                delegate.phone,
                stands,
                "; ".join(filter(None, why)),
            ]


def _closing(lines: Sequence[Line]) -> str:
    sent = sum(line.sent is not None for line in lines)
    return f"Đã gửi: {sent}/{len(lines)} đơn vị."
