"""Late changes as a person writes them: numbers or names, seats, rows or blocks."""

import re

from app import vietnamese
from app.errors import Refused
from app.seating.late.late import Late
from app.seating.rules import label_key
from app.seating.table.question import Named, Table


def late(
    table: Table,
    *,
    absent: str = "",
    present: str = "",
    extra: int = 0,
    group: int | None = None,
    unit: int | None = None,
    blocked: str = "",
    why: str = "",
) -> Late:
    """Parts are set off by commas or lines. Raises Refused for what is not known or not clear."""
    away = {person.id: person for person in _people(table, absent)}
    here = {person.id: person for person in _people(table, present)}
    for person in away.keys() & here.keys():
        raise Refused("{who} không thể vừa vắng vừa đã vào chỗ", who=away[person].called)
    return Late(
        absent=tuple(away),
        extra=extra,
        group=group,
        unit=unit,
        blocked=tuple(
            dict.fromkeys(seat for part in _parts(blocked) for seat in _seats(table, part))
        ),
        present=tuple(here),
        why=why,
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _people(table: Table, text: str) -> list[Named]:
    return [_person(table, part) for part in _parts(text)]


def _person(table: Table, text: str) -> Named:
    """By number in the list, else by the whole name or a part of it that only one answers to."""
    if text.isdecimal():
        found = [named for named in table.named.values() if named.number == int(text)]
    else:
        words = vietnamese.fold(text)
        near = [named for named in table.named.values() if words in vietnamese.fold(named.called)]
        found = [named for named in near if vietnamese.fold(named.called) == words] or near
    if not found:
        raise Refused("Không có đại biểu dự nào là “{text}”", text=text)
    if len(found) > 1:
        raise Refused(
            "“{text}” có {n} đại biểu, hãy ghi số thứ tự: {numbers}",
            text=text,
            n=len(found),
            numbers=", ".join(f"{named.number} ({named.called})" for named in found[:4]),
        )
    return found[0]


def _seats(table: Table, text: str) -> list[int]:
    """``B-05-12`` is a seat, ``B-05`` a row of a block, ``L`` a block."""
    key = label_key(text)
    found = [
        seat.id
        for seat in table.view.seats
        if (own := label_key(seat.label)) == key or own.startswith(f"{key}-")
    ]
    if not found:
        raise Refused("Không có ghế, hàng hay khu nào là “{text}”", text=text)
    return found
