"""The seat map: one element for each seat, for screens and for paper.

The drawing carries its own colours and signs, so that it looks the same in a page, in print and in
a PDF; every colour has a sign beside it, so that it can be read in grey. Nobody's name is in it:
who sits where comes apart (``people.json``), so that the map of a theatre stays a small page.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from markupsafe import escape

from app.halls.drawing import SCALE, at, outline, units
from app.halls.geometry import ways
from app.halls.laying import points
from app.halls.models import Block, Landmark
from app.halls.rules import LandmarkKind, OutKind
from app.halls.store import HallView, SeatView
from app.seating.picture.signs import SHAPES
from app.seating.store import SeatMap
from app.web.language import say

_MARGIN = 2.2  # seat pitches round a block that is shown alone
_LEVEL = 0.001  # radians: a row is not turned for less
_SIDE = 2.0  # and beside the hall, for the names of its doors
_DOOR_NAME = 0.62  # pitches a letter of a door's name takes
_NUMBER = 5.2  # the size of the number under a seat
_NAME, _NAME_ROOM = 4.2, 17  # and of a name, whose letters share the room of one seat


class Caption(StrEnum):
    """What is written under each seat, on paper."""

    NUMBERS = "numbers"
    NAMES = "names"  # the given name alone: there is no room for more


@dataclass(frozen=True)
class Frame:
    """The part of the hall that is shown, in units of the drawing."""

    x: int
    y: int
    width: int
    height: int

    @property
    def box(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.height}"


def frame(hall: HallView, block: Block | None = None, *, ground: bool = False) -> Frame:
    """The whole hall with its doors, or one block of it; with ``ground`` the room beside
    it too, for whoever still draws."""
    seats = [seat for seat in hall.seats if block is None or seat.block.id == block.id]
    xs, ys = [seat.x for seat in seats] or [0.0], [seat.y for seat in seats] or [0.0]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    margin = _MARGIN
    if block is None:
        stage = hall.hall
        marks = [(mark.x, mark.y, _DOOR_NAME * len(mark.name)) for mark in hall.landmarks]
        left = min([left, stage.stage_x, *(x for x, _, _ in marks)])
        right = max([right, stage.stage_x + stage.stage_width, *(x for x, _, _ in marks)])
        top = min([top, stage.stage_y, *(y - 1 for _, y, _ in marks)])
        bottom = max([bottom, stage.stage_y + stage.stage_depth, *(y for _, y, _ in marks)])
        middle = hall.hall.width / 2  # names of doors grow away from it
        left = min([left, *(x - long for x, _, long in marks if x < middle)])
        right = max([right, *(x + long for x, _, long in marks if x >= middle)])
        margin = _SIDE
        if ground:
            left, top = min(left, 0), min(top, 0)
            right, bottom = max(right, stage.width), max(bottom, stage.height)
    return Frame(
        units(left - margin),
        units(top - margin),
        units(right - left + 2 * margin),
        units(bottom - top + 2 * margin),
    )


def draw(
    plan: SeatMap,
    *,
    block: Block | None = None,
    query: str | None = "",
    colours: Mapping[int, int] | None = None,
    caption: Caption | None = None,
    font: str = "inherit",
    ground: bool = False,
    faint: Collection[int] = (),
    mark: str = "s",
) -> str:
    """An SVG of the hall, or of one ``block`` with the numbers of its seats.

    Each seat is one element with the id ``s<seat>``, or another ``mark`` before the number where a
    page shows two maps; ``faint`` seats are drawn pale. ``colours`` are 1 to 9 by seat, the groups'
    where they are not given. In a block, seats link to ``?<query>seat=<label>``; in the hall,
    blocks link to themselves; with ``query`` None there are no links, for paper. ``ground`` as
    ``frame`` takes it.
    """
    hall = plan.hall
    words = say("Sơ đồ khu {block}", block=block.code) if block else say("Sơ đồ hội trường")
    if colours is None:
        colours = {seat: found.group.colour for seat, found in plan.occupants.items()}
    if block is not None:
        caption = caption or Caption.NUMBERS
    links_seats = block is not None
    pen = _Pen(plan, query, colours, caption, faint, mark, links_seats=links_seats)
    box = frame(hall, block, ground=ground).box
    blocks = "".join(pen.block(part) for part in ([block] if block else hall.blocks))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="group"'
        f' aria-label="{escape(words)}" font-family="{font}" text-anchor="middle">'
        f"<defs>{SHAPES}</defs>{'' if block else _room(hall)}{blocks}</svg>"
    )


def marks(plan: SeatMap, found: Collection[int], chosen: int | None, *, is_near: bool) -> str:
    """What lies over the map: rings round the seats that were found, and round the chosen one."""
    wide, narrow = (9, 7) if is_near else (14, 9)
    return "".join(
        f'<circle class="{"chosen" if seat.id == chosen else "found"}" cx="{units(seat.x)}"'
        f' cy="{units(seat.y)}" r="{wide if seat.id == chosen else narrow}"/>'
        for seat in plan.hall.seats
        if seat.id in found or seat.id == chosen
    )


class _Pen:
    """Draws blocks, rows and seats in one way."""

    def __init__(
        self,
        plan: SeatMap,
        query: str | None,
        colours: Mapping[int, int],
        caption: Caption | None,
        faint: Collection[int],
        mark: str,
        *,
        links_seats: bool,
    ) -> None:
        self.plan = plan
        self.query = query
        self.colours = colours
        self.caption = caption
        self.faint = faint
        self.mark = mark
        self.links_seats = links_seats and query is not None
        self._blocks: dict[int, dict[int, list[SeatView]]] = defaultdict(lambda: defaultdict(list))
        for seat in plan.hall.seats:
            self._blocks[seat.block.id][seat.row.id].append(seat)

    def block(self, block: Block) -> str:
        """The ground of a block, its name before its first row, its aisles and its rows."""
        lines = self.plan.hall.rows_of(block)
        rows = list(self._blocks[block.id].values())
        if not rows:
            return ""
        x, y = lines[0].middle
        ground = (
            f'<path d="{outline(lines)}" fill="#f1ece4" stroke="#f1ece4" stroke-width="15"'
            f' stroke-linejoin="round"/><text x="{units(x)}" y="{units(y) - 9}" font-size="13"'
            f' font-weight="700" fill="#221d19">{escape(block.code)}</text>'
        )
        if self.query is not None:
            name = escape(block.name)
            kept = "" if self.links_seats else escape(self.query)
            ground = f'<a href="?{kept}block={quote(block.code)}"><title>{name}</title>{ground}</a>'
        drawn = "".join(map(self._row, rows))
        return f'{ground}{_aisles(rows)}<g font-size="{_NUMBER}" fill="#5f564e">{drawn}</g>'

    def _row(self, seats: list[SeatView]) -> str:
        """A row along the line from its first seat to its last, turned as that line is.

        So the numbers in the drawing are small and recur, which makes the page half as heavy.
        """
        first, last = seats[0], seats[-1]
        turn = math.atan2(last.y - first.y, last.x - first.x)
        cos, sin = SCALE * math.cos(turn), SCALE * math.sin(turn)
        drawn = []
        for seat in seats:
            dx, dy = seat.x - first.x, seat.y - first.y
            x, y = round(dx * cos + dy * sin), round(dy * cos - dx * sin)
            drawn.append(self._seat(seat, x, y))
            if self.caption is not None:
                drawn.append(self._caption(seat, x, y))
        turned = f"rotate({math.degrees(turn):.1f})" if abs(turn) > _LEVEL else ""
        label = f'<text x="-10" y="3" font-size="8">{escape(first.row.label)}</text>'
        move = f"translate({units(first.x)} {units(first.y)}){turned}"
        return f'<g transform="{move}">{label}{"".join(drawn)}</g>'

    def _caption(self, seat: SeatView, x: int, y: int) -> str:
        """Under the seat; a number where nobody is named."""
        text, size = seat.number, ""
        occupant = self.plan.occupants.get(seat.id)
        if self.caption is Caption.NAMES and occupant is not None and occupant.is_named:
            text = occupant.called.rsplit(maxsplit=1)[-1]
            size = f' font-size="{min(_NAME, _NAME_ROOM / len(text)):.1f}"'
        return f'<text x="{x}" y="{y + 9}"{size}>{escape(text)}</text>'

    def _seat(self, seat: SeatView, x: int, y: int) -> str:
        colour = self.colours.get(seat.id)
        if colour is not None:
            shape = f"g{colour}"
        elif seat.out is not None:
            shape = "reserve" if seat.out is OutKind.RESERVE else "blocked"
        else:
            shape = "free"
        place = f'x="{x}" y="{y}"' if y else f'x="{x}"'
        if seat.id in self.faint:
            place += ' opacity=".25"'
        over = f'<use href="#ramp" {place}/>' if seat.is_accessible else ""
        over += f'<use href="#press" {place}/>' if seat.is_press else ""
        if not self.links_seats:
            name = f'id="{self.mark}{seat.id}" ' if self.query is not None else ""
            return f'<use {name}href="#{shape}" {place}/>{over}'
        return (
            f'<a href="?{escape(self.query)}seat={quote(seat.label)}#beside" tabindex="-1">'
            f"<title>{escape(seat.label)}</title>"
            f'<use id="{self.mark}{seat.id}" href="#{shape}" {place}/>{over}</a>'
        )


def _aisles(rows: list[list[SeatView]]) -> str:
    """Lines through the aisles inside a block."""
    broken = [[((seat.x, seat.y), seat.is_after_aisle) for seat in row] for row in rows]
    path = "".join("M" + "L".join(map(at, line)) for line in ways(broken))
    return _dashed(path) if path else ""


def _dashed(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="#a99c8a" stroke-width=".8" stroke-dasharray="3 3"/>'
    )


def _room(hall: HallView) -> str:
    """The stage, the aisles, the doors and the steps."""
    stage = hall.hall
    x, y = units(stage.stage_x), units(stage.stage_y)
    width, depth = units(stage.stage_width), units(stage.stage_depth)
    size = max(5, min(15, width // 9))
    path = "".join("M" + "L".join(map(at, points(aisle.points))) for aisle in hall.aisles)
    return (
        f'<path d="M{x} {y}h{width}v{max(depth - 14, 6)}q{-width // 2} 18 {-width} 0z"'
        ' fill="#e2dacd"/>'
        f'<text x="{x + width // 2}" y="{y + depth // 2}" font-size="{size}" letter-spacing="3"'
        f' fill="#221d19">{escape(say("SÂN KHẤU"))}</text>'
        f"{_dashed(path)}" + "".join(_landmark(mark, hall.hall.width) for mark in hall.landmarks)
    )


def _landmark(mark: Landmark, width: float) -> str:
    x, y = units(mark.x), units(mark.y)
    if mark.kind is LandmarkKind.STEPS:
        return (
            f'<path d="M{x - 6} {y + 6}v-4h4v-4h4v-4h4v12z" fill="#8c1c20"/>'
            f'<text x="{x}" y="{y + 14}" font-size="7" fill="#8c1c20">{escape(say("Bậc"))}</text>'
        )
    if mark.kind is LandmarkKind.SCREEN:
        return (
            f'<path d="M{x - 60} {y}h120" stroke="#221d19" stroke-width="5"/>'
            f'<text x="{x}" y="{y - 8}" font-size="11" fill="#221d19">{escape(mark.name)}</text>'
        )
    side = "end" if mark.x < width / 2 else "start"
    return (
        f'<path d="M{x - 6} {y - 8}h12v16h-12z" fill="#221d19"/>'
        f'<circle cx="{x + 3}" cy="{y}" r="1.3" fill="#fff"/>'
        f'<text x="{x - 6 if side == "start" else x + 6}" y="{y - 12}" text-anchor="{side}"'
        f' font-size="11" fill="#221d19">{escape(mark.name)}</text>'
    )
