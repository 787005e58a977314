"""A hall as the seating-plan JSON of pretix. Pure."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.halls.layout import LaidBlock, LaidRow, LaidSeat, Layout
from app.halls.rules import LandmarkKind, OutKind

SCALE = 25  # pixels in a seat pitch
_SEAT, _STEP_FREE = "Ghế", "Ghế không có bậc"
_OUT, _RESERVE = "Ghế không xếp", "Ghế dự phòng"
_PRESS, _STEP_FREE_PRESS = "Ghế báo chí", "Ghế báo chí không có bậc"
_COLOURS = {
    _SEAT: "#8c1c20",
    _STEP_FREE: "#39516b",
    _PRESS: "#19746d",
    _STEP_FREE_PRESS: "#6a4a9c",
    _OUT: "#c9bfb0",
    _RESERVE: "#8a8178",
}


def write(layout: Layout) -> str:
    """Valid by the published schema. Doors and the stage become areas; seats taken out, without
    steps and of the press categories; aisles need no word, for the gaps tell them."""
    used = {_category(seat) for seat in layout.seats}
    plan = {
        "name": layout.name,
        "categories": [
            {"name": name, "color": colour} for name, colour in _COLOURS.items() if name in used
        ],
        "zones": [_room(layout), *map(_zone, layout.blocks)],
        "size": {"width": round(layout.width * SCALE), "height": round(layout.height * SCALE)},
    }
    return json.dumps(plan, ensure_ascii=False, indent=2) + "\n"


def _room(layout: Layout) -> dict[str, Any]:
    """The stage, doors and steps: a zone without seats."""
    stage = layout.stage
    width, depth = round(stage.width * SCALE), round(stage.depth * SCALE)
    areas = [_area("stage", "SÂN KHẤU", stage.x, stage.y, width, depth)]
    for mark in layout.marks:
        is_plain = mark.kind is not LandmarkKind.STEPS or "ậc" in mark.name
        word = "" if is_plain else "Bậc "
        areas.append(_area(mark.code, word + mark.name, mark.x, mark.y, SCALE, SCALE))
    return {
        "name": layout.name,
        "zone_id": "hall",
        "uuid": _uuid("zone", "hall"),
        "position": {"x": 0, "y": 0},
        "rows": [],
        "areas": areas,
    }


def _area(code: str, text: str, x: float, y: float, width: int, height: int) -> dict[str, Any]:
    return {
        "uuid": _uuid("area", code),
        "shape": "rectangle",
        "color": "#e2dacd",
        "border_color": "#8a8178",
        "rotation": 0,
        "position": {"x": _px(x), "y": _px(y)},
        "rectangle": {"width": width, "height": height},
        "text": {
            "text": text,
            "color": "#221d19",
            "size": 16,
            "position": {"x": width / 2, "y": height / 2},
        },
    }


def _zone(block: LaidBlock) -> dict[str, Any]:
    return {
        "name": block.name,
        "zone_id": block.code,
        "uuid": _uuid("zone", block.code),
        "position": {"x": 0, "y": 0},
        "rows": [_row(block, row) for row in block.rows],
        "areas": [],
    }


def _row(block: LaidBlock, row: LaidRow) -> dict[str, Any]:
    first = row.seats[0]
    return {
        "row_number": row.label,
        "row_label": f"Hàng {row.label}",
        "row_number_position": "both",
        "uuid": _uuid("row", f"{block.code}/{row.label}"),
        "position": {"x": _px(first.x), "y": _px(first.y)},
        "seats": [
            {
                "seat_guid": seat.guid,
                "seat_number": seat.number,
                "uuid": _uuid("seat", seat.guid),
                "position": {"x": _px(seat.x - first.x), "y": _px(seat.y - first.y)},
                "category": _category(seat),
                "radius": 10,
            }
            for seat in row.seats
        ],
    }


def _category(seat: LaidSeat) -> str:
    if seat.out is not None:
        return _RESERVE if seat.out is OutKind.RESERVE else _OUT
    if seat.is_press:
        return _STEP_FREE_PRESS if seat.is_accessible else _PRESS
    return _STEP_FREE if seat.is_accessible else _SEAT


def _px(length: float) -> float:
    return round(length * SCALE, 2)


def _uuid(kind: str, name: str) -> str:
    """The same each time, so that two exports of one hall are equal."""
    return str(uuid5(NAMESPACE_URL, f"hall:{kind}:{name}"))
