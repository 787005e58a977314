"""Choosing who speaks, on screen: the sum, the proposal, the order by hand, accepting."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Member, Organiser
from app.errors import NotFound, Refused
from app.speeches import accepting, changes, rules, selection, store
from app.speeches.board import Board
from app.speeches.proposal import Proposal, propose
from app.speeches.selection import Lock
from app.web.forms import Form, Typed, read
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/speeches", include_in_schema=False)

Points = Annotated[int, Field(ge=0, le=1_000)]


class Terms(BaseModel):
    """What the conference counts with; see ``SpeechTerms``."""

    syllables_a_minute: int = Field(ge=60, le=400)
    change_over: int = Field(ge=0, le=30)
    more: Points
    priority: Points
    ready: Points
    long: Points
    balance: Points
    repeat: Points
    side: Points


class Weighed(BaseModel):
    """How one speech is ranked, locked or tagged; what is not given stays."""

    priority: int | None = Field(default=None, ge=1, le=5)
    lock: Lock | None = None
    theme: str | None = Field(default=None, max_length=60)


class Order(BaseModel):
    """Who speaks, in order, as numbers apart by commas."""

    numbers: Annotated[
        list[int], BeforeValidator(lambda text: [part for part in str(text).split(",") if part])
    ] = Field(default_factory=list)


class Swapped(BaseModel):
    into: int


class Acceptance(BaseModel):
    rest_to_writing: bool = False


class Told(BaseModel):
    """What an acceptance has just done, for the page that follows it."""

    spoken: int = Field(default=0, ge=0)
    written: int = Field(default=0, ge=0)
    letters: int = Field(default=0, ge=0)


@router.get("/selection")
def selected(request: Request, db: Db, desk: Member, told: Annotated[Told, Query()]) -> Response:
    return _page(request, db, desk, told=told)


@router.get("/proposal")
def proposed(request: Request, db: Db, desk: Member) -> Response:
    """The best selection under the weights, with the proof and the reasons."""
    board = _board(db, desk)
    if board.slot is None:
        raise NotFound("Tham luận chưa gắn với mục nào của chương trình")
    return page(
        request,
        "speeches/proposal.html",
        desk=desk,
        board=board,
        proposal=_proposal(board),
        listed={one.speech.number: one for one in board.speeches},
    )


@router.post("/selection")
def choose(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Adopt a proposal: these speak, in this order."""
    form = read(Order, typed)
    if form.value is None:
        raise Refused("Không có lựa chọn này")
    changes.choose(db, desk.author, desk.conference_id, form.value.numbers)
    return see(request, _here(desk))


@router.post("/selection/terms")
def set_terms(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Terms, typed)
    if form.value is None:
        return _page(request, db, desk, form, 422)
    changes.set_terms(db, desk.author, desk.conference, form.value.model_dump())
    return see(request, _here(desk))


@router.post("/acceptance")
def accept(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Into the programme, and the notices into the outbox."""
    form = read(Acceptance, typed)
    if form.value is None:
        raise Refused("Không có lựa chọn này")
    accepted = accepting.accept(
        db,
        desk.author,
        desk.conference,
        _board(db, desk),
        rest_to_writing=form.value.rest_to_writing,
    )
    told = Told(spoken=accepted.spoken, written=accepted.written, letters=accepted.letters.new)
    return see(request, f"{_here(desk)}?{urlencode(told.model_dump())}")


@router.post("/{number}/weight")
def weigh(request: Request, db: Db, desk: Organiser, number: int, typed: Typed) -> Response:
    """Priority, lock or theme, one at a time."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    form = read(Weighed, typed)
    if form.value is None:
        raise Refused("Không có lựa chọn này")
    values = form.value.model_dump(exclude_none=True)
    changes.edit(db, desk.author, speech, values)
    return _after(request, db, desk)


@router.post("/{number}/place/{way}")
def move(
    request: Request, db: Db, desk: Organiser, number: int, way: Literal["earlier", "later"]
) -> Response:
    speech = store.speech_numbered(db, desk.conference_id, number)
    changes.move(db, desk.author, speech, -1 if way == "earlier" else 1)
    return _after(request, db, desk)


@router.post("/{number}/selection/{change}")
def by_hand(
    request: Request,
    db: Db,
    desk: Organiser,
    number: int,
    change: Literal["spoken", "undecided", "reserve", "written"],
) -> Response:
    """One more or one fewer, without leaving the page of the choice."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    changes.decide(db, desk.author, speech, rules.Delivery(change))
    return _after(request, db, desk)


@router.post("/{number}/swap")
def swap(request: Request, db: Db, desk: Organiser, number: int, typed: Typed) -> Response:
    """Another speech in the place of this one."""
    form = read(Swapped, typed)
    if form.value is None:
        raise Refused("Chọn bài vào thay")
    out = store.speech_numbered(db, desk.conference_id, number)
    into = store.speech_numbered(db, desk.conference_id, form.value.into)
    changes.swap(db, desk.author, out, into)
    return _after(request, db, desk)


def _proposal(board: Board) -> Proposal:
    return propose(board.candidates, board.room, board.terms.weights)


def _board(db: Db, desk: Desk) -> Board:
    return store.board(db, desk.conference, desk.rehearsal_id, desk.now)


def _after(request: Request, db: Db, desk: Desk) -> Response:
    if is_fragment(request):
        return _page(request, db, desk)
    return see(request, _here(desk))


def _page(
    request: Request,
    db: Db,
    desk: Desk,
    form: Form[Terms] | None = None,
    status: int = 200,
    told: Told | None = None,
) -> Response:
    board = _board(db, desk)
    template = "speeches/_selection.html" if is_fragment(request) else "speeches/selection.html"
    return page(
        request,
        template,
        status,
        desk=desk,
        board=board,
        heard=_heard(board),
        form=form or Form(board.terms.model_dump(exclude={"conference_id"})),
        told=told or Told(),
    )


def _heard(board: Board) -> list[tuple[str, int, int, int]]:
    """By body: how many were asked, how many would be balanced, how many are chosen."""
    asked, shares = board.candidates, selection.fair(board.candidates, board.room)
    chosen = [listed.candidate for listed in board.spoken]
    return [
        (
            body.value,
            sum(one.body is body for one in asked),
            shares[body],
            sum(one.body is body for one in chosen),
        )
        for body in selection.Body
        if body in shares
    ]


def _here(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/speeches/selection"
