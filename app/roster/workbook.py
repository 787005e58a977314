"""Reads an .xlsx in one pass: texts with their fonts, what is hidden, merged or struck out."""

import re
from datetime import date, timedelta

from app.errors import Refused
from app.roster.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    Cell,
    Found,
    Merge,
    Row,
    Sheet,
    place,
)
from app.roster.lettering import Runs, Styles, Texts, number
from app.roster.package import Package, Part

_MOST_MERGES = 100_000
_LARGEST_DAY = 2_958_465  # 31/12/9999
_WHOLE = 1e15


class _Relations(Part):
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.book = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.targets[attributes.get("Id", "")] = target
            if attributes.get("Type", "").endswith("/officeDocument"):
                self.book = target


class _Book(Part):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.counts_from_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            target = next((v for k, v in attributes.items() if k.endswith("}id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), target, hidden))
        elif name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in {"1", "true"}


class _Cells(Part):
    """One sheet. Empty cells are not kept; a row is kept when it has cells."""

    def __init__(self, sheet: Sheet, book: "_Open") -> None:
        self._sheet, self._book = sheet, book
        self._row = Row(0)
        self._column = -1
        self._kind, self._look = "", ("", False, False)
        self._pieces: list[str] = []
        self._runs: Runs | None = None
        self._takes, self._has_formula, self._in_formula = False, False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin(attributes)
        elif self._runs is not None:
            self._runs.start(name, attributes)
        elif name == "v":
            self._takes = True
        elif name == "is":
            self._runs = Runs()
        elif name == "f":
            self._has_formula, self._in_formula = True, True
        elif name == "row":
            self._row = Row(
                number(attributes.get("r", "0")) or self._row.number + 1,
                is_hidden=_is_hidden(attributes, "ht"),
            )
            self._column = -1
        elif name == "col" and _is_hidden(attributes, "width"):
            first, last = number(attributes.get("min", "1")), number(attributes.get("max", "1"))
            self._sheet.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif name == "mergeCell":
            merge = _merge(attributes.get("ref", ""))
            if merge is not None and len(self._sheet.merges) < _MOST_MERGES:
                self._sheet.merges.append(merge)

    def data(self, text: str) -> None:
        if self._runs is not None:
            self._runs.data(text)
        elif self._takes and not self._in_formula:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if self._runs is not None and name not in {"is", "c"}:
            self._runs.end(name)
        elif name == "v":
            self._takes = False
        elif name == "f":
            self._in_formula = False
        elif name == "c":
            self._finish()
        elif name == "row" and self._row.cells:
            self._book.keep(self._sheet, self._row)

    def _begin(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        self._column = _column(reference) if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        look = number(attributes.get("s", "0"))
        looks = self._book.looks
        self._look = looks[look] if look < len(looks) else ("", False, False)
        self._pieces, self._runs, self._has_formula = [], None, False

    def _finish(self) -> None:
        raw, dropped = "".join(self._pieces)[:MOST_TEXT], ""
        font, is_struck, is_day = self._look
        if self._has_formula:
            self._book.note_formula(
                self._sheet, self._column, self._row.number, has_value=bool(raw)
            )
        is_number = self._kind == "n" and self._runs is None
        if self._kind == "s" or self._runs is not None:
            raw, own, all_struck, dropped = self._text(raw)
            font, is_struck = own or font, all_struck or is_struck
        elif is_number and raw:
            raw = self._book.number_text(raw, is_day=is_day)
        elif self._kind == "b":
            raw = "x" if raw == "1" else ""
        elif self._kind == "e":
            raw = ""
        self._runs = None
        if raw.strip() and 0 <= self._column < MOST_COLUMNS:
            cell = Cell(raw, font, is_struck, is_number, dropped=dropped.strip())
            self._row.cells[self._column] = cell

    def _text(self, raw: str) -> tuple[str, str, bool, str]:
        """Written in the cell itself, or shared with others."""
        if self._runs is not None:
            return self._runs.whole()
        texts, index = self._book.texts, number(raw)
        return texts[index] if index < len(texts) else ("", "", False, "")


class _Open:
    """A workbook being read."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        relations, book, styles, texts = _Relations(), _Book(), Styles(), Texts()
        self.package.read("_rels/.rels", relations)
        path = relations.book.lstrip("/") or "xl/workbook.xml"
        folder, _, name = path.rpartition("/")
        if not self.package.read(path, book) or not book.sheets:
            raise Refused("Tệp không phải là bảng tính Excel (.xlsx), hoặc đã hỏng")
        inner = _Relations()
        self.package.read(f"{folder}/_rels/{name}.rels", inner)
        self.package.read(f"{folder}/styles.xml", styles)
        self.package.read(f"{folder}/sharedStrings.xml", texts)
        self.looks, self.texts, self._folder = styles.looks, texts.texts, folder
        self._first_day = date(1904, 1, 1) if book.counts_from_1904 else date(1899, 12, 30)
        self._sheets = [
            (name, inner.targets.get(target, ""), hidden) for name, target, hidden in book.sheets
        ]
        self._rows = 0
        self.found = Found(
            [],
            has_macros=self.package.has(r"vbaproject|macrosheet"),
            has_links=self.package.has(r"externallink"),
        )

    def read(self) -> Found:
        if len(self._sheets) > MOST_SHEETS:
            raise Refused("Tệp có quá nhiều trang tính. Hãy chỉ gửi bảng danh sách")
        for name, target, is_hidden in self._sheets:
            path = target.lstrip("/") if target.startswith("/") else f"{self._folder}/{target}"
            sheet = Sheet(name, is_hidden=is_hidden)
            if self.package.read(path, _Cells(sheet, self)):
                self.found.sheets.append(sheet)
        return self.found

    def keep(self, sheet: Sheet, row: Row) -> None:
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise Refused("Tệp có hơn {most} dòng có chữ. Hãy tách thành nhiều tệp", most=MOST_ROWS)
        sheet.rows.append(row)

    def note_formula(self, sheet: Sheet, column: int, row: int, *, has_value: bool) -> None:
        self.found.formulas += 1
        if not has_value and len(self.found.without_value) < MOST_COLUMNS:
            self.found.without_value.append(f"{sheet.name}!{place(column, row)}")

    def number_text(self, raw: str, *, is_day: bool) -> str:
        """As people see it: a day as 02/06/1970, a whole number without a fraction."""
        try:
            value = float(raw)
        except ValueError:
            return raw
        if is_day and 0 < value < _LARGEST_DAY:
            day = self._first_day + timedelta(days=int(value))
            return f"{day:%d/%m/}{day.year:04}"
        return str(int(value)) if value == value // 1 and abs(value) < _WHOLE else raw


def read(content: bytes) -> Found:
    """Everything in the workbook. Raises Refused where it cannot or must not be read."""
    return _Open(content).read()


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """A row or column that is hidden, or drawn to nothing."""
    return attributes.get("hidden") in {"1", "true"} or attributes.get(size) == "0"


def _column(reference: str) -> int:
    column = 0
    for character in reference:
        if not ("A" <= character <= "Z"):
            break
        column = column * 26 + ord(character) - ord("A") + 1
        if column > MOST_COLUMNS * 26:
            break
    return column - 1


def _merge(reference: str) -> Merge | None:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
    if found is None:
        return None
    return Merge(int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))
