"""The console that moves the morning on."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.agenda import frozen, releases
from app.agenda import store as agenda
from app.agenda.differences import State as Drawn
from app.agenda.picture import picture
from app.conferences.guards import Desk, Member, Moderator
from app.errors import Refused
from app.live import changes, store
from app.live.presses import Press
from app.live.rules import ActionKind
from app.web.forms import Typed
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/live", include_in_schema=False)


@router.get("")
def console(request: Request, db: Db, desk: Member) -> Response:
    return _console(request, desk, store.morning(db, desk.conference))


@router.post("/actions")
def act(request: Request, db: Db, desk: Moderator, typed: Typed) -> Response:
    """One button of the console, with the sequence number its page was showing."""
    try:
        kind, sequence = ActionKind(typed.get("kind", "")), int(typed.get("sequence", ""))
    except ValueError as unreadable:
        raise Refused("Không rõ bấm nút nào, hãy tải lại trang") from unreadable
    morning = changes.act(db, desk.author, desk.conference, Press(kind, sequence))
    if is_fragment(request):
        return _console(request, desk, morning)
    return see(request, f"/conferences/{desk.conference.slug}/live")


@router.get("/picture")
def drawn(request: Request, db: Db, desk: Member) -> Response:
    """What really happened above the last release and the plan, on one axis of time."""
    states: list[tuple[str, int, Drawn]] = []
    if (actual := store.actual(db, desk.conference)) is not None:
        states.append(("actual", 0, actual))
    if (last := agenda.last_release(db, desk.conference_id)) is not None:
        states.append(("release", last.number, frozen.state(last.tree)))
    states.append(("draft", 0, releases.draft(db, desk.conference)))
    return page(request, "live/picture.html", desk=desk, drawn=picture(states))


def _console(request: Request, desk: Desk, morning: store.Morning) -> Response:
    template = "live/_console.html" if is_fragment(request) else "live/console.html"
    address = addresses.of_followers(desk.conference.follow_code)
    return page(request, template, desk=desk, morning=morning, address=address)
