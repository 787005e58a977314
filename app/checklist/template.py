"""Internal dates and checks of the day that a conference usually needs. Pure.

No document fixes them: they are proposals, counted back from the conference's start (practice.md
1.7: RSVP D-4, seating D-3, badges D-2, rehearsal D-1 16:00), and bind nobody until adopted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.tasks.rules import Concern


@dataclass(frozen=True)
class Line:
    """One proposal. ``days`` before the day at an ``hour`` of the wall, or ``minutes`` from the
    start (from the end where they are above zero); what ``is_check`` a person ticks."""

    number: int
    content: str
    concern: Concern
    days: int = 0
    hour: time | None = None
    minutes: int = 0
    is_check: bool = False

    def at(self, starts_at: datetime, ends_at: datetime) -> datetime:
        """The moment, in the zone of ``starts_at``."""
        if self.hour is not None:
            return datetime.combine(
                starts_at.date() - timedelta(days=self.days), self.hour, starts_at.tzinfo
            )
        after = ends_at if self.minutes > 0 else starts_at
        return after + timedelta(minutes=self.minutes)

    @property
    def basis(self) -> str:
        """How it is counted, as the office says it: D-4, D, D-1."""
        return f"D-{self.days}" if self.days else "D"


_EVENING, _AFTERNOON = time(17), time(16)
_DAYS = (
    ("Gửi công văn mời, mã QR và phiếu xác báo", Concern.INVITATIONS, 6, _EVENING),
    ("Các đơn vị xác báo đại biểu", Concern.ATTENDANCE, 4, _EVENING),
    ("Chốt sơ đồ chỗ ngồi", Concern.SEATING, 3, _EVENING),
    ("In thẻ, phiếu ghế và tài liệu", Concern.PRINTING, 2, _EVENING),
    ("Tổng duyệt tại Hội trường", Concern.REHEARSAL, 1, _AFTERNOON),
)
_CHECKS = (
    ("Kiểm tra an ninh, an toàn Hội trường và các cửa", Concern.SECURITY, -120),
    ("Thử âm thanh, micro, màn hình, ánh sáng, đường truyền", Concern.TECHNOLOGY, -90),
    ("Kiểm tra nguồn điện chính và máy phát dự phòng", Concern.POWER, -90),
    ("Tổ y tế, xe cứu thương có mặt tại chỗ", Concern.MEDICAL, -75),
    ("Máy điểm danh ở các cửa hoạt động, có danh sách mới nhất", Concern.DOORS, -75),
    ("Bàn giao lại Hội trường, thiết bị", Concern.TECHNOLOGY, 120),
)
LINES = (
    *(Line(n, *line) for n, line in enumerate(_DAYS, 1)),
    *(
        Line(n, content, concern, minutes=minutes, is_check=True)
        for n, (content, concern, minutes) in enumerate(_CHECKS, len(_DAYS) + 1)
    ),
)


def offered(dates: Collection[str], checks: Collection[int]) -> list[Line]:
    """The lines for which the conference has nothing yet: no internal date about the same
    (``dates``, by concern), no check made from this line (``checks``, by its number)."""
    return [
        line
        for line in LINES
        if (line.number not in checks if line.is_check else line.concern not in dates)
    ]
