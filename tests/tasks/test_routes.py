"""The plan's tasks: as written, done with evidence, taken back; proposed dates."""

import re

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.tasks import store
from tests.cast import HA_NOI, HAI_PHONG, end_rehearsal, rehearse
from tests.conftest import Joins
from tests.counting import statements

TASKS = f"/conferences/{HAI_PHONG}/tasks"
API = f"/api/v1/conferences/{HAI_PHONG}/tasks"
EVIDENCE = {"evidence": "Công văn 12, kèm ảnh"}


def row(page: str, number: int) -> str:
    """What the list says about one task."""
    return page.split(f'id="task-{number}"')[1].split("</tr>", maxsplit=1)[0]


def complete(client: TestClient, number: int, **typed: str) -> int:
    return client.post(f"{TASKS}/{number}/completion", data=typed).status_code


def is_done(client: TestClient, number: int) -> bool:
    return "Rút lại" in client.get(f"{TASKS}/{number}").text


def proposal(client: TestClient, content: str) -> tuple[str, str]:
    """The address to adopt a proposed date (or to leave it), and what stands in its line."""
    page = client.get(TASKS).text.split('id="proposals"')[1]
    line = next(part for part in page.split("<li ") if content in part)
    found = re.search(r'action="([^"]+)"', line)
    assert found is not None
    return found[1], line


@pytest.mark.parametrize(
    ("number", "deadline", "weekday"),
    [
        (3, "trước 11 giờ, ngày 01/6/2026", "Thứ Hai"),
        (10, "chậm nhất 08 giờ, ngày 31/5/2026", "Chủ nhật"),
        (11, "trước 11 giờ, ngày 30/5/2026", "Thứ Bảy"),
        (12, "chậm nhất 17 giờ, ngày 30/5/2026", "Thứ Bảy"),
        (20, "trước 11 giờ, ngày 29/5/2026", "Thứ Sáu"),
    ],
)
def test_the_five_deadlines_stand_as_the_plan_writes_them(
    organiser: TestClient, number: int, deadline: str, weekday: str
) -> None:
    page = organiser.get(TASKS).text
    assert deadline in row(page, number)
    assert weekday in row(page, number)
    assert len(re.findall(r'id="task-\d+"', page)) == 21


def test_a_task_shows_who_directs_who_stands_between_and_who_leads(organiser: TestClient) -> None:
    page = organiser.get(f"{TASKS}/4").text
    chain = page.split('class="chain"')[1].split("</ol>")[0]
    assert re.findall(r"<strong>([^<]+)</strong>", chain) == [
        "Đảng ủy Ủy ban nhân dân thành phố",
        "Văn phòng Ủy ban nhân dân thành phố",
        "Trung tâm Hội nghị và Biểu diễn thành phố",
    ]
    assert "văn bản 004, dòng 79" in page


def test_done_with_evidence_and_taken_back(organiser: TestClient) -> None:
    assert complete(organiser, 5, **EVIDENCE) == 303
    page = organiser.get(f"{TASKS}/5").text
    assert "Công văn 12, kèm ảnh" in page
    assert "hoàn thành" in row(organiser.get(TASKS).text, 5)
    assert complete(organiser, 5) == 409
    assert organiser.post(f"{TASKS}/5/completion/withdrawal").status_code == 303
    assert not is_done(organiser, 5)
    assert organiser.post(f"{TASKS}/5/completion/withdrawal").status_code == 409
    assert complete(organiser, 5) == 303
    assert "Nhiệm vụ 5" in organiser.get(f"/conferences/{HAI_PHONG}/history").text


def test_the_decoration_waits_for_its_scheme_unless_a_reason_is_typed(
    organiser: TestClient,
) -> None:
    assert "chờ nhiệm vụ 9" in row(organiser.get(TASKS).text, 3)
    answer = organiser.post(f"{TASKS}/3/completion", data=EVIDENCE)
    assert answer.status_code == 409
    assert "Nhiệm vụ 9 chưa hoàn thành" in answer.text
    assert "Công văn 12, kèm ảnh" in answer.text
    assert not is_done(organiser, 3)
    assert complete(organiser, 3, reason="Đã duyệt tại chỗ") == 303
    assert "Đã duyệt tại chỗ" in organiser.get(f"{TASKS}/3").text


def test_once_the_scheme_is_approved_no_reason_is_needed(organiser: TestClient) -> None:
    complete(organiser, 9)
    assert "chờ nhiệm vụ 9" not in row(organiser.get(TASKS).text, 3)
    assert complete(organiser, 3) == 303


def test_to_the_second_in_time_or_late(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-31T09:00:00")
    complete(organiser, 10, completed_at="08:00, 31/5/2026")
    complete(organiser, 11, completed_at="11:00, 30/5/2026")
    page = organiser.get(TASKS).text
    assert "hoàn thành chậm" not in row(page, 10)
    assert "hoàn thành chậm" in row(page, 11)
    assert complete(organiser, 12, completed_at="09:01, 31/5/2026") == 409


def test_rehearsed_and_real_completions_never_mix(summit: Database, organiser: TestClient) -> None:
    complete(organiser, 9)
    rehearse(summit, "2026-05-30T10:30:00")
    assert not is_done(organiser, 9)
    assert complete(organiser, 3) == 409
    assert complete(organiser, 1) == 303
    end_rehearsal(summit)
    assert is_done(organiser, 9)
    assert not is_done(organiser, 1)
    rehearse(summit, "2026-05-30T10:30:00")
    assert not is_done(organiser, 1), "another rehearsal begins anew"


def test_the_speakers_task_is_closed_by_their_texts(organiser: TestClient) -> None:
    assert complete(organiser, 20) == 409
    assert "xem Tham luận" in row(organiser.get(TASKS).text, 20)


def test_proposed_dates_are_adopted_one_by_one_and_change_no_date_of_the_plan(
    organiser: TestClient,
) -> None:
    address, line = proposal(organiser, "Chốt sơ đồ chỗ ngồi")
    assert "đề xuất" in line
    assert organiser.post(address).status_code == 303
    address, line = proposal(organiser, "Chốt sơ đồ chỗ ngồi")
    assert "đã áp dụng, nội bộ" in line
    assert "đề xuất" in proposal(organiser, "Tổng duyệt tại Hội trường")[1]
    assert "chưa có thời hạn" in row(organiser.get(TASKS).text, 18)
    organiser.post(address)
    assert "đề xuất" in proposal(organiser, "Chốt sơ đồ chỗ ngồi")[1]


def test_a_wrong_moment_comes_back_with_what_was_typed(organiser: TestClient) -> None:
    typed = {"completed_at": "sáng nay", **EVIDENCE}
    answer = organiser.post(f"{TASKS}/5/completion", data=typed)
    assert answer.status_code == 422
    assert "sáng nay" in answer.text
    assert "Công văn 12, kèm ảnh" in answer.text


def test_many_tasks_take_as_many_queries_as_few(joins: Joins, organiser: TestClient) -> None:
    elsewhere = joins(DeskRole.VIEWER, HA_NOI).client
    with statements() as many:
        organiser.get(TASKS)
    with statements() as few:
        elsewhere.get(f"/conferences/{HA_NOI}/tasks")
    assert len(many) == len(few)


def test_only_organisers_report(joins: Joins) -> None:
    client = joins(DeskRole.VIEWER).client
    assert "Ghi hoàn thành" not in client.get(f"{TASKS}/5").text
    assert complete(client, 5) == 403
    assert client.post(f"{TASKS}/proposals/1/adoption").status_code == 403


def test_another_conferences_tasks_and_dates_are_not_found(joins: Joins, summit: Database) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    here = f"/conferences/{HA_NOI}/tasks"
    assert client.get(TASKS).status_code == 404
    assert client.get(f"{here}/21").status_code == 404
    assert client.post(f"{here}/21/completion", data=EVIDENCE).status_code == 404
    with summit.reading() as db:
        conference = conference_named(db, HAI_PHONG)
        found = store.tasks(db, conference.id, None, conference.starts_at)
        date = store.proposals(db, conference.id, found)[0].date
    assert client.post(f"{here}/proposals/{date.id}/adoption").status_code == 404


def test_a_program_reports_a_task_and_takes_it_back(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    refused = client.post(f"{API}/3/completion", json={}, headers=token)
    assert refused.status_code == 409
    assert "Nhiệm vụ 9" in refused.json()["detail"]
    done = client.post(f"{API}/9/completion", json=EVIDENCE, headers=token)
    assert done.status_code == 201
    assert done.json()["completion"]["evidence"] == EVIDENCE["evidence"]
    assert client.post(f"{API}/3/completion", json={}, headers=token).status_code == 201
    undone = client.delete(f"{API}/9/completion", headers=token).json()
    assert (undone["completion"], undone["standing"]) == (None, "undated")
    tasks = client.get(API, headers=token).json()
    assert [task["number"] for task in tasks] == list(range(1, 22))
    assert tasks[19]["relation"] == "before"
    assert client.delete(f"{API}/22/completion", headers=token).status_code == 404
    assert client.get(API).status_code == 401
