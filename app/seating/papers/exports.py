"""The papers of the hall: wall maps, a sheet a block, lists, labels for the chairs, the poster.

On paper everything is Vietnamese, whatever language the reader's screen has.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from app import addresses
from app.conferences.models import Conference
from app.delegates.store import Listed
from app.halls.models import Block
from app.halls.rules import OutKind
from app.halls.store import SeatView
from app.paper.pdf import pdf
from app.paper.sheets import Column, Heading, Line, sheet
from app.seating.papers.cards import door, place, walking
from app.seating.picture import drawing, signs
from app.seating.store import SeatMap
from app.vietnamese import day_text, number_text, time_text, weekday_text

Whole = Callable[[str], str]  # a printed address from its path

_WIDEST_A4 = 20  # seats of a row whose names can be read on A4
_DEEPEST_A4 = 12  # rows


def map_pdf(
    conference: Conference,
    plan: SeatMap,
    state: str,
    paper: Literal["a3", "a2"] = "a3",
    caption: drawing.Caption = drawing.Caption.NUMBERS,
) -> bytes:
    """The whole hall with the numbers of its seats, or the given names on them; ``state`` says how
    far it has been announced."""
    frame = drawing.frame(plan.hall)
    hall = plan.hall.hall
    return pdf(
        "seat-map",
        {
            "paper": paper,
            "is_wide": frame.width > frame.height,
            "shape": frame.width / frame.height,
            "host": conference.host,
            "title": conference.name,
            "day": _day(conference),
            "venue": hall.name,
            "warning": hall.source if hall.is_assumed else "",
            "state": state,
            "map": drawing.draw(plan, query=None, caption=caption, font="Tinos"),
            "keys": _keys(plan),
            "doors": [
                {"block": block.code, "door": door(plan, block), "seats": str(len(seats))}
                for block, seats in _blocks(plan)
            ],
        },
    )


def blocks_pdf(conference: Conference, plan: SeatMap, wanted: Sequence[Block], state: str) -> bytes:
    """A page for each block: every seat with its number and whoever sits there; ``state`` as on the
    map."""
    ids = {block.id for block in wanted}
    hall = plan.hall.hall
    return pdf(
        "seat-blocks",
        {
            "title": conference.name,
            "day": _day(conference),
            "venue": hall.name,
            "warning": hall.source if hall.is_assumed else "",
            "state": state,
            "keys": _keys(plan),
            "blocks": [
                _block(plan, block, seats) for block, seats in _blocks(plan) if block.id in ids
            ],
        },
    )


def _blocks(plan: SeatMap) -> list[tuple[Block, list[SeatView]]]:
    found: dict[int, list[SeatView]] = {block.id: [] for block in plan.hall.blocks}
    for seat in plan.hall.seats:
        found[seat.block.id].append(seat)
    return [(block, found[block.id]) for block in plan.hall.blocks]


def _block(plan: SeatMap, block: Block, seats: list[SeatView]) -> dict[str, object]:
    """The block turned so that its rows lie across the page."""
    lines = plan.hall.rows_of(block)
    turn = math.atan2(
        sum(line.last[1] - line.first[1] for line in lines),
        sum(line.last[0] - line.first[0] for line in lines),
    )
    cos, sin = math.cos(-turn), math.sin(-turn)
    turned = [(seat.x * cos - seat.y * sin, seat.x * sin + seat.y * cos) for seat in seats]
    left, top = min(x for x, _ in turned), min(y for _, y in turned)
    cells: list[dict[str, object]] = []
    rows: dict[int, dict[str, object]] = {}
    for seat, (x, y) in zip(seats, turned, strict=True):
        cell = _cell(plan, seat, round(x - left, 2), round(y - top, 2))
        cells.append(cell)
        rows.setdefault(seat.row.id, {"label": seat.row.label, "x": cell["x"], "y": cell["y"]})
    wide = max(x for x, _ in turned) - left
    given = sum(seat.id in plan.occupants for seat in seats)
    deepest = len(rows) > _DEEPEST_A4
    return {
        "code": block.code,
        "name": block.name,
        "door": door(plan, block),
        "counts": f"{number_text(len(seats))} ghế, {number_text(given)} đã xếp",
        "paper": "a3" if wide > _WIDEST_A4 or deepest else "a4",
        "width": round(wide, 2),
        "height": round(max(y for _, y in turned) - top, 2),
        "rows": list(rows.values()),
        "cells": cells,
    }


def _cell(plan: SeatMap, seat: SeatView, x: float, y: float) -> dict[str, object]:
    occupant = plan.occupants.get(seat.id)
    colour = signs.COLOURS[occupant.group.colour - 1] if occupant else ""
    kept = "dự phòng" if seat.out is OutKind.RESERVE else seat.blocked
    return {
        "x": x,
        "y": y,
        "number": seat.number,
        "name": occupant.called if occupant else kept or "",
        "unit": occupant.unit if occupant and occupant.is_named else "",
        "colour": colour,
        "out": occupant is None and seat.blocked is not None,
        "accessible": seat.is_accessible,
        "press": seat.is_press,
    }


def _keys(plan: SeatMap) -> list[dict[str, str]]:
    accessible = sum(seat.is_accessible for seat in plan.hall.seats)
    return [
        {"sample": signs.sample(shape), "names": names, "count": number_text(count)}
        for shape, names, count in (
            *((f"g{key.colour}", key.names, key.seated) for key in plan.keys),
            ("free", "Ghế trống", plan.free),
            ("reserve", "Ghế dự phòng", plan.reserved),
            ("blocked", "Ghế không xếp", plan.blocked - plan.reserved),
            ("ramp", "Ghế không có bậc", accessible),
            ("press", "Ghế dành cho báo chí", plan.press),
        )
        if count
    ]


_BY_NAME = (
    Column("STT", 6),
    Column("Họ và tên", 28),
    Column("Chức vụ", 52),
    Column("Đơn vị", 30),
    Column("Ghế", 12),
    Column("Khu", 14),
    Column("Hàng", 8),
    Column("Cửa vào", 16),
)
_BY_SEAT = (
    Column("STT", 6),
    Column("Hàng", 8),
    Column("Số ghế", 8),
    Column("Ghế", 12),
    Column("Họ và tên", 28),
    Column("Chức vụ", 52),
    Column("Đơn vị", 30),
    Column("Ghi chú", 22),
)


def sheet_by_name(conference: Conference, plan: SeatMap, people: Iterable[Listed]) -> bytes:
    """An .xlsx of everybody who has a seat, in the order of ``people``."""
    seats = {seat.id: seat for seat in plan.hall.seats}
    lines: list[Line] = []
    for one in people:
        seat = seats.get(one.chair.id) if one.chair else None
        if seat is not None:
            who = [one.delegate.name, "\n".join(one.positions), one.unit.name if one.unit else ""]
            where = [seat.label, seat.block.name, seat.row.label, door(plan, seat.block)]
            lines.append([len(lines) + 1, *who, *where])
    return _sheet(conference, "DANH SÁCH CHỖ NGỒI THEO TÊN", _BY_NAME, lines, len(lines))


def sheet_by_seat(conference: Conference, plan: SeatMap, people: Iterable[Listed]) -> bytes:
    """An .xlsx of every seat, block by block, taken or not."""
    by_seat = {one.chair.id: one for one in people if one.chair}
    lines: list[Line] = []
    number = 0
    for block, seats in _blocks(plan):
        lines.append(Heading(f"{block.name}: {number_text(len(seats))} ghế. {door(plan, block)}"))
        for seat in seats:
            number += 1
            one = by_seat.get(seat.id)
            name, posts, unit = "", "", ""
            if one:
                name, posts = one.delegate.name, "\n".join(one.positions)
                unit = one.unit.name if one.unit else ""
            remark = (seat.blocked or "") if one is None else ""
            lines.append(
                [number, seat.row.label, seat.number, seat.label, name, posts, unit, remark]
            )
    return _sheet(conference, "DANH SÁCH CHỖ NGỒI THEO GHẾ", _BY_SEAT, lines, len(by_seat))


def _sheet(
    conference: Conference, title: str, columns: Sequence[Column], lines: list[Line], seated: int
) -> bytes:
    closing = f"Ấn định danh sách có {number_text(seated)} đại biểu có chỗ ngồi"
    subtitle = [conference.name, f"({_day(conference)})"]
    head = [conference.host.upper()]
    return sheet(title, head, columns, lines, closing, subtitle=subtitle)


def labels_pdf(plan: SeatMap, codes: Mapping[str, str], whole: Whole) -> bytes:
    """A label for every chair; ``codes`` holds its QR code by its label."""
    labels = [
        {
            "seat": seat.label,
            "place": place(plan, seat.block, seat.row.label),
            "qr": whole(addresses.of_seat(codes[seat.label])),
        }
        for seat in walking(plan.hall.seats)
    ]
    return pdf("seat-labels", {"labels": labels})


def poster_pdf(conference: Conference, paper: str, whole: Whole) -> bytes:
    """``paper`` is ``a3`` or ``a4``."""
    return pdf(
        "seat-poster",
        {
            "paper": paper,
            "host": conference.host,
            "title": conference.name,
            "day": _day(conference),
            "venue": conference.venue,
            "address": whole(addresses.of_poster(conference.poster_code)),
            "qr": whole(addresses.of_poster(conference.poster_code)),
        },
    )


def _day(conference: Conference) -> str:
    start = conference.starts_at
    return f"{weekday_text(start)}, ngày {day_text(start)}, {time_text(start)}"
