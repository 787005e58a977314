"""The order of precedence on screen: who stands where and why, and the lines it comes from."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.conferences import store as conferences
from app.conferences.guards import Desk, Organiser
from app.delegates import order, ordering, store, sums
from app.delegates.guards import Reader
from app.delegates.ordering import Wanted
from app.delegates.precedence import Level
from app.delegates.rules import Order
from app.delegates.search import LARGEST_ID
from app.delegates.typed import Because
from app.delegates.views import View, Viewed, choices, home
from app.errors import Refused
from app.web.forms import Form, Typed, read
from app.web.language import say
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/delegates", include_in_schema=False)


class LineForm(BaseModel):
    """A line of the order as it is typed."""

    level: Level
    title: str = Field(max_length=160)
    block: str = Field(default="", max_length=60)
    posts: str = Field(default="", max_length=600)
    group_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    by_unit: bool = False
    source: str = Field(max_length=240)
    place: int = Field(default=1, ge=1, le=999)


class MoveForm(BaseModel):
    """Before whom, and why."""

    before: int = Field(ge=1, le=LARGEST_ID)
    reason: str = Field(max_length=200)


@router.get("/order")
def in_order(request: Request, db: Db, desk: Reader, view: Viewed) -> Response:
    """Page by page, with what decided each place."""
    view = View.model_validate({**view.model_dump(), "order": Order.PRECEDENCE})
    return page(
        request,
        "delegates/order.html",
        desk=desk,
        view=view,
        found=store.listing(db, desk.conference_id, view),
        standings=order.standings(db, desk.conference_id),
        sums=sums.sums(db, desk.conference_id),
        moved=len(order.moves(db, desk.conference_id)),
    )


@router.post("/order/{delegate_id}")
def move(request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed) -> Response:
    who = store.delegate_of(db, desk.conference_id, delegate_id)
    wanted = read(MoveForm, typed).value
    if wanted is None:
        raise Refused("Ghi số thứ tự của người đứng ngay sau, và lý do")
    before = store.numbered(db, desk.conference_id, wanted.before)
    ordering.move(db, desk.author, who, before, wanted.reason)
    return _back(request, desk, who)


@router.post("/order/{delegate_id}/end")
def take_back(request: Request, db: Db, desk: Organiser, delegate_id: int) -> Response:
    who = store.delegate_of(db, desk.conference_id, delegate_id)
    ordering.take_back(db, desk.author, who)
    return _back(request, desk, who)


@router.get("/order/lines")
def lines(request: Request, db: Db, desk: Reader) -> Response:
    return _lines(request, db, desk, Form({}))


@router.post("/order/lines")
def add_line(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = _read(db, desk, typed)
    if form.value is None:
        return _lines(request, db, desk, form, 422)
    place = form.value.place
    ordering.add_line(db, desk.author, desk.conference_id, _wanted(form.value), place)
    return see(request, home(desk, "order/lines"))


@router.post("/order/lines/default")
def begin_anew(request: Request, db: Db, desk: Organiser) -> Response:
    ordering.begin_anew(db, desk.author, desk.conference)
    return see(request, home(desk, "order/lines"))


@router.get("/order/lines/{line_id}")
def line(request: Request, db: Db, desk: Organiser, line_id: int) -> Response:
    found = ordering.line_of(db, desk.conference_id, line_id)
    typed = {**found.model_dump(), "group_id": found.group_id or ""}
    return _line(request, db, desk, line_id, Form(typed))


@router.post("/order/lines/{line_id}")
def change_line(request: Request, db: Db, desk: Organiser, line_id: int, typed: Typed) -> Response:
    found = ordering.line_of(db, desk.conference_id, line_id)
    form = _read(db, desk, typed)
    if form.value is None:
        return _line(request, db, desk, line_id, form, 422)
    ordering.change_line(db, desk.author, found, _wanted(form.value))
    ordering.shift_line(db, desk.author, found, form.value.place)
    return see(request, home(desk, "order/lines"))


@router.post("/order/lines/{line_id}/place")
def shift_line(request: Request, db: Db, desk: Organiser, line_id: int, typed: Typed) -> Response:
    """One place up or down."""
    found = ordering.line_of(db, desk.conference_id, line_id)
    step = -1 if typed.get("step") == "up" else 1
    ordering.shift_line(db, desk.author, found, found.place + step)
    return see(request, home(desk, "order/lines") + f"#line-{line_id}")


@router.post("/order/lines/{line_id}/end")
def remove_line(request: Request, db: Db, desk: Organiser, line_id: int, typed: Typed) -> Response:
    found = ordering.line_of(db, desk.conference_id, line_id)
    because = read(Because, typed).value or Because()
    ordering.remove_line(db, desk.author, found, because.reason)
    return see(request, home(desk, "order/lines"))


def _read(db: Db, desk: Desk, typed: dict[str, str]) -> Form[LineForm]:
    form = read(LineForm, typed)
    groups = {group.id for group in conferences.groups(db, desk.conference_id)}
    if form.value and form.value.group_id and form.value.group_id not in groups:
        form.is_wrong("group_id", say("Không có lựa chọn này"))
    return form


def _wanted(form: LineForm) -> Wanted:
    return Wanted(**form.model_dump(exclude={"place"}))


def _lines(request: Request, db: Db, desk: Desk, form: Form[Any], status: int = 200) -> Response:
    return page(
        request,
        "delegates/order_lines.html",
        status,
        desk=desk,
        form=form,
        lines=order.lines(db, desk.conference_id),
        standing=order.in_lines(db, desk.conference_id),
        **choices(db, desk),
    )


def _line(
    request: Request, db: Db, desk: Desk, line_id: int, form: Form[Any], status: int = 200
) -> Response:
    return page(
        request,
        "delegates/order_line.html",
        status,
        desk=desk,
        form=form,
        line_id=line_id,
        **choices(db, desk),
    )


def _back(request: Request, desk: Desk, who: store.Listed) -> Response:
    page = -(-who.delegate.precedence // store.PAGE)
    return see(request, home(desk, "order") + f"?page={page}#p{who.delegate.id}")
