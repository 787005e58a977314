"""The console that moves the morning on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.agenda import frozen, releases
from app.agenda import store as agenda
from app.agenda.differences import State as Drawn
from app.agenda.picture import picture
from app.conferences.guards import Desk, Member, Moderator, desk_of
from app.conferences.rules import DeskRole
from app.db import spread
from app.errors import Refused
from app.live import changes, moderating, store
from app.live.fit import Before
from app.live.forms import press_of, report_of
from app.live.morning import Morning
from app.web.forms import Typed
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/live", include_in_schema=False)

# Whoever is at work in the hall; reporters look on.
AtPost = Annotated[
    Desk,
    Depends(
        desk_of(DeskRole.ORGANISER, DeskRole.MODERATOR, DeskRole.DOOR, DeskRole.VIEWER),
    ),
]
Wanted = Annotated[Before, Query(alias="before")]


@router.get("")
def console(request: Request, db: Db, desk: Member, before: Wanted = Before.SLOT) -> Response:
    return _console(request, db, desk, store.morning(db, desk.conference), before)


@router.post("/actions")
def act(request: Request, db: Db, desk: Moderator, typed: Typed) -> Response:
    """One button of the console, with the sequence number its page was showing."""
    form = press_of(typed)
    if form.value is None:
        raise Refused(next(iter(form.errors.values())))
    press, token = form.value.press(db, desk.conference_id), form.value.token
    morning = changes.act(db, desk.author, desk.conference, press, token)
    spread(db)
    if is_fragment(request):
        return _console(request, db, desk, morning, form.value.before)
    return see(request, f"/conferences/{desk.conference.slug}/live")


@router.post("/reports")
def report(request: Request, db: Db, desk: AtPost, typed: Typed) -> Response:
    """A post says that all is ready for a cue, or where its speaker is. It moves nothing."""
    form = report_of(typed)
    if form.value is None:
        raise Refused("Không rõ bấm nút nào, hãy tải lại trang")
    said = form.value
    changes.report(
        db,
        desk.author,
        desk.conference,
        said.kind,
        said.post,
        said.key,
        desk.rehearsal_id,
        desk.now,
    )
    if is_fragment(request):
        if not said.is_at_console:
            return Response(status_code=204)  # the page hears of it like everybody else
        return _console(request, db, desk, store.morning(db, desk.conference), Before.SLOT)
    place = "live" if said.is_at_console else "runsheet/backstage"
    return see(request, f"/conferences/{desk.conference.slug}/{place}")


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


def _console(request: Request, db: Db, desk: Desk, morning: Morning, before: Before) -> Response:
    template = "live/_console.html" if is_fragment(request) else "live/console.html"
    conference = desk.conference
    address = addresses.of_followers(conference.follow_code)
    screens = addresses.of_screens(conference.screen_code)
    view = moderating.console(db, conference, morning, before)
    return page(
        request, template, desk=desk, morning=morning, view=view, address=address, screens=screens
    )
