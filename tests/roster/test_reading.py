"""Messy files of every kind, generated layouts, and files meant to do harm."""

import contextlib
import io
import random
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.roster import reading, workbook
from app.roster.headings import Field
from app.roster.opening import LARGEST_FILE, open_file
from app.roster.reading import Options
from tests.roster import files

UNIT = "Phường An Dương"


def read(content: bytes, name: str = "danh-sach.xlsx", **options: Any) -> dict[str, Any]:
    """In this process, as the reader does it in its own."""
    return reading.read(content, name, Options(**options), lambda _done, _of: None)


def people(found: dict[str, Any]) -> list[tuple[str, list[str], str]]:
    return [
        (one.get("name", ""), one.get("positions", []), one.get("unit", ""))
        for one in found["people"]
    ]


def notices(found: dict[str, Any]) -> str:
    return "\n".join(one["pattern"].format(**one["values"]) for one in found["remarks"])


@pytest.mark.parametrize("made", files.MESSY.values(), ids=files.MESSY.keys())
def test_every_messy_file_gives_people_with_names_and_posts(made: Callable[[], bytes]) -> None:
    found = read(made())
    assert found["people"]
    for one in found["people"]:
        assert one.get("name") or one["attendance"] == "vacant"
        assert one["positions"]
        assert not one.get("refusal")


def test_an_office_list_with_everything_around_it() -> None:
    found = read(files.letterhead())
    an, binh, cuong, empty = found["people"]
    assert (an["name"], an["sex"], an["birth_year"]) == ("Nguyễn Văn Mẫu An", "male", 1970)
    assert an["positions"] == ["Bí thư Đảng uỷ", "Chủ tịch HĐND"]  # the note's second post
    assert an["phone"] == "0912345678"
    assert (binh["sex"], binh["phone"]) == ("female", "0382345678")
    assert cuong["headings"] == ["KHỐI CHÍNH QUYỀN"]
    assert empty["attendance"] == "vacant"
    assert "ghi tổng số 5, đếm được 4" in notices(found)
    kinds = {one["row"]: one["kind"] for one in found["skipped"]}
    assert kinds[4] == "above"
    assert kinds[8] == "repeated"
    assert kinds[15] == "total"
    assert kinds[21] == "below"  # the signature is no delegate


def test_old_fonts_beside_unicode_in_one_column() -> None:
    assert [name for name, _, _ in people(read(files.legacy()))] == [
        "Nguyễn Văn Mẫu Ánh",
        "Trần Thị Mẫu Bình",
        "Lê Văn Mẫu Cường",
        "Đỗ Thị Mẫu Tư",
        "NGUYỄN VĂN MẪU DŨNG",
        "Hoàng Thị Mẫu Ốc",
    ]
    assert people(read(files.legacy()))[3][2] == UNIT
    assert "mất chữ hoa" in read(files.legacy())["people"][0]["remarks"][0]["pattern"]


def test_what_is_hidden_or_struck_out_is_shown_and_read_only_when_asked() -> None:
    found = read(files.hidden())
    assert [name for name, _, _ in people(found)] == ["Nguyễn Văn Mẫu Một"]
    left = {one["kind"]: one["text"] for one in found["skipped"] if one["row"] > 1}
    assert "Nguyễn Văn Mẫu Ba" in left["struck"]
    assert "Trang ẩn Dự phòng có 1 người" in notices(found)
    everything = read(files.hidden(), included=["rows", "struck"], sheets=["Dự phòng"])
    assert len(everything["people"]) == 4


def test_personal_numbers_never_leave_the_reader() -> None:
    everything = ["rows", "columns", "struck"]
    found = read(files.hidden(), included=everything, corrected={})
    assert "031070001234" not in str(found)
    assert "số định danh" in notices(found)
    in_a_note = [[1, "Nguyễn Văn Mẫu", "Bí thư", UNIT, None, "CCCD 031070001234"]]
    assert "031070001234" not in str(read(files.plain(in_a_note))["people"])


def test_units_merged_or_on_their_first_line_or_as_headings() -> None:
    merged = people(read(files.merged_units()))
    assert merged[1] == ("Trần Thị Mẫu Bé", ["Chánh Văn phòng"], "UBND phường Lê Chân")
    assert [unit for _, _, unit in people(read(files.first_line_units()))] == [
        *["Xã An Khánh"] * 3,
        *["Phường Lê Chân"] * 2,
    ]
    headed = read(files.headed_units())["people"]
    assert [one["headings"][-1] for one in headed] == [
        *[UNIT] * 2,
        "Phường Lê Chân",
        "Xã Cẩm Giàng",
    ]


def test_an_empty_unit_stays_empty_where_lists_write_it_on_every_line() -> None:
    rows = [[n, f"Lê Mẫu {n}", "Bí thư", unit] for n, unit in ((1, UNIT), (2, UNIT), (3, None))]
    assert people(read(files.plain([[n, "Lê Mẫu Ba", p, u] for n, _, p, u in rows])))[2][2] == ""


def test_ticks_and_reasons() -> None:
    came, ill, *_ = read(files.merged_units())["people"]
    assert came["attendance"] == "confirmed"
    assert (ill["attendance"], ill["reason"]) == ("absent", "nghỉ ốm")


def test_a_note_names_a_substitute_who_becomes_a_line_of_their_own() -> None:
    absent, substitute, *rest = read(files.notes())["people"]
    assert (absent["name"], absent["attendance"]) == ("Nguyễn Văn Mẫu An", "substituted")
    assert (substitute["name"], substitute["part"]) == ("Trần Văn Mẫu Bảo", 1)
    assert substitute["positions"] == ["Phó Chủ tịch UBND"]
    assert rest[0]["sex"] == "male"
    assert rest[2]["attendance"] == "absent"
    assert rest[3]["name"] == "Đại tá Hồ Mẫu Giang"


def test_a_column_can_be_corrected_and_is_remembered() -> None:
    table = read(files.odd_headings())["tables"][0]
    odd = next(one for one in table["columns"] if one["heading"] == "Cột phụ")
    assert (odd["field"], odd["why"]) == ("ignored", "unknown")
    fields = {table["signature"]: {str(odd["index"]): Field.NOTE.value}}
    for way, why in (("corrected", "corrected"), ("remembered", "remembered")):
        options: dict[str, Any] = {way: fields}
        again = read(files.odd_headings(), **options)
        assert again["people"][0]["note"] == "ăn chay"
        assert again["tables"][0]["columns"][odd["index"]]["why"] == why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_text_in_any_encoding(encoding: str, separator: str) -> None:
    found = read(files.text(encoding, separator), "danh-sach.csv")
    assert people(found)[0] == ("Nguyễn Văn Mẫu Ân", ["Phó Chủ tịch UBND"], UNIT)
    assert found["people"][1]["phone"] == "0912345642"


NAMES = st.sampled_from(["Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Mẫu", "Đoàn Mẫu", "Trương Văn Mẫu"])
COLUMNS = {
    "name": ("Họ và tên", "HỌ TÊN", "Họ tên đại biểu", "Đ/c"),
    "post": ("Chức vụ", "CV", "Chức danh"),
    "unit": ("Đơn vị", "Cơ quan, đơn vị", "Đơn vị CT"),
    "phone": ("SĐT", "Số điện thoại", "Di động"),
}


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_columns_and_what_stands_around_a_list_do_not_matter(
    data: st.DataObject,
) -> None:
    count = data.draw(st.integers(1, 9))
    made = [
        {
            "name": f"{data.draw(NAMES)} {data.draw(st.sampled_from(['An', 'Bé', 'Cả', 'Út']))}",
            "post": data.draw(st.sampled_from(["Bí thư", "Phó Chủ tịch UBND", "Chánh Văn phòng"])),
            "unit": data.draw(st.sampled_from([UNIT, "Xã An Khánh"])),
            "phone": f"09{data.draw(st.integers(10_000_000, 99_999_999))}",
        }
        for _ in range(count)
    ]
    order = data.draw(st.permutations(["no", *COLUMNS]))
    head = ["STT" if of == "no" else data.draw(st.sampled_from(COLUMNS[of])) for of in order]
    rows: list[list[Any]] = [[] for _ in range(data.draw(st.integers(0, 3)))]
    rows += [["DANH SÁCH ĐẠI BIỂU"]] if data.draw(st.booleans()) else []
    rows.append(head)
    if data.draw(st.booleans()):
        rows.append([f"({n})" for n in range(1, len(head) + 1)])
    for number, one in enumerate(made, 1):
        if number > 1 and data.draw(st.integers(0, 5)) == 0:
            rows.append(head)  # at a page break
        rows.append([number if of == "no" else one[of] for of in order])
    if data.draw(st.booleans()):
        rows += [[f"Ấn định danh sách có {count:02} đồng chí"], [], [None, "T/M BAN THƯỜNG VỤ"]]
    book, _ = files.sheet(rows)
    found = read(files.saved(book))
    assert people(found) == [(one["name"], [one["post"]], one["unit"]) for one in made]
    assert [one["phone"] for one in found["people"]] == [one["phone"] for one in made]
    assert "đếm được" not in notices(found)


def refusal(content: bytes, name: str = "x.xlsx") -> str:
    with pytest.raises(Refused) as told:
        open_file(content, name, Options())
    return str(told.value)


def bomb(size: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * size)
    return written.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part rewritten."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            body = old.read(entry)
            new.writestr(entry.filename, change(body) if entry.filename == part else body)
    return written.getvalue()


def test_bad_files_are_answered_with_a_sentence() -> None:
    good = files.letterhead()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "trống" in refusal(b"")
    assert "không phải là bảng tính" in refusal(b"\x89PNG\r\n" + bytes(range(256)) * 9)
    assert "là PDF" in refusal(b"%PDF-1.7\n" + bytes(range(256)) * 9)
    assert "hỏng" in refusal(good[: len(good) // 2])
    assert "kiểu cũ" in refusal(ole)
    assert "mật khẩu" in refusal(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "quá lớn" in refusal(bomb(50 * 1024 * 1024))
    assert "lớn quá" in refusal(b"x" * (LARGEST_FILE + 1))
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]>'
    laughs = changed(good, "xl/workbook.xml", lambda body: entity + body.split(b"?>")[-1])
    assert "không an toàn" in refusal(laughs)
    assert "Không thấy bảng" in refusal(files.saved(files.sheet([["Kính gửi", "các đồng chí"]])[0]))


def test_a_zip_that_lies_about_its_sizes_is_stopped() -> None:
    content = bytearray(bomb(5 * 1024 * 1024))
    central = content.rindex(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 1000)
    assert refusal(bytes(content))


def test_too_many_rows_are_refused() -> None:
    row = b'<row><c t="inlineStr"><is><t>a</t></is></c></row>'
    long_ = changed(
        files.plain([]),
        "xl/worksheets/sheet1.xml",
        lambda body: body.replace(b"</sheetData>", row * 200_000 + b"</sheetData>"),
    )
    assert "tách thành nhiều tệp" in refusal(long_)


def test_formulas_macros_and_links_are_read_safely() -> None:
    found = read(files.formulas())
    assert "1 ô công thức" in notices(found)
    assert "Danh sách!A2" in notices(found)
    assert len(found["people"]) == 2  # two lists on one sheet
    written = io.BytesIO(files.plain([[1, "Nguyễn Văn Mẫu", "Bí thư", UNIT]]))
    with zipfile.ZipFile(written, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
        packed.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    told = notices(read(written.getvalue()))
    assert "macro" in told
    assert "liên kết" in told


def test_a_crash_of_the_reader_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.roster.opening._MOST_SECONDS", 0.01)
    assert "thời gian" in refusal(files.letterhead())


@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with contextlib.suppress(Refused):
            read(start + content)


@pytest.mark.parametrize("seed", range(120))
def test_damaged_workbooks_are_read_or_refused(seed: int) -> None:
    """Bytes of the parts are changed, lost or doubled; whatever comes out is an answer."""
    chance = random.Random(seed)
    part = chance.choice(["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])

    def damage(body: bytes) -> bytes:
        damaged = bytearray(body)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(damaged))
            kind = chance.randrange(3)
            if kind == 0:
                damaged[at] = chance.randrange(256)
            elif kind == 1:
                del damaged[at : at + chance.randint(1, 30)]
            else:
                damaged[at:at] = damaged[at : at + chance.randint(1, 30)]
        return bytes(damaged)

    with contextlib.suppress(Refused):
        read(changed(files.letterhead(), part, damage))


@given(st.binary(max_size=60), st.integers(0, 5000))
def test_truncated_and_spliced_zips_are_read_or_refused(splice: bytes, at: int) -> None:
    good = files.letterhead()
    for content in (good[:at], good[:at] + splice + good[at:]):
        with contextlib.suppress(Refused):
            workbook.read(content)
