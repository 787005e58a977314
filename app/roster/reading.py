"""From a file's bytes to people: every step of the reading, in a process of its own.

Run by ``opening``: options as a line of JSON and the file on standard input; lines of JSON on
standard output, each with ``progress``, ``refused`` or, the last, ``reading``.
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from app.errors import Refused
from app.legacy import Encoding
from app.roster import separated, workbook
from app.roster.beside import parted
from app.roster.cells import Found, Sheet
from app.roster.columns import Mapped, map_columns
from app.roster.decoding import decode
from app.roster.headings import Field
from app.roster.layout import lay_out
from app.roster.names import begins_with_courtesy, tidy
from app.roster.people import Reader
from app.roster.person import Person
from app.roster.remarks import Remark
from app.roster.settling import settled
from app.roster.tables import Entry, Kind, Laid, Skipped, Table

MEMORY, SECONDS = 300 * 1024 * 1024, 60
_STEP = 500
_MOST_SKIPPED, _MOST_PEOPLE = 3_000, 25_000
_NOTHING_BUT = {Field.ORDINAL, Field.UNIT, Field.GROUP, Field.IGNORED, Field.ID_CARD}
_NAMES = {Field.NAME, Field.FAMILY, Field.GIVEN}
ROWS, COLUMNS, STRUCK = "rows", "columns", "struck"


@dataclass
class Options:
    """What the user decided about the file so far."""

    corrected: dict[str, dict[str, str]] = field(default_factory=dict)  # signature → column → field
    remembered: dict[str, dict[str, str]] = field(default_factory=dict)
    included: list[str] = field(default_factory=list)  # of ROWS, COLUMNS, STRUCK
    sheets: list[str] = field(default_factory=list)  # hidden ones that are read after all

    def kept(self) -> dict[str, Any]:
        """What belongs to the file; what is remembered belongs to the sender."""
        return {
            "corrected": {form: fields for form, fields in self.corrected.items() if fields},
            "included": self.included,
            "sheets": self.sheets,
        }


@dataclass
class _Reading:
    """What is collected on the way."""

    options: Options
    people: list[Person] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    decoded: Counter[Encoding] = field(default_factory=Counter)
    is_empty: bool = False  # some headings have nobody under them


def read(
    content: bytes, name: str, options: Options, tell: Callable[[int, int], None]
) -> dict[str, Any]:
    """Everything the file says, as JSON. Raises Refused where it cannot be read at all."""
    is_text = not content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    found = separated.read(content, tidy(name)) if is_text else workbook.read(content)
    reading = _Reading(options)
    rows = sum(len(sheet.rows) for sheet in found.sheets)
    _remark_file(reading, found)
    done = 0
    for sheet in found.sheets:
        reading.decoded.update(decode(sheet))
        _read_sheet(reading, sheet, partial(_tell_on, tell, done, rows))
        done += len(sheet.rows)
    if not reading.tables and reading.is_empty:
        raise Refused("Bảng danh sách chưa có dòng nào dưới tiêu đề")
    if not reading.tables:
        raise Refused("Không thấy bảng danh sách nào: cần một dòng tiêu đề có cột Họ và tên")
    for encoding, number in reading.decoded.items():
        named = "TCVN3 (.VnTime)" if encoding is Encoding.TCVN3 else "VNI"
        remark = Remark("{n} ô gõ phông {font} đã đọc thành Unicode", {"n": number, "font": named})
        reading.remarks.append(remark)
    return {
        "people": [person.as_json() for person in reading.people],
        "tables": reading.tables,
        "skipped": [asdict(one) for one in reading.skipped[:_MOST_SKIPPED]],
        "remarks": [asdict(remark) for remark in reading.remarks],
    }


def _tell_on(tell: Callable[[int, int], None], before: int, rows: int, here: int) -> None:
    tell(before + here, rows)


def _remark_file(reading: _Reading, found: Found) -> None:
    note = reading.remarks.append
    if found.formulas:
        note(Remark("Có {n} ô công thức: đọc giá trị đã lưu trong tệp", {"n": found.formulas}))
    if found.without_value:
        cells = ", ".join(found.without_value[:8])
        note(Remark("Ô công thức chưa có giá trị đã lưu, coi như trống: {cells}", {"cells": cells}))
    if found.has_macros:
        note(Remark("Tệp có macro: chỉ đọc chữ, không chạy macro", {}))
    if found.has_links:
        note(Remark("Tệp có liên kết tới tệp khác: dùng giá trị đã lưu, không mở liên kết", {}))


def _read_sheet(reading: _Reading, sheet: Sheet, tell: Callable[[int], None]) -> None:
    laid = _laid_out(sheet)
    reading.skipped += laid.skipped
    is_read = not sheet.is_hidden or sheet.name in reading.options.sheets
    counted = 0
    for table in laid.tables:
        if not table.entries:
            reading.is_empty = True
            continue
        counted += _read_table(reading, table, is_read, tell)
    if not laid.tables and sheet.rows:
        reading.remarks.append(
            Remark("Trang {sheet} không có bảng danh sách, bỏ qua", {"sheet": sheet.name})
        )
    if sheet.is_hidden and laid.tables and not is_read:
        values: dict[str, str | int] = {"sheet": sheet.name, "n": counted}
        reading.remarks.append(Remark("Trang ẩn {sheet} có {n} người, chưa đọc", values))


def _laid_out(sheet: Sheet) -> Laid:
    """All tables of a sheet, also those that stand side by side."""
    parts = [lay_out(part) for part in parted(sheet)]
    skipped = {(one.row, one.kind, one.text): one for part in parts for one in part.skipped}
    return Laid([table for part in parts for table in part.tables], list(skipped.values()))


def _read_table(reading: _Reading, table: Table, is_read: bool, tell: Callable[[int], None]) -> int:
    options, number = reading.options, len(reading.tables)
    mapped = map_columns(
        table,
        options.corrected.get(table.signature, {}),
        options.remembered.get(table.signature, {}),
        reads_hidden=COLUMNS in options.included,
    )
    fields: dict[int, Field] = {
        one.index: one.field for one in mapped if one.field is not Field.IGNORED
    }
    _remark_columns(reading, mapped)
    reader = Reader(table.sheet, number, fields, is_titled=_is_titled(table, fields))
    people: list[Person] = []
    for place, entry in enumerate(settled(table.entries, fields)):
        if place % _STEP == 0:
            tell(place)
        kind = _left_out(entry, fields, options, is_read)
        if kind is None:
            people += reader.people(entry)
        elif kind is not Kind.UNREAD or is_read:
            text = " · ".join(_open_texts(entry, fields))
            reading.skipped.append(Skipped(table.sheet, entry.row, kind, text[:200]))
    _carry_units(reading, table, people)
    reading.people += people
    if len(reading.people) > _MOST_PEOPLE:
        raise Refused("Tệp có hơn {most} người. Hãy tách thành nhiều tệp", most=_MOST_PEOPLE)
    reading.tables.append(
        {
            "sheet": table.sheet,
            "is_hidden": table.is_hidden,
            "is_read": is_read,
            "signature": table.signature,
            "first_row": table.first_row,
            "above": [*table.above[:6], *table.above[6:][-6:]],
            "people": len(people),
            "columns": [asdict(one) for one in mapped],
        }
    )
    counted = len({person.row for person in people}) if is_read else len(table.entries)
    if table.stated and is_read and table.stated[1] != counted:
        row, stated = table.stated
        reading.remarks.append(
            Remark(
                "Trang {sheet}, dòng {row}: tệp ghi tổng số {stated}, đếm được {counted}",
                {"sheet": table.sheet, "row": row, "stated": stated, "counted": counted},
            )
        )
    return counted


def _remark_columns(reading: _Reading, mapped: list[Mapped]) -> None:
    for one in mapped:
        values: dict[str, str | int] = {"column": one.letter, "heading": one.heading or "–"}
        if one.field is Field.ID_CARD:
            reading.remarks.append(
                Remark("Cột {column} ({heading}) chứa số định danh: không đọc, không lưu", values)
            )
        elif one.is_hidden and one.field is Field.IGNORED:
            reading.remarks.append(Remark("Cột ẩn {column} ({heading}) chưa đọc", values))


def _left_out(
    entry: Entry, fields: dict[int, Field], options: Options, is_read: bool
) -> Kind | None:
    told = [c for c in entry.cells if fields.get(c, Field.IGNORED) not in _NOTHING_BUT]
    if not told:
        return Kind.UNREAD
    struck = [entry.cells[column].is_struck for column in told]
    is_off = any(entry.cells[column].is_struck for column in told if fields[column] in _NAMES)
    if (is_off or sum(struck) * 2 > len(struck)) and STRUCK not in options.included:
        return Kind.STRUCK
    if (entry.is_hidden and ROWS not in options.included) or not is_read:
        return Kind.HIDDEN
    return None


def _open_texts(entry: Entry, fields: dict[int, Field]) -> list[str]:
    """Of a line that is left out, what may be shown: neither personal nor telephone numbers."""
    told = fields.keys() - {c for c, of in fields.items() if of in {Field.ID_CARD, Field.PHONE}}
    return [
        tidy(cell.text)
        for column, cell in entry.cells.items()
        if column in told and not cell.text.strip().isdigit()
    ]


def _is_titled(table: Table, fields: dict[int, Field]) -> bool:
    columns = [column for column, of in fields.items() if of is Field.NAME]
    texts = [e.cells[c].text for e in table.entries[:400] for c in columns if c in e.cells]
    return bool(texts) and sum(map(begins_with_courtesy, texts)) * 2 > len(texts)


def _carry_units(reading: _Reading, table: Table, people: list[Person]) -> None:
    """Where a unit stands only on its first line, it holds for the lines below, until a heading.

    Lists that write the unit on every line repeat it from one line to the next: there an empty
    cell means no unit.
    """
    own = [person for person in people if not person.part]
    if any(person.number is not None for person in own):
        return  # our own form: an empty cell means no unit
    units = [person.unit for person in own]
    blank = sum(not unit for unit in units)
    repeats = any(a and a == b for a, b in pairwise(units))
    if not blank or repeats or not units[0] or blank * 3 < len(units) - blank:
        return
    unit, under, carried = "", people[0].headings, 0
    for person in people:
        if person.unit or person.headings != under:
            unit, under = person.unit, person.headings
        elif unit:
            person.unit, carried = unit, carried + 1
    if carried:
        values: dict[str, str | int] = {"sheet": table.sheet, "n": carried}
        reading.remarks.append(
            Remark(
                "Trang {sheet}: {n} dòng để trống đơn vị, hiểu là đơn vị ghi ở dòng trên", values
            )
        )


def main() -> None:
    """Bounded in memory and time: what does not fit ends here, not in the server."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    asked = json.loads(sys.stdin.buffer.readline())

    def tell(done: int, of: int) -> None:
        _put({"progress": done, "of": of})

    try:
        content = sys.stdin.buffer.read()
        _put({"reading": read(content, asked["name"], Options(**asked["options"]), tell)})
    except Refused as refusal:
        _put({"refused": refusal.pattern, "values": refusal.values})


def _put(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
