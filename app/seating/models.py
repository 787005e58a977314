"""What the protocol officer's desk keeps: acts that can be undone, pins, releases, proposals."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import choice
from app.seating.steps import ActKind, ActState, JobState, ProposalKind

_MEANWHILE = {"refused": "Sơ đồ vừa được người khác thay đổi, hãy xem lại rồi làm lại"}

# Emptied when people are anonymised after the event.
_CLEARED = {"info": {"personal": True}}
# Where this holds the name of a delegate, anonymising hides it.
_NAMES = {"info": {"personal": "names"}}


class SeatingAct(SQLModel, table=True):
    """One thing somebody did to the seating, with all it takes to undo and redo it.

    ``version`` grows with everything that is done, undone or redone: what a page saw is a version.
    """

    __table_args__ = (
        UniqueConstraint("conference_id", "number", info=_MEANWHILE),
        UniqueConstraint("conference_id", "version", info=_MEANWHILE),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    version: int
    kind: ActKind = Field(sa_type=choice(ActKind))
    state: ActState = Field(default=ActState.DONE, sa_type=choice(ActState))
    told: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs=_NAMES
    )  # what its name is made of
    reason: str = Field(default="", max_length=200, sa_column_kwargs=_CLEARED)
    steps: list[list[Any]] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs=_NAMES
    )  # as ``steps.written``
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    at: datetime


class Pin(SQLModel, table=True):
    """A delegate who keeps the seat they have, whatever is planned anew."""

    __table_args__ = (
        UniqueConstraint("delegate_id", info={"refused": "Đại biểu này đã được ghim"}),
        ForeignKeyConstraint(
            ["conference_id", "delegate_id"],
            ["delegate.conference_id", "delegate.id"],
            ondelete="CASCADE",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(index=True)
    delegate_id: int
    reason: str = Field(max_length=120, sa_column_kwargs=_CLEARED)
    who: str = Field(max_length=120)
    at: datetime


class Release(SQLModel, table=True):
    """The seating as it was announced at one moment. It never changes."""

    __table_args__ = (UniqueConstraint("conference_id", "number", info=_MEANWHILE),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    remark: str = Field(default="", max_length=300, sa_column_kwargs=_NAMES)


class ReleasedSeat(SQLModel, table=True):
    """One line of a release, in the words it was announced in; it outlives person and seat."""

    __table_args__ = (UniqueConstraint("release_id", "delegate_id"),)

    id: int = Field(default=None, primary_key=True)
    release_id: int = Field(foreign_key="release.id", ondelete="CASCADE")
    delegate_id: int | None = Field(
        default=None, foreign_key="delegate.id", index=True, ondelete="SET NULL"
    )
    seat_id: int | None = Field(
        default=None, foreign_key="seat.id", index=True, ondelete="SET NULL"
    )
    number: int  # of the delegate in the list
    called: str = Field(max_length=200, sa_column_kwargs=_CLEARED)
    unit: str = Field(default="", max_length=160)
    seat: str = Field(max_length=24)  # its label


class Proposal(SQLModel, table=True):
    """A plan somebody asked for, while it is computed and afterwards.

    Nobody sits anywhere by it until a person accepts it. ``value`` is the solver's figure for the
    whole plan, or the number of people moved; ``bound`` is proven to be the least there can be.
    """

    __table_args__ = (UniqueConstraint("conference_id", "number", info=_MEANWHILE),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    kind: ProposalKind = Field(sa_type=choice(ProposalKind))
    state: JobState = Field(default=JobState.WAITING, sa_type=choice(JobState))
    policy: str = Field(sa_type=Text)  # ``solver.model.Policy``
    late: str = Field(default="{}", sa_type=Text)  # ``late.Late``: changes to reckon with
    version: int = 0  # of the seating it was computed from
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    asked_at: datetime
    beat_at: datetime  # when the process that computes it was last heard of
    ended_at: datetime | None = None
    is_to_stop: bool = False
    progress: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    fault: str = Field(default="", max_length=1000)
    value: float | None = None
    bound: float | None = None
    gap: float | None = None  # of the value, 0.01 is one in a hundred
    seconds: float = 0
    figures: str = Field(default="", sa_type=Text)  # ``proposals.Figures``
    accepted_at: datetime | None = None
    accepted_by: str = Field(default="", max_length=120)


class ProposedSeat(SQLModel, table=True):
    """Where a proposal puts a delegate, or a guest who has no number yet, and why there."""

    __table_args__ = (UniqueConstraint("proposal_id", "delegate_id", "guest"),)

    id: int = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", ondelete="CASCADE")
    delegate_id: int | None = Field(
        default=None, foreign_key="delegate.id", index=True, ondelete="CASCADE"
    )
    guest: int = 0  # 1, 2, … for those who come besides; 0 for delegates
    seat_id: int = Field(foreign_key="seat.id", index=True, ondelete="CASCADE")
    why: str = Field(default="", max_length=200, sa_column_kwargs=_CLEARED)
