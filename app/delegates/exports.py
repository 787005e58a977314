"""The list of delegates as papers: in office form for people, flat for reading back in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.conferences.models import Conference
from app.delegates.rules import ON_PAPER, Attendance, Sex
from app.delegates.store import Listed
from app.paper.documents import Document, Letterhead, Paragraph, Signature, Style, Table
from app.paper.documents import as_docx as docx
from app.paper.documents import as_pdf as pdf
from app.paper.sheets import Cell, Column, Heading, Line, flat, sheet
from app.vietnamese import day_text, number_text, weekday_text

_TITLE = "DANH SÁCH ĐẠI BIỂU"
_COLUMNS = (
    Column("STT", 6),
    Column("Họ và tên", 28),
    Column("Chức vụ", 52, over="Chức vụ, đơn vị"),
    Column("Đơn vị", 32, over="Chức vụ, đơn vị"),
    Column("Xác báo", 16, over="Tham dự"),
    Column("Chỗ ngồi", 12, over="Tham dự"),
    Column("Ghi chú", 28),
)
# What the importer of lists reads back; "Mã" is the delegate's number and says who is meant.
FLAT_COLUMNS = (
    Column("Mã", 8),
    Column("STT", 6),
    Column("Họ và tên", 28),
    Column("Giới tính", 10),
    Column("Chức vụ", 48),
    Column("Đơn vị", 32),
    Column("Khối", 32),
    Column("Vai trò", 24),
    Column("Trạng thái", 18),
    Column("Lý do", 24),
    Column("Điện thoại", 16),
    Column("Năm sinh", 10),
    Column("Ngày giữ chức", 14),
    Column("Lực lượng vũ trang", 12),
    Column("Ghi chú", 24),
    Column("Thứ tự trong khối", 10),
    Column("Dự thay cho mã", 10),
    Column("Lối đi không bậc", 10),
    Column("Tên mẫu", 8),
)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ", None: ""}
_TICK = "x"
_STATED = (
    Attendance.CONFIRMED,
    Attendance.INVITED,
    Attendance.ABSENT,
    Attendance.SUBSTITUTED,
    Attendance.VACANT,
    Attendance.WALK_IN,
)


@dataclass(frozen=True)
class _Paper:
    """A list in office form, before somebody decides on what to write it."""

    subtitle: list[str]
    lines: list[Line]
    closing: str


def sheet_of(conference: Conference, delegates: Sequence[Listed]) -> bytes:
    """An .xlsx in office form of delegates group after group, in order of precedence within."""
    paper = _paper(conference, delegates)
    head = [conference.host.upper()]
    return sheet(_TITLE, head, _COLUMNS, paper.lines, paper.closing, subtitle=paper.subtitle)


def docx_of(conference: Conference, delegates: Sequence[Listed]) -> bytes:
    """The same list for a word processor."""
    return docx(_document(conference, delegates))


def pdf_of(conference: Conference, delegates: Sequence[Listed]) -> bytes:
    """The same list to be printed as it is."""
    return pdf(_document(conference, delegates))


def flat_of(delegates: Sequence[Listed]) -> bytes:
    """One line a person with all that was entered about them: imported again, it changes nothing.

    Phone numbers stand in it: whoever takes it away is written down.
    """
    numbers = {listed.delegate.id: listed.delegate.number for listed in delegates}
    lines = [_flat_line(place, one, numbers) for place, one in enumerate(delegates, 1)]
    return flat("Danh sách đại biểu", FLAT_COLUMNS, lines)


def _document(conference: Conference, delegates: Sequence[Listed]) -> Document:
    paper = _paper(conference, delegates)
    return Document(
        _TITLE,
        [Table(_COLUMNS, paper.lines), Paragraph(paper.closing, Style.ITALIC)],
        letterhead=Letterhead(conference.host),
        subtitle=paper.subtitle,
        signature=Signature(["NGƯỜI LẬP DANH SÁCH"]),
        is_landscape=True,
    )


def _paper(conference: Conference, delegates: Sequence[Listed]) -> _Paper:
    day = f"{weekday_text(conference.starts_at)}, ngày {day_text(conference.starts_at)}"
    listed = _beside_whom_they_stand_in_for(delegates)
    places = _places(listed)
    return _Paper(
        [
            conference.name,
            f"({', '.join(filter(None, [day, conference.venue]))})",
            standing_text(listed, conference.stated_delegates),
        ],
        _lines(listed),
        f"Ấn định danh sách có {number_text(len(places))} đại biểu",
    )


def standing_text(delegates: Iterable[Listed], stated: int) -> str:
    """How many of a list stand how, as in ``1.086 suất: dự 12, chờ xác báo 1.074``."""
    places = _places(delegates)
    counts = dict.fromkeys(_STATED, 0)
    for one in places:
        counts[_stands(one)] += 1
    parts = [f"{ON_PAPER[state]} {number_text(n)}" for state, n in counts.items() if n]
    beyond = counts[Attendance.WALK_IN]
    against = f"/{number_text(stated)}" if stated else ""
    return f"{number_text(len(places) - beyond)}{against} suất: {', '.join(parts) or '0'}"


def _stands(one: Listed) -> Attendance:
    """As ``sums`` counts the place: replaced by nobody who comes is absent."""
    state = one.delegate.attendance
    if state is Attendance.SUBSTITUTED and one.stand_in is None:
        return Attendance.ABSENT
    return state


def _places(delegates: Iterable[Listed]) -> list[Listed]:
    """A stand-in counts for the person replaced, where both are listed."""
    listed = list(delegates)
    here = {one.delegate.id for one in listed}
    return [one for one in listed if one.delegate.stands_in_for_id not in here]


def _beside_whom_they_stand_in_for(delegates: Sequence[Listed]) -> list[Listed]:
    """Stand-ins directly under the person replaced."""
    here = {one.delegate.id for one in delegates}
    sent: dict[int | None, list[Listed]] = {}
    for one in delegates:
        sent.setdefault(one.delegate.stands_in_for_id, []).append(one)
    return [
        listed
        for one in delegates
        if one.delegate.stands_in_for_id not in here
        for listed in (one, *sent.get(one.delegate.id, []))
    ]


def _lines(delegates: Sequence[Listed]) -> list[Line]:
    """STT begins anew in each group, under the group's own heading."""
    lines: list[Line] = []
    for number, (_, members) in enumerate(groupby(delegates, key=lambda one: one.group.id), 1):
        group = list(members)
        places = {one.delegate.id for one in _places(group)}
        total = number_text(len(places))
        lines.append(Heading(f"{roman(number)}. {group[0].group.name}: {total} đại biểu"))
        place = 0
        for one in group:
            counts = one.delegate.id in places
            place += counts
            lines.append(_line(place if counts else None, one))
    return lines


def _line(place: int | None, listed: Listed) -> list[Cell]:
    delegate = listed.delegate
    stand_in = listed.stand_in.called if listed.stand_in else ""
    notes = [
        "tên mẫu" if delegate.is_synthetic else "",
        delegate.reason,
        f"dự thay {listed.stands_in_for}" if listed.stands_in_for else "",
        f"người dự thay: {stand_in}" if stand_in else "",
        delegate.note,
    ]
    return [
        place,
        delegate.name,
        "\n".join(listed.positions),
        listed.unit.name if listed.unit else "",
        ON_PAPER[delegate.attendance],
        listed.seat or "",
        "; ".join(filter(None, notes)),
    ]


def _flat_line(place: int, listed: Listed, numbers: dict[int, int]) -> list[Cell]:
    delegate = listed.delegate
    return [
        delegate.number,
        place,
        delegate.name,
        _SEXES[delegate.sex],
        "\n".join(listed.positions),
        listed.unit.name if listed.unit else "",
        listed.group.name,
        ", ".join(ON_PAPER[role] for role in listed.roles),
        ON_PAPER[delegate.attendance],
        delegate.reason,
        delegate.phone,
        delegate.birth_year,
        day_text(delegate.in_post_since) if delegate.in_post_since else "",
        _TICK if delegate.is_uniformed else "",
        delegate.note,
        delegate.rank,
        numbers.get(delegate.stands_in_for_id or 0),
        _TICK if delegate.needs_step_free else "",
        _TICK if delegate.is_synthetic else "",
    ]


def roman(number: int) -> str:
    """For headings: I, II, … up to a few dozen."""
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
