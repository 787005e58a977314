"""One entry on screen: confirming it with proof, opening it again, looking after it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, BeforeValidator, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from app import vietnamese
from app.accounts.guards import signed_in
from app.checklist import changes, store
from app.checklist.changes import Proof
from app.checklist.rules import Entry
from app.checklist.words import title
from app.conferences.guards import Desk, Member, Organiser, sit_down
from app.conferences.rules import DeskRole
from app.errors import Refused
from app.files import Shelf, download_headers
from app.web.forms import Form, Typed, read
from app.web.language import explained
from app.web.pages import page, see
from app.web.scanned import scanned
from app.web.session import Db, database

router = APIRouter(prefix="/conferences/{slug}/checklist", include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class Confirmation(BaseModel):
    """That an entry is done; without a moment it is done now."""

    at: OnTheWall | None = None
    note: str = Field(default="", max_length=400)
    reason: str = Field(default="", max_length=300)


class Reopening(BaseModel):
    """Why an entry is not done after all."""

    reason: str = Field(max_length=300)


async def _sent_file(request: Request, slug: str) -> tuple[str, bytes] | Refused:
    """The file that proves it, scanned before the change begins: strangers' files are not."""
    form = await request.form(max_files=1)
    sent = form.get("file")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = sent.filename or "" if isinstance(sent, UploadFile) else ""
    await form.close()
    csrf = request.headers.get("x-csrf-token") or str(form.get("csrf", ""))
    return await run_in_threadpool(_scanned, request, slug, csrf, name, content)


def _scanned(
    request: Request, slug: str, csrf: str, name: str, content: bytes
) -> tuple[str, bytes] | Refused:
    with database(request).reading() as db:
        here = signed_in(request, db, csrf)
        sit_down(db, here.staff, slug, (DeskRole.ORGANISER,), here.csrf)
    try:
        scanned(request, content)
    except Refused as refused:
        return refused
    return name, content


SentFile = Annotated[tuple[str, bytes] | Refused, Depends(_sent_file)]


@router.get("/entries/{key}")
def entry(request: Request, db: Db, desk: Member, key: str) -> Response:
    return _entry(request, db, desk, key, Form({"at": vietnamese.moment_text(desk.now)}))


@router.post("/entries/{key}/ticks")
def tick(
    request: Request, sent: SentFile, db: Db, desk: Organiser, key: str, typed: Typed
) -> Response:
    form = read(Confirmation, typed)
    if form.value is None:
        return _entry(request, db, desk, key, form, 422)
    told = form.value
    found = store.entry_of(_entries(db, desk), key)
    try:
        if isinstance(sent, Refused):
            raise sent
        changes.tick(
            db,
            shelf(request),
            desk.author,
            desk.conference_id,
            desk.rehearsal_id,
            found,
            told.at or desk.now,
            desk.now,
            Proof(told.note, *sent, told.reason),
        )
    except Refused as refusal:
        form.is_wrong("", explained(refusal))
        return _entry(request, db, desk, key, form, 409)
    return see(request, _address(desk, key))


@router.post("/entries/{key}/ticks/reopening")
def reopen(request: Request, db: Db, desk: Organiser, key: str, typed: Typed) -> Response:
    form = read(Reopening, typed)
    if form.value is None:
        return _entry(request, db, desk, key, form, 422)
    found = store.entry_of(_entries(db, desk), key)
    changes.reopen(
        db,
        desk.author,
        desk.conference_id,
        desk.rehearsal_id,
        found,
        desk.now,
        form.value.reason,
    )
    return see(request, _address(desk, key))


@router.get("/ticks/{tick_id}/file")
def proof(request: Request, db: Db, desk: Member, tick_id: int) -> Response:
    """The file that proves it, to be saved."""
    held = changes.tick_of(db, desk.conference_id, tick_id)
    content = shelf(request).read(held.file)
    return Response(
        content, media_type="application/octet-stream", headers=download_headers(held.file_name)
    )


@router.post("/entries/{key}/charge")
def follow(request: Request, db: Db, desk: Member, key: str) -> Response:
    store.entry_of(_entries(db, desk), key)
    changes.follow(db, desk.conference_id, desk.staff, key=key)
    return see(request, _address(desk, key))


@router.post("/entries/{key}/charge/withdrawal")
def leave(request: Request, db: Db, desk: Member, key: str) -> Response:
    changes.leave(db, desk.conference_id, key=key)
    return see(request, _address(desk, key))


@router.post("/units/{unit_id}/charge")
def follow_unit(request: Request, db: Db, desk: Member, unit_id: int) -> Response:
    changes.follow(db, desk.conference_id, desk.staff, unit_id=unit_id)
    return see(request, f"{_base(desk)}/units/{unit_id}")


@router.post("/units/{unit_id}/charge/withdrawal")
def leave_unit(request: Request, db: Db, desk: Member, unit_id: int) -> Response:
    changes.leave(db, desk.conference_id, unit_id=unit_id)
    return see(request, f"{_base(desk)}/units/{unit_id}")


def shelf(request: Request) -> Shelf:
    """Where files are kept."""
    found: Shelf = request.app.state.shelf
    return found


def _entry(
    request: Request, db: Db, desk: Desk, key: str, form: Form[Any], status: int = 200
) -> Response:
    entries = _entries(db, desk)
    found = store.entry_of(entries, key)
    return page(
        request,
        "checklist/entry.html",
        status,
        desk=desk,
        found=found,
        before=[one for one in entries if one.key in found.needs],
        after=[one for one in entries if found.key in one.needs],
        story=changes.story(db, desk.conference_id, desk.rehearsal_id, key),
        follower=store.followers(db, desk.conference_id).of(found),
        form=form,
        title=title,
    )


def _entries(db: Db, desk: Desk) -> list[Entry]:
    return store.entries(db, desk.conference, desk.rehearsal_id, desk.now)


def _address(desk: Desk, key: str) -> str:
    return f"{_base(desk)}/entries/{key}"


def _base(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/checklist"
