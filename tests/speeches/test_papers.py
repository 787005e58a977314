"""The papers of the speeches, read back with other people's software."""

import re
from io import BytesIO

import docx
import mammoth
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from tests.cast import HA_NOI
from tests.conftest import Joins
from tests.speeches.made import docx_of, pdf_of, scanned_pdf
from tests.speeches.test_routes import SPEECHES, speak

PAPERS = f"{SPEECHES}/papers"


@pytest.fixture
def handed_in(organiser: TestClient) -> TestClient:
    """Two texts and a scan; the first has passed."""
    files = {
        3: ("a.docx", docx_of("Kính thưa các đồng chí", "Xin trân trọng cảm ơn")),
        9: ("b.pdf", pdf_of("Công tác tài chính [#evil] $x$ đã có kết quả.")),
        5: ("c.pdf", scanned_pdf()),
    }
    for number, file in files.items():
        organiser.post(f"{SPEECHES}/{number}/texts", files={"file": file})
    organiser.post(f"{SPEECHES}/3/texts/1/review", data={"stage": "passed"})
    return organiser


def pages(client: TestClient, paper: str) -> list[str]:
    reader = PdfReader(BytesIO(client.get(f"{PAPERS}/{paper}").content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_proceedings_as_pdf_name_the_page_of_each_text(handed_in: TestClient) -> None:
    found = pages(handed_in, "proceedings.pdf")
    assert "KỶ YẾU HỘI NGHỊ" in found[0]
    contents = found[1]
    for start, number in (("1. Đổi mới", 3), ("2. Công tác tham mưu", 4)):
        assert start in contents
        assert start in found[number - 1]
    assert re.search(r"cấp\.[ .]*3 2\. Công tác", contents)
    assert re.search(r"sắp xếp\.[ .]*4 Các bài chưa có", contents)
    assert "Kính thưa các đồng chí" in found[2]
    assert "thẩm định" not in found[2]
    assert "(Chữ trích từ tệp PDF, bản chưa thẩm định xong)" in found[3]
    assert "[#evil] $x$" in found[3]
    missing = " ".join(found[4:])
    assert "5. Ủy ban Kiểm tra Thành ủy" in missing
    assert "tệp là ảnh chụp" in missing
    assert missing.count("(chưa nộp bài)") == 21


def test_the_proceedings_as_docx_keep_bold_and_italic(handed_in: TestClient) -> None:
    made = handed_in.get(f"{PAPERS}/proceedings.docx").content
    html = mammoth.convert_to_html(BytesIO(made)).value
    assert "<strong>Kính</strong> thưa các đồng <em>chí</em>" in html
    assert re.findall(r"<h1>(?:<a[^>]*></a>)*(\d\. \w+)", html) == ["1. Đổi", "2. Công"]
    document = docx.Document(BytesIO(made))
    field = "".join(text.text or "" for text in document.element.iter() if "instrText" in text.tag)
    assert "TOC" in field
    contents = [one.text for one in document.paragraphs if one.style and one.style.name == "Normal"]
    assert any(text.startswith("Đổi mới phương thức") for text in contents)


def test_the_list_is_grouped_by_how_each_reaches_the_conference(organiser: TestClient) -> None:
    speak(organiser, 20, 4)
    sheet = load_workbook(BytesIO(organiser.get(f"{PAPERS}/list.xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == "Trình bày tại hội nghị (2 bài)")
    assert [row[:2] for row in rows[start + 1 : start + 3]] == [[1, 20], [2, 4]]
    assert rows[start + 3][0] == "Chưa quyết định (22 bài)"
    found = " ".join(pages(organiser, "list.pdf"))
    assert "DANH SÁCH THAM LUẬN" in found
    assert "Ấn định danh sách có 24 tham luận" in found
    tables = docx.Document(BytesIO(organiser.get(f"{PAPERS}/list.docx").content)).tables
    assert any("trụ sở dời dư" in cell.text for t in tables for row in t.rows for cell in row.cells)


def test_the_page_says_what_the_proceedings_lack(handed_in: TestClient) -> None:
    page = handed_in.get(PAPERS).text
    assert "Ghép bản mới nhất của 2 bài đã nộp" in page
    assert "22 bài chưa có trong kỷ yếu" in page


@pytest.mark.parametrize("paper", ["list.pdf", "list.xlsx", "proceedings.docx", "proceedings.pdf"])
def test_papers_are_saved_under_a_name_and_not_for_strangers(joins: Joins, paper: str) -> None:
    answer = joins(DeskRole.VIEWER).client.get(f"{PAPERS}/{paper}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert joins(None).client.get(f"{PAPERS}/{paper}").status_code == 404


def test_papers_of_a_conference_without_speeches_are_made(joins: Joins) -> None:
    client = joins(DeskRole.VIEWER, HA_NOI).client
    for paper in ("list.docx", "proceedings.docx", "proceedings.pdf"):
        assert client.get(f"/conferences/{HA_NOI}/speeches/papers/{paper}").status_code == 200
