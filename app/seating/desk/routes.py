"""Seating by hand: the map to work on, one act after the other, undone and done again."""

from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.delegates.search import Filter
from app.delegates.store import listing
from app.errors import NotFound, Refused
from app.seating import store
from app.seating.acts import store as acts
from app.seating.acts.store import Stale
from app.seating.desk import arranging, changes
from app.seating.models import SeatingAct
from app.seating.picture import drawing, signs
from app.seating.picture.colouring import Colour, colouring
from app.seating.proposals import comparing
from app.web.forms import Form, Typed, read
from app.web.language import explained
from app.web.pages import page, see
from app.web.session import Db, database
from app.web.streams import EventStream, channels

router = APIRouter(prefix="/conferences/{slug}/seating/edit", include_in_schema=False)

_LARGEST = 2**31 - 1


class Deed(StrEnum):
    """What can be done at the map."""

    MOVE = "move"
    PLACE = "place"
    UNIT = "unit"
    FREE = "free"
    PIN = "pin"
    UNPIN = "unpin"
    BLOCK = "block"
    UNBLOCK = "unblock"
    UNDO = "undo"
    REDO = "redo"


class Act(BaseModel):
    """One act: ``seat`` is where it begins, ``to`` where it leads; ``seen`` the page's version.
    ``number`` is of the act to undo or redo, else one's own last."""

    deed: Deed
    seen: int = Field(ge=0, le=_LARGEST)
    seat: str = Field(default="", max_length=40)
    to: str = Field(default="", max_length=40)
    who: int | None = Field(default=None, ge=1, le=_LARGEST)
    number: int | None = Field(default=None, ge=1, le=_LARGEST)
    reason: str = Field(default="", max_length=120)


class Look(BaseModel, frozen=True):
    """The seat somebody looks at, the one they picked up, whom they search for, and how the map is
    shown. A page that was open asks what others did ``since`` its version."""

    seat: str = Field(default="", max_length=40)
    pick: str = Field(default="", max_length=40)
    block: str = Field(default="", max_length=16)
    by: Colour = Colour.GROUP
    q: str = Field(default="", max_length=100)
    since: int | None = Field(default=None, ge=0, le=_LARGEST)
    part: Literal["", "desk", "side"] = ""

    def with_(self, **changed: object) -> str:
        """The query string of this look with some of it changed."""
        look = {**self.model_dump(exclude={"since", "part"}), **changed}
        kept = {name: value for name, value in look.items() if value and value != Colour.GROUP}
        return f"?{urlencode(kept)}"


Looked = Annotated[Look, Query()]


@router.get("")
def edit(request: Request, db: Db, desk: Organiser, look: Looked) -> Response:
    return _edit(request, db, desk, look)


@router.get("/stream")
def stream(request: Request, desk: Organiser) -> Response:
    """The version of the seating whenever it changes."""
    here, found = desk.conference_id, database(request)

    def newest() -> str:
        with found.reading() as db:
            return str(acts.version(db, here))

    channel = channels(request).open(f"seating/{here}", (store.topic(here),), newest)
    return EventStream(channel)


@router.post("")
def act(request: Request, db: Db, desk: Organiser, look: Looked, typed: Typed) -> Response:
    """Do it; where it cannot be done the page says why and nothing has changed."""
    form = read(Act, typed)
    wanted = form.value
    if wanted is None:
        form.is_wrong("", next(iter(form.errors.values())))
        return _edit(request, db, desk, look, form, status=422)
    meanwhile: list[acts.ActLine] = []
    try:
        done = _do(db, desk, wanted)
    except (Refused, NotFound) as told:
        form.is_wrong("", explained(told))
        meanwhile = list(told.meanwhile) if isinstance(told, Stale) else []
        here = look.model_copy(update={"since": None})
        return _edit(request, db, desk, here, form, wanted, meanwhile, status=409)
    seen = look.model_copy(
        update={"seat": wanted.to or wanted.seat or look.seat, "pick": "", "q": ""}
    )
    if look.part:
        return _edit(request, db, desk, seen, done=done)
    return see(request, f"/conferences/{desk.conference.slug}/seating/edit{seen.with_()}")


def _do(db: Session, desk: Desk, wanted: Act) -> SeatingAct | None:
    """What was done; None where nothing differs."""
    here, author, seen = desk.conference_id, desk.author, wanted.seen
    match wanted.deed:
        case Deed.UNDO:
            return acts.undo(db, author, here, seen, wanted.number)
        case Deed.REDO:
            return acts.redo(db, author, here, seen, wanted.number)
        case Deed.MOVE:
            return arranging.move(db, author, here, wanted.seat, wanted.to, seen)
        case Deed.UNIT:
            return arranging.move_unit(db, author, here, wanted.seat, wanted.to, seen)
        case Deed.PLACE:
            to = store.seat_labelled(db, here, wanted.to)
            return changes.place(db, author, here, wanted.who or 0, to, wanted.reason, seen=seen)
        case _:
            return _to_one_seat(db, desk, wanted)


def _to_one_seat(db: Session, desk: Desk, wanted: Act) -> SeatingAct | None:
    here, author, seen = desk.conference_id, desk.author, wanted.seen
    seat = store.seat_labelled(db, here, wanted.seat)
    if wanted.deed in {Deed.BLOCK, Deed.UNBLOCK}:
        if wanted.deed is Deed.UNBLOCK:
            return changes.unblock(db, author, here, seat, seen=seen)
        _check_reason(wanted)
        return changes.block(db, author, here, seat, wanted.reason, seen=seen)
    sitting = store.placement_on(db, seat.id)
    if sitting is None:
        acts.check_is_fresh(db, here, {("seat", seat.id)}, seen)
        raise Refused("Ghế {seat} chưa có đại biểu", seat=seat.label)
    who = sitting.delegate_id
    if wanted.deed is Deed.FREE:
        return changes.free(db, author, here, who, wanted.reason, seen=seen)
    if wanted.deed is Deed.UNPIN:
        return changes.unpin(db, author, here, who, seen=seen)
    _check_reason(wanted)
    return changes.pin(db, author, here, who, wanted.reason, seen=seen)


def _check_reason(wanted: Act) -> None:
    if not wanted.reason:
        raise Refused("Ghi lý do để người khác hiểu vì sao")


def _edit(
    request: Request,
    db: Session,
    desk: Desk,
    look: Look,
    form: Form[Act] | None = None,
    wanted: Act | None = None,
    meanwhile: list[acts.ActLine] | None = None,
    *,
    done: SeatingAct | None = None,
    status: int = 200,
) -> Response:
    here = desk.conference_id
    db.flush()
    made = arranging.bench(db, desk.author, here)
    plan = made.plan
    chosen = store.chosen(db, plan, look.seat) if look.seat else None
    picked = plan.seat(look.pick) if look.pick else None
    block = plan.block(look.block) if look.block else None
    found = listing(db, here, Filter(search=look.q)) if look.q else None
    others = acts.since(db, here, look.since) if look.since is not None else []
    coloured = colouring(db, plan, look.by)
    kept = look.with_(seat="", q="")[1:]
    template = {"": "edit", "desk": "_desk", "side": "_side"}[look.part]
    return page(
        request,
        f"seating/{template}.html",
        status,
        desk=desk,
        bench=made,
        plan=plan,
        look=look,
        form=form or Form({}),
        wanted=wanted,
        meanwhile=meanwhile or [],
        done=done,
        others=[one for one in others if done is None or one.id != done.id],
        chosen=chosen,
        picked=picked,
        block=block,
        unit=made.company(chosen.person.delegate.id) if chosen and chosen.person else [],
        found=found,
        failures=comparing.failures,
        sample=signs.sample,
        colouring=coloured,
        drawn=drawing.draw(
            plan, block=block, query=f"{kept}&" if kept else "", colours=coloured.seats
        )
        if look.part != "side"
        else "",
        box=drawing.frame(plan.hall, block).box,
        rings=arranging.rings(
            made,
            [one.chair.id for one in found.delegates if one.chair] if found else [],
            chosen.seat.id if chosen else None,
            picked.id if picked else None,
        ),
    )
