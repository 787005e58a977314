"""Files at a unit's link: speeches and proofs handed in, and what the unit may take home."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from app import enclosures, manuscripts
from app.enclosures import Kind
from app.errors import NotFound, Refused
from app.files import download_headers
from app.intake import sending, store
from app.intake.documents import document_of
from app.intake.visiting import checked, home, shelf, unit_page, unsealed, visited
from app.invitations import exports as invitations
from app.invitations import store as invited
from app.invitations.rules import Whom
from app.manuscripts import Manuscript
from app.paper.pdf import PDF
from app.speeches import store as speeches
from app.speeches import texts
from app.tasks import reports
from app.tasks.reports import Enclosed
from app.web.forms import Typed, read
from app.web.language import say
from app.web.limits import limits
from app.web.pages import see
from app.web.printed import printed
from app.web.session import Db

router = APIRouter(include_in_schema=False)


class Progress(BaseModel):
    progress: int = Field(ge=0, le=100)
    obstacle: str = Field(default="", max_length=400)


async def _sent_file(request: Request) -> tuple[str, bytes]:
    form = await request.form(max_files=1)
    sent = form.get("file")
    if not isinstance(sent, UploadFile):
        return "", b""
    name, content = sent.filename or "", await sent.read()
    await form.close()
    return name, content


SentFile = Annotated[tuple[str, bytes], Depends(_sent_file)]


async def _examined(request: Request, token: str, sent: SentFile) -> Manuscript | Refused:
    """Looked at before the change begins: a big one takes seconds, and nobody waits for it."""
    return await run_in_threadpool(_judged, request, token, *sent)


def _judged(request: Request, token: str, name: str, content: bytes) -> Manuscript | Refused:
    try:
        checked(request, token, content)
        return manuscripts.examine(name, content)
    except Refused as refused:
        return refused


async def _enclosed(request: Request, token: str, sent: SentFile) -> Enclosed | Refused | None:
    """None where no file came with the report."""
    return await run_in_threadpool(_proof, request, token, *sent)


def _proof(request: Request, token: str, name: str, content: bytes) -> Enclosed | Refused | None:
    if not content:
        return None
    try:
        kind = enclosures.kind_of(content)
        checked(request, token, content)
    except Refused as refused:
        return refused
    return Enclosed(enclosures.called(name, kind, "minh-chung"), content)


Examined = Annotated[Manuscript | Refused, Depends(_examined)]
Proof = Annotated[Enclosed | Refused | None, Depends(_enclosed)]


@router.post("/U/{token}/speeches/{number}")
@router.post("/u/{token}/speeches/{number}")
def hand_in(
    request: Request, manuscript: Examined, db: Db, token: str, number: int, typed: Typed
) -> Response:
    visit = visited(request, db, token, is_writing=True)
    own = [one.speech for one, _ in store.spoken(db, visit) if one.speech.number == number]
    if not own:
        raise NotFound
    part = f"speech-{number}"
    if isinstance(manuscript, Refused):
        return unit_page(request, db, visit, 422, refused=manuscript, at=part)
    author, remark = sending.author_of(visit), typed.get("remark", "").strip()[:400]
    try:
        texts.hand_in(
            db, shelf(request), author, own[0], manuscript, visit.now, visit.rehearsal_id, remark
        )
    except Refused as refused:
        return unit_page(request, db, visit, 409, refused=refused, at=part)
    return see(request, f"{home(visit)}#{part}")


@router.get("/U/{token}/speeches/{number}/texts/{version}")
@router.get("/u/{token}/speeches/{number}/texts/{version}")
def own_text(request: Request, db: Db, token: str, number: int, version: int) -> Response:
    """A text of the unit's own, as it was handed in."""
    visit = unsealed(request, db, token)
    speech = speeches.speech_numbered(db, visit.here, number)
    if speech.unit_id != visit.unit.id:
        raise NotFound
    found = speeches.version(db, speech, version, visit.rehearsal_id)
    media_type = manuscripts.MEDIA_TYPES[found.kind]
    return _saved(request, found.file, found.name, media_type)


@router.post("/U/{token}/tasks/{number}")
@router.post("/u/{token}/tasks/{number}")
def report(
    request: Request, proof: Proof, db: Db, token: str, number: int, typed: Typed
) -> Response:
    """Progress, what stands in the way, a proof."""
    visit = visited(request, db, token, is_writing=True)
    one = next((led for led, _ in store.led(db, visit) if led.task.number == number), None)
    if one is None:
        raise NotFound
    part = f"task-{number}"
    form = read(Progress, typed)
    if form.value is None:
        wrong = Refused("Tiến độ là một số từ 0 đến 100")
        return unit_page(request, db, visit, 422, typed=typed, refused=wrong, at=part)
    if isinstance(proof, Refused):
        return unit_page(request, db, visit, 422, typed=typed, refused=proof, at=part)
    try:
        reports.report(
            db,
            shelf(request),
            sending.author_of(visit),
            visit.unit,
            one,
            visit.now,
            visit.rehearsal_id,
            enclosed=proof,
            **form.value.model_dump(),
        )
    except Refused as refused:
        db.rollback()
        visit = visited(request, db, token)
        return unit_page(request, db, visit, 409, typed=typed, refused=refused, at=part)
    return see(request, f"{home(visit)}#{part}")


@router.get("/U/{token}/reports/{report_id}")
@router.get("/u/{token}/reports/{report_id}")
def own_proof(request: Request, db: Db, token: str, report_id: int) -> Response:
    visit = unsealed(request, db, token)
    found = reports.report_of(db, visit.here, report_id)
    if found.unit_id != visit.unit.id:
        raise NotFound("Không có tệp này")
    return _saved(request, found.file, found.file_name, media_type_of(found.file_name))


@router.get("/U/{token}/documents/{document_id}")
@router.get("/u/{token}/documents/{document_id}")
def document(request: Request, db: Db, token: str, document_id: int) -> Response:
    """What the office gave this unit, or every unit."""
    visit = visited(request, db, token)
    found = document_of(db, visit.here, document_id)
    if found.unit_id not in {None, visit.unit.id}:
        raise NotFound("Không có tài liệu này")
    return _saved(request, found.file, found.name, media_type_of(found.name))


@router.get("/U/{token}/giay-moi.pdf")
@router.get("/u/{token}/giay-moi.pdf")
def letter(request: Request, db: Db, token: str) -> Response:
    """The unit's letter of invitation with the codes of its delegates, once it went out."""
    visit = unsealed(request, db, token)
    if not store.has_letter(db, visit):
        raise NotFound(say("Không có giấy mời này"))
    limits(request).spend("unit letter", request, times=10, seconds=60)
    book = invited.book(db, visit.conference)
    one = book.one(Whom.UNITS, visit.unit.id)
    made = invitations.letters_pdf(book, [one], lambda path: printed(request, path))
    return Response(made, media_type=PDF, headers=download_headers("Giấy mời.pdf"))


def media_type_of(name: str) -> str:
    """Of a file that was judged when it came in."""
    return enclosures.MEDIA_TYPES[Kind(name.rpartition(".")[2])]


def _saved(request: Request, file: str, name: str, media_type: str) -> Response:
    """Always saved, never shown."""
    content = shelf(request).read(file)
    return Response(content, media_type=media_type, headers=download_headers(name))
