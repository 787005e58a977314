"""The small map on a delegate's phone: the hall's shapes, one seat, and the way to it."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from markupsafe import escape

from app.halls.layout import ANNEX_LEVEL
from app.halls.models import Block, Landmark
from app.halls.rules import BlockKind, LandmarkKind, Point, RowLine
from app.halls.store import FloorView, SeatView
from app.halls.walks import Walk, walk
from app.web.language import language, say

SCALE = 10  # units of a drawing in one seat pitch
_NAMED = 6.0  # pitches under a door that its name may take

_INK = "var(--ink,#221d19)"
_SOFT = "var(--ink-soft,#5f564e)"
_BLOCK = "var(--sunken,#f1ece4)"
_LINE = "var(--line-strong,#c9bfb0)"
_ACCENT = "var(--accent,#8c1c20)"
_PAPER = "var(--surface,#fff)"
_HALO = f'stroke="{_PAPER}" stroke-width="6" stroke-linejoin="round" paint-order="stroke"'


_DRAWN: WeakKeyDictionary[FloorView, dict[tuple[int, str], str]] = WeakKeyDictionary()


def way(floor: FloorView, seat: SeatView) -> str:
    """An SVG of the floor on which the seat is, with the way from its block's door.

    Lower floors are drawn faintly before it. It needs no style sheet, and says the way in words to
    those who cannot see it.
    """
    level, width = seat.block.level, floor.hall.width
    levels = {block.id: block.level for block in floor.blocks}
    rows = [row for row in floor.rows if levels[row.block_id] == level]
    door = floor.door_of(seat.block)
    walked = _walk(rows, door, seat)
    ends = [max(row.first[1], row.middle[1], row.last[1]) + 3 for row in rows]
    bottom = max([*ends, *([door.y + _NAMED] if door else [])])
    left, right, top = 0.0, width, 0.0
    if seat.block.kind is BlockKind.ANNEX:
        left, right, top = _annex(floor, rows)
    box = " ".join(str(units(length)) for length in (left, top, right - left, bottom - top))
    return (
        f'<svg viewBox="{box}" role="img" text-anchor="middle">'
        f"<title>{escape(_in_words(seat, door, walked))}</title>"
        f"{_surroundings(floor, seat.block, door)}"
        f"{_line(door, walked, width) if door and walked else ''}{_mark(seat)}</svg>"
    )


def _annex(floor: FloorView, rows: Sequence[RowLine]) -> tuple[float, float, float]:
    """Left, right and top of the second hall: people see nothing of the first one from there."""
    screens = [mark for mark in floor.landmarks if mark.kind is LandmarkKind.SCREEN]
    doors = [mark.x for mark in floor.landmarks if mark.level == ANNEX_LEVEL]
    xs = [*(x for row in rows for x, _ in (row.first, row.last)), *doors]
    ys = [min(row.first[1], row.last[1]) for row in rows] + [mark.y for mark in screens]
    return min(xs) - 7, max(xs) + 7, min(ys) - 4


def _surroundings(floor: FloorView, there: Block, door: Landmark | None) -> str:
    """All that is the same for everybody of a block: drawn once for each of them and language."""
    kept = _DRAWN.setdefault(floor, {})
    found = kept.get((there.id, language()))
    if found is None:
        level, is_annex = there.level, there.kind is BlockKind.ANNEX
        shapes = [
            _block(block, floor.rows_of(block), is_there=block.id == there.id, level=level)
            for block in floor.blocks
            if block.level <= level and (block.kind is BlockKind.ANNEX) == is_annex
        ]
        doors = [
            _door(mark, floor.hall.width, drop=40 if is_annex else -20)
            for mark in floor.landmarks
            if mark.kind is LandmarkKind.DOOR and mark.level == level and mark is not door
        ]
        front = _screens(floor) if is_annex else _stage(floor)
        found = kept[there.id, language()] = f"{front}{''.join(shapes)}{''.join(doors)}"
    return found


def units(length: float) -> int:
    return round(length * SCALE)


def at(point: Point) -> str:
    return f"{units(point[0])} {units(point[1])}"


def curve(row: RowLine, command: str = "M", *, is_reversed: bool = False) -> str:
    """The row's line for a path, begun with ``command``."""
    first, last = (row.last, row.first) if is_reversed else (row.first, row.last)
    bend = (
        2 * row.middle[0] - (first[0] + last[0]) / 2,
        2 * row.middle[1] - (first[1] + last[1]) / 2,
    )
    return f"{command}{at(first)}Q{at(bend)} {at(last)}"


def outline(rows: Sequence[RowLine]) -> str:
    """The shape of one block, for a path that is stroked one pitch wide with round corners."""
    return f"{curve(rows[0])}{curve(rows[-1], 'L', is_reversed=True)}Z"


def _stage(floor: FloorView) -> str:
    hall = floor.hall
    size = max(12, min(26, units(hall.stage_width) // 9))
    middle, front = hall.stage_x + hall.stage_width / 2, hall.stage_y + hall.stage_depth
    return (
        f'<path d="M{at((hall.stage_x, hall.stage_y))}h{units(hall.stage_width)}'
        f"v{units(hall.stage_depth - 1)}q{units(-hall.stage_width / 2)} 20"
        f' {units(-hall.stage_width)} 0z" fill="{_LINE}" opacity=".55"/>'
        f'<text x="{units(middle)}" y="{units(front) - 32}" font-size="{size}" letter-spacing="3"'
        f' fill="{_INK}">{escape(say("SÂN KHẤU"))}</text>'
    )


def _screens(floor: FloorView) -> str:
    """What the people of a second hall look at."""
    return "".join(
        f'<path d="M{at((mark.x - 8, mark.y))}h160" stroke="{_INK}" stroke-width="10"/>'
        f'<text x="{units(mark.x)}" y="{units(mark.y) - 14}" font-size="22" fill="{_INK}">'
        f"{escape(mark.name)}</text>"
        for mark in floor.landmarks
        if mark.kind is LandmarkKind.SCREEN
    )


def _block(block: Block, rows: Sequence[RowLine], *, is_there: bool, level: int) -> str:
    middle = rows[len(rows) // 2].middle
    lines = "".join(curve(row) for row in rows) if is_there else ""
    return (
        f'<g opacity="{1 if block.level == level else 0.5}">'
        f'<path d="{outline(rows)}" fill="{_BLOCK}" stroke="{_BLOCK}" stroke-width="16"'
        ' stroke-linejoin="round"/>'
        f'<path d="{lines}" fill="none" stroke="{_LINE}" stroke-width="3"/>'
        f'<text x="{units(middle[0])}" y="{units(middle[1]) + 14}" font-size="40" {_HALO}'
        f' font-weight="{700 if is_there else 400}" fill="{_INK if is_there else _SOFT}">'
        f"{escape(block.code)}</text></g>"
    )


def _door(mark: Landmark, width: float, *, is_it: bool = False, drop: int = -20) -> str:
    """A dot and the door's name, ``drop`` units under it."""
    x, y = units(mark.x), units(mark.y)
    is_left = mark.x < width / 2
    colour = _ACCENT if is_it else _SOFT
    return (
        f'<circle cx="{x}" cy="{y}" r="{12 if is_it else 8}" fill="{colour}"/>'
        f'<text x="{max(4, x - 45) if is_left else min(units(width) - 4, x + 45)}" y="{y + drop}"'
        f' text-anchor="{"start" if is_left else "end"}" font-size="{28 if is_it else 22}" {_HALO}'
        f' font-weight="{700 if is_it else 500}" fill="{colour}">{escape(mark.name)}</text>'
    )


def _walk(rows: Sequence[RowLine], door: Landmark | None, seat: SeatView) -> Walk | None:
    if door is None:
        return None
    row = next(r for r in rows if r.block_id == seat.block.id and r.rank == seat.row.rank)
    return walk(rows, (door.x, door.y), row, (seat.x, seat.y))


def _line(door: Landmark, walked: Walk, width: float) -> str:
    """The way as a dotted line, and its door, whose name keeps clear of it."""
    path = "L".join(at(point) for point in walked.points)
    goes_up = min(y for _, y in walked.points[:3]) < door.y - 1
    return (
        f'<path d="M{path}" fill="none" stroke="{_PAPER}" stroke-width="14" opacity=".8"'
        ' stroke-linejoin="round"/>'
        f'<path d="M{path}" fill="none" stroke="{_ACCENT}" stroke-width="8"'
        ' stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="1 15"/>'
        f"{_door(door, width, is_it=True, drop=46 if goes_up else -24)}"
    )


def _mark(seat: SeatView) -> str:
    x, y = units(seat.x), units(seat.y)
    return (
        f'<circle cx="{x}" cy="{y}" r="30" fill="{_ACCENT}" opacity=".18"/>'
        f'<circle cx="{x}" cy="{y}" r="15" fill="{_ACCENT}" stroke="{_PAPER}" stroke-width="5"/>'
    )


def _in_words(seat: SeatView, door: Landmark | None, walked: Walk | None) -> str:
    where = {"block": seat.block.code, "row": seat.row.label, "seat": seat.label}
    if door is None or walked is None:
        return say("Ghế {seat}: khu {block}, hàng {row}", **where)
    if walked.is_from_left:
        return say(
            "Từ {door} theo lối đi đến khu {block}, hàng {row}, vào từ phía bên trái: ghế {seat}",
            door=door.name,
            **where,
        )
    return say(
        "Từ {door} theo lối đi đến khu {block}, hàng {row}, vào từ phía bên phải: ghế {seat}",
        door=door.name,
        **where,
    )
