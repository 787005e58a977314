"""The lines of a drawn grid: which of their cells are chairs, what numbers them, how a row is
called. Pure.

Some number each chair, some put one sign for all of them, some write who sits there. Letters among
numbered chairs are no chairs: they call the row, or spell an aisle down its column.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app import vietnamese
from app.halls.faults import Odd
from app.halls.press_signs import Signs

_WHOLE = re.compile(
    r"(?:(\w{1,8})\s*[-./]\s*)?([^\W\d_]{1,3}|\d{1,3}(?=\s*[-./]))\s*[-./ ]?\s*(\d{1,4}\w?)"
)
_ROW = re.compile(r"(?:hang|day|row|reihe)\s*([a-z]{1,3}|\d{1,3})")
_LETTERS = re.compile(r"[^\W\d_]{1,3}")
_NOTHING = re.compile(r"[-–—|/\\._:]+")  # signs for an aisle
_NUMBERED = 3  # rows from which a column of numbers is seen to count them


@dataclass(frozen=True)
class Chair:
    """A cell; ``label`` only where block, row and number are printed whole on it."""

    column: int
    text: str
    number: str = ""
    label: str = ""
    is_press: bool = False


@dataclass(frozen=True)
class GridLine:
    line: int
    name: str
    chairs: list[Chair]


Cells = Mapping[int, Sequence[Chair]]  # by line


def is_seat(text: str) -> bool:
    """A number, or a label such as A1 or B-05-12."""
    return text.isdecimal() or _WHOLE.fullmatch(text) is not None


def read(cells: Cells, signs: Signs, notes: Counter[Odd]) -> list[GridLine]:
    """The rows of chairs, from the first line to the last; what had to be assumed is noted."""
    cells = {
        line: [cell for cell in row if not _NOTHING.fullmatch(cell.text)]
        for line, row in cells.items()
    }
    naming = _lettered(cells, least=_NUMBERED)  # a row BC stands between BB and BD
    cells = {
        line: [cell if cell.column in naming else _pressed(cell, signs) for cell in row]
        for line, row in cells.items()
    }
    reader = _Reader(cells, notes)
    found = [reader.row(line, row) for line, row in cells.items()]
    return [row for row in found if row.chairs]


def _pressed(cell: Chair, signs: Signs) -> Chair:
    text, is_press = signs.read(cell.text)
    return replace(cell, text=text, is_press=is_press)


class _Reader:
    def __init__(self, cells: Cells, notes: Counter[Odd]) -> None:
        self.notes = notes
        every = [cell for row in cells.values() for cell in row]
        others = [cell.text.casefold() for cell in every if not is_seat(cell.text)]
        self.is_numbered = 2 * len(others) <= len(every)
        common = Counter(others).most_common(1)
        self.mark = common[0][0] if common and 2 * common[0][1] >= len(others) else ""
        if self.is_numbered:
            self.mark = ""
        self.counting = _counting(cells) if self.is_numbered else set()
        self.lettered = _lettered(cells)
        self.above: dict[int, str] = {}  # the numbers of the columns, where a line gives them
        notes[Odd.ROW_NUMBERS] += len(self.counting)

    def row(self, line: int, cells: Sequence[Chair]) -> GridLine:
        if self.mark and len(cells) > 1 and all(cell.text.isdecimal() for cell in cells):
            self.above = {cell.column: cell.text for cell in cells}
            self.notes[Odd.COLUMN_NUMBERS] += 1
            return GridLine(line, "", [])
        name, chairs = self._named(cells)
        if self.is_numbered:
            kept = [cell for cell in chairs if not _is_letters(cell.text)]
            self.notes[Odd.LETTERS] += len(chairs) - len(kept)
            chairs = kept
        elif self.mark:
            kept = [one for one in chairs if self._is_mark(one) or is_seat(one.text)]
            self.notes[Odd.LETTERS] += len(chairs) - len(kept)
            chairs = kept
        self.notes[Odd.PRESS] += sum(chair.is_press for chair in chairs)
        numbers = _counted(chairs)
        chairs = [self._numbered(number, one) for number, one in zip(numbers, chairs, strict=True)]
        return GridLine(line, name or _common(chairs), chairs)

    def _named(self, cells: Sequence[Chair]) -> tuple[str, list[Chair]]:
        """What the row is called, and its cells without that."""
        is_name = [_ROW.fullmatch(vietnamese.fold(cell.text)) is not None for cell in cells]
        names = [_last_word(cell.text) for cell, found in zip(cells, is_name, strict=True) if found]
        left = [cell for cell, found in zip(cells, is_name, strict=True) if not found]
        for cell in list(left):
            if cell.column in self.counting:
                names.append(cell.text)
                left.remove(cell)
        for end, inner in ((0, 1), (-1, -2)):
            if len(left) > 1 and self._is_name(left[end], left[inner]):
                names.append(left.pop(end).text)
        if self.is_numbered:
            inside = [cell for cell in left if cell.column in self.lettered]
            names += [cell.text for cell in inside if _is_letters(cell.text)]
            left = [c for c in left if not (c in inside and _is_letters(c.text))]
        return (names[0].upper() if names else ""), left

    def _is_name(self, cell: Chair, inner: Chair) -> bool:
        if self.mark:
            is_short = cell.text.isdecimal() or _is_letters(cell.text)
            return is_short and not self._is_mark(cell) and self._is_mark(inner)
        if _is_letters(cell.text):
            return is_seat(inner.text)
        return cell.text.isdecimal() and len(inner.text) == 1 and _is_letters(inner.text)

    def _is_mark(self, cell: Chair) -> bool:
        return cell.is_press or cell.text.casefold() == self.mark

    def _numbered(self, counted: int, chair: Chair) -> Chair:
        whole = _WHOLE.fullmatch(chair.text)
        if whole:
            return replace(chair, number=_plain(whole[3]), label=chair.text.upper()[:40])
        if chair.text.isdecimal():
            return replace(chair, number=_plain(chair.text))
        is_letter = len(chair.text) == 1 and chair.text.isascii() and chair.text.isalpha()
        if is_letter and not (chair.is_press or self.mark or self.is_numbered):
            return replace(chair, number=chair.text.upper())
        self.notes[Odd.NUMBERED] += chair.column not in self.above
        return replace(chair, number=_plain(self.above.get(chair.column, str(counted))))


def _counted(chairs: Sequence[Chair]) -> list[int]:
    """A number for each chair of a row: its own, else as the two beside it count on, else its place
    from the left."""
    own = [int(one.text) if one.text.isdecimal() else None for one in chairs]
    from_left, from_right = _counting_on(own), _counting_on(own[::-1])[::-1]
    return [
        one or other or place
        for place, (one, other) in enumerate(zip(from_left, from_right, strict=True), 1)
    ]


def _counting_on(own: Sequence[int | None]) -> list[int | None]:
    found: list[int | None] = []
    before = last = None
    for number in own:
        following = 2 * last - before if last and before else 0
        fits = number is None and following > 0 and following not in own
        before, last = last, following if fits else number
        found.append(last)
    return found


def _is_letters(text: str) -> bool:
    """An x among numbers is a chair that has none."""
    return _LETTERS.fullmatch(text) is not None and text.casefold() != "x"


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _last_word(text: str) -> str:
    """C of "Hàng C"."""
    return re.split(r"\s+|(?<=\D)(?=\d)", text)[-1]


def _common(chairs: Sequence[Chair]) -> str:
    """The row that all the labels of its chairs name: A of A1, A2, A3."""
    found = [_WHOLE.fullmatch(chair.text) for chair in chairs]
    names = {whole[2].upper() for whole in found if whole}
    return names.pop() if len(names) == 1 and all(found) else ""


def _columns(cells: Cells) -> dict[int, list[tuple[str, Sequence[Chair]]]]:
    """For each column its texts from above, each with the whole row."""
    found: dict[int, list[tuple[str, Sequence[Chair]]]] = {}
    for row in cells.values():
        for cell in row:
            found.setdefault(cell.column, []).append((cell.text, row))
    return found


def _counting(cells: Cells) -> set[int]:
    """The first or last column where it counts the rows: one more, or less, in each, and the number
    stands again among the chairs beside it."""
    columns = _columns(cells)
    edges = {min(columns), max(columns)} if columns else set()
    return {edge for edge in edges if _counts_rows(columns[edge])}


def _counts_rows(column: Sequence[tuple[str, Sequence[Chair]]]) -> bool:
    if len(column) < _NUMBERED or not all(text.isdecimal() for text, _ in column):
        return False
    steps = {int(below) - int(above) for (above, _), (below, _) in pairwise(column)}
    again = sum([cell.text for cell in row].count(text) > 1 for text, row in column)
    return steps in ({1}, {-1}) and 2 * again >= len(column)


def _lettered(cells: Cells, least: int = 2) -> set[int]:
    """Columns whose letters run A, B, C … or back, as names of rows do; L, Ố, I spell an aisle."""
    names = {
        column: [vietnamese.fold(text) for text, _ in texts if _is_letters(text)]
        for column, texts in _columns(cells).items()
    }
    return {column for column, found in names.items() if len(found) >= least and _runs(found)}


def _runs(names: Iterable[str]) -> bool:
    pairs = list(pairwise((len(name), name) for name in names))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)
