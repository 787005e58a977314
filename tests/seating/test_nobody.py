"""A hall of which nothing or little is known yet, and nobody to seat in it."""

import pytest
from starlette.testclient import TestClient

from app import vietnamese
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from app.db import Database
from tests import papers
from tests.conftest import Joins

HERE = "/conferences/moi-2026"
SEATING = f"{HERE}/seating"
PAGES = [
    *("", "?by=unit", "?by=dress", "?q=an", "/papers", "/prints/cards", "/people.json"),
    *("/list", "/list?by=name", "/list?by=name&page=3", "/list.xlsx?by=name", "/list.xlsx?by=seat"),
    *("/edit", "/proposals", "/change", "/releases", "/comparison"),
]
OF_THE_HALL = [
    "/print",
    "/map.pdf",
    "/map.pdf?paper=a2&caption=names",
    "/blocks.pdf",
    "/labels.pdf",
]
OF_PEOPLE = ["/cards.pdf", "/badges.pdf", "/plates.pdf"]


@pytest.fixture
def office(summit: Database, joins: Joins) -> TestClient:
    """Of a conference without delegates, groups and units; its hall has a name and no seats."""
    start, end = vietnamese.local("2026-12-20T08:00"), vietnamese.local("2026-12-20T11:00")
    with summit.writing() as db:
        conferences.create(db, "moi-2026", "Hội nghị mới", "Mới", "Thành ủy", start, end)
    client = joins(DeskRole.ORGANISER, "moi-2026").client
    sent(client, f"{HERE}/hall", hall_name="Hội trường lớn", version="0")
    return client


@pytest.fixture
def drawn(office: TestClient) -> TestClient:
    """The same with 42 seats, and no door."""
    sent(office, f"{HERE}/hall/blocks", code="A", rows="3 x 10, 12", x="30", y="12", version="1")
    return office


def sent(client: TestClient, address: str, **typed: str) -> None:
    answer = client.post(address, data=typed)
    assert answer.status_code == 303, answer.text


def test_a_hall_without_seats_is_looked_at_and_not_printed(office: TestClient) -> None:
    for page in PAGES:
        assert office.get(SEATING + page).status_code == 200, page
    assert "Hội trường chưa có ghế nào." in office.get(f"{SEATING}/list").text
    for paper in OF_THE_HALL:
        refused = office.get(SEATING + paper)
        assert refused.status_code == 409, paper
        assert "Hội trường chưa có ghế nào để in" in refused.text
    assert papers.pages(office.get(f"{SEATING}/poster.pdf").content) == [(297, 420)]


def test_a_hall_without_people_is_printed_empty(drawn: TestClient) -> None:
    for page in [*PAGES, "/list?block=A", "?seat=A-01-01", "?block=A", "/edit?block=A"]:
        assert drawn.get(SEATING + page).status_code == 200, page
    assert "Chưa có đại biểu nào." in drawn.get(f"{SEATING}/list?by=name").text
    for paper in OF_THE_HALL:
        assert drawn.get(SEATING + paper).status_code == 200, paper
    assert len(papers.codes(drawn.get(f"{SEATING}/labels.pdf").content)) == 42
    assert "42 ghế, 0 đã xếp" in papers.text(drawn.get(f"{SEATING}/blocks.pdf").content)
    for paper in OF_PEOPLE:
        assert drawn.get(SEATING + paper).status_code == 409, paper
    told = drawn.get(f"{SEATING}/papers").text
    assert told.count("chưa có đại biểu nào có ghế") == 3
    assert "đã in hết" not in told
    assert "Chưa có cửa vào: Khu A." in told


def test_nobody_is_asked_to_be_seated(drawn: TestClient) -> None:
    wish = {"order": "whole", "spare": "spread", "tie_break": "stated"}
    for address, typed in ((f"{SEATING}/proposals", wish), (f"{SEATING}/change", {})):
        refused = drawn.post(address, data=typed)
        assert refused.status_code in {409, 422}
        assert "chưa có đại biểu nào dự" in refused.text
    assert "Mọi ghế đã công bố đúng" not in drawn.get(f"{SEATING}/change").text, "none was"
    assert drawn.post(f"{SEATING}/releases", data={}).status_code == 409
