"""The checklist for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from app.checklist import lists, store
from app.checklist.lists import Show
from app.checklist.rules import Entry, Kind, Origin
from app.checklist.words import title
from app.conferences.guards import MemberProgram
from app.deadlines import Relation, Standing
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


@router.get("")
def checklist(db: Db, desk: MemberProgram, show: Show = Show.ALL) -> ChecklistOut:
    """What is to be done, derived from the plan."""
    entries = store.entries(db, desk.conference, desk.rehearsal_id, desk.now)
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
