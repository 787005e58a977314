"""The lines of the programme."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.agenda.rules import ItemKind
from app.db import choice


class AgendaItem(SQLModel, table=True):
    """One line of the programme, in the plan's four columns and what follows from them."""

    __table_args__ = (
        UniqueConstraint("conference_id", "id"),
        CheckConstraint("minutes >= 0", "minutes"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    number: int  # its place in the order
    kind: ItemKind = Field(default=ItemKind.OTHER, sa_type=choice(ItemKind))
    content: str = Field(max_length=400)
    minutes: int
    fixed_start: datetime | None = None  # else it starts when the one before ends
    presenter: str = Field(default="", max_length=200)
    moderator: str = Field(default="", max_length=200)
    is_conditional: bool = False  # "nếu có"
    source: str = Field(default="", max_length=60)
