"""The map's page: small, coloured as asked, and as words for those who cannot see it."""

import gzip
import re
from collections import Counter

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate
from app.delegates.rules import Attendance
from app.delegates.search import Filter
from app.delegates.store import everyone
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements

SEATING = f"/conferences/{HAI_PHONG}/seating"


def shapes(page: str) -> Counter[str]:
    return Counter(re.findall(r'<use id="s\d+" href="#(\w+)"', page))


def test_the_page_of_1500_seats_is_small(organiser: TestClient) -> None:
    page = organiser.get(SEATING).text
    assert sum(shapes(page).values()) == 1_500
    assert len(gzip.compress(page.encode(), 6)) <= 20_000


@pytest.mark.parametrize("by", ["group", "unit", "attendance", "dress"])
def test_every_seat_has_a_colour_of_the_legend_and_every_count_is_right(
    organiser: TestClient, by: str
) -> None:
    page = organiser.get(f"{SEATING}?by={by}").text
    drawn = shapes(page)
    legend = re.findall(r"<li><svg.*?</svg><span>.*?</span> <b>([\d.]+)</b></li>", page, re.S)
    counts = [int(count.replace(".", "")) for count in legend]
    taken = sum(count for shape, count in drawn.items() if shape.startswith("g"))
    assert taken == 1_086
    assert sum(counts) == 1_500, "everybody, the free seats and those taken out"


def test_rsvp_colours_follow_the_answers(organiser: TestClient, summit: Database) -> None:
    page = organiser.get(f"{SEATING}?by=attendance").text
    assert "chờ xác báo" in page
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        person = everyone(db, here, Filter(search="le ngoc chau"))[0]
        delegate = db.get_one(Delegate, person.delegate.id)
        assert delegate.attendance is Attendance.INVITED
        delegate.attendance = Attendance.CONFIRMED
    after = shapes(organiser.get(f"{SEATING}?by=attendance").text)
    assert after["g4"] == shapes(page)["g4"] + 1
    assert after["g3"] == shapes(page)["g3"] - 1


def test_who_sits_where_comes_apart_from_the_map(organiser: TestClient, joins: Joins) -> None:
    people = organiser.get(f"{SEATING}/people.json").json()
    assert len(people) == 1_500
    assert ["B-01-09", "Lê Ngọc Châu"] in [seat[:2] for seat in people.values()]
    assert ["B-12-11", "Máy quay"] in people.values()
    told = joins(DeskRole.PRESS).client.get(f"{SEATING}/people.json").text
    assert "Lê Ngọc Châu" not in told
    assert "Phó Bí thư Thành ủy" in told, "the group"
    assert joins(None).client.get(f"{SEATING}/people.json").status_code == 404


def test_the_list_says_every_seat_of_a_block_and_everybody_by_name(organiser: TestClient) -> None:
    block = organiser.get(f"{SEATING}/list?block=B").text
    assert block.count('#beside">B-') == 235
    assert "Lê Ngọc Châu" in block
    assert "Máy quay" in block
    first = organiser.get(f"{SEATING}/list?by=name").text
    assert first.count("<li><strong>") == 50
    assert "Trang 1 trên 22" in first
    assert organiser.get(f"{SEATING}/list?block=X").status_code == 404
    assert organiser.get(f"/conferences/{HA_NOI}/seating/list").status_code == 404


def test_colours_cost_the_same_number_of_queries_for_few_and_many(
    organiser: TestClient, summit: Database
) -> None:
    def sent() -> int:
        with statements() as found:
            organiser.get(f"{SEATING}?by=dress")
        return len(found)

    before = sent()
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        for person in everyone(db, here)[:900]:
            db.get_one(Delegate, person.delegate.id).is_uniformed = True
    assert sent() == before
