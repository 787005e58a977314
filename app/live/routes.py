"""The pages that follow the morning: open to everybody who has their address, and able to command
nothing."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app import addresses
from app.conferences import store as conferences
from app.conferences.models import Conference
from app.live import store
from app.web.pages import page, render
from app.web.session import Db

router = APIRouter(include_in_schema=False)


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


def _address(conference: Conference) -> str:
    return addresses.of_followers(conference.follow_code)
