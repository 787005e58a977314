"""Internal dates and checks of the day on screen: proposed, adopted one by one, one's own added."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from app import vietnamese
from app.checklist import changes, store
from app.checklist.lists import earliest_first
from app.checklist.rules import Kind
from app.checklist.template import LINES
from app.checklist.words import title
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.store import units
from app.tasks.store import adopt as adopt_date
from app.web.forms import Form, Typed, read
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/checklist/template", include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class Adoption(BaseModel):
    """When; without a moment as proposed."""

    at: OnTheWall | None = None


class Check(BaseModel):
    """A check of the day that the template does not know."""

    content: str = Field(min_length=1, max_length=200)
    at: OnTheWall
    unit_id: int | None = None


class Dropping(BaseModel):
    reason: str = Field(default="", max_length=300)


@router.get("")
def template(request: Request, db: Db, desk: Member) -> Response:
    return _template(request, db, desk, Form({}))


@router.post("/{number}/adoption")
def adopt(request: Request, db: Db, desk: Organiser, number: int, typed: Typed) -> Response:
    form = read(Adoption, typed)
    if form.value is None:
        return _template(request, db, desk, form, 422)
    changes.adopt(db, desk.author, desk.conference, number, form.value.at)
    return see(request, _base(desk))


@router.post("/dates/{date_id}/adoption")
def take(request: Request, db: Db, desk: Organiser, date_id: int) -> Response:
    """A date that came with the plan's tasks."""
    adopt_date(db, desk.author, desk.conference_id, date_id, is_adopted=True)
    return see(request, _base(desk))


@router.post("/dates/{date_id}/adoption/withdrawal")
def leave(request: Request, db: Db, desk: Organiser, date_id: int) -> Response:
    """The date is a proposal again."""
    adopt_date(db, desk.author, desk.conference_id, date_id, is_adopted=False)
    return see(request, _base(desk))


@router.post("/checks")
def add_check(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Check, typed)
    if form.value is None:
        return _template(request, db, desk, form, 422)
    wanted = form.value
    changes.add_check(
        db, desk.author, desk.conference_id, wanted.content, wanted.at, wanted.unit_id
    )
    return see(request, _base(desk))


@router.post("/checks/{check_id}/removal")
def drop_check(request: Request, db: Db, desk: Organiser, check_id: int, typed: Typed) -> Response:
    form = read(Dropping, typed)
    reason = form.value.reason if form.value else ""
    changes.drop_check(db, desk.author, desk.conference_id, check_id, reason)
    return see(request, _base(desk))


def _template(request: Request, db: Db, desk: Desk, form: Form[Any], status: int = 200) -> Response:
    entries = store.entries(db, desk.conference, desk.rehearsal_id, desk.now)
    wanted = {Kind.DATE, Kind.CHECK, Kind.OFFER}
    return page(
        request,
        "checklist/template.html",
        status,
        desk=desk,
        found=earliest_first(entry for entry in entries if entry.kind in wanted),
        lines={line.number: line for line in LINES},
        units=[(unit.id, unit.name) for unit in units(db, desk.conference_id)],
        form=form,
        title=title,
    )


def _base(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/checklist/template"
