"""Devices at the doors, what they scanned, and who has come in."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.checkin.rules import Direction, Verdict
from app.db import choice

# Emptied when people are anonymised after the event.
_CLEARED = {"info": {"personal": True}}


class Entrance(SQLModel, table=True):
    """What people are counted into once: the hall in the morning, or a session of its own."""

    __table_args__ = (
        UniqueConstraint("conference_id", "id"),
        UniqueConstraint("conference_id", "name", info={"refused": "Đã có lượt vào mang tên này"}),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    name: str = Field(max_length=80)
    keeps_doors: bool = False  # a card is let in only by the door of its block


class Device(SQLModel, table=True):
    """A phone or tablet at a door. It may scan and search, and nothing else."""

    __table_args__ = (
        UniqueConstraint("conference_id", "id"),
        UniqueConstraint("conference_id", "name", info={"refused": "Đã có máy mang tên này"}),
        ForeignKeyConstraint(
            ["conference_id", "entrance_id"], ["entrance.conference_id", "entrance.id"]
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    entrance_id: int
    name: str = Field(max_length=60)  # "Cửa 2 – máy A"
    door: str = Field(default="", max_length=60)  # as the hall names it; empty: it moves about
    may_substitute: bool = False
    code: str = Field(unique=True, max_length=32)  # of the QR that enrols it, once
    code_ends_at: datetime
    digest: str | None = Field(default=None, unique=True, max_length=64)  # of its token
    enrolled_at: datetime | None = None
    revoked_at: datetime | None = None
    seen_at: datetime | None = None
    battery: int | None = None  # per cent
    queued: int = 0
    skew: float = 0  # seconds, server minus device
    roster_at: datetime | None = None  # when it last had the newest list


class Arrival(SQLModel, table=True):
    """A delegate came in. The database keeps it to one, however many doors read the card."""

    __table_args__ = (
        Index(
            "uq_arrival_real",
            "entrance_id",
            "delegate_id",
            unique=True,
            sqlite_where=text("rehearsal_id IS NULL"),
            postgresql_where=text("rehearsal_id IS NULL"),
        ),
        Index(
            "uq_arrival_rehearsed",
            "entrance_id",
            "delegate_id",
            "rehearsal_id",
            unique=True,
            sqlite_where=text("rehearsal_id IS NOT NULL"),
            postgresql_where=text("rehearsal_id IS NOT NULL"),
        ),
        ForeignKeyConstraint(
            ["conference_id", "delegate_id"],
            ["delegate.conference_id", "delegate.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["conference_id", "entrance_id"], ["entrance.conference_id", "entrance.id"]
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(index=True)
    entrance_id: int
    delegate_id: int
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    at: datetime
    door: str = Field(default="", max_length=60)
    device_id: int | None = Field(default=None, foreign_key="device.id")
    scan_id: str = Field(max_length=40)  # the request that brought it
    out_since: datetime | None = None


class ScanRecord(SQLModel, table=True):
    """Every scan as it was answered: the same request again gets the same bytes."""

    __table_args__ = (
        UniqueConstraint("device_id", "scan_id"),
        Index("ix_scanrecord_verdict", "conference_id", "verdict"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    entrance_id: int = Field(foreign_key="entrance.id")
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    device_id: int = Field(foreign_key="device.id")
    scan_id: str = Field(max_length=40)
    sequence: int  # the device's own
    delegate_id: int | None = Field(
        default=None, foreign_key="delegate.id", ondelete="SET NULL", index=True
    )
    direction: Direction = Field(sa_type=choice(Direction))
    at: datetime  # by the server's clock
    device_at: datetime
    received_at: datetime
    door: str = Field(default="", max_length=60)
    shown: Verdict | None = Field(default=None, sa_type=choice(Verdict))
    verdict: Verdict = Field(sa_type=choice(Verdict))
    answer: str = Field(max_length=600, sa_column_kwargs=_CLEARED)
    undone_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str = Field(default="", max_length=120)
    remark: str = Field(default="", max_length=200, sa_column_kwargs=_CLEARED)
