"""Planning the cues within an item."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.agenda import changes, store
from app.agenda.answers import save, tree_answer, unit_names, unless_stale, version_of, whole
from app.agenda.forms import CueForm, Lines, plain, read_length, typed_cue
from app.agenda.models import AgendaItem, Cue
from app.conferences.guards import Desk, Organiser
from app.errors import Refused
from app.web.forms import Form, Typed, read
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/agenda", include_in_schema=False)


@router.get("/items/{item_id}/cues")
def new(request: Request, db: Db, desk: Organiser, item_id: int) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    return _new(request, db, desk, item)


@router.post("/items/{item_id}/cues")
def add(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    item = store.item_of(db, desk.conference_id, item_id)
    form = read(CueForm, plain(typed, desk.conference))
    if form.value is None:
        return _new(request, db, desk, item, form, status=422)
    changes.add_cues(db, desk.author, item, [form.value.model_dump()])
    return tree_answer(request, db, desk)


@router.post("/items/{item_id}/cues/lines")
def add_lines(request: Request, db: Db, desk: Organiser, item_id: int, typed: Typed) -> Response:
    """Many at once, with change-overs between them."""
    item = store.item_of(db, desk.conference_id, item_id)
    form = read(Lines, plain(typed, desk.conference))
    if form.value is None:
        return _new(request, db, desk, item, lines=form, status=422)
    changes.add_cues(db, desk.author, item, form.value.cues())
    return tree_answer(request, db, desk)


@router.get("/cues/{cue_id}")
def edit(request: Request, db: Db, desk: Organiser, cue_id: int) -> Response:
    cue = store.cue_of(db, desk.conference_id, cue_id)
    return _cue(request, db, desk, cue, Form(typed_cue(cue)))


@router.post("/cues/{cue_id}")
def change(request: Request, db: Db, desk: Organiser, cue_id: int, typed: Typed) -> Response:
    cue = store.cue_of(db, desk.conference_id, cue_id)
    form = read(CueForm, plain(typed, desk.conference))
    if form.value is None:
        return _cue(request, db, desk, cue, form, 422)
    return save(request, db, desk, cue, form.value.model_dump(), typed)


@router.post("/cues/{cue_id}/length")
def resize(request: Request, db: Db, desk: Organiser, cue_id: int, typed: Typed) -> Response:
    cue = store.cue_of(db, desk.conference_id, cue_id)
    try:
        seconds = read_length(typed.get("length", ""))
    except ValueError:
        raise Refused("Viết độ dài như 7 hoặc 7:30 (phút:giây)") from None
    return save(request, db, desk, cue, {"seconds": seconds}, typed)


@router.post("/cues/{cue_id}/earlier")
def earlier(request: Request, db: Db, desk: Organiser, cue_id: int) -> Response:
    changes.move_cue(db, desk.author, store.cue_of(db, desk.conference_id, cue_id), -1)
    return tree_answer(request, db, desk)


@router.post("/cues/{cue_id}/later")
def later(request: Request, db: Db, desk: Organiser, cue_id: int) -> Response:
    changes.move_cue(db, desk.author, store.cue_of(db, desk.conference_id, cue_id), 1)
    return tree_answer(request, db, desk)


@router.post("/cues/{cue_id}/place")
def place(request: Request, db: Db, desk: Organiser, cue_id: int, typed: Typed) -> Response:
    """To the place ``to`` within ``item``."""
    cue = store.cue_of(db, desk.conference_id, cue_id)
    item = store.item_of(db, desk.conference_id, whole(typed, "item"))
    changes.place_cue(db, desk.author, cue, item, whole(typed, "to"))
    return tree_answer(request, db, desk)


@router.post("/cues/{cue_id}/removal")
def remove(request: Request, db: Db, desk: Organiser, cue_id: int, typed: Typed) -> Response:
    cue = store.cue_of(db, desk.conference_id, cue_id)
    version = version_of(typed)
    return unless_stale(
        request, db, desk, typed, lambda: changes.remove_cue(db, desk.author, cue, version=version)
    )


def _new(
    request: Request,
    db: Session,
    desk: Desk,
    item: AgendaItem,
    form: Form[CueForm] | None = None,
    lines: Form[Lines] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "agenda/new_cue.html",
        status,
        desk=desk,
        item=item,
        units=unit_names(db, desk),
        form=form or Form({"seconds": "3:00"}),
        lines=lines or Form({"seconds": "7:00", "change_over": "1:00", "kind": "speech"}),
    )


def _cue(
    request: Request, db: Session, desk: Desk, cue: Cue, form: Form[CueForm], status: int = 200
) -> Response:
    item = store.item_of(db, desk.conference_id, cue.item_id)
    return page(
        request,
        "agenda/cue.html",
        status,
        desk=desk,
        cue=cue,
        item=item,
        form=form,
        was=typed_cue(cue),
        units=unit_names(db, desk),
    )
