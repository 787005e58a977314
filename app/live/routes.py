"""The console that moves the morning on, and the pages that follow it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app import addresses
from app.agenda import frozen, releases
from app.agenda import store as agenda
from app.agenda.differences import State as Programme
from app.agenda.picture import picture
from app.conferences import store as conferences
from app.conferences.guards import Desk, Member, Moderator
from app.conferences.models import Conference
from app.errors import Refused
from app.live import store
from app.live.rules import ActionKind
from app.web.forms import Typed
from app.web.pages import is_fragment, page, render, see
from app.web.session import Db

router = APIRouter(include_in_schema=False)


@router.get("/conferences/{slug}/live")
def console(request: Request, db: Db, desk: Member) -> Response:
    return _console(request, desk, store.morning(db, desk.conference))


@router.post("/conferences/{slug}/live/actions")
def act(request: Request, db: Db, desk: Moderator, typed: Typed) -> Response:
    """One button of the console, with the sequence number its page was showing."""
    try:
        kind, sequence = ActionKind(typed.get("kind", "")), int(typed.get("sequence", ""))
    except ValueError as unreadable:
        raise Refused("Không rõ bấm nút nào, hãy tải lại trang") from unreadable
    author = desk.author
    morning = store.act(db, desk.conference, kind, sequence, author.staff_id, author.name)
    if is_fragment(request):
        return _console(request, desk, morning)
    return see(request, f"/conferences/{desk.conference.slug}/live")


@router.get("/conferences/{slug}/live/picture")
def drawn(request: Request, db: Db, desk: Member) -> Response:
    """What really happened above the last release and the plan, on one axis of time."""
    states: list[tuple[str, int, Programme]] = []
    if (actual := store.actual(db, desk.conference)) is not None:
        states.append(("actual", 0, actual))
    if (last := agenda.last_release(db, desk.conference_id)) is not None:
        states.append(("release", last.number, frozen.state(last.tree)))
    states.append(("draft", 0, releases.draft(db, desk.conference)))
    return page(request, "live/picture.html", desk=desk, drawn=picture(states))


@router.get("/L/{code}")
@router.get("/l/{code}")
def follow(request: Request, db: Db, code: str) -> Response:
    """The live page: open to everybody who has its address, and able to command nothing."""
    morning = store.morning(db, conferences.conference_followed(db, code))
    return page(request, "live/follow.html", morning=morning, address=_address(morning.conference))


@router.get("/L/{code}/now")
def now(db: Db, code: str) -> Response:
    """What is on, as a fragment for pages that show it beside something else."""
    return HTMLResponse(_now(db, conferences.conference_followed(db, code)))


def _now(db: Db, conference: Conference) -> str:
    morning = store.morning(db, conference)
    return render("live/_now.html", morning=morning, address=_address(conference))


def _console(request: Request, desk: Desk, morning: store.Morning) -> Response:
    template = "live/_console.html" if is_fragment(request) else "live/console.html"
    address = _address(desk.conference)
    return page(request, template, desk=desk, morning=morning, address=address)


def _address(conference: Conference) -> str:
    return addresses.of_followers(conference.follow_code)
