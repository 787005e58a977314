"""The seating for programs."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.conferences.guards import MemberProgram, OrganiserProgram
from app.conferences.rules import DeskRole
from app.errors import Forbidden
from app.seating import store
from app.seating.desk import changes
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/seating", tags=["seating"])


class PlacementOut(BaseModel):
    """Who sits where; ``called`` is the name, or the position where nobody is named."""

    delegate_id: int
    called: str
    unit: str
    group: str
    seat: str


class BlockedOut(BaseModel):
    seat: str
    reason: str


class SeatingOut(BaseModel):
    hall: str
    is_assumed: bool
    seats: int
    placed: int
    waiting: int
    free: int
    blocked: list[BlockedOut]
    placements: list[PlacementOut]


class PlacementIn(BaseModel):
    """A seat by its label, and why."""

    seat: str = Field(max_length=24)
    reason: str = Field(default="", max_length=120)


@router.get("")
def seating(db: Db, desk: MemberProgram) -> SeatingOut:
    """The hall in figures and everybody's seat. The press is not told who sits where."""
    if desk.role is DeskRole.PRESS:
        raise Forbidden("Việc này dành cho người được phân công")
    plan = store.map_to_print(db, desk.conference_id)
    placements = [
        PlacementOut(
            delegate_id=occupant.delegate_id,
            called=occupant.called,
            unit=occupant.unit,
            group=occupant.group.code,
            seat=seat.label,
        )
        for seat in plan.hall.seats
        if (occupant := plan.occupants.get(seat.id))
    ]
    blocked = [
        BlockedOut(seat=seat.label, reason=seat.blocked)
        for seat in plan.hall.seats
        if seat.blocked is not None
    ]
    return SeatingOut(
        hall=plan.hall.hall.name,
        is_assumed=plan.hall.hall.is_assumed,
        seats=len(plan.hall.seats),
        placed=plan.placed,
        waiting=plan.waiting,
        free=plan.free,
        blocked=blocked,
        placements=placements,
    )


@router.put("/placements/{delegate_id}", status_code=204)
def place(db: Db, desk: OrganiserProgram, delegate_id: int, wanted: PlacementIn) -> None:
    """Seat a delegate; the seat they had is free. 409 where the seat cannot be had."""
    seat = store.seat_labelled(db, desk.conference_id, wanted.seat)
    changes.place(db, desk.author, desk.conference_id, delegate_id, seat, wanted.reason)


@router.delete("/placements/{delegate_id}", status_code=204)
def free(db: Db, desk: OrganiserProgram, delegate_id: int) -> None:
    """Take a delegate's seat away."""
    changes.free(db, desk.author, desk.conference_id, delegate_id)
