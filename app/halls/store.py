"""Reading a hall: whole, or only its shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import bindparam, func
from sqlalchemy import select as columns
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.halls.models import (
    Aisle,
    Block,
    BlockedSeat,
    Hall,
    HallFile,
    HallVersion,
    Landmark,
    Seat,
    SeatRow,
)
from app.halls.rules import OutKind, Point, RowLine


@dataclass(frozen=True)
class SeatView:
    """One chair with all that says where it is."""

    id: int
    label: str
    block: Block
    row: SeatRow
    position: int
    x: float
    y: float
    is_accessible: bool
    blocked: str | None  # the reason, where nobody may be placed
    guid: str = ""
    number: str = ""  # as printed on the chair
    is_after_aisle: bool = False  # an aisle parts it from the seat before it in its row
    out: OutKind | None = None  # what the seat is taken out for
    is_press: bool = False  # where reporters sit


@dataclass(frozen=True, eq=False)
class FloorView:
    """A hall without its single seats: enough to draw its shapes and to find the way in it.

    It is the same only as itself, so that what was drawn of it can be kept beside it.
    """

    hall: Hall
    landmarks: list[Landmark]
    blocks: list[Block]
    rows: list[RowLine]  # from the stage, block by block

    def door_of(self, block: Block) -> Landmark | None:
        return next((mark for mark in self.landmarks if mark.id == block.door_id), None)

    @property
    def doorless(self) -> list[Block]:
        """Blocks of which nobody has said through which door one comes to them."""
        return [block for block in self.blocks if self.door_of(block) is None]

    def rows_of(self, block: Block) -> list[RowLine]:
        """From the stage."""
        return [row for row in self.rows if row.block_id == block.id]


@dataclass(frozen=True, eq=False)
class HallView(FloorView):
    """A whole hall, its seats row by row from the stage."""

    aisles: list[Aisle]
    seats: list[SeatView]


def hall_of(db: Session, conference_id: int) -> HallView | None:
    """The hall with all its seats, in six queries; None where none is put up yet."""
    hall = hall_row(db, conference_id)
    if hall is None:
        return None
    blocks = blocks_of(db, hall.id)
    by_id = {block.id: block for block in blocks}
    found = db.exec(select(SeatRow).where(col(SeatRow.block_id).in_(by_id)))
    rows = {row.id: (by_id[row.block_id], row) for row in found}
    order = {number: (row.rank, block.position) for number, (block, row) in rows.items()}
    # Single columns: fifteen hundred tracked objects would take most of the page's time.
    query = (
        columns(
            col(Seat.row_id),
            col(Seat.id),
            col(Seat.label),
            col(Seat.position),
            col(Seat.x),
            col(Seat.y),
            col(Seat.is_accessible),
            col(BlockedSeat.reason),
            col(Seat.guid),
            col(Seat.number),
            col(Seat.is_after_aisle),
            col(BlockedSeat.kind),
            col(Seat.is_press),
        )
        .outerjoin(BlockedSeat, col(BlockedSeat.seat_id) == Seat.id)
        .where(col(Seat.conference_id) == conference_id)
    )
    seats = [
        SeatView(seat, label, *rows[row], *rest)
        for row, seat, label, *rest in sorted(
            db.execute(query), key=lambda line: (order[line.row_id], line.position)
        )
    ]
    return HallView(
        hall,
        landmarks_of(db, hall.id),
        blocks,
        [_line(list(row)) for _, row in groupby(seats, key=lambda seat: id(seat.row))],
        aisles_of(db, hall.id),
        seats,
    )


def floor_of(db: Session, conference_id: int) -> FloorView | None:
    """The hall's shapes without reading its every seat; None where none is put up yet."""
    hall = hall_row(db, conference_id)
    if hall is None:
        return None
    span = (
        select(
            Seat.row_id,
            func.min(Seat.position).label("first"),
            func.max(Seat.position).label("last"),
        )
        .where(Seat.conference_id == conference_id)
        .group_by(col(Seat.row_id))
        .subquery()
    )
    middle = (span.c.first + span.c.last) // 2
    query = (
        select(SeatRow.block_id, SeatRow.rank, Seat.x, Seat.y)
        .join(span, span.c.row_id == SeatRow.id)
        .join(Seat, col(Seat.row_id) == SeatRow.id)
        .where(col(Seat.position).in_([span.c.first, middle, span.c.last]))
        .order_by(col(SeatRow.rank), col(SeatRow.block_id), col(Seat.position))
    )
    rows = [
        _row_line(block_id, rank, [(x, y) for _, _, x, y in points])
        for (block_id, rank), points in groupby(db.exec(query), key=lambda row: (row[0], row[1]))
    ]
    return FloorView(hall, landmarks_of(db, hall.id), blocks_of(db, hall.id), rows)


def hall_row(db: Session, conference_id: int) -> Hall | None:
    return db.exec(select(Hall).where(Hall.conference_id == conference_id)).first()


def landmarks_of(db: Session, hall_id: int) -> list[Landmark]:
    query = select(Landmark).where(Landmark.hall_id == hall_id)
    return list(db.exec(query.order_by(Landmark.code)))


def blocks_of(db: Session, hall_id: int) -> list[Block]:
    return list(
        db.exec(select(Block).where(Block.hall_id == hall_id).order_by(col(Block.position)))
    )


def aisles_of(db: Session, hall_id: int) -> list[Aisle]:
    return list(db.exec(select(Aisle).where(Aisle.hall_id == hall_id).order_by(col(Aisle.id))))


def _line(row: Sequence[SeatView]) -> RowLine:
    return _row_line(row[0].block.id, row[0].row.rank, [(seat.x, seat.y) for seat in row])


def _row_line(block_id: int, rank: int, places: Sequence[Point]) -> RowLine:
    return RowLine(block_id, rank, places[0], places[(len(places) - 1) // 2], places[-1])


def seat_with_code(db: Session, code: str) -> Seat:
    """The chair whose QR code this is. Raises NotFound."""
    found = db.exec(select(Seat).where(Seat.code == code)).first()
    if found is None:
        raise NotFound
    return found


SEATS = (
    select(Seat, SeatRow, Block, BlockedSeat)
    .join(SeatRow, col(SeatRow.id) == Seat.row_id)
    .join(Block, col(Block.id) == SeatRow.block_id)
    .outerjoin(BlockedSeat, col(BlockedSeat.seat_id) == Seat.id)
)  # each of its rows is what ``view_of`` takes
_SEAT = SEATS.where(
    col(Seat.conference_id) == bindparam("conference"), col(Seat.id) == bindparam("seat")
)


def seat_view(db: Session, conference_id: int, seat_id: int) -> SeatView:
    found = db.exec(_SEAT, params={"conference": conference_id, "seat": seat_id}).first()
    if found is None:
        raise NotFound("Không có ghế này")
    return view_of(*found)


def codes(db: Session, conference_id: int) -> Sequence[tuple[str, str]]:
    """Label and QR code of every chair, in the order of the labels."""
    query = select(Seat.label, Seat.code).where(Seat.conference_id == conference_id)
    return db.exec(query.order_by(Seat.label)).all()


def view_of(seat: Seat, row: SeatRow, block: Block, out: BlockedSeat | None) -> SeatView:
    """The seat of a row of ``SEATS``."""
    return SeatView(
        seat.id,
        seat.label,
        block,
        row,
        seat.position,
        seat.x,
        seat.y,
        seat.is_accessible,
        out.reason if out else None,
        seat.guid,
        seat.number,
        seat.is_after_aisle,
        out.kind if out else None,
        seat.is_press,
    )


def topic(conference_id: int) -> str:
    """Posted when the hall is changed."""
    return f"hall/{conference_id}"


def rows_of(db: Session, hall_id: int) -> list[SeatRow]:
    query = select(SeatRow).join(Block, col(Block.id) == SeatRow.block_id)
    return list(db.exec(query.where(Block.hall_id == hall_id)))


def seats_of(db: Session, conference_id: int) -> list[Seat]:
    return list(db.exec(select(Seat).where(Seat.conference_id == conference_id)))


def blocked_of(db: Session, conference_id: int) -> list[BlockedSeat]:
    return list(db.exec(select(BlockedSeat).where(BlockedSeat.conference_id == conference_id)))


def versions(db: Session, conference_id: int) -> list[HallVersion]:
    """From the first; a layout is only read where it is asked for, for it is as large as a hall."""
    query = select(HallVersion).where(HallVersion.conference_id == conference_id)
    light = query.options(defer(HallVersion.layout))  # type: ignore[arg-type]
    return list(db.exec(light.order_by(col(HallVersion.number))))


def file_of(db: Session, hall: Hall) -> str | None:
    """The plan the hall was imported from, as it was received."""
    found = db.get(HallFile, hall.file_id) if hall.file_id is not None else None
    return found.text if found else None
