"""An organiser draws the hall with forms alone, imports a plan and takes it out again."""

import re

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.store import everyone, tokens
from app.halls.rules import BlockKind, OutKind
from app.halls.store import HallView, hall_of
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.halls.plans import data, plan

HALL = f"/conferences/{HAI_PHONG}/hall"
EMPTY = f"/conferences/{HA_NOI}/hall"


def hall(summit: Database, slug: str = HAI_PHONG) -> HallView:
    with summit.reading() as db:
        found = hall_of(db, conference_named(db, slug).id)
    assert found is not None
    return found


def version(page: str) -> str:
    return str(re.findall(r'name="version" value="(\d+)"', page)[0])


def sent(client: TestClient, path: str, **typed: object) -> int:
    """What comes of the form, filled over the page as it is now."""
    here = path.rsplit("/hall", 1)[0] + "/hall"
    page = client.get(here).text
    told = {"version": version(page)} if "version" in page else {}
    fields = {name: str(value) for name, value in (told | typed).items()}
    return client.post(path, data=fields).status_code


@pytest.fixture
def elsewhere(joins: Joins) -> TestClient:
    return joins(DeskRole.ORGANISER, HA_NOI).client


def test_a_hall_is_drawn_from_nothing(elsewhere: TestClient, summit: Database) -> None:
    assert "Bắt đầu vẽ" in elsewhere.get(EMPTY).text
    assert sent(elsewhere, EMPTY, hall_name="Hội trường lớn") == 303
    door = {"mark_code": "1", "mark_name": "Cửa 1", "mark_x": 4, "mark_y": 14}
    assert sent(elsewhere, f"{EMPTY}/marks", **door) == 303
    block = {"code": "A", "rows": "3 x 10, 12", "aisles": "5", "door": "1", "x": 30, "y": 12}
    assert sent(elsewhere, f"{EMPTY}/blocks", **block) == 303
    drawn = hall(summit, HA_NOI)
    assert len(drawn.seats) == 42
    assert drawn.door_of(drawn.blocks[0]) is not None
    assert sum(seat.is_after_aisle for seat in drawn.seats) == 4
    assert sent(elsewhere, f"{EMPTY}/blocks", **block | {"rows": "2 x 8", "radius": "60"}) == 303
    assert len(hall(summit, HA_NOI).seats) == 16


def test_seats_are_taken_out_and_undone(organiser: TestClient, summit: Database) -> None:
    what = {"seats": "A-12-01..03", "do": "out", "out": "reserve"}
    assert sent(organiser, f"{HALL}/seats", **what) == 303
    out = [seat.label for seat in hall(summit).seats if seat.out is OutKind.RESERVE]
    assert out == ["A-12-01", "A-12-02", "A-12-03"]
    assert sent(organiser, f"{HALL}/undo") == 303
    assert not any(seat.out is OutKind.RESERVE for seat in hall(summit).seats)
    assert sent(organiser, f"{HALL}/redo") == 303
    assert len([seat for seat in hall(summit).seats if seat.out is OutKind.RESERVE]) == 3


def test_seats_are_given_to_the_press_and_taken_back(
    organiser: TestClient, summit: Database
) -> None:
    def press() -> list[str]:
        return [seat.label for seat in hall(summit).seats if seat.is_press and seat.row.rank < 12]

    assert sent(organiser, f"{HALL}/seats", seats="A-12-01..02", do="press") == 303
    assert press() == ["A-12-01", "A-12-02"]
    assert "Ghế dành cho báo chí" in organiser.get(HALL).text
    by_seat = organiser.get(f"/conferences/{HAI_PHONG}/seating/list?block=A").text
    assert by_seat.count("dành cho báo chí") == 2
    assert sent(organiser, f"{HALL}/seats", seats="A-12-01", do="no_press") == 303
    assert press() == ["A-12-02"]


def test_the_history_says_in_words_what_was_done_with_seats(organiser: TestClient) -> None:
    for do, told in (("press", "dành cho báo chí"), ("step_free", "là ghế không có bậc")):
        assert sent(organiser, f"{HALL}/seats", seats="A-12-01", do=do) == 303
        assert f"Ghế A-12-01: {told}" in organiser.get(HALL).text
    assert sent(organiser, f"{HALL}/seats", seats="A-12-01", do="out", out="pillar") == 303
    assert "Ghế A-12-01: Cột che" in organiser.get(HALL).text


def test_a_door_is_moved_and_the_next_one_has_a_number(organiser: TestClient) -> None:
    page = organiser.get(f"{HALL}?mark=1").text
    assert 'name="mark_name" type="text" value="Cửa 1"' in page
    assert 'name="mark_code" type="text" value="9"' in organiser.get(HALL).text
    there = {"mark_code": "1", "mark_name": "Cửa chính", "mark_x": 3, "mark_y": 20}
    answer = organiser.post(f"{HALL}/marks", data=there, follow_redirects=False)
    assert answer.headers["location"].endswith("/hall?tool=mark"), "where doors are drawn"
    assert "Cửa chính" in organiser.get(HALL).text


def test_what_cannot_be_is_told_beside_what_was_typed(organiser: TestClient) -> None:
    page = organiser.post(f"{HALL}/blocks", data={"code": "M", "rows": "ba hàng"})
    assert page.status_code == 422
    for wrong in ({"aisles": "giữa"}, {"aisles": "²"}, {"code": "a/b"}):
        typed = {"code": "M", "rows": "3 x 4"} | wrong
        assert organiser.post(f"{HALL}/blocks", data=typed).status_code == 422
    assert organiser.post(f"{HALL}/marks", data={"mark_code": "?"}).status_code == 422
    assert "Viết số ghế từng hàng như" in page.text
    assert 'value="ba hàng"' in page.text
    missing = organiser.post(f"{HALL}/seats", data={"seats": "Z-01-01", "do": "in"})
    assert missing.status_code == 409
    assert "Sơ đồ nêu ghế không có: Z-01-01" in missing.text
    over = organiser.post(f"{HALL}/blocks", data={"code": "M", "rows": "5", "x": "36", "y": "14"})
    assert over.status_code == 409
    assert "nằm đè lên" in over.text


def test_a_taken_block_is_not_removed_and_all_its_people_are_named(
    organiser: TestClient, summit: Database
) -> None:
    page = organiser.post(f"{HALL}/blocks/K/removal", data={})
    assert page.status_code == 409
    taken = re.findall(r"K-\d\d-\d\d \(", page.text)
    assert len(taken) == len(set(taken)) > 100
    assert len(hall(summit).seats) == 1_500


def test_undoing_may_not_lose_a_taken_seat_either(organiser: TestClient, summit: Database) -> None:
    extra = {"code": "M", "rows": "4", "x": "36", "y": "84"}
    assert sent(organiser, f"{HALL}/blocks", **extra) == 303
    seating = f"/conferences/{HAI_PHONG}/seating"
    with summit.reading() as db:
        someone = everyone(db, conference_named(db, HAI_PHONG).id)[5].delegate.id
    placed = organiser.post(f"{seating}/placements/{someone}", data={"seat": "M-01-02"})
    assert placed.status_code == 303
    seen = version(organiser.get(HALL).text)
    refused = organiser.post(f"{HALL}/undo", data={"version": seen})
    assert refused.status_code == 409
    assert "M-01-02 (" in refused.text


def test_two_editors_lose_nothing(organiser: TestClient, summit: Database) -> None:
    seen = version(organiser.get(HALL).text)
    assert sent(organiser, f"{HALL}/seats", seats="A-12-01", do="out", out="pillar") == 303
    late = {"seats": "A-12-02", "do": "out", "out": "camera", "version": seen}
    assert organiser.post(f"{HALL}/seats", data=late).status_code == 409
    assert next(s for s in hall(summit).seats if s.label == "A-12-01").out is OutKind.PILLAR


def test_a_plan_goes_in_and_comes_out_equal(elsewhere: TestClient) -> None:
    raw = data(plan())
    file = {"file": ("saal.json", raw, "application/json")}
    assert elsewhere.post(f"{EMPTY}/import", files=file).status_code == 303
    assert elsewhere.get(f"{EMPTY}/plan.json").content == raw
    page = elsewhere.get(EMPTY).text
    assert "Lối đi suy ra từ khoảng cách giữa các ghế" in page
    own = elsewhere.get(f"{EMPTY}/layout.json").content
    again = {"file": ("hall.json", own, "application/json")}
    assert elsewhere.post(f"{EMPTY}/import", files=again).status_code == 303
    assert elsewhere.get(f"{EMPTY}/layout.json").content == own


def test_a_bad_plan_is_told_fault_by_fault(elsewhere: TestClient) -> None:
    found = plan()
    found["zones"][0]["rows"][0]["seats"][1]["seat_guid"] = "0-0"
    file = {"file": ("saal.json", data(found), "application/json")}
    page = elsewhere.post(f"{EMPTY}/import", files=file)
    assert page.status_code == 422
    assert "$.zones[0].rows[0].seats[1].seat_guid" in page.text
    assert "Mã ghế trùng với" in page.text
    assert "Bắt đầu vẽ" in elsewhere.get(EMPTY).text, "nothing has changed"


def test_a_plan_without_the_taken_seats_is_refused_with_all_of_them(
    organiser: TestClient, summit: Database
) -> None:
    file = {"file": ("saal.json", data(plan()), "application/json")}
    lost = organiser.post(f"{HALL}/import", files=file)
    assert lost.status_code == 409
    assert "B-01-09 (Lê Ngọc Châu)" in lost.text
    assert "1.086" in lost.text
    assert len(hall(summit).seats) == 1_500


def test_a_second_hall_takes_whoever_finds_no_seat(organiser: TestClient, summit: Database) -> None:
    file = {"file": ("Phòng đa năng.json", data(plan()), "application/json")}
    assert "Thêm làm hội trường thứ hai" in organiser.get(f"{HALL}/import").text
    done = organiser.post(f"{HALL}/import", files=file, data={"is_annex": "true"})
    assert done.status_code == 303
    second = [seat for seat in hall(summit).seats if seat.block.kind is BlockKind.ANNEX]
    assert len(second) == 18
    assert "màn hình" in organiser.get(HALL).text.lower()
    people = next(seat for seat in hall(summit).seats if seat.label == "K-05-05")
    moved = {"deed": "move", "seen": "0", "seat": people.label, "to": second[0].label}
    seating = f"/conferences/{HAI_PHONG}/seating"
    assert organiser.post(f"{seating}/edit", data=moved).status_code == 303
    organiser.post(f"{seating}/releases", data={"remark": ""})
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        listed = next(one for one in everyone(db, here) if one.seat == second[0].label)
        token = tokens(db, here)[listed.delegate.id]
    page = organiser.get(f"/G/{token}").text
    assert "Hội trường thử" in page
    assert "Màn hình" in page
    assert "Tầng" not in page


@pytest.mark.parametrize(
    ("own", "typed", "called"),
    [
        ("Phòng họp lớn", "", "Phòng họp lớn"),
        ("", "", "phong hop tang 2"),
        ("Phòng họp lớn", " Nhà khách ", "Nhà khách"),
    ],
    ids=["as the plan says", "as the file is called", "as somebody says"],
)
def test_a_second_hall_has_a_name_of_its_own(
    organiser: TestClient, summit: Database, own: str, typed: str, called: str
) -> None:
    content = data({**plan(), "name": own})
    file = {"file": ("phong_hop__tang_2 (1).json", content, "application/json")}
    sent = {"is_annex": "true", "called": typed}
    assert organiser.post(f"{HALL}/import", files=file, data=sent).status_code == 303
    found = hall(summit)
    names = {block.name for block in found.blocks if block.kind is BlockKind.ANNEX}
    assert all(name.startswith(f"{called}, ") for name in names), names
    assert f"Màn hình, {called}" in {mark.name for mark in found.landmarks}
    assert found.hall.name == "Nhà hát Hoa Phượng"


def test_only_organisers_draw(joins: Joins) -> None:
    for role in (DeskRole.MODERATOR, DeskRole.PRESS, None):
        client = joins(role).client
        assert client.get(HALL).status_code in {403, 404}
        assert client.post(f"{HALL}/seats", data={}).status_code in {403, 404}


def test_programs_read_the_hall_and_lay_it_out(joins: Joins, summit: Database) -> None:
    organiser, reader = joins(DeskRole.ORGANISER), joins(DeskRole.VIEWER)
    address = f"/api/v1/conferences/{HAI_PHONG}/hall"
    mine = {"Authorization": f"Bearer {organiser.token}"}
    theirs = {"Authorization": f"Bearer {reader.token}"}
    layout = reader.client.get(address, headers=theirs).json()
    assert sum(len(row["seats"]) for block in layout["blocks"] for row in block["rows"]) == 1_500
    layout["blocks"][0]["rows"][11]["seats"][0] |= {"out": "pillar", "reason": "Cột"}
    assert reader.client.put(address, headers=theirs, json=layout).status_code == 403
    done = organiser.client.put(address, headers=mine, json=layout)
    assert done.json() == {"seats": 1_500, "blocks": 9, "version": 2}
    assert next(s for s in hall(summit).seats if s.label == "A-12-01").out is OutKind.PILLAR
    layout["blocks"].pop()
    lost = organiser.client.put(address, headers=mine, json=layout)
    assert lost.status_code == 409
    assert "L-01-01" in lost.text
    pretix = organiser.client.get(f"{address}/pretix", headers=mine)
    assert pretix.json()["name"] == "Nhà hát Hoa Phượng"
