"""Changes of a layout: a block drawn or taken away, seats taken out, aisles, doors. Pure.

Each takes a layout and gives the changed one; Refused says why it cannot be.
"""

import math
import re
from collections.abc import Collection, Sequence
from itertools import groupby, product

from app.errors import Refused
from app.halls import geometry
from app.halls.layout import LARGEST, LaidBlock, LaidRow, LaidSeat, Layout, Mark, Shape
from app.halls.rules import Numbering, OutKind, Point

_MARGIN = 4.0
_AISLE = 1.6  # pitches an aisle inside a block adds
_LONGEST = 200  # seats of a row
_DEEPEST = 120  # rows of a block
_NARROWEST = 0.7  # pitches between the middles of two chairs
_SPAN = re.compile(r"(.+?)(\d+)\s*(?:\.\.|…|–|\bđến\b)\s*(?:.*?)(\d+)", re.DOTALL)


def seats_named(layout: Layout, text: str) -> set[str]:
    """The guids of the seats listed in ``text``: labels parted by commas or spaces, ``A-01-03..09``
    for those from one to another. Raises Refused for a label that no seat has."""
    by_key = {label_key(seat.label): seat.guid for seat in layout.seats}
    found, missing = set[str](), list[str]()
    for part in filter(None, map(str.strip, re.split(r"[,;\n]+", text))):
        # Some theatres' labels hold a space.
        words = [part] if label_key(part) in by_key else re.split(r"(?<!\.)\s+(?!\.)", part)
        for label in (label for word in words for label in _labels(word)):
            guid = by_key.get(label_key(label))
            if guid is None:
                missing.append(label)
            else:
                found.add(guid)
    if missing:
        raise Refused("Sơ đồ nêu ghế không có: {seats}", seats=", ".join(missing[:50]))
    return found


def label_key(label: str) -> str:
    """Equal for ``B-05-12``, ``b 5 12`` and ``B5-12``."""
    parts = re.findall(r"[^\W\d_]+|\d+", label.upper())
    return "-".join(part.lstrip("0") or "0" for part in parts)


def _labels(part: str) -> list[str]:
    span = _SPAN.fullmatch(part)
    if span is None:
        return [part]
    head, first, last = span[1], int(span[2]), int(span[3])
    if not 0 <= last - first < _LONGEST:
        raise Refused("Chưa hiểu dãy ghế {text}", text=part)
    return [f"{head}{number}" for number in range(first, last + 1)]


def draw_block(layout: Layout, block: LaidBlock, shape: Shape) -> Layout:
    """Add a block of this shape, or draw the one with its code anew.

    A chair keeps its guid where row and number stay. Raises Refused for too many seats or for a
    block that would stand on another.
    """
    others = [other for other in layout.blocks if other.code != block.code]
    before = next((other for other in layout.blocks if other.code == block.code), None)
    if before is not None and before.shape is None:
        raise Refused("Khu {block} được nạp từ tệp, không vẽ lại theo hàng được", block=block.code)
    drawn = block.model_copy(update={"shape": shape, "rows": _rows(block, shape, before)})
    _check_room(others, drawn)
    place = layout.blocks.index(before) if before else len(others)
    changed = layout.model_copy(update={"blocks": [*others[:place], drawn, *others[place:]]})
    if len(changed.seats) > LARGEST:
        raise Refused("Hội trường nhiều nhất {n} ghế", n=LARGEST)
    return ranked(changed)


def _rows(block: LaidBlock, shape: Shape, before: LaidBlock | None) -> list[LaidRow]:
    old = {seat.label: seat for row in before.rows for seat in row.seats} if before else {}
    rows = []
    for line, count in enumerate(shape.counts):
        name = row_label(shape.first_label, line)
        numbers = numbered(count, shape.numbering)
        places = _places(shape, line, count)
        seats = []
        for at, (number, (x, y)) in enumerate(zip(numbers, places, strict=True)):
            label = f"{block.code}-{name}-{number:02}"
            seat = old.get(label) or LaidSeat(guid=label, label=label, number=str(number), x=x, y=y)
            place = {"x": x, "y": y, "is_after_aisle": at in shape.aisles}
            seats.append(seat.model_copy(update=place))
        rows.append(LaidRow(label=name, rank=line, seats=seats))
    return rows


def row_label(first: str, line: int) -> str:
    """The label ``line`` rows after ``first``: 01, 02 … or A, B … Z, AA."""
    if first.isdecimal():
        return f"{int(first) + line:0{max(2, len(first))}}"
    head, letter = first[:-1], first[-1:].upper() or "A"
    if not "A" <= letter <= "Z":
        raise Refused("Hàng đầu là một số hoặc một chữ cái A–Z")
    turns, place = divmod(ord(letter) - ord("A") + line, 26)
    return head + "A" * turns + chr(ord("A") + place)


def numbered(count: int, how: Numbering) -> list[int]:
    """The numbers of a row's chairs from left to right."""
    if how is Numbering.RIGHT:
        return list(range(count, 0, -1))
    if how is Numbering.CENTRE:
        left = (count + 1) // 2
        odd, even = range(2 * left - 1, 0, -2), range(2, 2 * (count - left) + 1, 2)
        return [*odd, *even]
    return list(range(1, count + 1))


def _places(shape: Shape, line: int, count: int) -> list[Point]:
    """Where the chairs of a row stand: centred, one pitch apart and more at an aisle, on an arc or
    straight."""
    radius = shape.radius + line * shape.pitch if shape.radius else 0.0
    turn = math.radians(shape.turn)
    offsets = [
        seat + _AISLE * sum(aisle <= seat for aisle in shape.aisles) for seat in range(count)
    ]
    if radius and offsets[-1] + 1 > 2 * math.pi * radius:
        raise Refused("Bán kính cong quá nhỏ: hàng có {n} ghế quấn hết một vòng", n=count)
    places = []
    for offset in (offset - offsets[-1] / 2 for offset in offsets):
        if radius:
            angle = offset / radius
            dx, dy = radius * math.sin(angle), radius * math.cos(angle) - shape.radius
        else:
            dx, dy = offset, line * shape.pitch
        x = shape.x + dx * math.cos(turn) - dy * math.sin(turn)
        y = shape.y + dx * math.sin(turn) + dy * math.cos(turn)
        places.append((round(x, 2), round(y, 2)))
    return places


def _check_room(others: Sequence[LaidBlock], drawn: LaidBlock) -> None:
    """Raises Refused where a chair would stand on one of another block of the same level."""
    mine = {(round(seat.x), round(seat.y)): seat for row in drawn.rows for seat in row.seats}
    theirs = [
        seat
        for other in others
        if other.level == drawn.level
        for row in other.rows
        for seat in row.seats
    ]
    for seat in theirs:
        for dx, dy in product((-1, 0, 1), repeat=2):
            near = mine.get((round(seat.x) + dx, round(seat.y) + dy))
            if near and math.dist((near.x, near.y), (seat.x, seat.y)) < _NARROWEST:
                raise Refused(
                    "Ghế {one} nằm đè lên ghế {other}: dời khu hoặc bớt ghế",
                    one=near.label,
                    other=seat.label,
                )


def remove_block(layout: Layout, code: str) -> Layout:
    blocks = [block for block in layout.blocks if block.code != code]
    return ranked(layout.model_copy(update={"blocks": blocks}))


def describe_block(layout: Layout, code: str, changes: dict[str, object]) -> Layout:
    """Other name, kind, level or door."""
    blocks = [
        block.model_copy(update=changes) if block.code == code else block for block in layout.blocks
    ]
    return ranked(layout.model_copy(update={"blocks": blocks}))


def change_seats(layout: Layout, guids: Collection[str], changes: dict[str, object]) -> Layout:
    """Taken out or let in again, for the press or not, accessible or not, an aisle before them or
    none."""
    blocks = []
    for block in layout.blocks:
        rows = [
            row.model_copy(
                update={
                    "seats": [
                        seat.model_copy(update=changes) if seat.guid in guids else seat
                        for seat in row.seats
                    ]
                }
            )
            for row in block.rows
        ]
        blocks.append(block.model_copy(update={"rows": rows}))
    return layout.model_copy(update={"blocks": blocks})


def remove_seats(layout: Layout, guids: Collection[str]) -> Layout:
    """Without these chairs: the gap they leave is none that anybody sits across."""
    blocks = []
    for block in layout.blocks:
        rows = []
        for row in block.rows:
            kept, is_after_gap = list[LaidSeat](), False
            for seat in row.seats:
                if seat.guid in guids:
                    is_after_gap = bool(kept)
                    continue
                kept.append(
                    seat.model_copy(update={"is_after_aisle": True}) if is_after_gap else seat
                )
                is_after_gap = False
            if kept:
                rows.append(row.model_copy(update={"seats": kept}))
        shape = block.shape if rows == block.rows else None
        blocks.append(block.model_copy(update={"rows": rows, "shape": shape}))
    changed = layout.model_copy(update={"blocks": [block for block in blocks if block.rows]})
    return ranked(changed)


def take_out(layout: Layout, guids: Collection[str], kind: OutKind, reason: str) -> Layout:
    return change_seats(layout, guids, {"out": kind, "reason": reason})


def let_in(layout: Layout, guids: Collection[str]) -> Layout:
    return change_seats(layout, guids, {"out": None, "reason": ""})


def counts_named(text: str) -> list[int]:
    """The seats of each row in what somebody typed: ``10, 11, 12`` or ``12 x 18`` for twelve rows
    of eighteen. Raises ValueError with a sentence for people."""
    counts: list[int] = []
    for part in filter(None, re.split(r"[,;\s]+(?![x×*])(?<![x×*]\s)", text.strip().lower())):
        found = re.fullmatch(r"(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,3})", part)
        if found is None:
            raise ValueError("Viết số ghế từng hàng như 10, 11, 12 hoặc 12 x 18")
        counts += [int(found[2])] * int(found[1] or 1)
    if not counts or min(counts) < 1 or max(counts) > _LONGEST or len(counts) > _DEEPEST:
        raise ValueError("Một khu có 1–120 hàng, mỗi hàng 1–200 ghế")
    return counts


def counts_text(counts: Sequence[int]) -> str:
    """As ``counts_named`` reads it, equal rows together."""
    parts = [(count, len(list(same))) for count, same in groupby(counts)]
    return ", ".join(f"{rows} x {count}" if rows > 1 else str(count) for count, rows in parts)


def put_mark(layout: Layout, mark: Mark) -> Layout:
    """A new door or steps, or other words and another place for the one with this code."""
    marks = [other for other in layout.marks if other.code != mark.code]
    return layout.model_copy(update={"marks": [*marks, mark]})


def remove_mark(layout: Layout, code: str) -> Layout:
    """Blocks entered through this door have none then."""
    marks = [mark for mark in layout.marks if mark.code != code]
    blocks = [
        block.model_copy(update={"door": ""}) if block.door == code else block
        for block in layout.blocks
    ]
    return layout.model_copy(update={"marks": marks, "blocks": blocks})


def ranked(layout: Layout) -> Layout:
    """Rows and blocks in order from the stage, and a ground that holds them all."""
    lines = [
        geometry.Line(block.code, block.level, [(seat.x, seat.y) for seat in row.seats])
        for block in layout.blocks
        for row in block.rows
    ]
    found = iter(geometry.ranks(lines))
    blocks = []
    for block in layout.blocks:
        rows = [row.model_copy(update={"rank": next(found)}) for row in block.rows]
        rows.sort(key=lambda row: row.rank)
        blocks.append(block.model_copy(update={"rows": rows}))
    seats = [seat for block in blocks for row in block.rows for seat in row.seats]
    width = max([layout.width, *(seat.x + _MARGIN for seat in seats)])
    height = max([layout.height, *(seat.y + _MARGIN for seat in seats)])
    return layout.model_copy(
        update={"blocks": blocks, "width": round(width, 2), "height": round(height, 2)}
    )
