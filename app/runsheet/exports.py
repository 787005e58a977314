"""The run sheet as a booklet: the sheet in columns, then the MC's words on their own."""

from app.agenda.rules import CueKind
from app.paper.documents import (
    Block,
    Document,
    Letterhead,
    PageBreak,
    Paragraph,
    Style,
    Table,
    as_docx,
    as_pdf,
)
from app.paper.sheets import Cell, Column
from app.runsheet.rules import Line
from app.runsheet.store import Sheet
from app.vietnamese import day_text, moment_text, programme_time_text, weekday_text

_COLUMNS = (
    Column("Thời gian", 11),
    Column("Nội dung", 24),
    Column("Người thực hiện, người trên sân khấu", 26),
    Column("Âm thanh, màn hình, ánh sáng", 20),
    Column("Lễ tân, tài liệu", 17),
    Column("Ghi chú", 8),
)


def booklet_docx(sheet: Sheet) -> bytes:
    return as_docx(_booklet(sheet))


def booklet_pdf(sheet: Sheet) -> bytes:
    return as_pdf(_booklet(sheet))


def span(line: Line) -> str:
    """``08h35' - 08h42'``."""
    return f"{programme_time_text(line.starts_at)} - {programme_time_text(line.ends_at)}"


def _booklet(sheet: Sheet) -> Document:
    conference, settings = sheet.conference, sheet.settings
    start = conference.starts_at
    day = f"{weekday_text(start)}, ngày {day_text(start)}"
    where = f", tại {conference.venue}" if conference.venue else ""
    blocks: list[Block] = [
        Paragraph(f"({day}{where})", Style.CENTRED),
        *_version(sheet),
        Table(_COLUMNS, [_row(sheet, line) for line in sheet.lines], has_numbers=False),
        PageBreak(),
        Paragraph("LỜI DẪN CHƯƠNG TRÌNH", Style.HEADING),
    ]
    for line in sheet.lines:
        if line.words:
            blocks += [
                Paragraph(f"{line.number}. {span(line)}: {line.content}", Style.HEADING),
                *(Paragraph(said, Style.SPEECH) for said in [*_words(sheet, line), *_called(line)]),
            ]
    seconds = sheet.introduction.seconds
    blocks.append(
        Paragraph(
            f"Giới thiệu đại biểu dài khoảng {seconds // 60} phút {seconds % 60} giây,"
            f" tính theo {settings.words_per_minute} tiếng một phút.",
            Style.ITALIC,
        )
    )
    return Document(
        "KỊCH BẢN ĐIỀU HÀNH",
        blocks,
        letterhead=Letterhead(conference.host),
        subtitle=[conference.name],
        is_landscape=True,
    )


def _called(line: Line) -> list[str]:
    """Those whom the words call "có tên sau đây", in the order on stage."""
    if line.kind != CueKind.AWARDS:
        return []
    return [f"{place}. {name}" for place, name in enumerate(line.people, 1)]


def _words(sheet: Sheet, line: Line) -> list[str]:
    """Line by line; those that the last print does not have are marked on paper too."""
    mark = sheet.marks.get(line.key)
    fresh = mark.fresh if mark else frozenset()
    return [f"[đổi] {said}" if said in fresh else said for said in line.words.splitlines() if said]


def _version(sheet: Sheet) -> list[Block]:
    settings = sheet.settings
    if settings.printed_at is None:
        return [Paragraph("Dự thảo, chưa chốt bản in.", Style.ITALIC)]
    changed = f"; {sheet.changed} dòng đã đổi từ bản đó (ghi “đổi”)" if sheet.changed else ""
    text = f"Bản in số {settings.number}, chốt lúc {moment_text(settings.printed_at)}{changed}."
    return [Paragraph(text, Style.ITALIC)]


def _row(sheet: Sheet, line: Line) -> list[Cell]:
    mark = sheet.marks.get(line.key)
    technique = [
        f"{name}: {text}"
        for name, text in (
            ("Âm thanh", line.sound),
            ("Màn hình", line.screen),
            ("Ánh sáng", line.light),
        )
        if text
    ]
    people = [f"{place}. {name}" for place, name in enumerate(line.people, 1)]
    condition = " (nếu có)" if line.is_conditional else ""
    return [
        span(line),
        f"{line.number}. {line.content}{condition}",
        "\n".join(filter(None, [line.who, *people])),
        "\n".join(technique),
        "\n".join(filter(None, [line.ushers, line.documents])),
        "mới" if mark and mark.is_new else "đổi" if mark and mark.is_any else "",
    ]
