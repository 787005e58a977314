"""Text from before Unicode: every letter, mixed columns, and what must never be touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import legacy
from app.legacy import Encoding

# As such files really hold them; the Unicode text beside each.
TCVN3 = {
    "NguyÔn V¨n MÉu": "Nguyễn Văn Mẫu",
    "TrÇn ThÞ H\u00ad¬ng": "Trần Thị Hương",
    "§ç §øc MÉu": "Đỗ Đức Mẫu",
    "Bïi Quèc ViÖt": "Bùi Quốc Việt",
    "ph\u00adêng Thñy Nguyªn": "phường Thủy Nguyên",
    "x· CÈm Giµng": "xã Cẩm Giàng",
    "Phã BÝ th\u00ad Th\u00adêng trùc": "Phó Bí thư Thường trực",
    "Chñ tÞch Héi ®ång nh©n d©n": "Chủ tịch Hội đồng nhân dân",
    "Tr\u00adëng phßng V¨n hãa": "Trưởng phòng Văn hóa",
}
VNI = {
    "Nguyeãn Vaên Maãu": "Nguyễn Văn Mẫu",
    "Traàn Thò Höông": "Trần Thị Hương",
    "Ñoã Ñöùc Maãu": "Đỗ Đức Mẫu",
    "phöôøng Thuûy Nguyeân": "phường Thủy Nguyên",
    "Phoù Bí thö Thöôøng tröïc": "Phó Bí thư Thường trực",
    "NGUYEÃN THÒ MAÃU": "NGUYỄN THỊ MẪU",
    "Kyõ sö Lyù": "Kỹ sư Lý",
}
VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)


@pytest.mark.parametrize(("old", "new"), TCVN3.items())
def test_tcvn3_is_recognised_by_its_letters_alone(old: str, new: str) -> None:
    assert legacy.guess(old) is Encoding.TCVN3
    assert legacy.decode(old, Encoding.TCVN3) == new


@pytest.mark.parametrize(("old", "new"), VNI.items())
def test_vni_is_recognised_by_its_letters_alone(old: str, new: str) -> None:
    assert legacy.guess(old, usual=Encoding.VNI) is Encoding.VNI
    assert legacy.decode(old, Encoding.VNI) == new


@given(st.lists(st.sampled_from(sorted(TCVN3)), min_size=1, max_size=4))
def test_longer_texts_in_tcvn3_come_out_word_for_word(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert legacy.guess(text) is Encoding.TCVN3
    assert legacy.decode(text, Encoding.TCVN3) == " ".join(TCVN3[piece] for piece in pieces)


@pytest.mark.parametrize("font", ["Times New Roman", ".VnTime", "VNI-Times"])
@pytest.mark.parametrize(
    "text", ["Nguyễn Văn Mẫu", "Phường Thủy Nguyên", "UBND xa 12", "Lê Văn Tư"]
)
def test_unicode_is_never_touched_whatever_the_font(text: str, font: str) -> None:
    assert legacy.guess(text, font, Encoding.TCVN3) is Encoding.UNICODE
    assert legacy.guess(unicodedata.normalize("NFD", text), font) is Encoding.UNICODE


@given(st.text(VIETNAMESE + " ", max_size=30))
def test_text_with_letters_that_only_unicode_has_is_unicode(text: str) -> None:
    assert legacy.guess(f"{text} ễ", ".VnTime", Encoding.VNI) is Encoding.UNICODE


@given(st.text(max_size=40), st.sampled_from(["", ".VnTime", ".VnTimeH", "VNI-Times"]))
def test_any_text_is_read_in_some_way(text: str, font: str) -> None:
    for encoding in Encoding:
        legacy.decode(text, encoding)
    assert legacy.guess(text, font) in Encoding


@pytest.mark.parametrize(
    ("text", "font", "usual", "meant"),
    [
        ("Lê", "", None, "Lê"),  # every reading makes a word: Unicode
        ("Hoà", "", None, "Hoà"),
        ("Hoà", "VNI-Times", None, "Hồ"),  # the font decides
        ("Lê Tô", "", Encoding.TCVN3, "Lờ Tụ"),  # the column decides
    ],
)
def test_font_and_column_decide_where_letters_leave_it_open(
    text: str, font: str, usual: Encoding | None, meant: str
) -> None:
    assert legacy.decode(text, legacy.guess(text, font, usual)) == meant


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("Trần Thị ánh", "Trần Thị Ánh"),
        ("TRầN VăN ÂN", "TRẦN VĂN ÂN"),
        ("Lê Văn Tú", "Lê Văn Tú"),
        ("ông ích đường", "Ông Ích Đường"),
    ],
)
def test_capitals_that_tcvn3_lost_come_back(lost: str, found: str) -> None:
    assert legacy.restore_capitals(lost) == found
