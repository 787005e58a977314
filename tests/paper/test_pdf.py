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


@pytest.mark.parametrize(
    "person",
    [
        card(name=LONG, posts=[], unit="Ủy ban nhân dân thành phố Hải Phòng"),
        card(posts=[LONG, LONG[:120]]),
        card(name="Công Tằng Tôn Nữ Nguyễn Thị Mẫu Hoàng Phương Quỳnh"),
    ],
    ids=["long name", "long posts", "long name of a person"],
)
def test_a_long_title_becomes_smaller_and_stays_in_its_place(person: dict[str, object]) -> None:
    """Left of the code, and above the number of the seat."""
    everything, boxes = papers.characters(cards(person))
    first = min(everything.find(part[:12]) for part in (str(person["name"]), *_posts(person)))
    last = everything.find("B-05-12")
    assert 0 <= first < last
    for _, bottom, right, _ in boxes[first:last]:
        assert right <= (15 + 60) * POINTS
        assert bottom >= (297 - 11 - 44.5) * POINTS


def _posts(person: dict[str, object]) -> list[str]:
    posts = person["posts"]
    assert isinstance(posts, list)
    return posts
