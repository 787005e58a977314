"""A hall and its seats. Lengths are in seat pitches; x grows to the right of somebody who faces the
stage from the hall, y grows away from the stage."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from app.db import choice
from app.halls.rules import BlockKind, LandmarkKind, OutKind


class Hall(SQLModel, table=True):
    """The hall of one conference."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", unique=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    source: str = Field(default="", max_length=240)
    is_assumed: bool = False  # drawn without the building's own plan
    width: float
    height: float
    stage_x: float
    stage_y: float
    stage_width: float
    stage_depth: float
    # of its layout: the HallVersion that is shown, 0 before the first change
    version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    file_id: int | None = Field(default=None, foreign_key="hallfile.id", ondelete="SET NULL")


class HallFile(SQLModel, table=True):
    """A seating plan as it was received, to be given back byte for byte."""

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", index=True, ondelete="CASCADE")
    text: str = Field(sa_type=Text)


class HallVersion(SQLModel, table=True):
    """One state of a hall's layout, and what led to it; undoing goes back to the one before."""

    __table_args__ = (UniqueConstraint("conference_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    number: int
    made_at: datetime
    who: str = Field(max_length=80)
    what: str = Field(max_length=240)
    notes: str = Field(default="", sa_type=Text)  # what an import had to assume, line by line
    layout: str = Field(sa_type=Text)  # app.halls.layout.Layout as JSON
    file_id: int | None = Field(default=None, foreign_key="hallfile.id", ondelete="SET NULL")


class Landmark(SQLModel, table=True):
    """A door of the hall, or the steps to the stage."""

    __table_args__ = (UniqueConstraint("hall_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    hall_id: int = Field(foreign_key="hall.id", ondelete="CASCADE")
    kind: LandmarkKind = Field(sa_type=choice(LandmarkKind))
    code: str = Field(max_length=12)
    name: str = Field(max_length=60)
    level: int = 0
    x: float
    y: float


class Aisle(SQLModel, table=True):
    """A way between blocks, as a line of points ``x,y x,y``."""

    id: int = Field(default=None, primary_key=True)
    hall_id: int = Field(foreign_key="hall.id", index=True, ondelete="CASCADE")
    name: str = Field(default="", max_length=60)
    level: int = 0
    points: str = Field(sa_type=Text)


class Block(SQLModel, table=True):
    """Seats between two aisles, entered through one door."""

    __table_args__ = (UniqueConstraint("hall_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    hall_id: int = Field(foreign_key="hall.id", ondelete="CASCADE")
    code: str = Field(max_length=8)
    name: str = Field(max_length=60)
    kind: BlockKind = Field(
        default=BlockKind.STALLS,
        sa_type=choice(BlockKind),
        sa_column_kwargs={"server_default": BlockKind.STALLS.value},
    )
    level: int = 0  # 0 the stalls, 1 the balcony
    position: int
    door_id: int | None = Field(default=None, foreign_key="landmark.id", ondelete="SET NULL")
    shape: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})


class SeatRow(SQLModel, table=True):
    """The seats of one block in one row; ``rank`` 0 is nearest to the stage."""

    __table_args__ = (UniqueConstraint("block_id", "label"),)

    id: int = Field(default=None, primary_key=True)
    block_id: int = Field(foreign_key="block.id", ondelete="CASCADE")
    label: str = Field(max_length=16)
    rank: int


class Seat(SQLModel, table=True):
    """One chair. ``guid`` stays the same when the plan is drawn anew."""

    __table_args__ = (
        UniqueConstraint("conference_id", "guid"),
        UniqueConstraint("conference_id", "label"),
        UniqueConstraint("conference_id", "id"),
        CheckConstraint("position >= 0", "position"),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int = Field(foreign_key="conference.id", ondelete="CASCADE")
    row_id: int = Field(foreign_key="seatrow.id", index=True, ondelete="CASCADE")
    guid: str = Field(max_length=120)
    label: str = Field(max_length=40)  # what is printed on the chair, with block and row
    number: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    position: int  # along the row of the block, from the left
    x: float
    y: float
    is_accessible: bool = False
    is_press: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_after_aisle: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    code: str = Field(unique=True, max_length=32)  # the QR code on the chair


class BlockedSeat(SQLModel, table=True):
    """A seat nobody is placed on, and why."""

    __table_args__ = (
        UniqueConstraint("seat_id"),
        ForeignKeyConstraint(
            ["conference_id", "seat_id"], ["seat.conference_id", "seat.id"], ondelete="CASCADE"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    conference_id: int
    seat_id: int
    kind: OutKind = Field(
        default=OutKind.OTHER,
        sa_type=choice(OutKind),
        sa_column_kwargs={"server_default": OutKind.OTHER.value},
    )
    reason: str = Field(max_length=120)
