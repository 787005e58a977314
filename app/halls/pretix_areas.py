"""Shapes of a pretix plan that are only drawn: the stage, doors, tables. Pure and lenient."""

from dataclasses import dataclass
from typing import Any

from app.halls.faults import is_printable
from app.halls.rules import Point

FARTHEST = 1e6  # pixels


@dataclass(frozen=True)
class PlanArea:
    """A shape with a text, such as the stage: the box round it."""

    text: str
    low: Point
    high: Point


def area(found: dict[str, Any], zone: Point) -> PlanArea:
    """The box round a shape; a shape of a kind not known here is a point."""
    position = found.get("position")
    left, top = zone[0] + _number(position, "x"), zone[1] + _number(position, "y")
    words = found.get("text")
    text = words.get("text") if isinstance(words, dict) else words
    corners = _polygon(found) or _round(found) or _box(found) or [(0.0, 0.0)]
    return PlanArea(
        text if isinstance(text, str) and is_printable(text) else "",
        (left + min(x for x, _ in corners), top + min(y for _, y in corners)),
        (left + max(x for x, _ in corners), top + max(y for _, y in corners)),
    )


def _polygon(found: dict[str, Any]) -> list[Point]:
    polygon = found.get("polygon")
    points = polygon.get("points") if isinstance(polygon, dict) else None
    if not isinstance(points, list):
        return []
    return [(_number(point, "x"), _number(point, "y")) for point in points]


def _round(found: dict[str, Any]) -> list[Point]:
    for name in ("circle", "ellipse"):
        shape = found.get(name)
        radius = shape.get("radius") if isinstance(shape, dict) else None
        across = _number(radius, "x") or _number(shape, "radius")
        down = _number(radius, "y") or across
        if across:
            return [(-across, -down), (across, down)]
    return []


def _box(found: dict[str, Any]) -> list[Point]:
    """Older files have the size beside the position."""
    for box in (found.get("rectangle"), found):
        width, height = _number(box, "width"), _number(box, "height")
        if width and height:
            return [(0.0, 0.0), (width, height)]
    return []


def _number(found: Any, name: str) -> float:
    """0 where it is none."""
    value = found.get(name) if isinstance(found, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if abs(value) <= FARTHEST else 0.0
