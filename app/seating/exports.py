"""The papers of the seating: the map, seat cards, labels for the chairs, the poster.

On paper everything is Vietnamese, whatever language the reader's screen has.
"""

from collections.abc import Callable, Iterable, Mapping

from app import addresses
from app.conferences.models import Conference
from app.delegates.store import Listed
from app.errors import Refused
from app.halls.models import Block
from app.halls.store import SeatView
from app.paper.pdf import pdf
from app.seating import drawing
from app.seating.store import SeatMap
from app.vietnamese import day_text, moment_text, number_text, time_text, weekday_text

Whole = Callable[[str], str]  # a printed address from its path


def map_pdf(conference: Conference, plan: SeatMap) -> bytes:
    """The whole hall on A3."""
    keys = [
        {"sample": drawing.sample(shape), "names": names, "count": number_text(count)}
        for shape, names, count in (
            *((f"g{key.colour}", key.names, key.seated) for key in plan.keys),
            ("free", "Ghế trống", plan.free),
            ("blocked", "Ghế không xếp", plan.blocked),
            ("ramp", "Ghế không có bậc", sum(seat.is_accessible for seat in plan.hall.seats)),
        )
    ]
    doors = [
        {
            "block": block.code,
            "door": _door(plan, block),
            "seats": str(sum(seat.block.id == block.id for seat in plan.hall.seats)),
        }
        for block in plan.hall.blocks
    ]
    hall = plan.hall.hall
    return pdf(
        "seat-map",
        {
            "title": conference.name,
            "day": _day(conference),
            "venue": hall.name,
            "warning": hall.source if hall.is_assumed else "",
            "map": drawing.draw(plan, query=None, font="Tinos"),
            "keys": keys,
            "doors": doors,
        },
    )


def cards_pdf(
    conference: Conference,
    plan: SeatMap,
    delegates: Iterable[Listed],
    tokens: Mapping[int, str],
    whole: Whole,
) -> bytes:
    """A card for each delegate who has a seat and a valid pass, in the order of the seats.

    Raises Refused where that is nobody.
    """
    by_seat = {listed.chair.id: listed for listed in delegates if listed.chair}
    cards = []
    for seat in _by_block(plan):
        listed = by_seat.get(seat.id)
        if listed is None or listed.delegate.id not in tokens:
            continue
        address = whole(addresses.of_delegate(tokens[listed.delegate.id]))
        cards.append(
            {
                "name": listed.called,
                "posts": listed.positions[0 if listed.delegate.name else 1 :],
                "unit": listed.unit.name if listed.unit else "",
                "seat": seat.label,
                "place": _place(plan, seat.block, seat.row.label),
                "colour": drawing.COLOURS[listed.group.colour - 1],
                "note": "tên mẫu" if listed.delegate.is_synthetic else "",
                "qr": address,
            }
        )
    if not cards:
        raise Refused("Chưa có đại biểu nào có ghế để in phiếu")
    day = moment_text(conference.starts_at)
    head = {"host": conference.host, "title": conference.name, "day": day}
    return pdf("seat-cards", {**head, "cards": cards})


def labels_pdf(plan: SeatMap, codes: Mapping[str, str], whole: Whole) -> bytes:
    """A label for every chair; ``codes`` holds its QR code by its label."""
    labels = [
        {
            "seat": seat.label,
            "place": _place(plan, seat.block, seat.row.label),
            "qr": whole(addresses.of_seat(codes[seat.label])),
        }
        for seat in _by_block(plan)
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


def _by_block(plan: SeatMap) -> list[SeatView]:
    """The seats as somebody walks along them with a pile of papers: block by block, row by row."""
    return sorted(plan.hall.seats, key=lambda seat: seat.block.position)


def _day(conference: Conference) -> str:
    start = conference.starts_at
    return f"{weekday_text(start)}, ngày {day_text(start)}, {time_text(start)}"


def _place(plan: SeatMap, block: Block, row: str) -> str:
    return " · ".join(filter(None, [block.name, f"hàng {row}", _door(plan, block)]))


def _door(plan: SeatMap, block: Block) -> str:
    door = plan.hall.door_of(block)
    return door.name if door else ""
