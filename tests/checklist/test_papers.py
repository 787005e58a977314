"""The assignment table and the progress report, opened with readers that are not ours."""

import io

import mammoth
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from app.db import Database
from tests.cast import HAI_PHONG, rehearse
from tests.checklist.test_routes import unit_id

HERE = f"/conferences/{HAI_PHONG}"
PAPERS = f"{HERE}/checklist/papers"


def read(client: TestClient, paper: str) -> str:
    """The plain text of a .docx."""
    answer = client.get(f"{PAPERS}/{paper}")
    assert answer.status_code == 200
    text: str = mammoth.extract_raw_text(io.BytesIO(answer.content)).value
    return text


def cells(client: TestClient, paper: str) -> list[list[str]]:
    content = client.get(f"{PAPERS}/{paper}").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def test_the_assignment_table_sets_tasks_out_under_who_directs(
    summit: Database, organiser: TestClient
) -> None:
    rehearse(summit, "2026-05-29T10:30:00")
    text = read(organiser, "assignment.docx")
    assert "BẢNG PHÂN CÔNG NHIỆM VỤ" in text
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "Đảng ủy Ủy ban nhân dân thành phố chỉ đạo" in text
    assert "trước 11 giờ, ngày 01/6/2026" in text
    assert "chậm nhất 08 giờ, ngày 31/5/2026" in text
    rows = cells(organiser, "assignment.xlsx")
    decoration = next(row for row in rows if any(c.startswith("Trang trí, khánh") for c in row))
    assert "Sở Văn hóa, Thể thao và Du lịch" in decoration
    assert "Đảng ủy Ủy ban nhân dân thành phố" in decoration


def test_the_progress_report_tells_the_late_first(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-29T11:00:00")
    organiser.post(f"{HERE}/tasks/9/completion", data={"evidence": "Phương án đã duyệt"})
    text = read(organiser, "progress.docx")
    assert "(Tính đến 11:00, ngày 29/5/2026)" in text
    assert "quá hạn 24" in text
    assert text.index("Quá hạn (24 việc)") < text.index("Chưa đến hạn")
    assert "Phương án đã duyệt" in text
    assert "Gửi bài tham luận: 24 việc" in text  # in one line, with whom
    assert "Xã Phú Thái" in text
    pdf = PdfReader(io.BytesIO(organiser.get(f"{PAPERS}/progress.pdf").content))
    assert "BÁO CÁO TIẾN ĐỘ" in pdf.pages[0].extract_text()


def test_of_one_unit_what_it_does_helps_with_and_directs(
    summit: Database, organiser: TestClient
) -> None:
    rehearse(summit, "2026-05-29T11:00:00")
    board = unit_id(organiser, "Ban Tuyên giáo và Dân vận Thành ủy")
    text = read(organiser, f"assignment.docx?unit_id={board}")
    assert "Duyệt nội dung phương án trang trí" in text
    assert "Tổ chức ứng trực cấp cứu" not in text
    report = cells(organiser, f"progress.xlsx?unit_id={board}")
    assert any("Ban Tuyên giáo và Dân vận Thành ủy" in cell for row in report[:8] for cell in row)
    assert organiser.get(f"{PAPERS}/progress.odt").status_code in {404, 422}


def test_papers_are_vietnamese_whatever_the_screen_speaks(
    summit: Database, organiser: TestClient
) -> None:
    rehearse(summit, "2026-05-29T11:00:00")
    before = read(organiser, "progress.docx")
    organiser.cookies.set("language", "en")
    assert read(organiser, "progress.docx") == before
