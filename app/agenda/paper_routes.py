"""The programme to take away: papers for the office, files for calendars, apps and stage crews."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import addresses, clock
from app.agenda import exports, prints, store
from app.agenda.differences import Paper
from app.agenda.releases import Issue, issue_of
from app.agenda.said import said
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.store import conference_followed
from app.errors import NotFound
from app.paper.calendar import CALENDAR
from app.paper.documents import DOCX
from app.paper.pdf import PDF
from app.web.forms import Typed, read
from app.web.pages import page, see
from app.web.printed import network_base
from app.web.session import Db

router = APIRouter(include_in_schema=False)

OfRelease = Annotated[int, Query(alias="release", ge=0)]
_HERE = "/conferences/{slug}/agenda"
_JSON = "application/json"
_XML = "application/vnd.c3voc.schedule+xml"


class PrintedForm(BaseModel):
    """Which paper was printed, and from which release (0: the draft)."""

    paper: Paper
    number: int = Field(ge=0, le=100_000)


@router.get(f"{_HERE}/papers")
def papers(request: Request, db: Db, desk: Member) -> Response:
    """Everything that can be taken away, of the draft or of a release."""
    return _papers(request, db, desk)


@router.post(f"{_HERE}/papers")
def printed(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """A paper was printed and given out: from here on it is known when it is out of date."""
    form = read(PrintedForm, typed)
    if form.value is None:
        return _papers(request, db, desk, 422)
    prints.record(db, desk.author, desk.conference, form.value.paper, form.value.number)
    return see(request, f"/conferences/{desk.conference.slug}/agenda/papers#printed")


def _papers(request: Request, db: Session, desk: Desk, status: int = 200) -> Response:
    base = network_base(request)
    return page(
        request,
        "agenda/papers.html",
        status,
        desk=desk,
        printed=prints.standing(db, desk.conference),
        said=said,
        releases=store.releases(db, desk.conference_id),
        feed=f"{base}{addresses.of_followers(desk.conference.follow_code)}",
    )


@router.get(f"{_HERE}/programme")
def programme(request: Request, db: Db, desk: Member, release: OfRelease = 0) -> Response:
    """The plan's four columns, for printing from the browser."""
    return page(
        request,
        "agenda/programme.html",
        desk=desk,
        issue=issue_of(db, desk.conference, release, desk.now),
        assigned=exports.assigned,
    )


@router.get(f"{_HERE}/programme.docx")
def programme_docx(db: Db, desk: Member, release: OfRelease = 0) -> Response:
    issue = _of(db, desk, release)
    return _file(exports.programme_docx(issue), DOCX, f"{_name(issue)}.docx")


@router.get(f"{_HERE}/programme.pdf")
def programme_pdf(db: Db, desk: Member, release: OfRelease = 0) -> Response:
    issue = _of(db, desk, release)
    return _file(exports.programme_pdf(issue), PDF, f"{_name(issue)}.pdf")


@router.get(f"{_HERE}/programme.ics")
def programme_ics(db: Db, desk: Member, release: OfRelease = 0) -> Response:
    issue = _of(db, desk, release)
    return _file(exports.ics(issue), CALENDAR, f"{_name(issue)}.ics")


@router.get(f"{_HERE}/schedule.json")
def schedule_json(request: Request, db: Db, desk: Member, release: OfRelease = 0) -> Response:
    issue = _of(db, desk, release)
    return _file(exports.schedule_json_text(issue, network_base(request)), _JSON, "schedule.json")


@router.get(f"{_HERE}/schedule.xml")
def schedule_xml(request: Request, db: Db, desk: Member, release: OfRelease = 0) -> Response:
    issue = _of(db, desk, release)
    return _file(exports.schedule_xml_text(issue, network_base(request)), _XML, "schedule.xml")


@router.get(f"{_HERE}/ontime.json")
def ontime(db: Db, desk: Member, release: OfRelease = 0) -> Response:
    issue = _of(db, desk, release)
    return _file(exports.ontime_text(issue), _JSON, f"{_name(issue)}.ontime.json")


@router.get("/L/{code}/programme.ics")
@router.get("/l/{code}/programme.ics")
def feed(db: Db, code: str) -> Response:
    """The calendar to subscribe to: the last release, or the plan while there is none."""
    issue = _public(db, code)
    return Response(exports.ics(issue), media_type=CALENDAR)


@router.get("/L/{code}/schedule.json")
def feed_json(request: Request, db: Db, code: str) -> Response:
    """The same for conference apps."""
    body = exports.schedule_json_text(_public(db, code), network_base(request))
    return Response(body, media_type=_JSON)


@router.get("/L/{code}/schedule.xml")
def feed_xml(request: Request, db: Db, code: str) -> Response:
    body = exports.schedule_xml_text(_public(db, code), network_base(request))
    return Response(body, media_type=_XML)


def _public(db: Session, code: str) -> Issue:
    conference = conference_followed(db, code)
    last = store.last_release(db, conference.id)
    return issue_of(db, conference, last.number if last else 0, clock.now())


def _of(db: Session, desk: Desk, number: int) -> Issue:
    """Raises NotFound for a programme without items: there is nothing to give out."""
    issue = issue_of(db, desk.conference, number, desk.now)
    if not issue.state.parts:
        raise NotFound("Chương trình chưa có mục nào để in")
    return issue


def _name(issue: Issue) -> str:
    suffix = f"-v{issue.number}" if issue.number else ""
    return f"chuong-trinh-{issue.conference.slug}{suffix}"


def _file(body: bytes, media_type: str, name: str) -> Response:
    return Response(
        body,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
