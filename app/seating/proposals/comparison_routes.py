"""Two plans side by side: the maps, the rules, who sits elsewhere, and for every seat why."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.conferences.guards import Organiser
from app.seating.picture import drawing
from app.seating.proposals import comparing, sides
from app.seating.proposals import store as proposals
from app.seating.table.question import table
from app.web.pages import is_fragment, page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/seating", include_in_schema=False)

_LARGEST = 2**31 - 1
_PAGE = 30  # units, or groups of people without one


class Sides(BaseModel, frozen=True):
    """Two proposals by number, 0 is the seating as it stands; and what is looked at in both."""

    one: int = Field(default=0, ge=0, le=_LARGEST)
    other: int = Field(default=0, ge=0, le=_LARGEST)
    block: str = Field(default="", max_length=16)
    seat: str = Field(default="", max_length=40)
    q: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=10_000)

    def with_(self, **changed: object) -> str:
        """The query string of these sides with some of it changed."""
        look = {**self.model_dump(exclude={"page"}), **changed}
        return f"?{urlencode({name: value for name, value in look.items() if value})}"


@router.get("/comparison")
def compare(
    request: Request, db: Db, desk: Organiser, wanted: Annotated[Sides, Query()]
) -> Response:
    lying = table(db, desk.conference_id)
    pair = sides.side(db, lying, wanted.one), sides.side(db, lying, wanted.other)
    plans = [comparing.seat_map(lying, one.assign) for one in pair]
    seat = plans[0].seat(wanted.seat) if wanted.seat else None
    block = plans[0].block(wanted.block) if wanted.block else None
    found = sides.found(lying, pair, wanted.q)
    rings = sides.marked(plans[0], pair, list(found), seat.id if seat else None)
    values: dict[str, object] = {
        "wanted": wanted,
        "seat": seat,
        "sitters": sides.on_seat(lying, pair, seat.id) if seat else (None, None),
        "found": list(found.values()),
        "box": drawing.frame(lying.view, block).box,
        "marks": [
            drawing.marks(plan, ring, seat.id if seat else None, is_near=block is not None)
            for plan, ring in zip(plans, rings, strict=True)
        ],
    }
    if is_fragment(request):
        return page(request, "seating/_versus.html", 200, desk=desk, is_part=True, **values)
    policy = proposals.policy_in_force(db, desk.conference_id)
    judged = [sides.judged(db, lying, one, policy) for one in pair]
    told = comparing.compare(
        lying, pair[0].assign, pair[1].assign, (judged[0], judged[1]), pair[1].why
    )
    same = sides.unchanged(pair) if told.shifts else set()
    maps = [
        drawing.draw(
            plan, block=block, query=f"{wanted.with_(seat='')[1:]}&", faint=same, mark=mark
        )
        for plan, mark in zip(plans, ("s", "t"), strict=True)
    ]
    return page(
        request,
        "seating/comparison.html",
        200,
        desk=desk,
        is_part=False,
        told=told,
        companies=told.companies[(wanted.page - 1) * _PAGE : wanted.page * _PAGE],
        pages=max(1, -(-len(told.companies) // _PAGE)),
        maps=maps,
        block=block,
        blocks=lying.view.blocks,
        measures=[one.measures for one in judged],
        broken=[len(one.broken) for one in judged],
        listed=proposals.proposals(db, desk.conference_id),
        **values,
    )


@router.get("/proposals/{number}/people.json")
def people(db: Db, desk: Organiser, number: int) -> JSONResponse:
    """For each seat by its id: its label, who would sit there or why nobody does, their unit."""
    lying = table(db, desk.conference_id)
    plan = comparing.seat_map(lying, sides.side(db, lying, number).assign)
    return JSONResponse(plan.told)
