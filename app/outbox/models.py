"""Letters, what is attached to them, the record of every try, whom to write to, and when not."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.db import choice
from app.deadlines import Quiet
from app.outbox.rules import Kind, Outcome, State


class Letter(SQLModel, table=True):
    """One letter to one recipient. It is sent only after a person has released it.

    ``delegate_id`` is a bare number: delegates stand on a floor above.
    """

    __table_args__ = (
        UniqueConstraint("conference_id", "reason"),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        Index("ix_letter_queue", "state", "next_attempt_at"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    reason: str = Field(max_length=120)  # why it is written: one letter for one reason
    kind: Kind = Field(sa_type=choice(Kind))
    recipient: str = Field(max_length=200)
    address: str = Field(default="", max_length=254)  # empty: only a text to copy
    subject: str = Field(max_length=200)
    body: str
    unit_id: int | None = Field(default=None, index=True)
    delegate_id: int | None = None
    is_edited: bool = False  # by a person: preparing it again leaves it alone
    state: State = Field(default=State.DRAFT, sa_type=choice(State))
    written_at: datetime
    released_by: str = Field(default="", max_length=120)  # stays readable when the person is gone
    released_at: datetime | None = None
    message_id: str = Field(unique=True, max_length=64)  # the same for every try
    claim: str = Field(default="", max_length=32)  # of the sender that is handing it over
    claimed_until: datetime | None = None
    attempts: int = 0
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    last_error: str = Field(default="", max_length=500)


class LetterAttachment(SQLModel, table=True):
    """A file that goes with a letter."""

    id: int = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    content: bytes


class Attempt(SQLModel, table=True):
    """One try to send a letter, with what the recipient's server said."""

    id: int = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id", index=True, ondelete="CASCADE")
    at: datetime
    outcome: Outcome = Field(sa_type=choice(Outcome))
    answer: str = Field(default="", max_length=500)
    who: str = Field(default="", max_length=120)  # where a person did it


class Contact(SQLModel, table=True):
    """Whom to write to in a unit, or at a delegate. For organisers only."""

    __table_args__ = (
        UniqueConstraint("conference_id", "unit_id"),
        UniqueConstraint("conference_id", "delegate_id"),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        CheckConstraint("(unit_id IS NULL) <> (delegate_id IS NULL)", "one_holder"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    unit_id: int | None = None
    delegate_id: int | None = None
    name: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=20)


class UrgingManner(SQLModel, table=True):
    """How a conference urges. Its row is also what runs hold while they urge."""

    conference_id: int = Field(primary_key=True, foreign_key="conference.id", ondelete="CASCADE")
    quiet_from: time = Quiet.start
    quiet_until: time = Quiet.end
    email: str = Field(default="", max_length=254)  # where the office itself is told
    contact: str = Field(default="", max_length=200)  # whom to call, as it stands in every letter

    @property
    def quiet(self) -> Quiet:
        """When reminders wait."""
        return Quiet(self.quiet_from, self.quiet_until)
