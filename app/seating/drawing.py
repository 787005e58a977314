"""The seat map: one element for each seat, for screens and for paper.

The drawing carries its own colours and signs, so that it looks the same in a page, in print and in
a PDF; every group has a sign beside its colour, so that it can be read in grey.
"""

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import escape

from app.halls.drawing import at, outline, units
from app.halls.models import Block, Landmark
from app.halls.rules import LandmarkKind, Point
from app.halls.store import HallView, SeatView
from app.seating.store import SeatMap
from app.web.language import say

# The colours of groups in ``base.css``, by number.
COLOURS = (
    "#8c1c20",
    "#b85c14",
    "#97790a",
    "#5b7a1d",
    "#19746d",
    "#2a5ca0",
    "#6a4a9c",
    "#a8326f",
    "#57606c",
)
# White signs on the colours, drawn round the middle of a seat.
SIGNS = (
    "M0-3.4 3.4 0 0 3.4-3.4 0z",
    "M0-2.6a2.6 2.6 0 1 0 .1 0z",
    "M-3-2.4h6v1.6h-6zM-3 .8h6v1.6h-6z",
    "M-.9-3.4h1.8v6.8h-1.8z",
    "M-3.2 2.2 2.2-3.2l1 1L-2.2 3.2z",
    "M3.2 2.2-2.2-3.2l-1 1L2.2 3.2z",
    "M-.9-3.3h1.8v2.4h2.4v1.8H.9v2.4H-.9V.9h-2.4V-.9h2.4z",
    "M0-3.2 3.3 2.6h-6.6z",
    "M-2.8-3.2h1.6v6.4h-1.6zM1.2-3.2h1.6v6.4H1.2z",
)
_SEAT = "M-4.3-5h8.6v7.4a2.6 2.6 0 0 1-2.6 2.6h-3.4a2.6 2.6 0 0 1-2.6-2.6z"
_MARGIN = 2.2  # seat pitches round a block that is shown alone
_SIDE = 20  # units left beside the hall for the names of its doors


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


def frame(hall: HallView, block: Block | None = None) -> Frame:
    """The whole hall, or one block of it."""
    if block is None:
        bottom = max((seat.y for seat in hall.seats), default=hall.hall.height) + 2
        return Frame(-_SIDE, 0, units(hall.hall.width) + 2 * _SIDE, units(bottom))
    seats = [seat for seat in hall.seats if seat.block.id == block.id]
    left, right = min(seat.x for seat in seats), max(seat.x for seat in seats)
    top, bottom = min(seat.y for seat in seats), max(seat.y for seat in seats)
    return Frame(
        units(left - _MARGIN),
        units(top - _MARGIN),
        units(right - left + 2 * _MARGIN),
        units(bottom - top + 2 * _MARGIN),
    )


def draw(
    plan: SeatMap,
    *,
    block: Block | None = None,
    query: str | None = "",
    shows_people: bool = True,
    font: str = "inherit",
) -> str:
    """An SVG of the hall, or of one ``block`` with the numbers of its seats.

    Seats link to ``?<query>seat=<label>``; with ``query`` None to nothing, for paper.
    """
    hall = plan.hall
    words = say("Sơ đồ khu {block}", block=block.code) if block else say("Sơ đồ hội trường")
    pen = _Pen(plan, query, shows_people=shows_people, shows_numbers=block is not None)
    blocks = "".join(pen.block(part) for part in ([block] if block else hall.blocks))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame(hall, block).box}" role="group"'
        f' aria-label="{escape(words)}" font-family="{font}" text-anchor="middle">'
        f"<defs>{_SHAPES}</defs>{'' if block else _room(hall)}{blocks}</svg>"
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


def sample(shape: str) -> str:
    """One seat for a legend: ``g1`` to ``g9``, ``free``, ``blocked`` or ``ramp``."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -6.6 12 13.2">'
        f"{_DRAWN['free'] if shape == 'ramp' else ''}{_DRAWN[shape]}</svg>"
    )


class _Pen:
    """Draws blocks, rows and seats in one way."""

    def __init__(
        self, plan: SeatMap, query: str | None, *, shows_people: bool, shows_numbers: bool
    ) -> None:
        self.plan = plan
        self.query = query
        self.shows_people = shows_people
        self.shows_numbers = shows_numbers
        self._rows: dict[int, list[SeatView]] = defaultdict(list)
        for seat in plan.hall.seats:
            self._rows[seat.row.id].append(seat)

    def block(self, block: Block) -> str:
        """The ground of a block, its name before its first row, and its rows."""
        lines = self.plan.hall.rows_of(block)
        x, y = lines[0].middle
        name = (
            f'<text x="{units(x)}" y="{units(y) - 9}" font-size="13" font-weight="700"'
            f' fill="#221d19">{escape(block.code)}</text>'
        )
        if self.query is not None:
            link = f'<a href="?block={quote(block.code)}"><title>{escape(block.name)}</title>'
            name = f"{link}{name}</a>"
        rows = [row for row in self._rows.values() if row[0].block.id == block.id]
        return (
            f'<path d="{outline(lines)}" fill="#f1ece4" stroke="#f1ece4" stroke-width="15"'
            f' stroke-linejoin="round"/>{name}'
            f'<g font-size="6" fill="#5f564e">{"".join(self._row(row) for row in rows)}</g>'
        )

    def _row(self, seats: list[SeatView]) -> str:
        """A row along the line from its first seat to its last, turned as that line is.

        So the numbers in the drawing are small and recur, which makes the page half as heavy.
        """
        first, last = seats[0], seats[-1]
        turn = math.atan2(last.y - first.y, last.x - first.x)
        drawn = []
        for seat in seats:
            dx, dy = seat.x - first.x, seat.y - first.y
            x = units(dx * math.cos(turn) + dy * math.sin(turn))
            y = units(dy * math.cos(turn) - dx * math.sin(turn))
            drawn.append(self._seat(seat, f'x="{x}" y="{y}"'))
            if self.shows_numbers:
                drawn.append(
                    f'<text x="{x}" y="{y + 9}" font-size="3.6">{seat.position + 1}</text>'
                )
        move = f"translate({units(first.x)} {units(first.y)})rotate({math.degrees(turn):.1f})"
        label = f'<text x="-10" y="2">{escape(first.row.label)}</text>'
        return f'<g transform="{move}">{label}{"".join(drawn)}</g>'

    def _seat(self, seat: SeatView, place: str) -> str:
        occupant = self.plan.occupants.get(seat.id)
        shape = "blocked" if seat.blocked is not None else "free"
        if occupant is not None:
            shape = f"g{occupant.group.colour}"
        drawn = f'<use href="#{shape}" {place}/>'
        if seat.is_accessible:
            drawn += f'<use href="#ramp" {place}/>'
        if self.query is None:
            return drawn
        who = occupant.called if occupant and self.shows_people else seat.blocked
        return (
            f'<a href="?{escape(self.query)}seat={quote(seat.label)}#beside" tabindex="-1">'
            f"<title>{escape(f'{seat.label}: {who}' if who else seat.label)}</title>{drawn}</a>"
        )


def _room(hall: HallView) -> str:
    """The stage, the aisles, the doors and the steps."""
    stage = hall.hall
    x, y = units(stage.stage_x), units(stage.stage_y)
    width, depth = units(stage.stage_width), units(stage.stage_depth)
    lines = "".join(
        "M" + "L".join(f"{at(point)}" for point in _points(aisle.points)) for aisle in hall.aisles
    )
    return (
        f'<path d="M{x} {y}h{width}v{depth - 14}q{-width // 2} 18 {-width} 0z" fill="#e2dacd"/>'
        f'<text x="{x + width // 2}" y="{y + depth // 2}" font-size="15" letter-spacing="3"'
        f' fill="#221d19">{escape(say("SÂN KHẤU"))}</text>'
        f'<path d="{lines}" fill="none" stroke="#c9bfb0" stroke-width=".8" stroke-dasharray="3 3"/>'
        + "".join(_landmark(mark, hall.hall.width) for mark in hall.landmarks)
    )


def _points(text: str) -> list[Point]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def _landmark(mark: Landmark, width: float) -> str:
    x, y = units(mark.x), units(mark.y)
    if mark.kind is LandmarkKind.STEPS:
        return (
            f'<path d="M{x - 6} {y + 6}v-4h4v-4h4v-4h4v12z" fill="#8c1c20"/>'
            f'<text x="{x}" y="{y + 14}" font-size="7" fill="#8c1c20">{escape(say("Bậc"))}</text>'
        )
    side = "end" if mark.x < width / 2 else "start"
    return (
        f'<path d="M{x - 6} {y - 8}h12v16h-12z" fill="#221d19"/>'
        f'<circle cx="{x + 3}" cy="{y}" r="1.3" fill="#fff"/>'
        f'<text x="{x - 6 if side == "start" else x + 6}" y="{y - 12}" text-anchor="{side}"'
        f' font-size="11" fill="#221d19">{escape(mark.name)}</text>'
    )


_DRAWN = {
    **{
        f"g{number}": f'<path d="{_SEAT}" fill="{colour}"/><path d="{sign}" fill="#fff"/>'
        for number, (colour, sign) in enumerate(zip(COLOURS, SIGNS, strict=True), 1)
    },
    "free": f'<path d="{_SEAT}" fill="#fff" stroke="#8a8178" stroke-width=".7"/>',
    "blocked": (
        f'<path d="{_SEAT}" fill="#e2dacd" stroke="#8a8178" stroke-width=".6"/>'
        '<path d="M-3-3.6 3 3.6M3-3.6-3 3.6" stroke="#5f564e" stroke-width=".9"/>'
    ),
    "ramp": '<circle r="6" fill="none" stroke="#39516b" stroke-width="1.4"/>',
}
_SHAPES = "".join(f'<g id="{name}">{drawn}</g>' for name, drawn in _DRAWN.items())
