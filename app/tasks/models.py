"""Tasks of the plan, what has been done, and proposed dates between them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.deadlines import Relation
from app.tasks.rules import Concern


class Task(SQLModel, table=True):
    """One assignment, as the plan words it."""

    __table_args__ = (
        UniqueConstraint("conference_id", "number"),
        UniqueConstraint("conference_id", "id"),
        ForeignKeyConstraint(["conference_id", "directing_id"], ["unit.conference_id", "unit.id"]),
        ForeignKeyConstraint(["conference_id", "through_id"], ["unit.conference_id", "unit.id"]),
        ForeignKeyConstraint(["conference_id", "lead_id"], ["unit.conference_id", "unit.id"]),
        CheckConstraint("lead_id IS NOT NULL OR coalesce(concerns, '') = 'speech_texts'", "led"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    content: str = Field(max_length=600)
    directing_id: int | None = None  # "chỉ đạo" is not "chủ trì"
    through_id: int | None = None  # the agency between the directing body and the lead unit
    lead_id: int | None = None
    concerns: Concern | None = Field(default=None, sa_type=choice(Concern))
    others: str = Field(default="", max_length=160)  # coordinating bodies the plan does not name
    report_to: str = Field(default="", max_length=160)
    deadline: datetime | None = None
    relation: Relation | None = Field(default=None, sa_type=choice(Relation))
    timing: str = Field(default="", max_length=160)  # a time in words, where the plan gives no date
    is_conditional: bool = False
    needs_id: int | None = Field(default=None, foreign_key="task.id", ondelete="SET NULL")
    source: str = Field(default="", max_length=60)


class TaskUnit(SQLModel, table=True):
    """A unit that coordinates ("phối hợp") in a task."""

    __table_args__ = (
        UniqueConstraint("task_id", "unit_id"),
        ForeignKeyConstraint(
            ["conference_id", "task_id"], ["task.conference_id", "task.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int
    task_id: int
    unit_id: int


class Completion(SQLModel, table=True):
    """A task was done: when, who says so, and where the proof lies. One at a time."""

    __table_args__ = (
        Index(
            "uq_completion_real",
            "task_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND rehearsal_id IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND rehearsal_id IS NULL"),
            info={"refused": "Nhiệm vụ này đã được ghi là hoàn thành"},
        ),
        Index(
            "uq_completion_rehearsed",
            "task_id",
            "rehearsal_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND rehearsal_id IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND rehearsal_id IS NOT NULL"),
            info={"refused": "Nhiệm vụ này đã được ghi là hoàn thành"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True, ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    completed_at: datetime
    who: str = Field(max_length=120)
    evidence: str = Field(default="", max_length=400)
    reason: str = Field(default="", max_length=300)  # why it came before what it needs
    withdrawn_at: datetime | None = None


class ProposedDate(SQLModel, table=True):
    """An internal date that the plan leaves open: proposed, until adopted. It is for a task, or for
    a part of the plan that can be counted."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["conference_id", "task_id"], ["task.conference_id", "task.id"], ondelete="CASCADE"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    task_id: int | None = None
    concerns: Concern | None = Field(default=None, sa_type=choice(Concern))
    content: str = Field(max_length=200)
    at: datetime
    adopted_at: datetime | None = None
