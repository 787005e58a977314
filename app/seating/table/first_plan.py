"""The first seating of a conference, by rule of thumb and at once."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from app.delegates.models import Placement
from app.seating.solver import simple
from app.seating.solver.model import Policy
from app.seating.solver.why import sentence
from app.seating.table.question import table


def seat_all(db: Session, conference_id: int, at: datetime) -> None:
    """Give everybody who takes a seat one; nobody has one yet.

    Raises Refused where there are too few seats, NotFound while no hall is put up.
    """
    lying = table(db, conference_id)
    plan = simple.solve(lying.hall, lying.people, Policy(), lying.locks)
    rows = [
        {
            "conference_id": conference_id,
            "delegate_id": person,
            "seat_id": seat,
            "placed_at": at,
            "why": sentence(plan.why[person]),
        }
        for person, seat in plan.assign.items()
    ]
    db.execute(insert(Placement), rows)
