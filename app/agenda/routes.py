"""The programme on screen and in print."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from app import vietnamese
from app.agenda import changes, store
from app.agenda.models import AgendaItem
from app.agenda.rules import ItemKind
from app.conferences.guards import Desk, Member, Organiser
from app.web.forms import Form, Typed, read
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/agenda", include_in_schema=False)

OnTheWall = Annotated[datetime, BeforeValidator(vietnamese.read_moment)]


class Item(BaseModel):
    """What an organiser types for one item."""

    kind: ItemKind = ItemKind.OTHER
    content: str = Field(max_length=400)
    minutes: int = Field(ge=0, le=1_440)
    fixed_start: OnTheWall | None = None
    presenter: str = Field(default="", max_length=200)
    moderator: str = Field(default="", max_length=200)
    is_conditional: bool = False


@router.get("")
def agenda(request: Request, db: Db, desk: Member) -> Response:
    return _agenda(request, db, desk)


@router.get("/programme")
def programme(request: Request, db: Db, desk: Member) -> Response:
    """The plan's four columns, for printing."""
    return page(request, "agenda/programme.html", desk=desk, day=store.day(db, desk.conference))


@router.post("/items")
def add(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Item, typed)
    if form.value is None:
        return _agenda(request, db, desk, form, status=422)
    changes.add(db, desk.author, desk.conference_id, form.value.model_dump())
    return _back(request, desk)


@router.get("/items/{item_id}")
def edit(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    return _item(request, desk, item, Form(_as_typed(item)))


@router.post("/items/{item_id}")
def change(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    form = read(Item, typed)
    if form.value is None:
        return _item(request, desk, item, form, 422)
    changes.change(db, desk.author, item, form.value.model_dump(), typed.get("reason", ""))
    return _back(request, desk)


@router.post("/items/{item_id}/earlier")
def earlier(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    changes.move(db, desk.author, store.item_of(db, desk.conference_id, item_id), -1)
    return _back(request, desk)


@router.post("/items/{item_id}/later")
def later(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    changes.move(db, desk.author, store.item_of(db, desk.conference_id, item_id), 1)
    return _back(request, desk)


@router.post("/items/{item_id}/removal")
def remove(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    changes.remove(db, desk.author, store.item_of(db, desk.conference_id, item_id))
    return _back(request, desk)


def _agenda(
    request: Request, db: Db, desk: Desk, form: Form[Item] | None = None, status: int = 200
) -> Response:
    return page(
        request,
        "agenda/agenda.html",
        status,
        desk=desk,
        day=store.day(db, desk.conference),
        form=form or Form({"minutes": 10}),
    )


def _item(
    request: Request, desk: Desk, item: AgendaItem, form: Form[Item], status: int = 200
) -> Response:
    return page(request, "agenda/item.html", status, desk=desk, item=item, form=form)


def _back(request: Request, desk: Desk) -> Response:
    return see(request, f"/conferences/{desk.conference.slug}/agenda")


def _as_typed(item: AgendaItem) -> dict[str, object]:
    typed = item.model_dump(include=set(Item.model_fields))
    typed["fixed_start"] = vietnamese.moment_text(item.fixed_start) if item.fixed_start else ""
    return typed
