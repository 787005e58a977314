"""Names as keys: sorted as a Vietnamese list is, matched as people mean it, never rewritten."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import vietnamese

ORDERED = ["An", "Ánh", "Ân", "Ẩn", "Dung", "Dũng", "Đạt"]
SYLLABLES = [
    "An", "Ánh", "Ân", "Ẩn", "Bảo", "Dung", "Dũng", "Đạt", "Hoà", "Hòa", "Thuỷ", "Thủy", "Nguyễn",
    "Thị", "Văn", "Ông", "Quý", "Huyền", "Ước", "Ỷ", "Giàng", "Giang", "Mẫu", "Trịnh", "Ngọc",
]  # fmt: skip
names = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)


def in_order(people: list[str]) -> list[str]:
    backwards = people[::-1]
    return sorted(backwards, key=vietnamese.name_key)


@pytest.mark.parametrize("family", ["Nguyễn Văn Mẫu", "Lê"])
def test_given_names_stand_in_the_order_of_the_alphabet_and_the_tones(family: str) -> None:
    people = [f"{family} {given}" for given in ORDERED]
    assert in_order(people) == people


def test_tones_come_after_letters_and_in_their_own_order() -> None:
    people = [f"Lê {given}" for given in ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai"]]
    assert in_order(people) == people


def test_then_the_family_then_what_stands_between() -> None:
    people = ["Bùi Mẫu An", "Đỗ An", "Đỗ Mẫu An", "Đỗ Văn An", "Lê Anh"]
    assert in_order(people) == people


@given(names)
def test_keys_do_not_depend_on_composition_spaces_or_case(name: str) -> None:
    for key in (vietnamese.tone_key, vietnamese.fold, vietnamese.name_key):
        for written in (
            unicodedata.normalize("NFD", name),
            f"  {name.replace(' ', chr(0xA0))}\u200b ",
            name.upper(),
        ):
            assert key(written) == key(name)


@given(names, names)
def test_a_finer_key_decides_wherever_a_coarser_one_does(one: str, other: str) -> None:
    if vietnamese.exact_key(one) == vietnamese.exact_key(other):
        assert vietnamese.tone_key(one) == vietnamese.tone_key(other)
    if vietnamese.tone_key(one) == vietnamese.tone_key(other):
        assert vietnamese.fold(one) == vietnamese.fold(other)
        assert vietnamese.name_key(one) == vietnamese.name_key(other)


@given(st.text())
def test_any_text_has_keys(text: str) -> None:
    for key in (
        vietnamese.exact_key,
        vietnamese.tone_key,
        vietnamese.fold,
        vietnamese.name_key,
        vietnamese.bare_name,
    ):
        assert isinstance(key(text), str)
    assert vietnamese.exact_key(vietnamese.exact_key(text)) == vietnamese.exact_key(text)
    assert vietnamese.bare_name(vietnamese.bare_name(text)) == vietnamese.bare_name(text)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà", "Hòa"), ("uỷ ban", "ủy ban"), ("Thuý", "Thúy"), ("khoẻ", "khỏe")]
)
def test_the_place_of_the_tone_does_not_part_people(one: str, other: str) -> None:
    assert vietnamese.exact_key(one) != vietnamese.exact_key(other)
    assert vietnamese.tone_key(one) == vietnamese.tone_key(other)


def test_marks_part_the_two_communes_until_they_are_folded_away() -> None:
    assert vietnamese.tone_key("Cẩm Giang") != vietnamese.tone_key("Cẩm Giàng")
    assert vietnamese.fold("Cẩm Giang") == vietnamese.fold("Cẩm Giàng") == "cam giang"
    assert vietnamese.fold("Đặng Ðức") == "dang duc", "also the letter that only looks like đ"
    assert vietnamese.tone_key("Ðức") == vietnamese.tone_key("Đức")


@pytest.mark.parametrize(
    ("written", "untitled", "bare"),
    [
        ("Đ/c Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An"),
        ("đ/c: Lê Mẫu Bình", "Lê Mẫu Bình", "Lê Mẫu Bình"),
        ("Đồng chí Lê Mẫu Bình", "Lê Mẫu Bình", "Lê Mẫu Bình"),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An"),
        ("BÀ TRẦN THỊ HOA", "TRẦN THỊ HOA", "TRẦN THỊ HOA"),
        ("Ông Thị Mẫu Lan", "Ông Thị Mẫu Lan", "Ông Thị Mẫu Lan"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Đ/c Ông Thị Mẫu Lan", "Ông Thị Mẫu Lan", "Ông Thị Mẫu Lan"),
        ("Ông An", "Ông An", "Ông An"),
        ("Đại tá Lê Mẫu Bình", "Đại tá Lê Mẫu Bình", "Lê Mẫu Bình"),
        ("Đ/c Đại tá, TS. Lê Mẫu Bình", "Đại tá, TS. Lê Mẫu Bình", "Lê Mẫu Bình"),
        ("PGS.TS. Nguyễn Mẫu An", "PGS.TS. Nguyễn Mẫu An", "Nguyễn Mẫu An"),
        ("Trung An", "Trung An", "Trung An"),
        ("Đ/c", "Đ/c", "Đ/c"),
    ],
)
def test_titles_go_ranks_stay_and_keys_need_neither(written: str, untitled: str, bare: str) -> None:
    assert vietnamese.without_title(written) == untitled
    assert vietnamese.bare_name(written) == bare


@given(names)
def test_a_title_before_a_name_changes_no_key(name: str) -> None:
    for title in ("Đ/c ", "Đồng chí ", "Đ/c: "):
        assert vietnamese.name_key(title + name) == vietnamese.name_key(name)


@pytest.mark.parametrize("typed", ["02/6/2026", "2/6/2026", "2-6-2026", "2026-06-02"])
def test_a_day_is_read_as_the_office_writes_it(typed: str) -> None:
    assert vietnamese.read_day(typed) == date(2026, 6, 2)


@pytest.mark.parametrize("typed", ["", "hôm nay", "31/2/2026", "6/2026"])
def test_what_is_no_day_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError, match="Viết ngày"):
        vietnamese.read_day(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_written_day_reads_back(day: date) -> None:
    assert vietnamese.read_day(vietnamese.day_text(day)) == day
