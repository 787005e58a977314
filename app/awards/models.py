"""Awards and the batches in which they are handed over."""

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.awards.rules import RecipientKind
from app.db import choice

# Where this holds the name of a delegate, anonymising hides it.
_NAMES = {"info": {"personal": "names"}}


class AwardBatch(SQLModel, table=True):
    """Those called on stage together, and who hands over to them."""

    __table_args__ = (
        UniqueConstraint("conference_id", "number"),
        UniqueConstraint("conference_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    form: str = Field(max_length=160)
    handed_over_by: str = Field(default="", max_length=200)
    minutes: int = 3
    is_assumed: bool = False


class Award(SQLModel, table=True):
    """One award to a collective, received by its representative, or to a person."""

    __table_args__ = (
        UniqueConstraint(
            "batch_id", "place", info={"refused": "Vị trí này trên sân khấu đã có người"}
        ),
        ForeignKeyConstraint(
            ["conference_id", "batch_id"], ["awardbatch.conference_id", "awardbatch.id"]
        ),
        ForeignKeyConstraint(
            ["conference_id", "delegate_id"], ["delegate.conference_id", "delegate.id"]
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    batch_id: int
    place: int  # on stage, from the left: also the order of list and trays
    kind: RecipientKind = Field(sa_type=choice(RecipientKind))
    recipient: str = Field(max_length=160, sa_column_kwargs=_NAMES)
    delegate_id: int | None = None  # who comes on stage
    is_assumed: bool = False
