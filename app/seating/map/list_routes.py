"""Who sits on the map, apart from it: for tooltips, and as lists for those who cannot see it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.conferences.guards import Desk, Member
from app.conferences.rules import DeskRole
from app.delegates import sums
from app.delegates.rules import Order
from app.delegates.search import Filter
from app.delegates.store import everyone, listing
from app.errors import Forbidden
from app.paper.sheets import XLSX
from app.seating import store
from app.seating.papers import exports
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/seating", include_in_schema=False)


class Shown(BaseModel, frozen=True):
    """A list by name, page by page, or by seat, block by block."""

    by: Literal["name", "seat"] = "seat"
    block: str = Field(default="", max_length=8)
    page: int = Field(default=1, ge=1, le=10_000)


@router.get("/people.json")
def people(db: Db, desk: Member) -> JSONResponse:
    """For each seat by its id: its label, who sits there or why nobody does, and their unit.

    The press is told the group in place of the person.
    """
    plan = store.map_to_print(db, desk.conference_id)
    told = plan.told
    if desk.may(DeskRole.PRESS):
        told |= {id: [told[id][0], found.group.name] for id, found in plan.occupants.items()}
    return JSONResponse(told)


@router.get("/list")
def as_list(request: Request, db: Db, desk: Member, shown: Annotated[Shown, Query()]) -> Response:
    """The seats as text, for screen readers, telephones and whoever prefers words."""
    _knows_people(desk)
    plan = store.map_to_print(db, desk.conference_id)
    block = plan.block(shown.block) if shown.block else next(iter(plan.hall.blocks), None)
    by_name = None
    if shown.by == "name":
        wanted = Filter(order=Order.NAME, page=shown.page)
        by_name = listing(db, desk.conference_id, wanted)
    return page(
        request,
        "seating/list.html",
        desk=desk,
        plan=plan,
        shown=shown,
        block=block,
        by_name=by_name,
        sums=sums.sums(db, desk.conference_id),
    )


@router.get("/list.xlsx")
def list_xlsx(db: Db, desk: Member, by: Literal["name", "seat"] = "seat") -> Response:
    _knows_people(desk)
    plan = store.map_to_print(db, desk.conference_id)
    order = Order.NAME if by == "name" else Order.PRECEDENCE
    delegates = everyone(db, desk.conference_id, Filter(order=order))
    make = exports.sheet_by_name if by == "name" else exports.sheet_by_seat
    name = f"{desk.conference.slug}-{'theo-ten' if by == 'name' else 'theo-ghe'}.xlsx"
    return Response(
        make(desk.conference, plan, delegates),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _knows_people(desk: Desk) -> None:
    if desk.may(DeskRole.PRESS):
        raise Forbidden("Việc này dành cho người được phân công")
