"""Putting up a hall from its description."""

from itertools import groupby

from pydantic import BaseModel
from sqlmodel import Session

from app.conferences.store import new_code
from app.errors import Refused
from app.halls.models import Aisle, Block, BlockedSeat, Hall, Landmark, Seat, SeatRow
from app.halls.rules import LandmarkKind, Section, aisles, chairs


class StagePlan(BaseModel):
    x: float
    y: float
    width: float
    depth: float


class LandmarkPlan(BaseModel):
    kind: LandmarkKind
    code: str
    name: str
    x: float
    y: float
    level: int = 0


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
    reason: str


class HallPlan(BaseModel):
    """A hall as its file describes it (``seeds/*/hall.toml``). Lengths are in seat pitches."""

    name: str
    source: str = ""
    is_assumed: bool = False
    width: float
    height: float
    centre: tuple[float, float]
    stage: StagePlan
    landmarks: list[LandmarkPlan] = []
    sections: list[SectionPlan]
    blocked: list[BlockedPlan] = []
    accessible: list[str] = []


def build(db: Session, conference_id: int, plan: HallPlan) -> Hall:
    """Put up the hall of a conference. Raises Refused for seats that the plan names but lacks."""
    stage = plan.stage
    hall = Hall(
        conference_id=conference_id,
        stage_x=stage.x,
        stage_y=stage.y,
        stage_width=stage.width,
        stage_depth=stage.depth,
        **plan.model_dump(include={"name", "source", "is_assumed", "width", "height"}),
    )
    db.add(hall)
    db.flush()
    marks = [Landmark(hall_id=hall.id, **mark.model_dump()) for mark in plan.landmarks]
    db.add_all(marks)
    db.flush()
    doors = {mark.code: mark.id for mark in marks if mark.kind is LandmarkKind.DOOR}
    seats: dict[str, Seat] = {}
    for section in plan.sections:
        seats |= _build_section(db, hall, section, plan.centre, doors, conference_id, len(seats))
    _take_out(db, conference_id, seats, plan)
    return hall


def _build_section(
    db: Session,
    hall: Hall,
    plan: SectionPlan,
    centre: tuple[float, float],
    doors: dict[str, int],
    conference_id: int,
    before: int,
) -> dict[str, Seat]:
    codes = [block.code for block in plan.blocks]
    section = Section(
        codes,
        plan.rows,
        plan.radius,
        plan.pitch,
        plan.aisle,
        plan.first_label,
        plan.first_rank,
    )
    blocks = {
        block.code: Block(
            hall_id=hall.id,
            code=block.code,
            name=f"Khu {block.code}",
            level=plan.level,
            position=before + place,
            door_id=doors.get(block.door),
        )
        for place, block in enumerate(plan.blocks)
    }
    db.add_all(blocks.values())
    for line in aisles(section, centre):
        points = " ".join(f"{x},{y}" for x, y in line)
        db.add(Aisle(hall_id=hall.id, level=plan.level, points=points))
    db.flush()
    by_row = [
        (list(row), SeatRow(block_id=blocks[code].id, label=label, rank=rank))
        for (code, label, rank), row in groupby(
            chairs(section, centre), key=lambda chair: (chair.block, chair.row, chair.rank)
        )
    ]
    db.add_all(row for _, row in by_row)
    db.flush()
    seats = {}
    for row_chairs, row in by_row:
        for chair in row_chairs:
            label = f"{chair.block}-{chair.row}-{chair.position + 1:02}"
            seats[label] = Seat(
                conference_id=conference_id,
                row_id=row.id,
                guid=label,
                label=label,
                position=chair.position,
                x=chair.x,
                y=chair.y,
                code=new_code(),
            )
    db.add_all(seats.values())
    db.flush()
    return seats


def _take_out(db: Session, conference_id: int, seats: dict[str, Seat], plan: HallPlan) -> None:
    named = [label for part in plan.blocked for label in part.seats] + plan.accessible
    missing = sorted(set(named) - seats.keys())
    if missing:
        raise Refused("Sơ đồ nêu ghế không có: {seats}", seats=", ".join(missing))
    for part in plan.blocked:
        for label in part.seats:
            seat_id = seats[label].id
            db.add(BlockedSeat(conference_id=conference_id, seat_id=seat_id, reason=part.reason))
    for label in plan.accessible:
        seats[label].is_accessible = True
