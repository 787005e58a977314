"""Reads an .xlsx in one pass: texts with their fonts, what is hidden, merged or struck out."""

import re
from datetime import date, datetime, timedelta

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
from app.roster.package import Package, Part

_DATES = {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 57}  # built-in formats of days
_AS_DATE = re.compile(r"(?:^|[^\\])(?:[dy]|m{3,})", re.IGNORECASE)
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


class _Styles(Part):
    """For each style of cells: its font, whether it strikes out, whether it shows a day."""

    def __init__(self) -> None:
        self.looks: list[tuple[str, bool, bool]] = []
        self._fonts: list[tuple[str, bool]] = []
        self._formats: dict[str, str] = {}
        self._within: list[str] = []
        self._name, self._struck = "", False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._within.append(name)
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "font":
            self._name, self._struck = "", False
        elif name == "name" and "font" in self._within:
            self._name = attributes.get("val", "")
        elif name == "strike" and "font" in self._within:
            self._struck = attributes.get("val", "1") not in {"0", "false"}
        elif name == "xf" and "cellXfs" in self._within:
            font = _number(attributes.get("fontId", "0"))
            look = self._fonts[font] if font < len(self._fonts) else ("", False)
            self.looks.append((*look, self._shows_day(attributes.get("numFmtId", "0"))))

    def end(self, name: str) -> None:
        self._within.pop()
        if name == "font" and "fonts" in self._within:
            self._fonts.append((self._name, self._struck))

    def _shows_day(self, number: str) -> bool:
        if number in self._formats:
            return bool(_AS_DATE.search(re.sub(r'"[^"]*"|\[[^]]*\]', "", self._formats[number])))
        return _number(number) in _DATES


class _Texts(Part):
    """The shared texts, each with the font and the strike of its first run, if it has runs."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, str, bool]] = []
        self._pieces: list[str] = []
        self._font, self._struck = "", False
        self._is_text, self._is_reading_aid = False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces, self._font, self._struck = [], "", False
        elif name == "rPh":
            self._is_reading_aid = True
        elif name == "t":
            self._is_text = not self._is_reading_aid
        elif name == "rFont" and not self._font:
            self._font = attributes.get("val", "")
        elif name == "strike" and not self._pieces:
            self._struck = attributes.get("val", "1") not in {"0", "false"}

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_reading_aid = False
        elif name == "si":
            self.texts.append(("".join(self._pieces)[:MOST_TEXT], self._font, self._struck))


class _Cells(Part):
    """One sheet. Empty cells are not kept; a row is kept when it has cells."""

    def __init__(self, sheet: Sheet, book: "_Open") -> None:
        self._sheet, self._book = sheet, book
        self._row = Row(0)
        self._column = -1
        self._kind, self._look = "", ("", False, False)
        self._pieces: list[str] = []
        self._takes, self._has_formula, self._in_formula = False, False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin(attributes)
        elif name in {"v", "t"}:
            self._takes = True
        elif name == "f":
            self._has_formula, self._in_formula = True, True
        elif name == "row":
            number = _number(attributes.get("r", "0")) or self._row.number + 1
            self._row = Row(number, is_hidden=attributes.get("hidden") in {"1", "true"})
            self._column = -1
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = _number(attributes.get("min", "1")), _number(attributes.get("max", "1"))
            self._sheet.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif name == "mergeCell":
            merge = _merge(attributes.get("ref", ""))
            if merge is not None and len(self._sheet.merges) < _MOST_MERGES:
                self._sheet.merges.append(merge)

    def data(self, text: str) -> None:
        if self._takes and not self._in_formula:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
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
        look = _number(attributes.get("s", "0"))
        looks = self._book.looks
        self._look = looks[look] if look < len(looks) else ("", False, False)
        self._pieces, self._has_formula = [], False

    def _finish(self) -> None:
        raw = "".join(self._pieces)[:MOST_TEXT]
        font, is_struck, is_day = self._look
        if self._has_formula:
            self._book.note_formula(
                self._sheet, self._column, self._row.number, has_value=bool(raw)
            )
        is_number = self._kind == "n"
        if self._kind == "s":
            index = _number(raw)
            shared = self._book.texts[index] if index < len(self._book.texts) else ("", "", False)
            raw, font, is_struck = shared[0], shared[1] or font, shared[2] or is_struck
        elif is_number and raw:
            raw = self._book.number_text(raw, is_day=is_day)
        elif self._kind == "b":
            raw = "x" if raw == "1" else ""
        elif self._kind == "e":
            raw = ""
        if raw.strip() and 0 <= self._column < MOST_COLUMNS:
            self._row.cells[self._column] = Cell(raw, font, is_struck, is_number)


class _Open:
    """A workbook being read."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        relations, book, styles, texts = _Relations(), _Book(), _Styles(), _Texts()
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


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else 0


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


def day_of(text: str) -> date | None:
    """The day in a text such as 02/6/1970, 2-6-1970 or 1970-06-02."""
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
