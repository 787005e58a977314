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
    stage: Stage = Field(default=Stage.ASSIGNED, sa_type=choice(Stage))
    due_at: datetime | None = None  # the text must be in before this moment
    handed_in_at: datetime | None = None
    source: str = Field(default="", max_length=60)
