"""The pages that follow the morning: open to everybody who has their address, and able to command
nothing. Their streams are in ``hub``."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app import addresses
from app.conferences import store as conferences
from app.live import store
from app.web.pages import page, render
from app.web.session import Db

router = APIRouter(include_in_schema=False)


@router.get("/L/{code}")
@router.get("/l/{code}")
def follow(request: Request, db: Db, code: str) -> Response:
    """The live page of everybody's phone."""
    morning = store.morning(db, conferences.conference_followed(db, code))
    address = addresses.of_followers(morning.conference.follow_code)
    return page(request, "live/follow.html", morning=morning, feed=address)


@router.get("/L/{code}/now")
def now(db: Db, code: str) -> Response:
    """What is on, as a fragment for pages that show it beside something else."""
    morning = store.morning(db, conferences.conference_followed(db, code))
    address = addresses.of_followers(morning.conference.follow_code)
    return HTMLResponse(render("live/_now.html", morning=morning, feed=address))


@router.get("/M/{code}")
@router.get("/m/{code}")
def screens(request: Request, db: Db, code: str) -> Response:
    """Which screens there are, for whoever sets up the projectors."""
    return _screen(request, db, code, "screens")


@router.get("/M/{code}/stage")
def stage(request: Request, db: Db, code: str) -> Response:
    """What the speaker sees: the time that is left, and what the chair says."""
    return _screen(request, db, code, "stage")


@router.get("/M/{code}/hall")
def hall(request: Request, db: Db, code: str) -> Response:
    """What the hall sees: the item, who speaks with full title, and what comes next."""
    return _screen(request, db, code, "hall")


def _screen(request: Request, db: Db, code: str, name: str) -> Response:
    conference = store.conference_shown(db, code)
    base = addresses.of_screens(conference.screen_code)
    morning = store.morning(db, conference)
    return page(request, f"live/{name}.html", morning=morning, base=base, conference=conference)
