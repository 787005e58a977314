"""What people add to the checklist: ticks, checks of the day, who of the office follows what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.tasks.rules import Concern

_TICKED = {"refused": "Việc này vừa được người khác xác nhận"}


class Tick(SQLModel, table=True):
    """A person says that an entry is done: when, who, with what proof. One holds at a time; one
    that was opened again stays, with who did that and why.

    ``reason`` is why it was done before what it needs.
    """

    __table_args__ = (
        Index("ix_tick_entry", "conference_id", "key"),
        Index(
            "uq_tick_real",
            "conference_id",
            "key",
            unique=True,
            sqlite_where=text("reopened_at IS NULL AND rehearsal_id IS NULL"),
            postgresql_where=text("reopened_at IS NULL AND rehearsal_id IS NULL"),
            info=_TICKED,
        ),
        Index(
            "uq_tick_rehearsed",
            "conference_id",
            "key",
            "rehearsal_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL AND rehearsal_id IS NOT NULL"),
            postgresql_where=text("reopened_at IS NULL AND rehearsal_id IS NOT NULL"),
            info=_TICKED,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    key: str = Field(max_length=40)
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    at: datetime
    who: str = Field(max_length=120)
    note: str = Field(default="", max_length=400)
    file: str = Field(default="", max_length=64)  # where the shelf holds it
    file_name: str = Field(default="", max_length=200)
    reason: str = Field(default="", max_length=300)
    reopened_at: datetime | None = None
    reopened_by: str = Field(default="", max_length=120)
    reopened_because: str = Field(default="", max_length=300)


class DayCheck(SQLModel, table=True):
    """Something that is looked at on the day: sound, power, medical, security."""

    __table_args__ = (
        UniqueConstraint(
            "conference_id", "line", info={"refused": "Việc kiểm tra này đã được áp dụng"}
        ),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    line: int | None = None  # of the template; None: the office's own
    content: str = Field(max_length=200)
    concern: Concern | None = Field(default=None, sa_type=choice(Concern))
    unit_id: int | None = None
    at: datetime


class Charge(SQLModel, table=True):
    """Somebody of the office follows one entry, or everything of one unit."""

    __table_args__ = (
        UniqueConstraint("conference_id", "key"),
        UniqueConstraint("conference_id", "unit_id"),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        CheckConstraint("(key IS NULL) <> (unit_id IS NULL)", "one_thing"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    staff_id: int = Field(foreign_key="staff.id", index=True, ondelete="CASCADE")
    key: str | None = Field(default=None, max_length=40)
    unit_id: int | None = None
