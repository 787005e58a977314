"""What units have written so far, what they have sent, and what the office gives them to read."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

_PERSONAL = {"info": {"personal": True}}


def _of_unit() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"])


class UnitDraft(SQLModel, table=True):
    """One field as the unit has written it and not sent yet. Its version counts the writings."""

    __table_args__ = (UniqueConstraint("unit_id", "key"), _of_unit())

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int
    key: str = Field(max_length=60)  # "name-12": of the delegate 12; "vehicle": of the unit
    value: str = Field(default="", max_length=400, sa_column_kwargs=_PERSONAL)
    version: int = 1
    is_sent: bool = False  # then the plan holds it, and the value here is empty


class UnitAnswer(SQLModel, table=True):
    """The unit pressed "Gửi": when, and whether that was late."""

    __table_args__ = (_of_unit(),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int = Field(index=True)
    rehearsal_id: int | None = Field(default=None, foreign_key="rehearsal.id", ondelete="CASCADE")
    at: datetime
    is_late: bool
    vehicle: str = Field(default="", max_length=200, sa_column_kwargs=_PERSONAL)
    lodging: str = Field(default="", max_length=200, sa_column_kwargs=_PERSONAL)


class AnswerChange(SQLModel, table=True):
    """One field that became another by an answer; late where the answer was."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    answer_id: int = Field(foreign_key="unitanswer.id", index=True, ondelete="CASCADE")
    delegate_id: int | None = None  # whose place it is; None: of the unit
    label: str = Field(default="", max_length=200, sa_column_kwargs=_PERSONAL)
    field: str = Field(max_length=20)
    before: str = Field(default="", max_length=400, sa_column_kwargs=_PERSONAL)
    after: str = Field(default="", max_length=400, sa_column_kwargs=_PERSONAL)


class UnitDocument(SQLModel, table=True):
    """A file that the office gives to one unit, or to all of them, until it is withdrawn."""

    __table_args__ = (_of_unit(),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    unit_id: int | None = None  # None: every unit
    title: str = Field(max_length=200)
    name: str = Field(max_length=200)  # under which it is saved
    kind: str = Field(max_length=8)
    size: int
    file: str = Field(max_length=60)  # on the shelf
    at: datetime
    who: str = Field(max_length=120)
    withdrawn_at: datetime | None = None


class IntakeTerms(SQLModel, table=True):
    """What the office asks of whoever opens a unit's page."""

    conference_id: int = Field(primary_key=True, foreign_key="conference.id", ondelete="CASCADE")
    asks_code: bool = False  # by e-mail, for phones and files


class UnitCode(SQLModel, table=True):
    """A code that was sent to the unit's address, and the key of the browser that typed it."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    link_id: int = Field(foreign_key="unitlink.id", index=True, ondelete="CASCADE")
    digest: str = Field(max_length=64)
    sent_at: datetime
    ends_at: datetime
    tries: int = 0
    key_digest: str | None = Field(default=None, max_length=64, unique=True)
    key_ends_at: datetime | None = None
