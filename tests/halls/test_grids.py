"""A hall drawn in a spreadsheet, as offices do."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from app.halls.faults import BadPlan, Odd, Wrong
from app.halls.receiving import Received, receive
from app.halls.rules import LandmarkKind


def sheet() -> tuple[Workbook, Worksheet]:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    return book, page


def taken(book: Workbook) -> Received:
    written = BytesIO()
    book.save(written)
    return receive(written.getvalue(), "Hội trường tầng 3")


def drawn() -> tuple[Workbook, Worksheet]:
    """A stage over two blocks of three rows, the row's letter first in each line."""
    book, page = sheet()
    page.merge_cells("C1:L1")
    page["C1"] = "SÂN KHẤU"
    page["A2"] = "Cửa 1"
    for line in range(3):
        page.cell(4 + line, 1, "ABC"[line])
        for place in range(10):
            cell = page.cell(4 + line, 3 + place + (2 if place > 4 else 0), place + 1)
            cell.fill = PatternFill("solid", "FFCC00")
    return book, page


def test_cells_are_chairs_and_empty_columns_part_blocks() -> None:
    received = taken(drawn()[0])
    layout = received.layout
    assert layout.name == "Hội trường tầng 3"
    assert [(block.code, len(block.rows)) for block in layout.blocks] == [("1", 3), ("2", 3)]
    assert [row.label for row in layout.blocks[0].rows] == ["A", "B", "C"]
    assert [seat.label for seat in layout.blocks[1].rows[0].seats] == [
        *("2-A-06", "2-A-07", "2-A-08", "2-A-09", "2-A-10"),
    ]
    assert [row.rank for row in layout.blocks[1].rows] == [0, 1, 2]
    (door,) = layout.marks
    assert (door.kind, door.name) == (LandmarkKind.DOOR, "Cửa 1")
    assert layout.stage.y < layout.seats[0].y
    assert Odd.NO_STAGE not in received.notes


def test_labels_printed_whole_are_kept_and_an_empty_cell_is_a_gap() -> None:
    book, page = sheet()
    for row in "AB":
        for place in (1, 2, 3, 5, 6):
            page.cell(ord(row) - 60, place, f"{row}-{place:02}")
    page.cell(6, 4, "B-04")
    layout = taken(book).layout
    first, second = layout.blocks[0].rows
    assert [seat.label for seat in first.seats] == ["A-01", "A-02", "A-03", "A-05", "A-06"]
    assert [seat.is_after_aisle for seat in first.seats] == [False, False, False, True, False]
    assert not any(seat.is_after_aisle for seat in second.seats)


def test_a_stage_below_turns_the_sheet_about() -> None:
    book, page = sheet()
    for line in range(2):
        for place in range(4):
            page.cell(1 + line, 1 + place, f"{'BA'[line]}{place + 1}")
    page.merge_cells("A5:D5")
    page["A5"] = "Sân khấu"
    rows = taken(book).layout.blocks[0].rows
    assert [row.label for row in rows] == ["A", "B"]
    assert [seat.number for seat in rows[0].seats] == list("4321")


def test_headings_name_the_parts_below_them() -> None:
    book, page = drawn()
    page.merge_cells("C9:L9")
    page["C9"] = "Tầng 2"
    for place in range(6):
        page.cell(10, 3 + place, place + 1)
    layout = taken(book).layout
    assert [(block.name, block.level) for block in layout.blocks][2:] == [("Tầng 2", 1)]


def test_two_chairs_with_one_label_are_told_by_their_cells() -> None:
    book, page = sheet()
    page["A1"], page["B1"], page["D4"] = "A1", "A2", "A1"
    with pytest.raises(BadPlan) as refused:
        taken(book)
    assert [(fault.path, fault.what) for fault in refused.value.faults] == [
        ("D4", Wrong.SAME_LABEL)
    ]


def test_a_sheet_without_chairs_or_as_wide_as_the_world_is_refused() -> None:
    with pytest.raises(BadPlan):
        taken(sheet()[0])
    book, page = sheet()
    page["A1"], page["XFD1048576"] = "A1", "A2"
    with pytest.raises(BadPlan) as refused:
        taken(book)
    assert refused.value.faults[0].what is Wrong.TOO_WIDE


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
    st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=6)
    | st.integers(-5, 500)
    | st.booleans()
    | st.sampled_from(["A1", "Hàng B", "Sân khấu", "Cửa 2", "Bậc", "A-01-02", "x"]),
    max_size=30,
)


@given(CELLS)
@settings(max_examples=60)
def test_no_sheet_crashes_the_reader(cells: dict[tuple[int, int], object]) -> None:
    book, page = sheet()
    for (line, column), value in cells.items():
        cell = page.cell(line, column)
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str):
            cell.data_type = "s"
    try:
        layout = taken(book).layout
    except BadPlan as refused:
        assert refused.faults
    else:
        labels = [seat.label for seat in layout.seats]
        assert len(set(labels)) == len(labels) > 0
