"""The list of delegates as a paper."""

from collections.abc import Sequence
from itertools import groupby

from app.conferences.models import Conference
from app.delegates.rules import ON_PAPER
from app.delegates.store import Listed
from app.paper.sheets import Cell, Column, Heading, Line, sheet
from app.vietnamese import day_text, number_text, weekday_text

_COLUMNS = (
    Column("STT", 6),
    Column("Họ và tên", 28),
    Column("Chức vụ", 56),
    Column("Đơn vị", 32),
    Column("Xác báo", 16),
    Column("Chỗ ngồi", 12),
    Column("Ghi chú", 24),
)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def sheet_of(conference: Conference, delegates: Sequence[Listed]) -> bytes:
    """An .xlsx in office form of delegates in order of precedence, group after group."""
    day = f"{weekday_text(conference.starts_at)}, ngày {day_text(conference.starts_at)}"
    return sheet(
        "DANH SÁCH ĐẠI BIỂU",
        [conference.host.upper()],
        _COLUMNS,
        _lines(delegates),
        f"Ấn định danh sách có {number_text(len(delegates))} đại biểu",
        subtitle=[conference.name, f"({', '.join(filter(None, [day, conference.venue]))})"],
    )


def _lines(delegates: Sequence[Listed]) -> list[Line]:
    """STT begins anew in each group, under the group's own heading."""
    lines: list[Line] = []
    groups = groupby(delegates, key=lambda listed: listed.group.id)
    for number, (_, members) in enumerate(groups, 1):
        group = list(members)
        total = number_text(len(group))
        lines.append(Heading(f"{roman(number)}. {group[0].group.name}: {total} đại biểu"))
        lines += [_line(place, listed) for place, listed in enumerate(group, 1)]
    return lines


def _line(place: int, listed: Listed) -> list[Cell]:
    delegate = listed.delegate
    return [
        place,
        delegate.name,
        "\n".join(listed.positions),
        listed.unit.name if listed.unit else "",
        ON_PAPER[delegate.attendance],
        listed.seat or "",
        "; ".join(filter(None, ["tên mẫu" if delegate.is_synthetic else "", delegate.reason])),
    ]


def roman(number: int) -> str:
    """For headings: I, II, … up to a few dozen."""
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
