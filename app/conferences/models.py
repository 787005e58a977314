"""A conference and what stands around it. Every other table belongs to one conference."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.conferences.rules import DeskRole, UnitKind
from app.db import choice


class Conference(SQLModel, table=True):
    """One summit, as its plan states it."""

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "ends_after_start"),
        CheckConstraint("stated_delegates >= 0", "stated_delegates"),
        UniqueConstraint("slug", info={"refused": "Địa chỉ này đã dùng cho hội nghị khác"}),
    )

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(max_length=60)
    name: str = Field(max_length=300)  # as issued
    short_name: str = Field(max_length=80)
    host: str = Field(max_length=160)
    chair: str = Field(default="", max_length=160)
    starts_at: datetime
    ends_at: datetime
    is_tentative: bool = False  # "dự kiến"
    venue: str = Field(default="", max_length=160)
    address: str = Field(default="", max_length=200)
    backdrop: str = ""
    stated_delegates: int = 0
    is_stated_about: bool = False  # "khoảng"
    follow_code: str = Field(unique=True, max_length=32)  # the public live page
    screen_code: str = Field(unique=True, max_length=32)  # the screens of stage and hall
    poster_code: str = Field(unique=True, max_length=32)  # "find my seat" at the entrance
    is_poster_open: bool = True


class ConferenceAlias(SQLModel, table=True):
    """Another name under which documents speak of the conference."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=300)


class BaseDocument(SQLModel, table=True):
    """A document on which the conference rests. A number or day not yet written stays empty."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    number: str = Field(default="", max_length=60)
    issued_on: date | None = None
    issuer: str = Field(default="", max_length=160)
    title: str = Field(default="", max_length=300)
    source: str = Field(default="", max_length=60)  # where the plan names it


class Membership(SQLModel, table=True):
    """What one member of staff may do in one conference. Nobody else sees it."""

    __table_args__ = (UniqueConstraint("staff_id", "conference_id"),)

    id: int = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id", ondelete="CASCADE")
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    role: DeskRole = Field(sa_type=choice(DeskRole))


class Rehearsal(SQLModel, table=True):
    """A time during which the conference runs on a clock somebody set.

    What happens in it carries its id, and is never seen beside what really happened.
    """

    __table_args__ = (
        Index(
            "uq_rehearsal_open",
            "conference_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
            info={"refused": "Hội nghị đang chạy đồng hồ diễn tập khác"},
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    as_of: datetime
    set_at: datetime
    is_running: bool
    ended_at: datetime | None = None
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")


class Revision(SQLModel, table=True):
    """One value somebody changed: what it was, what it became, and why; see ``chain``."""

    __table_args__ = (
        UniqueConstraint("conference_id", "sequence"),
        Index("ix_revision_object", "conference_id", "table", "row_id"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)  # stays readable when the person is gone
    table: str = Field(max_length=40)
    row_id: int
    label: str = Field(max_length=200)  # the thing as people call it
    field: str = Field(max_length=40)
    before: str = ""
    after: str = ""
    reason: str = Field(default="", max_length=300)
    sequence: int = 0  # in the conference's history, from 1; given when the change is committed
    digest: str = Field(default="", max_length=64)
    seal: str = Field(default="", max_length=64)
    redacted: str = Field(default="", max_length=64)  # digest of what is left without names


class HistoryHead(SQLModel, table=True):
    """The last line of a conference's history, so that its end cannot be cut off unseen."""

    conference_id: int = Field(primary_key=True, foreign_key="conference.id", ondelete="CASCADE")
    sequence: int
    seal: str = Field(max_length=64)


class Unit(SQLModel, table=True):
    """A body that sends delegates, carries out tasks or gives speeches."""

    __table_args__ = (
        UniqueConstraint(
            "conference_id", "name_key", info={"refused": "Đã có đơn vị mang tên này"}
        ),
        UniqueConstraint("conference_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    parent_id: int | None = Field(default=None, foreign_key="unit.id", ondelete="SET NULL")
    name: str = Field(max_length=160)
    kind: UnitKind = Field(sa_type=choice(UnitKind))
    code: str = Field(default="", max_length=20)  # statistics office; not a key: sources differ
    position: int = 0  # in the host's own list of units
    name_key: str = Field(max_length=200)  # equal for hoà and hòa
    search_key: str = Field(max_length=400)
    sort_key: str = Field(max_length=800)


class UnitAlias(SQLModel, table=True):
    """Another way in which documents write a unit's name."""

    __table_args__ = (UniqueConstraint("conference_id", "name_key"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    unit_id: int = Field(foreign_key="unit.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=160)
    name_key: str = Field(max_length=200)


class DelegateGroup(SQLModel, table=True):
    """A part of the composition, with the number of places it has."""

    __table_args__ = (
        UniqueConstraint("conference_id", "code"),
        UniqueConstraint("conference_id", "id"),
        CheckConstraint("quota >= 0", "quota"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    code: str = Field(max_length=8)
    block: str = Field(max_length=60)
    name: str = Field(max_length=160)
    quota: int
    basis: str = Field(default="", max_length=240)  # where the number comes from
    is_assumed: bool = False
    precedence: int  # lower is seated and introduced first
    colour: int = 1  # 1-9, its colour on maps and lists


class DressRule(SQLModel, table=True):
    """What to wear. The rule that names most about a person is theirs."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    role: str = Field(default="", max_length=24)  # empty: every role
    sex: str = Field(default="", max_length=8)  # empty: both
    is_uniformed: bool | None = None
    text: str = Field(max_length=200)
    source: str = Field(default="", max_length=60)
