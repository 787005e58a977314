"""The tree of the programme: its items, the cues in them, what was edited, what was released."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.agenda.differences import Paper
from app.agenda.rules import CueKind, EditKind, EditState, ItemKind
from app.db import choice

_EMPTY = {"server_default": ""}


class Staged(SQLModel):
    """What an item or a cue asks of those at work: the words, the technique, the people.

    ``version`` goes up with every change of what it says, so that nobody writes over somebody
    else's words unseen.
    """

    script: str = Field(default="", sa_column_kwargs=_EMPTY)  # the MC's words
    sound: str = Field(default="", max_length=400, sa_column_kwargs=_EMPTY)
    screen: str = Field(default="", max_length=400, sa_column_kwargs=_EMPTY)
    light: str = Field(default="", max_length=400, sa_column_kwargs=_EMPTY)
    ushers: str = Field(default="", max_length=400, sa_column_kwargs=_EMPTY)
    documents: str = Field(default="", max_length=400, sa_column_kwargs=_EMPTY)
    people: str = Field(default="", sa_column_kwargs=_EMPTY)  # needed on stage, one a line
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class AgendaItem(Staged, table=True):
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


class Cue(Staged, table=True):
    """One step within an item: a speech, the words before it, a change-over, an award batch.

    ``subject`` is a free key such as ``speech:6`` by which a room above knows its own cues again;
    ``unit_id`` the unit it concerns, ``theme`` what must not stand side by side.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["conference_id", "item_id"],
            ["agendaitem.conference_id", "agendaitem.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["conference_id", "unit_id"], ["unit.conference_id", "unit.id"]),
        CheckConstraint("seconds >= 0", "seconds"),
        Index("ix_cue_item", "conference_id", "item_id"),
        {"sqlite_autoincrement": True},  # a removed cue that comes back finds its number free
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    item_id: int
    number: int  # its place within the item
    kind: CueKind = Field(default=CueKind.OTHER, sa_type=choice(CueKind))
    content: str = Field(max_length=500)
    seconds: int
    fixed_start: datetime | None = None  # else it starts when the one before ends
    presenter: str = Field(default="", max_length=300)
    moderator: str = Field(default="", max_length=200)
    is_conditional: bool = False  # "nếu có"
    unit_id: int | None = None
    theme: str = Field(default="", max_length=80)
    subject: str = Field(default="", max_length=60)


class Edit(SQLModel, table=True):
    """One act of editing the tree, with every field it changed, so that it can be taken back."""

    __tablename__ = "agendaedit"
    __table_args__ = (Index("ix_agendaedit_conference_staff", "conference_id", "staff_id"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    kind: EditKind = Field(sa_type=choice(EditKind))
    label: str = Field(max_length=200)  # what was edited, as people call it
    state: EditState = Field(default=EditState.DONE, sa_type=choice(EditState))
    changes: list[dict[str, Any]] = Field(sa_type=JSON)  # see journal.py


class Release(SQLModel, table=True):
    """The programme as it was given out: the tree frozen, numbered from 1. Never changed."""

    __tablename__ = "agendarelease"
    __table_args__ = (
        UniqueConstraint(
            "conference_id", "number", info={"refused": "Có người vừa phát hành, hãy tải lại trang"}
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    remark: str = Field(default="", max_length=400)
    tree: dict[str, Any] = Field(sa_type=JSON)  # see frozen.py


class Printing(SQLModel, table=True):
    """A paper made from the programme that was printed and given out, with what stood in it."""

    __tablename__ = "agendaprinting"

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    paper: Paper = Field(sa_type=choice(Paper))
    number: int  # of the release it was printed from; 0 is the draft
    at: datetime
    staff_id: int | None = Field(default=None, foreign_key="staff.id", ondelete="SET NULL")
    who: str = Field(max_length=120)
    tree: dict[str, Any] = Field(sa_type=JSON)  # see frozen.py
