"""The seat map, the panel beside it, and the changes an organiser makes there."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Member, Organiser
from app.conferences.history import Author
from app.conferences.rules import DeskRole
from app.delegates.search import Filter
from app.delegates.store import Listing, delegate_of, listing
from app.errors import NotFound, Refused
from app.halls.models import Seat
from app.seating import store
from app.seating.desk import changes
from app.seating.picture import drawing, signs
from app.seating.picture.colouring import Colour, colouring
from app.web.forms import Form, Typed, read
from app.web.language import explained
from app.web.pages import is_fragment, page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/seating", include_in_schema=False)


class Look(BaseModel, frozen=True):
    """What is looked at: people searched for, a seat, one block, and who is being moved."""

    q: str = Field(default="", max_length=100)
    seat: str = Field(default="", max_length=40)
    block: str = Field(default="", max_length=8)
    by: Colour = Colour.GROUP
    move: int | None = None

    def with_(self, **changed: object) -> str:
        """The query string of this look with some of it changed."""
        look = {**self.model_dump(), **changed}
        query = urlencode(
            {name: value for name, value in look.items() if value and value != Colour.GROUP}
        )
        return f"?{query}" if query else ""

    @property
    def kept(self) -> str:
        """What stays the same from seat to seat, as the beginning of a query string."""
        by = self.by if self.by is not Colour.GROUP else None
        kept = {"block": self.block, "by": by, "move": self.move}
        return "".join(f"{urlencode({name: value})}&" for name, value in kept.items() if value)


Looked = Annotated[Look, Query()]


class Move(BaseModel):
    """The seat somebody gets, and why."""

    seat: str = Field(max_length=40)
    reason: str = Field(default="", max_length=120)


class Why(BaseModel):
    reason: str = Field(max_length=120)


@router.get("")
def seating(request: Request, db: Db, desk: Member, look: Looked) -> Response:
    return _seating(request, db, desk, look)


@router.post("/placements/{delegate_id}")
def place(request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed) -> Response:
    return _move(request, db, desk, delegate_id, typed, changes.place)


@router.post("/placements/{delegate_id}/swap")
def swap(request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed) -> Response:
    return _move(request, db, desk, delegate_id, typed, changes.swap)


@router.post("/placements/{delegate_id}/removal")
def free(request: Request, db: Db, desk: Organiser, delegate_id: int, typed: Typed) -> Response:
    seat = delegate_of(db, desk.conference_id, delegate_id).seat
    changes.free(db, desk.author, desk.conference_id, delegate_id, typed.get("reason", "")[:120])
    return _back(request, desk, seat)


@router.post("/seats/{seat_id}/block")
def block(request: Request, db: Db, desk: Organiser, seat_id: int, typed: Typed) -> Response:
    seat = store.seat_with(db, desk.conference_id, seat_id)
    form = read(Why, typed)
    if form.value is None:
        return _seating(request, db, desk, Look(seat=seat.label), form, 422)
    changes.block(db, desk.author, desk.conference_id, seat, form.value.reason)
    return _back(request, desk, seat.label)


@router.post("/seats/{seat_id}/block/removal")
def unblock(request: Request, db: Db, desk: Organiser, seat_id: int) -> Response:
    seat = store.seat_with(db, desk.conference_id, seat_id)
    changes.unblock(db, desk.author, desk.conference_id, seat)
    return _back(request, desk, seat.label)


def _move(
    request: Request,
    db: Session,
    desk: Desk,
    delegate_id: int,
    typed: dict[str, str],
    change: Callable[[Session, Author, int, int, Seat, str], object],
) -> Response:
    """Where the seat cannot be had, the form comes back and says why."""
    person = delegate_of(db, desk.conference_id, delegate_id)
    form, status = read(Move, typed), 422
    if form.value is not None:
        try:
            seat = store.seat_labelled(db, desk.conference_id, form.value.seat)
            change(db, desk.author, desk.conference_id, delegate_id, seat, form.value.reason)
        except (Refused, NotFound) as told:
            form.is_wrong("seat", explained(told))
            status = 409
        else:
            return _back(request, desk, seat.label)
    look = Look(seat=person.seat) if person.seat else Look(move=delegate_id)
    return _seating(request, db, desk, look, form, status)


def _seating(
    request: Request,
    db: Session,
    desk: Desk,
    look: Look,
    form: Form[Move] | Form[Why] | None = None,
    status: int = 200,
) -> Response:
    plan = store.seat_map(db, desk.conference_id)
    if plan is None:
        return page(request, "seating/none.html", desk=desk)
    here, knows_people = desk.conference_id, not desk.may(DeskRole.PRESS)
    block = plan.block(look.block) if look.block else None
    found = listing(db, here, Filter(search=look.q)) if look.q and knows_people else None
    chosen = store.chosen(db, plan, look.seat) if look.seat else None
    values: dict[str, object] = {
        "plan": plan,
        "look": look,
        "block": block,
        "chosen": chosen,
        "found": found,
        "knows_people": knows_people,
        "moving": delegate_of(db, here, look.move) if look.move and desk.is_organiser else None,
        "form": form or Form({}),
        "box": drawing.frame(plan.hall, block).box,
        "marks": drawing.marks(
            plan,
            _seats_of(found),
            chosen.seat.id if chosen else None,
            is_near=block is not None,
        ),
    }
    if is_fragment(request):
        return page(request, "seating/_beside.html", status, desk=desk, is_part=True, **values)
    coloured = colouring(db, plan, look.by if knows_people else Colour.GROUP)
    drawn = drawing.draw(plan, block=block, query=look.kept, colours=coloured.seats)
    return page(
        request,
        "seating/seating.html",
        status,
        desk=desk,
        is_part=False,
        drawn=drawn,
        sample=signs.sample,
        colouring=coloured,
        **values,
    )


def _seats_of(found: Listing | None) -> set[int]:
    return {listed.chair.id for listed in found.delegates if listed.chair} if found else set()


def _back(request: Request, desk: Desk, seat: str | None) -> Response:
    here = f"/conferences/{desk.conference.slug}/seating"
    return see(request, f"{here}{Look(seat=seat or '').with_()}")
