"""A unit at its own link: what it writes is kept, what it sends is the plan; nobody else sees."""

import html
import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app import clock
from app.conferences import history
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.rules import Attendance
from app.intake import store
from app.intake.answers import delegation
from app.intake.rules import key
from app.links.models import UnitLink
from tests.cast import HAI_PHONG
from tests.conftest import Joins
from tests.intake.made import COMMUNE, LINKS, link, posts


def test_a_commune_answers_for_itsposts(summit: Database, client: TestClient) -> None:
    mine = link(summit)
    ids = [post[0] for post in posts(summit, mine)]
    assert len(ids) >= 8
    typed = {key("answer", id): "comes" for id in ids}
    typed |= {key("name", id): f"Nguyễn Văn Mẫu {n}" for n, id in enumerate(ids)}
    typed |= {key("answer", ids[1]): "vacant"}
    typed |= {
        key("answer", ids[2]): "instead",
        key("instead", ids[2]): "Trần Thị Mẫu Bình",
        key("reason", ids[2]): "Đi công tác",
    }
    assert client.post(f"{mine}/answer", data=typed).status_code == 303
    after = {post[0]: post[1:] for post in posts(summit, mine)}
    assert after[ids[0]][:2] == (Attendance.CONFIRMED, "Nguyễn Văn Mẫu 0")
    assert after[ids[1]][0] is Attendance.VACANT
    assert after[ids[2]] == (Attendance.SUBSTITUTED, "Nguyễn Văn Mẫu 2", "Trần Thị Mẫu Bình")
    assert "Đã gửi lúc" in client.get(mine).text
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        assert f"Đơn vị {COMMUNE}" in history.authors(db, here)
        assert history.faults(db, here) == []


def test_what_is_missing_is_named_and_nothing_is_changed(
    summit: Database, client: TestClient
) -> None:
    mine = link(summit)
    before = posts(summit, mine)
    id = before[0][0]
    answer = client.post(f"{mine}/answer", data={key("answer", id): "absent"})
    assert answer.status_code == 422
    assert "Ghi lý do vắng" in answer.text
    assert posts(summit, mine) == before


def test_two_people_lose_nothing(summit: Database, client: TestClient) -> None:
    mine = link(summit)
    id = posts(summit, mine)[0][0]
    name, phone = key("name", id), key("phone", id)
    client.post(f"{mine}/draft", data={name: "Lê Mẫu Một", f"v.{name}": "0"})
    client.post(f"{mine}/draft", data={phone: "0912000111", f"v.{phone}": "0"})
    clash = client.post(f"{mine}/draft", data={name: "Lê Mẫu Hai", f"v.{name}": "0"})
    assert clash.status_code == 409
    assert "Lê Mẫu Một" in clash.text
    assert "Lê Mẫu Hai" in clash.text
    assert (
        client.post(f"{mine}/draft", data={name: "Lê Mẫu Hai", f"v.{name}": "1"}).status_code < 400
    )
    page = client.get(mine).text
    assert "Lê Mẫu Hai" in page
    assert "0912000111" in page


def _shown(page: str) -> dict[str, str]:
    """The answer's form as a browser would post it: what stands in it, and what it holds beside."""
    form = page.split("/answer", maxsplit=1)[1].split("</form>", maxsplit=1)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "radio" or " checked" in tag:
            found[said["name"]] = html.unescape(said["value"])
    return found


def test_what_only_stood_on_ones_page_takes_nothing_from_the_other(
    summit: Database, client: TestClient, organiser: TestClient
) -> None:
    """Two people open the page; one fills the first posts, the other the last; both send."""
    mine = link(summit)
    ids = [post[0] for post in posts(summit, mine)]
    page = client.get(mine).text
    first, second = _shown(page), _shown(page)
    first |= {key("name", ids[0]): "Lê Mẫu Một", key("answer", ids[0]): "comes"}
    second |= {key("name", ids[-1]): "Trần Mẫu Tám", key("answer", ids[-1]): "comes"}
    organiser.post(  # and the office mends a post that neither touches
        f"/conferences/{HAI_PHONG}/delegates/{ids[3]}/attendance", data={"attendance": "vacant"}
    )
    before = {post[0]: post[1:] for post in posts(summit, mine)}
    assert client.post(f"{mine}/answer", data=first).status_code == 303
    assert client.post(f"{mine}/answer", data=second).status_code == 303
    after = {post[0]: post[1:] for post in posts(summit, mine)}
    assert after[ids[0]][:2] == (Attendance.CONFIRMED, "Lê Mẫu Một")
    assert after[ids[-1]][:2] == (Attendance.CONFIRMED, "Trần Mẫu Tám")
    assert {id: after[id] for id in ids[1:-1]} == {id: before[id] for id in ids[1:-1]}


def test_where_two_write_one_field_only_that_is_asked_again(
    summit: Database, client: TestClient
) -> None:
    mine = link(summit)
    ids = [post[0] for post in posts(summit, mine)]
    name, other = key("name", ids[0]), key("name", ids[1])
    page = client.get(mine).text
    assert client.post(
        f"{mine}/answer", data={**_shown(page), name: "Lê Mẫu Một", other: "Vũ Mẫu"}
    ).is_redirect
    clash = client.post(f"{mine}/answer", data={**_shown(page), name: "Lê Mẫu Hai"})
    assert clash.status_code == 409
    again = _shown(clash.text)
    assert (again[name], again[other]) == ("Lê Mẫu Hai", "Vũ Mẫu")
    assert client.post(f"{mine}/answer", data=again).is_redirect
    after = {post[0]: post[2] for post in posts(summit, mine)}
    assert (after[ids[0]], after[ids[1]]) == ("Lê Mẫu Hai", "Vũ Mẫu")


def test_one_person_in_twoposts(summit: Database, client: TestClient) -> None:
    mine = link(summit)
    first, second, *_ = (post[0] for post in posts(summit, mine))
    typed = {
        key("answer", first): "comes",
        key("name", first): "Phạm Mẫu Ba",
        key("answer", second): "same",
        key("same", second): str(first),
    }
    assert client.post(f"{mine}/answer", data=typed).status_code == 303
    with summit.reading() as db:
        visit = store.visit(db, mine.removeprefix("/U/"))
        assert visit is not None
        held = {one.delegate.id: one for one in delegation(db, visit.here, visit.unit.id)}
    assert len(held[first].positions) >= 2
    assert held[second].delegate.attendance is Attendance.VACANT


@pytest.mark.parametrize("path", ["", "/draft", "/answer", "/tasks/1"])
def test_a_dead_link_shows_nothing(summit: Database, client: TestClient, path: str) -> None:
    mine = link(summit)
    with summit.writing() as db:
        one = db.exec(select(UnitLink)).one()
        one.expires_at = clock.now() - timedelta(days=400)
    for address in (mine, "/U/" + "A" * 26, "/U/x"):
        asked = (
            client.get(address) if not path else client.post(address + path, data={"progress": "1"})
        )
        assert asked.status_code == 404
        assert COMMUNE not in asked.text


def test_a_revoked_link_is_refused_and_a_new_one_opens(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    mine = link(summit)
    with summit.reading() as db:
        unit_id = db.exec(select(UnitLink.unit_id)).one()
    assert organiser.post(f"{LINKS}/{unit_id}/revocation").status_code == 303
    assert client.get(mine).status_code == 404
    assert organiser.post(LINKS, data={"unit_id": str(unit_id)}).status_code == 303
    assert client.get(link(summit)).status_code == 200


def test_a_link_shows_and_changes_its_own_unit_only(summit: Database, client: TestClient) -> None:
    mine, theirs = link(summit), link(summit, "Xã Cẩm Giàng")
    id, before = posts(summit, theirs)[0][0], posts(summit, theirs)
    client.post(f"{mine}/answer", data={key("name", id): "Kẻ Lạ Mẫu", key("answer", id): "vacant"})
    assert posts(summit, theirs) == before
    assert "Cẩm Giàng" not in client.get(mine).text
    assert client.post(f"{mine}/tasks/1", data={"progress": "50"}).status_code == 404


def test_a_unit_reports_its_task(summit: Database, client: TestClient) -> None:
    mine = link(summit, "Sở Nội vụ")
    page = client.get(mine).text
    number = re.search(r"/tasks/(\d+)", page)
    assert number is not None
    address = f"{mine}/tasks/{number[1]}"
    bad = {"file": ("a.exe", b"MZ\x00", "application/pdf")}
    assert client.post(address, data={"progress": "60"}, files=bad).status_code == 422
    good = {"file": ("a.pdf", b"%PDF-1.4 x", "application/pdf")}
    told = {"progress": "60", "obstacle": "Chờ danh sách"}
    assert client.post(address, data=told, files=good).status_code == 303
    page = client.get(mine).text
    assert "60 %" in page
    assert "Chờ danh sách" in page
    assert client.post(address, data={"progress": "100"}).status_code == 303
    assert "hoàn thành" in client.get(mine).text


def test_only_organisers_see_the_links(joins: Joins) -> None:
    assert joins(DeskRole.VIEWER).client.get(LINKS).status_code == 403
    assert joins(None).client.get(LINKS).status_code == 404
    office = joins(DeskRole.ORGANISER).client
    assert office.post(LINKS).status_code == 303
    assert COMMUNE in office.get(LINKS).text
    assert "<svg" in office.get(f"{LINKS}/print").text
