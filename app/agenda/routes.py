"""The programme on screen: reading it, and planning its items."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.agenda import changes, journal, store
from app.agenda.answers import (
    agenda_page,
    save,
    tree_answer,
    unless_stale,
    version_of,
    whole,
)
from app.agenda.forms import ItemForm, OnTheWall, plain, read_length, typed_item
from app.agenda.models import AgendaItem
from app.conferences import history
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.models import Conference
from app.conferences.store import topic
from app.db import Database
from app.errors import Refused
from app.web.forms import Form, Typed, read
from app.web.pages import is_fragment, page
from app.web.session import Db, database
from app.web.streams import EventStream, channels

router = APIRouter(prefix="/conferences/{slug}/agenda", include_in_schema=False)


class Start(BaseModel):
    """When the conference begins; ``fixed_start`` so that an hour alone is enough."""

    fixed_start: OnTheWall
    moves_end: bool = False


@router.get("")
def agenda(request: Request, db: Db, desk: Member) -> Response:
    if is_fragment(request):
        return tree_answer(request, db, desk)
    return agenda_page(request, db, desk)


@router.get("/stream")
def stream(request: Request, desk: Member) -> Response:
    """A word that changes with the programme: who has it open asks for the rest."""
    source, here = database(request), desk.conference_id
    channel = channels(request).open(f"agenda/{here}", (topic(here),), lambda: _mark(source, here))
    return EventStream(channel)


@router.post("/undo")
def undo(request: Request, db: Db, desk: Organiser) -> Response:
    journal.undo(db, desk.author, desk.conference_id)
    return tree_answer(request, db, desk)


@router.post("/redo")
def redo(request: Request, db: Db, desk: Organiser) -> Response:
    journal.redo(db, desk.author, desk.conference_id)
    return tree_answer(request, db, desk)


@router.post("/start")
def start(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Let the conference begin at another time: everything moves along."""
    form = read(Start, plain(typed, desk.conference))
    if form.value is None:
        raise Refused("Viết giờ bắt đầu như 08:30")
    wanted = form.value
    changes.start_at(
        db, desk.author, desk.conference, wanted.fixed_start, moves_end=wanted.moves_end
    )
    return tree_answer(request, db, desk)


@router.post("/items")
def add(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(ItemForm, plain(typed, desk.conference))
    if form.value is None:
        return agenda_page(request, db, desk, form, status=422)
    changes.add(db, desk.author, desk.conference_id, form.value.model_dump())
    return tree_answer(request, db, desk)


@router.get("/items/{item_id}")
def edit(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    return _item(request, db, desk, item, Form(typed_item(item)))


@router.post("/items/{item_id}")
def change(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    form = read(ItemForm, plain(typed, desk.conference))
    if form.value is None:
        return _item(request, db, desk, item, form, 422)
    return save(request, db, desk, item, form.value.model_dump(), typed)


@router.post("/items/{item_id}/length")
def resize(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    try:
        minutes, seconds = divmod(read_length(typed.get("length", "")), 60)
    except ValueError:
        raise Refused("Viết độ dài như 7 hoặc 7:30 (phút:giây)") from None
    if seconds:
        raise Refused("Mục chương trình tính bằng phút tròn; giây dành cho phần việc trong mục")
    return save(request, db, desk, item, {"minutes": minutes}, typed)


@router.post("/items/{item_id}/earlier")
def earlier(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    changes.move(db, desk.author, store.item_of(db, desk.conference_id, item_id), -1)
    return tree_answer(request, db, desk)


@router.post("/items/{item_id}/later")
def later(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    changes.move(db, desk.author, store.item_of(db, desk.conference_id, item_id), 1)
    return tree_answer(request, db, desk)


@router.post("/items/{item_id}/place")
def place(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    """To the place ``to`` in the order."""
    item = store.item_of(db, desk.conference_id, item_id)
    changes.place(db, desk.author, item, whole(typed, "to"))
    return tree_answer(request, db, desk)


@router.post("/items/{item_id}/removal")
def remove(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    version = version_of(typed)
    return unless_stale(
        request, db, desk, typed, lambda: changes.remove(db, desk.author, item, version=version)
    )


def _mark(source: Database, conference_id: int) -> str:
    """In a transaction of its own: the request that opened the stream is long over."""
    with source.reading() as db:
        return store.mark(db, db.get_one(Conference, conference_id))


def _item(
    request: Request, db: Db, desk: Desk, item: AgendaItem, form: Form[ItemForm], status: int = 200
) -> Response:
    return page(
        request,
        "agenda/item.html",
        status,
        desk=desk,
        item=item,
        form=form,
        was=typed_item(item),
        lines=history.about(db, desk.conference_id, "agendaitem", item.id),
    )
