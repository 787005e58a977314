"""A unit on a phone answers, hands in its speech and reports; the reviewer returns and passes."""

from pathlib import Path

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import watch
from tests.cast import HAI_PHONG
from tests.intake.made import link, posts, unit_id_of
from tests.served import Served
from tests.speeches.made import speech

HERE = f"/conferences/{HAI_PHONG}"
WARD = "Phường Lê Chân"  # it has a speech
WITH_TASKS = "Sở Nội vụ"


def _post(page: Page, number: int, answer: str, **said: str) -> None:
    place = page.locator("details.unit-post").nth(number)
    if place.get_attribute("open") is None:
        place.locator("summary").click()
    place.get_by_role("radio", name=answer, exact=True).check()
    for label, text in said.items():
        place.get_by_label(_LABELS[label], exact=True).fill(text)


_LABELS = {
    "name": "Họ và tên",
    "phone": "Điện thoại",
    "reason": "Lý do vắng",
    "instead": "Họ và tên người dự thay",
}


def test_a_ward_answers_hands_in_and_hears_the_reviewer(
    phone: Page, office: Page, served: Served, tmp_path: Path
) -> None:
    mine = link(served.database, WARD)
    phone.goto(mine)
    expect(phone.locator("details.unit-post")).to_have_count(8)
    for number in range(6):
        _post(phone, number, "dự", name=f"Nguyễn Văn Mẫu {number}", phone=f"091200000{number}")
    _post(phone, 6, "khuyết")
    _post(phone, 7, "cử người dự thay", reason="Đi công tác", instead="Trần Thị Mẫu Bình")
    phone.get_by_label("Xe (biển số, số chỗ)").fill("15A-123.45, 16 chỗ")
    expect(phone.get_by_text("Đã lưu nháp")).to_be_visible()
    phone.reload()  # what was typed is still there
    expect(phone.get_by_label("Xe (biển số, số chỗ)")).to_have_value("15A-123.45, 16 chỗ")
    phone.get_by_role("button", name="Gửi", exact=True).click()
    expect(phone.get_by_text("Đã gửi lúc")).to_be_visible()
    stands = {name: attendance.value for _, attendance, name, _ in posts(served.database, mine)}
    assert stands["Nguyễn Văn Mẫu 0"] == "confirmed"
    assert list(stands.values())[-2:] == ["vacant", "substituted"]

    text = tmp_path / "Bài tham luận.docx"
    text.write_bytes(speech(1300))
    phone.locator("#speech-file-14").set_input_files(text)
    phone.get_by_role("button", name="Nộp bài").click()
    expect(phone.get_by_text("Bản 1: Bài tham luận.docx")).to_be_visible()
    office.goto(f"{HERE}/speeches/14/texts/1")
    office.get_by_role("button", name="Nhận thẩm định").click()
    office.get_by_label("Ý kiến thẩm định").fill("Rút gọn phần kết quả, thêm đề xuất")
    office.get_by_role("button", name="Trả lại kèm ý kiến").click()
    phone.reload()
    expect(phone.get_by_text("Rút gọn phần kết quả, thêm đề xuất")).to_be_visible()
    text.write_bytes(speech(1200))
    phone.locator("#speech-file-14").set_input_files(text)
    phone.get_by_role("button", name="Nộp bài").click()
    expect(phone.get_by_text("Bản 2: Bài tham luận.docx")).to_be_visible()
    office.goto(f"{HERE}/speeches/14/texts/2")
    office.get_by_role("button", name="Đạt", exact=True).click()
    phone.reload()
    expect(phone.locator("#speech-14").get_by_text("đạt", exact=True).first).to_be_visible()

    office.goto(f"{HERE}/links/{unit_id_of(served.database, WARD)}")
    expect(office.get_by_text("15A-123.45, 16 chỗ").first).to_be_visible()
    expect(office.get_by_text("Trần Thị Mẫu Bình").first).to_be_visible()


def test_a_department_reports_and_the_office_reads_it(
    phone: Page, office: Page, served: Served, tmp_path: Path
) -> None:
    phone.goto(link(served.database, WITH_TASKS))
    proof = tmp_path / "Danh sách.pdf"
    proof.write_bytes(b"%PDF-1.4 x")
    task = phone.locator("#task-1")
    task.get_by_label("Tiến độ (%)").fill("60")
    task.get_by_label("Khó khăn, vướng mắc").fill("Chờ danh sách của các phường")
    task.get_by_label("Tệp minh chứng").set_input_files(proof)
    task.get_by_role("button", name="Báo cáo").click()
    expect(phone.locator("#task-1").get_by_text("Danh sách.pdf")).to_be_visible()
    office.goto(f"{HERE}/tasks/1")
    expect(office.locator(".remarks").get_by_text("Chờ danh sách của các phường")).to_be_visible()
    with office.expect_download() as saved:
        office.get_by_role("link", name="Danh sách.pdf").click()
    assert saved.value.suggested_filename == "Danh sách.pdf"


def test_two_people_of_one_unit_at_once_lose_nothing(
    phone: Page, chromium: Browser, served: Served
) -> None:
    mine = link(served.database, WARD)
    context = chromium.new_context(base_url=served.url, viewport={"width": 390, "height": 844})
    other = context.new_page()
    problems = watch(other)
    for page in (phone, other):
        page.goto(mine)
        expect(page.locator("details.unit-post")).to_have_count(8)
    _post(phone, 0, "dự", name="Lê Mẫu Một")
    expect(phone.get_by_text("Đã lưu nháp")).to_be_visible()
    _post(other, 1, "dự", name="Trần Mẫu Hai")
    expect(other.get_by_text("Đã lưu nháp")).to_be_visible()
    _post(other, 0, "dự", name="Lê Mẫu Khác")
    first = other.locator("details.unit-post").nth(0)
    expect(first.get_by_text("Người khác của đơn vị vừa ghi: Lê Mẫu Một")).to_be_visible()
    first.get_by_label("Họ và tên", exact=True).fill("Lê Mẫu Một")
    expect(first.locator("[data-theirs]:visible")).to_have_count(0)
    for page in (phone, other):
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.get_by_text("Đã gửi lúc")).to_be_visible()
    stands = [(name, attendance.value) for _, attendance, name, _ in posts(served.database, mine)]
    assert stands[:2] == [("Lê Mẫu Một", "confirmed"), ("Trần Mẫu Hai", "confirmed")]
    context.close()
    assert [told for told in problems if "409" not in told] == []


def test_whoever_types_on_while_the_network_is_slow_is_nobody_else(
    phone: Page, served: Served
) -> None:
    mine = link(served.database, WARD)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    phone.clock.install()
    phone.goto(mine)
    phone.route("**/draft", hold_the_first)
    vehicle = phone.get_by_label("Xe (biển số, số chỗ)")
    vehicle.fill("15A")
    with phone.expect_request("**/draft"):
        phone.clock.run_for(1_000)
    vehicle.fill("15A-123.45")
    phone.clock.run_for(1_000)  # whoever sends now tells the server two things at once
    phone.clock.resume()
    expect(phone.locator("[data-said]")).to_be_empty()
    held[0].continue_()
    expect(phone.get_by_text("Đã lưu nháp")).to_be_visible()
    expect(phone.locator("[data-theirs]:visible")).to_have_count(0)
    phone.reload()
    expect(vehicle).to_have_value("15A-123.45")
