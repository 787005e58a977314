"""The planner chooses ten of 24 and sends the rest to writing; the reviewer returns and passes."""

from pathlib import Path

from playwright.sync_api import Page, expect
from sqlmodel import select

from app.conferences.store import conference_named
from app.outbox.models import Letter
from tests.cast import HAI_PHONG
from tests.served import Served
from tests.speeches.made import speech

SPEECHES = f"/conferences/{HAI_PHONG}/speeches"


def test_the_planner_chooses_ten_accepts_and_the_rest_goes_to_writing(
    office: Page, served: Served
) -> None:
    office.goto(f"{SPEECHES}/selection")
    must = office.locator("#other-24").get_by_role("button", name="bắt buộc")
    must.click()
    expect(office.locator("#other-24").get_by_role("button", name="bắt buộc")).to_have_attribute(
        "aria-pressed", "true"
    )
    office.keyboard.press("p")
    expect(office.get_by_text("Đã chứng minh: không có cách chọn nào được hơn")).to_be_visible()
    office.get_by_role("button", name="Dùng phương án này").click()
    office.wait_for_url("**/selection")
    chosen = office.locator("li[id^=chosen-]")
    expect(chosen).to_have_count(10)
    expect(office.get_by_text("đã chọn 10 bài, 79 phút")).to_be_visible()
    first = chosen.nth(0).get_attribute("id")
    chosen.nth(0).get_by_role("button", name="xuống").click()
    expect(chosen.nth(1)).to_have_id(str(first))
    swapped = chosen.nth(2)
    out = swapped.get_attribute("id")
    swapped.get_by_text("Đổi bài khác").click()
    swapped.get_by_role("button", name="Đổi", exact=True).click()
    expect(office.locator(f"#{out}")).to_have_count(0)
    expect(chosen).to_have_count(10)
    office.get_by_role("button", name="Chốt và soạn thông báo").click()
    expect(office.get_by_text("Đã đưa 10 bài vào chương trình.")).to_be_visible()
    expect(office.get_by_text("14 bài chuyển sang gửi văn bản.")).to_be_visible()
    office.goto(f"/conferences/{HAI_PHONG}/agenda")
    expect(office.get_by_text("Chuyển tiếp").first).to_be_attached()
    with served.database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        letters = db.exec(select(Letter).where(Letter.conference_id == here)).all()
    subjects = [letter.subject.rpartition(": ")[2] for letter in letters]
    assert subjects.count("trình bày tại hội nghị") == 10
    assert subjects.count("gửi văn bản") == 14
    office.goto(f"/conferences/{HAI_PHONG}/outbox")
    expect(office.get_by_text("Ủy ban nhân dân Phường Lê Chân").first).to_be_visible()


def hand_in(office: Page, content: bytes, folder: Path) -> None:
    path = folder / "Bài tham luận.docx"
    path.write_bytes(content)
    office.locator("#file").set_input_files(path)
    office.get_by_role("button", name="Nộp bài").click()
    office.wait_for_url("**/texts/*")


def test_the_reviewer_returns_a_text_and_passes_the_next_version(
    office: Page, tmp_path: Path
) -> None:
    office.goto(f"{SPEECHES}/6")
    expect(office.get_by_text("tự thẩm định bài của mình")).to_be_visible()
    hand_in(office, speech(1710), tmp_path)
    expect(office.get_by_text("khoảng 9 phút, giới hạn 7")).to_be_visible()
    office.get_by_role("button", name="Nhận thẩm định").click()
    expect(office.get_by_text("đang thẩm định").first).to_be_visible()
    office.get_by_label("Ý kiến thẩm định").fill("Rút gọn phần kết quả")
    office.get_by_role("button", name="Trả lại kèm ý kiến").click()
    office.goto(f"{SPEECHES}/review")
    waiting = (
        office.get_by_role("region")
        .or_(office.locator("section"))
        .filter(has=office.get_by_role("heading", name="Đã trả lại, chờ đơn vị gửi bản mới"))
    )
    expect(waiting.get_by_text("Rút gọn phần kết quả")).to_be_visible()
    office.goto(f"{SPEECHES}/6")
    hand_in(office, speech(1300), tmp_path)
    expect(office.get_by_text("khoảng 7 phút, giới hạn 7")).to_be_visible()
    office.get_by_role("button", name="Đạt", exact=True).click()
    office.goto(f"{SPEECHES}?stage=passed")
    expect(office.locator("li[id^=speech-]")).to_have_count(1)
    with office.expect_download() as saved:
        office.goto(f"{SPEECHES}/6/texts/2")
        office.get_by_role("link", name="Tải về").first.click()
    assert saved.value.suggested_filename == "Bài tham luận.docx"
