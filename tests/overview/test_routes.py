"""The first page of a conference."""

from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, groups
from app.db import Database
from app.delegates.changes import Enrolment, enrol
from tests.cast import HA_NOI, HAI_PHONG, THEN
from tests.conftest import Joins
from tests.counting import statements

HERE = f"/conferences/{HAI_PHONG}"


def at(organiser: TestClient, moment: str) -> str:
    organiser.post(f"{HERE}/clock", data={"as_of": moment})
    return organiser.get(HERE).text


def test_days_and_hours_left_are_those_of_the_conferences_clock(organiser: TestClient) -> None:
    assert "<b>6</b> ngày <b>18</b> giờ" in at(organiser, "14:00, 26/5/2026")
    assert "<b>0</b> giờ <b>30</b> phút" in at(organiser, "10:30, 02/6/2026")
    assert "Đã qua" in at(organiser, "11:00, 02/6/2026")


def test_the_seeds_problems_are_shown_each_with_its_place(organiser: TestClient) -> None:
    page = at(organiser, "14:00, 26/5/2026")
    assert "Tham luận dài 168 phút trong khi chỉ có 85 phút: thừa 83 phút" in page
    assert f'href="{HERE}/speeches"' in page
    assert "Chương trình kín 180 phút" in page
    assert "quá hạn</span></a></li>" not in page.split("Cần chú ý")[1].split("Thời hạn tới")[0]


def test_overdue_work_appears_exactly_when_the_deadline_passes(organiser: TestClient) -> None:
    before = at(organiser, "10:59, 29/5/2026")
    after = at(organiser, "11:00, 29/5/2026")
    assert "24 việc quá hạn" not in before
    assert "24 bài tham luận phải gửi" in before
    assert "24 việc quá hạn" in after


def test_every_commune_has_its_place_in_the_grid(organiser: TestClient) -> None:
    grid = organiser.get(HERE).text.split('class="readiness"')[1].split("</ul>")[0]
    assert grid.count("<li>") == 114
    assert "Đặc khu Cát Hải" in grid


def test_the_numbers_stand_against_1086(organiser: TestClient) -> None:
    page = organiser.get(HERE).text
    assert "1.086 <small>/ 1.086</small></b><span>đã có chỗ ngồi" in page


def test_a_new_conference_says_what_to_do_first(joins: Joins, client: TestClient) -> None:
    page = joins(DeskRole.ORGANISER, HA_NOI).client.get(f"/conferences/{HA_NOI}")
    assert page.status_code == 200
    assert "126 đại biểu chưa có chỗ ngồi" in page.text


def test_strangers_do_not_see_it(joins: Joins, client: TestClient) -> None:
    assert joins(None).client.get(HERE).status_code == 404
    assert client.get(HERE).status_code == 303


def test_the_number_of_queries_does_not_grow_with_the_conference(
    joins: Joins, summit: Database
) -> None:
    viewer = joins(DeskRole.VIEWER).client
    with statements() as before:
        viewer.get(HERE)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        group = groups(db, here)[0]
        enrol(db, here, [Enrolment(group.id, ["Khách mời"]) for _ in range(100)], THEN)
    with statements() as after:
        page = viewer.get(HERE).text
    assert "100 đại biểu chưa có chỗ ngồi" in page
    assert len(after) == len(before)
