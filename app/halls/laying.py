"""Between a hall in the database and its layout: every seat keeps its id and its QR code."""

from collections.abc import Mapping
from itertools import groupby

from sqlmodel import Session, SQLModel

from app.conferences.store import new_code
from app.db import announce
from app.errors import Refused
from app.halls import store
from app.halls.layout import LaidBlock, LaidRow, LaidSeat, Layout, Mark, Shape, Stage
from app.halls.models import Aisle, Block, BlockedSeat, Hall, Landmark, Seat, SeatRow
from app.halls.rules import OutKind, Point
from app.halls.store import HallView, SeatView


class SeatsLost(Refused):
    """A layout lacks seats on which somebody is placed; ``seats`` names every one of them."""

    PATTERN = "Sơ đồ mới không còn {n} ghế đã có đại biểu: {seats}"

    def __init__(self, seats: list[str]) -> None:
        super().__init__(self.PATTERN, n=len(seats), seats=", ".join(seats))
        self.seats = seats


def layout_of(hall: HallView) -> Layout:
    """The hall as a value."""
    doors = {mark.id: mark.code for mark in hall.landmarks}
    by_block: dict[int, list[SeatView]] = {block.id: [] for block in hall.blocks}
    for seat in hall.seats:
        by_block[seat.block.id].append(seat)
    stage = hall.hall
    return Layout(
        **stage.model_dump(include={"name", "source", "is_assumed", "width", "height"}),
        stage=Stage(
            x=stage.stage_x, y=stage.stage_y, width=stage.stage_width, depth=stage.stage_depth
        ),
        marks=[Mark(**mark.model_dump(include=set(Mark.model_fields))) for mark in hall.landmarks],
        aisles=[(aisle.level, points(aisle.points)) for aisle in hall.aisles],
        blocks=[
            LaidBlock(
                **block.model_dump(include={"code", "name", "kind", "level"}),
                door=doors.get(block.door_id or 0, ""),
                shape=Shape.model_validate_json(block.shape) if block.shape else None,
                rows=[_row(list(row)) for _, row in groupby(by_block[block.id], _row_id)],
            )
            for block in hall.blocks
        ],
    )


def points(text: str) -> list[Point]:
    """The line of an aisle."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def _row_id(seat: SeatView) -> int:
    return seat.row.id


def _row(seats: list[SeatView]) -> LaidRow:
    row = seats[0].row
    laid = [
        LaidSeat(
            guid=seat.guid,
            label=seat.label,
            number=seat.number,
            x=seat.x,
            y=seat.y,
            is_accessible=seat.is_accessible,
            is_press=seat.is_press,
            is_after_aisle=seat.is_after_aisle,
            out=seat.out,
            reason=seat.blocked or "",
        )
        for seat in seats
    ]
    return LaidRow(label=row.label, rank=row.rank, seats=laid)


def lay(
    db: Session, conference_id: int, layout: Layout, taken: Mapping[int, str] | None = None
) -> Hall:
    """Make the conference's hall as the layout says; the first one is put up.

    A chair is known again by its guid, else by its label. ``taken`` says by seat who is placed
    there. Raises SeatsLost, and leaves all as it was, where one of those seats would be gone.
    """
    hall = store.hall_row(db, conference_id)
    old = store.seats_of(db, conference_id)
    kept = _matched(old, layout)
    kept_ids = {seat.id for seat in kept.values()}
    gone = [seat for seat in old if seat.id not in kept_ids]
    lost = [f"{seat.label} ({taken[seat.id]})" for seat in gone if taken and seat.id in taken]
    if lost:
        raise SeatsLost(sorted(lost))
    hall = _hall(db, hall, conference_id, layout)
    doors = _doors(db, hall, layout)
    rows = _rows(db, hall, layout, doors)
    _clear(db, conference_id, layout, gone, kept)
    _seats(db, conference_id, layout, kept, rows)
    _forget(db, hall, layout, rows)
    announce(db, store.topic(conference_id))
    return hall


def _matched(old: list[Seat], layout: Layout) -> dict[str, Seat]:
    """The chair that is there already for each guid of the layout that has one."""
    by_guid = {seat.guid: seat for seat in old}
    kept = {seat.guid: by_guid[seat.guid] for seat in layout.seats if seat.guid in by_guid}
    known = {seat.id for seat in kept.values()}
    by_label = {seat.label: seat for seat in old if seat.id not in known}
    for seat in layout.seats:
        if seat.guid not in kept and seat.label in by_label:
            kept[seat.guid] = by_label[seat.label]
    return kept


def _hall(db: Session, hall: Hall | None, conference_id: int, layout: Layout) -> Hall:
    stage = {f"stage_{name}": value for name, value in layout.stage.model_dump().items()}
    plain = layout.model_dump(include={"name", "source", "is_assumed", "width", "height"})
    if hall is None:
        hall = Hall(conference_id=conference_id, **plain, **stage)
    _set(hall, plain | stage)
    db.add(hall)
    db.flush()
    return hall


def _doors(db: Session, hall: Hall, layout: Layout) -> dict[str, int]:
    """The doors and steps as the layout has them; ids of the doors by code."""
    there = {mark.code: mark for mark in store.landmarks_of(db, hall.id)}
    for mark in layout.marks:
        row = there.pop(mark.code, None)
        if row is None:
            db.add(Landmark(hall_id=hall.id, **mark.model_dump()))
        else:
            _set(row, mark.model_dump())
    for row in there.values():
        db.delete(row)
    for aisle in store.aisles_of(db, hall.id):
        db.delete(aisle)
    db.add_all(
        Aisle(hall_id=hall.id, level=level, points=" ".join(f"{x},{y}" for x, y in line))
        for level, line in layout.aisles
    )
    db.flush()
    return {mark.code: mark.id for mark in store.landmarks_of(db, hall.id)}


def _rows(
    db: Session, hall: Hall, layout: Layout, doors: dict[str, int]
) -> dict[tuple[str, str], SeatRow]:
    """The rows of every block, by the block's code and the row's label."""
    blocks = {block.code: block for block in store.blocks_of(db, hall.id)}
    for position, laid in enumerate(layout.blocks):
        fields = {
            **laid.model_dump(include={"name", "kind", "level"}),
            "position": position,
            "door_id": doors.get(laid.door),
            "shape": laid.shape.model_dump_json() if laid.shape else "",
        }
        block = blocks.get(laid.code) or Block(hall_id=hall.id, code=laid.code, **fields)
        _set(block, fields)
        blocks[laid.code] = block
        db.add(block)
    db.flush()
    codes = {block.id: code for code, block in blocks.items()}
    rows = {(codes[row.block_id], row.label): row for row in store.rows_of(db, hall.id)}
    wanted = {}
    for laid in layout.blocks:
        for line in laid.rows:
            key = (laid.code, line.label)
            row = rows.get(key)
            if row is None:
                row = SeatRow(block_id=blocks[laid.code].id, label=line.label, rank=line.rank)
            row.rank = line.rank
            db.add(row)
            wanted[key] = row
    db.flush()
    return wanted


def _clear(
    db: Session, conference_id: int, layout: Layout, gone: list[Seat], kept: dict[str, Seat]
) -> None:
    """Without the seats that go; nothing left over keeps a label that another seat now gets."""
    for blocked in store.blocked_of(db, conference_id):
        db.delete(blocked)
    for seat in gone:
        db.delete(seat)
    db.flush()
    for laid in layout.seats:
        known = kept.get(laid.guid)
        if known is not None and (known.label, known.guid) != (laid.label, laid.guid):
            known.label = known.guid = f"~{known.id}"
    db.flush()


def _seats(
    db: Session,
    conference_id: int,
    layout: Layout,
    kept: dict[str, Seat],
    rows: dict[tuple[str, str], SeatRow],
) -> None:
    out: list[tuple[Seat, OutKind, str]] = []
    for block in layout.blocks:
        for row in block.rows:
            row_id = rows[block.code, row.label].id
            for position, laid in enumerate(row.seats):
                fields = {
                    **laid.model_dump(exclude={"out", "reason"}),
                    "row_id": row_id,
                    "position": position,
                }
                seat = kept.get(laid.guid)
                if seat is None:
                    seat = Seat(conference_id=conference_id, code=new_code(), **fields)
                    db.add(seat)
                else:
                    _set(seat, fields)
                if laid.out is not None:
                    out.append((seat, laid.out, laid.reason))
    db.flush()
    db.add_all(
        BlockedSeat(conference_id=conference_id, seat_id=seat.id, kind=kind, reason=reason)
        for seat, kind, reason in out
    )
    db.flush()


def _forget(db: Session, hall: Hall, layout: Layout, rows: dict[tuple[str, str], SeatRow]) -> None:
    """Rows and blocks that hold no seat any more."""
    wanted = {row.id for row in rows.values()}
    for row in store.rows_of(db, hall.id):
        if row.id not in wanted:
            db.delete(row)
    codes = {block.code for block in layout.blocks}
    db.flush()
    for block in store.blocks_of(db, hall.id):
        if block.code not in codes:
            db.delete(block)
    db.flush()


def _set(row: SQLModel, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
