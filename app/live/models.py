"""The log of the morning."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.live.rules import ActionKind

_TAKEN = "Có người vừa điều hành trước, hãy xem trạng thái mới rồi bấm lại"


class LiveAction(SQLModel, table=True):
    """One press of a button at the console. Never changed, never deleted."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["conference_id", "item_id"], ["agendaitem.conference_id", "agendaitem.id"]
        ),
        Index(
            "uq_liveaction_real",
            "conference_id",
            "sequence",
            unique=True,
            sqlite_where=text("rehearsal_id IS NULL"),
            postgresql_where=text("rehearsal_id IS NULL"),
            info={"refused": _TAKEN},
        ),
        Index(
            "uq_liveaction_rehearsed",
            "rehearsal_id",
            "sequence",
            unique=True,
            sqlite_where=text("rehearsal_id IS NOT NULL"),
            postgresql_where=text("rehearsal_id IS NOT NULL"),
            info={"refused": _TAKEN},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    sequence: int  # 1, 2, 3 … without gaps
    kind: ActionKind = Field(sa_type=choice(ActionKind))
    item_id: int | None = None
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
