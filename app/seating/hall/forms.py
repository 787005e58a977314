"""What an organiser types to draw a hall, and the change of the layout each form asks for."""

import re
from typing import Literal

from pydantic import BaseModel, Field, field_validator

from app.errors import Refused
from app.halls import editing
from app.halls.layout import ANNEX_LEVEL, LaidBlock, Layout, Mark, Shape, Stage
from app.halls.rules import BlockKind, LandmarkKind, Numbering, OutKind
from app.web import forms

_BEHIND = 3.0  # pitches from the stage, or the last row, to a new block


class HallForm(BaseModel):
    """The hall itself and where its stage is."""

    hall_name: str = Field(max_length=120)
    source: str = Field(default="", max_length=240)
    is_assumed: bool = False
    stage_x: float = Field(default=20, ge=-500, le=500)
    stage_y: float = Field(default=1, ge=-500, le=500)
    stage_width: float = Field(default=24, gt=0, le=200)
    stage_depth: float = Field(default=6, gt=0, le=100)

    def empty(self) -> Layout:
        """A hall without a seat."""
        layout = Layout(name=self.hall_name, width=60, height=40, stage=self._stage())
        return self.on(layout)

    def on(self, layout: Layout) -> Layout:
        told = {"name": self.hall_name, "source": self.source, "is_assumed": self.is_assumed}
        return editing.ranked(layout.model_copy(update={**told, "stage": self._stage()}))

    def _stage(self) -> Stage:
        return Stage(x=self.stage_x, y=self.stage_y, width=self.stage_width, depth=self.stage_depth)


class BlockForm(BaseModel):
    """A block: its words, and its rows unless it came from a file (``rows`` empty)."""

    code: str = Field(max_length=8, pattern=r"^\w+$")
    name: str = Field(default="", max_length=60)
    kind: BlockKind = BlockKind.STALLS
    level: int = Field(default=0, ge=0, le=9)
    door: str = Field(default="", max_length=12)
    rows: str = Field(default="", max_length=600)
    aisles: str = Field(default="", max_length=60)
    numbering: Numbering = Numbering.LEFT
    first_label: str = Field(default="1", max_length=8)
    x: float = Field(default=30, ge=-500, le=500)
    y: float = Field(default=12, ge=-500, le=500)
    radius: float = Field(default=0, ge=0, le=1000)
    pitch: float = Field(default=1.75, ge=1, le=6)
    turn: float = Field(default=0, ge=-360, le=360)

    @field_validator("rows")
    @classmethod
    def readable(cls, rows: str) -> str:
        if rows:
            editing.counts_named(rows)
        return rows

    @field_validator("aisles")
    @classmethod
    def numbers(cls, aisles: str) -> str:
        if not re.fullmatch("[0-9 ,;]*", aisles):
            raise ValueError("Viết các số, ví dụ 6, 12")
        return aisles

    def on(self, layout: Layout) -> Layout:
        """Add the block or change the one with its code. Raises Refused."""
        there = next((block for block in layout.blocks if block.code == self.code), None)
        told: dict[str, object] = {
            "name": self.name or f"Khu {self.code}",
            "kind": self.kind,
            "level": ANNEX_LEVEL if self.kind is BlockKind.ANNEX else self.level,
            "door": self._door(layout),
        }
        if there is not None:
            layout = editing.describe_block(layout, self.code, told)
            there = next(block for block in layout.blocks if block.code == self.code)
            if not self.rows or self._shape() == there.shape:
                return layout
        elif not self.rows:
            raise Refused("Viết số ghế từng hàng như 10, 11, 12 hoặc 12 x 18")
        block = there or LaidBlock.model_validate({"code": self.code, **told, "rows": []})
        return editing.draw_block(layout, block, self._shape())

    def _shape(self) -> Shape:
        words = self.aisles.replace(",", " ").replace(";", " ").split()
        return Shape(
            x=self.x,
            y=self.y,
            counts=editing.counts_named(self.rows),
            radius=self.radius,
            pitch=self.pitch,
            turn=self.turn,
            first_label=self.first_label,
            numbering=self.numbering,
            aisles=sorted({int(word) for word in words if 0 < int(word) <= 200}),  # noqa: PLR2004
        )

    def _door(self, layout: Layout) -> str:
        doors = {mark.code for mark in layout.marks if mark.kind is LandmarkKind.DOOR}
        if self.door and self.door not in doors:
            raise Refused("Không có cửa {door}", door=self.door)
        return self.door


# What is kept as the reason of a seat taken out, where nobody gives another.
REASONS = {
    OutKind.CAMERA: "Máy quay",
    OutKind.DESK: "Bàn kỹ thuật",
    OutKind.PILLAR: "Cột che",
    OutKind.BROKEN: "Ghế hỏng",
    OutKind.RESERVE: "Ghế dự phòng",
    OutKind.OTHER: "Không xếp",
}
# What the history says of seats.
_DONE = {
    "in": "cho xếp lại",
    "press": "dành cho báo chí",
    "no_press": "không còn dành cho báo chí",
    "step_free": "là ghế không có bậc",
    "steps": "không còn là ghế không có bậc",
    "aisle": "có lối đi ngay trước ghế",
    "no_aisle": "không có lối đi ở đó",
    "remove": "bỏ hẳn khỏi hội trường",
}

Do = Literal["out", "in", "press", "no_press", "step_free", "steps", "aisle", "no_aisle", "remove"]


class SeatsForm(BaseModel):
    """What to do with the seats named."""

    seats: str = Field(max_length=20_000)
    do: Do
    out: OutKind = OutKind.OTHER
    reason: str = Field(default="", max_length=120)

    @property
    def what(self) -> str:
        """In words, for the history."""
        return f"Ghế {self.seats[:150]}: {_DONE.get(self.do) or self._why}"

    @property
    def _why(self) -> str:
        return self.reason or REASONS[self.out]

    def on(self, layout: Layout) -> Layout:
        """Raises Refused."""
        guids = editing.seats_named(layout, self.seats)
        if self.do == "out":
            return editing.take_out(layout, guids, self.out, self._why)
        if self.do == "in":
            return editing.let_in(layout, guids)
        if self.do == "remove":
            return editing.remove_seats(layout, guids)
        changes: dict[str, dict[str, object]] = {
            "press": {"is_press": True},
            "no_press": {"is_press": False},
            "step_free": {"is_accessible": True},
            "steps": {"is_accessible": False},
            "aisle": {"is_after_aisle": True},
            "no_aisle": {"is_after_aisle": False},
        }
        return editing.change_seats(layout, guids, changes[self.do])


class MarkForm(BaseModel):
    """A door, or steps to the stage."""

    mark_kind: LandmarkKind = LandmarkKind.DOOR
    mark_code: str = Field(max_length=12, pattern=r"^[\w-]+$")
    mark_name: str = Field(max_length=60)
    mark_level: int = Field(default=0, ge=0, le=9)
    mark_x: float = Field(ge=-500, le=1000)
    mark_y: float = Field(ge=-500, le=1000)

    def on(self, layout: Layout) -> Layout:
        mark = Mark(
            kind=self.mark_kind,
            code=self.mark_code,
            name=self.mark_name,
            level=self.mark_level,
            x=self.mark_x,
            y=self.mark_y,
        )
        return editing.put_mark(layout, mark)


def filled(layout: Layout, block: str, mark: str) -> dict[str, object]:
    """Every form with what it is about already in it: the hall, and the block and the door with
    these codes; a new block stands before the stage, or behind all others."""
    stage = {f"stage_{name}": value for name, value in layout.stage.model_dump().items()}
    told = {"hall_name": layout.name, **layout.model_dump(include={"source", "is_assumed"})}
    there = next((part for part in layout.blocks if part.code == block), None)
    door = next((one for one in layout.marks if one.code == mark), None)
    return {
        "hall": forms.Form({**told, **stage}),
        "block": forms.Form(_block_typed(there) if there else _new_block(layout)),
        "seats": forms.Form({}),
        "mark": forms.Form(
            {f"mark_{name}": value for name, value in door.model_dump().items()}
            if door
            else _new_door(layout)
        ),
    }


def _block_typed(block: LaidBlock) -> dict[str, object]:
    typed = block.model_dump(include={"code", "name", "kind", "level", "door"})
    if block.shape is None:
        return typed
    rows = editing.counts_text(block.shape.counts)
    aisles = ", ".join(map(str, block.shape.aisles))
    return typed | {**block.shape.model_dump(), "rows": rows, "aisles": aisles}


def _new_block(layout: Layout) -> dict[str, object]:
    stage = layout.stage
    behind = max([stage.y + stage.depth, *(seat.y for seat in layout.seats)])
    place = {"x": round(stage.x + stage.width / 2, 1), "y": round(behind + _BEHIND, 1)}
    return {"pitch": 1.75, "radius": 0, "turn": 0, "first_label": "1", "level": 0, **place}


def _new_door(layout: Layout) -> dict[str, object]:
    """The next number; where it is must be shown."""
    numbers = [int(mark.code) for mark in layout.marks if re.fullmatch("[0-9]{1,4}", mark.code)]
    code = max(numbers, default=0) + 1
    return {"mark_level": 0, "mark_code": code, "mark_name": f"Cửa {code}"}
