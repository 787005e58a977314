"""The speeches on screen: the time they need, who speaks, how far each text is."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from app import vietnamese
from app.conferences.guards import Desk, Member, Organiser
from app.errors import Refused
from app.paper.sheets import XLSX
from app.speeches import exports, rules, store
from app.speeches.models import Speech
from app.speeches.rules import Delivery, Stage
from app.web.forms import Form, Typed, read
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/speeches", include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class View(BaseModel):
    """What part of the list is looked at, and the change-over that is counted with, in minutes."""

    delivery: Delivery | None = None
    stage: Stage | None = None
    change_over: int = Field(default=1, ge=0, le=10)

    def with_(self, **changes: object) -> str:
        """The query string of this view with some of it changed."""
        changed = View.model_validate({**self.model_dump(), **changes})
        return "?" + urlencode(changed.model_dump(mode="json", exclude_defaults=True))

    def shows(self, listed: store.Listed) -> bool:
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
    remark: str = Field(default="", max_length=400)


@router.get("")
def speeches(request: Request, db: Db, desk: Member, view: Viewed) -> Response:
    return _board(request, db, desk, view, "speeches/speeches.html")


@router.get("/export.xlsx")
def export(db: Db, desk: Member) -> Response:
    """The list of speeches in office form."""
    found = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    return Response(exports.sheet_of(desk.conference, found), media_type=XLSX)


@router.get("/{number}")
def speech(request: Request, db: Db, desk: Member, number: int) -> Response:
    found = store.speech_numbered(db, desk.conference_id, number)
    return _speech(request, db, desk, found, Form({"at": vietnamese.moment_text(desk.now)}))


@router.post("/{number}/delivery")
def decide(
    request: Request, db: Db, desk: Organiser, number: int, view: Viewed, typed: Typed
) -> Response:
    found = store.speech_numbered(db, desk.conference_id, number)
    form = read(Chosen, typed)
    if form.value is None:
        raise Refused("Không có lựa chọn này")
    store.decide(db, desk.author, found, form.value.delivery)
    return _after(request, db, desk, view)


@router.post("/{number}/steps")
def take(
    request: Request, db: Db, desk: Organiser, number: int, view: Viewed, typed: Typed
) -> Response:
    """One tap in the list, or the form of the speech's own page."""
    found = store.speech_numbered(db, desk.conference_id, number)
    form = read(Taken, typed)
    if form.value is None:
        return _speech(request, db, desk, found, form, 422)
    step = form.value
    at = step.at or desk.now
    store.take(db, desk.author, found, step.stage, at, desk.now, desk.rehearsal_id, step.remark)
    if step.at:
        return see(request, f"{_base(desk)}/{number}")
    return _after(request, db, desk, view)


def _after(request: Request, db: Db, desk: Desk, view: View) -> Response:
    if is_fragment(request):
        return _board(request, db, desk, view, "speeches/_board.html")
    return see(request, _base(desk) + view.with_())


def _board(request: Request, db: Db, desk: Desk, view: View, template: str) -> Response:
    board = store.board(db, desk.conference, desk.rehearsal_id, desk.now, view.change_over)
    shown = [listed for listed in board.speeches if view.shows(listed)]
    return page(
        request, template, desk=desk, view=view, board=board, shown=shown, following=rules.NEXT
    )


def _speech(
    request: Request, db: Db, desk: Desk, speech: Speech, form: Form[Taken], status: int = 200
) -> Response:
    return page(
        request,
        "speeches/speech.html",
        status,
        desk=desk,
        listed=store.listed(db, speech, desk.rehearsal_id, desk.now),
        steps=store.steps(db, speech.id, desk.rehearsal_id),
        form=form,
    )


def _base(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/speeches"
