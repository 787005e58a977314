"""Choosing who speaks, on screen and for programs: the sum, the proposal, the order, accepting."""

import re

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from app.agenda.models import Cue
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.outbox import changes as outbox
from app.outbox.models import Contact, Letter
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements
from tests.speeches.test_routes import API, SPEECHES, speak

SELECTION = f"{SPEECHES}/selection"


def order(client: TestClient) -> list[int]:
    return [int(n) for n in re.findall(r'id="chosen-(\d+)"', client.get(SELECTION).text)]


def proposed(client: TestClient) -> str:
    page = client.get(f"{SPEECHES}/proposal").text
    found = re.search(r'name="numbers" value="([^"]+)"', page)
    assert found
    return found[1]


def weigh(client: TestClient, number: int, **typed: str) -> int:
    return client.post(f"{SPEECHES}/{number}/weight", data=typed).status_code


def cues(db: Session) -> list[Cue]:
    here = conference_named(db, HAI_PHONG).id
    query = select(Cue).where(Cue.conference_id == here).order_by(Cue.number)  # type: ignore[arg-type]
    return list(db.exec(query))


def letters(db: Session) -> dict[str, Letter]:
    here = conference_named(db, HAI_PHONG).id
    found = db.exec(select(Letter).where(Letter.conference_id == here)).all()
    return {letter.reason.removeprefix("speech/"): letter for letter in found}


def test_the_table_says_when_it_would_end(organiser: TestClient) -> None:
    page = organiser.get(SELECTION).text
    rows = re.findall(r'<tr><th scope="row">(\d) phút</th>(.*?)</tr>', page, re.S)
    ends = {limit: re.findall(r'class="(\w+)">(\d\d:\d\d)', cells) for limit, cells in rows}
    heads = re.findall(r'<th scope="col">(\d+) bài</th>', page)
    assert ends["7"][heads.index("10")] == ("fits", "09:54")
    assert ends["7"][heads.index("11")] == ("over", "10:02")
    assert ends["6"][heads.index("12")] == ("fits", "09:58")
    assert ends["5"][heads.index("14")] == ("fits", "09:58")
    assert ends["7"][heads.index("24")] == ("over", "11:46")


def test_a_proposal_is_proven_adopted_and_then_changed_by_hand(organiser: TestClient) -> None:
    page = organiser.get(f"{SPEECHES}/proposal").text
    assert "Đã chứng minh: không có cách chọn nào được hơn" in page
    numbers = proposed(organiser)
    assert organiser.post(SELECTION, data={"numbers": numbers}).status_code == 303
    chosen = [int(n) for n in numbers.split(",")]
    assert order(organiser) == chosen
    assert len(chosen) == 10
    organiser.post(f"{SPEECHES}/{chosen[0]}/place/later")
    assert order(organiser)[:2] == [chosen[1], chosen[0]]
    organiser.post(f"{SPEECHES}/{chosen[0]}/place/earlier")
    assert order(organiser) == chosen
    other = next(n for n in range(1, 25) if n not in chosen)
    organiser.post(f"{SPEECHES}/{chosen[3]}/swap", data={"into": str(other)})
    assert order(organiser) == [*chosen[:3], other, *chosen[4:]]
    organiser.post(f"{SPEECHES}/{other}/selection/undecided")
    assert order(organiser) == [*chosen[:3], *chosen[4:]]
    organiser.post(f"{SPEECHES}/{other}/selection/spoken")
    assert order(organiser)[-1] == other


def test_locks_and_priorities_decide(organiser: TestClient) -> None:
    assert weigh(organiser, 24, lock="must") == 303
    assert weigh(organiser, 1, lock="must_not") == 303
    assert weigh(organiser, 13, priority="5") == 303
    chosen = {int(n) for n in proposed(organiser).split(",")}
    assert {24, 13} <= chosen
    assert 1 not in chosen
    assert organiser.post(SELECTION, data={"numbers": "1,2"}).status_code == 409
    assert organiser.post(f"{SPEECHES}/1/selection/spoken").status_code == 409
    assert organiser.post(f"{SPEECHES}/1/delivery", data={"delivery": "spoken"}).status_code == 409
    assert order(organiser) == []


def test_a_chosen_speech_that_is_locked_out_leaves_the_choice(organiser: TestClient) -> None:
    speak(organiser, 1, 2)
    weigh(organiser, 1, lock="must_not")
    assert order(organiser) == [2]


def test_too_many_that_must_speak_are_told(organiser: TestClient) -> None:
    for number in range(1, 12):
        weigh(organiser, number, lock="must")
    answer = organiser.get(f"{SPEECHES}/proposal")
    assert answer.status_code == 409
    assert "Các bài bắt buộc trình bày cần 87 phút, khung giờ chỉ có 85 phút" in answer.text


def test_two_of_one_theme_side_by_side_are_counted(organiser: TestClient) -> None:
    speak(organiser, 16, 20)
    side = re.search(r"Hai bài cùng chủ đề liền nhau</th><td[^>]*>(\d+)", page_of(organiser))
    assert side
    assert side[1] == "1"
    weigh(organiser, 20, theme="Dự án trọng điểm")
    side = re.search(r"Hai bài cùng chủ đề liền nhau</th><td[^>]*>(\d+)", page_of(organiser))
    assert side
    assert side[1] == "0"


def page_of(client: TestClient) -> str:
    return client.get(SELECTION).text


def test_accepted_speeches_stand_in_the_programme_and_the_rest_is_told(
    summit: Database, organiser: TestClient
) -> None:
    organiser.post(SELECTION, data={"numbers": "17,1,3,5,7,9,11,14,16,18"})
    organiser.post(f"{SPEECHES}/24/delivery", data={"delivery": "reserve"})
    answer = organiser.post(f"{SPEECHES}/acceptance", data={"rest_to_writing": "true"})
    assert answer.status_code == 303
    told = organiser.get(answer.headers["location"]).text
    assert "Đã đưa 10 bài vào chương trình. 13 bài chuyển sang gửi văn bản." in told
    assert "24 thông báo chờ duyệt" in told
    with summit.reading() as db:
        found = cues(db)
        assert [cue.subject for cue in found if ":after" not in cue.subject] == [
            f"speech:{n}" for n in (17, 1, 3, 5, 7, 9, 11, 14, 16, 18)
        ]
        assert sum(cue.seconds for cue in found) == 79 * 60
        assert len(found) == 19
        sent = letters(db)
    assert len(sent) == 24
    assert "thứ tự 1 trong 10 bài, không quá 07 phút" in sent["17/1"].body
    assert "đăng trong kỷ yếu" in sent["2/1"].body
    assert "dự bị" in sent["24/1"].body
    assert sent["14/1"].recipient == "Ủy ban nhân dân Phường Lê Chân"
    assert "trước 11 giờ 00, ngày 29/5/2026" in sent["2/1"].body


def test_accepting_again_rewrites_and_doubles_nothing(
    summit: Database, organiser: TestClient
) -> None:
    for numbers in ("1,2,3", "3,1"):
        organiser.post(SELECTION, data={"numbers": numbers})
        organiser.post(f"{SPEECHES}/acceptance", data={})
    with summit.reading() as db:
        assert [cue.subject for cue in cues(db)] == ["speech:3", "speech:3:after", "speech:1"]
        sent = letters(db)
    assert "thứ tự 1 trong 2 bài" in sent["3/1"].body


def test_who_was_told_already_hears_again_only_what_has_changed(
    summit: Database, organiser: TestClient
) -> None:
    accept(organiser, "1,2,3")
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        outbox.release(db, AUTHOR, letters(db)["1/1"])
        outbox.release(db, AUTHOR, letters(db)["2/1"])
        db.add(Contact(conference_id=here, unit_id=letters(db)["3/1"].unit_id, email="a@b.vn"))
    accept(organiser, "1,3,2")
    with summit.reading() as db:
        sent = letters(db)
    assert sent.keys() == {"1/1", "2/1", "2/2", "3/1"}
    assert "thứ tự 2 trong 3 bài" in sent["2/1"].body
    assert "thứ tự 3 trong 3 bài" in sent["2/2"].body
    assert "thứ tự 2 trong 3 bài" in sent["3/1"].body
    assert sent["3/1"].address == "a@b.vn"


def accept(client: TestClient, numbers: str) -> None:
    client.post(SELECTION, data={"numbers": numbers})
    assert client.post(f"{SPEECHES}/acceptance", data={}).status_code == 303


def test_too_long_a_choice_or_none_is_not_accepted(summit: Database, organiser: TestClient) -> None:
    assert organiser.post(f"{SPEECHES}/acceptance", data={}).status_code == 409
    speak(organiser, *range(1, 12))
    answer = organiser.post(f"{SPEECHES}/acceptance", data={})
    assert answer.status_code == 409
    assert "Các bài đã chọn quá khung giờ 2 phút" in answer.text
    with summit.reading() as db:
        assert cues(db) == []


def test_a_speech_is_edited_with_its_history(organiser: TestClient) -> None:
    page = organiser.get(f"{SPEECHES}/9/edit").text
    typed = dict(re.findall(r'<(?:input|textarea)[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    unit = re.search(r'<option value="(\d+)" selected>Sở Tài chính', page)
    assert unit
    values = {**typed, "unit_id": unit[1], "topic": "Xử lý trụ sở dôi dư", "minutes": "6"}
    answer = organiser.post(f"{SPEECHES}/9", data={**values, "reason": "sửa chính tả"})
    assert answer.status_code == 303
    assert "Xử lý trụ sở dôi dư" in organiser.get(f"{SPEECHES}/9").text
    story = organiser.get(f"/conferences/{HAI_PHONG}/history").text
    assert "sửa chính tả" in story
    assert "trụ sở dời dư sau sắp xếp" in story
    wrong = organiser.post(f"{SPEECHES}/9", data={**values, "minutes": "0"})
    assert wrong.status_code == 422
    assert "Nhỏ nhất là 1" in wrong.text
    foreign = organiser.post(f"{SPEECHES}/9", data={**values, "unit_id": "999999"})
    assert foreign.status_code == 404


def test_the_page_takes_as_many_queries_for_none_as_for_all(
    joins: Joins, organiser: TestClient
) -> None:
    speak(organiser, *range(1, 11))
    elsewhere = joins(DeskRole.VIEWER, HA_NOI).client
    with statements() as many:
        organiser.get(SELECTION)
    with statements() as few:
        elsewhere.get(f"/conferences/{HA_NOI}/speeches/selection")
    assert len(many) == len(few)


WAYS = [
    ("selection", {"numbers": "1"}),
    ("selection/terms", {}),
    ("acceptance", {}),
    ("1/weight", {"priority": "5"}),
    ("1/place/earlier", {}),
    ("1/selection/spoken", {}),
    ("1/swap", {"into": "2"}),
    ("1", {"topic": "x"}),
]


@pytest.mark.parametrize(("path", "typed"), WAYS)
def test_only_organisers_choose(joins: Joins, path: str, typed: dict[str, str]) -> None:
    viewer, stranger = joins(DeskRole.VIEWER).client, joins(None).client
    assert viewer.post(f"{SPEECHES}/{path}", data=typed).status_code == 403
    assert stranger.post(f"{SPEECHES}/{path}", data=typed).status_code == 404
    assert viewer.get(SELECTION).status_code == 200
    assert viewer.get(f"{SPEECHES}/1/edit").status_code == 403


def test_a_conference_without_speeches_says_so(joins: Joins) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    elsewhere = f"/conferences/{HA_NOI}/speeches"
    for page in ("selection", "review", "papers"):
        assert "Chưa có tham luận nào" in client.get(f"{elsewhere}/{page}").text
    assert client.get(f"{elsewhere}/proposal").status_code == 404
    assert client.post(f"{elsewhere}/selection", data={"numbers": "1"}).status_code == 404
    assert client.post(f"{elsewhere}/acceptance", data={}).status_code == 409


def test_a_program_asks_chooses_and_accepts(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    found = client.get(f"{API}/proposal", headers=token).json()
    assert found["is_proven"]
    assert (len(found["order"]), found["minutes"], found["slot"]) == (10, 79, 85)
    assert found["points"] == found["bound"] == sum(part["points"] for part in found["parts"])
    chosen = {"order": found["order"]}
    made = client.put(f"{API}/selection", json=chosen, headers=token).json()
    assert (made["order"], made["used"], made["left"]) == (found["order"], 79, 6)
    assert made["points"] == found["points"]
    accepted = client.post(f"{API}/acceptance", json={"rest_to_writing": True}, headers=token)
    assert accepted.json() == {"spoken": 10, "written": 14, "letters": 24}
    assert client.put(f"{API}/selection", json={"order": [99]}, headers=token).status_code == 404
    assert client.get(f"{API}/proposal").status_code == 401
    viewer = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    assert client.get(f"{API}/proposal", headers=viewer).status_code == 200
    assert client.put(f"{API}/selection", json=chosen, headers=viewer).status_code == 403
    stranger = {"Authorization": f"Bearer {joins(None).token}"}
    assert client.get(f"{API}/selection", headers=stranger).status_code == 404
