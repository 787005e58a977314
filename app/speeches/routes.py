"""The speeches on screen: where each stands, the time they need, what is asked of whom."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import vietnamese
from app.conferences import history
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.store import units
from app.delegates import sums
from app.delegates.rules import Role
from app.delegates.search import Filter
from app.delegates.store import everyone
from app.errors import Refused
from app.speeches import changes, rules, store, themes
from app.speeches.board import Listed
from app.speeches.models import Speech
from app.speeches.rules import Delivery, Stage
from app.web.forms import Form, Typed, read
from app.web.language import say
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/speeches", include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class View(BaseModel):
    """What part of the list is looked at, in which order, and the change-over that is counted
    with, in minutes."""

    delivery: Delivery | None = None
    stage: Stage | None = None
    order: Literal["number", "urgent"] = "number"
    change_over: int | None = Field(default=None, ge=0, le=10)

    def with_(self, **changes: object) -> str:
        """The query string of this view with some of it changed."""
        changed = View.model_validate({**self.model_dump(), **changes})
        return "?" + urlencode(changed.model_dump(mode="json", exclude_defaults=True))

    def shows(self, listed: Listed) -> bool:
        return self.delivery in {None, listed.speech.delivery} and self.stage in {
            None,
            listed.progress.stage,
        }


Viewed = Annotated[View, Query()]


class Chosen(BaseModel):
    delivery: Delivery


class Taken(BaseModel):
    """A step of a text; without a moment it is taken now."""

    stage: Stage
    at: OnTheWall | None = None
    remark: str = Field(default="", max_length=4_000)


class Asked(BaseModel):
    """What an organiser types about one speech."""

    topic: str = Field(max_length=500)
    unit_id: int
    unit_as_written: str = Field(max_length=160)
    speaker_id: int | None = None
    minutes: int = Field(ge=1, le=60)
    theme: str | None = Field(default=None, max_length=60)
    due_at: OnTheWall | None = None
    reviewer_id: int | None = None
    review_due_at: OnTheWall | None = None
    reason: str = Field(default="", max_length=300)


@router.get("")
def speeches(request: Request, db: Db, desk: Member, view: Viewed) -> Response:
    return _board(request, db, desk, view, "speeches/speeches.html")


@router.get("/{number}")
def speech(request: Request, db: Db, desk: Member, number: int) -> Response:
    found = store.speech_numbered(db, desk.conference_id, number)
    return speech_page(request, db, desk, found)


@router.get("/{number}/edit")
def edit(request: Request, db: Db, desk: Organiser, number: int) -> Response:
    found = store.speech_numbered(db, desk.conference_id, number)
    typed = found.model_dump(include=set(Asked.model_fields))
    for field in ("due_at", "review_due_at"):
        typed[field] = vietnamese.moment_text(typed[field]) if typed[field] else ""
    typed = {field: "" if value is None else value for field, value in typed.items()}
    return _edit(request, db, desk, found, Form(typed))


@router.post("/{number}")
def change(request: Request, db: Db, desk: Organiser, number: int, typed: Typed) -> Response:
    found = store.speech_numbered(db, desk.conference_id, number)
    form = read(Asked, typed)
    if form.value is None:
        return _edit(request, db, desk, found, form, 422)
    values = form.value.model_dump(exclude={"reason"})
    changes.edit(db, desk.author, found, values, form.value.reason)
    return see(request, f"{base(desk)}/{number}")


@router.post("/{number}/delivery")
def decide(
    request: Request, db: Db, desk: Organiser, number: int, view: Viewed, typed: Typed
) -> Response:
    found = store.speech_numbered(db, desk.conference_id, number)
    form = read(Chosen, typed)
    if form.value is None:
        raise Refused("Không có lựa chọn này")
    changes.decide(db, desk.author, found, form.value.delivery)
    return _after(request, db, desk, view)


@router.post("/{number}/steps")
def take(
    request: Request, db: Db, desk: Organiser, number: int, view: Viewed, typed: Typed
) -> Response:
    """One tap in the list, or the form of the speech's own page."""
    found = store.speech_numbered(db, desk.conference_id, number)
    form = read(Taken, typed)
    if form.value is None:
        return speech_page(request, db, desk, found, form, 422)
    step = form.value
    at = step.at or desk.now
    changes.take(db, desk.author, found, step.stage, at, desk.now, desk.rehearsal_id, step.remark)
    if step.at:
        return see(request, f"{base(desk)}/{number}")
    return _after(request, db, desk, view)


def speech_page(
    request: Request,
    db: Session,
    desk: Desk,
    speech: Speech,
    form: Form[Taken] | None = None,
    status: int = 200,
    fault: str = "",
) -> Response:
    """One speech with its versions and what happened to it; ``fault``: what was wrong with a
    file."""
    return page(
        request,
        "speeches/speech.html",
        status,
        desk=desk,
        listed=store.listed(db, speech, desk.rehearsal_id, desk.now),
        steps=store.steps(db, speech.id, desk.rehearsal_id),
        versions=store.versions(db, speech.id, desk.rehearsal_id),
        terms=store.terms(db, desk.conference_id),
        lines=history.about(db, desk.conference_id, "speech", speech.id),
        form=form or Form({"at": vietnamese.moment_text(desk.now)}),
        fault=fault,
    )


def base(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/speeches"


def _edit(
    request: Request, db: Session, desk: Desk, speech: Speech, form: Form[Asked], status: int = 200
) -> Response:
    here = desk.conference_id
    return page(
        request,
        "speeches/edit.html",
        status,
        desk=desk,
        speech=speech,
        form=form,
        units=[(unit.id, unit.name) for unit in units(db, here)],
        speakers=_speakers(db, here, speech),
        subjects=themes.subjects(),
        proposed=themes.proposed(speech.topic),
    )


def _speakers(db: Session, conference_id: int, speech: Speech) -> list[tuple[int, str]]:
    """Who may be appointed: whoever is listed as a speaker, and everybody of the unit."""
    listed = everyone(db, conference_id, Filter(role=Role.SPEAKER))
    of_unit = everyone(db, conference_id, Filter(unit_id=speech.unit_id))
    people = {one.delegate.id: one for one in [*of_unit, *listed]}
    return [
        (key, ", ".join(filter(None, [one.delegate.name or say("Chưa có tên"), *one.positions])))
        for key, one in people.items()
    ]


def _after(request: Request, db: Session, desk: Desk, view: View) -> Response:
    if is_fragment(request):
        return _board(request, db, desk, view, "speeches/_board.html")
    return see(request, base(desk) + view.with_())


def _board(request: Request, db: Session, desk: Desk, view: View, template: str) -> Response:
    board = store.board(db, desk.conference, desk.rehearsal_id, desk.now, view.change_over)
    shown = [listed for listed in board.speeches if view.shows(listed)]
    if view.order == "urgent":
        shown.sort(key=lambda listed: listed.urgency)
    return page(
        request,
        template,
        desk=desk,
        view=view,
        board=board,
        shown=shown,
        following=rules.NEXT,
        sums=sums.sums(db, desk.conference_id),
    )
