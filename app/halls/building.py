"""A hall from its description in a file (``seeds/*/hall.toml``), and its first layout."""

from itertools import groupby

from pydantic import BaseModel
from sqlmodel import Session

from app.errors import Refused
from app.halls import laying
from app.halls.layout import LaidBlock, LaidRow, LaidSeat, Layout, Mark, Stage
from app.halls.models import Hall
from app.halls.rules import BlockKind, Chair, LandmarkKind, OutKind, Section, aisles, chairs


class BlockPlan(BaseModel):
    code: str
    door: str = ""


class SectionPlan(BaseModel):
    name: str
    level: int
    blocks: list[BlockPlan]
    rows: list[list[int]]
    radius: float
    pitch: float
    aisle: float
    first_label: int
    first_rank: int


class BlockedPlan(BaseModel):
    seats: list[str]
    kind: OutKind = OutKind.OTHER
    reason: str


class HallPlan(BaseModel):
    """A hall as its file describes it. Lengths are in seat pitches."""

    name: str
    source: str = ""
    is_assumed: bool = False
    width: float
    height: float
    centre: tuple[float, float]
    stage: Stage
    landmarks: list[Mark] = []
    sections: list[SectionPlan]
    blocked: list[BlockedPlan] = []
    accessible: list[str] = []
    press: list[str] = []  # where reporters sit


def build(db: Session, conference_id: int, plan: HallPlan) -> Hall:
    """Put up the hall of a conference. Raises Refused for seats that the plan names but lacks."""
    return laying.lay(db, conference_id, laid_out(plan))


def laid_out(plan: HallPlan) -> Layout:
    """Raises Refused for seats that the plan names but lacks."""
    out = {label: part for part in plan.blocked for label in part.seats}
    sections = [_section(part) for part in plan.sections]
    layout = Layout(
        **plan.model_dump(include={"name", "source", "is_assumed", "width", "height"}),
        stage=plan.stage,
        marks=plan.landmarks,
        aisles=[
            (part.level, line)
            for part, section in zip(plan.sections, sections, strict=True)
            for line in aisles(section, plan.centre)
        ],
        blocks=[
            block
            for part, section in zip(plan.sections, sections, strict=True)
            for block in _blocks(part, section, plan, out)
        ],
    )
    missing = sorted({*out, *plan.accessible, *plan.press} - {seat.label for seat in layout.seats})
    if missing:
        raise Refused("Sơ đồ nêu ghế không có: {seats}", seats=", ".join(missing))
    return layout


def _section(part: SectionPlan) -> Section:
    codes = [block.code for block in part.blocks]
    return Section(
        codes,
        part.rows,
        part.radius,
        part.pitch,
        part.aisle,
        part.first_label,
        part.first_rank,
    )


def _blocks(
    part: SectionPlan, section: Section, plan: HallPlan, out: dict[str, BlockedPlan]
) -> list[LaidBlock]:
    rows: dict[str, list[LaidRow]] = {block.code: [] for block in part.blocks}
    for (code, label, rank), row in groupby(
        chairs(section, plan.centre), key=lambda chair: (chair.block, chair.row, chair.rank)
    ):
        seats = [_seat(chair, plan, out) for chair in row]
        rows[code].append(LaidRow(label=label, rank=rank, seats=seats))
    doors = {mark.code for mark in plan.landmarks if mark.kind is LandmarkKind.DOOR}
    return [
        LaidBlock(
            code=block.code,
            name=f"Khu {block.code}",
            kind=BlockKind.BALCONY if part.level else BlockKind.STALLS,
            level=part.level,
            door=block.door if block.door in doors else "",
            rows=rows[block.code],
        )
        for block in part.blocks
    ]


def _seat(chair: Chair, plan: HallPlan, out: dict[str, BlockedPlan]) -> LaidSeat:
    label = f"{chair.block}-{chair.row}-{chair.position + 1:02}"
    taken = out.get(label)
    return LaidSeat(
        guid=label,
        label=label,
        number=str(chair.position + 1),
        x=chair.x,
        y=chair.y,
        is_accessible=label in plan.accessible,
        is_press=label in plan.press,
        out=taken.kind if taken else None,
        reason=taken.reason if taken else "",
    )
