"""A sheet for each block, for the ushers: every seat with its number and whoever sits there.

On paper everything is Vietnamese, whatever language the reader's screen has.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from app.conferences.models import Conference
from app.delegates.rules import ON_PAPER, Role
from app.delegates.store import Listed
from app.halls.models import Block
from app.halls.rules import BlockKind, OutKind
from app.halls.store import SeatView
from app.paper.pdf import pdf
from app.seating.papers.legend import keys, over
from app.seating.papers.places import by_block, check_seats, day, door
from app.seating.picture import signs
from app.seating.store import Key, SeatMap
from app.vietnamese import number_text

_WIDEST_A4 = 16  # seats of a row whose names can be read on A4
_DEEPEST_A4 = 12  # rows
# What an usher has to know of somebody: they are called to the stage.
_CALLED = (
    *(Role.CHAIR, Role.MODERATOR, Role.PRESENTER),
    *(Role.SPEAKER, Role.RECIPIENT, Role.AWARD_PRESENTER),
)
_FRONTS = {BlockKind.ANNEX: "MÀN HÌNH Ở PHÍA NÀY", BlockKind.STAGE: "TRÊN SÂN KHẤU"}
_Placed = tuple[SeatView, float, float]


def blocks_pdf(
    conference: Conference,
    plan: SeatMap,
    people: Iterable[Listed],
    wanted: Sequence[Block],
    state: str,
) -> bytes:
    """A page for each of the blocks; ``state`` says how far the plan has been announced. Raises
    Refused for a hall without seats."""
    check_seats(plan)
    ids = {block.id for block in wanted}
    seated = {one.chair.id: one for one in people if one.chair}
    hall = plan.hall.hall
    return pdf(
        "seat-blocks",
        {
            "title": conference.name,
            "day": day(conference),
            "venue": hall.name,
            "warning": hall.source if hall.is_assumed else "",
            "state": state,
            "samples": {shape: signs.sample(shape) for shape in _shapes()},
            "blocks": [
                _block(plan, seated, block, seats)
                for block, seats in by_block(plan)
                if block.id in ids and seats
            ],
        },
    )


def _shapes() -> list[str]:
    return [*(f"g{number}" for number in range(1, len(signs.COLOURS) + 1)), "ramp"]


def _block(
    plan: SeatMap, people: Mapping[int, Listed], block: Block, seats: list[SeatView]
) -> dict[str, object]:
    rows = _turned(plan, block, seats)
    wide = max(x for row in rows for _, x, _ in row)
    given = sum(seat.id in people for seat in seats)
    return {
        "name": block.name,
        "front": _FRONTS.get(block.kind, "SÂN KHẤU Ở PHÍA NÀY"),
        "door": door(plan, block),
        "counts": f"{number_text(len(seats))} ghế, {number_text(given)} đã xếp",
        "paper": "a3" if wide > _WIDEST_A4 or len(rows) > _DEEPEST_A4 else "a4",
        "width": wide,
        "height": max(y for row in rows for _, _, y in row),
        "beside": _beside(rows),
        "behind": _behind(rows),
        "keys": [*keys(_taken(plan, people, seats), seats), *over(seats)],
        "rows": [{"label": row[0][0].row.label, "ends": [row[0][1:], row[-1][1:]]} for row in rows],
        "cells": [_cell(people.get(seat.id), seat, x, y) for row in rows for seat, x, y in row],
    }


def _turned(plan: SeatMap, block: Block, seats: list[SeatView]) -> list[list[_Placed]]:
    """The rows from the stage, turned so that they lie across the page, from its upper left."""
    lines = plan.hall.rows_of(block)
    turn = math.atan2(
        sum(line.last[1] - line.first[1] for line in lines),
        sum(line.last[0] - line.first[0] for line in lines),
    )
    cos, sin = math.cos(-turn), math.sin(-turn)
    turned = [(seat, seat.x * cos - seat.y * sin, seat.x * sin + seat.y * cos) for seat in seats]
    left, top = min(x for _, x, _ in turned), min(y for _, _, y in turned)
    rows: dict[int, list[_Placed]] = {}
    for seat, x, y in turned:
        rows.setdefault(seat.row.id, []).append((seat, round(x - left, 2), round(y - top, 2)))
    return list(rows.values())


def _beside(rows: list[list[_Placed]]) -> float:
    """How far it is at least from a seat to the next in its row."""
    gaps = (two[1] - one[1] for row in rows for one, two in pairwise(row))
    return round(min((gap for gap in gaps if gap > 0), default=1.0), 2)


def _behind(rows: list[list[_Placed]]) -> float:
    """How far it is at least from a seat to one behind it."""
    gaps = (
        two[2] - one[2]
        for before, after in pairwise(rows)
        for one in before
        for two in after
        if abs(one[1] - two[1]) < 1
    )
    return round(min((gap for gap in gaps if gap > 0), default=1.75), 2)


def _taken(plan: SeatMap, people: Mapping[int, Listed], seats: list[SeatView]) -> list[Key]:
    """The groups of those who sit in one block."""
    groups = {
        people[seat.id].group.id: people[seat.id].group for seat in seats if seat.id in people
    }
    seated = Counter(people[seat.id].group.colour for seat in seats if seat.id in people)
    names: dict[int, list[str]] = {}
    for group in plan.groups:
        if group.id in groups:
            names.setdefault(group.colour, []).append(group.name)
    return [Key(colour, "; ".join(found), seated[colour]) for colour, found in names.items()]


def _cell(one: Listed | None, seat: SeatView, x: float, y: float) -> dict[str, object]:
    """What stands on one seat; of whoever is named, the unit too."""
    cell: dict[str, object] = {
        "x": x,
        "y": y,
        "number": seat.number,
        "accessible": seat.is_accessible,
        "press": seat.is_press,
        "out": one is None and seat.blocked is not None,
    }
    if one is None:
        kept = "dự phòng" if seat.out is OutKind.RESERVE else seat.blocked
        return {**cell, "name": kept or "", "unit": "", "needs": "", "colour": "", "shape": ""}
    needs = [ON_PAPER[role] for role in _CALLED if role in one.roles]
    needs += ["cần lối không bậc"] if one.delegate.needs_step_free else []
    return {
        **cell,
        "name": one.called,
        "unit": one.unit.name if one.unit and one.delegate.name else "",
        "needs": ", ".join(needs),
        "colour": signs.COLOURS[one.group.colour - 1],
        "shape": f"g{one.group.colour}",
    }
