"""The planner's week: what closes by itself, is adopted, confirmed, urged and printed."""

import re
from io import BytesIO
from pathlib import Path

import mammoth
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.cast import HAI_PHONG
from tests.intake.made import link
from tests.outbox.postoffice import PostOffice
from tests.served import Served

HERE = f"/conferences/{HAI_PHONG}"
CHECKLIST = f"{HERE}/checklist"
COMMUNE = "Xã Chí Minh"  # it has not answered yet
LATE = "Sở Văn hóa, Thể thao và Du lịch"  # the decoration was due on 01/6/2026


def saved(office: Page, name: str) -> bytes:
    """A paper from the menu."""
    menu = office.locator("details.menu")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with office.expect_download() as paper:
        office.get_by_role("link", name=name, exact=True).click()
    return Path(paper.value.path()).read_bytes()


def words(docx: bytes) -> str:
    return str(mammoth.extract_raw_text(BytesIO(docx)).value)


def cells(xlsx: bytes) -> list[str]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(xlsx)).get_sheet_by_index(0)
    return [str(cell) for row in sheet.to_python() for cell in row]


def watches(office: Page, phone: Page, mine: str) -> None:
    """Nobody ticks the commune's answer: it closes when the last of its eight posts is answered."""
    office.goto(f"{CHECKLIST}/units")
    office.get_by_role("link", name=re.compile(COMMUNE)).click()
    answer = office.locator("ul.entries > li", has_text="Xác báo 8 suất đại biểu")
    expect(answer).to_contain_text("0 trên 8")
    phone.goto(mine)
    places = phone.locator("details.unit-post")
    expect(places).to_have_count(8)
    for number in range(8):
        if places.nth(number).get_attribute("open") is None:
            places.nth(number).locator("summary").click()
        places.nth(number).get_by_role("radio", name="dự", exact=True).check()
    phone.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.get_by_text("Đã gửi lúc")).to_be_visible()
    office.reload()
    expect(answer).to_contain_text("8 trên 8")
    expect(answer.get_by_text("hoàn thành", exact=True)).to_be_visible()


def adopts(office: Page) -> None:
    """One proposed date of the template; the others stay proposals."""
    office.goto(f"{CHECKLIST}/template")
    rehearsal = office.locator("ul.proposals > li", has_text="Tổng duyệt tại Hội trường")
    expect(rehearsal).to_contain_text("16:00, 01/6/2026")
    proposals = office.get_by_text("đề xuất", exact=True)
    expect(proposals).to_have_count(10)
    rehearsal.get_by_role("button", name=re.compile("^Áp dụng")).click()
    expect(rehearsal.get_by_text("nội bộ", exact=True)).to_be_visible()
    expect(proposals).to_have_count(9)


def confirms(office: Page, proof: Path) -> None:
    """What only a person knows, with proof."""
    office.goto(f"{CHECKLIST}?by=deadline&show=all")
    office.get_by_text("mục phải đủ tài liệu").click()
    office.get_by_role("link", name=re.compile("^Đủ tài liệu mục 1:")).first.click()
    proof.write_bytes(b"%PDF-1.7")
    office.get_by_label("Minh chứng", exact=True).fill("60 bộ, đồng chí Mẫu nhận")
    office.get_by_label("Tệp minh chứng").set_input_files(proof)
    office.get_by_role("button", name="Xác nhận đã xong").click()
    expect(office.get_by_text("60 bộ, đồng chí Mẫu nhận")).to_be_visible()


def urges(office: Page, post: PostOffice) -> None:
    """The late, each in one letter, read before it goes; it arrives, and stands in the record."""
    office.goto(f"{HERE}/invitations/addresses")
    office.get_by_label("Danh sách", exact=True).fill(f"{LATE}\tvhttdl@mau.vn")
    office.get_by_role("button", name="Lưu các địa chỉ").click()
    expect(office.get_by_text("1 địa chỉ")).to_be_visible()
    office.goto(CHECKLIST)
    office.get_by_role("link", name="Đôn đốc các nơi chậm").click()
    late = office.locator("ul.urged > li", has_text=LATE)
    expect(late).to_contain_text("chưa đôn đốc lần nào")
    late.get_by_text("Xem lời thư").click()
    expect(late).to_contain_text("Đề nghị thực hiện việc quá hạn")
    office.get_by_role("button", name="Tôi đã xem, duyệt gửi ngay").click()
    told = office.locator("ol.record > li.head", has_text=LATE)
    expect(told).to_be_visible()
    office.goto(f"{HERE}/outbox?kind=reminder&state=sent")
    expect(office.locator("tbody tr")).to_have_count(1, timeout=20_000)
    (letter,) = post.letters
    assert letter["To"] == "vhttdl@mau.vn"
    assert "trước 11 giờ, ngày 01/6/2026" in letter.get_content()
    office.goto(f"{HERE}/reminders/record")
    expect(told).to_contain_text("đã gửi")
    office.goto(f"{HERE}/reminders/urge")
    expect(late).to_contain_text("đã đôn đốc")


def prints(office: Page) -> None:
    """Both papers, opened with other people's software."""
    office.goto(CHECKLIST)
    assignment = words(saved(office, "Bảng phân công docx"))
    assert "Đảng ủy Ủy ban nhân dân thành phố chỉ đạo" in assignment
    assert "Tổng duyệt tại Hội trường" in assignment
    table = cells(saved(office, "Bảng phân công xlsx"))
    assert LATE in table
    assert "trước 11 giờ, ngày 01/6/2026" in table
    report = words(saved(office, "Báo cáo tiến độ docx"))
    assert "60 bộ, đồng chí Mẫu nhận" in report
    assert "Quá hạn (" in report
    standing = cells(saved(office, "Báo cáo tiến độ xlsx"))
    assert any("60 bộ, đồng chí Mẫu nhận" in cell for cell in standing)
    assert any(cell.startswith("Tổng số ") for cell in standing)


def test_the_planners_week(
    office_with_mail: tuple[Page, PostOffice], phone: Page, served: Served, tmp_path: Path
) -> None:
    office, post = office_with_mail
    watches(office, phone, link(served.database, COMMUNE))
    adopts(office)
    confirms(office, tmp_path / "biên bản.pdf")
    urges(office, post)
    prints(office)
