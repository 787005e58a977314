"""Calendars behind secret addresses: of a unit, and of a member of staff."""

from collections.abc import Callable
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.conferences.guards import Member
from app.errors import NotFound
from app.intake import store as intake
from app.paper.calendar import CALENDAR
from app.reminders import changes, feeds, store
from app.reminders.feeds import Feed
from app.web.limits import limits
from app.web.pages import page, see
from app.web.printed import linked, network_base
from app.web.session import Afterwards, Db

router = APIRouter(include_in_schema=False)

_HERE = "/conferences/{slug}/reminders/calendar"


@router.get("/U/{token}/calendar.ics")
@router.get("/u/{token}/calendar.ics")
def of_unit(request: Request, db: Db, later: Afterwards, token: str) -> Response:
    """The unit's deadlines: refused as its page is, when the link is wrong, revoked or expired."""
    visit = intake.visit(db, token)
    if visit is None:
        raise _lost(request)
    own = linked(request, addresses.of_unit(visit.link.token))
    return _served(request, later, feeds.of_unit(db, visit.conference, visit.unit, own))


@router.get("/C/{token}.ics")
@router.get("/c/{token}.ics")
def of_office(request: Request, db: Db, later: Afterwards, token: str) -> Response:
    """All deadlines, for as long as the person may see the conference."""
    conference = store.subscribed(db, token)
    if conference is None:
        raise _lost(request)
    return _served(request, later, feeds.of_office(db, conference, network_base(request)))


@router.get(_HERE)
def calendar(request: Request, db: Db, desk: Member) -> Response:
    """One's own address, to be put into one's calendar."""
    feed = store.feed_of(db, desk.conference_id, desk.staff.id)
    address = linked(request, addresses.of_calendar(feed.token)) if feed else ""
    return page(request, "reminders/calendar.html", desk=desk, feed=feed, address=address)


@router.post(_HERE)
def make(request: Request, db: Db, desk: Member) -> Response:
    """A new address; the old one is refused from now on."""
    changes.make_feed(db, desk.author, desk.conference, desk.staff.id, desk.staff.full_name)
    return see(request, f"/conferences/{desk.conference.slug}/reminders/calendar")


@router.post(f"{_HERE}/revocation")
def revoke(request: Request, db: Db, desk: Member) -> Response:
    feed = store.feed_of(db, desk.conference_id, desk.staff.id)
    changes.revoke_feed(db, desk.author, desk.conference, feed, desk.staff.full_name)
    return see(request, f"/conferences/{desk.conference.slug}/reminders/calendar")


def _served(request: Request, later: list[Callable[[Session], object]], feed: Feed) -> Response:
    if feed.seen:
        later.append(partial(store.keep_marks, seen=feed.seen))
    headers = {
        "ETag": feed.etag,
        "Last-Modified": format_datetime(feed.modified_at, usegmt=True),
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="thoi-han.ics"',
    }
    if _has_it(request, feed):
        return Response(status_code=304, headers=headers)
    return Response(feed.body, media_type=CALENDAR, headers=headers)


def _has_it(request: Request, feed: Feed) -> bool:
    """Whether the calendar asking holds this very state (RFC 9110, 13.1)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return feed.etag.removeprefix("W/") in tags or "*" in tags
    since = request.headers.get("if-modified-since", "")
    try:
        return bool(since) and parsedate_to_datetime(since) >= feed.modified_at
    except (ValueError, TypeError):
        return False


def _lost(request: Request) -> NotFound:
    limits(request).spend("token", request, times=30, seconds=60)
    return NotFound()
