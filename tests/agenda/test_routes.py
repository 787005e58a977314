"""The programme on screen, in print and for programs."""

import re

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins

AGENDA = f"/conferences/{HAI_PHONG}/agenda"
API = f"/api/v1/conferences/{HAI_PHONG}/agenda"


def numbers(page: str) -> list[str]:
    return re.findall(r'id="item-(\d+)"', page)


def test_the_seeds_programme_is_shown_with_its_times(organiser: TestClient) -> None:
    page = organiser.get(AGENDA).text
    assert "08:35–10:00" in page
    assert "180 phút, không có dự phòng" in page
    assert len(numbers(page)) == 7


def test_the_print_has_the_plans_four_columns(organiser: TestClient) -> None:
    page = organiser.get(f"{AGENDA}/programme").text
    assert "08h00&#39; - 08h05&#39;" in page
    assert "02/6/2026" in page


def test_a_longer_item_moves_what_follows_and_names_the_overrun(organiser: TestClient) -> None:
    opening = numbers(organiser.get(AGENDA).text)[1]
    changed = {"content": "Khai mạc", "minutes": "18", "kind": "address", "reason": "Thêm 8 phút"}
    assert organiser.post(f"{AGENDA}/items/{opening}", data=changed).status_code == 303
    page = organiser.get(AGENDA).text
    assert "08:43–10:08" in page
    assert "Quá giờ kết thúc 8 phút" in page
    assert "Thêm 8 phút" in organiser.get(f"/conferences/{HAI_PHONG}/history").text


def test_moving_an_item_there_and_back_restores_the_order(organiser: TestClient) -> None:
    before = numbers(organiser.get(AGENDA).text)
    organiser.post(f"{AGENDA}/items/{before[2]}/earlier")
    assert numbers(organiser.get(AGENDA).text)[:3] == [before[0], before[2], before[1]]
    organiser.post(f"{AGENDA}/items/{before[2]}/later")
    assert numbers(organiser.get(AGENDA).text) == before


def test_adding_and_removing_an_item(organiser: TestClient) -> None:
    organiser.post(f"{AGENDA}/items", data={"content": "Chụp ảnh lưu niệm", "minutes": "5"})
    page = organiser.get(AGENDA).text
    assert "Chụp ảnh lưu niệm" in page
    organiser.post(f"{AGENDA}/items/{numbers(page)[-1]}/removal")
    assert "Chụp ảnh lưu niệm" not in organiser.get(AGENDA).text


def test_the_item_that_holds_the_speeches_cannot_be_removed(organiser: TestClient) -> None:
    speeches = numbers(organiser.get(AGENDA).text)[3]
    assert organiser.post(f"{AGENDA}/items/{speeches}/removal").status_code == 409
    assert len(numbers(organiser.get(AGENDA).text)) == 7


def test_a_wrong_item_comes_back_with_what_was_typed(organiser: TestClient) -> None:
    answer = organiser.post(f"{AGENDA}/items", data={"content": "Văn nghệ", "minutes": "năm"})
    assert answer.status_code == 422
    assert "Phải là một số" in answer.text
    assert "Văn nghệ" in answer.text


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.DOOR, DeskRole.MODERATOR])
def test_only_organisers_change_the_programme(joins: Joins, role: DeskRole) -> None:
    client = joins(role).client
    item = numbers(client.get(AGENDA).text)[0]
    assert client.get(f"{AGENDA}/items/{item}").status_code == 403
    data = {"content": "x", "minutes": "1"}
    assert client.post(f"{AGENDA}/items/{item}", data=data).status_code == 403


def test_an_item_of_another_conference_is_not_found(joins: Joins, organiser: TestClient) -> None:
    item = numbers(organiser.get(AGENDA).text)[0]
    elsewhere = joins(DeskRole.VIEWER, HA_NOI).client
    assert elsewhere.get(AGENDA).status_code == 404
    answer = organiser.post(f"/conferences/{HA_NOI}/agenda/items/{item}/earlier")
    assert answer.status_code == 404


def test_a_program_reads_and_changes_the_programme(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    agenda = client.get(API, headers=token).json()
    assert (agenda["minutes"], len(agenda["items"])) == (180, 7)
    first = agenda["items"][0]
    change = {"content": first["content"], "minutes": 8, "version": first["version"]}
    changed = client.put(f"{API}/items/{first['id']}", json=change, headers=token).json()
    assert changed["minutes"] == 183
    fault = changed["items"][-1]["faults"][0]
    assert (fault["kind"], fault["minutes"], fault["at"]) == ("overrun", 3, "7")
    assert client.get(API).status_code == 401
