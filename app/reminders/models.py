"""Rules of urging, the record of who was urged for what, and calendar feeds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.checklist.rules import Kind
from app.db import choice
from app.deadlines import Relation
from app.reminders.rules import MOST_HOURS, Side, Way, Whom

_REASON = ("conference_id", "cause", "entry", "recipient", "due")
_TWICE = {"refused": "Nơi này vừa được đôn đốc về đúng việc ấy"}


class UrgingRule(SQLModel, table=True):
    """Who is urged, when, about which entries, and which way.

    Its letters wait in the outbox for a person, unless somebody has said for this very rule that
    they may go at once: then they are released in that person's name.
    """

    __table_args__ = (CheckConstraint(f"hours BETWEEN 0 AND {MOST_HOURS}", "hours"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    kind: Kind | None = Field(default=None, sa_type=choice(Kind))  # None: entries of every kind
    hours: int
    side: Side = Field(sa_type=choice(Side))
    whom: Whom = Field(sa_type=choice(Whom))
    way: Way = Field(sa_type=choice(Way))
    is_on: bool = True
    consent_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    consented_by: str = Field(default="", max_length=120)
    consented_at: datetime | None = None
    source: str = Field(default="", max_length=60)


class Urging(SQLModel, table=True):
    """Somebody was urged about one entry, for one cause. Never twice: see the two indexes."""

    __table_args__ = (
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        Index(
            "uq_urging_real",
            *_REASON,
            unique=True,
            sqlite_where=text("rehearsal_id IS NULL"),
            postgresql_where=text("rehearsal_id IS NULL"),
            info=_TWICE,
        ),
        Index(
            "uq_urging_rehearsed",
            *_REASON,
            "rehearsal_id",
            unique=True,
            sqlite_where=text("rehearsal_id IS NOT NULL"),
            postgresql_where=text("rehearsal_id IS NOT NULL"),
            info=_TWICE,
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    cause: str = Field(max_length=40)  # "rule/12", or "hand/…" of one decision of a person
    hours: int | None = None  # as the rule said then; None: by hand
    side: Side | None = Field(default=None, sa_type=choice(Side))
    entry: str = Field(max_length=64)  # which one, also when its words change
    kind: Kind = Field(sa_type=choice(Kind))
    subject: str = Field(max_length=600)  # its words at that time
    recipient: str = Field(max_length=40)  # "unit/17" or "office"
    name: str = Field(max_length=200)
    unit_id: int | None = Field(default=None, index=True)
    due: datetime
    relation: Relation = Field(sa_type=choice(Relation))
    at: datetime  # as the conference's clock showed it
    who: str = Field(max_length=120)
    letter_id: int | None = Field(default=None, foreign_key="letter.id", ondelete="SET NULL")


class CalendarFeed(SQLModel, table=True):
    """The secret address at which one member of staff subscribes to a conference's deadlines."""

    __table_args__ = (
        Index(
            "uq_calendarfeed_valid",
            "conference_id",
            "staff_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
            info={"refused": "Đồng chí đã có địa chỉ lịch còn hiệu lực"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    staff_id: int = Field(foreign_key="staff.id", ondelete="CASCADE")
    token: str = Field(unique=True, max_length=32)
    made_at: datetime
    revoked_at: datetime | None = None


class EventMark(SQLModel, table=True):
    """How an event of the feeds was last seen, so that calendars learn what is newer."""

    __table_args__ = (UniqueConstraint("conference_id", "uid"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    uid: str = Field(max_length=120)
    digest: str = Field(max_length=64)
    sequence: int = 0
    modified_at: datetime
