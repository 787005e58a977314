"""Backstage counts down to when people are really needed."""

import re

from sqlmodel import select
from starlette.testclient import TestClient

from app.agenda.models import AgendaItem
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from tests.cast import HAI_PHONG, rehearse
from tests.conftest import Joins

HERE = f"/conferences/{HAI_PHONG}"
BACKSTAGE = f"{HERE}/runsheet/backstage"


def stage(database: Database) -> None:
    """Somebody comes on stage in each of the first four items."""
    with database.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        for item in db.exec(select(AgendaItem).where(AgendaItem.conference_id == here)):
            db.add(item.sqlmodel_update({"people": f"Người mẫu {item.number}"}))


def ahead(client: TestClient) -> list[tuple[str, str]]:
    """When people of which item are called."""
    page = client.get(BACKSTAGE, headers={"HX-Request": "true"}).text
    return re.findall(r">(\d\d:\d\d)–\d\d:\d\d</span></p>\s+<div><h2>(\d)\. ", page)


def press(client: TestClient, kind: str, sequence: int) -> None:
    answer = client.post(f"{HERE}/live/actions", data={"kind": kind, "sequence": str(sequence)})
    assert answer.status_code == 303


def test_before_the_start_it_is_the_plan(organiser: TestClient, summit: Database) -> None:
    stage(summit)
    rehearse(summit, "2026-06-02T07:30:00")
    page = organiser.get(BACKSTAGE).text
    assert ">30 phút<" in page
    assert "theo giờ dự kiến" in page
    assert ahead(organiser)[2] == ("08:15", "3")


def test_a_morning_that_runs_late_calls_later(organiser: TestClient, summit: Database) -> None:
    stage(summit)
    rehearse(summit, "2026-06-02T08:12:00")
    press(organiser, "start", 0)
    assert ahead(organiser)[:3] == [
        ("08:12", "1"),
        ("08:17", "2"),
        ("08:27", "3"),
    ]
    assert "Chậm 12 phút" in organiser.get(BACKSTAGE).text
    press(organiser, "next", 1)
    assert ahead(organiser)[0] == ("08:12", "2"), "what is over is gone"


def test_it_follows_a_stream_and_asks_for_nothing_meanwhile(
    organiser: TestClient, joins: Joins
) -> None:
    page = organiser.get(BACKSTAGE).text
    assert f'data-part="{BACKSTAGE}"' in page
    assert "every 30s" not in page
    assert joins(DeskRole.PRESS).client.get(f"{BACKSTAGE}/stream").status_code == 403
    assert joins(None).client.get(f"{BACKSTAGE}/stream").status_code in {303, 404}
