"""The planner's pages: lengths and moves answered by the tree, both versions where two edit."""

import html
import json
import re

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from tests.agenda.planning import choose, cues, slot_of
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements

AGENDA = f"/conferences/{HAI_PHONG}/agenda"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def planned(summit: Database) -> Database:
    with summit.writing() as db:
        choose(db)
    return summit


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def times(page: str) -> list[str]:
    return re.findall(r'class="when">([\d:]+)', page)


def test_a_longer_cue_moves_those_after_it_in_the_tree_that_comes_back(
    planned: Database, organiser: TestClient
) -> None:
    with planned.reading() as db:
        first = cues(db)[0].id
    data = {"length": "8:30"}
    tree = organiser.post(f"{AGENDA}/cues/{first}/length", data=data, headers=FRAGMENT).text
    assert tree.lstrip().startswith('<div id="tree"')
    assert times(tree)[3:7] == ["08:35", "08:35", "08:43:30", "08:44:30"]
    plain = organiser.post(f"{AGENDA}/cues/{first}/length", data={"length": "7"})
    assert plain.status_code == 303, "without a script it is a form like any other"


@pytest.mark.parametrize("length", ["bảy", "", "-1", "7:75", "99999"])
def test_a_length_that_is_none_is_refused_in_words(
    planned: Database, organiser: TestClient, length: str
) -> None:
    with planned.reading() as db:
        first = cues(db)[0].id
    answer = organiser.post(f"{AGENDA}/cues/{first}/length", data={"length": length})
    assert answer.status_code == 409
    assert "7:30" in answer.text


def test_two_people_who_edit_one_cue_see_both_versions_and_choose(
    planned: Database, joins: Joins, organiser: TestClient
) -> None:
    with planned.reading() as db:
        cue = cues(db)[0].id
    form = organiser.get(f"{AGENDA}/cues/{cue}").text
    typed = {**json.loads(hidden(form, "was")), "version": hidden(form, "version")}
    theirs = {**typed, "sound": "Micro bục số 1", "seconds": "6:00"}
    assert organiser.post(f"{AGENDA}/cues/{cue}", data=theirs).status_code == 303
    mine = {**typed, "was": hidden(form, "was"), "screen": "Tên người", "seconds": "8:00"}
    answer = organiser.post(f"{AGENDA}/cues/{cue}", data=mine)
    assert answer.status_code == 409
    shown = html.unescape(answer.text)
    assert all(text in shown for text in ("Micro bục số 1", "Tên người", "6:00", "8:00"))
    with planned.reading() as db:
        assert cues(db)[0].screen == "", "nothing was written over"
    chosen = dict(re.findall(r'type="radio" name="(\w+)" value="([^"]*)" checked', answer.text))
    assert {name: html.unescape(value) for name, value in chosen.items()} == {
        "sound": "Micro bục số 1",  # only they changed it
        "screen": "Tên người",  # only I changed it
        "seconds": "8:00",
    }
    merged = {
        **dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text)),
        **chosen,
    }
    merged = {name: html.unescape(value) for name, value in merged.items()}
    assert organiser.post(f"{AGENDA}/cues/{cue}", data=merged).status_code == 303
    with planned.reading() as db:
        now = cues(db)[0]
        assert (now.sound, now.screen, now.seconds) == ("Micro bục số 1", "Tên người", 480)


def test_a_stale_length_shows_both_inside_the_tree(
    planned: Database, organiser: TestClient
) -> None:
    with planned.reading() as db:
        cue = cues(db)[0]
    seen = {"version": str(cue.version)}
    address = f"{AGENDA}/cues/{cue.id}/length"
    organiser.post(address, data={"length": "5:00", **seen}, headers=FRAGMENT)
    answer = organiser.post(address, data={"length": "9:00", **seen}, headers=FRAGMENT)
    assert answer.status_code == 409
    assert answer.text.lstrip().startswith('<section id="tree"')
    assert "5:00" in answer.text
    assert "9:00" in answer.text


def test_removing_what_somebody_else_just_changed_asks_again(
    planned: Database, organiser: TestClient
) -> None:
    with planned.reading() as db:
        cue = cues(db)[0]
    organiser.post(f"{AGENDA}/cues/{cue.id}/length", data={"length": "5"})
    answer = organiser.post(f"{AGENDA}/cues/{cue.id}/removal", data={"version": cue.version})
    assert answer.status_code == 409
    with planned.reading() as db:
        assert cues(db)[0].id == cue.id


def test_undo_and_redo_by_their_buttons(planned: Database, organiser: TestClient) -> None:
    assert organiser.post(f"{AGENDA}/undo").status_code == 409, "nothing of one's own yet"
    with planned.reading() as db:
        item = slot_of(db).id
    organiser.post(f"{AGENDA}/items/{item}/length", data={"length": "95"})
    assert "08:35–10:10" in organiser.get(AGENDA).text
    assert "08:35–10:00" in organiser.post(f"{AGENDA}/undo", headers=FRAGMENT).text
    assert "08:35–10:10" in organiser.post(f"{AGENDA}/redo", headers=FRAGMENT).text


def test_the_whole_programme_starts_at_half_past_eight(organiser: TestClient) -> None:
    assert organiser.post(f"{AGENDA}/start", data={"fixed_start": "08:30"}).status_code == 303
    page = organiser.get(AGENDA).text
    assert "09:05–10:30" in page
    assert "Quá giờ kết thúc 30 phút" in page
    assert organiser.post(f"{AGENDA}/start", data={"fixed_start": "sáng"}).status_code == 409


def test_many_cues_are_added_in_one_go(organiser: TestClient, summit: Database) -> None:
    with summit.reading() as db:
        item = slot_of(db).id
    lines = "\r\n".join(f"Tham luận số {n} | Đơn vị {n}" for n in range(1, 11))
    data = {"lines": lines, "kind": "speech", "seconds": "7", "change_over": "1:00"}
    assert organiser.post(f"{AGENDA}/items/{item}/cues/lines", data=data).status_code == 303
    page = organiser.get(AGENDA).text
    assert "19 phần việc, 79 phút" in page
    assert "Đơn vị 10" in page
    wrong = {**data, "seconds": "lâu"}
    answer = organiser.post(f"{AGENDA}/items/{item}/cues/lines", data=wrong)
    assert answer.status_code == 422
    assert "Tham luận số 3" in answer.text


def test_a_cue_with_everything_is_added_and_comes_back_in_its_form(
    organiser: TestClient, summit: Database
) -> None:
    with summit.reading() as db:
        item = slot_of(db).id
    data = {
        "content": "Chiếu phim tư liệu",
        "seconds": "4:30",
        "kind": "film",
        "fixed_start": "08:40",
        "script": "Kính mời quý vị đại biểu",
        "sound": "Nhạc nền",
        "screen": "Phim",
        "light": "Tắt bớt",
        "ushers": "Đóng cửa",
        "documents": "Tệp phim",
        "people": "Nguyễn Văn Mẫu An\r\nTrần Thị Mẫu Bình",
        "is_conditional": "true",
    }
    assert organiser.post(f"{AGENDA}/items/{item}/cues", data=data).status_code == 303
    page = organiser.get(AGENDA).text
    assert "Trống 5 phút trước phần này" in page
    cue = re.findall(r'id="cue-(\d+)"', page)[0]
    form = html.unescape(organiser.get(f"{AGENDA}/cues/{cue}").text)
    for text in ("4:30", "08:40, 02/6/2026", "Tắt bớt", "Trần Thị Mẫu Bình", "Tệp phim"):
        assert text in form


def test_dropping_a_cue_at_a_place_puts_it_there(planned: Database, organiser: TestClient) -> None:
    with planned.reading() as db:
        cue, item = cues(db)[4].id, slot_of(db).id
    data = {"item": item, "to": "1"}
    assert organiser.post(f"{AGENDA}/cues/{cue}/place", data=data).status_code == 303
    with planned.reading() as db:
        assert cues(db)[0].id == cue
    assert organiser.post(f"{AGENDA}/cues/{cue}/place", data={"to": "x"}).status_code == 409


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.PRESS, DeskRole.MODERATOR])
def test_others_read_the_tree_and_change_nothing(
    planned: Database, joins: Joins, role: DeskRole
) -> None:
    client = joins(role).client
    page = client.get(AGENDA).text
    assert "Tham luận số 10" in page
    assert "/length" not in page
    with planned.reading() as db:
        cue = cues(db)[0].id
    for path in ("undo", "redo", "start", "releases", f"cues/{cue}", f"cues/{cue}/length"):
        assert client.post(f"{AGENDA}/{path}").status_code == 403


def test_a_cue_is_not_found_from_another_conference(
    planned: Database, organiser: TestClient
) -> None:
    with planned.reading() as db:
        cue = cues(db)[0].id
    answer = organiser.post(f"/conferences/{HA_NOI}/agenda/cues/{cue}/later")
    assert answer.status_code == 404


def test_the_tree_costs_the_same_queries_however_long(
    summit: Database, organiser: TestClient
) -> None:
    counted = []
    for numbers in ([1], range(1, 25)):
        with summit.writing() as db:
            choose(db, numbers)
        with statements() as sent:
            organiser.get(AGENDA)
        counted.append(len(sent))
    assert counted[0] == counted[1]


def test_the_release_pages_tell_what_is_different_and_whom_it_concerns(
    planned: Database, organiser: TestClient
) -> None:
    answer = organiser.post(f"{AGENDA}/releases", data={"remark": "Bản đầu"})
    assert answer.headers["location"] == f"{AGENDA}/releases/1"
    organiser.post(f"{AGENDA}/papers", data={"paper": "programme", "number": "1"})
    organiser.post(f"{AGENDA}/start", data={"fixed_start": "08:30"})
    page = html.unescape(organiser.get(f"{AGENDA}/releases").text)
    assert "Hội nghị bắt đầu lúc 08:30 (trước là 08:00)" in page
    assert "in từ bản số 1" in page
    assert "Đồng chí Bí thư Thành ủy" in page
    assert page.count('class="draft"') == page.count('class="release"') == 1, "two bands drawn"
    organiser.post(f"{AGENDA}/releases", data={})
    second = organiser.get(f"{AGENDA}/releases/2").text
    assert "muộn hơn 30 phút" in second
    assert organiser.get(f"{AGENDA}/releases/3").status_code == 404
    assert organiser.post(f"{AGENDA}/releases", data={}).status_code == 409


def test_a_program_is_told_both_versions_when_it_is_late(
    planned: Database, joins: Joins, client: TestClient
) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    api = f"/api/v1/conferences/{HAI_PHONG}/agenda"
    cue = client.get(api, headers=token).json()["items"][3]["cues"][0]
    assert (cue["number"], cue["seconds"]) == ("4.1", 420)
    wanted = {"content": cue["content"], "version": cue["version"], "kind": "speech"}
    address = f"{api}/cues/{cue['id']}"
    first = client.put(address, json={**wanted, "seconds": 300}, headers=token)
    assert first.json()["items"][3]["cues"][0]["seconds"] == 300
    late = client.put(address, json={**wanted, "seconds": 360}, headers=token)
    assert late.status_code == 409
    assert (late.json()["saved"]["seconds"], late.json()["yours"]["seconds"]) == (300, 360)


def test_a_program_adds_and_removes_a_cue(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    api = f"/api/v1/conferences/{HAI_PHONG}/agenda"
    item = client.get(api, headers=token).json()["items"][0]["id"]
    new = {"content": "Ổn định tổ chức", "seconds": 90, "kind": "words"}
    made = client.post(f"{api}/items/{item}/cues", json=new, headers=token)
    assert made.status_code == 201
    cue = made.json()["items"][0]["cues"][0]["id"]
    left = client.delete(f"{api}/cues/{cue}", headers=token).json()
    assert left["items"][0]["cues"] == []
