"""Tables that stand side by side on one sheet: each becomes a sheet of its own. Pure."""

from dataclasses import replace
from itertools import pairwise

from app.roster import headings
from app.roster.cells import Merge, Row, Sheet
from app.roster.headings import Field

_NAMES = {Field.NAME, Field.FAMILY}
_LEAST = 2  # columns of a table


def parted(sheet: Sheet) -> list[Sheet]:
    """The sheet, cut where the headings of one table begin again to the right of it.

    What stands above the tables belongs to each of them.
    """
    found = next(((row, cuts) for row in sheet.rows if (cuts := _cuts(row))), None)
    if found is None:
        return [sheet]
    head, cuts = found
    bounds = [0, *cuts, max(max(row.cells) for row in sheet.rows) + 1]
    return [_part(sheet, head.number, left, right) for left, right in pairwise(bounds)]


def _cuts(row: Row) -> list[int]:
    """The columns where the same headings begin again."""
    columns = sorted(row.cells)
    keys = [headings.key(row.cells[column].text) for column in columns]
    for many in range(len(keys) // _LEAST, 1, -1):
        length, rest = divmod(len(keys), many)
        if rest or keys != keys[:length] * many or len(set(keys[:length])) < _LEAST:
            continue
        if any(headings.recognised(key) in _NAMES for key in keys):
            return columns[length::length]
    return []


def _part(sheet: Sheet, head: int, left: int, right: int) -> Sheet:
    rows = [
        row
        if row.number < head
        else Row(
            row.number, {c: t for c, t in row.cells.items() if left <= c < right}, row.is_hidden
        )
        for row in sheet.rows
    ]
    merges: list[Merge] = [
        one for one in sheet.merges if one.bottom < head or left <= one.left < right
    ]
    return replace(sheet, rows=[row for row in rows if row.cells], merges=merges)
