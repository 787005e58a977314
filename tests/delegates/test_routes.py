"""The list on screen, one delegate, and what organisers change; the same for programs."""

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates import store
from app.delegates.search import Filter
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements

LIST = f"/conferences/{HAI_PHONG}/delegates"
API = f"/api/v1/conferences/{HAI_PHONG}/delegates"
FRAGMENT = {"HX-Request": "true"}


def listed(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'href="[^"]*/delegates/(\d+)"', page)]


def someone(summit: Database, search: str, slug: str = HAI_PHONG) -> store.Listed:
    with summit.reading() as db:
        here = conference_named(db, slug).id
        return store.everyone(db, here, Filter(search=search))[0]


def form(**changed: str) -> dict[str, str]:
    """What a browser sends for Phạm Thị Mẫu Thoa's kind of delegate, with some of it changed."""
    return {"positions": "Chuyên viên", "role-delegate": "true", "attendance": "invited", **changed}


def test_the_list_shows_fifty_and_the_sums(organiser: TestClient) -> None:
    page = organiser.get(LIST).text
    assert len(listed(page)) == 50
    assert "1.086 suất; kế hoạch ghi khoảng 1.086." in page
    assert "trang 1 trên 22" in page


def test_fifty_lines_cost_as_many_queries_as_one(organiser: TestClient) -> None:
    with statements() as few:
        assert len(listed(organiser.get(f"{LIST}?search=le+ngoc+chau").text)) == 1
    with statements() as many:
        organiser.get(LIST)
    assert len(few) == len(many)


def test_filters_and_search_work_together(organiser: TestClient) -> None:
    page = organiser.get(
        f"{LIST}?search=cam+giang&is_named=&attendance=invited&role=&unit_id="
    ).text
    assert "Cẩm Giang" in page
    assert "Cẩm Giàng" in page
    assert 'value="cam giang"' in page
    assert "Thêm đại biểu" in page
    speakers = organiser.get(f"{LIST}?role=speaker").text
    assert len(listed(speakers)) == 24


def test_htmx_gets_the_list_alone(organiser: TestClient) -> None:
    part = organiser.get(f"{LIST}?search=le+ngoc+chau", headers=FRAGMENT).text
    assert part.lstrip().startswith('<div id="delegates">')
    assert len(listed(part)) == 1
    assert 'role="search"' not in part


def test_an_unknown_filter_is_answered_as_such(organiser: TestClient) -> None:
    assert organiser.get(f"{LIST}?attendance=maybe").status_code == 422


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.DOOR, DeskRole.MODERATOR])
def test_colleagues_read_without_codes_phones_or_changes(
    joins: Joins, summit: Database, organiser: TestClient, role: DeskRole
) -> None:
    person = someone(summit, "mẫu quỳnh ái quốc").delegate.id
    data = form(name="Nguyễn Thị Mẫu Quỳnh", group_id=str(group(summit)), phone="0912 345 789")
    assert organiser.post(f"{LIST}/{person}", data=data).status_code == 303
    assert "0912" not in organiser.get(f"{LIST}/{person}").text, "shown to who asks for it"
    assert "0912 345 789" in organiser.post(f"{LIST}/{person}/phone").text
    client = joins(role).client
    page = client.get(f"{LIST}/{person}").text
    assert "••• 789" in page
    assert "0912" not in page
    assert "/G/" not in page
    assert "/edit" not in page
    assert client.get(f"{LIST}/{person}/edit").status_code == 403
    assert client.post(f"{LIST}/{person}", data=data).status_code == 403
    assert client.post(f"{LIST}/{person}/pass").status_code == 403
    assert client.post(f"{LIST}/{person}/phone").status_code == 403
    assert client.get(f"{LIST}/export.xlsx").status_code == 403


def test_the_press_does_not_see_the_list(joins: Joins, summit: Database) -> None:
    actor = joins(DeskRole.PRESS)
    person = someone(summit, "le ngoc chau").delegate.id
    assert actor.client.get(LIST).status_code == 403
    assert actor.client.get(f"{LIST}/{person}").status_code == 403
    token = {"Authorization": f"Bearer {actor.token}"}
    assert actor.client.get(API, headers=token).status_code == 403


def group(summit: Database, code: str = "C1") -> int:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        return next(one.group.id for one in store.everyone(db, here) if one.group.code == code)


def test_adding_a_delegate(organiser: TestClient, summit: Database) -> None:
    data = form(name="Nguyễn Văn Mẫu An", group_id=str(group(summit)))
    answer = organiser.post(LIST, data=data)
    assert answer.status_code == 303
    page = organiser.get(answer.headers["location"]).text
    assert "Nguyễn Văn Mẫu An" in page
    assert "Chưa xếp chỗ" in page
    assert "1.087 suất" in organiser.get(LIST).text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"positions": "", "name": ""}, "Cần họ và tên hoặc ít nhất một chức vụ"),
        ({"name": "x" * 81}, "Dài quá 80 ký tự"),
        ({"rank": "nhất"}, "Phải là một số"),
        ({"phone": "gọi sau"}, "Chưa đúng mẫu"),
        ({"group_id": "999999"}, "Không có lựa chọn này"),
        ({"unit_id": "999999"}, "Không có lựa chọn này"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(
    organiser: TestClient, summit: Database, changed: dict[str, str], told: str
) -> None:
    data = form(group_id=str(group(summit)), reason="Ghi chú đã gõ") | changed
    answer = organiser.post(LIST, data=data)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Ghi chú đã gõ" in answer.text
    assert 'name="role-delegate" value="true" checked' in answer.text


def test_changing_a_delegate_is_seen_in_list_and_history(
    organiser: TestClient, summit: Database
) -> None:
    found = someone(summit, "mẫu quỳnh ái quốc")
    data = form(
        name="Đặng Thị Thử",
        group_id=str(found.group.id),
        attendance="absent",
        reason="Đi công tác",
        why="Văn bản của phường",
    )
    assert organiser.post(f"{LIST}/{found.delegate.id}", data=data).status_code == 303
    line = organiser.get(f"{LIST}?search=dang+thi+thu").text.split("<tr>")[2]
    assert "Đặng Thị Thử" in line, "who is called so comes first"
    assert "Đi công tác" in line
    assert "tên mẫu" not in line
    detail = organiser.get(f"{LIST}/{found.delegate.id}").text
    assert f"Không dự nhưng vẫn giữ ghế {found.seat}" in detail
    story = organiser.get(f"/conferences/{HAI_PHONG}/history").text
    assert "Văn bản của phường" in story
    assert "Nguyễn Thị Mẫu Quỳnh" in story
    assert "vắng" in story


def test_renewing_the_code_shows_another(organiser: TestClient, summit: Database) -> None:
    person = someone(summit, "le ngoc chau").delegate.id
    before = re.findall(r"/G/[A-Z2-7]{26}", organiser.get(f"{LIST}/{person}").text)
    assert organiser.post(f"{LIST}/{person}/pass").status_code == 303
    after = re.findall(r"/G/[A-Z2-7]{26}", organiser.get(f"{LIST}/{person}").text)
    assert (len(before), len(after)) == (1, 1)
    assert before != after


def test_people_of_another_conference_are_not_found(
    joins: Joins, organiser: TestClient, summit: Database
) -> None:
    person = someone(summit, "ba đình", HA_NOI).delegate.id
    data = form(name="Đặng Thị Thử", group_id=str(group(summit)))
    assert organiser.get(f"{LIST}/{person}").status_code == 404
    assert organiser.get(f"{LIST}/{person}/edit").status_code == 404
    assert organiser.post(f"{LIST}/{person}", data=data).status_code == 404
    assert organiser.post(f"{LIST}/{person}/pass").status_code == 404
    theirs = joins(DeskRole.VIEWER, HA_NOI).client
    assert theirs.get(f"/conferences/{HA_NOI}/delegates/{person}").status_code == 200
    assert theirs.get(LIST).status_code == 404


def test_a_name_is_never_markup(organiser: TestClient, summit: Database) -> None:
    data = form(name='<script>"x"</script>', group_id=str(group(summit)))
    page = organiser.get(organiser.post(LIST, data=data).headers["location"]).text
    assert "<script>" not in page.replace("<script src", "")
    assert "&lt;script&gt;" in page


def test_a_program_finds_pages_and_notes_who_comes(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    first = client.get(f"{API}?search={quote('le ngoc châu')}", headers=token).json()
    assert (first["total"], first["pages"], len(first["delegates"])) == (1, 1, 1)
    person = first["delegates"][0]
    assert person["roles"] == ["chair", "presenter"]
    assert person["phone"] == ""
    wanted = {"attendance": "confirmed"}
    changed = client.patch(f"{API}/{person['id']}", json=wanted, headers=token).json()
    assert changed == person | wanted
    assert client.get(f"{API}/{person['id']}", headers=token).json() == changed
    assert client.get(API).status_code == 401
    assert client.get(f"{API}?page=22", headers=token).json()["delegates"][-1]["number"] == 1_086


def test_a_program_of_a_viewer_reads_no_phones_and_changes_nothing(
    joins: Joins, client: TestClient
) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    person = client.get(API, headers=token).json()["delegates"][0]
    assert person["phone"] is None
    answer = client.patch(f"{API}/{person['id']}", json={"name": "Ai đó"}, headers=token)
    assert answer.status_code == 403
