"""Papers and files of the programme, opened by readers that are not their writers."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import jsonschema
import mammoth
import pytest
from lxml import etree
from pypdf import PdfReader
from starlette.testclient import TestClient

from app.addresses import of_followers
from app.conferences.rules import DeskRole
from app.db import Database
from app.paper.calendar import Event, calendar
from tests.agenda.planning import TEN, choose, summit_of
from tests.agenda.schemas import ONTIME, SCHEDULE, XSD
from tests.cast import HA_NOI, HAI_PHONG, rehearse
from tests.conftest import Joins

AGENDA = f"/conferences/{HAI_PHONG}/agenda"
PLAN = [  # the plan's four columns, 63-KH/TU lines 58-69
    ("1", "08h00' - 08h05'", "Đồng chí Chánh Văn phòng Thành ủy"),
    ("2", "08h05' - 08h15'", "Đồng chí Bí thư Thành ủy"),
    ("3", "08h15' - 08h35'", "Đồng chí Trưởng Ban Tổ chức Thành ủy"),
    ("4", "08h35' - 10h00'", "Đồng chí Phó Bí thư Thường trực Thành ủy điều hành"),
    ("5", "10h00' - 10h20'", "Đồng chí Trưởng Ban Thi đua - Khen thưởng thành phố điều hành"),
    ("6", "10h20' - 10h35'", "Lãnh đạo Ban Tổ chức Trung ương"),
    ("7", "10h35' - 11h00'", "Đồng chí Bí thư Thành ủy"),
]


@pytest.fixture
def planned(summit: Database) -> Database:
    with summit.writing() as db:
        choose(db)
    return summit


def body(client: TestClient, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content


def code(database: Database) -> str:
    with database.reading() as db:
        return of_followers(summit_of(db).follow_code)


def test_the_programme_as_docx_has_exactly_the_plans_four_columns(organiser: TestClient) -> None:
    written = body(organiser, f"{AGENDA}/programme.docx")
    assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None
    shown = mammoth.convert_to_html(io.BytesIO(written)).value
    table = shown[shown.rindex("<table>") :]
    rows = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh]>(.*?)</t[dh]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table)
    ]
    assert rows[0] == ["STT", "Thời gian", "Nội dung", "Phân công thực hiện"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == PLAN
    assert rows[6][2].endswith("Trung ương (nếu có)")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in shown
    assert "(Thứ Ba, ngày 02/6/2026, tại Nhà hát Hoa Phượng" in shown
    assert "Dự thảo" in shown


def test_the_programme_as_pdf_says_the_same(organiser: TestClient) -> None:
    pages = PdfReader(io.BytesIO(body(organiser, f"{AGENDA}/programme.pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for number, when, who in PLAN:
        assert f"{number} {when}" in text
        assert who.split()[-1] in text
    assert "CHƯƠNG TRÌNH" in text


def test_a_paper_of_a_release_says_which_and_stays_as_it_was(
    planned: Database, organiser: TestClient
) -> None:
    organiser.post(f"{AGENDA}/releases", data={})
    organiser.post(f"{AGENDA}/start", data={"fixed_start": "08:30"})
    old = organiser.get(f"{AGENDA}/programme?release=1").text
    assert "08h00&#39; - 08h05&#39;" in old
    assert "Bản số 1" in old
    assert "08h30&#39; - 08h35&#39;" in organiser.get(f"{AGENDA}/programme").text
    assert organiser.get(f"{AGENDA}/programme.pdf?release=2").status_code == 404


def test_the_calendar_opens_in_another_reader_with_the_right_moments(
    planned: Database, organiser: TestClient
) -> None:
    written = body(organiser, f"{AGENDA}/programme.ics")
    assert all(len(line) <= 75 for line in written.split(b"\r\n")), "RFC 5545, 3.1"
    opened = icalendar.Calendar.from_ical(written)
    events = opened.walk("VEVENT")
    assert len(events) == 7
    fourth = events[3]
    assert fourth.decoded("dtstart") == datetime(2026, 6, 2, 1, 35, tzinfo=UTC)
    assert fourth.decoded("dtend") - fourth.decoded("dtstart") == timedelta(minutes=85)
    assert str(fourth["summary"]) == "Tham luận"
    assert "08h43' Tham luận số 2 (Người phát biểu 2)" in str(fourth["description"])
    assert "Nhà hát Hoa Phượng" in str(fourth["location"])
    assert str(events[5]["status"]) == "TENTATIVE"
    assert len({str(event["uid"]) for event in events}) == 7


def test_the_feed_is_open_and_follows_the_releases(
    planned: Database, client: TestClient, joins: Joins
) -> None:
    organiser = joins(DeskRole.ORGANISER).client
    feed = f"{code(planned)}/programme.ics"

    def first() -> icalendar.cal.Component:
        answer = client.get(feed)
        assert answer.headers["content-type"].startswith("text/calendar")
        return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]

    uid = str(first()["uid"])
    organiser.post(f"{AGENDA}/releases", data={})
    organiser.post(f"{AGENDA}/start", data={"fixed_start": "08:30"})
    assert first().decoded("dtstart") == datetime(2026, 6, 2, 1, 0, tzinfo=UTC), "not released"
    organiser.post(f"{AGENDA}/releases", data={})
    again = first()
    assert again.decoded("dtstart") == datetime(2026, 6, 2, 1, 30, tzinfo=UTC)
    assert (str(again["uid"]), int(again["sequence"])) == (uid, 2), "it replaces the old one"
    assert client.get("/L/AAAA/programme.ics").status_code == 404


def test_special_signs_and_long_lines_survive_the_calendar() -> None:
    text = "Khen thưởng; tập thể, cá nhân\\đợt 1\nvà đợt 2: " + "ưỡng " * 60
    start = datetime(2026, 6, 2, 1, tzinfo=UTC)
    written = calendar("Hội nghị", [Event("1", start, start, text, text)], start)
    event = icalendar.Calendar.from_ical(written).walk("VEVENT")[0]
    assert str(event["description"]) == text


@pytest.mark.parametrize("slug", [HAI_PHONG, HA_NOI])
def test_the_schedule_files_keep_their_public_schema(
    planned: Database, joins: Joins, slug: str
) -> None:
    client = joins(DeskRole.ORGANISER, slug).client
    here = f"/conferences/{slug}/agenda"
    if client.get(f"{here}/schedule.json").status_code == 404:  # a conference without items
        assert client.get(f"{here}/schedule.xml").status_code == 404
        return
    jsonschema.validate(json.loads(body(client, f"{here}/schedule.json")), SCHEDULE)
    document = etree.fromstring(body(client, f"{here}/schedule.xml"))
    etree.XMLSchema(etree.fromstring(XSD)).assertValid(document)


def talks(schedule: dict[str, Any]) -> list[dict[str, Any]]:
    (room,) = schedule["schedule"]["conference"]["days"][0]["rooms"].values()
    return list(room)


def test_a_conference_app_sees_each_speech_in_its_place(
    planned: Database, client: TestClient
) -> None:
    found = talks(json.loads(body(client, f"{code(planned)}/schedule.json")))
    speeches = [talk for talk in found if talk["type"] == "speech"]
    assert len(speeches) == len(TEN)
    second = speeches[1]
    assert (second["start"], second["duration"]) == ("08:43", "00:07")
    assert second["date"] == "2026-06-02T08:43:00+07:00"
    assert second["track"] == "Tham luận"
    assert second["persons"][0]["public_name"] == "Người phát biểu 2"
    assert not any(talk["type"] == "change_over" for talk in found)
    xml = etree.fromstring(body(client, f"{code(planned)}/schedule.xml"))
    assert [event.get("guid") for event in xml.iter("event")] == [talk["guid"] for talk in found]


def test_a_talk_keeps_its_number_when_it_moves(planned: Database, client: TestClient) -> None:
    address = f"{code(planned)}/schedule.json"
    before = {talk["title"]: talk["guid"] for talk in talks(json.loads(body(client, address)))}
    with planned.writing() as db:
        choose(db, tuple(reversed(TEN)))
    after = {talk["title"]: talk["guid"] for talk in talks(json.loads(body(client, address)))}
    assert before == after


def test_the_project_file_has_the_structure_that_ontime_4_loads(
    planned: Database, organiser: TestClient
) -> None:
    project = json.loads(body(organiser, f"{AGENDA}/ontime.json"))
    jsonschema.validate(project, ONTIME)
    rundown = project["rundowns"]["default"]
    entries = rundown["entries"]
    for key, field in project["customFields"].items():
        assert key == field["label"].replace(" ", "_"), "as Ontime makes keys from labels"
    assert set(rundown["flatOrder"]) == set(entries)
    assert all(entry["id"] == key for key, entry in entries.items())
    assert {name for entry in entries.values() for name in entry["custom"]} <= set(
        project["customFields"]
    )
    group = next(entry for entry in entries.values() if entry["type"] == "group")
    assert [entries[key]["parent"] for key in group["entries"]] == [group["id"]] * 19
    eight = 8 * 3_600_000
    assert group["timeStart"] == eight + 35 * 60_000


def test_ontime_runs_the_morning_at_the_same_times(
    planned: Database, organiser: TestClient
) -> None:
    """Linked events start when the one before ends, as Ontime counts them when it loads."""
    rundown = json.loads(body(organiser, f"{AGENDA}/ontime.json"))["rundowns"]["default"]
    reached = None
    for key in rundown["flatOrder"]:
        entry = rundown["entries"][key]
        if entry["type"] != "event":
            continue
        if entry["linkStart"]:
            assert entry["timeStart"] == reached
        assert entry["timeEnd"] == entry["timeStart"] + entry["duration"]
        reached = entry["timeEnd"]
    assert reached == 11 * 3_600_000


@pytest.mark.parametrize(
    "name",
    ["programme.docx", "programme.pdf", "programme.ics", "schedule.json", "schedule.xml"],
)
def test_strangers_take_nothing_away(client: TestClient, joins: Joins, name: str) -> None:
    assert client.get(f"{AGENDA}/{name}").status_code == 303
    assert joins(None).client.get(f"{AGENDA}/{name}").status_code == 404


def test_the_draft_carries_the_conferences_own_time(
    summit: Database, organiser: TestClient
) -> None:
    rehearse(summit, "2026-05-29T10:30:00")
    assert "Dự thảo, 10:30, 29/5/2026" in organiser.get(f"{AGENDA}/programme").text


def test_the_page_of_papers_names_the_feeds(planned: Database, organiser: TestClient) -> None:
    page = organiser.get(f"{AGENDA}/papers").text
    for name in ("programme.ics", "schedule.json", "schedule.xml"):
        assert f"{code(planned)}/{name}" in page
