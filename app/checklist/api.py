"""The checklist for programs."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field
from starlette.requests import Request

from app.checklist import changes, lists, store
from app.checklist.changes import Proof
from app.checklist.lists import Show
from app.checklist.path import Stage, path
from app.checklist.rules import Entry, Kind, Origin
from app.checklist.words import title
from app.conferences.guards import Desk, MemberProgram, OrganiserProgram
from app.deadlines import Relation, Standing
from app.files import Shelf
from app.vietnamese import HANOI
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/checklist", tags=["checklist"])


class EntryOut(BaseModel):
    """``key`` stays the same however the plan is ordered; ``title`` is the thing to do, ``subject``
    what it is about. ``place`` is where it is done, below the conference's address; ``have`` of
    ``want`` where it is counted; ``origin`` says whether the deadline is the plan's own; ``needs``
    are keys of what must be done first."""

    key: str
    kind: Kind
    number: int
    title: str
    subject: str
    unit: str | None
    chain: list[str]
    coordinating: list[str]
    deadline: datetime | None
    relation: Relation | None
    timing: str
    standing: Standing
    origin: Origin
    done_at: datetime | None
    done_by: str
    evidence: str
    have: int
    want: int
    progress: int | None
    obstacle: str
    is_conditional: bool
    needs: list[str]
    place: str
    source: str


class SummaryOut(BaseModel):
    total: int
    done: int
    due_soon: int
    overdue: int
    undated: int
    open: int
    proposed: int


class ReadinessOut(BaseModel):
    unit: str | None
    done: int
    open: int
    overdue: int


class ChecklistOut(BaseModel):
    """As at ``now`` on the conference's clock. Summary and readiness count the whole list, whatever
    part of it is asked for."""

    now: datetime
    summary: SummaryOut
    units: list[ReadinessOut]
    entries: list[EntryOut]


class TileOut(BaseModel):
    """One unit; ``places`` it was given and for how many it has ``answered``."""

    unit: str
    is_commune: bool
    state: Standing
    total: int
    done: int
    soon: int
    overdue: int
    places: int
    answered: int


class StepOut(BaseModel):
    stage: Stage
    open: int
    total: int
    starts_at: datetime
    ends_at: datetime
    latest: datetime
    due: datetime | None
    slack_hours: float
    is_critical: bool


class PathOut(BaseModel):
    target: datetime
    ready_at: datetime
    slack_hours: float
    critical: list[Stage]
    steps: list[StepOut]


class TickIn(BaseModel):
    """Without a moment it is done now; ``note`` is the evidence; a reason is needed where it comes
    before what must be done first."""

    at: AwareDatetime | None = None
    note: str = Field(default="", max_length=400)
    reason: str = Field(default="", max_length=300)


class ReasonIn(BaseModel):
    reason: str = Field(min_length=1, max_length=300)


class AdoptionIn(BaseModel):
    """Without a moment as proposed."""

    at: AwareDatetime | None = None


@router.get("")
def checklist(db: Db, desk: MemberProgram, show: Show = Show.ALL) -> ChecklistOut:
    """What is to be done, derived from the plan."""
    entries = _entries(db, desk)
    return ChecklistOut(
        now=desk.now,
        summary=SummaryOut.model_validate(lists.summary(entries), from_attributes=True),
        units=[
            ReadinessOut(
                unit=one.unit.name if one.unit else None,
                done=one.done,
                open=one.open,
                overdue=one.overdue,
            )
            for one in lists.readiness(entries)
        ],
        entries=[out(entry) for entry in lists.chosen(entries, show)],
    )


@router.get("/units")
def units(db: Db, desk: MemberProgram) -> list[TileOut]:
    """The grid: how far every unit is."""
    return [
        TileOut(
            unit=tile.unit.name,
            is_commune=tile.unit.is_commune,
            state=tile.state,
            total=tile.total,
            done=tile.done,
            soon=tile.soon,
            overdue=tile.overdue,
            places=tile.places,
            answered=tile.answered,
        )
        for tile in lists.grid(_entries(db, desk))
    ]


@router.get("/path")
def critical_path(db: Db, desk: MemberProgram) -> PathOut:
    """The critical path to the start of the conference; hours are assumed, not the plan's."""
    starts_at, ends_at = (
        at.astimezone(HANOI) for at in (desk.conference.starts_at, desk.conference.ends_at)
    )
    found = path(_entries(db, desk), starts_at, ends_at, desk.now.astimezone(HANOI))
    return PathOut(
        target=found.target,
        ready_at=found.ready_at,
        slack_hours=round(found.slack / timedelta(hours=1), 2),
        critical=[step.stage for step in found.critical],
        steps=[
            StepOut(
                stage=step.stage,
                open=step.open,
                total=len(step.entries),
                starts_at=step.starts_at,
                ends_at=step.ends_at,
                latest=step.latest,
                due=step.due,
                slack_hours=round(step.slack / timedelta(hours=1), 2),
                is_critical=step.is_critical,
            )
            for step in found.steps
        ],
    )


@router.get("/{key}")
def entry(db: Db, desk: MemberProgram, key: str) -> EntryOut:
    return out(store.entry_of(_entries(db, desk), key))


@router.post("/{key}/tick", status_code=201)
def tick(request: Request, db: Db, desk: OrganiserProgram, key: str, told: TickIn) -> EntryOut:
    """Say that an entry is done that only a person can confirm."""
    changes.tick(
        db,
        _shelf(request),
        desk.author,
        desk.conference_id,
        desk.rehearsal_id,
        store.entry_of(_entries(db, desk), key),
        told.at or desk.now,
        desk.now,
        Proof(told.note.strip(), reason=told.reason.strip()),
    )
    return entry(db, desk, key)


@router.post("/{key}/tick/reopening")
def reopen(db: Db, desk: OrganiserProgram, key: str, told: ReasonIn) -> EntryOut:
    """It is not done after all."""
    found = store.entry_of(_entries(db, desk), key)
    here, rehearsal_id = desk.conference_id, desk.rehearsal_id
    changes.reopen(db, desk.author, here, rehearsal_id, found, desk.now, told.reason.strip())
    return entry(db, desk, key)


@router.post("/template/{number}/adoption", status_code=201)
def adopt(db: Db, desk: OrganiserProgram, number: int, told: AdoptionIn) -> None:
    """Take one proposal over: its key is ``offer-<number>``."""
    changes.adopt(db, desk.author, desk.conference, number, told.at)


def _shelf(request: Request) -> Shelf:
    found: Shelf = request.app.state.shelf
    return found


def _entries(db: Db, desk: Desk) -> list[Entry]:
    return store.entries(db, desk.conference, desk.rehearsal_id, desk.now)


def out(entry: Entry) -> EntryOut:
    """An entry for programs."""
    return EntryOut(
        key=entry.key,
        kind=entry.kind,
        number=entry.number,
        title=title(entry),
        subject=entry.subject,
        unit=entry.unit.name if entry.unit else None,
        chain=[body.name for body in entry.duty.chain],
        coordinating=[
            *(body.name for body in entry.duty.coordinating),
            *filter(None, [entry.duty.others]),
        ],
        deadline=entry.deadline,
        relation=entry.duty.relation,
        timing=entry.timing,
        standing=entry.standing,
        origin=entry.origin,
        done_at=entry.done_at,
        done_by=entry.closing.who,
        evidence=entry.closing.evidence,
        have=entry.have,
        want=entry.want,
        progress=entry.progress,
        obstacle=entry.obstacle,
        is_conditional=entry.is_conditional,
        needs=list(entry.needs),
        place=entry.place,
        source=entry.source,
    )
