"""The papers of the speeches: their list, and the proceedings."""

import json
from collections.abc import Sequence

from app import manuscripts
from app.conferences.models import Conference
from app.manuscripts import Flaw, Kind
from app.paper.documents import Document, Letterhead, Paragraph, Style, Table
from app.paper.proceedings import Line, Run, Text, Volume
from app.paper.sheets import Cell, Column, Heading, sheet
from app.paper.sheets import Line as Row
from app.speeches.board import Listed
from app.speeches.rules import Delivery, Stage
from app.vietnamese import day_text, moment_text

_COLUMNS = (
    Column("STT", 7),
    Column("Số trong kế hoạch", 9),
    Column("Nội dung", 52),
    Column("Đơn vị", 28),
    Column("Người trình bày", 30),
    Column("Phút", 8),
    Column("Tình trạng", 15),
    Column("Nộp bài lúc", 16),
)
# On paper as the office writes it, whatever language the reader's screen has.
_PARTS = {
    Delivery.SPOKEN: "Trình bày tại hội nghị",
    Delivery.RESERVE: "Dự bị",
    Delivery.WRITTEN: "Gửi văn bản",
    Delivery.UNDECIDED: "Chưa quyết định",
}
_STAGES = {
    Stage.ASSIGNED: "Chưa nộp",
    Stage.HANDED_IN: "Đã nộp",
    Stage.UNDER_REVIEW: "Đang thẩm định",
    Stage.PASSED: "Đạt",
    Stage.RETURNED: "Trả lại chỉnh sửa",
}
_TITLE = "DANH SÁCH THAM LUẬN"
_LAST = 10_000


def sheet_of(conference: Conference, speeches: Sequence[Listed]) -> bytes:
    """The list as .xlsx in office form."""
    return sheet(
        _TITLE, [conference.host.upper()], _COLUMNS, _rows(speeches), _closing(len(speeches))
    )


def document_of(conference: Conference, speeches: Sequence[Listed]) -> Document:
    """The list as a document, to be written as .docx or PDF."""
    return Document(
        _TITLE,
        [Table(_COLUMNS, _rows(speeches)), Paragraph(_closing(len(speeches)), Style.ITALIC)],
        Letterhead(conference.host),
        [conference.name],
        is_landscape=True,
    )


def volume_of(conference: Conference, speeches: Sequence[Listed], bodies: dict[int, str]) -> Volume:
    """The proceedings from the newest text of each speech; ``bodies`` by the speech's id."""
    texts, missing = [], []
    for listed in speeches:
        lines = _lines(bodies.get(listed.speech.id))
        if lines:
            texts.append(_text(listed, lines))
        else:
            missing.append(_missing(listed))
    place = ", ".join(filter(None, [conference.venue, f"ngày {day_text(conference.starts_at)}"]))
    return Volume(
        conference.host, "KỶ YẾU HỘI NGHỊ", [conference.name, f"({place})"], texts, missing
    )


def _rows(speeches: Sequence[Listed]) -> list[Row]:
    """By how each reaches the conference, once anything is decided; else as the plan has them."""
    parts = [part for part in _PARTS if any(one.speech.delivery is part for one in speeches)]
    rows: list[Row] = []
    for part in parts:
        found = [one for one in speeches if one.speech.delivery is part]
        found.sort(key=lambda one: (one.speech.place or _LAST, one.speech.number))
        if parts != [Delivery.UNDECIDED]:
            rows.append(Heading(f"{_PARTS[part]} ({len(found)} bài)"))
        rows += [_row(place, one) for place, one in enumerate(found, 1)]
    return rows


def _row(place: int, listed: Listed) -> list[Cell]:
    speech = listed.speech
    return [
        place,
        speech.number,
        speech.topic,
        speech.unit_as_written,
        _person(listed),
        speech.minutes,
        _STAGES[listed.progress.stage],
        moment_text(listed.progress.handed_in_at) if listed.progress.handed_in_at else "",
    ]


def _person(listed: Listed) -> str:
    speaker = listed.speaker
    named = [speaker.delegate.name, *speaker.positions] if speaker else []
    return ", ".join(part for part in named if part)


def _closing(count: int) -> str:
    return f"Ấn định danh sách có {count} tham luận"


def _lines(body: str | None) -> list[Line]:
    paragraphs = manuscripts.paragraphs_of(json.loads(body)) if body else ()
    return [
        Line([Run(run.text, run.is_bold, run.is_italic) for run in one.runs], one.style)
        for one in paragraphs
    ]


def _text(listed: Listed, lines: Sequence[Line]) -> Text:
    notes = []
    if listed.newest and listed.newest.kind is Kind.PDF:
        notes.append("chữ trích từ tệp PDF")
    if listed.newest and listed.newest.flaw is Flaw.OLD_FONT:
        notes.append("bài dùng phông chữ cũ")
    if listed.progress.stage is not Stage.PASSED:
        notes.append("bản chưa thẩm định xong")
    authors = [listed.speech.unit_as_written]
    if person := _person(listed):
        authors.append(person)
    note = ", ".join(notes)
    return Text(
        listed.speech.topic, authors, lines, f"({note[:1].upper()}{note[1:]})" if note else ""
    )


def _missing(listed: Listed) -> str:
    speech = listed.speech
    why = "chưa nộp bài"
    if listed.newest is not None:
        why = "tệp là ảnh chụp, không đọc được chữ"
    elif listed.progress.handed_in_at is not None:
        why = "đã nộp bản giấy, chưa có tệp"
    return f"{speech.number}. {speech.unit_as_written}: {speech.topic} ({why})"
