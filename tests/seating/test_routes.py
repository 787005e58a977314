"""The seat map on screen, the changes made there, and the same for programs."""

import re

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.search import Filter
from app.delegates.store import everyone
from app.halls.store import codes
from app.seating import store
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins

SEATING = f"/conferences/{HAI_PHONG}/seating"
API = f"/api/v1/conferences/{HAI_PHONG}/seating"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def chair(summit: Database) -> int:
    """Lê Ngọc Châu, on B-01-09."""
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        return everyone(db, here, Filter(search="le ngoc chau"))[0].delegate.id


def seat_id(summit: Database, label: str) -> int:
    with summit.reading() as db:
        return store.seat_labelled(db, conference_named(db, HAI_PHONG).id, label).id


def on_map(client: TestClient, label: str, summit: Database) -> list[str]:
    """What the map tells of a seat: who sits there, or why nobody does; nothing of a free one."""
    all_seats = client.get(f"{SEATING}/people.json").json()
    found: list[str] = all_seats[str(seat_id(summit, label))]
    assert found[0] == label
    return found[1:]


def figures(page: str) -> list[str]:
    return re.findall(r'<p class="figure[^"]*"><b>([\d.]+)</b>', page)


def test_the_map_shows_every_seat_and_the_sums(organiser: TestClient, summit: Database) -> None:
    page = organiser.get(SEATING).text
    assert figures(page) == ["1.086", "0", "403", "11"]
    assert len(set(re.findall(r'<use id="s(\d+)"', page))) == 1_500
    assert on_map(organiser, "B-01-09", summit)[0] == "Lê Ngọc Châu"
    assert on_map(organiser, "B-12-11", summit) == ["Máy quay"]
    assert on_map(organiser, "L-10-12", summit) == []
    assert "Sơ đồ giả định" in page


def test_a_person_is_found_without_marks_and_shown_on_the_map(organiser: TestClient) -> None:
    page = organiser.get(f"{SEATING}?q=cam+giang").text
    assert "xã Cẩm Giàng" in page
    assert "xã Cẩm Giang" in page
    assert page.count('<circle class="found"') == 16


def test_a_seat_says_who_sits_there_and_why(organiser: TestClient) -> None:
    page = organiser.get(f"{SEATING}?seat=b+1+9").text
    assert "Ủy viên Trung ương Đảng" in page
    assert "ngôi thứ 1, từ giữa hàng ra" in page
    assert "Cửa 3" in page
    assert page.count('<circle class="chosen"') == 1


def test_a_seat_is_opened_by_the_id_that_other_pages_know(
    organiser: TestClient, summit: Database
) -> None:
    page = organiser.get(f"{SEATING}?seat={seat_id(summit, 'B-01-09')}").text
    assert '<h2 id="seat-label">B-01-09</h2>' in page


def test_the_part_beside_the_map_comes_alone_when_asked_for(organiser: TestClient) -> None:
    part = organiser.get(f"{SEATING}?seat=B-01-09", headers=FRAGMENT).text
    assert part.lstrip().startswith('<div id="beside"')
    assert 'id="marks"' in part
    assert "<html" not in part
    assert len(part) < 12_000


def test_one_block_is_shown_large_with_its_list(organiser: TestClient) -> None:
    page = organiser.get(f"{SEATING}?block=K").text
    assert len(set(re.findall(r'href="\?block=K&amp;seat=([^#"]+)#beside"', page))) == 171
    rows = organiser.get(f"{SEATING}/list?block=K").text
    assert "K-09-" in rows
    assert "B-01-09" not in rows
    assert organiser.get(f"{SEATING}?block=X").status_code == 404
    assert organiser.get(f"{SEATING}?seat=X-1-1").status_code == 404


def test_moving_somebody_and_back(organiser: TestClient, summit: Database, chair: int) -> None:
    moved = organiser.post(
        f"{SEATING}/placements/{chair}", data={"seat": "l-10-12", "reason": "Thử"}
    )
    assert moved.headers["location"] == f"{SEATING}?seat=L-10-12"
    assert "Lê Ngọc Châu" in organiser.get(moved.headers["location"]).text
    assert on_map(organiser, "B-01-09", summit) == []
    organiser.post(f"{SEATING}/placements/{chair}", data={"seat": "B-01-09"})
    history = organiser.get(f"/conferences/{HAI_PHONG}/history").text
    assert history.count("L-10-12") == 2
    assert "Thử" in history


@pytest.mark.parametrize(
    ("seat", "status", "sentence"),
    [
        ("B-02-09", 409, "Ghế B-02-09 đã có đại biểu"),
        ("B-12-11", 409, "Ghế B-12-11 không xếp: Máy quay"),
        ("Z-01-01", 409, "Không có ghế Z-01-01"),
        ("", 422, "Chưa nhập"),
    ],
)
def test_a_move_that_cannot_be_comes_back_with_the_reason(
    organiser: TestClient, chair: int, seat: str, status: int, sentence: str
) -> None:
    answer = organiser.post(f"{SEATING}/placements/{chair}", data={"seat": seat})
    assert answer.status_code == status
    assert sentence in answer.text
    assert f'value="{seat}"' in answer.text
    assert '<h2 id="seat-label">B-01-09</h2>' in answer.text


def test_two_people_change_places(organiser: TestClient, summit: Database, chair: int) -> None:
    answer = organiser.post(f"{SEATING}/placements/{chair}/swap", data={"seat": "B-02-09"})
    assert answer.status_code == 303
    assert on_map(organiser, "B-02-09", summit)[0] == "Lê Ngọc Châu"
    assert on_map(organiser, "B-01-09", summit) != []
    alone = organiser.post(f"{SEATING}/placements/{chair}/swap", data={"seat": "L-10-12"})
    assert alone.status_code == 409
    assert "chưa có đại biểu để đổi" in alone.text


def test_a_seat_is_picked_on_the_map_for_somebody(organiser: TestClient, chair: int) -> None:
    organiser.post(f"{SEATING}/placements/{chair}/removal")
    page = organiser.get(f"{SEATING}?q=le+ngoc+chau").text
    assert f"move={chair}" in page
    picking = organiser.get(f"{SEATING}?move={chair}").text
    assert "Đang xếp ghế cho Lê Ngọc Châu" in picking
    assert f'data-seat="{SEATING}?move={chair}&amp;seat="' in picking
    near = organiser.get(f"{SEATING}?move={chair}&block=L").text
    assert f"move={chair}&amp;seat=L-10-12#beside" in near
    picked = organiser.get(f"{SEATING}?move={chair}&seat=L-10-12").text
    assert "Xếp Lê Ngọc Châu vào L-10-12" in picked


def test_somebody_is_searched_for_to_fill_a_free_seat(organiser: TestClient, chair: int) -> None:
    page = organiser.get(f"{SEATING}?seat=L-10-12&q=le+ngoc+chau").text
    assert "Xếp vào L-10-12" in page
    assert f'action="{SEATING}/placements/{chair}"' in page


def test_blocking_asks_for_a_reason_and_opens_again(
    organiser: TestClient, summit: Database
) -> None:
    block = f"{SEATING}/seats/{seat_id(summit, 'L-10-12')}/block"
    assert organiser.post(block, data={"reason": " "}).status_code == 422
    organiser.post(block, data={"reason": "Ghế hỏng"})
    assert on_map(organiser, "L-10-12", summit) == ["Ghế hỏng"]
    organiser.post(f"{block}/removal")
    assert on_map(organiser, "L-10-12", summit) == []


def test_the_print_has_the_hall_and_its_legend_without_links(organiser: TestClient) -> None:
    page = organiser.get(f"{SEATING}/print").text
    assert "SƠ ĐỒ CHỖ NGỒI" in page
    assert "Đại biểu các đặc khu" in page
    assert "?seat=" not in page


def test_a_conference_without_a_hall_says_what_to_do(joins: Joins) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    here = f"/conferences/{HA_NOI}/seating"
    assert "Chưa có sơ đồ hội trường" in client.get(here).text
    for paper in ("print", "map.pdf", "papers", "cards.pdf"):
        assert client.get(f"{here}/{paper}").status_code == 404


def test_the_press_sees_groups_and_no_people(joins: Joins) -> None:
    press = joins(DeskRole.PRESS)
    page = press.client.get(f"{SEATING}?seat=B-01-09&q=chau").text
    assert "Bí thư Thành ủy, chủ trì Hội nghị" in page
    for hidden in ("Lê Ngọc Châu", "Ngô", "Tìm đại biểu"):
        assert hidden not in page
    answer = press.client.get(API, headers={"Authorization": f"Bearer {press.token}"})
    assert answer.status_code == 403


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.DOOR, DeskRole.MODERATOR])
def test_members_look_and_only_organisers_change(joins: Joins, chair: int, role: DeskRole) -> None:
    client = joins(role).client
    page = client.get(f"{SEATING}?seat=B-01-09").text
    assert "Lê Ngọc Châu" in page
    assert "Chuyển sang ghế" not in page
    assert client.get(f"{SEATING}/map.pdf").status_code == 200
    for paper in ("cards.pdf", "labels.pdf", "poster.pdf", "papers"):
        assert client.get(f"{SEATING}/{paper}").status_code == 403
    moved = client.post(f"{SEATING}/placements/{chair}", data={"seat": "L-10-12"})
    assert moved.status_code == 403


def test_another_conferences_people_and_seats_are_not_found(
    joins: Joins, summit: Database, chair: int
) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    elsewhere = f"/conferences/{HA_NOI}/seating"
    seat = seat_id(summit, "L-10-12")
    for address in (
        f"{elsewhere}/placements/{chair}",
        f"{elsewhere}/placements/{chair}/removal",
        f"{elsewhere}/seats/{seat}/block",
        f"{elsewhere}/seats/{seat}/block/removal",
    ):
        answer = client.post(address, data={"seat": "L-10-12", "reason": "x"})
        assert answer.status_code == 404
    assert client.get(SEATING).status_code == 404


def test_a_program_reads_and_changes_the_seating(
    joins: Joins, client: TestClient, chair: int
) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    found = client.get(API, headers=token).json()
    assert (found["seats"], found["placed"], found["waiting"]) == (1_500, 1_086, 0)
    mine = next(one for one in found["placements"] if one["delegate_id"] == chair)
    assert (mine["called"], mine["seat"], mine["group"]) == ("Lê Ngọc Châu", "B-01-09", "B1")
    placement = f"{API}/placements/{chair}"
    taken = client.put(placement, json={"seat": "B-02-09"}, headers=token)
    assert taken.status_code == 409
    assert "đã có đại biểu" in taken.json()["detail"]
    assert client.put(placement, json={"seat": "L-10-12"}, headers=token).status_code == 204
    assert client.delete(placement, headers=token).status_code == 204
    assert client.get(API, headers=token).json()["waiting"] == 1
    assert client.get(API).status_code == 401


def test_the_codes_on_chairs_are_never_shown(organiser: TestClient, summit: Database) -> None:
    with summit.reading() as db:
        secret = codes(db, conference_named(db, HAI_PHONG).id)[0][1]
    assert secret not in organiser.get(f"{SEATING}?seat=A-01-01").text
