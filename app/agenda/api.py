"""The programme for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from app.agenda import changes, store
from app.agenda.rules import FaultKind, ItemKind
from app.conferences.guards import MemberProgram, OrganiserProgram
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/agenda", tags=["agenda"])


class FaultOut(BaseModel):
    kind: FaultKind
    minutes: int


class ItemOut(BaseModel):
    id: int
    number: int
    kind: ItemKind
    content: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    fixed_start: datetime | None
    presenter: str
    moderator: str
    is_conditional: bool
    source: str
    faults: list[FaultOut]


class AgendaOut(BaseModel):
    starts_at: datetime
    ends_at: datetime
    minutes: int
    spare: int
    items: list[ItemOut]


class ItemIn(BaseModel):
    kind: ItemKind = ItemKind.OTHER
    content: str = Field(min_length=1, max_length=400)
    minutes: int = Field(ge=0, le=1_440)
    fixed_start: AwareDatetime | None = None
    presenter: str = Field(default="", max_length=200)
    moderator: str = Field(default="", max_length=200)
    is_conditional: bool = False


@router.get("")
def agenda(db: Db, desk: MemberProgram) -> AgendaOut:
    """The timed programme, with what does not add up at each item."""
    day = store.day(db, desk.conference)
    line = day.timeline
    items = [
        ItemOut(
            **slot.item.model_dump(),
            starts_at=slot.timed.starts_at,
            ends_at=slot.timed.ends_at,
            faults=[FaultOut(kind=fault.kind, minutes=fault.minutes) for fault in slot.faults],
        )
        for slot in day.slots
    ]
    return AgendaOut(
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        minutes=line.minutes,
        spare=line.spare,
        items=items,
    )


@router.post("/items", status_code=201)
def add(db: Db, desk: OrganiserProgram, item: ItemIn) -> AgendaOut:
    """Add an item at the end; the answer is the programme as it now stands."""
    changes.add(db, desk.author, desk.conference_id, item.model_dump())
    return agenda(db, desk)


@router.put("/items/{item_id}")
def change(db: Db, desk: OrganiserProgram, item_id: int, item: ItemIn) -> AgendaOut:
    """Replace what an item says; its place in the order stays."""
    found = store.item_of(db, desk.conference_id, item_id)
    changes.change(db, desk.author, found, item.model_dump())
    return agenda(db, desk)
