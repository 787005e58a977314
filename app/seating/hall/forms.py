"""What an organiser types to draw a hall, and the change of the layout each form asks for."""

from typing import Literal

from pydantic import BaseModel, Field, field_validator

from app.errors import Refused
from app.halls import editing
from app.halls.layout import ANNEX_LEVEL, LaidBlock, Layout, Mark, Shape, Stage
from app.halls.rules import BlockKind, LandmarkKind, Numbering, OutKind


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
    aisles: str = Field(default="", max_length=60, pattern=r"[\d ,;]*")
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


Do = Literal["out", "in", "press", "no_press", "step_free", "steps", "aisle", "no_aisle", "remove"]


class SeatsForm(BaseModel):
    """What to do with the seats named."""

    seats: str = Field(max_length=4000)
    do: Do
    out: OutKind = OutKind.OTHER
    reason: str = Field(default="", max_length=120)

    def on(self, layout: Layout, reasons: dict[OutKind, str]) -> Layout:
        """``reasons`` says each kind in words, for whoever gives none. Raises Refused."""
        guids = editing.seats_named(layout, self.seats)
        if self.do == "out":
            return editing.take_out(layout, guids, self.out, self.reason or reasons[self.out])
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
