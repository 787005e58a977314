"""The conference's own pages: what it is, who belongs to it, its clock and its history."""

from datetime import datetime
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response

from app import clock, vietnamese
from app.accounts import store as accounts
from app.accounts.guards import Here
from app.conferences import history, store
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.models import Conference
from app.conferences.rules import DeskRole
from app.conferences.taking_back import may_be_taken_back, take_back
from app.db import announce
from app.errors import Forbidden
from app.web.forms import Form, Typed, read
from app.web.language import say
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class Details(BaseModel):
    """What an organiser may change about a conference, and why."""

    name: str = Field(max_length=300)
    short_name: str = Field(max_length=80)
    host: str = Field(max_length=160)
    chair: str = Field(default="", max_length=160)
    starts_at: OnTheWall
    ends_at: OnTheWall
    is_tentative: bool = False
    venue: str = Field(default="", max_length=160)
    address: str = Field(default="", max_length=200)
    backdrop: str = Field(default="", max_length=1_000)
    stated_delegates: int = Field(default=0, ge=0, le=100_000)
    is_stated_about: bool = False
    is_poster_open: bool = False

    @model_validator(mode="after")
    def ends_after_start(self) -> "Details":
        if self.ends_at <= self.starts_at:
            raise ValueError("Giờ kết thúc phải sau giờ bắt đầu")
        return self


class NewConference(BaseModel):
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    name: str = Field(max_length=300)
    short_name: str = Field(max_length=80)
    host: str = Field(max_length=160)
    starts_at: OnTheWall
    ends_at: OnTheWall


class RehearsedMoment(BaseModel):
    as_of: OnTheWall
    is_running: bool = False


class NewMember(BaseModel):
    username: str = Field(max_length=40)
    role: DeskRole


@router.get("/conferences")
def conferences(request: Request, db: Db, here: Here) -> Response:
    return page(
        request,
        "conferences/list.html",
        here=here,
        conferences=store.conferences_of(db, here.staff),
        form=Form({}),
    )


@router.post("/conferences")
def create(request: Request, db: Db, here: Here, typed: Typed) -> Response:
    if not here.staff.is_administrator:
        raise Forbidden("Chỉ quản trị viên mở được hội nghị mới")
    form = read(NewConference, typed)
    if form.value and form.value.ends_at <= form.value.starts_at:
        form.is_wrong("ends_at", say("Giờ kết thúc phải sau giờ bắt đầu"))
    if form.value is None:
        shown = store.conferences_of(db, here.staff)
        return page(request, "conferences/list.html", 422, here=here, conferences=shown, form=form)
    conference = store.create(db, **form.value.model_dump())
    return see(request, f"/conferences/{conference.slug}/details")


@router.get("/conferences/{slug}/details")
def details(request: Request, db: Db, desk: Member) -> Response:
    return _details(request, db, desk, Form(_as_typed(desk.conference)))


@router.post("/conferences/{slug}/details")
def change_details(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Details, typed)
    if form.value is None:
        return _details(request, db, desk, form, 422)
    conference = desk.conference
    history.amend(
        db,
        desk.author,
        conference,
        form.value.model_dump(),
        label=conference.short_name,
        reason=typed.get("reason", ""),
    )
    announce(db, store.topic(desk.conference_id))
    return see(request, f"/conferences/{conference.slug}/details")


@router.get("/conferences/{slug}/composition")
def composition(request: Request, db: Db, desk: Member) -> Response:
    return page(
        request,
        "conferences/composition.html",
        desk=desk,
        groups=store.groups(db, desk.conference_id),
        units=store.units(db, desk.conference_id),
    )


@router.get("/conferences/{slug}/clock")
def show_clock(request: Request, desk: Member) -> Response:
    return _clock(request, desk, Form({}))


@router.post("/conferences/{slug}/clock")
def set_clock(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(RehearsedMoment, typed)
    if form.value is None:
        return _clock(request, desk, form, 422)
    store.rehearse(
        db, desk.author, desk.conference, form.value.as_of, is_running=form.value.is_running
    )
    return see(request, f"/conferences/{desk.conference.slug}")


@router.post("/conferences/{slug}/clock/end")
def end_rehearsal(request: Request, db: Db, desk: Organiser) -> Response:
    store.end_rehearsal(db, desk.author, desk.conference)
    return see(request, f"/conferences/{desk.conference.slug}")


@router.get("/conferences/{slug}/history")
def show_history(
    request: Request,
    db: Db,
    desk: Member,
    before: Annotated[int | None, Query(ge=1)] = None,
    table: Annotated[str, Query(max_length=40)] = "",
    row: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    who: Annotated[str, Query(max_length=120)] = "",
    search: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """The whole story, or that of one object, one person, or what is called so."""
    wanted = history.Wanted(table, row, who, search.strip())
    lines = history.story(db, desk.conference_id, before, wanted=wanted)
    return page(
        request,
        "conferences/history.html",
        desk=desk,
        lines=lines,
        days=groupby(history.acts(lines), lambda act: vietnamese.day_text(act.at)),
        authors=history.authors(db, desk.conference_id),
        head=history.head(db, desk.conference_id),
        wanted=wanted,
        asked=urlencode({"table": table, "row": row or "", "who": who, "search": search}),
        may_be_taken_back=may_be_taken_back,
    )


@router.post("/conferences/{slug}/history/{sequence}/taking-back")
def take_back_change(
    request: Request, db: Db, desk: Organiser, sequence: int, typed: Typed
) -> Response:
    reason = typed.get("reason", "").strip()[:300]
    line = take_back(db, desk.author, desk.conference_id, sequence, reason)
    about = urlencode({"table": line.table, "row": line.row_id})
    return see(request, f"/conferences/{desk.conference.slug}/history?{about}")


@router.get("/conferences/{slug}/staff")
def staff(request: Request, db: Db, desk: Organiser) -> Response:
    return _staff(request, db, desk, Form({}))


@router.post("/conferences/{slug}/staff")
def admit(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(NewMember, typed)
    if form.value is None:
        return _staff(request, db, desk, form, 422)
    person = accounts.staff_named(db, form.value.username)
    store.admit(db, desk.author, desk.conference, person, form.value.role)
    return see(request, f"/conferences/{desk.conference.slug}/staff")


@router.post("/conferences/{slug}/staff/{membership_id}/dismissal")
def dismiss(request: Request, db: Db, desk: Organiser, membership_id: int) -> Response:
    store.dismiss(db, desk.author, desk.conference, membership_id)
    return see(request, f"/conferences/{desk.conference.slug}/staff")


def _details(
    request: Request, db: Db, desk: Desk, form: Form[Details], status: int = 200
) -> Response:
    return page(
        request,
        "conferences/details.html",
        status,
        desk=desk,
        form=form,
        documents=store.documents(db, desk.conference_id),
        aliases=store.aliases(db, desk.conference_id),
        dress=store.dress_rules(db, desk.conference_id),
    )


def _as_typed(conference: Conference) -> dict[str, object]:
    shown = conference.model_dump(include=set(Details.model_fields))
    for field in ("starts_at", "ends_at"):
        shown[field] = vietnamese.moment_text(shown[field])
    return shown


def _clock(
    request: Request, desk: Desk, form: Form[RehearsedMoment], status: int = 200
) -> Response:
    return page(
        request,
        "conferences/clock.html",
        status,
        desk=desk,
        form=form,
        real=clock.now(),
        moments=store.telling_moments(desk.conference),
    )


def _staff(
    request: Request, db: Db, desk: Desk, form: Form[NewMember], status: int = 200
) -> Response:
    return page(
        request,
        "conferences/staff.html",
        status,
        desk=desk,
        form=form,
        members=store.members(db, desk.conference_id),
    )
