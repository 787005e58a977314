"""Puts the texts of a sheet into Unicode: font, column and cell each have a say. Pure."""

from collections import Counter

from app import legacy
from app.legacy import Encoding
from app.roster.cells import Cell, Sheet

_SAMPLES = 400


def decode(sheet: Sheet) -> dict[Encoding, int]:
    """Rewrites legacy cells in place; the answer counts them by encoding."""
    by_column: dict[int, list[Cell]] = {}
    for row in sheet.rows:
        for column, cell in row.cells.items():
            if not cell.text.isascii() or legacy.shows_capitals(cell.font):
                by_column.setdefault(column, []).append(cell)
    done: Counter[Encoding] = Counter()
    for cells in by_column.values():
        usual = _usual(cells)
        for cell in cells:
            done[_decode(cell, usual)] += 1
    del done[Encoding.UNICODE]
    return dict(done)


def _usual(cells: list[Cell]) -> Encoding | None:
    """How most cells of a column are written whose letters leave no choice."""
    sure = Counter(found for cell in cells[:_SAMPLES] if (found := legacy.certain(cell.text)))
    return sure.most_common(1)[0][0] if sure else None


def _decode(cell: Cell, usual: Encoding | None) -> Encoding:
    encoding = legacy.guess(cell.text, cell.font, usual)
    if encoding is not Encoding.UNICODE:
        cell.text = legacy.decode(cell.text, encoding)
        cell.was = encoding
    if legacy.shows_capitals(cell.font):
        cell.text = cell.text.upper()
    return encoding
