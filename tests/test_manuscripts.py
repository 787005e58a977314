"""Reading what units send: .docx and .pdf by what they are, and everything else refused."""

import json
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app import manuscripts
from app.errors import Refused
from app.manuscripts import Flaw, Kind, Paragraph, Run, examine
from tests.speeches.made import docx_of, locked_pdf, pdf_of, scanned_pdf


def saved(document: docx.document.Document) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_docx_keeps_its_paragraphs_with_bold_and_italic() -> None:
    found = examine("bài.docx", docx_of("Kính thưa các đồng chí", "Xin trân trọng cảm ơn"))
    assert found.kind is Kind.DOCX
    assert found.paragraphs == (
        Paragraph((Run("Kính", True), Run(" thưa các đồng "), Run("chí", False, True))),
        Paragraph((Run("Xin", True), Run(" trân trọng cảm "), Run("ơn", False, True))),
    )
    kept = manuscripts.written(found.paragraphs)
    assert manuscripts.paragraphs_of(json.loads(kept)) == found.paragraphs


def test_what_was_struck_out_is_gone_and_what_was_put_in_is_there() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Kết quả ")
    for tag, text in (("w:del", "kém"), ("w:ins", "khá")):
        mark = OxmlElement(tag)
        run = paragraph.add_run(text)._r
        if tag == "w:del":
            run.find(qn("w:t")).tag = qn("w:delText")
        mark.append(run)
        paragraph._p.append(mark)
    assert examine("a.docx", saved(document)).text == "Kết quả khá"


def test_a_row_of_a_table_is_one_paragraph() -> None:
    document = docx.Document()
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Thu ngân sách", "120 tỷ đồng"
    assert examine("a.docx", saved(document)).text == "Thu ngân sách | 120 tỷ đồng"


def test_a_pdf_gives_its_words_and_a_title_stands_alone() -> None:
    long = "Thực hiện mô hình chính quyền địa phương hai cấp, " * 8 + "đạt kết quả."
    found = examine("bài", pdf_of(long, "Xin cảm ơn."))
    assert (found.kind, found.flaw, found.name) == (Kind.PDF, Flaw.NONE, "bài.pdf")
    assert [paragraph.text for paragraph in found.paragraphs] == ["THAM LUẬN", long, "Xin cảm ơn."]


def test_a_scan_is_taken_and_said_to_be_one() -> None:
    found = examine("a.pdf", scanned_pdf())
    assert (found.paragraphs, found.flaw) == ((), Flaw.SCANNED)


def test_old_fonts_are_noticed() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("KÝnh th­a").font.name = ".VnTime"
    assert examine("a.docx", saved(document)).flaw is Flaw.OLD_FONT


def other_zip() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("bai.txt", "Kính thưa")
    return written.getvalue()


def hollow_docx(document: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", document)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Chưa chọn tệp"),
        ("Kính thưa".encode(), "Chỉ nhận"),
        (b"MZ" + b"0" * 99, "Chỉ nhận"),
        (b"<html><script>", "Chỉ nhận"),
        (other_zip(), "Chỉ nhận"),
        (b"PK\x03\x04" + b"0" * 99, "Không mở được"),
        (hollow_docx(b"<w:document"), "Không mở được"),
        (hollow_docx(b" " * 250_000_000), "Tệp lớn quá 10 MB"),
        (b"%PDF-1.7\n%%EOF", "Không mở được"),
        (locked_pdf(), "Tệp có mật khẩu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "Tệp .doc kiểu cũ"),
        (b"%PDF-" + b"0" * manuscripts.LARGEST, "Tệp lớn quá 10 MB"),
    ],
    ids=range(12),
)
def test_anything_else_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        examine("bài.docx", content)


@pytest.mark.parametrize(
    ("sent", "called"),
    [
        ("../../etc/passwd", "passwd.docx"),
        ("C:\\Users\\a\\Bài 1.DOCX", "Bài 1.docx"),
        ("a.pdf", "a.docx"),
        ("a\r\nSet-Cookie: x.docx", "aSet-Cookie: x.docx"),
        ("", "tham-luan.docx"),
    ],
)
def test_a_file_is_called_what_it_is_and_nothing_more(sent: str, called: str) -> None:
    assert manuscripts.called(sent, Kind.DOCX) == called
