"""Links of units, what they have written so far, and what they have sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


def _of_unit() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"])


class UnitLink(SQLModel, table=True):
    """The address under which a unit answers. One is valid at a time; a revoked one stays so."""

    __table_args__ = (
        _of_unit(),
        Index(
            "uq_unitlink_valid",
            "unit_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
            info={"refused": "Đơn vị đã có đường dẫn còn hiệu lực"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    token: str = Field(unique=True, max_length=32)
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    opened_at: datetime | None = None  # for the first time


class UnitDraft(SQLModel, table=True):
    """One field as the unit has written it and not sent yet. Its version counts the writings."""

    __table_args__ = (UniqueConstraint("unit_id", "key"), _of_unit())

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    key: str = Field(max_length=60)  # "name-12": of the delegate 12; "vehicle": of the unit
    value: str = Field(default="", max_length=400, sa_column_kwargs={"info": {"personal": True}})
    version: int = 1
    is_sent: bool = False  # then the plan holds it, and the value here is empty


class UnitAnswer(SQLModel, table=True):
    """The unit pressed "Gửi": when, whether that was late, and what changed by it."""

    __table_args__ = (_of_unit(),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int = Field(index=True)
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    at: datetime
    is_late: bool
    vehicle: str = Field(default="", max_length=200)
    lodging: str = Field(default="", max_length=200)
    changes: list[Any] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"info": {"personal": True}}
    )


class TaskReport(SQLModel, table=True):
    """How far a unit is with a task, what stands in its way, and a file that proves it."""

    __table_args__ = (
        _of_unit(),
        ForeignKeyConstraint(
            ["conference_id", "task_id"], ["task.conference_id", "task.id"], ondelete="CASCADE"
        ),
        CheckConstraint("progress BETWEEN 0 AND 100", "progress"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    task_id: int = Field(index=True)
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    at: datetime
    progress: int
    obstacle: str = Field(default="", max_length=400)
    file: str = Field(default="", max_length=60)
    file_name: str = Field(default="", max_length=200)
