"""How the run sheet is read out, and its last print."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel


class RunSheet(SQLModel, table=True):
    """One for each conference. ``printed`` holds the lines as they were given out last, see
    ``rules.frozen``."""

    __table_args__ = (
        CheckConstraint("words_per_minute > 0", "words_per_minute"),
        CheckConstraint("introduction_minutes >= 0", "introduction_minutes"),
    )

    conference_id: int = Field(foreign_key="conference.id", primary_key=True, ondelete="CASCADE")
    words_per_minute: int = 130  # an MC reading titles; a guess, to be timed at the rehearsal
    introduction_minutes: int = 5
    number: int = 0  # of the last print; 0 is none
    printed_at: datetime | None = None
    printed_by: str = Field(default="", max_length=120)
    printed: list[dict[str, Any]] = Field(default=[], sa_type=JSON)
