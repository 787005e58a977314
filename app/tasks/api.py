"""The plan's tasks for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from app.conferences.guards import Desk, MemberProgram, OrganiserProgram
from app.deadlines import Relation, Standing
from app.tasks import reports, store
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/tasks", tags=["tasks"])


class CompletionOut(BaseModel):
    completed_at: datetime
    who: str
    evidence: str
    reason: str


class ReportOut(BaseModel):
    """What a unit said of its task at one time; ``file`` is the name of its proof, if any."""

    unit: str
    at: datetime
    progress: int
    obstacle: str
    file: str
    is_late: bool


class TaskOut(BaseModel):
    """``needs`` is the number of the task that must be done first, while it is not. ``standing`` is
    None for the task that all units with a speech lead: see the speeches."""

    number: int
    content: str
    directing: str
    through: str
    lead: str
    is_for_speakers: bool
    coordinating: list[str]
    others: str
    report_to: str
    deadline: datetime | None
    relation: Relation | None
    timing: str
    is_conditional: bool
    needs: int | None
    standing: Standing | None
    completion: CompletionOut | None
    source: str


class CompletionIn(BaseModel):
    """Without a moment the task is done now; a reason is needed where it comes before a task that
    must be done first."""

    completed_at: AwareDatetime | None = None
    evidence: str = Field(default="", max_length=400)
    reason: str = Field(default="", max_length=300)


@router.get("")
def tasks(db: Db, desk: MemberProgram) -> list[TaskOut]:
    return [_out(one) for one in _tasks(db, desk)]


@router.get("/{number}")
def task(db: Db, desk: MemberProgram, number: int) -> TaskOut:
    return _out(store.assigned(_tasks(db, desk), number))


@router.get("/{number}/reports")
def reported(db: Db, desk: MemberProgram, number: int) -> list[ReportOut]:
    """What units have reported, the newest first."""
    one = store.assigned(_tasks(db, desk), number)
    told = reports.reports(db, desk.conference_id, desk.rehearsal_id)[one.task.id]
    return [
        ReportOut(
            unit=one.unit.name,
            at=one.report.at,
            progress=one.report.progress,
            obstacle=one.report.obstacle,
            file=one.report.file_name,
            is_late=one.is_late,
        )
        for one in told
    ]


@router.post("/{number}/completion", status_code=201)
def complete(db: Db, desk: OrganiserProgram, number: int, report: CompletionIn) -> TaskOut:
    """Report the task as done."""
    store.complete(
        db,
        desk.author,
        store.assigned(_tasks(db, desk), number),
        report.completed_at or desk.now,
        desk.now,
        desk.rehearsal_id,
        evidence=report.evidence.strip(),
        reason=report.reason.strip(),
    )
    return task(db, desk, number)


@router.delete("/{number}/completion")
def withdraw(db: Db, desk: OrganiserProgram, number: int) -> TaskOut:
    """Take back that the task was done."""
    one = store.assigned(_tasks(db, desk), number)
    store.withdraw(db, desk.author, one, desk.now, desk.rehearsal_id)
    return task(db, desk, number)


def _tasks(db: Db, desk: Desk) -> list[store.Assigned]:
    return store.tasks(db, desk.conference_id, desk.rehearsal_id, desk.now)


def _out(one: store.Assigned) -> TaskOut:
    done = one.completion
    return TaskOut(
        **one.task.model_dump(),
        directing=one.directing.name if one.directing else "",
        through=one.through.name if one.through else "",
        lead=one.lead.name if one.lead else "",
        is_for_speakers=one.is_for_speakers,
        coordinating=[unit.name for unit in one.coordinating],
        needs=one.waits_for.number if one.waits_for else None,
        standing=one.standing,
        completion=CompletionOut(**done.model_dump()) if done else None,
    )
