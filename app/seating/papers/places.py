"""Where seats are, and when the conference is, as papers say it and in the order papers lie."""

from collections.abc import Iterable
from itertools import groupby

from app.conferences.models import Conference
from app.errors import Refused
from app.halls.models import Block
from app.halls.store import SeatView
from app.seating.store import SeatMap
from app.vietnamese import day_text, time_text, weekday_text


def walking(seats: Iterable[SeatView]) -> list[SeatView]:
    """The seats as somebody walks along them with a pile of papers."""
    ordered = sorted(seats, key=lambda seat: (seat.block.position, seat.row.rank, seat.position))
    found: list[SeatView] = []
    for _, block in groupby(ordered, key=lambda seat: seat.block.id):
        rows = [list(row) for _, row in groupby(block, key=lambda seat: seat.row.id)]
        for number, row in enumerate(rows):
            found += reversed(row) if number % 2 else row
    return found


def check_seats(plan: SeatMap) -> None:
    """Raises Refused for a hall of which nothing can be printed yet."""
    if not plan.hall.seats:
        raise Refused("Hội trường chưa có ghế nào để in")


def by_block(plan: SeatMap) -> list[tuple[Block, list[SeatView]]]:
    found: dict[int, list[SeatView]] = {block.id: [] for block in plan.hall.blocks}
    for seat in plan.hall.seats:
        found[seat.block.id].append(seat)
    return [(block, found[block.id]) for block in plan.hall.blocks]


def day(conference: Conference) -> str:
    start = conference.starts_at
    return f"{weekday_text(start)}, ngày {day_text(start)}, {time_text(start)}"


def place(plan: SeatMap, block: Block, row: str) -> str:
    """Block, row and door, in one line."""
    return " · ".join(filter(None, [block.name, f"hàng {row}", door(plan, block)]))


def door(plan: SeatMap, block: Block) -> str:
    found = plan.hall.door_of(block)
    return found.name if found else ""
