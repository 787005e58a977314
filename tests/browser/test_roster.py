"""A list from the office's desktop: sent, its columns corrected, previewed, saved, taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cast import HAI_PHONG
from tests.roster import files

HERE = f"/conferences/{HAI_PHONG}/roster"


@pytest.fixture
def list_(tmp_path: Path) -> Path:
    path = tmp_path / "Danh sách P. Lê Chân.xlsx"
    path.write_bytes(files.odd_headings())
    return path


def test_from_the_file_to_the_list_and_back(office: Page, list_: Path) -> None:
    office.goto(f"/conferences/{HAI_PHONG}/delegates")
    office.get_by_role("link", name="Nhập danh sách").click()
    office.get_by_label("Tệp danh sách").set_input_files(list_)
    office.get_by_role("button", name="Đọc tệp").click()
    expect(office.get_by_role("heading", name="Mỗi cột là gì?")).to_be_visible()
    office.get_by_label("Cột phụ").select_option(label="ghi chú")
    office.get_by_role("button", name="Xem trước").click()
    expect(office.get_by_text("Sẽ thêm 1 người, sửa 0 người.")).to_be_visible()
    expect(office.get_by_role("row", name="Nguyễn Văn Mẫu Hòa")).to_contain_text("Phường Lê Chân")
    office.get_by_role("button", name="Nhập 1 người").click()
    expect(office.get_by_text("Đã nhập lúc")).to_be_visible()
    found = f"/conferences/{HAI_PHONG}/delegates?search=mau+hoa+pct"
    office.goto(found)
    expect(office.get_by_role("link", name="Nguyễn Văn Mẫu Hòa")).to_be_visible()
    office.goto(HERE)
    office.get_by_role("link", name=list_.name).click()
    office.get_by_role("button", name="Rút lại lần nhập này").click()
    expect(office.get_by_text("Đã rút lại lúc")).to_be_visible()
    office.goto(found)
    expect(office.get_by_role("link", name="Nguyễn Văn Mẫu Hòa")).to_have_count(0)


def test_questions_are_answered_beside_the_report(office: Page, tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    path.write_bytes(files.doubtful_units())
    office.goto(HERE)
    office.get_by_label("Tệp danh sách").set_input_files(path)
    office.get_by_role("button", name="Đọc tệp").click()
    office.get_by_role("button", name="Xem trước").click()
    office.get_by_label("Là Phường Thủy Nguyên").check()
    office.get_by_label("Là Xã Cẩm Giàng").check()
    office.get_by_role("button", name="Lưu câu trả lời").click()
    expect(office.get_by_role("button", name="Nhập 4 người")).to_be_visible()
