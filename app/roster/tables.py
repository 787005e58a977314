"""The tables of a sheet, their lines, and the rows that hold no person. Pure."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from app.roster import headings
from app.roster.cells import Cell
from app.roster.headings import Field


class Kind(StrEnum):
    """What a row is that holds no person."""

    ABOVE = "above"  # letterhead and titles
    HEADING = "heading"  # over a group of people
    REPEATED = "repeated"  # the headings again, or (1) (2) (3)
    TOTAL = "total"
    BELOW = "below"  # signatures and what follows
    HIDDEN = "hidden"
    STRUCK = "struck"
    UNREAD = "unread"


@dataclass
class Column:
    """A column of a table, its heading as parts from the broadest to the narrowest."""

    index: int
    parts: list[str]
    is_hidden: bool = False
    is_wide: bool = False  # its top heading stands over several columns

    @property
    def heading(self) -> str:
        return " / ".join(dict.fromkeys(self.parts))


@dataclass
class Entry:
    """A row about a person, under the headings (level, text) that hold for it."""

    row: int
    cells: dict[int, Cell]
    headings: list[tuple[int, str]]
    is_hidden: bool = False
    place: int = 0  # of several people in the same cells


@dataclass
class Table:
    """A list of people: its columns and lines."""

    sheet: str
    is_hidden: bool
    columns: dict[int, Column]
    first_row: int
    above: list[str] = field(default_factory=list)  # what stands over it: letterhead, title
    entries: list[Entry] = field(default_factory=list)
    stated: tuple[int, int] | None = None  # the row with the last total, and its number

    def field(self, index: int) -> Field | None:
        """What the heading over a column says, if anything known."""
        column = self.columns.get(index)
        return headings.of_parts(column.parts) if column else None

    def repeats(self, earlier: "Table") -> bool:
        """Whether these are the same columns again, as at the top of the next page."""
        mine = {index: field for index in self.columns if (field := self.field(index))}
        return self.signature == earlier.signature or (
            bool(mine) and all(earlier.field(index) is field for index, field in mine.items())
        )

    @cached_property
    def signature(self) -> str:
        """The same for every list made from the same form."""
        form = "|".join(f"{n}:{headings.key(c.heading)}" for n, c in sorted(self.columns.items()))
        return hashlib.sha256(form.encode()).hexdigest()[:32]


@dataclass
class Skipped:
    sheet: str
    row: int
    kind: Kind
    text: str


@dataclass
class Laid:
    """A sheet's tables, and the rows beside them."""

    tables: list[Table] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
