"""Imports of lists: a draft while it is looked at, a line of history once it is saved."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import choice

# Emptied when people are anonymised after the event.
_CLEARED = {"info": {"personal": True}}


class State(StrEnum):
    """Where an import stands."""

    READING = "reading"
    FAILED = "failed"  # the file cannot be read; ``failure`` says why
    READY = "ready"
    COMMITTED = "committed"
    UNDONE = "undone"


class RosterImport(SQLModel, table=True):
    """A file somebody sent, and what became of it."""

    __table_args__ = (
        ForeignKeyConstraint(["conference_id", "sender_id"], ["unit.conference_id", "unit.id"]),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    file_name: str = Field(max_length=200)
    sender_id: int | None = None  # the unit whose list it is, where somebody said so
    confirms: bool = False  # every name on the list is a confirmation
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    uploaded_at: datetime
    state: State = Field(default=State.READING, sa_type=choice(State))
    progress: int = 0  # rows read
    rows: int = 0  # to read
    beat_at: datetime  # when the reader last showed that it lives
    failure: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # a Remark
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    committed_at: datetime | None = None
    committed_by: str = Field(default="", max_length=120)
    undone_at: datetime | None = None
    undone_by: str = Field(default="", max_length=120)
    kept: int = 0  # lines that could not be taken back


class RosterContent(SQLModel, table=True):
    """What an import is about, apart from the list of imports for it is large.

    Once an import is saved only what taking it back needs is kept.
    """

    import_id: int = Field(primary_key=True, foreign_key="rosterimport.id", ondelete="CASCADE")
    file: bytes | None = Field(default=None, sa_column_kwargs=_CLEARED)
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reading: dict[str, Any] | None = Field(default=None, sa_type=JSON, sa_column_kwargs=_CLEARED)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON, sa_column_kwargs=_CLEARED)
    lines: list[dict[str, Any]] | None = Field(
        default=None, sa_type=JSON, sa_column_kwargs=_CLEARED
    )
    done: dict[str, Any] | None = Field(default=None, sa_type=JSON, sa_column_kwargs=_CLEARED)


class RosterMapping(SQLModel, table=True):
    """What the columns of one form hold, as somebody last confirmed for this sender."""

    __table_args__ = (UniqueConstraint("conference_id", "sender", "signature"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    sender: int = 0  # a unit's id; 0: no sender was named
    signature: str = Field(max_length=64)  # of the form's headings
    fields: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
