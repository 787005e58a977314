"""The programme for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field
from starlette.responses import JSONResponse, Response

from app.agenda import changes, store
from app.agenda.forms import Notes
from app.agenda.models import AgendaItem, Cue
from app.agenda.rules import CueKind, FaultKind, ItemKind
from app.agenda.settled import day_after
from app.agenda.store import CueSlot, Day, Slot
from app.conferences.guards import Desk, MemberProgram, OrganiserProgram
from app.web.language import say
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/agenda", tags=["agenda"])


class FaultOut(BaseModel):
    """``at`` and ``other`` are numbers such as ``4.12``."""

    kind: FaultKind
    minutes: int
    seconds: int
    at: str
    other: str | None
    who: str | None


class Staging(Notes):
    fixed_start: AwareDatetime | None = None


class CueNew(Staging):
    kind: CueKind = CueKind.OTHER
    content: str = Field(min_length=1, max_length=500)
    seconds: int = Field(ge=0, le=86_400)
    presenter: str = Field(default="", max_length=300)
    unit_id: int | None = None
    theme: str = Field(default="", max_length=80)
    subject: str = Field(default="", max_length=60)


class CueIn(CueNew):
    """``version`` is the one that was read: another one since is answered by 409 with both."""

    version: int


class ItemNew(Staging):
    kind: ItemKind = ItemKind.OTHER
    content: str = Field(min_length=1, max_length=400)
    minutes: int = Field(ge=0, le=1_440)
    presenter: str = Field(default="", max_length=200)


class ItemIn(ItemNew):
    """``version`` is the one that was read: another one since is answered by 409 with both."""

    version: int


class CueOut(CueIn):
    id: int
    number: str
    starts_at: datetime
    ends_at: datetime
    faults: list[FaultOut]


class ItemOut(ItemIn):
    id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    source: str
    faults: list[FaultOut]
    cues: list[CueOut]


class AgendaOut(BaseModel):
    starts_at: datetime
    ends_at: datetime
    minutes: int
    spare: int
    items: list[ItemOut]


@router.get("")
def agenda(db: Db, desk: MemberProgram) -> AgendaOut:
    """The timed programme with its cues, and what does not add up at each place."""
    return as_json(day_after(db, desk.conference))


@router.post("/items", status_code=201)
def add(db: Db, desk: OrganiserProgram, item: ItemNew) -> AgendaOut:
    """Add an item at the end; the answer is the programme as it now stands."""
    changes.add(db, desk.author, desk.conference_id, item.model_dump())
    return agenda(db, desk)


@router.put("/items/{item_id}", response_model=AgendaOut)
def change(db: Db, desk: OrganiserProgram, item_id: int, item: ItemIn) -> AgendaOut | Response:
    """Replace what an item says; its place in the order stays."""
    found = store.item_of(db, desk.conference_id, item_id)
    return _change(db, desk, found, item)


@router.post("/items/{item_id}/cues", status_code=201)
def add_cue(db: Db, desk: OrganiserProgram, item_id: int, cue: CueNew) -> AgendaOut:
    """Add a cue at the end of an item."""
    item = store.item_of(db, desk.conference_id, item_id)
    changes.add_cues(db, desk.author, item, [cue.model_dump()])
    return agenda(db, desk)


@router.put("/cues/{cue_id}", response_model=AgendaOut)
def change_cue(db: Db, desk: OrganiserProgram, cue_id: int, cue: CueIn) -> AgendaOut | Response:
    """Replace what a cue says; its place in the order stays."""
    found = store.cue_of(db, desk.conference_id, cue_id)
    return _change(db, desk, found, cue)


@router.delete("/cues/{cue_id}")
def remove_cue(db: Db, desk: OrganiserProgram, cue_id: int) -> AgendaOut:
    cue = store.cue_of(db, desk.conference_id, cue_id)
    changes.remove_cue(db, desk.author, cue, version=None)
    return agenda(db, desk)


def as_json(day: Day) -> AgendaOut:
    """The programme as programs read it, here and on the command line."""
    line = day.timeline
    return AgendaOut(
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        minutes=line.minutes,
        spare=line.spare,
        items=[_item(day, slot) for slot in day.slots],
    )


def _change(
    db: Db, desk: Desk, row: AgendaItem | Cue, wanted: ItemIn | CueIn
) -> AgendaOut | Response:
    values = wanted.model_dump(exclude={"version"})
    try:
        changes.change(db, desk.author, row, values, version=wanted.version)
    except changes.Stale as stale:
        both = {
            "status": 409,
            "detail": say("Có người vừa sửa phần này, hãy xem cả hai bản rồi chọn"),
            "saved": stale.row.model_dump(mode="json", exclude={"conference_id"}),
            "yours": wanted.model_dump(mode="json"),
        }
        return JSONResponse(both, 409)
    return agenda(db, desk)


def _item(day: Day, slot: Slot) -> ItemOut:
    return ItemOut(
        **slot.item.model_dump(),
        starts_at=slot.timed.starts_at,
        ends_at=slot.timed.ends_at,
        faults=_faults(day, slot),
        cues=[_cue(day, one) for one in slot.cues],
    )


def _cue(day: Day, one: CueSlot) -> CueOut:
    return CueOut(
        **one.cue.model_dump(exclude={"number"}),
        number=one.number,
        starts_at=one.timed.starts_at,
        ends_at=one.timed.ends_at,
        faults=_faults(day, one),
    )


def _faults(day: Day, of: Slot | CueSlot) -> list[FaultOut]:
    return [
        FaultOut(
            kind=fault.kind,
            minutes=fault.minutes,
            seconds=fault.seconds,
            at=day.number_of(fault.place),
            other=day.number_of(fault.other) if fault.other else None,
            who=fault.who.name if fault.who else None,
        )
        for fault in of.faults
    ]
