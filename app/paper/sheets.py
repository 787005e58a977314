"""Spreadsheets in the office's form: letterhead, title, two rows of heading, a closing line."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from app.paper.press import run

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A column's heading and width, in characters; neighbours with the same ``over`` share that
    heading in a row above their own."""

    heading: str
    width: float
    over: str = ""


@dataclass(frozen=True)
class Heading:
    """A line over the whole width that begins a part of the list."""

    text: str


Cell = str | int | float | None
Line = Sequence[Cell] | Heading


def sheet(
    title: str,
    letterhead: Sequence[str],
    columns: Sequence[Column],
    lines: Iterable[Line],
    closing: str = "",
    *,
    subtitle: Sequence[str] = (),
) -> bytes:
    """An .xlsx with one sheet; under the headings stands a row ``(1) (2) (3)``, as offices have it.

    Text stays text, also where it looks like a formula.
    """
    return run(
        "workbook",
        {
            "title": title,
            "letterhead": list(letterhead),
            "subtitle": list(subtitle),
            "columns": [asdict(column) for column in columns],
            "lines": [line.text if isinstance(line, Heading) else list(line) for line in lines],
            "closing": closing,
        },
    )


def flat(name: str, columns: Sequence[Column], lines: Iterable[Sequence[Cell]]) -> bytes:
    """An .xlsx for machines and for reading back in: headings in the first row, nothing else."""
    return run(
        "workbook",
        {
            "title": name,
            "columns": [asdict(column) for column in columns],
            "lines": [list(line) for line in lines],
            "is_flat": True,
        },
    )
