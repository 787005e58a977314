"""How far units sat at conferences before this one, so that nobody always sits at the back."""

import math
from collections import defaultdict
from statistics import mean

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.conferences.models import Conference, Unit
from app.delegates.models import Delegate, Placement
from app.halls.models import Block, Hall, Seat, SeatRow
from app.seating.solver.ground import UPSTAIRS


def past(db: Session, conference_id: int) -> dict[int, float]:
    """For each unit how far from the stage its people sat on average, in seat pitches, at every
    earlier conference where one of its name had seats; who was at none as the mean of the others.
    Empty where there was none before."""
    query = (
        columns(
            col(Unit.name_key),
            col(Seat.x),
            col(Seat.y),
            col(Block.level),
            col(Hall.stage_x) + col(Hall.stage_width) / 2,
            col(Hall.stage_y) + col(Hall.stage_depth),
        )
        .join(Delegate, col(Delegate.unit_id) == Unit.id)
        .join(Placement, col(Placement.delegate_id) == Delegate.id)
        .join(Seat, col(Seat.id) == Placement.seat_id)
        .join(SeatRow, col(SeatRow.id) == Seat.row_id)
        .join(Block, col(Block.id) == SeatRow.block_id)
        .join(Hall, col(Hall.id) == Block.hall_id)
        .join(Conference, col(Conference.id) == Placement.conference_id)
        .where(col(Conference.starts_at) < db.get_one(Conference, conference_id).starts_at)
    )
    found: dict[str, list[float]] = defaultdict(list)
    for unit_key, x, y, level, *focal in db.execute(query):
        found[unit_key].append(math.dist((x, y), focal) + UPSTAIRS * level)
    units = columns(col(Unit.id), col(Unit.name_key)).where(
        col(Unit.conference_id) == conference_id
    )
    here = {unit: found.get(unit_key) for unit, unit_key in db.execute(units)}
    known = {unit: mean(away) for unit, away in here.items() if away}
    usual = mean(known.values()) if known else 0.0
    return {unit: known.get(unit, usual) for unit in here} if known else {}
