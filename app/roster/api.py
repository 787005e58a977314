"""Importing lists for programs: the same report, the same answers, the same undo."""

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Form, UploadFile
from pydantic import BaseModel, Field
from starlette.requests import Request

from app.conferences.guards import OrganiserProgram
from app.roster import store, work
from app.roster.models import RosterImport, State
from app.roster.reports import report
from app.web.scanned import scan_command
from app.web.session import Db, database

router = APIRouter(prefix="/api/v1/conferences/{slug}/roster/imports", tags=["roster"])


class ImportOut(BaseModel):
    id: int
    file: str
    state: State
    counts: dict[str, int]
    who: str


class AnswersIn(BaseModel):
    """Answers by the key of their question."""

    answers: dict[str, str] = Field(max_length=1_000)


@router.get("")
def imports(db: Db, desk: OrganiserProgram) -> list[ImportOut]:
    """The newest first."""
    return [_out(one) for one in store.imports(db, desk.conference_id)]


@router.post("", status_code=202)
def upload(
    request: Request,
    db: Db,
    desk: OrganiserProgram,
    background: BackgroundTasks,
    file: UploadFile,
    confirms: Annotated[bool, Form()] = False,
) -> ImportOut:
    """The file is read after this answer; ask for the report until its state is ``ready``."""
    draft = work.begin(
        db,
        desk.author,
        desk.conference_id,
        PurePath(file.filename or "").name,
        file.file.read(),
        None,
        confirms=confirms,
    )
    background.add_task(work.read, database(request), draft.id, scan_command(request))
    return _out(draft)


@router.get("/{import_id}")
def import_(db: Db, desk: OrganiserProgram, import_id: int) -> dict[str, Any]:
    """Counts, notices, and every line with its verdict, its questions and their choices."""
    draft = store.import_of(db, desk.conference_id, import_id)
    return report(draft, store.content_of(db, import_id))


@router.put("/{import_id}/answers")
def answer(db: Db, desk: OrganiserProgram, import_id: int, told: AnswersIn) -> dict[str, Any]:
    """Answer questions; the report as it then is."""
    work.answer(db, store.import_of(db, desk.conference_id, import_id), told.answers)
    return import_(db, desk, import_id)


@router.put("/{import_id}/commitment")
def commit(db: Db, desk: OrganiserProgram, import_id: int) -> dict[str, Any]:
    """Save what the report says. Where the conference has changed since, nothing is saved, the
    state stays ``ready`` and the report is a new one."""
    work.commit(db, desk.author, store.import_of(db, desk.conference_id, import_id))
    return import_(db, desk, import_id)


@router.delete("/{import_id}/commitment")
def undo(db: Db, desk: OrganiserProgram, import_id: int) -> dict[str, Any]:
    """Take the import back."""
    work.undo(db, desk.author, store.import_of(db, desk.conference_id, import_id))
    return import_(db, desk, import_id)


@router.delete("/{import_id}", status_code=204)
def cancel(db: Db, desk: OrganiserProgram, import_id: int) -> None:
    """Nothing is left of a draft."""
    work.cancel(db, store.import_of(db, desk.conference_id, import_id))


def _out(draft: RosterImport) -> ImportOut:
    return ImportOut(
        id=draft.id, file=draft.file_name, state=draft.state, counts=draft.counts, who=draft.who
    )
