"""The speeches on screen, on paper and for programs."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from tests.cast import HA_NOI, HAI_PHONG, end_rehearsal, rehearse
from tests.conftest import Joins
from tests.counting import statements

SPEECHES = f"/conferences/{HAI_PHONG}/speeches"
API = f"/api/v1/conferences/{HAI_PHONG}/speeches"


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="speech-(\d+)"', page)]


def row(page: str, number: int) -> str:
    """What the list says about one speech."""
    return re.split(r'<li id="speech-\d+"', page)[numbers(page).index(number) + 1]


def speak(client: TestClient, *chosen: int) -> None:
    for number in chosen:
        client.post(f"{SPEECHES}/{number}/delivery", data={"delivery": "spoken"})


def step(client: TestClient, number: int, **typed: str) -> int:
    return client.post(f"{SPEECHES}/{number}/steps", data=typed).status_code


def test_the_page_opens_with_the_budget(organiser: TestClient) -> None:
    page = organiser.get(SPEECHES).text
    assert "Cả 24 bài cần 168 phút, khung giờ có 85 phút" in page
    assert "dài quá 83 phút" in page
    assert re.findall(r"<b>(\d+)</b> <span>bài, ", page) == ["12", "10", "9"]
    assert numbers(page) == list(range(1, 25))


def test_ten_chosen_take_79_of_85_minutes(organiser: TestClient) -> None:
    speak(organiser, *range(1, 11))
    page = organiser.get(SPEECHES).text
    assert "Đã chọn 10 bài trình bày: 70 phút nói, 9 phút chuyển tiếp." in page
    assert "Còn 6 phút." in page
    assert 'class="speech over"' not in page


def test_two_more_are_too_long_and_said_so(organiser: TestClient) -> None:
    speak(organiser, *range(1, 13))
    page = organiser.get(SPEECHES).text
    assert "Quá 10 phút: cần bớt bài trình bày." in page
    assert page.count('class="speech over"') == 2
    assert "Còn 1 phút." in organiser.get(f"{SPEECHES}?change_over=0").text


def test_one_tap_chooses_answers_with_the_board_and_is_remembered(organiser: TestClient) -> None:
    answer = organiser.post(
        f"{SPEECHES}/5/delivery", data={"delivery": "written"}, headers={"HX-Request": "true"}
    )
    assert answer.text.lstrip().startswith('<div id="board"')
    assert 'name="delivery" value="undecided" aria-pressed="true">gửi văn bản' in row(
        answer.text, 5
    )
    assert numbers(organiser.get(f"{SPEECHES}?delivery=written").text) == [5]
    story = organiser.get(f"/conferences/{HAI_PHONG}/history").text
    assert "Tham luận số 5: Ủy ban Kiểm tra Thành ủy" in story
    assert "gửi văn bản" in story


def test_a_text_goes_from_handed_in_to_passed(organiser: TestClient) -> None:
    for stage in ("handed_in", "under_review", "returned", "handed_in", "under_review", "passed"):
        assert step(organiser, 3, stage=stage) == 303
    page = organiser.get(SPEECHES).text
    assert "đạt" in row(page, 3)
    assert numbers(organiser.get(f"{SPEECHES}?stage=passed").text) == [3]


def test_a_review_needs_a_text(organiser: TestClient) -> None:
    assert step(organiser, 3, stage="passed") == 409
    assert numbers(organiser.get(f"{SPEECHES}?stage=passed").text) == []


def test_a_wrong_moment_comes_back_with_what_was_typed(organiser: TestClient) -> None:
    answer = organiser.post(
        f"{SPEECHES}/3/steps", data={"stage": "handed_in", "at": "hôm qua", "remark": "bản giấy"}
    )
    assert answer.status_code == 422
    assert "Viết giờ và ngày như" in answer.text
    assert "bản giấy" in answer.text


@pytest.mark.parametrize(
    ("at", "words"),
    [("2026-05-29T10:59:59", "sắp đến hạn"), ("2026-05-29T11:00:00", "quá hạn")],
)
def test_a_missing_text_is_late_at_eleven_to_the_second(
    summit: Database, organiser: TestClient, at: str, words: str
) -> None:
    rehearse(summit, at)
    said = row(organiser.get(SPEECHES).text, 1)
    assert words in said
    assert "trước 11 giờ, ngày 29/5/2026" in said


def test_handed_in_in_time_or_late_is_kept_apart(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-29T15:00:00")
    step(organiser, 1, stage="handed_in", at="10:59, 29/5/2026")
    step(organiser, 2, stage="handed_in", at="11:00, 29/5/2026")
    page = organiser.get(SPEECHES).text
    assert "nộp muộn" not in row(page, 1)
    assert "nộp muộn" in row(page, 2)
    assert step(organiser, 4, stage="handed_in", at="15:01, 29/5/2026") == 409


def test_rehearsed_steps_never_mix_with_real_ones(summit: Database, organiser: TestClient) -> None:
    step(organiser, 1, stage="handed_in")
    rehearse(summit, "2026-05-29T10:30:00")
    assert numbers(organiser.get(f"{SPEECHES}?stage=handed_in").text) == []
    step(organiser, 2, stage="handed_in")
    assert numbers(organiser.get(f"{SPEECHES}?stage=handed_in").text) == [2]
    end_rehearsal(summit)
    assert numbers(organiser.get(f"{SPEECHES}?stage=handed_in").text) == [1]
    assert "Tham luận số 2" not in organiser.get(f"/conferences/{HAI_PHONG}/history").text


def test_a_unit_that_reviews_its_own_speech_is_shown_as_such(organiser: TestClient) -> None:
    page = organiser.get(SPEECHES).text
    reviewing_itself = [n for n in numbers(page) if "tự thẩm định" in row(page, n)]
    assert reviewing_itself == [6]


def test_the_list_as_a_sheet_holds_every_speech(organiser: TestClient) -> None:
    speak(organiser, 9)
    answer = organiser.get(f"{SPEECHES}/papers/list.xlsx")
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/") and "xml" in name]
        written = " ".join("".join(ET.fromstring(book.read(name)).itertext()) for name in sheets)
    assert "trụ sở dời dư sau sắp xếp" in written
    assert "Ủy ban nhân dân Phường Lê Chân" in written
    assert "Trình bày tại hội nghị (1 bài)" in written
    assert "Ấn định danh sách có 24 tham luận" in written


def test_many_speeches_take_as_many_queries_as_none(joins: Joins, organiser: TestClient) -> None:
    elsewhere = joins(DeskRole.VIEWER, HA_NOI).client
    with statements() as many:
        organiser.get(SPEECHES)
    with statements() as few:
        assert "Chưa có tham luận nào" in elsewhere.get(f"/conferences/{HA_NOI}/speeches").text
    assert len(many) == len(few)


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.MODERATOR])
def test_only_organisers_choose(joins: Joins, role: DeskRole) -> None:
    client = joins(role).client
    page = client.get(SPEECHES).text
    assert numbers(page) == list(range(1, 25))
    assert "aria-pressed" not in page
    assert step(client, 1, stage="handed_in") == 403
    answer = client.post(f"{SPEECHES}/1/delivery", data={"delivery": "spoken"})
    assert answer.status_code == 403


def test_another_conferences_speeches_are_not_found(joins: Joins) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    assert client.get(SPEECHES).status_code == 404
    elsewhere = f"/conferences/{HA_NOI}/speeches/1"
    assert client.get(elsewhere).status_code == 404
    assert client.post(f"{elsewhere}/steps", data={"stage": "handed_in"}).status_code == 404
    assert client.post(f"{elsewhere}/delivery", data={"delivery": "spoken"}).status_code == 404


def test_a_program_reads_the_budget_and_changes_a_speech(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    change = {"delivery": "spoken", "stage": "handed_in"}
    changed = client.patch(f"{API}/6", json=change, headers=token).json()
    assert (changed["delivery"], changed["stage"]) == ("spoken", "handed_in")
    assert changed["is_self_reviewed"]
    assert changed["handed_in_at"] is not None
    budget = client.get(f"{API}/budget", headers=token).json()
    assert (budget["slot"], budget["wanted"], budget["excess"]) == (85, 168, 83)
    assert budget["fitting"] == {"0": 12, "1": 10, "2": 9}
    assert (budget["chosen"], budget["used"], budget["left"]) == (1, 7, 78)
    assert len(client.get(API, headers=token).json()) == 24
    assert client.patch(f"{API}/25", json={}, headers=token).status_code == 404
    assert client.get(API).status_code == 401
