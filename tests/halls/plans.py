"""Seating plans in the form of pretix, as tests send them."""

import json
from typing import Any

SEAT = {
    "type": "object",
    "properties": {
        "seat_guid": {"type": "string"},
        "seat_number": {"type": "string"},
        "uuid": {"type": "string"},
        "start_direction": {"type": ["string", "null"]},
        "radius": {"type": "integer"},
        "position": {"$ref": "#/definitions/position"},
        "category": {"type": "string"},
    },
    "required": ["seat_guid", "seat_number", "position", "category"],
    "additionalProperties": False,
}
ROW = {
    "type": "object",
    "properties": {
        "row_number": {"type": "string"},
        "row_label": {"type": ["string", "null"]},
        "seat_label": {"type": ["string", "null"]},
        "uuid": {"type": "string"},
        "row_number_position": {"enum": ["start", "end", "both", None]},
        "position": {"$ref": "#/definitions/position"},
        "seats": {"type": "array", "items": SEAT},
    },
    "required": ["seats", "row_number"],
    "additionalProperties": False,
}
AREA = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("color", "border_color", "uuid")},
        "rotation": {"type": "number"},
        "position": {"$ref": "#/definitions/position"},
        "shape": {"enum": ["polygon", "rectangle", "ellipse", "circle", "text"]},
        "rectangle": {
            "type": "object",
            "properties": {"width": {"type": "integer"}, "height": {"type": "integer"}},
            "required": ["width", "height"],
            "additionalProperties": False,
        },
        "text": {
            "type": "object",
            "properties": {
                "text": {"type": "string"},
                "color": {"type": "string"},
                "size": {"type": "integer"},
                "position": {"$ref": "#/definitions/position"},
            },
            "required": ["text", "position"],
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
ZONE = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("name", "zone_id", "uuid")},
        "position": {"$ref": "#/definitions/position"},
        "rows": {"type": "array", "items": ROW},
        "areas": {"type": "array", "items": AREA},
    },
    "required": ["position", "rows"],
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "zones": {"type": "array", "items": ZONE},
        "categories": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "color": {"type": "string"}},
                "required": ["name"],
                "additionalProperties": False,
            },
        },
        "size": {
            "type": "object",
            "properties": {"width": {"type": "integer"}, "height": {"type": "integer"}},
            "required": ["width", "height"],
            "additionalProperties": False,
        },
    },
    "required": ["zones", "name", "categories", "size"],
    "additionalProperties": False,
    "definitions": {
        "position": {
            "type": "object",
            "properties": {"x": {"type": "number"}, "y": {"type": "number"}},
            "required": ["x", "y"],
            "additionalProperties": False,
        }
    },
}


def plan(rows: int = 3, seats: int = 6, stage_y: float = -80, **more: Any) -> dict[str, Any]:
    """Straight rows 40 pixels apart, seats 20 apart, an aisle after the third seat."""
    zone = {
        "name": "Parkett",
        "zone_id": "P",
        "uuid": "zone",
        "position": {"x": 100, "y": 200},
        "rows": [row(number, seats) for number in range(rows)],
        "areas": [
            {
                "shape": "rectangle",
                "position": {"x": 0, "y": stage_y},
                "rectangle": {"width": 140, "height": 40},
                "text": {"text": "Bühne", "position": {"x": 0, "y": 0}},
            }
        ],
    }
    return {
        "name": "Hội trường thử",
        "categories": [{"name": "Ghế", "color": "#8c1c20"}],
        "zones": [zone],
        "size": {"width": 400, "height": 600},
        **more,
    }


def row(number: int, seats: int) -> dict[str, Any]:
    return {
        "row_number": "ABCDEFGHKLMNPQRST"[number],
        "row_number_position": "both",
        "uuid": f"row-{number}",
        "position": {"x": 0, "y": number * 40},
        "seats": [seat(number, place) for place in range(seats)],
    }


def seat(row: int, place: int) -> dict[str, Any]:
    return {
        "seat_guid": f"{row}-{place}",
        "seat_number": str(place + 1),
        "uuid": f"seat-{row}-{place}",
        "position": {"x": place * 20 + (30 if place >= 3 else 0), "y": 0},
        "category": "Ghế",
    }


def data(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()
