"""What a file holds before anybody asks what it means: sheets of rows of cells. Pure."""

from dataclasses import dataclass, field

MOST_ROWS = 30_000  # filled ones in a file; a list of 20,000 people fits
MOST_COLUMNS = 120
MOST_SHEETS = 60
MOST_TEXT = 2_000  # characters in a cell


@dataclass(slots=True)
class Cell:
    """The text people see in a cell, and what its look tells about it."""

    text: str
    font: str = ""
    is_struck: bool = False
    is_number: bool = False
    was: str = ""  # the encoding it came in, where that was not Unicode
    dropped: str = ""  # a part of the text that is struck out


@dataclass(slots=True)
class Row:
    """``cells`` by column, counted from 0; ``number`` as people count rows, from 1."""

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells made one; rows from 1, columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet with its filled rows in order."""

    name: str
    rows: list[Row] = field(default_factory=list)
    is_hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)


@dataclass
class Found:
    """A file as read: its sheets, and how many cells hold formulas, read by their saved values."""

    sheets: list[Sheet]
    formulas: int = 0
    without_value: list[str] = field(default_factory=list)  # formulas never calculated
    has_macros: bool = False
    has_links: bool = False


def letter(column: int) -> str:
    """``A`` for 0, ``AB`` for 27."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def place(column: int, row: int) -> str:
    """``D12``."""
    return f"{letter(column)}{row}"
