"""The page behind a unit's link. Nobody signs in; the unit sees itself and nobody else."""

from functools import partial

from fastapi import APIRouter
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import clock
from app.errors import Refused
from app.intake import codes, rules, sending, store
from app.intake.drafts import Asked, Kept
from app.intake.rules import Seen, Written
from app.intake.scribe import Scribe
from app.intake.store import Visit
from app.intake.visiting import COOKIE, home, lost, unit_page, visited
from app.web.forms import Typed
from app.web.limits import limits
from app.web.pages import see
from app.web.session import Afterwards, Db, database

router = APIRouter(include_in_schema=False)

_SEEN = "v."  # before the name of a field: what its writer saw of it


@router.get("/U/{token}")
@router.get("/u/{token}")
def unit(request: Request, db: Db, later: Afterwards, token: str) -> Response:
    visit = store.visit(db, token, request.cookies.get(COOKIE, ""))
    if visit is None:
        return lost(request)
    if visit.link.opened_at is None:
        later.append(partial(store.note_opening, visit=visit))
    return unit_page(request, db, visit)


@router.post("/U/{token}/draft")
@router.post("/u/{token}/draft")
async def save(request: Request, token: str, typed: Typed) -> Response:
    """What was typed, kept until it is sent: field by field as one types, or the whole form."""
    if "application/json" in request.headers.get("accept", ""):
        scribe: Scribe = request.app.state.scribe
        kept = await scribe.keep(_asked(token, typed))
        if kept is not None:
            return _told(kept)
    async with (
        database(request).turn,
        contextmanager_in_threadpool(database(request).writing()) as db,
    ):
        return await run_in_threadpool(_save_whole, request, db, token, typed)


def _save_whole(request: Request, db: Session, token: str, typed: dict[str, str]) -> Response:
    visit = visited(request, db, token, is_writing=True)
    stale = _save(db, visit, typed)
    if "application/json" in request.headers.get("accept", ""):
        found = store.shown(db, visit)
        theirs = {name: one.value for name, one in stale.items()}
        return _told(Kept({name: found[name].seen for name in typed if name in found}, theirs))
    if stale:
        return _asked_again(request, db, visit, typed, stale)
    return see(request, f"{home(visit)}#posts")


def _told(kept: Kept) -> Response:
    return JSONResponse(vars(kept), 409 if kept.theirs else 200)


def _asked_again(
    request: Request, db: Session, visit: Visit, typed: dict[str, str], stale: dict[str, Written]
) -> Response:
    """Both words of each field that two people wrote; everything else is kept already."""
    mine = {name: typed[name] for name in stale}
    return unit_page(request, db, visit, 409, typed=mine, stale=stale)


@router.post("/U/{token}/answer")
@router.post("/u/{token}/answer")
def send(request: Request, db: Db, token: str, typed: Typed) -> Response:
    """The button Gửi: what is in the form and in the drafts becomes the plan's truth."""
    visit = visited(request, db, token, is_writing=True)
    stale = _save(db, visit, typed)
    if stale:
        return _asked_again(request, db, visit, typed, stale)
    try:
        wrong = sending.send(db, visit)
    except Refused as refused:  # nothing is sent, and what was typed stays
        db.rollback()
        visit = visited(request, db, token, is_writing=True)
        _save(db, visit, typed)
        return unit_page(request, db, visit, 409, refused=refused, at="posts")
    if wrong:
        return unit_page(request, db, visit, 422, wrong=wrong)
    return see(request, f"{home(visit)}#posts")


@router.post("/U/{token}/code")
@router.post("/u/{token}/code")
def ask_code(request: Request, db: Db, token: str) -> Response:
    """Send the one-time code to the unit's address."""
    visit = visited(request, db, token, is_writing=True)
    limits(request).spend("unit code", request, times=10, seconds=600)
    try:
        codes.send(db, sending.author_of(visit), visit.link, visit.unit.name)
    except Refused as refused:
        return unit_page(request, db, visit, 409, refused=refused, at="code")
    return see(request, f"{home(visit)}#code")


@router.post("/U/{token}/code/confirmation")
@router.post("/u/{token}/code/confirmation")
def confirm_code(request: Request, db: Db, token: str, typed: Typed) -> Response:
    """Whoever types the code sees phones and files in this browser, for some hours."""
    visit = visited(request, db, token, is_writing=True)
    limits(request).spend("unit code typed", request, times=20, seconds=600)
    key = codes.confirm(db, visit.link, typed.get("code", ""), clock.now())
    if key is None:
        wrong = Refused("Mã chưa đúng hoặc đã hết hạn. Hãy xem lại thư hoặc lấy mã khác")
        return unit_page(request, db, visit, 422, refused=wrong, at="code")
    answer = see(request, f"{home(visit)}#posts")
    answer.set_cookie(
        COOKIE,
        key,
        max_age=int(rules.KEY_LASTS.total_seconds()),
        path=home(visit),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def _save(db: Session, visit: Visit, typed: dict[str, str]) -> dict[str, Written]:
    asked = _asked(visit.link.token, typed)
    return store.save(db, visit, asked.values, asked.bases)


def _asked(token: str, typed: dict[str, str]) -> Asked:
    values = {name: value.strip()[: rules.LONGEST] for name, value in typed.items()}
    bases = {
        name.removeprefix(_SEEN): Seen.read(value)
        for name, value in values.items()
        if name.startswith(_SEEN)
    }
    return Asked(token, values, bases)
