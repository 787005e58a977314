"""What a task is about, and when it may be reported as done."""

from datetime import datetime
from enum import StrEnum

from app.errors import Refused


class Concern(StrEnum):
    """The part of the plan a task or an internal date is about: what is left to do there can be
    counted, or is checked on the day."""

    SPEECH_TEXTS = "speech_texts"  # led by every unit that was given a speech
    SPEECH_REVIEW = "speech_review"
    AWARDS = "awards"
    ATTENDANCE = "attendance"
    SEATING = "seating"
    INVITATIONS = "invitations"
    PRINTING = "printing"  # cards, papers and documents for delegates
    REHEARSAL = "rehearsal"
    DOORS = "doors"
    TECHNOLOGY = "technology"  # of the hall: sound, screens, light
    POWER = "power"
    MEDICAL = "medical"
    SECURITY = "security"


def check_completion(
    completed_at: datetime, now: datetime, waiting_for: int | None, reason: str
) -> None:
    """Raises Refused for a completion in the future, and for one that comes before the task it
    needs (number ``waiting_for``, None when that is done) without a reason."""
    if completed_at > now:
        raise Refused("Thời điểm hoàn thành không thể ở sau hiện tại")
    if waiting_for is not None and not reason:
        raise Refused(
            "Nhiệm vụ {n} chưa hoàn thành. Nếu vẫn ghi hoàn thành, hãy nêu lý do", n=waiting_for
        )
