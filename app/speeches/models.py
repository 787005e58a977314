"""The contribution speeches of a conference."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import choice
from app.speeches.rules import Delivery, Stage


class Speech(SQLModel, table=True):
    """One topic given to one unit."""

    __table_args__ = (
        UniqueConstraint("conference_id", "number"),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        ForeignKeyConstraint(["conference_id", "reviewer_id"], ["unit.conference_id", "unit.id"]),
        ForeignKeyConstraint(
            ["conference_id", "item_id"], ["agendaitem.conference_id", "agendaitem.id"]
        ),
        ForeignKeyConstraint(
            ["conference_id", "speaker_id"], ["delegate.conference_id", "delegate.id"]
        ),
        CheckConstraint("minutes > 0", "minutes"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    topic: str = Field(max_length=500)
    unit_id: int
    unit_as_written: str = Field(default="", max_length=160)
    item_id: int | None = None  # the slot of the programme it belongs to
    speaker_id: int | None = None
    minutes: int
    delivery: Delivery = Field(default=Delivery.UNDECIDED, sa_type=choice(Delivery))
    due_at: datetime | None = None  # the text must be in before this moment
    reviewer_id: int | None = None  # the unit that reviews the text
    review_due_at: datetime | None = None  # and must have passed it before this moment
    source: str = Field(default="", max_length=60)


class SpeechStep(SQLModel, table=True):
    """A speech's text reached a stage: when, and who says so. The last step is where it stands."""

    id: int = Field(default=None, primary_key=True)
    speech_id: int = Field(foreign_key="speech.id", index=True, ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    stage: Stage = Field(sa_type=choice(Stage))
    at: datetime
    who: str = Field(max_length=120)
    remark: str = Field(default="", max_length=400)
