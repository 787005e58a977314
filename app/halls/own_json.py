"""Our own JSON of a hall, what ``hall export --format json`` writes, sent by anybody. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from app.halls import geometry
from app.halls.editing import ranked
from app.halls.faults import BadPlan, Fault, Wrong, is_printable
from app.halls.layout import LARGEST, MOST_BLOCKS, MOST_MARKS, LaidSeat, Layout
from app.halls.rules import LandmarkKind

_CODE = re.compile(r"[\w-]+")  # it stands in addresses
_WORDS = {
    "missing": Wrong.MISSING,
    "extra_forbidden": Wrong.UNKNOWN,
    "string_type": Wrong.NOT_TEXT,
    "string_too_long": Wrong.TOO_LONG,
    "string_too_short": Wrong.MISSING,
    "enum": Wrong.NO_CHOICE,
    "list_type": Wrong.NOT_LIST,
    "tuple_type": Wrong.NOT_LIST,
    "too_long": Wrong.TOO_MANY_HERE,
    "too_short": Wrong.MISSING,
    "model_type": Wrong.NOT_OBJECT,
    "finite_number": Wrong.OUT_OF_RANGE,
    "greater_than": Wrong.OUT_OF_RANGE,
    "greater_than_equal": Wrong.OUT_OF_RANGE,
    "less_than_equal": Wrong.OUT_OF_RANGE,
    **{f"int_{how}": Wrong.NOT_NUMBER for how in ("type", "parsing", "from_float")},
    "int_parsing_size": Wrong.OUT_OF_RANGE,
    **{f"float_{how}": Wrong.NOT_NUMBER for how in ("type", "parsing")},
    **{f"bool_{how}": Wrong.NOT_YES_OR_NO for how in ("type", "parsing")},
}


def read(found: Mapping[str, Any]) -> Layout:
    """The hall; blocks without a chair are left out. Raises BadPlan with every fault."""
    unreadable = [Fault(path, Wrong.NOT_PRINTABLE) for path in _unprintable(found, "$")]
    if unreadable:
        raise BadPlan(unreadable)
    try:
        layout = Layout.model_validate(found)
    except ValidationError as failure:
        raise BadPlan([_fault(error) for error in failure.errors()]) from failure
    faults = [*_faults(layout)]
    if faults:
        raise BadPlan(faults)
    kept = [block for block in layout.blocks if block.rows]
    return ranked(layout.model_copy(update={"blocks": kept}))


def _unprintable(found: object, path: str) -> Iterator[str]:
    """The paths of texts that databases and paper refuse."""
    if isinstance(found, str) and not is_printable(found):
        yield path
    elif isinstance(found, Mapping):
        for name, value in found.items():
            yield from _unprintable(value, f"{path}.{name}")
    elif isinstance(found, list):
        for at, value in enumerate(found):
            yield from _unprintable(value, f"{path}[{at}]")


def _fault(error: Any) -> Fault:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    return Fault(f"${path}", _WORDS.get(error["type"], Wrong.NOT_OURS), error.get("ctx", {}))


def _faults(layout: Layout) -> Iterator[Fault]:
    """What no single value shows."""
    seats = list(_seats(layout))
    if not seats:
        yield Fault("$.blocks", Wrong.NO_SEATS)
    for path, what, count, most in (
        ("$.blocks", Wrong.TOO_MANY, len(seats), LARGEST),
        ("$.blocks", Wrong.TOO_MANY_BLOCKS, len(layout.blocks), MOST_BLOCKS),
        ("$.marks", Wrong.TOO_MANY_DOORS, len(layout.marks), MOST_MARKS),
    ):
        if count > most:
            yield Fault(path, what, {"n": most})
    yield from _codes(layout)
    yield from _twice((f"{path}.guid", seat.guid) for path, seat, _ in seats)
    yield from _twice((f"{path}.label", seat.label) for path, seat, _ in seats)
    for level in sorted({level for _, _, level in seats}):
        on_it = [(path, seat) for path, seat, where in seats if where == level]
        for one, other in geometry.doubles([(seat.x, seat.y) for _, seat in on_it], 1):
            yield Fault(on_it[other][0], Wrong.SAME_PLACE, {"other": on_it[one][0]})


def _codes(layout: Layout) -> Iterator[Fault]:
    """Of doors, blocks and rows: each once, and every block's door there."""
    marks = [(f"$.marks[{at}].code", one.code) for at, one in enumerate(layout.marks)]
    blocks = [(f"$.blocks[{at}].code", one.code) for at, one in enumerate(layout.blocks)]
    for path, code in [*marks, *blocks]:
        if not _CODE.fullmatch(code):
            yield Fault(path, Wrong.NOT_CODE)
    yield from _twice(marks)
    yield from _twice(blocks)
    doors = {mark.code for mark in layout.marks if mark.kind is LandmarkKind.DOOR}
    for at, block in enumerate(layout.blocks):
        path = f"$.blocks[{at}]"
        if block.door and block.door not in doors:
            yield Fault(f"{path}.door", Wrong.NO_DOOR, {"door": block.door})
        labels = [(f"{path}.rows[{line}].label", row.label) for line, row in enumerate(block.rows)]
        yield from _twice(labels)


def _seats(layout: Layout) -> Iterator[tuple[str, LaidSeat, int]]:
    """Every chair with its path, and its level."""
    for at, block in enumerate(layout.blocks):
        for line, row in enumerate(block.rows):
            for place, seat in enumerate(row.seats):
                yield f"$.blocks[{at}].rows[{line}].seats[{place}]", seat, block.level


def _twice(names: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for path, name in names:
        if name in first:
            yield Fault(path, Wrong.TWICE, {"other": first[name], "name": name})
        first.setdefault(name, path)
