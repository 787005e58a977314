"""Papers: the right letters, literal data, and nothing that runs over its place."""

import unicodedata

import pytest

from app.paper.pdf import pdf
from tests import papers

CODE = "HTTPS://HOP.EXAMPLE.VN/G/ABCDEFGHIJKLMNOPQRSTUVWX23"
POINTS = 72 / 25.4  # in a millimetre


def card(**changed: object) -> dict[str, object]:
    values = {
        "name": "Nguyễn Thị Mẫu Ẩn",
        "posts": ["Phó Bí thư Thường trực Đảng ủy phường Thủy Nguyên"],
        "unit": "Phường Thủy Nguyên",
        "seat": "B-05-12",
        "place": "Khu B · hàng 05 · Cửa 3",
        "colour": "#19746d",
        "note": "tên mẫu",
        "qr": CODE,
    }
    return {**values, **changed}


def cards(*some: dict[str, object]) -> bytes:
    head = {
        "single": False,
        "two_sided": False,
        "host": "Thành ủy Hải Phòng",
        "title": "Hội nghị sơ kết",
        "day": "08:00, 02/6/2026",
    }
    return pdf("seat-cards", {**head, "cards": list(some)})


def test_a_card_says_who_where_and_which_door() -> None:
    read = papers.text(cards(card()))
    for words in (
        "THÀNH ỦY HẢI PHÒNG",
        "Nguyễn Thị Mẫu Ẩn",
        "Phường Thủy Nguyên",
        "B-05-12",
        "Cửa 3",
        "tên mẫu",
        "02/6/2026",
    ):
        assert words in read


def test_decomposed_letters_print_like_composed_ones() -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Mẫu Ẩn")
    read = papers.text(cards(card(name=decomposed)))
    assert "Nguyễn Thị Mẫu Ẩn" in unicodedata.normalize("NFC", read)


def test_data_is_never_markup() -> None:
    assert '#evil *b* $x$ [y] "z"' in papers.text(cards(card(name='#evil *b* $x$ [y] "z"')))


def test_ten_cards_stand_on_a_page_of_a4() -> None:
    assert papers.pages(cards(*[card()] * 11)) == [(210, 297)] * 2


def test_fonts_are_embedded_once_however_many_pages() -> None:
    assert papers.fonts(cards(*[card()] * 40)) == ["Tinos-Bold", "Tinos-Italic", "Tinos-Regular"]


LONG = (
    "Phó Trưởng Ban Thường trực Ban Chỉ đạo sơ kết mô hình tổ chức tổng thể của hệ thống chính"
    " trị, mô hình chính quyền địa phương 2 cấp, kiêm Chủ nhiệm Văn phòng điều phối thành phố"
)


CAPITALS = "CÔNG TẰNG TÔN NỮ NGUYỄN THỊ MẪU HOÀNG PHƯƠNG QUỲNH ẨN NHƯỢNG"
DECOMPOSED = unicodedata.normalize("NFD", "Nguyễn Phước Mẫu Bửu Ẩn Nhượng Quỳnh Ngưỡng")
ONE_WORD = "NGUYENTHIMAUHOANGPHUONGQUYNH@THANHUYHAIPHONG.EXAMPLE.VN"
LONG_PEOPLE = {
    "long name": card(name=LONG, posts=[], unit="Ủy ban nhân dân thành phố Hải Phòng"),
    "long name and unit": card(name=LONG, posts=[], unit=LONG[:120]),
    "long posts": card(posts=[LONG, LONG[:120], LONG[:90]], unit=LONG[:100]),
    "long name of a person": card(name="Công Tằng Tôn Nữ Nguyễn Thị Mẫu Hoàng Phương Quỳnh"),
    "capitals": card(name=CAPITALS),
    "decomposed": card(name=DECOMPOSED, posts=[unicodedata.normalize("NFD", LONG)]),
    "one word": card(name=ONE_WORD, posts=[ONE_WORD]),
    "long place": card(seat="LẦU-TRÁI-105-112", place=LONG[:110]),
}
long_people = pytest.mark.parametrize("person", LONG_PEOPLE.values(), ids=LONG_PEOPLE.keys())


@long_people
def test_a_long_title_becomes_smaller_and_stays_in_its_place(person: dict[str, object]) -> None:
    """Left of the code, above the number of the seat, which is left of its place."""
    everything, boxes = papers.characters(cards(person))
    first, seat = everything.find("02/6/2026"), everything.find(str(person["seat"]))
    first = everything.find("Hội nghị sơ kết", first) + len("Hội nghị sơ kết")
    assert 0 <= first < seat
    told = zip(everything[first:seat], boxes[first:seat], strict=True)
    for _, (_, bottom, right, _) in (one for one in told if not one[0].isspace()):
        assert right <= (15 + 60) * POINTS
        assert bottom >= (297 - 11 - 44.5) * POINTS
    last = seat + len(str(person["seat"]))
    ends = max(right for _, _, right, _ in boxes[seat:last])
    assert ends <= min(left for left, _, _, _ in boxes[last + 2 :])
    assert max(right for _, _, right, _ in boxes) <= (15 + 90) * POINTS


@long_people
@pytest.mark.parametrize("layout", ["seat-cards", "badges", "name-plates"])
def test_nothing_runs_over_the_edge_of_a_paper(layout: str, person: dict[str, object]) -> None:
    head = {"host": "Thành ủy", "title": LONG, "short": LONG[:80], "day": "02/6/2026"}
    one = {**person, "group": LONG[:100]}
    made = pdf(
        layout, {**head, "venue": LONG[:90], "single": True, "two_sided": False, "cards": [one]}
    )
    ((width, height),) = papers.pages(made)
    everything, boxes = papers.characters(made)
    for letter, (left, bottom, right, top) in zip(everything, boxes, strict=True):
        if not letter.isspace():
            assert POINTS <= left <= right <= (width - 1) * POINTS, letter
            assert POINTS <= bottom <= top <= (height - 1) * POINTS, letter


def sheet_of_a_block(*cells: dict[str, object], **block: object) -> bytes:
    """One cell in the middle of A4 where there is one, 32 × 22 mm."""
    one = {
        "name": "Khu A",
        "front": "SÂN KHẤU",
        "door": "Cửa 1",
        "counts": "1 ghế",
        "keys": [],
        "paper": "a4",
        "width": 0,
        "height": 0,
        "beside": 1,
        "behind": 1.75,
        "rows": [],
        "cells": cells,
        **block,
    }
    head = {"title": "Hội nghị", "day": "02/6/2026", "venue": "Nhà hát", "warning": "", "state": ""}
    sample = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    return pdf("seat-blocks", {**head, "samples": {"g1": sample}, "blocks": [one]})


def cell(**changed: object) -> dict[str, object]:
    values = {
        "x": 0,
        "y": 0,
        "number": "7",
        "name": "Nguyễn Thị Mẫu Ẩn",
        "unit": "",
        "needs": "",
        "colour": "#8c1c20",
        "shape": "g1",
        "out": False,
        "accessible": False,
        "press": False,
    }
    return {**values, **changed}


@pytest.mark.parametrize(
    "name",
    [
        LONG,
        CAPITALS,
        DECOMPOSED,
        ONE_WORD,
    ],
    ids=["a position", "capitals", "decomposed", "one word"],
)
def test_whatever_stands_on_a_seat_of_a_block_keeps_within_it(name: str) -> None:
    made = sheet_of_a_block(cell(name=name, unit=LONG[:60], needs="tham luận"))
    everything, boxes = papers.characters(made)
    first = everything.find("7\r\n") + 3
    last = everything.find("tham luận") + len("tham luận")
    assert 0 < first < last
    for letter, (left, bottom, right, top) in zip(
        everything[first:last], boxes[first:last], strict=True
    ):
        if not letter.isspace():
            assert (148.5 - 16) * POINTS <= left <= right <= (148.5 + 16) * POINTS
            assert (210 - 32 - 23) * POINTS <= bottom <= top <= (210 - 32) * POINTS
