"""Where the tables of a sheet are: headings over columns, lines of people, headings of groups,
and what is only there to be printed. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.roster import beside_names, closing, headings
from app.roster.cells import Merge, Row, Sheet
from app.roster.headings import Field
from app.roster.tables import Column, Entry, Kind, Laid, Skipped, Table
from app.vietnamese import exact_key

_MARKERS = ((1, r"[IVXL]{1,6}"), (2, r"\d{1,3}"), (3, r"[A-Za-zĐđ]"))
_NUMBERED = re.compile(r"^\(?(\d{1,2}|[A-Z])\)?\.?$")
_MOST_HEADER_ROWS, _LEAST_RECOGNISED = 4, 2
_TELLING = {Field.NAME, Field.FAMILY, Field.GIVEN, Field.POSITION}
_LARGEST_COUNT = 3  # digits of a number of people beside a heading


def lay_out(sheet: Sheet) -> Laid:
    """All tables of a sheet; nothing that has text is lost: it is a line, or skipped by name."""
    return _Reader(sheet).read()


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.laid = sheet, Laid()
        self._wide: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            self._wide.setdefault(merge.top, []).append(merge)
        self._fill_down()
        self._table: Table | None = None
        self._has_ended = True
        self._under: list[tuple[int, str]] = []
        self._printed: set[str] = set()  # what stands above the first table, on every page

    def read(self) -> Laid:
        rows, place = self.sheet.rows, 0
        while place < len(rows):
            taken = self._head(place)
            if not taken:
                self._line(rows[place])
            place += taken or 1
        if not self.laid.tables:
            self._without_headings()
        self._drop_signatures()
        return self.laid

    def _fill_down(self) -> None:
        """A cell merged downwards holds for every filled row it covers."""
        rows = {row.number: row for row in self.sheet.rows}
        for merge in self.sheet.merges:
            cell = rows[merge.top].cells.get(merge.left) if merge.top in rows else None
            if cell is None or merge.bottom == merge.top or merge.bottom - merge.top > len(rows):
                continue
            for number in range(merge.top + 1, merge.bottom + 1):
                if number in rows:
                    rows[number].cells.setdefault(merge.left, cell)

    def _head(self, place: int) -> int:
        """How many rows of headings begin here: 0 where none do."""
        rows = self.sheet.rows
        if not self._may_be_head(rows[place]):
            return 0
        texts = [cell.text for cell in rows[place].cells.values()]
        known = {field for text in texts if (field := headings.recognised(text))}
        if len(known) < _LEAST_RECOGNISED or not known & _TELLING:
            return 0
        if any(headings.is_name_like(text) and not headings.recognised(text) for text in texts):
            return 0
        height = 1
        while height < _MOST_HEADER_ROWS and place + height < len(rows):
            if not self._goes_on(rows[place], rows[place + height]):
                break
            height += 1
        self._begin(rows[place : place + height])
        if place + height < len(rows) and _is_numbered(rows[place + height]):
            self._skip(rows[place + height], Kind.REPEATED)
            height += 1
        return height

    def _may_be_head(self, row: Row) -> bool:
        """Cheap: within a table only a row that begins like headings is looked at closely."""
        if len(row.cells) < _LEAST_RECOGNISED:
            return False
        if self._table is None or self._has_ended:
            return True
        if any(cell.is_number for cell in row.cells.values()):
            return False
        first = list(row.cells.values())[:3]
        return any(not cell.is_number and headings.recognised(cell.text) for cell in first)

    def _goes_on(self, top: Row, row: Row) -> bool:
        """Whether the row below still belongs to the headings."""
        if _is_numbered(row) or row.number > top.number + _MOST_HEADER_ROWS:
            return False
        covered = {
            column
            for merge in self._wide.get(top.number, [])
            if merge.bottom >= row.number
            for column in range(merge.left, merge.right + 1)
        }
        own = {column: cell for column, cell in row.cells.items() if column not in covered}
        if any(headings.is_name_like(cell.text) or cell.is_number for cell in own.values()):
            return False
        under = {
            column
            for merge in self._wide.get(top.number, [])
            if merge.right > merge.left and merge.bottom < row.number
            for column in range(merge.left, merge.right + 1)
        }
        if own and all(column in under for column in own):
            return True
        return bool(own) and all(headings.recognised(cell.text) for cell in own.values())

    def _begin(self, rows: Sequence[Row]) -> None:
        columns: dict[int, Column] = {}
        for row in rows:
            for index, text, is_wide in self._spread(row, rows[-1].number):
                column = columns.setdefault(
                    index, Column(index, [], index in self.sheet.hidden_columns)
                )
                if text not in column.parts:
                    column.parts.append(text)
                column.is_wide |= is_wide
        table = Table(
            self.sheet.name, self.sheet.is_hidden, columns, rows[0].number, above=self._above()
        )
        for row in rows:
            self._skip(row, Kind.REPEATED)
        if self._has_ended or self._table is None or not table.repeats(self._table):
            self.laid.tables.append(table)
            self._table, self._under = table, []
        self._has_ended = False

    def _above(self) -> list[str]:
        """Over the first table, and between the last person of the table before and this one."""
        last = next((table.entries[-1].row for table in self.laid.tables[::-1] if table.entries), 0)
        return [
            one.text for one in self.laid.skipped if one.kind is Kind.ABOVE or one.row > last > 0
        ]

    def _spread(self, row: Row, last: int) -> list[tuple[int, str, bool]]:
        """The row's texts by column, those of wide cells under all columns they stand over.

        True with those that have nothing more under them, down to the ``last`` row of headings.
        """
        wide = {merge.left: merge for merge in self._wide.get(row.number, [])}
        found = []
        for index, cell in row.cells.items():
            right = wide[index].right if index in wide else index
            right = min(right, index + 40)
            text = exact_key(cell.text)
            is_wide = right > index and wide[index].bottom >= last
            found += [(column, text, is_wide) for column in range(index, right + 1)]
        return found

    def _line(self, row: Row) -> None:
        texts = {column: exact_key(cell.text) for column, cell in row.cells.items()}
        values = list(texts.values())
        if self._table is None:
            self._printed.add(" ".join(values))
            self._skip(row, Kind.ABOVE)
        elif self._has_ended:
            self._skip(row, Kind.BELOW)
        elif closing.ends(values):
            self._state(row, values)
            self._has_ended = True
            self._skip(row, Kind.BELOW)
        elif closing.is_total(values):
            self._state(row, values)
            self._skip(row, Kind.TOTAL)
        elif self._is_printed_again(row, values):
            self._skip(row, Kind.REPEATED)
        elif (heading := self._heading(row, texts)) is not None:
            level, text = heading
            self._under = [(n, t) for n, t in self._under if n < level] + [(level, text)]
            self._skip(row, Kind.HEADING)
        else:
            self._table.entries.append(
                Entry(row.number, row.cells, list(self._under), row.is_hidden)
            )

    def _is_printed_again(self, row: Row, values: list[str]) -> bool:
        """What stands on every page: its number, letterhead and title, (1) (2) (3)."""
        if closing.is_page_number(values) or " ".join(values) in self._printed:
            return True
        return len(values) > _LEAST_RECOGNISED and _is_numbered(row)

    def _state(self, row: Row, values: list[str]) -> None:
        """Subtotals come before the total; whoever wrote it may have counted wrongly."""
        assert self._table is not None
        if (number := closing.stated(row, values)) is not None:
            self._table.stated = (row.number, number)

    def _drop_signatures(self) -> None:
        filled = {row.number: row for row in self.sheet.rows}
        for table in self.laid.tables:
            for entry in closing.signature(table, set(filled)):
                self._skip(filled[entry.row], Kind.BELOW)
                table.entries.remove(entry)

    def _heading(self, row: Row, texts: dict[int, str]) -> tuple[int, str] | None:
        assert self._table is not None
        span = max((m.right - m.left + 1 for m in self._wide.get(row.number, [])), default=1)
        is_wide = span >= max(3, (len(self._table.columns) + 1) // 2)
        told = list(texts.items())
        # How many people follow may stand beside a heading.
        told = [told[0], *((c, t) for c, t in told[1:] if not _is_count(t))]
        values = [text for _, text in told]
        marker, text = ("", values[0]) if len(values) == 1 else (values[0], values[1])
        column = told[-1][0]
        if len(values) > _LEAST_RECOGNISED and not is_wide:
            return None
        if len(values) > 1 and not (_level(marker) or is_wide):
            return None
        if len(values) == 1:
            found = re.match(r"^\(?([IVXL]{1,6}|\d{1,2}|[A-Za-zĐđ])[.)/:-]\s*(.+)$", text)
            marker, text = (found[1], found[2]) if found else ("", text)
        level = _level(marker) or 2
        text = re.sub(r"\s*[:(]\s*\d[\d.]*\s*(đại biểu|đồng chí|đ/c|người)?\s*\)?$", "", text)
        if is_wide or (len(values) == 1 and self._is_first(texts)):
            return level, text.rstrip(" :")
        if level > 1 and headings.is_post(text) and self._table.field(column) is Field.POSITION:
            return None  # a post without a name
        is_person = headings.is_name_like(text) and not headings.is_body(text)
        return (level, text.rstrip(" :")) if headings.is_body(text) and not is_person else None

    def _is_first(self, texts: dict[int, str]) -> bool:
        """One text alone is a heading where it stands in front and is neither a name nor a post."""
        assert self._table is not None
        (column, text), *_ = texts.items()
        named = beside_names.read(text.lstrip(" -–+*•")).name
        if headings.is_name_like(named) or headings.is_post(text):
            return False
        return column <= min(self._table.columns) + 1 and any(c.isalpha() for c in text)

    def _without_headings(self) -> None:
        """A list that begins at once: its columns are known by what stands in them alone."""
        rows = [row for row in self.sheet.rows if len(row.cells) > 1]
        indices = sorted({column for row in rows[:200] for column in row.cells})
        names = any(
            headings.by_content([r.cells[i].text for r in rows if i in r.cells]) is Field.NAME
            for i in indices
        )
        if not names:
            return
        columns = {i: Column(i, [""], i in self.sheet.hidden_columns) for i in indices}
        self._table = Table(self.sheet.name, self.sheet.is_hidden, columns, rows[0].number)
        self.laid, self._printed = Laid([self._table]), set()
        self._has_ended = False
        for row in self.sheet.rows:
            self._line(row)

    def _skip(self, row: Row, kind: Kind) -> None:
        text = " · ".join(dict.fromkeys(exact_key(cell.text) for cell in row.cells.values()))
        self.laid.skipped.append(Skipped(self.sheet.name, row.number, kind, text[:200]))


def _level(marker: str) -> int:
    bare = marker.strip(" .)(-/:")
    return next((level for level, form in _MARKERS if re.fullmatch(form, bare)), 0)


def _is_count(text: str) -> bool:
    return text.isdigit() and len(text) <= _LARGEST_COUNT


def _is_numbered(row: Row) -> bool:
    """``(1) (2) (3)`` under the headings; not a line of a list, whose cells are not all numbers."""
    found = [_NUMBERED.match(exact_key(cell.text)) for cell in row.cells.values()]
    if len(found) < _LEAST_RECOGNISED or not all(found):
        return False
    digits = [int(one[1]) for one in found if one and one[1].isdigit()]
    steps = [after - before for before, after in pairwise(digits)]
    return len(digits) > 1 and all(step == 1 for step in steps)
