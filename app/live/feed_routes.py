"""What signed-in screens follow: the console, and the posts with what is said to each alone."""

from enum import StrEnum

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Member
from app.live import feeds
from app.live.rules import Post
from app.web.session import database
from app.web.streams import Channel, EventStream, channels

router = APIRouter(prefix="/conferences/{slug}/live/feeds/{post}", include_in_schema=False)


class Follows(StrEnum):
    """Who may follow what is said to one post."""

    CONSOLE = "console"
    MC = "mc"
    STAGE = "stage"  # the technicians, who see what the stage is told


@router.get("/stream")
def stream(request: Request, desk: Member, post: Follows) -> Response:
    return EventStream(_channel(request, desk.conference_id, post))


@router.get("/state")
async def state(request: Request, desk: Member, post: Follows) -> Response:
    return await _channel(request, desk.conference_id, post).answer(request.headers)


def _channel(request: Request, conference_id: int, post: Follows) -> Channel:
    source, known = database(request), channels(request)
    if post is Follows.CONSOLE:
        return feeds.console(known, source, conference_id)
    return feeds.at_post(known, source, conference_id, Post(post))
