"""The awards on screen and in print, in one order; organisers change it."""

import re

import pytest
from starlette.testclient import TestClient

from app.awards import store
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements

AWARDS = f"/conferences/{HAI_PHONG}/awards"
API = f"/api/v1/conferences/{HAI_PHONG}/awards"


def order(client: TestClient) -> list[list[int]]:
    """The awards of each batch, as the page shows them."""
    batches = client.get(AWARDS).text.split("award-batch")[1:]
    return [[int(key) for key in re.findall(r'<tr id="award-(\d+)"', part)] for part in batches]


def batch_ids(client: TestClient) -> list[int]:
    found = re.findall(
        r'<section class="card flush award-batch" id="batch-(\d+)"', client.get(AWARDS).text
    )
    return [int(key) for key in found]


def row(page: str, award: int) -> str:
    return page.split(f'<tr id="award-{award}"')[1].split("</tr>", maxsplit=1)[0]


def test_the_batches_fill_the_minutes_of_their_item(organiser: TestClient) -> None:
    page = organiser.get(AWARDS).text
    assert [len(batch) for batch in order(organiser)] == [8, 7, 12, 10, 13]
    assert "20 <small>/ 20</small>" in page
    assert "phút của mục 5, 10:00–10:20" in page
    assert "người trao: Đồng chí Bí thư Thành ủy" in page


def test_what_the_plan_does_not_say_is_marked_as_assumed(organiser: TestClient) -> None:
    page = organiser.get(AWARDS).text
    assert all("giả định" in row(page, award) for batch in order(organiser) for award in batch)
    assert page.count("hình thức giả định") == 5


def test_each_recipient_has_a_person_a_seat_and_their_dress(organiser: TestClient) -> None:
    page, found = organiser.get(AWARDS).text, order(organiser)
    in_uniform = row(page, found[2][2])
    assert "Phan Mẫu Trang (tên mẫu)" in in_uniform
    assert "Trang phục ngành" in in_uniform, "a woman of the armed forces wears her uniform"
    assert "Áo dài" in row(page, found[2][0])
    assert re.search(r"seating\?seat=[A-Z]+-\d+-\d+", row(page, found[0][0]))


def test_stage_trays_and_list_print_in_one_order(organiser: TestClient) -> None:
    first = order(organiser)[0]
    organiser.post(f"{AWARDS}/{first[0]}/later")
    page = organiser.get(f"{AWARDS}/print").text
    lines = re.findall(
        r'<td class="centred">(\d+)</td><td class="centred">(\d+)</td>\s*<td>([^<]+)', page
    )
    assert [int(tray) for tray, _, _ in lines] == list(range(1, 51))
    assert [int(place) for _, place, _ in lines] == [
        place for size in (8, 7, 12, 10, 13) for place in range(1, size + 1)
    ]
    assert [who.split(" (")[0] for _, _, who in lines[:2]] == ["Tập thể số 02", "Tập thể số 01"]


def test_over_the_edge_into_the_next_batch_and_back(organiser: TestClient) -> None:
    before = order(organiser)
    last = before[0][-1]
    fragment = {"HX-Request": "true"}
    answer = organiser.post(f"{AWARDS}/{last}/later", headers=fragment)
    assert answer.text.lstrip().startswith('<div id="batches"')
    assert order(organiser)[1] == [last, *before[1]]
    organiser.post(f"{AWARDS}/{last}/earlier")
    assert order(organiser) == before
    assert "Đợt 2, vị trí 1" in organiser.get(f"/conferences/{HAI_PHONG}/history").text


def test_a_confirmed_recipient_in_another_batch(organiser: TestClient) -> None:
    award, into = order(organiser)[0][0], batch_ids(organiser)[3]
    typed = {
        "recipient": "Tập thể Mẫu Một",
        "kind": "collective",
        "batch_id": str(into),
        "reason": "Theo danh sách mới",
    }
    assert organiser.post(f"{AWARDS}/{award}", data=typed).status_code == 303
    found = order(organiser)
    assert (len(found[0]), found[3][-1]) == (7, award)
    changed = row(organiser.get(AWARDS).text, award)
    assert "Tập thể Mẫu Một" in changed
    assert "giả định" not in changed
    assert "Theo danh sách mới" in organiser.get(f"/conferences/{HAI_PHONG}/history").text


def test_somebody_else_comes_on_stage_and_history_says_who(organiser: TestClient) -> None:
    found = order(organiser)
    award, batch = found[2][0], batch_ids(organiser)[2]
    person = re.search(r"/delegates/(\d+)", row(organiser.get(AWARDS).text, found[2][2]))
    assert person is not None
    typed = {"recipient": "Cá nhân số 01", "kind": "person", "batch_id": str(batch)}
    organiser.post(f"{AWARDS}/{award}", data={**typed, "delegate_id": person[1]})
    assert "Phan Mẫu Trang" in row(organiser.get(AWARDS).text, award)
    story = organiser.get(f"/conferences/{HAI_PHONG}/history").text
    assert "Lưu Thị Mẫu Tuyết" in story
    assert "Phan Mẫu Trang" in story


def test_adding_and_removing_recipients_and_batches(organiser: TestClient) -> None:
    batch = {"form": "Bằng khen", "handed_over_by": "Đồng chí Chủ tịch", "minutes": "3"}
    assert organiser.post(f"{AWARDS}/batches", data=batch).status_code == 303
    assert "23 <small>/ 20</small>" in organiser.get(AWARDS).text
    assert "quá 3 phút so với mục 5" in organiser.get(AWARDS).text
    added = batch_ids(organiser)[-1]
    person = {"recipient": "Nguyễn Văn Mẫu An", "kind": "person", "batch_id": str(added)}
    organiser.post(AWARDS, data=person)
    assert organiser.post(f"{AWARDS}/batches/{added}/removal").status_code == 409
    [award] = order(organiser)[-1]
    assert "Chưa có người lên nhận" in row(organiser.get(AWARDS).text, award)
    organiser.post(f"{AWARDS}/{award}/removal")
    assert organiser.post(f"{AWARDS}/batches/{added}/removal").status_code == 303
    assert len(order(organiser)) == 5


def test_a_removed_recipient_leaves_no_gap(organiser: TestClient) -> None:
    found = order(organiser)[1]
    organiser.post(f"{AWARDS}/{found[2]}/removal")
    assert order(organiser)[1] == [*found[:2], *found[3:]]
    assert "Tập thể số 11" not in organiser.get(AWARDS).text


def test_wrong_forms_come_back_with_what_was_typed(organiser: TestClient) -> None:
    batch = batch_ids(organiser)[0]
    changed = {"form": "Cờ thi đua", "minutes": "bốn"}
    for address in (f"{AWARDS}/batches", f"{AWARDS}/batches/{batch}"):
        answer = organiser.post(address, data=changed)
        assert answer.status_code == 422
        assert "Phải là một số" in answer.text
        assert "Cờ thi đua" in answer.text
    answer = organiser.post(AWARDS, data={"recipient": "Tập thể Mẫu Hai", "kind": "collective"})
    assert answer.status_code == 422
    assert "Tập thể Mẫu Hai" in answer.text


def test_many_recipients_take_as_many_queries_as_none(joins: Joins, organiser: TestClient) -> None:
    elsewhere = joins(DeskRole.VIEWER, HA_NOI).client
    with statements() as many:
        organiser.get(AWARDS)
    with statements() as few:
        assert "Chưa có đợt trao nào" in elsewhere.get(f"/conferences/{HA_NOI}/awards").text
    assert len(many) == len(few)


@pytest.mark.parametrize("path", ["", "/batches", "/1", "/1/later", "/1/removal", "/batches/1"])
def test_only_organisers_change(joins: Joins, path: str) -> None:
    client = joins(DeskRole.VIEWER).client
    assert client.get(AWARDS).status_code == 200
    assert client.post(AWARDS + path, data={}).status_code == 403


def test_another_conferences_awards_are_not_found(joins: Joins, summit: Database) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    with summit.reading() as db:
        first = store.batches(db, conference_named(db, HAI_PHONG).id)[0]
        award, batch = first.recipients[0].award, first.batch
    here = f"/conferences/{HA_NOI}/awards"
    assert client.get(AWARDS).status_code == 404
    assert client.post(f"{here}/{award.id}/later").status_code == 404
    assert client.post(f"{here}/batches/{batch.id}/removal").status_code == 404
    person = {"recipient": "Nguyễn Văn Mẫu An", "kind": "person", "batch_id": str(batch.id)}
    assert client.post(here, data=person).status_code == 404


def test_a_program_reads_the_order(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    batches = client.get(API, headers=token).json()
    trays = [recipient["tray"] for batch in batches for recipient in batch["recipients"]]
    assert trays == list(range(1, 51))
    assert batches[2]["recipients"][2]["dress"] == "Trang phục ngành"
    assert client.get(API).status_code == 401
