"""The checklist for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from app.checklist import lists, store
from app.checklist.lists import Show
from app.checklist.rules import Entry, Kind, Origin
from app.conferences.guards import MemberProgram
from app.deadlines import Relation, Standing
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/checklist", tags=["checklist"])


class EntryOut(BaseModel):
    """``place`` is where it is done, below the conference's address; ``have`` of ``want`` where it
    is counted; ``origin`` says whether the deadline is the plan's own."""

    kind: Kind
    number: int
    subject: str
    unit: str | None
    deadline: datetime | None
    relation: Relation | None
    timing: str
    standing: Standing
    origin: Origin
    done_at: datetime | None
    have: int
    want: int
    is_conditional: bool
    waits_for: int | None
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
        entries=[_out(entry) for entry in lists.chosen(entries, show)],
    )


def _out(entry: Entry) -> EntryOut:
    return EntryOut(
        kind=entry.kind,
        number=entry.number,
        subject=entry.subject,
        unit=entry.unit.name if entry.unit else None,
        deadline=entry.deadline,
        relation=entry.duty.relation,
        timing=entry.timing,
        standing=entry.standing,
        origin=entry.origin,
        done_at=entry.done_at,
        have=entry.have,
        want=entry.want,
        is_conditional=entry.is_conditional,
        waits_for=entry.waits_for,
        place=entry.place,
        source=entry.source,
    )
