"""Delegates, with what each of them holds once: a pass and a seat."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.delegates.rules import Attendance, PrintKind, Role, Sex


class Delegate(SQLModel, table=True):
    """One place of the composition: a person, or a post whose holder is not named yet."""

    __table_args__ = (
        UniqueConstraint("conference_id", "id"),
        UniqueConstraint("conference_id", "number", info={"refused": "Số thứ tự này đã dùng"}),
        ForeignKeyConstraint(
            ["conference_id", "group_id"], ["delegategroup.conference_id", "delegategroup.id"]
        ),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        Index("ix_delegate_order", "conference_id", "sort_key"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int  # in the list of delegates, in order of precedence
    group_id: int = Field(index=True)
    unit_id: int | None = Field(default=None, index=True)
    name: str = Field(default="", max_length=80)  # empty: named only by position
    is_synthetic: bool = False  # a sample name, not a person's
    sex: Sex | None = Field(default=None, sa_type=choice(Sex))
    is_uniformed: bool = False
    rank: int = 0  # within the group: lower is seated and introduced first
    in_post_since: date | None = None
    birth_year: int | None = None
    attendance: Attendance = Field(default=Attendance.INVITED, sa_type=choice(Attendance))
    reason: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    needs_step_free: bool = False
    sort_key: str = Field(default="", max_length=600)
    search_key: str = Field(default="", max_length=900)


class Position(SQLModel, table=True):
    """One of the posts a delegate holds, in the order they are read out."""

    __table_args__ = (UniqueConstraint("delegate_id", "place"),)

    id: int = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id", ondelete="CASCADE")
    place: int
    title: str = Field(max_length=200)


class DelegateRole(SQLModel, table=True):
    """What a delegate does at the conference; one person may do several things."""

    __table_args__ = (UniqueConstraint("delegate_id", "role"),)

    id: int = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id", ondelete="CASCADE")
    role: Role = Field(sa_type=choice(Role))


class Pass(SQLModel, table=True):
    """What a delegate's QR code carries. One is valid at a time; a revoked one stays refused."""

    __table_args__ = (
        Index(
            "uq_pass_valid",
            "delegate_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
            info={"refused": "Đại biểu đã có mã còn hiệu lực"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id", index=True, ondelete="CASCADE")
    token: str = Field(unique=True, max_length=32)
    issued_at: datetime
    revoked_at: datetime | None = None


class Placement(SQLModel, table=True):
    """A delegate's seat: one person one seat, one seat one person, of the same conference."""

    __table_args__ = (
        UniqueConstraint("delegate_id", info={"refused": "Đại biểu này đã có ghế"}),
        UniqueConstraint("seat_id", info={"refused": "Ghế này đã có đại biểu"}),
        ForeignKeyConstraint(
            ["conference_id", "delegate_id"],
            ["delegate.conference_id", "delegate.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["conference_id", "seat_id"], ["seat.conference_id", "seat.id"]),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(index=True)
    delegate_id: int
    seat_id: int
    placed_at: datetime
    why: str = Field(default="", max_length=200)


class Print(SQLModel, table=True):
    """What stood about a delegate on the last paper of one kind."""

    __table_args__ = (
        UniqueConstraint("delegate_id", "kind"),
        ForeignKeyConstraint(
            ["conference_id", "delegate_id"],
            ["delegate.conference_id", "delegate.id"],
            ondelete="CASCADE",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(index=True)
    delegate_id: int
    kind: PrintKind = Field(sa_type=choice(PrintKind))
    stood: dict[str, str] = Field(sa_type=JSON)
    printed_at: datetime
    who: str = Field(max_length=120)
