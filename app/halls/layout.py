"""A hall as one value: what is drawn, imported, edited, undone and exported. Pure.

Lengths are in seat pitches; x grows to the right of somebody who faces the stage, y away from it.
A seat is known by its ``guid``, which stays the same when the plan is drawn anew.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.halls.rules import BlockKind, LandmarkKind, Numbering, OutKind

LARGEST = 10_000  # seats; more is a stadium, and no office seats one by hand
ANNEX_LEVEL = 9  # of a second hall: behind every floor of the first one
MOST_BLOCKS = 400  # of a plan that is received; a box is one
MOST_MARKS = 200
_FAR = 2_000.0

Length = Annotated[float, Field(ge=-_FAR, le=_FAR, allow_inf_nan=False)]
Size = Annotated[float, Field(ge=0, le=_FAR, allow_inf_nan=False)]
Level = Annotated[int, Field(ge=0, le=9)]


class Drawn(BaseModel):
    """Values that are compared and kept as JSON; what they do not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stage(Drawn):
    x: Length
    y: Length
    width: Size
    depth: Size


class Mark(Drawn):
    """A door of the hall, or the steps to the stage."""

    kind: LandmarkKind
    code: str = Field(min_length=1, max_length=12)
    name: str = Field(max_length=60)
    x: Length
    y: Length
    level: Level = 0


class Shape(Drawn):
    """The rows of a block as an office describes them; the seats follow from it.

    ``x``, ``y`` is the middle of the first row and ``turn`` how many degrees the block is turned
    clockwise. With a ``radius`` the rows curve round a centre before them; 0 makes them straight.
    """

    x: Length
    y: Length
    counts: list[Annotated[int, Field(ge=1, le=200)]] = Field(min_length=1, max_length=120)
    radius: float = Field(default=0, ge=0, le=_FAR)
    pitch: float = Field(default=1.75, ge=1, le=6)
    turn: float = Field(default=0, ge=-360, le=360)
    first_label: str = Field(default="1", max_length=8)
    numbering: Numbering = Numbering.LEFT
    aisles: list[Annotated[int, Field(ge=1, le=200)]] = []  # after how many seats from the left


class LaidSeat(Drawn):
    """One chair. ``number`` is what is printed on it; ``label`` is unique in the hall."""

    guid: str = Field(min_length=1, max_length=120)
    label: str = Field(min_length=1, max_length=40)
    number: str = Field(max_length=16)
    x: Length
    y: Length
    is_accessible: bool = False
    is_press: bool = False  # reporters sit here, and others only where nothing else is free
    is_after_aisle: bool = False  # an aisle parts it from the seat before it in its row
    out: OutKind | None = None  # nobody is placed here, and what for
    reason: str = Field(default="", max_length=120)


class LaidRow(Drawn):
    """From the left; ``rank`` 0 is nearest to the stage."""

    label: str = Field(max_length=16)
    rank: int
    seats: list[LaidSeat] = Field(min_length=1)


class LaidBlock(Drawn):
    """From the stage. ``door`` is the code of the door through which it is entered."""

    code: str = Field(min_length=1, max_length=8)
    name: str = Field(max_length=60)
    kind: BlockKind = BlockKind.STALLS
    level: Level = 0
    door: str = ""
    shape: Shape | None = None  # None where every seat was given its place singly
    rows: list[LaidRow]


class Layout(Drawn):
    """A whole hall."""

    name: str = Field(max_length=120)
    source: str = Field(default="", max_length=240)
    is_assumed: bool = False
    width: Size
    height: Size
    stage: Stage
    marks: list[Mark] = []
    # between blocks: the level, and a line of points
    aisles: list[tuple[Level, Annotated[list[tuple[Length, Length]], Field(max_length=400)]]] = []
    blocks: list[LaidBlock] = []

    @property
    def seats(self) -> list[LaidSeat]:
        return [seat for block in self.blocks for row in block.rows for seat in row.seats]
