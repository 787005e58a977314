"""The morning for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.conferences.guards import MemberProgram, ModeratorProgram
from app.live import store
from app.live.rules import ActionKind, LivePhase
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/live", tags=["live"])


class LineOut(BaseModel):
    item_id: int
    content: str
    planned_at: datetime
    expected_at: datetime | None = Field(description="None once the item is over")
    expected_end: datetime | None


class MorningOut(BaseModel):
    phase: LivePhase
    sequence: int = Field(description="How many actions the log holds")
    is_rehearsal: bool
    now: datetime = Field(description="As the conference's clock shows it")
    item_id: int | None
    began_at: datetime | None
    minutes_late: int
    items: list[LineOut]


class ActionIn(BaseModel):
    kind: ActionKind
    sequence: int = Field(ge=0, description="The sequence this action builds on")


@router.get("")
def morning(db: Db, desk: MemberProgram) -> MorningOut:
    """What is on, how late it is, and when the rest is expected."""
    return _out(store.morning(db, desk.conference))


@router.post("/actions", status_code=201)
def act(db: Db, desk: ModeratorProgram, action: ActionIn) -> MorningOut:
    """Move the morning on. 409 where somebody else acted since ``sequence``."""
    author = desk.author
    return _out(
        store.act(db, desk.conference, action.kind, action.sequence, author.staff_id, author.name)
    )


def _out(morning: store.Morning) -> MorningOut:
    return MorningOut(
        phase=morning.state.phase,
        sequence=morning.state.sequence,
        is_rehearsal=morning.rehearsal is not None,
        now=morning.now,
        item_id=morning.state.key,
        began_at=morning.state.began_at if morning.state.key else None,
        minutes_late=morning.minutes_late,
        items=[
            LineOut(
                item_id=line.item.id,
                content=line.item.content,
                planned_at=line.planned_at,
                expected_at=line.expected.starts_at if line.expected else None,
                expected_end=line.expected.ends_at if line.expected else None,
            )
            for line in morning.lines
        ],
    )
