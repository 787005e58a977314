"""What a paper says of somebody, as it is kept in order to be compared later."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.delegates.rules import PrintKind
from app.delegates.store import Listed
from app.halls.models import Block, Landmark, Seat, SeatRow
from app.vietnamese import exact_key

Places = Mapping[int, str]  # block, row and door of each row of seats, by the row

# The same in a statement that joins all four tables.
PLACE: ColumnElement[str] = (
    col(Block.name) + " · " + col(SeatRow.label) + func.coalesce(" · " + col(Landmark.name), "")
)


def places(db: Session, conference_id: int) -> Places:
    query = (
        select(SeatRow.id, PLACE)
        .join(Block, col(Block.id) == SeatRow.block_id)
        .outerjoin(Landmark, col(Landmark.id) == Block.door_id)
        .where(col(SeatRow.id).in_(select(Seat.row_id).where(Seat.conference_id == conference_id)))
    )
    return dict(db.exec(query).all())


def standing(kind: PrintKind, person: Listed, pass_id: int | None, found: Places) -> dict[str, str]:
    """What a paper of this kind would say of the person now; the pass as its number."""
    delegate = person.delegate
    whole = {
        "comes": "có" if delegate.attendance.takes_seat else "không",
        "name": exact_key(delegate.name),
        "positions": "; ".join(person.positions),
        "post": "" if delegate.name else "; ".join(person.positions),
        "unit": person.unit.name if person.unit else "",
        "group": person.group.name,
        "seat": person.seat or "",
        "place": found[person.chair.row_id] if person.chair else "",
        "pass": str(pass_id or ""),
    }
    return {part: whole[part] for part in kind.parts}


def differences(
    kind: PrintKind, stood: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """By part, what stood there and what should; a part that was not kept then cannot differ."""
    return {
        part: (stood[part], now[part])
        for part in kind.parts
        if part in stood and stood[part] != now[part]
    }
