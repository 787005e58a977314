"""The awards on screen and in print, in the order in which they are handed over."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.awards import programme, store
from app.awards.models import Award, AwardBatch
from app.awards.rules import RecipientKind
from app.conferences.guards import Desk, Member, Organiser
from app.delegates import sums
from app.delegates.rules import Role
from app.delegates.search import Filter
from app.delegates.store import everyone
from app.web.forms import Form, Typed, read
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/awards", include_in_schema=False)


class Receiving(BaseModel):
    """What an organiser types for one recipient."""

    recipient: str = Field(max_length=160)
    kind: RecipientKind
    batch_id: int
    delegate_id: int | None = None
    is_assumed: bool = False


class BatchForm(BaseModel):
    """What an organiser types for one batch."""

    form: str = Field(max_length=160)
    handed_over_by: str = Field(default="", max_length=200)
    minutes: int = Field(ge=1, le=240)
    is_assumed: bool = False


_LINKS = {"batch_id", "delegate_id"}


@router.get("")
def awards(request: Request, db: Db, desk: Member) -> Response:
    return _awards(request, db, desk)


@router.get("/print")
def printed(request: Request, db: Db, desk: Member) -> Response:
    """The list for the stage, the trays and the presenter: one order."""
    found = store.ceremony(db, desk.conference)
    return page(request, "awards/print.html", desk=desk, ceremony=found)


@router.post("")
def add(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Receiving, typed)
    if form.value is None:
        return _awards(request, db, desk, award_form=form, status=422)
    new = form.value
    values = new.model_dump(exclude=_LINKS)
    store.add(db, desk.author, desk.conference_id, new.batch_id, new.delegate_id, values)
    return _back(request, desk)


@router.post("/cues")
def bring_over(request: Request, db: Db, desk: Organiser) -> Response:
    """The batches become cues of the programme, or its cues follow them."""
    programme.bring_over(db, desk.author, desk.conference)
    return _back(request, desk)


@router.post("/batches")
def add_batch(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(BatchForm, typed)
    if form.value is None:
        return _awards(request, db, desk, batch_form=form, status=422)
    store.add_batch(db, desk.author, desk.conference_id, form.value.model_dump())
    return _back(request, desk)


@router.get("/batches/{batch_id}")
def edit_batch(request: Request, db: Db, desk: Organiser, batch_id: int) -> Response:
    batch = store.batch_of(db, desk.conference_id, batch_id)
    typed = batch.model_dump(include=set(BatchForm.model_fields))
    return _batch(request, desk, batch, Form(typed))


@router.post("/batches/{batch_id}")
def change_batch(
    request: Request, db: Db, desk: Organiser, batch_id: int, typed: Typed
) -> Response:
    batch = store.batch_of(db, desk.conference_id, batch_id)
    form = read(BatchForm, typed)
    if form.value is None:
        return _batch(request, desk, batch, form, 422)
    store.change_batch(
        db, desk.author, batch, form.value.model_dump(), typed.get("reason", "").strip()
    )
    return _back(request, desk)


@router.post("/batches/{batch_id}/removal")
def remove_batch(request: Request, db: Db, desk: Organiser, batch_id: int) -> Response:
    store.remove_batch(db, desk.author, store.batch_of(db, desk.conference_id, batch_id))
    return _back(request, desk)


@router.get("/{award_id}")
def edit(request: Request, db: Db, desk: Organiser, award_id: int) -> Response:
    award = store.award_of(db, desk.conference_id, award_id)
    typed = award.model_dump(include=set(Receiving.model_fields))
    return _award(request, db, desk, award, Form(typed))


@router.post("/{award_id}")
def change(request: Request, db: Db, desk: Organiser, award_id: int, typed: Typed) -> Response:
    award = store.award_of(db, desk.conference_id, award_id)
    form = read(Receiving, typed)
    if form.value is None:
        return _award(request, db, desk, award, form, 422)
    new = form.value
    values = new.model_dump(exclude=_LINKS)
    reason = typed.get("reason", "").strip()
    store.change(db, desk.author, award, new.batch_id, new.delegate_id, values, reason)
    return _back(request, desk)


@router.post("/{award_id}/earlier")
def earlier(request: Request, db: Db, desk: Organiser, award_id: int) -> Response:
    store.move(db, desk.author, store.award_of(db, desk.conference_id, award_id), -1)
    return _after_move(request, db, desk)


@router.post("/{award_id}/later")
def later(request: Request, db: Db, desk: Organiser, award_id: int) -> Response:
    store.move(db, desk.author, store.award_of(db, desk.conference_id, award_id), 1)
    return _after_move(request, db, desk)


@router.post("/{award_id}/removal")
def remove(request: Request, db: Db, desk: Organiser, award_id: int) -> Response:
    store.remove(db, desk.author, store.award_of(db, desk.conference_id, award_id))
    return _back(request, desk)


def _after_move(request: Request, db: Db, desk: Desk) -> Response:
    if is_fragment(request):
        found = store.ceremony(db, desk.conference)
        step = programme.step(found)
        return page(request, "awards/_batches.html", desk=desk, ceremony=found, step=step)
    return _back(request, desk)


def _awards(
    request: Request,
    db: Db,
    desk: Desk,
    award_form: Form[Receiving] | None = None,
    batch_form: Form[BatchForm] | None = None,
    status: int = 200,
) -> Response:
    found = store.ceremony(db, desk.conference)
    return page(
        request,
        "awards/awards.html",
        status,
        desk=desk,
        ceremony=found,
        step=programme.step(found),
        sums=sums.sums(db, desk.conference_id),
        people=everyone(db, desk.conference_id, Filter(role=Role.RECIPIENT)),
        award_form=award_form or Form({"is_assumed": False}),
        batch_form=batch_form or Form({"minutes": 4}),
    )


def _award(
    request: Request,
    db: Db,
    desk: Desk,
    award: Award,
    form: Form[Receiving],
    status: int = 200,
) -> Response:
    return page(
        request,
        "awards/award.html",
        status,
        desk=desk,
        award=award,
        batches=store.batches(db, desk.conference_id),
        people=everyone(db, desk.conference_id, Filter(role=Role.RECIPIENT)),
        form=form,
    )


def _batch(
    request: Request, desk: Desk, batch: AwardBatch, form: Form[BatchForm], status: int = 200
) -> Response:
    return page(request, "awards/batch.html", status, desk=desk, batch=batch, form=form)


def _back(request: Request, desk: Desk) -> Response:
    return see(request, f"/conferences/{desk.conference.slug}/awards")
