"""The seating-plan JSON of pretix: checked, with the path of every fault. Pure.

Written against the schema published with pretix (zones, rows, seats, areas; ``position`` adds up
from zone to row to seat). Files in the wild break it in harmless ways: those are noted and taken.
What would leave a chair unknown or two of them the same is a fault.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NoReturn

from app.halls.faults import BadPlan, Fault, Odd, Wrong, is_printable
from app.halls.layout import LARGEST
from app.halls.pretix_areas import FARTHEST, PlanArea, area
from app.halls.rules import Point

LARGEST_FILE = 8 * 1024 * 1024  # bytes
_LONGEST_GUID = 120

_KNOWN = {
    "plan": {"name", "zones", "categories", "size"},
    "size": {"width", "height"},
    "category": {"name", "color"},
    "zone": {"name", "zone_id", "uuid", "position", "rows", "areas", "displayed"},
    "row": {
        *("row_number", "row_label", "seat_label", "uuid", "seats", "row_number_position"),
        *("position", "number_of_seats", "seats_spacing"),
    },
    "seat": {
        *("seat_guid", "seat_number", "uuid", "start_direction", "radius", "position", "category"),
    },
    "position": {"x", "y"},
}
_SIDES = ("start", "end", "both", None)  # no sets: a list in the file has no hash
_OLD_SIDES = ("left", "right")


@dataclass(frozen=True)
class PlanSeat:
    path: str
    guid: str
    number: str
    category: str
    at: Point


@dataclass(frozen=True)
class PlanRow:
    number: str
    seats: list[PlanSeat]


@dataclass(frozen=True)
class PlanZone:
    name: str
    rows: list[PlanRow]


@dataclass
class Plan:
    """What a file says, in its own pixels, with y growing downwards."""

    name: str = ""
    zones: list[PlanZone] = field(default_factory=list)
    areas: list[PlanArea] = field(default_factory=list)
    notes: Counter[Odd] = field(default_factory=Counter)  # harmless breaches, and how many


def parse(data: bytes) -> Any:
    """The JSON of a file. Raises BadPlan where it is none, or too large."""
    if len(data) > LARGEST_FILE:
        raise BadPlan([Fault("$", Wrong.TOO_LARGE, {"n": LARGEST_FILE // 1024**2})])

    def refuse(constant: str) -> NoReturn:
        raise json.JSONDecodeError(constant, constant, 0)

    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=refuse)
    except (ValueError, RecursionError) as wrong:
        place = (
            f"$ ({wrong.lineno}:{wrong.colno})" if isinstance(wrong, json.JSONDecodeError) else "$"
        )
        raise BadPlan([Fault(place, Wrong.NOT_JSON)]) from wrong


def read(found: Any) -> Plan:
    """The plan in parsed JSON. Raises BadPlan with every fault."""
    reader = _Reader()
    plan = reader.plan(found)
    if reader.faults:
        raise BadPlan(reader.faults)
    return plan


class _Reader:
    """Walks the file and notes what is wrong as it goes."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.notes: Counter[Odd] = Counter()
        self.guids: dict[str, str] = {}
        self.uuids: set[str] = set()
        self.categories: set[str] = set()

    def plan(self, found: Any) -> Plan:
        if not isinstance(found, dict):
            self.wrong("$", Wrong.NOT_OBJECT)
            return Plan()
        self.keys(found, "plan")
        for part, entry in self.each(found, "$", "categories", is_needed=False):
            if isinstance(entry, dict):
                self.keys(entry, "category")
                self.categories.add(self.text(entry, part, "name"))
            else:
                self.wrong(part, Wrong.NOT_OBJECT)
        self.size(found)
        plan = Plan(self.text(found, "$", "name"), notes=self.notes)
        for part, entry in self.each(found, "$", "zones"):
            if isinstance(entry, dict):
                plan.zones.append(self.zone(entry, part, plan.areas))
            else:
                self.wrong(part, Wrong.NOT_OBJECT)
        seats = sum(len(row.seats) for zone in plan.zones for row in zone.rows)
        if seats > LARGEST:
            self.wrong("$.zones", Wrong.TOO_MANY, n=LARGEST)
        if not seats and not self.faults:
            self.wrong("$.zones", Wrong.NO_SEATS)
        return plan

    def size(self, found: dict[str, Any]) -> None:
        size = found.get("size")
        if size is None:
            self.notes[Odd.NO_SIZE] += 1
        elif not isinstance(size, dict):
            self.wrong("$.size", Wrong.NOT_OBJECT)
        else:
            self.keys(size, "size")
            for name in ("width", "height"):
                self.number(size, "$.size", name, is_whole=True)

    def zone(self, found: dict[str, Any], path: str, areas: list[PlanArea]) -> PlanZone:
        self.keys(found, "zone")
        self.uuid(found)
        x, y = self.position(found, path)
        name = self.text(found, path, "name", is_needed=False)
        rows = [
            self.row(entry, part, (x, y))
            for part, entry in self.each(found, path, "rows")
            if self.is_object(entry, part)
        ]
        for part, entry in self.each(found, path, "areas", is_needed=False):
            if self.is_object(entry, part):
                self.uuid(entry)
                areas.append(area(entry, (x, y)))
        return PlanZone(name, rows)

    def row(self, found: dict[str, Any], path: str, zone: Point) -> PlanRow:
        self.keys(found, "row")
        self.uuid(found)
        x, y = self.position(found, path, is_needed=False)
        side = found.get("row_number_position")
        if side in _OLD_SIDES:
            self.notes[Odd.OLD_SIDES] += 1
        elif side not in _SIDES:
            self.wrong(f"{path}.row_number_position", Wrong.NO_CHOICE)
        seats = [
            self.seat(entry, part, (zone[0] + x, zone[1] + y))
            for part, entry in self.each(found, path, "seats")
            if self.is_object(entry, part)
        ]
        return PlanRow(self.text(found, path, "row_number"), seats)

    def seat(self, found: dict[str, Any], path: str, row: Point) -> PlanSeat:
        self.keys(found, "seat")
        self.uuid(found)
        guid = self.text(found, path, "seat_guid")
        if not guid:
            self.wrong(f"{path}.seat_guid", Wrong.NO_GUID)
        elif len(guid) > _LONGEST_GUID:
            self.wrong(f"{path}.seat_guid", Wrong.TOO_LONG, max_length=_LONGEST_GUID)
        elif guid in self.guids:
            self.wrong(
                f"{path}.seat_guid",
                Wrong.SAME_GUID,
                other=self.guids[guid],
                guid=guid,
            )
        else:
            self.guids[guid] = path
        category = self.text(found, path, "category", is_needed=False)
        if category not in self.categories:
            if category:
                self.wrong(f"{path}.category", Wrong.NO_CATEGORY, name=category)
            else:
                self.notes[Odd.NO_CATEGORY] += 1
        if found.get("radius") is not None:
            self.number(found, path, "radius", is_whole=True)
        x, y = self.position(found, path)
        number = self.text(found, path, "seat_number")
        return PlanSeat(path, guid, number, category, (row[0] + x, row[1] + y))

    def position(self, found: dict[str, Any], path: str, *, is_needed: bool = True) -> Point:
        place = found.get("position")
        if place is None and not is_needed:
            return 0.0, 0.0
        if not isinstance(place, dict):
            self.wrong(f"{path}.position", Wrong.NO_POSITION)
            return 0.0, 0.0
        self.keys(place, "position")
        at = f"{path}.position"
        return self.number(place, at, "x"), self.number(place, at, "y")

    def number(
        self, found: dict[str, Any], path: str, name: str, *, is_whole: bool = False
    ) -> float:
        value = found.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(f"{path}.{name}", Wrong.NOT_NUMBER)
            return 0.0
        if not abs(value) <= FARTHEST:  # also where it is no number at all
            self.wrong(f"{path}.{name}", Wrong.TOO_FAR)
            return 0.0
        if is_whole and not isinstance(value, int):
            self.notes[Odd.NOT_WHOLE] += 1
        return float(value)

    def text(self, found: dict[str, Any], path: str, name: str, *, is_needed: bool = True) -> str:
        value = found.get(name)
        if value is None and not is_needed:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            self.notes[Odd.NUMBER_AS_NAME] += 1
            return str(value) if abs(value) < FARTHEST else ""
        if not isinstance(value, str):
            self.wrong(f"{path}.{name}", Wrong.NOT_TEXT)
            return ""
        if not is_printable(value):
            self.wrong(f"{path}.{name}", Wrong.NOT_PRINTABLE)
            return ""
        return value

    def uuid(self, found: dict[str, Any]) -> None:
        value = found.get("uuid")
        if isinstance(value, str):
            if value in self.uuids:
                self.notes[Odd.SAME_UUID] += 1
            self.uuids.add(value)

    def keys(self, found: dict[str, Any], kind: str) -> None:
        extra = len(found.keys() - _KNOWN[kind])
        if extra:
            self.notes[Odd.EXTRA] += extra

    def each(
        self, found: dict[str, Any], path: str, name: str, *, is_needed: bool = True
    ) -> list[tuple[str, Any]]:
        """The entries of a list with their paths."""
        value = found.get(name)
        if value is None and not is_needed:
            return []
        if not isinstance(value, list):
            self.wrong(f"{path}.{name}", Wrong.NOT_LIST)
            return []
        return [(f"{path}.{name}[{at}]", entry) for at, entry in enumerate(value)]

    def is_object(self, entry: Any, path: str) -> bool:
        if not isinstance(entry, dict):
            self.wrong(path, Wrong.NOT_OBJECT)
        return isinstance(entry, dict)

    def wrong(self, path: str, what: Wrong, **values: object) -> None:
        self.faults.append(Fault(path, what, values))
