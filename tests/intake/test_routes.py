"""A unit at its own link: what it writes is kept, what it sends is the plan; nobody else sees."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app import clock
from app.conferences import history
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, unit_called
from app.db import Database
from app.delegates.rules import Attendance
from app.intake import store
from app.intake.models import UnitLink
from app.intake.rules import key
from tests.cast import AUTHOR, HAI_PHONG
from tests.conftest import Joins

COMMUNE = "Xã An Khánh"
LINKS = f"/conferences/{HAI_PHONG}/links"


def _link(database: Database, name: str = COMMUNE) -> str:
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG)
        unit = unit_called(db, here.id, name)
        assert unit is not None
        store.make_links(db, AUTHOR, here, clock.now(), [unit.id])
        db.flush()
        return next(f"/U/{x.token}" for x in store.valid_links(db, here.id) if x.unit_id == unit.id)


def _posts(database: Database, link: str) -> list[tuple[int, Attendance, str, str]]:
    with database.reading() as db:
        visit = store.visit(db, link.removeprefix("/U/"))
        assert visit is not None
        return [
            (
                one.delegate.id,
                one.delegate.attendance,
                one.delegate.name,
                one.stand_in.called if one.stand_in else "",
            )
            for one in store.posts(db, visit.here, visit.unit.id)
        ]


def test_a_commune_answers_for_its_posts(summit: Database, client: TestClient) -> None:
    link = _link(summit)
    ids = [post[0] for post in _posts(summit, link)]
    assert len(ids) >= 8
    typed = {key("answer", id): "comes" for id in ids}
    typed |= {key("name", id): f"Nguyễn Văn Mẫu {n}" for n, id in enumerate(ids)}
    typed |= {key("answer", ids[1]): "vacant"}
    typed |= {
        key("answer", ids[2]): "instead",
        key("instead", ids[2]): "Trần Thị Mẫu Bình",
        key("reason", ids[2]): "Đi công tác",
    }
    assert client.post(f"{link}/answer", data=typed).status_code == 303
    after = {post[0]: post[1:] for post in _posts(summit, link)}
    assert after[ids[0]][:2] == (Attendance.CONFIRMED, "Nguyễn Văn Mẫu 0")
    assert after[ids[1]][0] is Attendance.VACANT
    assert after[ids[2]] == (Attendance.SUBSTITUTED, "Nguyễn Văn Mẫu 2", "Trần Thị Mẫu Bình")
    assert "Đã gửi lúc" in client.get(link).text
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        assert f"Đơn vị {COMMUNE}" in history.authors(db, here)
        assert history.faults(db, here) == []


def test_what_is_missing_is_named_and_nothing_is_changed(
    summit: Database, client: TestClient
) -> None:
    link = _link(summit)
    before = _posts(summit, link)
    id = before[0][0]
    answer = client.post(f"{link}/answer", data={key("answer", id): "absent"})
    assert answer.status_code == 422
    assert "Ghi lý do vắng" in answer.text
    assert _posts(summit, link) == before


def test_two_people_lose_nothing(summit: Database, client: TestClient) -> None:
    link = _link(summit)
    id = _posts(summit, link)[0][0]
    name, phone = key("name", id), key("phone", id)
    client.post(f"{link}/draft", data={name: "Lê Mẫu Một", f"v.{name}": "0"})
    client.post(f"{link}/draft", data={phone: "0912000111", f"v.{phone}": "0"})
    clash = client.post(f"{link}/draft", data={name: "Lê Mẫu Hai", f"v.{name}": "0"})
    assert clash.status_code == 409
    assert "Lê Mẫu Một" in clash.text
    assert "Lê Mẫu Hai" in clash.text
    assert (
        client.post(f"{link}/draft", data={name: "Lê Mẫu Hai", f"v.{name}": "1"}).status_code < 400
    )
    page = client.get(link).text
    assert "Lê Mẫu Hai" in page
    assert "0912000111" in page


def test_one_person_in_two_posts(summit: Database, client: TestClient) -> None:
    link = _link(summit)
    first, second, *_ = (post[0] for post in _posts(summit, link))
    typed = {
        key("answer", first): "comes",
        key("name", first): "Phạm Mẫu Ba",
        key("answer", second): "same",
        key("same", second): str(first),
    }
    assert client.post(f"{link}/answer", data=typed).status_code == 303
    with summit.reading() as db:
        visit = store.visit(db, link.removeprefix("/U/"))
        assert visit is not None
        posts = {one.delegate.id: one for one in store.posts(db, visit.here, visit.unit.id)}
    assert len(posts[first].positions) >= 2
    assert posts[second].delegate.attendance is Attendance.VACANT


@pytest.mark.parametrize("path", ["", "/draft", "/answer", "/tasks/1"])
def test_a_dead_link_shows_nothing(summit: Database, client: TestClient, path: str) -> None:
    link = _link(summit)
    with summit.writing() as db:
        one = db.exec(select(UnitLink)).one()
        one.expires_at = clock.now() - timedelta(days=400)
    for address in (link, "/U/" + "A" * 26, "/U/x"):
        asked = (
            client.get(address) if not path else client.post(address + path, data={"progress": "1"})
        )
        assert asked.status_code == 404
        assert COMMUNE not in asked.text


def test_a_revoked_link_is_refused_and_a_new_one_opens(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    link = _link(summit)
    with summit.reading() as db:
        unit_id = db.exec(select(UnitLink.unit_id)).one()
    assert organiser.post(f"{LINKS}/{unit_id}/revocation").status_code == 303
    assert client.get(link).status_code == 404
    assert organiser.post(LINKS, data={"unit_id": str(unit_id)}).status_code == 303
    assert client.get(_link(summit)).status_code == 200


def test_a_link_shows_and_changes_its_own_unit_only(summit: Database, client: TestClient) -> None:
    mine, theirs = _link(summit), _link(summit, "Xã Cẩm Giàng")
    id, before = _posts(summit, theirs)[0][0], _posts(summit, theirs)
    client.post(f"{mine}/answer", data={key("name", id): "Kẻ Lạ Mẫu", key("answer", id): "vacant"})
    assert _posts(summit, theirs) == before
    assert "Cẩm Giàng" not in client.get(mine).text
    assert client.post(f"{mine}/tasks/1", data={"progress": "50"}).status_code == 404


def test_a_unit_reports_its_task(summit: Database, client: TestClient) -> None:
    link = _link(summit, "Sở Nội vụ")
    page = client.get(link).text
    number = re.search(r"/tasks/(\d+)", page)
    assert number is not None
    address = f"{link}/tasks/{number[1]}"
    bad = {"file": ("a.exe", b"MZ\x00", "application/pdf")}
    assert client.post(address, data={"progress": "60"}, files=bad).status_code == 409
    good = {"file": ("a.pdf", b"%PDF-1.4 x", "application/pdf")}
    told = {"progress": "60", "obstacle": "Chờ danh sách"}
    assert client.post(address, data=told, files=good).status_code == 303
    page = client.get(link).text
    assert "60 %" in page
    assert "Chờ danh sách" in page
    assert client.post(address, data={"progress": "100"}).status_code == 303
    assert "hoàn thành" in client.get(link).text


def test_only_organisers_see_the_links(joins: Joins) -> None:
    assert joins(DeskRole.VIEWER).client.get(LINKS).status_code == 403
    assert joins(None).client.get(LINKS).status_code == 404
    office = joins(DeskRole.ORGANISER).client
    assert office.post(LINKS).status_code == 303
    assert COMMUNE in office.get(LINKS).text
    assert "<svg" in office.get(f"{LINKS}/print").text
