"""A hall from a file somebody sends: a pretix plan, our own JSON, or a grid drawn in xlsx. Pure."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from app import vietnamese
from app.errors import Refused
from app.halls import grids, own_json, pretix, recognising
from app.halls.faults import BadPlan, Fault, Odd, Wrong
from app.halls.joining import DEEPEST, join
from app.halls.layout import Layout
from app.halls.surveying import Box, FoundBlock, FoundMark, FoundSeat, Side, Survey, lay_out

_ZIP = b"PK\x03\x04"
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and .xlsx under a password


@dataclass(frozen=True)
class Received:
    """``text`` is the file itself where it must be given back as it came."""

    layout: Layout
    notes: Counter[Odd]
    text: str | None = None

    def called(self, name: str) -> "Received":
        """The same hall under this name."""
        return replace(self, layout=self.layout.model_copy(update={"name": name}))


def named_after(file_name: str) -> str:
    """What a file is about, by its name: not what it is written in, nor which copy it is."""
    stem = re.sub(r"(?i)\.(json|xlsx?)$", "", unicodedata.normalize("NFC", file_name))
    words = re.sub(r"\s*\(\d+\)$", "", stem).replace("_", " ").split()
    return " ".join(words)[:120] or file_name[:120]


def receive(data: bytes, name: str, side: Side | None = None) -> Received:
    """The hall in a file; ``name`` is the hall's where the file has none.

    Raises BadPlan with every fault and its place.
    """
    if data.startswith(_ZIP):
        surveys, notes = grids.read(data, name, side)
        first, *more = [lay_out(survey, notes) for survey in surveys]
        for upper in more:
            first = _joined(first, upper, notes)
        return Received(first, +notes)
    _check_is_json(data)
    found = pretix.parse(data)
    if isinstance(found, dict) and "blocks" in found and "zones" not in found:
        received = Received(own_json.read(found), Counter())
        return received if received.layout.name.strip() else received.called(name)
    plan = pretix.read(found)
    survey = _survey(plan, name, side)
    return Received(lay_out(survey, plan.notes), +plan.notes, data.decode("utf-8"))


def _joined(layout: Layout, upper: Layout, notes: Counter[Odd]) -> Layout:
    try:
        return join(layout, upper, notes)
    except Refused as refusal:
        raise BadPlan([Fault("xlsx", Wrong.TOO_DEEP, {"n": DEEPEST})]) from refusal


def _check_is_json(data: bytes) -> None:
    """Raises BadPlan with words for whoever sent a file of another kind."""
    if data.startswith(_LOCKED):
        raise BadPlan([Fault("xls", Wrong.LOCKED)])
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not start:
        raise BadPlan([Fault("$", Wrong.EMPTY)])
    if start not in b"{[":
        raise BadPlan([Fault("$", Wrong.NEITHER)])


def guids(text: str) -> set[str]:
    """Of the seats in a pretix plan that was received."""
    plan = pretix.read(pretix.parse(text.encode()))
    return {seat.guid for zone in plan.zones for row in zone.rows for seat in row.seats}


def _survey(plan: pretix.Plan, name: str, side: Side | None) -> Survey:
    words = [(area, vietnamese.fold(area.text)) for area in plan.areas]
    stage = next((area for area, text in words if recognising.is_stage(text)), None)
    marks = [
        FoundMark(kind, area.text, Box(area.low, area.high).middle)
        for area, text in words
        if (kind := recognising.landmark(text)) is not None
    ]
    blocks = []
    for zone in plan.zones:
        level = recognising.level(vietnamese.fold(zone.name))
        plan.notes[Odd.UPPER] += level > 0
        rows = [
            (row.number, [_seat(seat, zone.name, plan.notes) for seat in row.seats])
            for row in zone.rows
            if row.seats
        ]
        if rows:
            blocks.append(FoundBlock(zone.name, rows, level))
    return Survey(
        plan.name.strip() or name,
        blocks,
        Box(stage.low, stage.high) if stage else None,
        marks,
        side,
    )


def _seat(seat: pretix.PlanSeat, zone: str, notes: Counter[Odd]) -> FoundSeat:
    is_step_free = recognising.is_step_free(vietnamese.fold(seat.category))
    is_press = recognising.is_press(vietnamese.fold(f"{seat.category} {zone}"))
    notes[Odd.ACCESSIBLE] += is_step_free
    notes[Odd.PRESS] += is_press
    out = recognising.out(vietnamese.fold(seat.category))
    notes[Odd.OUT] += out is not None
    return FoundSeat(
        seat.path,
        seat.guid,
        seat.number,
        seat.at,
        is_accessible=is_step_free,
        is_press=is_press,
        out=out,
        reason=seat.category if out else "",
    )
