"""The office's list, read back as any other program would read it."""

import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO

import pytest
from starlette.testclient import TestClient

from app.delegates.exports import roman
from tests.cast import HAI_PHONG

EXPORT = f"/conferences/{HAI_PHONG}/delegates/export.xlsx"
NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def rows(answer: bytes) -> list[list[str]]:
    """The texts of all cells, row by row, from the file's own parts."""
    with zipfile.ZipFile(BytesIO(answer)) as book:
        assert book.testzip() is None
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in page.iterfind("s:sheetData/s:row", NS):
        cells = ["".join(cell.itertext()) for cell in row.iterfind("s:c", NS)]
        found.append([cell for cell in cells if cell])
    return found


def test_the_list_is_in_office_form(organiser: TestClient) -> None:
    answer = organiser.get(EXPORT)
    assert "spreadsheetml" in answer.headers["content-type"]
    found = rows(answer.content)
    assert found[0] == ["BAN THƯỜNG VỤ THÀNH ỦY HẢI PHÒNG"]
    assert found[1] == ["DANH SÁCH ĐẠI BIỂU"]
    assert ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"] in found
    assert ["II. Lãnh đạo cấp vụ các cơ quan Đảng ở Trung ương: 6 đại biểu"] in found
    assert found[-1] == ["Ấn định danh sách có 1.086 đại biểu"]
    chair = next(row for row in found if "Lê Ngọc Châu" in row)
    assert chair[0] == "1", "STT begins anew in each group"
    assert chair[2].splitlines()[1] == "Bí thư Thành ủy"
    people = [row for row in found if row and row[0].isdigit()]
    assert len(people) == 1_086


def test_the_part_that_is_looked_at_is_what_is_exported(organiser: TestClient) -> None:
    found = rows(organiser.get(f"{EXPORT}?search=cam+giang+bi+thu+dang+uy&order=name").content)
    assert found[-1] == ["Ấn định danh sách có 4 đại biểu"]
    assert len([row for row in found if row and row[0].isdigit()]) == 4


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (27, "XXVII")]
)
def test_headings_are_numbered_in_roman(number: int, written: str) -> None:
    assert roman(number) == written
