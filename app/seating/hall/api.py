"""The hall for programs."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from app.conferences.guards import MemberProgram, OrganiserProgram
from app.halls import changes
from app.halls.laying import layout_of
from app.halls.layout import Layout
from app.halls.receiving import receive
from app.seating import store
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/hall", tags=["hall"])


class LaidOut(BaseModel):
    """What the hall has become."""

    seats: int
    blocks: int
    version: int


@router.get("")
def hall(db: Db, desk: MemberProgram) -> Layout:
    """The whole hall: blocks, rows, seats, doors. Lengths are in seat pitches."""
    return layout_of(store.hall_to_fill(db, desk.conference_id))


@router.get("/pretix", response_class=Response)
def pretix(db: Db, desk: MemberProgram) -> Response:
    """The hall as a pretix seating plan."""
    return Response(changes.exported(db, desk.conference_id), media_type="application/json")


@router.put("")
def lay(db: Db, desk: OrganiserProgram, wanted: Layout) -> LaidOut:
    """Make the hall as this layout. Chairs keep their codes by ``guid``, else by label.

    409 with all of them where a seat on which somebody is placed would be lost.
    """
    here = desk.conference_id
    received = receive(wanted.model_dump_json().encode(), desk.conference.venue[:120])
    changes.replace(db, desk.author, here, "Nạp qua API", received, store.taken(db, here))
    version = changes.steps(db, here).version
    return LaidOut(seats=len(wanted.seats), blocks=len(wanted.blocks), version=version)
