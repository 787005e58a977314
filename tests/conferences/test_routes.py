"""The conference's own pages: what an organiser changes, what others may not."""

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins

HERE = f"/conferences/{HAI_PHONG}"
DETAILS = {
    "name": "Hội nghị sơ kết",
    "short_name": "Sơ kết",
    "host": "Thành ủy Hải Phòng",
    "starts_at": "08:30, 02/6/2026",
    "ends_at": "11:00, 02/6/2026",
    "reason": "Đổi giờ khai mạc",
}


@pytest.mark.parametrize("path", ["details", "composition", "clock", "history"])
def test_a_member_reads_and_a_stranger_sees_nothing(joins: Joins, path: str) -> None:
    assert joins(DeskRole.VIEWER).client.get(f"{HERE}/{path}").status_code == 200
    assert joins(None).client.get(f"{HERE}/{path}").status_code == 404


def test_members_see_their_own_conference_only(joins: Joins) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    assert "Hà Nội" in client.get("/conferences").text
    assert "Hải Phòng" not in client.get("/conferences").text
    assert client.get(f"{HERE}/details").status_code == 404


def test_a_change_is_kept_with_who_when_what_and_why(organiser: TestClient) -> None:
    assert organiser.post(f"{HERE}/details", data=DETAILS).status_code == 303
    story = organiser.get(f"{HERE}/history").text
    assert "Đổi giờ khai mạc" in story
    assert "08:00, 02/6/2026" in story
    assert "08:30, 02/6/2026" in story


def test_a_wrong_form_comes_back_with_its_message_and_what_was_typed(
    organiser: TestClient,
) -> None:
    wrong = {**DETAILS, "ends_at": "hôm sau", "host": "Thành ủy mới"}
    answer = organiser.post(f"{HERE}/details", data=wrong)
    assert answer.status_code == 422
    assert "Viết giờ và ngày như 08:00, 02/6/2026" in answer.text
    assert "hôm sau" in answer.text
    assert "Thành ủy mới" in answer.text


def test_the_end_must_come_after_the_start(organiser: TestClient) -> None:
    answer = organiser.post(f"{HERE}/details", data={**DETAILS, "ends_at": "08:00, 02/6/2026"})
    assert answer.status_code == 422
    assert "Giờ kết thúc phải sau giờ bắt đầu" in answer.text


def test_the_rehearsal_clock_is_shown_on_every_page_until_it_ends(organiser: TestClient) -> None:
    moment = {"as_of": "10:30, 29/5/2026"}
    assert organiser.post(f"{HERE}/clock", data=moment).status_code == 303
    for path in ("details", "composition", "history", "clock"):
        page = organiser.get(f"{HERE}/{path}").text
        assert "ĐỒNG HỒ DIỄN TẬP" in page
        assert "10:30, 29/5/2026" in page
    organiser.post(f"{HERE}/clock/end")
    assert "ĐỒNG HỒ DIỄN TẬP" not in organiser.get(f"{HERE}/details").text


def test_only_organisers_change(joins: Joins) -> None:
    viewer = joins(DeskRole.VIEWER).client
    assert viewer.post(f"{HERE}/details", data=DETAILS).status_code == 403
    assert viewer.post(f"{HERE}/clock", data={"as_of": "10:30, 29/5/2026"}).status_code == 403
    assert viewer.get(f"{HERE}/staff").status_code == 403


def test_admitting_and_dismissing_staff(joins: Joins, organiser: TestClient) -> None:
    stranger = joins(None).client
    organiser.post(f"{HERE}/staff", data={"username": "stranger", "role": "door"})
    assert stranger.get(f"{HERE}/details").status_code == 200
    page = organiser.get(f"{HERE}/staff").text
    dismissals = [part.split('"')[0] for part in page.split('action="') if "/dismissal" in part]
    for dismissal in dismissals:
        if "stranger" in page.split(dismissal)[0].rsplit("<tr>", 1)[1]:
            organiser.post(dismissal)
    assert stranger.get(f"{HERE}/details").status_code == 404
