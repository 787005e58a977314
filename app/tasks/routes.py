"""The plan's tasks on screen: who, what, by when; done or not; proposed dates."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from app import enclosures, vietnamese
from app.conferences import history
from app.conferences.guards import Desk, Member, Organiser
from app.errors import NotFound, Refused
from app.files import Shelf, download_headers
from app.tasks import reports, store
from app.web.forms import Form, Typed, read
from app.web.language import explained
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/tasks", include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class Report(BaseModel):
    """That a task is done; without a moment it is done now."""

    completed_at: OnTheWall | None = None
    evidence: str = Field(default="", max_length=400)
    reason: str = Field(default="", max_length=300)


@router.get("")
def tasks(request: Request, db: Db, desk: Member) -> Response:
    found = _tasks(db, desk)
    dates = store.proposals(db, desk.conference_id, found)
    told = reports.reports(db, desk.conference_id, desk.rehearsal_id)
    return page(
        request,
        "tasks/tasks.html",
        desk=desk,
        tasks=found,
        sections=store.sections(found),
        proposals=dates,
        told={task_id: reports.newest(lines) for task_id, lines in told.items()},
    )


@router.get("/{number}")
def task(request: Request, db: Db, desk: Member, number: int) -> Response:
    typed = {"completed_at": vietnamese.moment_text(desk.now)}
    return _task(request, db, desk, number, Form(typed))


@router.get("/{number}/reports/{report_id}/file")
def proof(request: Request, db: Db, desk: Member, number: int, report_id: int) -> Response:
    """The file that came with a unit's report: always saved, never shown."""
    one = store.assigned(_tasks(db, desk), number)
    found = reports.report_of(db, desk.conference_id, report_id)
    if found.task_id != one.task.id:
        raise NotFound("Không có tệp này")
    shelf: Shelf = request.app.state.shelf
    kind = enclosures.Kind(found.file_name.rpartition(".")[2])
    return Response(
        shelf.read(found.file),
        media_type=enclosures.MEDIA_TYPES[kind],
        headers=download_headers(found.file_name),
    )


@router.post("/{number}/completion")
def complete(request: Request, db: Db, desk: Organiser, number: int, typed: Typed) -> Response:
    form = read(Report, typed)
    if form.value is None:
        return _task(request, db, desk, number, form, 422)
    report = form.value
    one = store.assigned(_tasks(db, desk), number)
    try:
        store.complete(
            db,
            desk.author,
            one,
            report.completed_at or desk.now,
            desk.now,
            desk.rehearsal_id,
            evidence=report.evidence,
            reason=report.reason,
        )
    except Refused as refusal:
        form.is_wrong("", explained(refusal))
        return _task(request, db, desk, number, form, 409)
    return see(request, f"{_base(desk)}/{number}")


@router.post("/{number}/completion/withdrawal")
def withdraw(request: Request, db: Db, desk: Organiser, number: int) -> Response:
    one = store.assigned(_tasks(db, desk), number)
    store.withdraw(db, desk.author, one, desk.now, desk.rehearsal_id)
    return see(request, f"{_base(desk)}/{number}")


@router.post("/proposals/{date_id}/adoption")
def adopt(request: Request, db: Db, desk: Organiser, date_id: int) -> Response:
    store.adopt(db, desk.author, desk.conference_id, date_id, is_adopted=True)
    return see(request, f"{_base(desk)}#proposals")


@router.post("/proposals/{date_id}/adoption/withdrawal")
def leave(request: Request, db: Db, desk: Organiser, date_id: int) -> Response:
    """The date is a proposal again."""
    store.adopt(db, desk.author, desk.conference_id, date_id, is_adopted=False)
    return see(request, f"{_base(desk)}#proposals")


def _task(
    request: Request, db: Db, desk: Desk, number: int, form: Form[Report], status: int = 200
) -> Response:
    found = _tasks(db, desk)
    one = store.assigned(found, number)
    dates = store.proposals(db, desk.conference_id, found)
    return page(
        request,
        "tasks/task.html",
        status,
        desk=desk,
        one=one,
        told=reports.reports(db, desk.conference_id, desk.rehearsal_id)[one.task.id],
        lines=history.about(db, desk.conference_id, "task", one.task.id),
        waiting=store.waiting(found, one.task),
        proposals=[proposal for proposal in dates if proposal.assigned is one],
        form=form,
    )


def _tasks(db: Db, desk: Desk) -> list[store.Assigned]:
    return store.tasks(db, desk.conference_id, desk.rehearsal_id, desk.now)


def _base(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/tasks"
