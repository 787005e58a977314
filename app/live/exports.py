"""The morning on paper: planned against actual as a sheet, and what the minutes (biên bản) are
written from."""

from collections.abc import Iterable, Iterator

from app.conferences.models import Conference
from app.live.report import Part, Report, Row
from app.live.rules import CHANGE_OVER, SPEECH, Action, ActionKind, Fate
from app.paper.documents import (
    Block,
    Document,
    Letterhead,
    Paragraph,
    Signature,
    Style,
    Table,
    as_docx,
)
from app.paper.sheets import Cell, Column, Heading, Line, sheet
from app.vietnamese import day_text, letter_time_text, time_text, weekday_text

_TITLE = "DIỄN BIẾN HỘI NGHỊ"
_MINUTE = 60
_COLUMNS = (
    Column("Số", 8),
    Column("Nội dung", 46),
    Column("Người trình bày", 34),
    Column("Bắt đầu", 10, "Theo chương trình"),
    Column("Số phút", 9, "Theo chương trình"),
    Column("Bắt đầu", 10, "Thực tế"),
    Column("Kết thúc", 10, "Thực tế"),
    Column("Số phút", 9, "Thực tế"),
    Column("Quá giờ (phút)", 10),
    Column("Kết quả", 16),
    Column("Điều hành", 44),
)
_SPOKEN = (
    Column("TT", 6),
    Column("Đơn vị, người trình bày", 34),
    Column("Nội dung", 42),
    Column("Thời gian", 16),
)
FATES = {
    Fate.WAITING: "chưa diễn ra",
    Fate.ON: "đang diễn ra",
    Fate.DONE: "đã thực hiện",
    Fate.SKIPPED: "bỏ qua",
    Fate.CUT: "gửi văn bản",
}
_DECIDED = {
    ActionKind.SKIP: "bỏ qua",
    ActionKind.CUT: "chuyển gửi văn bản",
    ActionKind.RESTORE: "gọi lại",
    ActionKind.INSERT: "chèn thêm",
    ActionKind.PAUSE: "tạm dừng đồng hồ",
    ActionKind.BEGAN: "sửa giờ bắt đầu",
}


def sheet_of(conference: Conference, report: Report) -> bytes:
    """An .xlsx: every cue under its item, with who decided what."""
    return sheet(
        _TITLE,
        [conference.host.upper()],
        _COLUMNS,
        _lines(report),
        closing(report),
        subtitle=[conference.name],
    )


def minutes_of(conference: Conference, report: Report) -> bytes:
    """A .docx: the raw material of the minutes, to be completed by the secretary."""
    begun = report.began_at or conference.starts_at
    day = f"{weekday_text(begun)}, ngày {day_text(begun)}"
    blocks: list[Block] = [
        Paragraph(f"Thời gian: {_when(report, conference)}, {day}."),
        Paragraph(f"Địa điểm: {', '.join(filter(None, [conference.venue, conference.address]))}."),
        Paragraph(f"Chủ trì: {conference.chair}."),
        Paragraph("Thư ký: ……………………………………………"),
        Paragraph("Nội dung và diễn biến", Style.HEADING),
    ]
    for part in report.parts:
        blocks += _told(part)
    if changes := list(_changes(report)):
        blocks.append(Paragraph("Những thay đổi so với chương trình", Style.HEADING))
        blocks += [Paragraph(change, Style.ITEM) for change in changes]
    blocks.append(Paragraph(closing(report)))
    return as_docx(
        Document(
            title="BIÊN BẢN",
            subtitle=[conference.name],
            letterhead=Letterhead("Văn phòng", conference.host),
            blocks=blocks,
            signature=Signature(["THƯ KÝ"]),
        )
    )


def closing(report: Report) -> str:
    """The sums, as read under a list: how many spoke, how many went to writing, when it ended."""
    spoken = report.count(Fate.DONE, Fate.ON)
    said = f"Tham luận trình bày: {spoken}; chuyển gửi văn bản: {report.count(Fate.CUT)}"
    if skipped := report.count(Fate.SKIPPED):
        said += f"; bỏ qua: {skipped}"
    if report.ended_at is None:
        return f"{said}."
    late = report.late_end or 0
    than = f"chậm {late} phút" if late > 0 else f"sớm {-late} phút" if late < 0 else "đúng giờ"
    return f"{said}. Hội nghị bế mạc lúc {letter_time_text(report.ended_at)}, {than}."


def decided(action: Action) -> str:
    """What somebody decided, with who and when: ``thêm 1 phút (Nguyễn Văn Mẫu An, 09:02)``."""
    match action.kind:
        case ActionKind.EXTEND:
            verb = "thêm" if action.seconds > 0 else "bớt"
            what = f"{verb} {_minutes(abs(action.seconds))} phút"
        case ActionKind.LIMIT:
            what = f"đặt lại {_minutes(action.seconds)} phút"
        case ActionKind.SWAP:
            what = f"đổi chỗ {action.label}"
        case _:
            what = _DECIDED[action.kind]
    return f"{what} ({action.who}, {time_text(action.at)})"


def _lines(report: Report) -> Iterator[Line]:
    for part in report.parts:
        if part.item is not None and len(part.rows) > 1:
            yield Heading(f"{part.item.number}. {part.item.title}")
        for row in part.rows:
            yield _cells(row)


def _cells(row: Row) -> list[Cell]:
    return [
        row.cue.number,
        row.cue.title,
        row.cue.speaker,
        time_text(row.planned_at) if row.planned_at else "",
        _number(row.planned) if row.planned_at else None,
        time_text(row.began_at) if row.began_at else "",
        time_text(row.ended_at) if row.ended_at else "",
        _number(row.taken),
        _number(row.over),
        FATES[row.fate],
        "; ".join(decided(action) for action in row.decisions),
    ]


def _told(part: Part) -> Iterator[Block]:
    """One item: its time, and for speeches a table of who spoke and who handed in."""
    item = part.item
    if part.began_at is None:
        if item is not None:
            yield Paragraph(f"{item.number}. {item.title}: không thực hiện.", Style.ITEM)
        return
    end = f" đến {letter_time_text(part.ended_at)}" if part.ended_at else ""
    name = f"{item.number}. {item.title}" if item else "Nội dung chèn thêm"
    who = f" ({item.speaker})" if item and item.speaker else ""
    yield Paragraph(f"{name}{who}: từ {letter_time_text(part.began_at)}{end}.", Style.ITEM)
    rows = [row for row in part.rows if row.cue.kind != CHANGE_OVER]
    if any(row.cue.kind == SPEECH for row in rows):
        yield Table(_SPOKEN, list(_speeches(rows)))


def _speeches(rows: Iterable[Row]) -> Iterator[Line]:
    for place, row in enumerate(rows, 1):
        if row.began_at and row.ended_at and row.fate is Fate.DONE:
            when = f"{time_text(row.began_at)} - {time_text(row.ended_at)}"
        else:
            when = FATES[row.fate]
        yield [place, row.cue.speaker or row.cue.title, row.cue.title, when]


def _changes(report: Report) -> Iterator[str]:
    for row in report.rows:
        for action in row.decisions:
            name = row.cue.speaker or row.cue.title
            yield f"{row.cue.number} {name}: {decided(action)}."


def _when(report: Report, conference: Conference) -> str:
    if report.began_at is None:
        return f"{letter_time_text(conference.starts_at)} (theo chương trình)"
    end = f" đến {letter_time_text(report.ended_at)}" if report.ended_at else ""
    return f"từ {letter_time_text(report.began_at)}{end}"


def _number(seconds: int | None) -> float | None:
    """Minutes with one place."""
    return None if seconds is None else round(seconds / _MINUTE, 1)


def _minutes(seconds: int) -> str:
    """``1``, or ``1,5`` as Vietnamese writes it."""
    return f"{seconds / _MINUTE:g}".replace(".", ",")
