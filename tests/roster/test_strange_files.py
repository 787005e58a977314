"""Files as a stranger would try them: what they mean is read, what cannot be is said."""

import unicodedata
from typing import Any

import pytest
from openpyxl import Workbook

from app.errors import Refused
from app.roster.opening import open_file
from app.roster.reading import Options
from tests.roster.files import HEAD, plain, saved, sheet

AN = [1, "Nguyễn Văn Mẫu An", "Bí thư Đảng ủy", "Phường An Dương", "0912345678", None]
BINH = [2, "Trần Thị Mẫu Bình", "Phó Bí thư", "Phường An Dương", "0912345679", None]


def read(content: bytes, name: str = "ds.xlsx") -> dict[str, Any]:
    return open_file(content, name, Options(), lambda *_: None)


def names(content: bytes, name: str = "ds.xlsx") -> list[str]:
    return [one["name"] for one in read(content, name)["people"]]


BOTH = [str(AN[1]), str(BINH[1])]


def test_two_tables_on_one_sheet() -> None:
    other = ["TT", "Chức vụ", "Họ tên", "ĐT"]
    rows = [HEAD, AN, [], ["DANH SÁCH KHÁCH MỜI"], other, [1, "Phó Bí thư", BINH[1], "0912345679"]]
    assert names(saved(sheet(rows)[0])) == BOTH


def test_headings_on_the_twelfth_row() -> None:
    rows = [*([f"Dòng {n}"] for n in range(11)), HEAD, AN, BINH]
    assert names(saved(sheet(rows)[0])) == BOTH


def test_names_with_two_spaces_and_unseen_ones() -> None:
    odd = ["Nguyễn  Văn\u00a0Mẫu An ", unicodedata.normalize("NFD", "Trần Thị Mẫu\u200b Bình")]
    assert names(plain([[1, odd[0], *AN[2:]], [2, odd[1], *BINH[2:]]])) == BOTH


def test_names_in_capitals_stay_as_written() -> None:
    assert names(plain([[1, "NGUYỄN VĂN MẪU AN", *AN[2:]]])) == ["NGUYỄN VĂN MẪU AN"]


def test_days_of_birth_as_text() -> None:
    head = ("STT", "Họ và tên", "Ngày sinh", "Chức vụ")
    days = ["05/3/1971", "5-3-1971", "1971", "Sinh năm 1971"]
    rows = [[n, f"Lê Văn Mẫu {'ABCD'[n]}a", day, "Chuyên viên"] for n, day in enumerate(days)]
    assert {one.get("birth_year") for one in read(plain(rows, head))["people"]} == {1971}


def test_a_sheet_for_each_commune() -> None:
    book, page = sheet([HEAD, [*AN[:3], None, *AN[4:]]], "Phường An Dương")
    for unit, row in (("Xã Cẩm Giang", BINH), ("Xã Cẩm Giàng", BINH)):
        page = book.create_sheet(unit)
        page.append(list(HEAD))
        page.append([*row[:3], None, *row[4:]])
    found = read(saved(book))
    assert [one["sheet"] for one in found["people"]] == [
        "Phường An Dương", "Xã Cẩm Giang", "Xã Cẩm Giàng",
    ]  # fmt: skip


def test_text_with_a_byte_order_mark_quotes_and_broken_lines() -> None:
    text = '\ufeffSTT;"Họ và tên";"Chức vụ"\r\n1;"Nguyễn Văn Mẫu An";"Bí thư;\nChủ tịch HĐND"\r\n'
    (one,) = read(text.encode(), "ds.csv")["people"]
    assert (one["name"], one["positions"]) == (BOTH[0], ["Bí thư", "Chủ tịch HĐND"])


def test_formulas_without_cached_values_are_named() -> None:
    rows = [HEAD, [1, '=CONCAT("Nguyễn"," Mẫu")', *AN[2:]], BINH]
    found = read(saved(sheet(rows)[0]))
    assert "B2" in str(found["remarks"])


def test_a_page_that_only_looks_like_xlsx() -> None:
    for content in (b"<html><table><tr><td>STT</td></tr></table></html>", b"", b"\x00" * 3_000):
        with pytest.raises(Refused):
            read(content)
    with pytest.raises(Refused):  # an old .xls, or a password
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 3_000)


def test_very_many_rows_are_refused_or_bounded() -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("Danh sách")
    page.append(list(HEAD))
    for number in range(200_000):
        page.append([number, "Lê Văn Mẫu", "Chuyên viên", None, None, None])
    with pytest.raises(Refused, match=r"dòng|người"):
        read(saved(book))


def test_a_title_beside_the_name_and_columns_turned_round() -> None:
    head = ("Ghi chú", "SĐT", "Cơ quan, đơn vị", "Chức vụ", "Tên đại biểu", "STT")
    rows = [[*reversed(AN)], [*reversed(BINH)]]
    rows[1][4] = "Đ/c Trần Thị Mẫu Bình"
    assert names(plain(rows, head)) == BOTH


def test_wholly_empty_sheets_and_a_list_on_the_last() -> None:
    book = Workbook()
    for number in range(20):
        book.create_sheet(f"Trang {number}")
    page = book.create_sheet("DS")
    for row in (HEAD, AN, BINH):
        page.append(list(row))
    assert names(saved(book)) == BOTH
