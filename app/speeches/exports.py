"""The list of speeches as a paper."""

from collections.abc import Sequence

from app.conferences.models import Conference
from app.paper.sheets import Cell, Column, sheet
from app.speeches.rules import Delivery, Stage
from app.speeches.store import Listed
from app.vietnamese import moment_text

_COLUMNS = (
    Column("STT", 6),
    Column("Nội dung", 60),
    Column("Đơn vị", 32),
    Column("Người trình bày", 36),
    Column("Phút", 7),
    Column("Hình thức", 14),
    Column("Tình trạng", 16),
    Column("Nộp bài lúc", 18),
)
# On paper as the office writes it, whatever language the reader's screen has.
_DELIVERIES = {
    Delivery.UNDECIDED: "",
    Delivery.SPOKEN: "Trình bày",
    Delivery.WRITTEN: "Gửi văn bản",
    Delivery.RESERVE: "Dự bị",
}
_STAGES = {
    Stage.ASSIGNED: "Chưa nộp",
    Stage.HANDED_IN: "Đã nộp",
    Stage.UNDER_REVIEW: "Đang thẩm định",
    Stage.PASSED: "Đạt",
    Stage.RETURNED: "Trả lại chỉnh sửa",
}


def sheet_of(conference: Conference, speeches: Sequence[Listed]) -> bytes:
    """An .xlsx in office form."""
    return sheet(
        "DANH SÁCH THAM LUẬN",
        [conference.host.upper()],
        _COLUMNS,
        [_line(listed) for listed in speeches],
        f"Ấn định danh sách có {len(speeches)} tham luận",
    )


def _line(listed: Listed) -> list[Cell]:
    speech, speaker = listed.speech, listed.speaker
    return [
        speech.number,
        speech.topic,
        speech.unit_as_written,
        ", ".join(filter(None, [speaker.delegate.name, *speaker.positions])) if speaker else "",
        speech.minutes,
        _DELIVERIES[speech.delivery],
        _STAGES[listed.progress.stage],
        moment_text(listed.progress.handed_in_at) if listed.progress.handed_in_at else "",
    ]
