"""What offices do to a grid besides one chair a cell: read well, or refused with its place."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.halls.faults import BadPlan, Odd, Wrong
from app.halls.receiving import Received, receive

Draw = Callable[[Workbook, Worksheet], None]


def written(draw: Draw) -> bytes:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    draw(book, page)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def drawn(draw: Draw) -> Received:
    return receive(written(draw), "Hội trường")


def faults(data: bytes) -> list[tuple[str, Wrong]]:
    with pytest.raises(BadPlan) as refused:
        receive(data, "Hội trường")
    return [(fault.path, fault.what) for fault in refused.value.faults]


def fill(page: Worksheet, lines: list[str], first: int = 1) -> None:
    """Words of each line in neighbouring cells; ``.`` leaves one empty."""
    for line, words in enumerate(lines, first):
        for column, word in enumerate(words.split(), 1):
            if word != ".":
                page.cell(line, column, int(word) if word.isdecimal() else word)


def rows(received: Received) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each block's code with its rows: the label, and the seats' numbers."""
    return [
        (block.code, [(row.label, " ".join(s.number for s in row.seats)) for row in block.rows])
        for block in received.layout.blocks
    ]


def merged_chairs(_: Workbook, page: Worksheet) -> None:
    for line in (1, 2):
        page.cell(line, 1, "AB"[line - 1])
        for place in range(6):
            column = 2 + 2 * place + 2 * (place > 2)
            page.merge_cells(None, line, column, line, column + 1)
            page.cell(line, column, place + 1)


def spread(_: Workbook, page: Worksheet) -> None:
    for line in range(3):
        for place in range(4):
            page.cell(1 + 2 * line, 1 + 2 * place, place + 1)


def lines(*words: str) -> Draw:
    return lambda _, page: fill(page, list(words))


TWO = [("A", "1 2 3"), ("B", "1 2 3")]


@pytest.mark.parametrize(
    ("draw", "expected", "noted"),
    [
        (merged_chairs, [("1", TWO), ("2", [("A", "4 5 6"), ("B", "4 5 6")])], None),
        (spread, [("1", [(f"0{n}", "1 2 3 4") for n in (1, 2, 3)])], None),
        (  # an aisle spelled down its column
            lines(*(f"1 2 {letter} 3 4" for letter in "LỐIĐI")),
            [(code, [(f"0{n}", seats) for n in range(1, 6)]) for code, seats in
             (("1", "1 2"), ("2", "3 4"))],
            Odd.LETTERS,
        ),
        (  # names of the rows in the aisle
            lines("1 2 A 3 4", "1 2 B 3 4"),
            [("1", [("A", "1 2"), ("B", "1 2")]), ("2", [("A", "3 4"), ("B", "3 4")])],
            None,
        ),
        (  # a sign for each chair, numbers above
            lines(". 1 2 3", "A x x x A", "B x x x B"),
            [("1", TWO)],
            Odd.COLUMN_NUMBERS,
        ),
        (  # numbers of rows before numbers of chairs
            lines("Hàng", "1 1 2 3", "2 1 2 3", "3 1 2 3"),
            [("1", [(str(n), "1 2 3") for n in (1, 2, 3)])],
            Odd.ROW_NUMBERS,
        ),
        (  # as in a train
            lines("1 A B . C D", "2 A B . C D"),
            [("1", [("1", "A B"), ("2", "A B")]), ("2", [("1", "C D"), ("2", "C D")])],
            None,
        ),
        (lines("A 1 x 3", "B 1 2 3"), [("1", TWO)], Odd.NUMBERED),
    ],
)  # fmt: skip
def test_what_is_a_chair_and_what_numbers_it(
    draw: Draw, expected: object, noted: Odd | None
) -> None:
    received = drawn(draw)
    assert rows(received) == expected
    assert noted is None or received.notes[noted]


def test_headings_side_by_side_name_the_columns_below_them() -> None:
    def draw(_: Workbook, page: Worksheet) -> None:
        page["A1"], page["E1"] = "KHU A", "Khu B"
        fill(page, ["1 2 3 . 1 2 3", "1 2 3 . 1 2 3"], 2)
        page["A5"] = "Ghi chú: ô vàng là đại biểu Trung ương"

    layout = drawn(draw).layout
    assert [(block.code, block.name) for block in layout.blocks] == [
        *(("A", "KHU A"), ("B", "Khu B")),
    ]
    assert len(layout.seats) == 12


def test_floors_on_sheets_of_their_own_are_one_hall() -> None:
    def draw(book: Workbook, page: Worksheet) -> None:
        page.title = "Tầng 1"
        page["A1"] = "Sân khấu"
        fill(page, ["A1 A2 A3", "B1 B2 B3"], 2)
        fill(book.create_sheet("Tầng 2"), ["A1 A2", "B1 B2"])
        fill(book.create_sheet("Danh sách"), ["An Bình"])

    received = drawn(draw)
    layout = received.layout
    assert [(block.name, block.level) for block in layout.blocks] == [
        *(("Tầng 1", 0), ("Tầng 2", 1)),
    ]
    assert [row.rank for block in layout.blocks for row in block.rows] == [0, 1, 2, 3]
    assert [seat.label for seat in layout.blocks[1].rows[0].seats] == ["2-A1", "2-A2"]
    assert min(seat.y for seat in layout.seats[6:]) > max(seat.y for seat in layout.seats[:6])
    assert received.notes[Odd.SHEETS] == 1, "the list of people is none of it"


def test_a_fault_on_a_further_sheet_says_which() -> None:
    def draw(book: Workbook, page: Worksheet) -> None:
        page.title = "Tầng 1"
        fill(page, ["A1 A2"])
        fill(book.create_sheet("Ban công"), ["B1 B1"])

    assert faults(written(draw)) == [("Ban công!B1", Wrong.SAME_LABEL)]


def test_labels_that_became_dates_are_told_by_their_cells() -> None:
    def draw(_: Workbook, page: Worksheet) -> None:
        page["B2"], page["C2"] = date(2026, 2, 1), "A-02"

    assert faults(written(draw)) == [("B2", Wrong.DATE)]


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", 8) as new:
        for info in old.infolist():
            read = old.read(info)
            new.writestr(info.filename, change(read) if info.filename.endswith(part) else read)
    return kept.getvalue()


GOOD = written(lines("1 2 3", "1 2 3"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Wrong.EMPTY),
        (b"%PDF-1.7 ...", Wrong.NEITHER),
        ("Ghế;Hàng".encode("utf-16"), Wrong.NEITHER),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), Wrong.LOCKED),
        (GOOD[: len(GOOD) // 2], Wrong.NOT_XLSX),
        (changed(GOOD, "sheet1.xml", lambda part: part + b" " * 50_000_000), Wrong.TOO_LARGE),
        (
            changed(
                GOOD, "sheet1.xml", lambda part: part.replace(b'<row r="2"', b"<row r='99999'")
            ),
            Wrong.TOO_WIDE,
        ),
        (
            changed(GOOD, "sheet1.xml", lambda part: part.replace(b'r="C1"', b"r = 'XFD1'")),
            Wrong.TOO_WIDE,
        ),
        (changed(GOOD, "workbook.xml", lambda _: b""), Wrong.NOT_XLSX),
    ],
)
def test_what_is_no_grid_is_refused_in_words(data: bytes, expected: Wrong) -> None:
    assert [what for _, what in faults(data)] == [expected]


def test_a_file_that_lies_about_its_size_is_not_unpacked() -> None:
    data = bytearray(changed(GOOD, "sheet1.xml", lambda part: part + b" " * 30_000_000))
    name = b"xl/worksheets/sheet1.xml"
    for head, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(head)
        while name not in data[place : place + 46 + len(name)]:
            place = data.index(head, place + 4)
        data[place + at : place + at + 4] = (500).to_bytes(4, "little")
    assert faults(bytes(data)) == [("xlsx", Wrong.NOT_XLSX)]
