"""One line for each person: further rows of one are joined, cells of several parted. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.roster import headings, notes
from app.roster.cells import Cell
from app.roster.headings import Field
from app.roster.names import lines
from app.roster.phones import phones
from app.roster.tables import Entry

_NAMES = (Field.NAME, Field.FAMILY, Field.GIVEN)
_GOES_ON = {Field.POSITION, Field.UNIT, Field.GROUP, Field.NOTE, Field.IGNORED}


def settled(entries: Iterable[Entry], fields: Mapping[int, Field]) -> list[Entry]:
    """The table's lines, one for each person as far as cells tell."""
    by_field: dict[Field, list[int]] = {}
    for column, of in fields.items():
        by_field.setdefault(of, []).append(column)
    found: list[Entry] = []
    last_row = 0
    for entry in entries:
        if found and _goes_on(found[-1], last_row, entry, fields, by_field):
            found[-1] = _joined(found[-1], entry, fields)
        else:
            found += _parted(entry, by_field.get(Field.NAME, []), fields)
        last_row = entry.row
    return found


def _goes_on(
    before: Entry,
    last_row: int,
    entry: Entry,
    fields: Mapping[int, Field],
    by_field: Mapping[Field, Sequence[int]],
) -> bool:
    """Whether the row is about the person above: one name merged over both, or a post alone
    where everybody has a number."""
    if entry.row != last_row + 1 or entry.is_hidden is not before.is_hidden or before.place:
        return False
    columns = [column for of in _NAMES for column in by_field.get(of, [])]
    named = [column for column in columns if column in entry.cells]
    if named:
        return all(entry.cells[column] is before.cells.get(column) for column in named)
    ordinals = by_field.get(Field.ORDINAL, [])
    numbers = [before.cells[column].text for column in ordinals if column in before.cells]
    own = {
        fields.get(column, Field.IGNORED): cell.text
        for column, cell in entry.cells.items()
        if cell is not before.cells.get(column)
    }
    return (
        bool(numbers)
        and any(column in before.cells for column in columns)
        and Field.POSITION in own
        and own.keys() <= _GOES_ON
        and not notes.is_vacant(own.get(Field.NOTE, ""))
    )


def _joined(before: Entry, entry: Entry, fields: Mapping[int, Field]) -> Entry:
    cells = dict(before.cells)
    for column, cell in entry.cells.items():
        above = cells.get(column)
        if above is None:
            cells[column] = cell
        elif cell is not above and fields.get(column) is not Field.ORDINAL:
            mark = "\n" if headings.is_post(cell.text) else " "
            cells[column] = replace(above, text=f"{above.text}{mark}{cell.text}")
    return replace(before, cells=cells)


def _parted(entry: Entry, columns: Sequence[int], fields: Mapping[int, Field]) -> list[Entry]:
    """Several people in the lines of one cell, where every other cell tells whose it is."""
    names = [lines(entry.cells[column].text) for column in columns if column in entry.cells]
    many = len(names[0]) if len(names) == 1 else 0
    if many < 2 or not all(map(headings.is_name_like, names[0])):  # noqa: PLR2004
        return [entry]
    shares = {
        column: _shares(cell, fields.get(column, Field.IGNORED), many)
        for column, cell in entry.cells.items()
    }
    if not all(shares.values()):
        return [entry]
    return [
        replace(
            entry, cells={column: cells[place] for column, cells in shares.items()}, place=place
        )
        for place in range(many)
    ]


def _shares(cell: Cell, of: Field, many: int) -> list[Cell]:
    """Each person's part of a cell; empty where that cannot be told."""
    texts = phones(cell.text) if of is Field.PHONE else lines(cell.text)
    if len(texts) == 1 and of is not Field.PHONE:
        return [cell] * many
    return [replace(cell, text=text) for text in texts] if len(texts) == many else []
