"""Calendars: read by an independent reader, kept up to date, and shown to nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from app import addresses, clock
from app.accounts.models import Staff
from app.conferences import store as conferences
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.links.models import UnitLink
from app.links.store import make_links, revoke
from app.reminders.models import CalendarFeed
from app.reminders.rules import Side
from app.speeches.models import Speech
from app.tasks.models import Task
from app.vietnamese import local
from tests.cast import AUTHOR, HAI_PHONG, rehearse
from tests.conftest import Joins
from tests.counting import statements
from tests.reminders import scene

HERE = f"/conferences/{HAI_PHONG}/reminders/calendar"
PHU_THAI = "Xã Phú Thái"


def link_of(database: Database, name: str = PHU_THAI) -> str:
    """The address of a unit's calendar."""
    with database.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        unit = conferences.unit_called(db, conference.id, name)
        assert unit is not None
        make_links(db, AUTHOR, conference, clock.now(), [unit.id])
    with database.reading() as db:
        token = db.exec(select(UnitLink.token).order_by(col(UnitLink.id).desc())).first()
        assert token is not None
        return addresses.of_unit_calendar(token)


def office(database: Database, client: TestClient) -> str:
    assert client.post(HERE).status_code == 303
    with database.reading() as db:
        query = select(CalendarFeed.token).where(col(CalendarFeed.revoked_at).is_(None))
        return addresses.of_calendar(db.exec(query).one())


def events(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar.errors == []
    found = {str(event["UID"]): event for event in calendar.events}
    assert len(found) == len(calendar.events)
    return found


def titled(found: dict[str, Any], words: str) -> Any:
    return next(event for event in found.values() if words in str(event["SUMMARY"]))


def test_a_unit_sees_its_deadline_with_alarms_and_the_day(
    summit: Database, client: TestClient
) -> None:
    found = events(client, link_of(summit))
    deadlines = [one for one in found.values() if "DTEND" not in one]
    (text,) = deadlines
    assert str(text["SUMMARY"]).startswith(
        "Trước 11 giờ, ngày 29/5/2026: Gửi bài tham luận số 18: "
    )
    assert text["DTSTART"].dt == local("2026-05-29T11:00:00")
    assert text["TRANSP"] == "TRANSPARENT"
    triggers = [alarm["TRIGGER"].dt for alarm in text.walk("VALARM")]
    assert triggers == [timedelta(days=-1), timedelta(hours=-2)]
    day = titled(found, "Sơ kết 1 năm, Hải Phòng")
    assert day["DTSTART"].dt == datetime(2026, 6, 2, 1, tzinfo=UTC)
    assert "Nhà hát Hoa Phượng" in str(day["LOCATION"])
    assert len(found) == len(deadlines) + 1 + 7
    assert {str(one["SEQUENCE"]) for one in found.values()} == {"0"}


def test_the_office_sees_every_deadline_in_the_plans_words(
    summit: Database, organiser: TestClient
) -> None:
    found = events(organiser, office(summit, organiser))
    titles = [str(one["SUMMARY"]) for one in found.values() if "DTEND" not in one]
    assert sum(title.startswith("Trước 11 giờ, ngày 29/5/2026: Gửi bài") for title in titles) == 24
    assert sum(title.startswith("Chậm nhất 08 giờ, ngày 31/5/2026: ") for title in titles) == 1
    assert not any("đề xuất" in title for title in titles)
    assert "Xã Phú Thái" in str(titled(found, "tham luận số 18:")["DESCRIPTION"])


def test_alarms_follow_the_rules_of_the_office(summit: Database, client: TestClient) -> None:
    scene.rule(summit, Side.BEFORE, 48, kind=None)
    scene.rule(summit, Side.BEFORE, 3, kind=None)
    scene.rule(summit, Side.AFTER, 1, kind=None)
    text = titled(events(client, link_of(summit)), "tham luận")
    triggers = [alarm["TRIGGER"].dt for alarm in text.walk("VALARM")]
    assert triggers == [timedelta(hours=-48), timedelta(hours=-3)]


def test_what_has_not_changed_is_not_sent_again(summit: Database, client: TestClient) -> None:
    address = link_of(summit)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert client.get(address, headers=since).status_code == 304
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(address).content == first.content


def test_a_moved_deadline_is_the_same_event_with_a_higher_number(
    summit: Database, client: TestClient
) -> None:
    address = link_of(summit)
    before, tag = events(client, address), client.get(address).headers["etag"]
    with summit.writing() as db:
        speech = db.exec(select(Speech).where(Speech.number == 18)).one()
        speech.due_at = local("2026-05-29T17:00:00")
        db.add(speech)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    after = events(client, address)
    assert after.keys() == before.keys()
    changed = [uid for uid, one in after.items() if one["SEQUENCE"] != before[uid]["SEQUENCE"]]
    assert len(changed) == 1
    moved = after[changed[0]]
    assert str(moved["SUMMARY"]).startswith("Trước 17 giờ, ngày 29/5/2026")
    assert moved["SEQUENCE"] == 1
    assert moved["LAST-MODIFIED"].dt >= before[changed[0]]["LAST-MODIFIED"].dt


def test_a_rehearsal_reaches_nobodys_calendar(summit: Database, client: TestClient) -> None:
    address = link_of(summit)
    before = client.get(address).content
    rehearse(summit, "2026-05-30T11:00:00")
    assert client.get(address).content == before


def test_a_wrong_or_revoked_address_shows_nothing(
    summit: Database, client: TestClient, organiser: TestClient
) -> None:
    unit, mine = link_of(summit), office(summit, organiser)
    assert client.get(mine).status_code == 200, "calendars do not sign in"
    assert client.get(f"/U/{'A' * 26}/calendar.ics").status_code == 404
    assert client.get(f"/C/{'A' * 26}.ics").status_code == 404
    assert client.get("/C/x.ics").status_code == 404
    organiser.post(f"{HERE}/revocation")
    assert client.get(mine).status_code == 404
    with summit.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        found = conferences.unit_called(db, conference.id, PHU_THAI)
        assert found is not None
        revoke(db, AUTHOR, conference.id, found.id)
    assert client.get(unit).status_code == 404


def test_a_new_address_ends_the_old_one(summit: Database, organiser: TestClient) -> None:
    old = office(summit, organiser)
    new = office(summit, organiser)
    assert organiser.get(old).status_code == 404
    assert organiser.get(new).status_code == 200
    assert new.removeprefix("/") in organiser.get(HERE).text


@pytest.mark.parametrize("left", ["disabled", "dismissed"])
def test_who_left_the_conference_sees_no_more(summit: Database, joins: Joins, left: str) -> None:
    viewer = joins(DeskRole.VIEWER).client
    address = office(summit, viewer)
    assert viewer.get(address).status_code == 200
    with summit.writing() as db:
        staff = db.exec(select(Staff).where(Staff.username == "viewer")).one()
        if left == "disabled":
            staff.disabled_at = clock.now()
            db.add(staff)
        else:
            conference = conference_named(db, HAI_PHONG)
            membership = next(m for m, who in conferences.members(db, conference.id))
            conferences.dismiss(db, AUTHOR, conference, membership.id)
    assert viewer.get(address).status_code == 404


def test_few_and_many_deadlines_take_the_same_number_of_questions(
    summit: Database, organiser: TestClient
) -> None:
    address = office(summit, organiser)
    organiser.get(address)

    def counted() -> int:
        organiser.get(address)  # marks are written at the first look
        with statements(summit.engine.__class__) as sent:
            organiser.get(address)
        return len(sent)

    many = counted()
    with summit.writing() as db:
        for task in db.exec(select(Task)):
            task.deadline = None
            db.add(task)
    assert counted() == many
