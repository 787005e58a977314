"""The console and the page that follows it."""

import re

import pytest
from starlette.testclient import TestClient

from app import clock
from app.addresses import of_followers
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from app.db import Database
from tests.cast import HAI_PHONG
from tests.conftest import Joins

LIVE = f"/conferences/{HAI_PHONG}/live"
API = f"/api/v1/conferences/{HAI_PHONG}/live"


@pytest.fixture
def follow(summit: Database) -> str:
    with summit.reading() as db:
        return of_followers(conferences.conference_named(db, HAI_PHONG).follow_code)


def press(client: TestClient, kind: str, sequence: int) -> int:
    return client.post(
        f"{LIVE}/actions", data={"kind": kind, "sequence": str(sequence)}
    ).status_code


def card(client: TestClient, follow: str) -> str:
    """The card of what is on, without what it hides."""
    found = client.get(f"{follow}/now").text
    return re.sub(r"<(\w+)[^>]* hidden[^>]*>.*?</\1>", "", found, flags=re.DOTALL)


def on(client: TestClient, follow: str) -> str:
    found = re.search(r"<h2[^>]*>(.*?)</h2>", card(client, follow))
    assert found
    return found[1]


def test_a_moderator_runs_through_the_whole_programme_and_followers_see_it(
    joins: Joins, client: TestClient, follow: str
) -> None:
    moderator = joins(DeskRole.MODERATOR).client
    assert "Hội nghị chưa bắt đầu" in card(client, follow)
    assert press(moderator, "start", 0) == 303
    shown = [on(client, follow)]
    for sequence in range(1, 7):
        assert press(moderator, "next", sequence) == 303
        shown.append(on(client, follow))
    assert shown[0] == "Tuyên bố lý do, giới thiệu đại biểu"
    assert shown[3:5] == ["Tham luận", "Khen thưởng"]
    assert len(set(shown)) == 7
    assert press(moderator, "next", 7) == 303
    assert "Hội nghị đã bế mạc" in card(client, follow)


def test_back_takes_the_last_press_back(joins: Joins, client: TestClient, follow: str) -> None:
    moderator = joins(DeskRole.MODERATOR).client
    press(moderator, "start", 0)
    press(moderator, "next", 1)
    press(moderator, "back", 2)
    assert on(client, follow) == "Tuyên bố lý do, giới thiệu đại biểu"


def test_of_two_moderators_pressing_at_once_one_advances(
    joins: Joins, client: TestClient, follow: str
) -> None:
    moderator, organiser = joins(DeskRole.MODERATOR).client, joins(DeskRole.ORGANISER).client
    press(moderator, "start", 0)
    assert press(moderator, "next", 1) == 303
    refusal = organiser.post(f"{LIVE}/actions", data={"kind": "next", "sequence": "1"})
    assert refusal.status_code == 409
    assert "vừa chuyển sang “2 Phát biểu khai mạc Hội nghị”" in refusal.text
    assert on(client, follow) == "Phát biểu khai mạc Hội nghị"


@pytest.mark.parametrize(
    ("kind", "sequence"), [("next", "0"), ("back", "0"), ("fly", "0"), ("start", "x")]
)
def test_a_button_that_means_nothing_now_is_refused(
    organiser: TestClient, kind: str, sequence: str
) -> None:
    answer = organiser.post(f"{LIVE}/actions", data={"kind": kind, "sequence": sequence})
    assert answer.status_code == 409


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.DOOR, DeskRole.PRESS])
def test_others_follow_the_console_and_cannot_press(joins: Joins, role: DeskRole) -> None:
    client = joins(role).client
    assert "Bắt đầu</button>" not in client.get(LIVE).text
    assert press(client, "start", 0) == 403


def test_a_rehearsed_morning_leaves_the_real_one_untouched(
    organiser: TestClient, client: TestClient, follow: str
) -> None:
    organiser.post(f"/conferences/{HAI_PHONG}/clock", data={"as_of": "08:00, 02/6/2026"})
    press(organiser, "start", 0)
    assert "Đang diễn ra" in card(client, follow)
    organiser.post(f"/conferences/{HAI_PHONG}/clock/end")
    assert "Hội nghị chưa bắt đầu" in card(client, follow)
    assert press(organiser, "start", 0) == 303


def test_the_live_page_is_not_found_under_a_wrong_code(client: TestClient) -> None:
    for path in ("/L/AAAA", "/L/AAAA/now", "/L/AAAA/stream"):
        assert client.get(path).status_code == 404


def test_a_program_reads_and_moves_the_morning(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.MODERATOR).token}"}
    assert client.get(API, headers=token).json()["phase"] == "waiting"
    before = clock.now()
    started = client.post(
        f"{API}/actions", json={"kind": "start", "sequence": 0}, headers=token
    ).json()
    assert (started["phase"], started["sequence"]) == ("running", 1)
    assert started["began_at"] >= before.isoformat()[:19]
    again = client.post(f"{API}/actions", json={"kind": "next", "sequence": 0}, headers=token)
    assert again.status_code == 409
    viewer = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    action = {"kind": "next", "sequence": 1}
    assert client.post(f"{API}/actions", json=action, headers=viewer).status_code == 403


def test_the_picture_draws_what_happened_beside_the_plan(joins: Joins) -> None:
    moderator = joins(DeskRole.MODERATOR).client
    assert 'class="actual"' not in moderator.get(f"{LIVE}/picture").text
    press(moderator, "start", 0)
    press(moderator, "next", 1)
    page = moderator.get(f"{LIVE}/picture").text
    actual, plan = page.split('class="actual"')[1].split('class="draft"')
    assert (actual.count("<rect"), plan.count("<rect")) == (2, 7)
    assert "1. Tuyên bố lý do, giới thiệu đại biểu: 08:00–08:00" in actual, "laid upon the plan"
