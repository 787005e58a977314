"""Texts of speeches on screen: handing in, reading, judging, saving."""

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from app import manuscripts
from app.accounts.guards import signed_in
from app.conferences.guards import Desk, Member, Organiser, sit_down
from app.conferences.rules import DeskRole
from app.errors import Refused
from app.files import Shelf, download_headers
from app.manuscripts import Manuscript, Paragraph
from app.speeches import changes, store, texts
from app.speeches.comparison import compare
from app.speeches.models import SpeechText
from app.speeches.routes import base, speech_page
from app.speeches.rules import Stage, spoken
from app.web.forms import Form, Typed, read
from app.web.language import explained, say
from app.web.pages import page, see
from app.web.scanned import scanned
from app.web.session import Db, database

router = APIRouter(prefix="/conferences/{slug}/speeches", include_in_schema=False)


class Verdict(BaseModel):
    """What a reviewer says of one version. Whoever returns it says why."""

    stage: Literal[Stage.UNDER_REVIEW, Stage.PASSED, Stage.RETURNED] | None = None
    remark: str = Field(default="", max_length=4_000)


async def _examined(request: Request, slug: str) -> Manuscript | Refused:
    """The file that was sent, looked at before the change begins: a big one takes seconds, and
    other writers must not wait for them. Strangers' files are not looked at."""
    form = await request.form(max_files=1)
    sent = form.get("file")
    content = await sent.read() if isinstance(sent, UploadFile) else b""
    name = sent.filename or "" if isinstance(sent, UploadFile) else ""
    await form.close()
    csrf = request.headers.get("x-csrf-token") or str(form.get("csrf", ""))
    return await run_in_threadpool(_judged, request, slug, csrf, name, content)


def _judged(
    request: Request, slug: str, csrf: str, name: str, content: bytes
) -> Manuscript | Refused:
    with database(request).reading() as db:
        here = signed_in(request, db, csrf)
        sit_down(db, here.staff, slug, (DeskRole.ORGANISER,), here.csrf)
    try:
        scanned(request, content)
        return manuscripts.examine(name, content)
    except Refused as refused:
        return refused


def shelf(request: Request) -> Shelf:
    """Where this installation keeps its files."""
    found: Shelf = request.app.state.shelf
    return found


Examined = Annotated[Manuscript | Refused, Depends(_examined)]
Files = Annotated[Shelf, Depends(shelf)]


@router.get("/review")
def queue(request: Request, db: Db, desk: Member) -> Response:
    """What waits for a reviewer, and for this one first."""
    listed = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    return page(
        request,
        "speeches/review.html",
        desk=desk,
        listed=sorted(listed, key=lambda one: one.urgency),
        me=desk.author.name,
    )


@router.post("/{number}/texts")
def hand_in(
    request: Request,
    manuscript: Examined,
    db: Db,
    desk: Organiser,
    files: Files,
    number: int,
    typed: Typed,
) -> Response:
    """A new version, handed in by the office for the unit."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    if isinstance(manuscript, Refused):
        fault = explained(manuscript)
        return speech_page(request, db, desk, speech, status=422, fault=fault)
    remark = typed.get("remark", "").strip()[:400]
    text = texts.hand_in(
        db, files, desk.author, speech, manuscript, desk.now, desk.rehearsal_id, remark
    )
    return see(request, f"{base(desk)}/{number}/texts/{text.version}")


@router.get("/{number}/texts/{version}")
def text(
    request: Request, db: Db, desk: Member, number: int, version: int, against: int = 0
) -> Response:
    """One version; with ``against``, what it says otherwise than that version."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    found = store.version(db, speech, version, desk.rehearsal_id)
    other = store.version(db, speech, against, desk.rehearsal_id) if against else None
    return _text(request, db, desk, found, number, Form({}), other=other)


@router.get("/{number}/texts/{version}/file")
def save(db: Db, desk: Member, files: Files, number: int, version: int) -> Response:
    return as_handed_in(db, desk, files, number, version)


@router.post("/{number}/texts/{version}/review")
def judge(
    request: Request, db: Db, desk: Organiser, number: int, version: int, typed: Typed
) -> Response:
    """A remark, or a verdict, on one version."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    found = store.version(db, speech, version, desk.rehearsal_id)
    form = read(Verdict, typed)
    verdict = form.value
    if verdict is not None and not verdict.remark and verdict.stage in {None, Stage.RETURNED}:
        form.is_wrong("remark", say("Viết ý kiến để đơn vị biết cần sửa gì"))
    if verdict is None or form.value is None:
        return _text(request, db, desk, found, number, form, 422)
    listed = store.listed(db, speech, desk.rehearsal_id, desk.now)
    if listed.newest is not None and listed.newest.id != found.id and verdict.stage:
        raise Refused("Đã có bản {n} mới hơn, hãy thẩm định bản đó", n=listed.newest.version)
    changes.take(
        db,
        desk.author,
        speech,
        verdict.stage or listed.progress.stage,
        desk.now,
        desk.now,
        desk.rehearsal_id,
        verdict.remark,
        found.id,
    )
    return see(request, f"{base(desk)}/{number}/texts/{version}")


@router.post("/{number}/texts/{version}/removal")
def take_back(
    request: Request, db: Db, desk: Organiser, files: Files, number: int, version: int
) -> Response:
    """A file that was attached by mistake."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    found = store.version(db, speech, version, desk.rehearsal_id)
    texts.take_back(db, files, desk.author, speech, found)
    return see(request, f"{base(desk)}/{number}")


def as_handed_in(db: Db, desk: Desk, files: Shelf, number: int, version: int) -> Response:
    """The file as it was handed in, for people and for programs: always saved, never shown."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    found = store.version(db, speech, version, desk.rehearsal_id)
    return Response(
        files.read(found.file),
        media_type=manuscripts.MEDIA_TYPES[found.kind],
        headers=download_headers(found.name),
    )


def _text(
    request: Request,
    db: Db,
    desk: Desk,
    found: SpeechText,
    number: int,
    form: Form[Verdict],
    status: int = 200,
    other: SpeechText | None = None,
) -> Response:
    speech = store.speech_numbered(db, desk.conference_id, number)
    counted = store.terms(db, desk.conference_id)
    return page(
        request,
        "speeches/text.html",
        status,
        desk=desk,
        text=found,
        listed=store.listed(db, speech, desk.rehearsal_id, desk.now),
        versions=store.versions(db, speech.id, desk.rehearsal_id),
        steps=store.steps(db, speech.id, desk.rehearsal_id),
        paragraphs=_paragraphs(found),
        other=other,
        compared=compare(_said(other), _said(found)) if other else None,
        spoken=spoken(found.syllables, counted.syllables_a_minute, speech.minutes),
        terms=counted,
        form=form,
    )


def _said(text: SpeechText) -> list[str]:
    return [paragraph.text for paragraph in _paragraphs(text)]


def _paragraphs(text: SpeechText) -> tuple[Paragraph, ...]:
    return manuscripts.paragraphs_of(json.loads(text.body))
