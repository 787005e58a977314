"""Delegates, with what each of them holds once: a pass and a seat."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.db import choice
from app.delegates.precedence import Level
from app.delegates.rules import Accredited, Attendance, PrintKind, ReadingKind, Role, Sex

# Anonymising empties a column that is marked so; what may be missing, then is.
_CLEARED = {"info": {"personal": True}}
_COMES = text("stands_in_for_id IS NOT NULL AND attendance IN ('invited', 'confirmed')")


def _personal(length: int) -> Any:
    """A text that anonymising empties: see ``delegates.personal``."""
    return Field(default="", max_length=length, sa_column_kwargs=_CLEARED)


class Delegate(SQLModel, table=True):
    """One place of the composition: a person, or a post whose holder is not named yet.

    Whoever stands in for somebody has a row of their own and counts for no place; see ``sums``.
    """

    __table_args__ = (
        UniqueConstraint("conference_id", "id"),
        UniqueConstraint("conference_id", "number", info={"refused": "Số thứ tự này đã dùng"}),
        ForeignKeyConstraint(
            ["conference_id", "group_id"], ["delegategroup.conference_id", "delegategroup.id"]
        ),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        Index("ix_delegate_order", "conference_id", "sort_key"),
        Index("ix_delegate_precedence", "conference_id", "precedence"),
        Index(
            "uq_delegate_stand_in",
            "stands_in_for_id",
            unique=True,
            sqlite_where=_COMES,
            postgresql_where=_COMES,
            info={"refused": "Đại biểu này đã có người dự thay"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int  # in the list of delegates, in order of precedence
    group_id: int = Field(index=True)
    unit_id: int | None = Field(default=None, index=True)
    stands_in_for_id: int | None = Field(
        default=None, foreign_key="delegate.id", ondelete="SET NULL"
    )
    name: str = _personal(80)  # empty: named only by position
    is_synthetic: bool = False  # a sample name, not a person's
    sex: Sex | None = Field(default=None, sa_type=choice(Sex))
    is_uniformed: bool = False
    rank: int = 0  # in the list of the group: decides where dates do not
    in_post_since: date | None = Field(default=None, sa_column_kwargs=_CLEARED)
    birth_year: int | None = Field(default=None, sa_column_kwargs=_CLEARED)
    attendance: Attendance = Field(default=Attendance.INVITED, sa_type=choice(Attendance))
    reason: str = _personal(200)
    note: str = _personal(200)
    phone: str = _personal(20)
    needs_step_free: bool = False
    precedence: int = 0  # place in the one order of introduction, seats and lists
    sort_key: str = _personal(600)
    search_key: str = _personal(900)  # folded
    accented_key: str = _personal(2_000)  # as written and with tones apart, for nearness


class Position(SQLModel, table=True):
    """One of the posts a delegate holds, in the order they are read out."""

    __table_args__ = (UniqueConstraint("delegate_id", "place"),)

    id: int = Field(default=None, primary_key=True)
    delegate_id: int = Field(foreign_key="delegate.id", ondelete="CASCADE")
    place: int
    title: str = Field(max_length=200, sa_column_kwargs=_CLEARED)


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
    why: str = _personal(200)


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
    stood: dict[str, str] = Field(sa_type=JSON, sa_column_kwargs=_CLEARED)
    printed_at: datetime
    who: str = Field(max_length=120)


class PrecedenceLine(SQLModel, table=True):
    """One line of the order of introduction and seating, with where it comes from."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["conference_id", "group_id"], ["delegategroup.conference_id", "delegategroup.id"]
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    place: int  # from 1, the highest first
    level: Level = Field(sa_type=choice(Level))
    block: str = Field(default="", max_length=60)
    title: str = Field(max_length=160)
    posts: str = Field(default="", max_length=600)  # how posts of this line begin, line by line
    group_id: int | None = None  # whose members stand here at least
    by_unit: bool = False  # unit by unit in the units' own order
    source: str = Field(default="", max_length=240)


class PrecedenceMove(SQLModel, table=True):
    """Somebody put before somebody else by hand, against the rule, for a reason."""

    __table_args__ = (
        UniqueConstraint("delegate_id", info={"refused": "Đại biểu này đã được chuyển tay"}),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    delegate_id: int = Field(foreign_key="delegate.id", ondelete="CASCADE")
    before_id: int = Field(foreign_key="delegate.id", index=True, ondelete="CASCADE")
    reason: str = _personal(200)
    moved_at: datetime
    who: str = Field(max_length=120)


class UnitQuota(SQLModel, table=True):
    """How many places a unit was given."""

    __table_args__ = (
        UniqueConstraint("unit_id"),
        CheckConstraint("places >= 0", "places"),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    places: int


class Accreditation(SQLModel, table=True):
    """An outlet (a unit of the press) and the reporters it may send."""

    __table_args__ = (
        UniqueConstraint("unit_id", info={"refused": "Cơ quan báo chí này đã có trong danh sách"}),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    reporters: int = 1
    state: Accredited = Field(default=Accredited.ASKED, sa_type=choice(Accredited))
    note: str = Field(default="", max_length=200)


class Substitution(SQLModel, table=True):
    """Somebody came in the place of somebody else: what was before, to be taken back."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    absent_id: int = Field(foreign_key="delegate.id", index=True, ondelete="CASCADE")
    stand_in_id: int = Field(foreign_key="delegate.id", index=True, ondelete="CASCADE")
    pass_id: int | None = Field(default=None, foreign_key="pass.id", ondelete="SET NULL")
    attendance_before: Attendance = Field(sa_type=choice(Attendance))
    reason_before: str = _personal(200)
    at: datetime
    who: str = Field(max_length=120)
    undone_at: datetime | None = None


class Reading(SQLModel, table=True):
    """Somebody looked at personal data, or took it away."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    kind: ReadingKind = Field(sa_type=choice(ReadingKind))
    delegate_id: int | None = Field(default=None, foreign_key="delegate.id", ondelete="SET NULL")
    people: int  # how many it was about


class DataCare(SQLModel, table=True):
    """How a conference treats personal data: what people are told, and when it was removed."""

    conference_id: int = Field(primary_key=True, foreign_key="conference.id", ondelete="CASCADE")
    notice: str = ""  # empty: the usual one
    anonymised_at: datetime | None = None
    anonymised_by: str = Field(default="", max_length=120)
