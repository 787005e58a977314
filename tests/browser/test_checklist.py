"""The planner watches entries close by themselves, ticks one, sees the late, prints the report."""

import re
from io import BytesIO
from pathlib import Path

import mammoth
from playwright.sync_api import Page, expect

from tests.cast import HAI_PHONG, rehearse
from tests.served import Served

HERE = f"/conferences/{HAI_PHONG}"
CHECKLIST = f"{HERE}/checklist"


def step(office: Page, stage: str) -> None:
    """What the reviewer records of the text of speech 1."""
    office.goto(f"{HERE}/speeches/1")
    details = office.locator("details", has=office.locator("#stage"))
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    office.locator("#stage").select_option(stage)
    office.get_by_role("button", name="Ghi", exact=True).click()
    office.wait_for_load_state()


def closed(office: Page) -> int:
    office.goto(f"{CHECKLIST}?by=deadline&show=done")
    return int(office.locator(".figure.good b").inner_text().split()[0])


def test_entries_close_by_themselves_and_the_report_is_printed(
    office: Page, served: Served, tmp_path: Path
) -> None:
    rehearse(served.database, "2026-05-29T11:00:00")
    before = closed(office)
    step(office, "handed_in")
    step(office, "passed")
    assert closed(office) == before + 2  # the text and its review
    expect(office.get_by_text("Thẩm định bài tham luận số 1:").first).to_be_attached()

    office.goto(f"{HERE}/seating/prints/seat_card")
    office.locator("main form button").last.click()
    office.goto(f"{CHECKLIST}?by=deadline&show=done")
    expect(office.get_by_text("In phiếu ghế cho từng đại biểu")).to_be_visible()

    office.goto(f"{CHECKLIST}?by=deadline&show=all")
    office.get_by_text("mục phải đủ tài liệu").click()
    office.get_by_role("link", name=re.compile("^Đủ tài liệu mục 1:")).first.click()
    proof = tmp_path / "biên bản.pdf"
    proof.write_bytes(b"%PDF-1.7")
    office.get_by_label("Minh chứng", exact=True).fill("60 bộ, đồng chí Mẫu nhận")
    office.get_by_label("Tệp minh chứng").set_input_files(proof)
    office.get_by_role("button", name="Xác nhận đã xong").click()
    expect(office.get_by_text("60 bộ, đồng chí Mẫu nhận")).to_be_visible()
    with office.expect_download() as saved:
        office.get_by_role("link", name="biên bản.pdf").click()
    assert saved.value.path().read_bytes() == b"%PDF-1.7"

    office.goto(f"{CHECKLIST}?show=red&by=deadline")
    late = office.locator("li.overdue")
    expect(late).to_have_count(23)  # 24 texts, one of them in
    office.get_by_role("link", name="Lưới đơn vị").click()
    office.get_by_role("link", name=re.compile("có việc quá hạn")).click()
    expect(office.locator(".unit-grid li")).to_have_count(23)
    office.locator(".unit-grid").get_by_text("Xã Phú Thái").click()
    expect(office.get_by_role("heading", name="Xã Phú Thái")).to_be_visible()
    office.get_by_text("In, tải về").click()
    with office.expect_download() as saved:
        office.get_by_role("link", name="Báo cáo tiến độ docx").click()
    report = mammoth.extract_raw_text(BytesIO(saved.value.path().read_bytes())).value
    assert "Xã Phú Thái" in report
    assert "Quá hạn (1 việc)" in report
    office.goto(f"{CHECKLIST}/path")
    expect(office.get_by_text(re.compile("Chuỗi quyết định"))).to_be_visible()
