"""Office documents, opened by software that did not write them."""

import io
from zipfile import ZipFile

import mammoth

from app.paper.documents import (
    Document,
    Form,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Style,
    Table,
    as_docx,
    as_pdf,
)
from app.paper.sheets import Column, Heading
from tests import papers

LIST = Document(
    title="DANH SÁCH ĐẠI BIỂU",
    subtitle=["(Kèm theo Kế hoạch số 63-KH/TU)"],
    letterhead=Letterhead("Văn phòng", "THÀNH ỦY HẢI PHÒNG"),
    blocks=[
        Paragraph("Căn cứ kế hoạch, Văn phòng thông báo danh sách sau đây."),
        Paragraph("Một #việc [phải] *giữ nguyên*", Style.ITEM),
        Table(
            [Column("STT", 6), Column("Họ và tên", 30), Column("Chức vụ", 40)],
            [
                Heading("I. Trung ương"),
                [1, "Nguyễn Thị Mẫu Ẩn", "Vụ trưởng"],
                [2, "Đỗ Văn Mẫu Ý", None],
            ],
        ),
        PageBreak(),
        Paragraph("Kính thưa các đồng chí!\nXin trân trọng giới thiệu", Style.SPEECH),
    ],
    recipients=["Thường trực Thành ủy (để b/c),", "Lưu Văn phòng."],
    signature=Signature(["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"]),
)
IN_ORDER = [
    "THÀNH ỦY HẢI PHÒNG",
    "VĂN PHÒNG",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "DANH SÁCH ĐẠI BIỂU",
    "Một #việc [phải] *giữ nguyên*",
    "Họ và tên",
    "(3)",
    "I. Trung ương",
    "Nguyễn Thị Mẫu Ẩn",
    "Kính thưa các đồng chí!",
    "Nơi nhận:",
    "CHÁNH VĂN PHÒNG",
]


def _stand_in_order(text: str, words: list[str]) -> None:
    places = [text.find(word) for word in words]
    assert -1 not in places, dict(zip(words, places, strict=True))
    assert places == sorted(places)


def test_word_processors_read_it() -> None:
    text = mammoth.extract_raw_text(io.BytesIO(as_docx(LIST))).value
    _stand_in_order(text, IN_ORDER)


def test_printed_as_it_is() -> None:
    printed = as_pdf(LIST)
    assert papers.pages(printed) == [(210, 297)] * 2
    first, second = papers.text(printed), papers.text(printed, 1)
    for words in ["DANH SÁCH ĐẠI BIỂU", "Nguyễn Thị Mẫu Ẩn", "Một #việc [phải] *giữ nguyên*"]:
        assert words in first
    assert "Xin trân trọng giới thiệu" in second
    embedded = papers.fonts(printed)
    assert len(embedded) == len(set(embedded))
    assert all(name.startswith("Tinos-") for name in embedded)


def test_the_state_has_a_form_of_its_own() -> None:
    head = Letterhead("Sở Nội vụ", number="12/BC-SNV", form=Form.STATE)
    document = Document("BÁO CÁO", [Paragraph("Nội dung")], head)
    text = mammoth.extract_raw_text(io.BytesIO(as_docx(document))).value
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Số: 12/BC-SNV" in text
    assert "ĐẢNG CỘNG SẢN" not in text
    assert "Độc lập - Tự do - Hạnh phúc" in papers.text(as_pdf(document))


def test_wide_tables_lie_on_their_side() -> None:
    wide = Document("BẢNG", [Table([Column("A", 1)], [["x"]])], is_landscape=True)
    assert papers.pages(as_pdf(wide)) == [(297, 210)]
    inside = ZipFile(io.BytesIO(as_docx(wide))).read("word/document.xml").decode()
    assert 'w:orient="landscape"' in inside
