"""The outbox on screen: nothing goes without a person, and everybody else is kept out."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app import clock
from app.conferences.rules import DeskRole
from app.db import Database
from app.outbox import queue
from app.outbox.models import Letter
from app.outbox.rules import State
from app.outbox.sender import send_due
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements
from tests.outbox.postoffice import PostOffice, opened
from tests.outbox.test_sender import BUSY, put

OUTBOX = f"/conferences/{HAI_PHONG}/outbox"
API = f"/api/v1{OUTBOX}"


def letters(database: Database) -> list[Letter]:
    with database.reading() as db:
        return list(db.exec(select(Letter).order_by("id")))


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found[1]


def test_an_empty_outbox_says_where_to_begin(organiser: TestClient) -> None:
    assert "Soạn giấy mời" in organiser.get(OUTBOX).text


def test_a_group_is_released_after_saying_how_many_to_whom(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["an@mau.vn", "binh@mau.vn", ""], are_released=False)
    page = organiser.get(f"{OUTBOX}/release?kind=invitation").text
    assert "2 thư điện tử" in page
    assert "1 lời nhắn chép gửi tay" in page
    assert "binh@mau.vn" in page
    organiser.post(f"{OUTBOX}/releases?kind=invitation", data={"seen": seen(page)})
    assert {letter.state for letter in letters(summit)} == {State.RELEASED}
    assert all(letter.released_by for letter in letters(summit))
    assert "chờ chép gửi tay" in organiser.get(OUTBOX).text


def test_drafts_that_changed_since_they_were_seen_stay(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["an@mau.vn"], are_released=False)
    page = organiser.get(f"{OUTBOX}/release").text
    letter = letters(summit)[0]
    text = {"address": "an@mau.vn", "subject": "Khác", "body": "Khác"}
    organiser.post(f"{OUTBOX}/letters/{letter.id}", data=text)
    assert organiser.post(f"{OUTBOX}/releases", data={"seen": seen(page)}).status_code == 409
    assert letters(summit)[0].state is State.DRAFT


def test_a_draft_is_edited_released_and_then_no_longer_changed(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["an@mau.vn"], are_released=False)
    this = f"{OUTBOX}/letters/{letters(summit)[0].id}"
    text = {"address": "binh@mau.vn", "subject": "Giấy mời", "body": "Lời thư đã sửa"}
    wrong = organiser.post(this, data={**text, "address": "binh@"})
    assert wrong.status_code == 422
    assert "Địa chỉ thư điện tử viết chưa đúng" in wrong.text
    organiser.post(this, data=text)
    assert "Lời thư đã sửa" in organiser.get(this).text
    organiser.post(f"{this}/release")
    assert organiser.post(this, data=text).status_code == 409
    with opened(office := PostOffice()) as there:
        send_due(summit, there)
    assert office.received == ["binh@mau.vn"]
    page = organiser.get(this).text
    assert "máy chủ đã nhận" in page
    assert "250 2.0.0" in page


def test_a_withdrawn_letter_stays_here_and_can_come_back(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["an@mau.vn"])
    this = f"{OUTBOX}/letters/{letters(summit)[0].id}"
    organiser.post(f"{this}/withdrawal")
    with opened(office := PostOffice()) as there:
        send_due(summit, there)
        assert office.tries == []
        organiser.post(f"{this}/draft")
        organiser.post(f"{this}/release")
        send_due(summit, there)
    assert office.received == ["an@mau.vn"]
    assert organiser.post(f"{this}/withdrawal").status_code == 409, "it is gone"


def test_failed_letters_are_tried_again_together(organiser: TestClient, summit: Database) -> None:
    put(summit, ["an@mau.vn", "binh@mau.vn"])
    office = PostOffice(lambda *_: "550 5.7.1 Tu choi")
    with opened(office) as there:
        send_due(summit, there)
        assert "2 thư không gửi được." in organiser.get(OUTBOX).text
        office.answers = lambda *_: "250 OK"
        organiser.post(f"{OUTBOX}/retries")
        send_due(summit, there)
    assert office.received == ["an@mau.vn", "binh@mau.vn"]


@pytest.mark.parametrize(("path", "state"), [("arrival", State.SENT), ("retry", State.RELEASED)])
def test_a_person_decides_on_a_doubt(
    organiser: TestClient, summit: Database, path: str, state: State
) -> None:
    put(summit, ["an@mau.vn"])
    with summit.writing() as db:
        queue.claim(db, "gone", clock.now())
    with summit.writing() as db:
        queue.doubt(db, clock.now() + timedelta(hours=1))
    page = organiser.get(OUTBOX).text
    assert "1 thư không rõ đã gửi hay chưa" in page
    organiser.post(f"{OUTBOX}/letters/{letters(summit)[0].id}/{path}")
    assert letters(summit)[0].state is state


def test_a_text_carried_over_by_hand_leads_to_the_next(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["", ""])
    first, second = letters(summit)
    answer = organiser.post(f"{OUTBOX}/letters/{first.id}/carrying")
    assert answer.headers["location"].endswith(f"/letters/{second.id}")
    assert letters(summit)[0].state is State.SENT
    assert "gửi tay" in organiser.get(f"{OUTBOX}/letters/{first.id}").text


def test_a_letter_that_waits_says_when_it_is_tried_again(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["an@mau.vn"])
    with opened(PostOffice(lambda *_: BUSY)) as there:
        send_due(summit, there)
    page = organiser.get(f"{OUTBOX}/letters/{letters(summit)[0].id}").text
    assert BUSY in page
    assert "Thử lại lúc" in page


def test_the_outbox_asks_as_often_for_many_letters_as_for_few(
    organiser: TestClient, summit: Database
) -> None:
    put(summit, ["an@mau.vn"])
    with statements() as few:
        organiser.get(OUTBOX)
    put(summit, [f"a{n}@mau.vn" for n in range(2, 60)])
    with statements() as many:
        page = organiser.get(OUTBOX).text
    assert len(few) == len(many)
    assert "trang 1 trên 2" in page
    assert page.count("/letters/") == 50


@pytest.mark.parametrize(
    "role", [DeskRole.VIEWER, DeskRole.DOOR, DeskRole.MODERATOR, DeskRole.PRESS]
)
def test_only_organisers_see_letters(joins: Joins, role: DeskRole) -> None:
    client = joins(role).client
    assert client.get(OUTBOX).status_code == 403
    assert client.get(f"{OUTBOX}/letters/1").status_code == 403
    assert "Hộp thư đi" not in client.get(f"/conferences/{HAI_PHONG}").text


def test_a_letter_of_another_conference_is_not_found(
    organiser: TestClient, joins: Joins, summit: Database
) -> None:
    put(summit, ["an@mau.vn"], are_released=False)
    letter = letters(summit)[0].id
    elsewhere = f"/conferences/{HA_NOI}/outbox/letters/{letter}"
    assert organiser.get(elsewhere).status_code == 404
    assert organiser.post(f"{elsewhere}/release").status_code == 404
    assert organiser.get(f"{elsewhere}/attachments/1").status_code == 404
    assert letters(summit)[0].state is State.DRAFT


def test_a_program_reads_and_releases(joins: Joins, client: TestClient, summit: Database) -> None:
    put(summit, ["an@mau.vn"], are_released=False)
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    outbox = client.get(API, headers=token).json()
    assert outbox["tallies"] == [
        {"kind": "invitation", "state": "draft", "is_by_mail": True, "count": 1}
    ]
    this = f"{API}/letters/{outbox['letters'][0]['id']}"
    assert client.post(f"{this}/release", headers=token).json()["state"] == "released"
    assert client.post(f"{this}/release", headers=token).status_code == 409
    assert client.post(f"{this}/withdrawal", headers=token).json()["state"] == "withdrawn"
