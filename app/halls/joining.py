"""Two drawings as one hall: the floor above, or a second hall to which people overflow. Pure."""

from collections import Counter
from collections.abc import Collection

from app.errors import Refused
from app.halls.editing import ranked
from app.halls.faults import Odd
from app.halls.layout import ANNEX_LEVEL, LARGEST, LaidBlock, LaidSeat, Layout, Mark
from app.halls.rules import BlockKind, LandmarkKind

_BETWEEN = 8.0  # pitches between the two drawings
_EDGE = 6.0
DEEPEST = 500  # pitches


def join(layout: Layout, other: Layout, notes: Counter[Odd]) -> Layout:
    """``other`` drawn behind ``layout``, middle behind middle. What has a name that is taken
    already gets another one. Raises Refused for too many seats, or too long a hall."""
    if len(layout.seats) + len(other.seats) > LARGEST:
        raise Refused("Hội trường nhiều nhất {n} ghế", n=LARGEST)
    dx, dy = _shift(layout, other)
    codes = _codes([block.code for block in layout.blocks], [b.code for b in other.blocks], 8)
    signs = _codes([mark.code for mark in layout.marks], [m.code for m in other.marks], 12)
    guids = {seat.guid for seat in layout.seats}
    labels = {seat.label for seat in layout.seats}
    blocks = []
    for block, code in zip(other.blocks, codes.values(), strict=True):
        rows = []
        for row in block.rows:
            seats = [_moved(seat, dx, dy, block.code, code) for seat in row.seats]
            notes[Odd.SAME_AGAIN] += sum(seat.label in labels for seat in seats)
            seats = [_named(seat, code, guids, labels) for seat in seats]
            rows.append(row.model_copy(update={"seats": seats}))
        shape = block.shape and block.shape.model_copy(
            update={"x": round(block.shape.x + dx, 2), "y": round(block.shape.y + dy, 2)}
        )
        told = {"code": code, "rows": rows, "shape": shape, "door": signs.get(block.door, "")}
        blocks.append(block.model_copy(update=told))
    marks = [
        mark.model_copy(
            update={
                "code": signs[mark.code],
                "x": round(mark.x + dx, 2),
                "y": round(mark.y + dy, 2),
            }
        )
        for mark in other.marks
    ]
    aisles = [
        (level, [(round(x + dx, 2), round(y + dy, 2)) for x, y in line])
        for level, line in other.aisles
    ]
    joined = ranked(
        layout.model_copy(
            update={
                "blocks": [*layout.blocks, *blocks],
                "marks": [*layout.marks, *marks],
                "aisles": [*layout.aisles, *aisles],
            }
        )
    )
    if max(joined.width, joined.height) > DEEPEST:
        raise Refused("Các phần ghép lại dài quá {n} bề rộng ghế", n=DEEPEST)
    return joined


def as_annex(other: Layout) -> Layout:
    """The same hall as one that follows on a screen where its stage is."""
    stage = other.stage
    screen = Mark(
        kind=LandmarkKind.SCREEN,
        code="M",
        name=f"Màn hình, {other.name}"[:60],
        x=round(stage.x + stage.width / 2, 2),
        y=round(stage.y + stage.depth, 2),
        level=ANNEX_LEVEL,
    )
    marks = [mark.model_copy(update={"level": ANNEX_LEVEL}) for mark in other.marks]
    return other.model_copy(
        update={
            "marks": [screen, *(mark for mark in marks if mark.kind is LandmarkKind.DOOR)],
            "aisles": [(ANNEX_LEVEL, line) for _, line in other.aisles],
            "blocks": [_in_annex(block, other.name) for block in other.blocks],
        }
    )


def _in_annex(block: LaidBlock, hall: str) -> LaidBlock:
    name = block.name if hall in block.name else f"{hall}, {block.name}"
    told = {"kind": BlockKind.ANNEX, "level": ANNEX_LEVEL, "name": name[:60]}
    return block.model_copy(update=told)


def _shift(layout: Layout, other: Layout) -> tuple[float, float]:
    back = max((seat.y for seat in layout.seats), default=layout.stage.y + layout.stage.depth)
    front = min([*(seat.y for seat in other.seats), *(mark.y for mark in other.marks)])
    middle = layout.stage.x + layout.stage.width / 2
    dx = middle - (other.stage.x + other.stage.width / 2)
    left = min([*(seat.x for seat in other.seats), *(mark.x for mark in other.marks)])
    return max(dx, _EDGE - left), back + _BETWEEN - front


def _codes(taken: Collection[str], wanted: Collection[str], longest: int) -> dict[str, str]:
    """For each of these codes one that is free."""
    given = set(taken)
    found = {}
    for code in wanted:
        free, number = code, 2
        while free in given:
            end = str(number)
            free, number = code[: longest - len(end)] + end, number + 1
        given.add(free)
        found[code] = free
    return found


def _moved(seat: LaidSeat, dx: float, dy: float, old: str, code: str) -> LaidSeat:
    """Where it stands now; a label that begins with the block's code follows that."""
    place: dict[str, object] = {"x": round(seat.x + dx, 2), "y": round(seat.y + dy, 2)}
    if old != code and seat.label.startswith(f"{old}-"):
        place["label"] = f"{code}{seat.label.removeprefix(old)}"[:40]
    return seat.model_copy(update=place)


def _named(seat: LaidSeat, code: str, guids: set[str], labels: set[str]) -> LaidSeat:
    guid, label = seat.guid, seat.label
    if guid in guids:
        guid = f"{code}-{guid}"[:120]
    if label in labels:
        label = f"{code}-{label}"[:40]
    if guid in guids:
        guid = f"{guid[:110]}-{len(guids)}"
    if label in labels:
        label = f"{label[:34]}-{len(labels)}"
    guids.add(guid)
    labels.add(label)
    return seat.model_copy(update={"guid": guid, "label": label})
