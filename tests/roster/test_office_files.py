"""Lists of many offices: everybody right, nobody invented, nobody dropped in silence."""

import io
import zipfile

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from app.roster.judging import judge
from app.roster.known import Conference
from app.roster.person import Person
from tests.roster import files
from tests.roster.office_files import AN_DUONG, HEAD, LISTS, NOTES, OfficeFile
from tests.roster.test_judging import GROUPS, UNITS
from tests.roster.test_reading import notices, read, refusal


@pytest.mark.parametrize("made", LISTS.values(), ids=LISTS.keys())
def test_every_list_is_read_as_a_clerk_does(made: OfficeFile) -> None:
    found = read(made.content())
    people = [Person.from_json(kept) for kept in found["people"]]
    lines = judge(people, Conference(UNITS, GROUPS, []), found["tables"], {})
    assert [(line.name, line.unit, line.posts) for line in lines] == made.people
    assert len({line.key for line in lines}) == len(lines)


@pytest.mark.parametrize(("note", "attendance"), NOTES.items())
def test_tones_tell_what_a_note_says(note: str, attendance: str) -> None:
    rows: list[files.Row] = [HEAD, [1, "Đoàn Mẫu An", "Chuyên viên", AN_DUONG, note]]
    (one,) = read(OfficeFile(rows, []).content())["people"]
    assert one.get("attendance", "") == attendance


def test_whoever_is_replaced_and_whoever_comes() -> None:
    rows: list[files.Row] = [
        HEAD,
        [1, "Tạ Mẫu Vắng", "Chuyên viên", AN_DUONG, "đ/c Tạ Mẫu Thay dự thay đ/c Tạ Mẫu Vắng"],
        [2, "Tạ Mẫu Hưu", "Chuyên viên", AN_DUONG, "đã nghỉ hưu, đ/c Tạ Mẫu Mới thay"],
        [3, "Tạ Mẫu Cử (dự thay đ/c Tạ Mẫu Bận)", "Chuyên viên", AN_DUONG],
        [4, "Tạ Mẫu Bận", "Trưởng phòng", AN_DUONG, "Vắng"],
        [5, "Tạ Mẫu Ở", "Chuyên viên", AN_DUONG, "Khuyết"],
    ]
    found = read(OfficeFile(rows, []).content())["people"]
    told = [(one["name"], one.get("attendance", ""), one.get("instead_of", "")) for one in found]
    assert told == [
        ("Tạ Mẫu Vắng", "substituted", ""),
        ("Tạ Mẫu Thay", "confirmed", ""),
        ("Tạ Mẫu Hưu", "substituted", ""),
        ("Tạ Mẫu Mới", "confirmed", ""),
        ("Tạ Mẫu Cử", "confirmed", "Tạ Mẫu Bận"),
        ("Tạ Mẫu Bận", "absent", ""),
        ("Tạ Mẫu Ở", "", ""),  # who has a name is somebody
    ]


def test_a_struck_name_is_nobody_and_a_struck_part_of_a_cell_is_left_out() -> None:
    book, page = files.sheet(
        [HEAD, [1, "Mai Mẫu Hai", "Chuyên viên", AN_DUONG], [2, None, "Chuyên viên", AN_DUONG]]
    )
    page["B2"].font = Font(strike=True)
    struck = TextBlock(InlineFont(strike=True), "Mai Mẫu Cũ")
    page["B3"] = CellRichText(struck, TextBlock(InlineFont(), "\nMai Mẫu Mới"))
    found = read(files.saved(book))
    assert [one["name"] for one in found["people"]] == ["Mai Mẫu Mới"]
    assert "Mai Mẫu Cũ" in str(found["people"][0]["remarks"])
    assert ("struck", 2) in {(one["kind"], one["row"]) for one in found["skipped"]}


def test_texts_shared_in_runs_as_excel_saves_them() -> None:
    book, _ = files.sheet([HEAD, [1, "XXX", "Chuyên viên", AN_DUONG]])
    written = io.BytesIO()
    runs = (
        '<si><r><rPr><strike/></rPr><t xml:space="preserve">Cấn Mẫu Cũ </t></r>'
        "<r><t>Cấn Mẫu_x000D_\n Mới</t></r><rPh><t>ka</t></rPh></si>"
    )
    with (
        zipfile.ZipFile(io.BytesIO(files.saved(book))) as old,
        zipfile.ZipFile(written, "w") as new,
    ):
        for entry in old.infolist():
            body = old.read(entry)
            shared = b't="s"><v>0</v></c>'
            new.writestr(
                entry.filename, body.replace(b't="inlineStr"><is><t>XXX</t></is></c>', shared)
            )
        new.writestr("xl/sharedStrings.xml", f"<sst>{runs}</sst>")
    assert [one["name"] for one in read(written.getvalue())["people"]] == ["Cấn Mẫu Mới"]


def test_columns_that_only_look_like_birth_or_unit_are_not_read() -> None:
    rows: list[files.Row] = [
        ["STT", "Họ và tên", "Chức vụ", "Quê quán", "Ngày vào Đảng"],
        [1, "Đỗ Mẫu Quân", "Chuyên viên", "Xã Cẩm Giàng", "03/02/1998"],
    ]
    (one,) = read(OfficeFile(rows, []).content())["people"]
    assert "birth_year" not in one
    assert "unit" not in one


def test_several_people_in_a_cell_that_cannot_be_parted_are_refused_by_name() -> None:
    rows: list[files.Row] = [
        HEAD,
        [1, "Lò Mẫu Em\nLò Mẫu Ga", "Trưởng phòng\nPhó\nLái xe", AN_DUONG],
    ]
    (one,) = read(OfficeFile(rows, []).content())["people"]
    assert "mỗi người một dòng" in one["refusal"]["pattern"]


def test_a_wrong_total_is_noticed_beside_names_that_begin_like_it() -> None:
    rows: list[files.Row] = [
        HEAD,
        [1, "Tống Mẫu Một", "Chuyên viên", AN_DUONG],
        ["Tổng cộng: 45 đồng chí"],
    ]
    assert "ghi tổng số 45, đếm được 1" in notices(read(OfficeFile(rows, []).content()))


def test_other_files_are_called_by_their_name() -> None:
    def packed(part: str) -> bytes:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as new:
            new.writestr(part, b"<x/>")
        return written.getvalue()

    assert "Word" in refusal(packed("word/document.xml"))
    assert "OpenDocument" in refusal(packed("content.xml"))
    assert ".xlsb" in refusal(packed("xl/workbook.bin"))
    assert "trang web" in refusal(b"\xef\xbb\xbf<html><table><tr><td>STT</td></tr></table></html>")
    assert "chưa có dòng nào" in refusal(OfficeFile([HEAD], []).content())
