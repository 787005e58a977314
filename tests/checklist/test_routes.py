"""The checklist of the seed at telling moments, its views, its papers, and for programs."""

import html
import re

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from tests.cast import HA_NOI, HAI_PHONG, rehearse
from tests.conftest import Joins
from tests.counting import statements

HERE = f"/conferences/{HAI_PHONG}"
CHECKLIST = f"{HERE}/checklist"
API = f"/api/v1/conferences/{HAI_PHONG}/checklist"


def counts(page: str) -> dict[str, int]:
    """The figures at the top, by what they lead to."""
    found = re.findall(r'class="figure[^"]*" href="[^"]*show=(\w+)"[^>]*><b>(\d+)', page)
    return {show: int(number) for show, number in found}


def headings(page: str) -> list[str]:
    heads = re.findall(r'class="group-head"><h2>(.*?)</h2>', page)
    return [html.unescape(re.sub(r"<[^>]+>", "", head)).strip() for head in heads]


def unit_id(client: TestClient, name: str) -> int:
    """The number of a unit, as the grid links it."""
    found = re.search(
        rf'units/(\d+)">\s*<span class="unit-name">{name}<', client.get(f"{CHECKLIST}/units").text
    )
    assert found is not None
    return int(found[1])


def entry(page: str, words: str) -> str:
    """The line of the first entry with these words."""
    lines: list[str] = re.findall(r'<li class="\w+">.*?</li>', page, re.DOTALL)
    return next(line for line in lines if words in html.unescape(line))


@pytest.mark.parametrize(
    ("at", "red", "words"),
    [("2026-05-29T10:59:59", 0, "sắp đến hạn"), ("2026-05-29T11:00:00", 24, "quá hạn")],
)
def test_the_texts_turn_red_at_eleven_to_the_second(
    summit: Database, organiser: TestClient, at: str, red: int, words: str
) -> None:
    rehearse(summit, at)
    page = organiser.get(CHECKLIST).text
    assert counts(page)["red"] == red
    assert words in entry(page, "Gửi bài tham luận số 1:")


@pytest.mark.parametrize(
    ("at", "words"), [("2026-05-31T08:00:00", "sắp đến hạn"), ("2026-05-31T08:00:01", "quá hạn")]
)
def test_the_report_is_in_time_at_eight(
    summit: Database, organiser: TestClient, at: str, words: str
) -> None:
    rehearse(summit, at)
    line = entry(organiser.get(CHECKLIST).text, "Xây dựng dự thảo Báo cáo")
    assert words in line
    assert "chậm nhất 08 giờ, ngày 31/5/2026" in line


def test_by_unit_everybody_with_something_to_do(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-29T10:30:00")
    found = headings(organiser.get(CHECKLIST).text)
    assert {"Ban Tổ chức Thành ủy", "Sở Nội vụ", "Công an thành phố", "Xã Phú Thái"} <= set(found)
    assert len(found) == len(set(found))


def test_by_deadline_as_the_plan_writes_them(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-29T10:30:00")
    found = headings(organiser.get(f"{CHECKLIST}?by=deadline").text)
    assert [head for head in found if "giờ" in head] == [
        "trước 11 giờ, ngày 29/5/2026 (Thứ Sáu)",
        "trước 11 giờ, ngày 30/5/2026 (Thứ Bảy)",
        "chậm nhất 17 giờ, ngày 30/5/2026 (Thứ Bảy)",
        "chậm nhất 08 giờ, ngày 31/5/2026 (Chủ nhật)",
        "trước 11 giờ, ngày 01/6/2026 (Thứ Hai)",
    ]
    assert found[-1] == "Chưa có thời hạn"
    assert any(head.startswith("17:00, 31/5/2026") and "đề xuất" in head for head in found)


def test_by_day_saturday_and_sunday_stay(organiser: TestClient) -> None:
    assert headings(organiser.get(f"{CHECKLIST}?by=day&show=red").text) == [
        "Thứ Sáu, 29/5/2026",
        "Thứ Bảy, 30/5/2026",
        "Chủ nhật, 31/5/2026",
        "Thứ Hai, 01/6/2026",
    ]


def test_undated_tasks_are_shown_as_such(organiser: TestClient) -> None:
    page = organiser.get(f"{CHECKLIST}?show=undated").text
    assert "chưa có thời hạn" in entry(page, "Phát hành Công văn mời dự Hội nghị")
    assert "Trong thời gian diễn ra Hội nghị" in entry(page, "Bảo đảm nguồn điện ổn định")


def test_entries_close_themselves(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-29T10:30:00")
    before = counts(organiser.get(CHECKLIST).text)["done"]
    organiser.post(f"{HERE}/speeches/1/steps", data={"stage": "handed_in"})
    organiser.post(f"{HERE}/tasks/9/completion", data={"evidence": "Phương án đã duyệt"})
    page = organiser.get(f"{CHECKLIST}?show=done").text
    assert counts(page)["done"] == before + 2
    assert "hoàn thành" in entry(page, "Gửi bài tham luận số 1:")
    assert "hoàn thành" in entry(page, "Duyệt nội dung phương án trang trí")
    assert "Gửi bài tham luận số 1:" not in organiser.get(CHECKLIST).text


def test_a_proposed_date_is_marked_and_never_red_until_adopted(organiser: TestClient) -> None:
    words = "Tổng duyệt tại Hội trường"
    page = organiser.get(CHECKLIST).text
    assert "đề xuất" in entry(page, words)
    red = counts(page)["red"]
    section = organiser.get(f"{HERE}/tasks").text.split('id="proposals"')[1]
    line = next(part for part in section.split("<li ") if words in part)
    address = re.search(r'action="([^"]+)"', line)
    assert address is not None
    organiser.post(address[1])
    page = organiser.get(CHECKLIST).text
    assert "nội bộ" in entry(page, words)
    items = 7  # of the programme: to be rehearsed by then
    assert counts(page)["red"] == red + 1 + items
    organiser.post(f"{HERE}/tasks/14/completion")
    assert counts(organiser.get(CHECKLIST).text)["red"] == red + items


def test_what_was_assumed_waits_to_be_confirmed(organiser: TestClient) -> None:
    page = organiser.get(CHECKLIST).text
    line = entry(page, "Xác nhận hình thức và danh sách, đợt trao 3")
    assert "0 trên 12" in line
    assert f'href="{HERE}/awards"' in line
    assert "12 trên 12" in entry(
        organiser.get(f"{CHECKLIST}?show=done").text, "Có tên người lên nhận, đợt trao 3"
    )


def test_each_entry_leads_to_its_place(organiser: TestClient) -> None:
    page = organiser.get(f"{CHECKLIST}?show=all").text
    for address in sorted(set(re.findall(rf'href="({HERE}/(?:tasks|speeches)/\d+)"', page)))[:5]:
        assert organiser.get(address).status_code == 200


def test_a_sheet_for_each_unit_or_for_one(organiser: TestClient) -> None:
    every = organiser.get(f"{CHECKLIST}/print").text
    assert every.count("DANH MỤC KIỂM TRA") == len(
        headings(organiser.get(f"{CHECKLIST}?show=all").text)
    )
    sheet = organiser.get(f"{CHECKLIST}/print?unit_id={unit_id(organiser, 'Sở Y tế')}").text
    assert sheet.count("DANH MỤC KIỂM TRA") == 1
    assert "Tổ chức ứng trực cấp cứu" in sheet


def test_a_large_plan_takes_as_many_queries_as_a_small_one(
    joins: Joins, organiser: TestClient
) -> None:
    elsewhere = joins(DeskRole.VIEWER, HA_NOI).client
    with statements() as large:
        organiser.get(CHECKLIST)
    with statements() as small:
        elsewhere.get(f"/conferences/{HA_NOI}/checklist")
    assert len(large) == len(small)


def test_another_conferences_checklist_and_units_are_not_found(
    joins: Joins, organiser: TestClient
) -> None:
    viewer = joins(DeskRole.VIEWER, HA_NOI).client
    assert viewer.get(CHECKLIST).status_code == 404
    assert viewer.get(f"{CHECKLIST}/print").status_code == 404
    theirs, elsewhere = unit_id(organiser, "Sở Y tế"), f"/conferences/{HA_NOI}/checklist"
    for path in (
        f"print?unit_id={theirs}",
        f"units/{theirs}",
        f"papers/progress.xlsx?unit_id={theirs}",
        "entries/rehearsed-5",
    ):
        assert viewer.get(f"{elsewhere}/{path}").status_code == 404


def test_a_program_reads_the_checklist(joins: Joins, summit: Database, client: TestClient) -> None:
    rehearse(summit, "2026-05-29T11:00:00")
    token = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    red = client.get(f"{API}?show=red", headers=token).json()
    assert {(found["kind"], found["standing"]) for found in red["entries"]} == {("text", "overdue")}
    assert red["summary"]["overdue"] == len(red["entries"]) == 24
    assert red["summary"]["proposed"] == 5 + 6  # dates of the seed, checks of the template
    assert red["now"].startswith("2026-05-29T04:00:00")
    units = {found["unit"]: found for found in red["units"]}
    assert units["Xã Phú Thái"] == {"unit": "Xã Phú Thái", "done": 1, "open": 0, "overdue": 1}
    assert client.get(API).status_code == 401
