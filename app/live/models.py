"""The log of the morning, and what the posts report beside it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.live.faster import FASTER
from app.live.rules import ActionKind, Post, ReportKind


class LiveAction(SQLModel, table=True):
    """One press of a button at the console. Never changed, never deleted.

    ``token`` is made by the browser or program for this press alone: sent twice, it is one action.
    """

    __table_args__ = (
        Index(
            "uq_liveaction_real",
            "conference_id",
            "sequence",
            unique=True,
            sqlite_where=text("rehearsal_id IS NULL"),
            postgresql_where=text("rehearsal_id IS NULL"),
            info={"refused": FASTER},
        ),
        Index(
            "uq_liveaction_rehearsed",
            "rehearsal_id",
            "sequence",
            unique=True,
            sqlite_where=text("rehearsal_id IS NOT NULL"),
            postgresql_where=text("rehearsal_id IS NOT NULL"),
            info={"refused": FASTER},
        ),
        UniqueConstraint("conference_id", "token", info={"refused": FASTER}),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    sequence: int  # 1, 2, 3 … without gaps
    kind: ActionKind = Field(sa_type=choice(ActionKind))
    at: datetime  # when it counts from, by the conference's clock
    recorded_at: datetime  # when it was written down, by the same clock
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    label: str = Field(default="", max_length=200)  # what it concerns, as people called it then
    details: dict[str, Any] = Field(sa_type=JSON)  # see ``logbook``
    token: str | None = Field(default=None, max_length=40)


class LiveReport(SQLModel, table=True):
    """What somebody at a post says: that all is ready for a cue, or where its speaker is. The last
    one about the same holds. It moves nothing."""

    __table_args__ = (Index("ix_livereport_conference", "conference_id", "rehearsal_id"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    kind: ReportKind = Field(sa_type=choice(ReportKind))
    post: Post = Field(sa_type=choice(Post))
    key: str = Field(max_length=80)  # of the cue
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
