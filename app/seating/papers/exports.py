"""The papers of the hall: wall maps, lists, labels for the chairs, the poster.

On paper everything is Vietnamese, whatever language the reader's screen has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from app import addresses
from app.conferences.models import Conference
from app.delegates.store import Listed
from app.paper.pdf import pdf
from app.paper.sheets import Column, Heading, Line, sheet
from app.seating.papers.legend import keys, over
from app.seating.papers.places import by_block, check_seats, day, door, place, walking
from app.seating.picture import drawing
from app.seating.store import SeatMap
from app.vietnamese import number_text

Whole = Callable[[str], str]  # a printed address from its path


def map_pdf(
    conference: Conference,
    plan: SeatMap,
    state: str,
    paper: Literal["a3", "a2"] = "a3",
    caption: drawing.Caption = drawing.Caption.NUMBERS,
) -> bytes:
    """The whole hall with the numbers of its seats, or the given names on them; ``state`` says how
    far it has been announced. Raises Refused for a hall without seats."""
    check_seats(plan)
    frame = drawing.frame(plan.hall)
    hall = plan.hall.hall
    return pdf(
        "seat-map",
        {
            "paper": paper,
            "shape": frame.width / frame.height,
            "host": conference.host,
            "title": conference.name,
            "day": day(conference),
            "venue": hall.name,
            "warning": hall.source if hall.is_assumed else "",
            "state": state,
            "map": drawing.draw(plan, query=None, caption=caption, font="Tinos"),
            "keys": keys(plan.keys, plan.hall.seats),
            "total": number_text(len(plan.hall.seats)),
            "over": over(plan.hall.seats),
            "doors": [
                {"block": block.code, "door": door(plan, block), "seats": number_text(len(seats))}
                for block, seats in by_block(plan)
            ],
        },
    )


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
    for block, seats in by_block(plan):
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
    subtitle = [conference.name, f"({day(conference)})"]
    head = [conference.host.upper()]
    return sheet(title, head, columns, lines, closing, subtitle=subtitle)


def labels_pdf(plan: SeatMap, codes: Mapping[str, str], whole: Whole) -> bytes:
    """A label for every chair; ``codes`` holds its QR code by its label. Raises Refused for a hall
    without seats."""
    check_seats(plan)
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
            "day": day(conference),
            "venue": conference.venue,
            "address": whole(addresses.of_poster(conference.poster_code)),
            "qr": whole(addresses.of_poster(conference.poster_code)),
        },
    )
