"""What the doors tell the room of seating: which seats are taken by people who are here."""

from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from tests.cast import HA_NOI, HAI_PHONG
from tests.checkin.test_api import cards, enrolled
from tests.conftest import Joins

PRESENT = f"/conferences/{HAI_PHONG}/attendance/present.json"
SEATING = f"/conferences/{HAI_PHONG}/seating"


def test_the_seats_of_those_who_are_here_are_told_and_kept(
    summit: Database, client: TestClient, joins: Joins
) -> None:
    desk = joins(DeskRole.ORGANISER).client
    assert desk.get(PRESENT).json() == []
    door = enrolled(summit, client, "Cửa 1 – máy A", "Cửa 1")
    one, other, _ = cards(summit)
    label = door.scan(one)["seat"]
    door.scan(other)
    told = desk.get(f"{SEATING}/people.json").json()
    here = desk.get(PRESENT).json()
    assert len(here) == 2
    assert label in {told[str(seat)][0] for seat in here}
    assert "2 đại biểu đã qua cửa" in desk.get(f"{SEATING}/change").text


def test_another_conference_is_told_nothing(joins: Joins) -> None:
    assert joins(DeskRole.ORGANISER, HA_NOI).client.get(PRESENT).status_code == 404
