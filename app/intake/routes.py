"""The page behind a unit's link. Nobody signs in; the unit sees itself and nobody else."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import addresses, manuscripts
from app.errors import NotFound, Refused
from app.files import Shelf
from app.intake import reporting, rules, sending, store
from app.intake.rules import Written
from app.intake.store import Visit
from app.manuscripts import Manuscript
from app.speeches import texts
from app.web.forms import Typed, read
from app.web.language import say
from app.web.limits import limits
from app.web.pages import page, see
from app.web.session import Afterwards, Db, database

router = APIRouter(include_in_schema=False)

_VERSION = "v."  # before the name of a field: the version its writer saw


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
    """Looked at before the change begins; strangers' files are not."""
    return await run_in_threadpool(_judged, request, token, *sent)


def _judged(request: Request, token: str, name: str, content: bytes) -> Manuscript | Refused:
    with database(request).reading() as db:
        _visited(request, db, token)
    limits(request).spend("unit file", request, times=30, seconds=60)
    try:
        return manuscripts.examine(name, content)
    except Refused as refused:
        return refused


Examined = Annotated[Manuscript | Refused, Depends(_examined)]


@router.get("/U/{token}")
@router.get("/u/{token}")
def unit(request: Request, db: Db, later: Afterwards, token: str) -> Response:
    visit = store.visit(db, token)
    if visit is None:
        return _lost(request)
    if visit.link.opened_at is None:
        later.append(partial(store.note_opening, visit=visit))
    return _page(request, db, visit)


@router.post("/U/{token}/draft")
@router.post("/u/{token}/draft")
def save(request: Request, db: Db, token: str, typed: Typed) -> Response:
    """What was typed, kept until it is sent: field by field as one types, or the whole form."""
    visit = _visited(request, db, token, is_writing=True)
    stale = _save(db, visit, typed)
    if "application/json" in request.headers.get("accept", ""):
        found = store.written(db, visit, store.posts(db, visit.here, visit.unit.id))
        versions = {name: found[name].version for name in typed if name in found}
        theirs = {name: one.value for name, one in stale.items()}
        return JSONResponse({"versions": versions, "theirs": theirs}, 409 if stale else 200)
    if stale:
        return _page(request, db, visit, 409, typed=typed, stale=stale)
    return see(request, addresses.of_unit(visit.link.token))


@router.post("/U/{token}/answer")
@router.post("/u/{token}/answer")
def send(request: Request, db: Db, token: str, typed: Typed) -> Response:
    """The button Gửi: what is in the form and in the drafts becomes the plan's truth."""
    visit = _visited(request, db, token, is_writing=True)
    stale = _save(db, visit, typed)
    if stale:
        return _page(request, db, visit, 409, typed=typed, stale=stale)
    wrong = sending.send(db, visit)
    if wrong:
        return _page(request, db, visit, 422, wrong=wrong)
    return see(request, addresses.of_unit(visit.link.token) + "#sent")


@router.post("/U/{token}/speeches/{number}")
@router.post("/u/{token}/speeches/{number}")
def hand_in(
    request: Request, manuscript: Examined, db: Db, token: str, number: int, typed: Typed
) -> Response:
    visit = _visited(request, db, token, is_writing=True)
    own = [one.speech for one, _ in store.spoken(db, visit) if one.speech.number == number]
    if not own:
        raise NotFound
    if isinstance(manuscript, Refused):
        fault = say(manuscript.pattern, **manuscript.values)
        return _page(request, db, visit, 422, fault=fault)
    author, remark = sending.author_of(visit), typed.get("remark", "").strip()[:400]
    shelf, now, rehearsal_id = _shelf(request), visit.now, visit.rehearsal_id
    texts.hand_in(db, shelf, author, own[0], manuscript, now, rehearsal_id, remark)
    return see(request, addresses.of_unit(visit.link.token) + "#speech")


@router.post("/U/{token}/tasks/{number}")
@router.post("/u/{token}/tasks/{number}")
def report(
    request: Request, sent: SentFile, db: Db, token: str, number: int, typed: Typed
) -> Response:
    visit = _visited(request, db, token, is_writing=True)
    limits(request).spend("unit file", request, times=30, seconds=60)
    form = read(Progress, typed)
    if form.value is None:
        return _page(request, db, visit, 422, fault=say("Tiến độ là một số từ 0 đến 100"))
    told, shelf = form.value, _shelf(request)
    reporting.report(db, shelf, visit, number, told.progress, told.obstacle, *sent)
    return see(request, addresses.of_unit(visit.link.token) + "#tasks")


def _save(db: Db, visit: Visit, typed: dict[str, str]) -> dict[str, Written]:
    values = {name: value.strip()[: rules.LONGEST] for name, value in typed.items()}
    bases = {
        name.removeprefix(_VERSION): int(value)
        for name, value in values.items()
        if name.startswith(_VERSION) and value.isdecimal()
    }
    return store.save(db, visit, values, bases)


def _visited(request: Request, db: Db, token: str, *, is_writing: bool = False) -> Visit:
    visit = store.visit(db, token, is_writing=is_writing)
    if visit is None:
        limits(request).spend("token", request, times=30, seconds=60)
        raise NotFound
    return visit


def _shelf(request: Request) -> Shelf:
    found: Shelf = request.app.state.shelf
    return found


def _page(
    request: Request,
    db: Db,
    visit: Visit,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    stale: dict[str, Written] | None = None,
    wrong: dict[str, str] | None = None,
    fault: str = "",
) -> Response:
    posts = store.posts(db, visit.here, visit.unit.id)
    return page(
        request,
        "intake/unit.html",
        status,
        visit=visit,
        conference=visit.conference,
        rehearsal=visit.rehearsal,
        now=visit.now,
        here=addresses.of_unit(visit.link.token),
        posts=posts,
        fields=store.written(db, visit, posts),
        typed=typed or {},
        stale=stale or {},
        wrong={name: say(sentence) for name, sentence in (wrong or {}).items()},
        fault=fault,
        due=store.deadline(db, visit),
        sent=store.last_answer(db, visit),
        is_unsent=store.is_unsent(db, visit),
        spoken=store.spoken(db, visit),
        led=store.led(db, visit),
        seats=store.seats(db, posts),
        day=store.programme(db, visit),
        follow=addresses.of_followers(visit.conference.follow_code),
    )


def _lost(request: Request) -> Response:
    """The same for a link that is wrong, revoked, expired or malformed."""
    limits(request).spend("token", request, times=30, seconds=60)
    return page(request, "portal/lost.html", 404)
