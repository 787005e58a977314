"""What is printed of the seating: maps, sheets for the ushers, cards, badges, plates, labels."""

import hashlib
from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app import addresses
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.rules import DeskRole
from app.delegates import prints
from app.delegates.rules import PrintKind
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone, those, tokens
from app.errors import Forbidden, NotFound, Refused
from app.halls.store import codes
from app.paper.pdf import PDF
from app.seating import store
from app.seating.papers import cards, exports, sheets
from app.seating.papers.places import check_seats
from app.seating.picture import drawing, signs
from app.seating.picture.colouring import Colour, colouring
from app.seating.releases import store as releases
from app.seating.releases.papers import announced_state
from app.vietnamese import moment_text
from app.web.forms import Typed
from app.web.language import speaking
from app.web.pages import page, see
from app.web.printed import printed
from app.web.session import Afterwards, Db

router = APIRouter(prefix="/conferences/{slug}/seating", include_in_schema=False)

_PERSONAL = {
    PrintKind.SEAT_CARD: cards.cards_pdf,
    PrintKind.BADGE: cards.badges_pdf,
    PrintKind.NAME_PLATE: cards.plates_pdf,
}
# The addresses of the papers.
_NAMES = {"cards": PrintKind.SEAT_CARD, "badges": PrintKind.BADGE, "plates": PrintKind.NAME_PLATE}
_ADDRESSES = {kind: name for name, kind in _NAMES.items()}


class Wanted(BaseModel, frozen=True):
    """Whose papers, and how they lie on the paper. Empty fields hold for everybody."""

    group_id: int | None = Field(default=None, ge=1, le=2**31 - 1)
    only: Literal["", "changed"] = ""
    single: bool = False  # one a page instead of several on A4
    sides: Literal["1", "2"] = "1"
    seen: str = ""  # what was shown to whoever asks for the paper, in short

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, typed: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in typed.items() if value != ""}


@router.get("/print")
def show_print(request: Request, db: Db, desk: Member) -> Response:
    """One A3 sheet."""
    plan = store.map_to_print(db, desk.conference_id)
    check_seats(plan)
    with speaking("vi"):  # on paper, whatever language the screen has
        drawn = drawing.draw(plan, query=None, caption=drawing.Caption.NUMBERS)
    return page(
        request,
        "seating/print.html",
        desk=desk,
        plan=plan,
        drawn=drawn,
        state=_state(db, desk),
        sample=signs.sample,
        colouring=colouring(db, plan, Colour.GROUP),
    )


@router.get("/map.pdf")
def map_pdf(
    db: Db,
    desk: Member,
    paper: Literal["a3", "a2"] = "a3",
    caption: drawing.Caption = drawing.Caption.NUMBERS,
) -> Response:
    """For the wall. The press gets numbers only."""
    plan = store.map_to_print(db, desk.conference_id)
    if desk.may(DeskRole.PRESS):
        caption = drawing.Caption.NUMBERS
    with speaking("vi"):
        state = _state(db, desk)
        made = exports.map_pdf(desk.conference, plan, state, paper, caption)
    return Response(made, media_type=PDF)


@router.get("/blocks.pdf")
def blocks_pdf(db: Db, desk: Member, after: Afterwards, block: str = "") -> Response:
    """One page for each block, with everybody's name on their seat: for the ushers."""
    if desk.may(DeskRole.PRESS):
        raise Forbidden("Việc này dành cho người được phân công")
    plan = store.map_to_print(db, desk.conference_id)
    wanted = [plan.block(block)] if block else plan.hall.blocks
    author, here = desk.author, desk.conference_id
    people = everyone(db, here)
    if desk.may(DeskRole.ORGANISER):
        shown = {block.id for block in wanted}
        at = {seat.id for seat in plan.hall.seats if seat.block.id in shown}
        seated = [one.delegate.id for one in people if one.chair and one.chair.id in at]
        after.append(lambda db: prints.record(db, author, here, PrintKind.SEAT_MAP, seated))
    made = sheets.blocks_pdf(desk.conference, plan, people, wanted, _state(db, desk))
    return Response(made, media_type=PDF)


@router.get("/papers")
def papers(request: Request, db: Db, desk: Organiser) -> Response:
    """Everything that can be printed, and how much of it is no longer true."""
    plan = store.map_to_print(db, desk.conference_id)
    due = {kind.value: prints.changed(db, desk.conference_id, kind) for kind in _PERSONAL}
    origin = printed(request, "")
    return page(request, "seating/papers.html", desk=desk, plan=plan, origin=origin, due=due)


@router.get("/labels.pdf")
def labels_pdf(request: Request, db: Db, desk: Organiser) -> Response:
    plan = store.map_to_print(db, desk.conference_id)
    of_seat = dict(codes(db, desk.conference_id))
    made = exports.labels_pdf(plan, of_seat, lambda path: printed(request, path))
    return Response(made, media_type=PDF)


@router.get("/poster.pdf")
def poster_pdf(request: Request, desk: Organiser, paper: Literal["a3", "a4"] = "a3") -> Response:
    made = exports.poster_pdf(desk.conference, paper, lambda path: printed(request, path))
    return Response(made, media_type=PDF)


@router.get("/{kind}.pdf")
def personal_pdf(
    request: Request, db: Db, desk: Organiser, kind: str, wanted: Annotated[Wanted, Query()]
) -> Response:
    """Seat cards, badges or name plates, in the order in which an usher lays them out.

    Refused where they are no longer what was shown: they would be noted as printed otherwise.
    """
    which = _kind(kind)
    people = _people(db, desk, which, wanted)
    if wanted.seen and wanted.seen != _short(_marks(db, desk, which, people)):
        raise Refused("Danh sách đã thay đổi từ khi mở trang này. Hãy mở lại trang rồi in")
    held = tokens(db, desk.conference_id)
    made = _PERSONAL[which](
        desk.conference,
        store.map_to_print(db, desk.conference_id),
        people,
        {one: printed(request, addresses.of_delegate(token)) for one, token in held.items()},
        cards.Sheet(is_single=wanted.single, is_two_sided=wanted.sides == "2"),
    )
    return Response(made, media_type=PDF)


@router.get("/prints/{kind}")
def show_print_run(
    request: Request, db: Db, desk: Organiser, kind: str, wanted: Annotated[Wanted, Query()]
) -> Response:
    """Whose papers are to be printed: the PDF of just these, and the note that it is done."""
    which = _kind(kind)
    people = _people(db, desk, which, wanted)
    marks = _marks(db, desk, which, people)
    return page(
        request,
        "seating/printed.html",
        desk=desk,
        kind=which,
        people=people,
        marks=marks,
        pdf=f"{_ADDRESSES[which]}.pdf?{urlencode(_asked(wanted, _short(marks)))}",
    )


@router.post("/prints/{kind}")
def record_printed(request: Request, db: Db, desk: Organiser, kind: str, typed: Typed) -> Response:
    """Note that they are printed as they were shown; whoever changed in between stays to print."""
    which, shown = _kind(kind), typed.get("seen", "").split()
    ids = [int(mark.partition(":")[0]) for mark in shown if mark.partition(":")[0].isdecimal()]
    people = those(db, desk.conference_id, ids)
    now = _marks(db, desk, which, people.values()).split()
    same = {int(mark.partition(":")[0]) for mark in {*now} & {*shown}}
    if shown and not same:
        raise Refused("Danh sách đã thay đổi từ khi mở trang này. Hãy mở lại trang rồi in")
    prints.record(db, desk.author, desk.conference_id, which, same)
    return see(request, f"/conferences/{desk.conference.slug}/seating/papers")


def _state(db: Session, desk: Desk) -> str:
    """How far what is printed has been announced, and when it was printed: for whoever signs it."""
    here = desk.conference_id
    state = announced_state(releases.newest(db, here), releases.since_release(db, here).count)
    return f"{state}. In lúc {moment_text(desk.now)}"


def _kind(name: str) -> PrintKind:
    """Raises NotFound for what is no paper of the seating."""
    try:
        kind = PrintKind(_NAMES.get(name, name))
    except ValueError as wrong:
        raise NotFound from wrong
    if kind not in _PERSONAL:
        raise NotFound
    return kind


def _people(db: Session, desk: Desk, kind: PrintKind, wanted: Wanted) -> list[Listed]:
    """Those who have a seat and whose papers are wanted."""
    people = everyone(db, desk.conference_id, Filter(group_id=wanted.group_id))
    if wanted.only == "changed":
        due = set(prints.changed(db, desk.conference_id, kind).all)
        people = [one for one in people if one.delegate.id in due]
    return [one for one in people if one.chair]


def _marks(db: Session, desk: Desk, kind: PrintKind, people: Iterable[Listed]) -> str:
    """What is printed of each of them, in short: ``7:8a0f3c1d 9:…``, by the delegate's id."""
    stood = prints.standings(db, desk.conference_id, kind, people)
    return " ".join(f"{one}:{_short(repr(words))[:8]}" for one, words in stood.items())


def _short(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _asked(wanted: Wanted, seen: str) -> dict[str, object]:
    """The same wishes as an address says them."""
    asked = wanted.model_dump(mode="json", exclude_defaults=True)
    return {**asked, "seen": seen}
