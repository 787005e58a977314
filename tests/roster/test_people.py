"""Names, telephone numbers, posts, notes and headings, as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.roster import headings, names, notes, posts
from app.roster.headings import Field
from app.roster.phones import phones
from app.roster.posts import post_key


@pytest.mark.parametrize(
    ("written", "name", "sex"),
    [
        ("Đ/c Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", ""),
        ("đồng chí: Lê\u00a0Thị  Mẫu", "Lê Thị Mẫu", ""),
        ("Ông Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", "male"),
        ("Bà: Trần Thị Mẫu", "Trần Thị Mẫu", "female"),
        ("Ông Mẫu Hòa", "Ông Mẫu Hòa", ""),  # a family name
        ("Ông Thị Mẫu Mai", "Ông Thị Mẫu Mai", ""),
        ("Đ/c Đại tá Lê Văn Mẫu", "Đại tá Lê Văn Mẫu", ""),
        ("PGS.TS. Phạm Mẫu Dần", "PGS.TS. Phạm Mẫu Dần", ""),
    ],
)
def test_titles_are_put_aside_and_ranks_stay(written: str, name: str, sex: str) -> None:
    assert names.read_name(written) == names.Named(name, sex)


def test_ranks_do_not_part_a_person_from_themselves() -> None:
    assert names.name_keys("Đại tá Hồ Mẫu Hoà") == names.name_keys("Hồ Mẫu Hòa")


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("912345678", ["0912345678"]),
        ("912345678.0", ["0912345678"]),
        ("9.12345678E8", ["0912345678"]),
        ("+84 912 345 678", ["0912345678"]),
        ("0084912345678", ["0912345678"]),
        ("0912.345.678/0987 654 321", ["0912345678", "0987654321"]),
        ("0912345678 0987654321", ["0912345678", "0987654321"]),
        ("01682345678", ["0382345678"]),
        ("1232345678", ["0832345678"]),
        ("01992345678", ["0592345678"]),
        ("02253.822.123 - 0912345678", ["0912345678", "02253822123"]),
        ("không có", []),
        ("12", []),
    ],
)
def test_telephone_numbers(cell: str, numbers: list[str]) -> None:
    assert phones(cell) == numbers


@given(st.text(max_size=60))
def test_any_cell_gives_numbers_that_can_be_called(cell: str) -> None:
    for number in phones(cell):
        assert number.startswith("0")
        assert number.isdigit()
        assert len(number) in {10, 11}


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("Bí thư Đảng uỷ, Chủ tịch HĐND", ["Bí thư Đảng uỷ", "Chủ tịch HĐND"]),
        ("Phó Bí thư TT kiêm Chủ tịch UBMTTQ", ["Phó Bí thư TT", "Chủ tịch UBMTTQ"]),
        (
            "Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
            ["Trưởng phòng Kinh tế, Hạ tầng và Đô thị"],
        ),
        ("Giám đốc Sở A\nThành ủy viên", ["Giám đốc Sở A", "Thành ủy viên"]),
    ],
)
def test_posts_in_one_cell(cell: str, held: list[str]) -> None:
    assert posts.posts(cell) == held


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("Bí thư Đảng ủy phường Thủy Nguyên", "Bí thư"),
        ("Phó Bí thư Thường trực Đảng ủy phường Thủy Nguyên", "PBT TT Đảng uỷ"),
        ("Chủ tịch Ủy ban nhân dân phường Thủy Nguyên", "CT UBND phường"),
        ("Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam phường Thủy Nguyên", "Chủ tịch UBMTTQ"),
        ("Giám đốc Trung tâm Phục vụ hành chính công phường Thủy Nguyên", "GĐ TTPVHCC"),
        ("Trưởng phòng Văn hóa - Xã hội phường Thủy Nguyên", "TP VH-XH"),
    ],
)
def test_one_post_written_in_two_ways(stored: str, written: str) -> None:
    unit = "Phường Thủy Nguyên"
    assert post_key(stored, unit) == post_key(written, unit)


def test_a_deputy_is_not_the_head() -> None:
    assert post_key("Phó Chủ tịch UBND") != post_key("Chủ tịch UBND")


@pytest.mark.parametrize(
    ("text", "state", "substitute", "held"),
    [
        (
            "cử đ/c Trần Văn Mẫu, Phó Chủ tịch UBND dự thay",
            "substituted",
            "Trần Văn Mẫu",
            ["Phó Chủ tịch UBND"],
        ),
        (
            "Đi công tác, cử đồng chí Lê Thị Mẫu - Phó Giám đốc đi thay",
            "substituted",
            "Lê Thị Mẫu",
            ["Phó Giám đốc"],
        ),
        ("uỷ quyền cho bà Vũ Thị Mẫu họp thay", "substituted", "Vũ Thị Mẫu", []),
        ("Khuyết", "vacant", "", []),
        ("(chưa kiện toàn)", "vacant", "", []),
        ("nghỉ ốm", "absent", "", []),
        ("dự thay đ/c Nguyễn Văn Mẫu", "confirmed", "", []),
        ("thay đổi số điện thoại", "", "", []),
        ("đi xe riêng", "", "", []),
    ],
)
def test_notes_that_hold_data(text: str, state: str, substitute: str, held: list[str]) -> None:
    noted = notes.note(text)
    assert (noted.attendance, noted.substitute, noted.substitute_posts) == (state, substitute, held)


def test_a_note_adds_a_post() -> None:
    assert notes.note("kiêm Chủ tịch HĐND").also == ["Chủ tịch HĐND"]
    assert notes.note("kiêm nhiệm").also == []


@given(st.text(max_size=120))
def test_no_note_is_too_odd(text: str) -> None:
    assert len(notes.note(text).reason) <= 200


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", Field.NAME),
        ("HO TEN", Field.NAME),
        ("Đ/c", Field.NAME),
        ("SĐT", Field.PHONE),
        ("Số ĐT (di động)", Field.PHONE),
        ("CV", Field.POSITION),
        ("Chức vụ, đơn vị công tác", Field.POSITION),
        ("Đơn vị CT", Field.UNIT),
        ("Cơ quan, đơn vị", Field.UNIT),
        ("Số CCCD/CMND", Field.ID_CARD),
        ("Ngày, tháng, năm sinh", Field.BIRTH),
        ("Lý do vắng", Field.REASON),
        ("Thành phần", Field.GROUP),
        ("Xác báo", Field.ATTENDANCE),
        ("Mức phụ cấp", None),
        ("Bí thư Đảng ủy", None),
    ],
)
def test_headings_in_any_spelling(heading: str, field: Field | None) -> None:
    assert headings.recognised(heading) is field


def test_a_column_tells_by_its_content() -> None:
    assert headings.by_content(["0912345678", "0912 345 679"]) is Field.PHONE
    assert headings.by_content(["Nguyễn Văn Mẫu", "Trần Thị Mẫu"]) is Field.NAME
    assert headings.by_content(["031070001234", "031070001235"]) is Field.ID_CARD
    assert headings.by_content(["ăn chay", ""]) is None
