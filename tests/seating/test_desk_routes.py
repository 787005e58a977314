"""The desk's pages and its doors for programs: the way through, refusals, strangers."""

import io
import re

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.prints import record
from app.delegates.rules import PrintKind
from app.delegates.search import Filter
from app.delegates.store import everyone, valid_pass
from app.seating.acts import store as acts
from app.seating.desk import arranging
from app.seating.proposals import jobs
from app.seating.proposals import store as proposals
from app.seating.solver.model import Policy
from app.seating.steps import JobState, ProposalKind
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.conftest import Joins

SEATING = f"/conferences/{HAI_PHONG}/seating"
API = f"/api/v1/conferences/{HAI_PHONG}/seating"
PAGES = ("edit", "proposals", "change", "releases", "comparison", "releases/1")


def version(summit: Database) -> int:
    with summit.reading() as db:
        return acts.version(db, conference_named(db, HAI_PHONG).id)


def proposed(summit: Database) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        asked = proposals.ask(db, AUTHOR, here, ProposalKind.ANEW, Policy()).id
    assert jobs.run(summit, asked) is JobState.DONE


def do(client: TestClient, deed: str, seen: int, **typed: str) -> tuple[int, str]:
    answer = client.post(f"{SEATING}/edit", data={"deed": deed, "seen": str(seen), **typed})
    return answer.status_code, answer.text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_organisers_alone(joins: Joins, path: str) -> None:
    assert joins(DeskRole.ORGANISER).client.get(f"{SEATING}/{path}").status_code == 200
    assert joins(DeskRole.VIEWER).client.get(f"{SEATING}/{path}").status_code == 403
    assert joins(None).client.get(f"{SEATING}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["edit", "proposals", "change", "releases"])
def test_without_a_hall_there_is_nothing_to_seat(joins: Joins, path: str) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    assert client.get(f"/conferences/{HA_NOI}/seating/{path}").status_code == 404


def test_an_act_is_answered_with_what_others_did_before_it(
    organiser: TestClient, summit: Database
) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        arranging.move(db, AUTHOR, here, "B-01-09", "B-01-10", None)
    typed = {"deed": "move", "seat": "A-01-01", "to": "A-01-02", "seen": "0"}
    part = organiser.post(f"{SEATING}/edit?part=desk&since=0", data=typed).text
    others = part.split("data-others")[1].split("</ul>")[0]
    assert "B-01-10" in others
    assert "A-01-02" not in others
    assert "data-done" in part
    assert "data-others" not in organiser.get(f"{SEATING}/edit?part=desk&since=2").text


def test_an_act_is_done_named_and_undone(organiser: TestClient, summit: Database) -> None:
    assert do(organiser, "move", 0, seat="B-01-09", to="B-01-10")[0] == 303
    page = organiser.get(f"{SEATING}/edit").text
    assert "Đổi chỗ Lê Ngọc Châu (B-01-09) với" in page
    assert "Việc vừa rồi" in page
    assert do(organiser, "pin", 1, seat="B-01-10", reason="Cạnh bục")[0] == 303
    assert "ghim: Cạnh bục" in organiser.get(f"{SEATING}/edit?seat=B-01-10").text
    assert do(organiser, "undo", 2)[0] == 303
    assert do(organiser, "undo", 3)[0] == 303
    assert "Lê Ngọc Châu" in organiser.get(f"{SEATING}/edit?seat=B-01-09").text


def test_a_refused_act_says_why_and_shows_both_versions(
    organiser: TestClient, summit: Database
) -> None:
    assert "Ghi lý do" in do(organiser, "pin", 0, seat="B-01-09")[1]
    assert do(organiser, "unit", 0, seat="B-01-09", to="L-10-02")[0] == 409
    assert do(organiser, "move", 0, seat="B-01-09", to="Z-9")[0] == 409
    assert do(organiser, "dance", 0)[0] == 422
    assert version(summit) == 0
    do(organiser, "move", 0, seat="A-01-01", to="A-01-02")
    status, page = do(organiser, "move", 0, seat="A-01-02", to="A-01-03")
    assert status == 409
    assert "Người khác vừa làm" in page
    assert "Đồng chí định làm" in page
    assert version(summit) == 1


def test_a_seat_that_is_not_released_is_nobodys_business(
    organiser: TestClient, client: TestClient, summit: Database
) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        chair = everyone(db, here, Filter(search="le ngoc chau"))[0]
        held = valid_pass(db, chair.delegate.id)
    assert held is not None
    do(organiser, "move", 0, seat="B-01-09", to="L-10-12")
    assert '<span class="seat">B-01-09</span>' in client.get(f"/G/{held.token}").text
    organiser.post(f"{SEATING}/releases", data={"remark": "Đổi chỗ chủ trì"})
    assert '<span class="seat">L-10-12</span>' in client.get(f"/G/{held.token}").text
    page = organiser.get(f"{SEATING}/releases/2").text
    assert "Đổi chỗ chủ trì" in page
    assert re.search(r"<s>B-01-09</s>.*<b>L-10-12</b>", page, re.S)
    sheet = organiser.get(f"{SEATING}/releases/comparison.xlsx?one=1&other=2").content
    cells = [c.value for row in load_workbook(io.BytesIO(sheet)).active.iter_rows() for c in row]  # type: ignore[union-attr]
    assert {"Lê Ngọc Châu", "B-01-09", "L-10-12"} <= set(cells)
    whole = organiser.get(f"{SEATING}/releases/2.xlsx").content
    assert load_workbook(io.BytesIO(whole)).active.max_row > 1_086  # type: ignore[union-attr]
    assert organiser.post(f"{SEATING}/releases", data={}).status_code == 409


def test_a_proposal_is_shown_compared_and_accepted(organiser: TestClient, summit: Database) -> None:
    proposed(summit)
    page = organiser.get(f"{SEATING}/proposals/1?q=phuong+le+chan").text
    assert "Chấp nhận phương án này" in page
    assert re.search(r"hàng \d+", page.split('id="beside"')[1])
    assert "ai ngồi đó" not in page
    compared = organiser.get(f"{SEATING}/comparison?one=0&other=1").text
    assert compared.count("<figure") == 2
    assert "Ai ngồi khác" in compared
    people = organiser.get(f"{SEATING}/proposals/1/people.json").json()
    assert len(people) == 1_500
    part = {"HX-Request": "true"}
    why = organiser.get(f"{SEATING}/proposals/1?seat=B-01-09", headers=part).text
    assert "Hiện nay ngồi" in why or "hàng" in why
    assert "<html" not in why
    organiser.post(f"{SEATING}/proposals/1/acceptance", data={"seen": "0"})
    assert "chấp nhận lúc" in organiser.get(f"{SEATING}/proposals/1").text
    assert organiser.get(f"{SEATING}/proposals/9").status_code == 404


def test_a_change_tells_what_it_makes_wrong_before_it_is_accepted(
    organiser: TestClient, summit: Database
) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        printed = [one.delegate.id for one in everyone(db, here) if one.seat]
        record(db, AUTHOR, here, PrintKind.SEAT_CARD, printed)
        absent = next(one for one in everyone(db, here) if one.seat == "E-20-07")
    organiser.post(f"{SEATING}/change", data={"absent": str(absent.delegate.number), "extra": "2"})
    while organiser.get(f"{SEATING}/proposals/1/progress").status_code == 200:
        continue
    whole, page = organiser.get(f"{SEATING}/proposals/1").text.split('id="reprints"')
    assert "không phương án nào giữ đúng quy tắc mà ít hơn" in whole
    assert "trừ khi vì thế phải chuyển từ mười người trở lên" in whole, "what that means"
    assert "phiếu chỗ ngồi" in page
    assert absent.called in page
    assert "2 khách phát sinh chưa có phiếu" in page


def test_the_form_of_a_policy_is_checked(organiser: TestClient) -> None:
    wrong = organiser.post(f"{SEATING}/proposals", data={"turn": "0", "seed": "x"})
    assert wrong.status_code == 422
    late = organiser.post(f"{SEATING}/change", data={"absent": "99999"})
    assert late.status_code == 422
    assert "Không có đại biểu dự nào" in late.text


def test_a_lot_keeps_the_seed_it_was_drawn_with(organiser: TestClient, summit: Database) -> None:
    answer = organiser.post(f"{SEATING}/proposals", data={"tie_break": "lot"})
    assert answer.headers["location"].endswith("/proposals/1")
    while (told := organiser.get(f"{SEATING}/proposals/1/progress")).status_code == 200:
        assert "Dừng" in told.text  # until it has been computed beside the server's work
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        policy = proposals.policy_of(proposals.proposal_numbered(db, here, 1))
    assert f"số gieo {policy.seed}" in organiser.get(f"{SEATING}/proposals/1").text


def test_a_program_proposes_accepts_and_releases(
    joins: Joins, client: TestClient, summit: Database
) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    proposed(summit)
    found = client.get(f"{API}/proposals/1", headers=token).json()
    assert (found["state"], len(found["seats"]), found["broken"]) == ("done", 1_086, [])
    assert all(seat["why"] for seat in found["seats"])
    assert client.put(f"{API}/proposals/1/acceptance", headers=token).json()["accepted_at"]
    assert client.post(f"{API}/releases", json={}, headers=token).json()["number"] == 2
    assert len(client.get(f"{API}/releases", headers=token).json()) == 2
    wrong = client.post(f"{API}/changes", json={"absent": [99_999]}, headers=token)
    assert wrong.status_code == 409
    assert client.get(f"{API}/proposals").status_code == 401
