"""Backstage: who must stand where, in how many minutes, as the morning really runs."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.conferences import store as conferences
from app.conferences.guards import Desk
from app.conferences.models import Conference
from app.db import Database
from app.delegates.guards import Reader
from app.live import moderating, store
from app.live.feeds import STEADY, good_for
from app.live.rules import LivePhase, Post
from app.runsheet.rules import ahead, calls
from app.runsheet.store import sheet
from app.web.language import language, speaking
from app.web.pages import is_fragment, page, render
from app.web.session import Db, database
from app.web.streams import Channel, EventStream, Made, channels

router = APIRouter(prefix="/conferences/{slug}/runsheet/backstage", include_in_schema=False)


@router.get("")
def backstage(request: Request, db: Db, desk: Reader) -> Response:
    template = "runsheet/_calls.html" if is_fragment(request) else "runsheet/backstage.html"
    return page(request, template, desk=desk, **_ahead(db, desk.conference))


@router.get("/stream")
def stream(request: Request, desk: Reader) -> Response:
    """The same again after every change of the programme and every press at the console."""
    return EventStream(_channel(request, desk))


@router.get("/state")
async def state(request: Request, desk: Reader) -> Response:
    """The same once, for whose network swallows streams."""
    return await _channel(request, desk).answer(request.headers)


def _channel(request: Request, desk: Desk) -> Channel:
    """Put together once, however many follow."""
    source, here, spoken = database(request), desk.conference_id, language()
    topics = (store.topic(here), conferences.topic(here))
    name = f"backstage/{here}/{spoken}"
    return channels(request).open(name, topics, lambda: _newest(source, here, spoken), STEADY)


def _newest(source: Database, conference_id: int, spoken: str) -> Made:
    """In a transaction of its own: the request that opened the stream is long over."""
    with speaking(spoken), source.reading() as db:
        conference = db.get_one(Conference, conference_id)
        ahead = _ahead(db, conference)
        return Made(render("runsheet/_calls.html", **ahead), good_for(ahead["morning"]))


def _ahead(db: Db, conference: Conference) -> dict[str, Any]:
    morning = store.morning(db, conference)
    lines = sheet(db, conference).lines
    said = moderating.reports(db, conference.id, morning.rehearsal)
    is_running = morning.state.phase is not LivePhase.WAITING
    if is_running:
        shifts = {
            str(line.item.number): line.expected.starts_at - line.planned_at
            for line in morning.items
            if line.expected is not None
        }
        lines = ahead(lines, shifts)
    return {
        "conference": conference,
        "morning": morning,
        "is_running": is_running,
        "ready": moderating.ready(morning, said)[Post.BACKSTAGE],
        "seen": said.get((morning.upcoming.key, None)) if morning.upcoming else None,
        "calls": calls(lines, morning.now),
    }
