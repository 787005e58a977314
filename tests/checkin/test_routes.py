"""The office's pages about doors and attendance."""

from datetime import UTC, datetime
from io import BytesIO

import mammoth
import pytest
from openpyxl import load_workbook
from sqlmodel import select
from starlette.testclient import TestClient

from app.checkin.models import Device, Entrance
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Reading
from app.delegates.rules import Attendance, ReadingKind, Role
from app.delegates.store import delegate_of, everyone
from tests.cast import HA_NOI, HAI_PHONG, rehearse
from tests.checkin.test_api import Door, cards, door, enrolled, other
from tests.conftest import Joins
from tests.counting import statements

HERE = f"/conferences/{HAI_PHONG}"
__all__ = ["door", "other"]  # fixtures


def add(organiser: TestClient, name: str, **more: str) -> str:
    answer = organiser.post(f"{HERE}/doors/devices", data={"name": name, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_device_is_added_shown_as_a_code_and_revoked(
    organiser: TestClient, client: TestClient, summit: Database
) -> None:
    address = add(organiser, "Cửa 2 – máy A", door="Cửa 2")
    page = organiser.get(address).text
    assert "<svg" in page
    with summit.reading() as db:
        code = db.exec(select(Device.code)).one()
    assert client.get(f"/D/{code}").headers["location"] == f"/door#{code}"
    enrolled_now = client.post(f"/api/v1/doors/enrolments/{code}")
    assert enrolled_now.json()["name"] == "Cửa 2 – máy A"
    assert code not in organiser.get(address).text, "a used code is shown no more"
    assert "đang dùng" in organiser.get(f"{HERE}/doors").text
    organiser.post(f"{address}/revocation")
    assert "đã thu hồi" in organiser.get(address).text
    organiser.post(f"{address}/codes")
    assert "<svg" in organiser.get(address).text


def test_two_devices_cannot_have_one_name(organiser: TestClient) -> None:
    add(organiser, "Cửa 1")
    again = organiser.post(f"{HERE}/doors/devices", data={"name": "Cửa 1"})
    assert again.status_code == 409
    assert "Đã có máy mang tên này" in again.text
    assert organiser.post(f"{HERE}/doors/devices", data={"name": " "}).status_code == 422


def test_the_board_counts_and_says_what_the_presenter_reads(
    organiser: TestClient, summit: Database, door: Door
) -> None:
    rehearse(summit, "2026-06-02T07:30:00")
    for card in cards(summit, count=4):
        door.scan(card)
    page = organiser.get(f"{HERE}/attendance").text
    assert "Có mặt 4 trên tổng số 1.086 đại biểu, đạt 0,4%" in page
    assert "Cửa 1 <b>4</b>" in page
    assert "Đơn vị chưa có ai" in page


def test_the_board_asks_as_much_for_few_as_for_many(
    organiser: TestClient, summit: Database, door: Door
) -> None:
    counts = []
    for count in (1, 30):
        for card in cards(summit, count=count):
            door.scan(card)
        with statements() as sent:
            organiser.get(f"{HERE}/attendance")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_report_names_who_came_and_who_did_not(
    organiser: TestClient, summit: Database, door: Door
) -> None:
    told = door.scan(cards(summit, count=1)[0])
    sheet = load_workbook(BytesIO(organiser.get(f"{HERE}/attendance/report.xlsx").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    present = [row for row in rows if "có mặt" in row]
    assert len(present) == 1
    assert told["at"] in present[0]
    document = organiser.get(f"{HERE}/attendance/report.docx").content
    text = mammoth.extract_raw_text(BytesIO(document)).value
    assert "Có mặt 1 trên tổng số 1.086 đại biểu" in text
    assert "chưa đến" in text


def test_the_report_tells_absent_replaced_and_unexpected_people_apart(
    organiser: TestClient, summit: Database, door: Door, client: TestClient
) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        absent = delegate_of(db, here, everyone(db, here)[0].delegate.id).delegate
        absent.attendance, absent.reason = Attendance.ABSENT, "Đi công tác nước ngoài"
        db.add(absent)
    guest = {"id": "guest-0001", "name": "Nguyễn Thị Mẫu Khách", "unit": "Phường Lê Chân"}
    door.post("/api/v1/doors/walk-ins", guest)
    add(organiser, "Bàn đón tiếp", may_substitute="true")
    with summit.reading() as db:
        code = db.exec(select(Device.code).where(Device.name == "Bàn đón tiếp")).one()
    desk = Door(client, client.post(f"/api/v1/doors/enrolments/{code}").json()["token"])
    sent = {"id": "stand-in-01", "name": "Lê Văn Mẫu Thay", "number": 40}
    assert desk.post("/api/v1/doors/stand-ins", sent).status_code == 200
    document = organiser.get(f"{HERE}/attendance/report.docx").content
    text = mammoth.extract_raw_text(BytesIO(document)).value
    for part in (
        "Vắng có lý do: 1 đồng chí.",
        "Đi công tác nước ngoài",
        "Dự thay: 1 đồng chí.",
        "có mặt, dự thay đồng chí",
        "Khách phát sinh: 1 đồng chí.",
        "Nguyễn Thị Mẫu Khách",
    ):
        assert part in text, part
    sheet = load_workbook(BytesIO(organiser.get(f"{HERE}/attendance/report.xlsx").content)).active
    assert sheet is not None
    states = {row[4].value for row in sheet.iter_rows(min_row=1, max_col=5)}
    assert {"vắng", "khách phát sinh", "có người dự thay: Lê Văn Mẫu Thay"} <= states


def test_numbers_of_those_missing_are_for_organisers_and_every_look_is_written_down(
    joins: Joins, summit: Database
) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        speaker = next(one for one in everyone(db, here) if Role.SPEAKER in one.roles)
        found = delegate_of(db, here, speaker.delegate.id).delegate
        found.phone = "0912 345 678"
        db.add(found)
    viewer, organiser = joins(DeskRole.VIEWER).client, joins(DeskRole.ORGANISER).client
    for reader in (viewer, organiser):
        assert "0912" not in reader.get(f"{HERE}/attendance").text
    assert viewer.post(f"{HERE}/attendance/calls").status_code == 403
    assert joins(None).client.post(f"{HERE}/attendance/calls").status_code == 404
    page = organiser.post(f"{HERE}/attendance/calls").text
    assert 'href="tel:0912345678"' in page
    with summit.reading() as db:
        (look,) = db.exec(select(Reading)).all()
    assert (look.kind, look.people) == (ReadingKind.PHONE, 1)


def test_a_device_is_moved_while_it_works(
    organiser: TestClient, summit: Database, door: Door
) -> None:
    organiser.post(f"{HERE}/doors/entrances", data={"name": "Phiên chiều"})
    with summit.reading() as db:
        device = db.exec(select(Device)).one()
        afternoon = db.exec(select(Entrance.id).where(Entrance.name == "Phiên chiều")).one()
    (card, *_) = cards(summit)
    door.scan(card)
    moved = {"name": "Cửa 3 – máy A", "door": "Cửa 3", "entrance_id": str(afternoon)}
    address = f"{HERE}/doors/devices/{device.id}"
    assert organiser.post(address, data=moved).status_code == 303
    heard = door.sync()
    assert heard["device"] == {
        "name": "Cửa 3 – máy A",
        "door": "Cửa 3",
        "may_substitute": False,
    }
    assert (heard["entrance"], heard["arrivals"]) == ("Phiên chiều", [])
    assert door.scan(card)["verdict"] == "admitted", "counted once in each session"
    assert organiser.post(address, data={"name": ""}).status_code == 422
    assert organiser.post(address, data={**moved, "entrance_id": "99999"}).status_code == 404


def test_a_double_entry_is_settled_once_with_words(
    organiser: TestClient, summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    now = datetime.now(UTC)
    door.sync(door.one(card, at=now.isoformat(), shown="admitted"), now=now)
    other.sync(other.one(card, at=now.isoformat(), shown="admitted"), now=now)
    assert "1 thẻ vào hai cửa" in organiser.get(f"{HERE}/attendance").text
    page = organiser.get(f"{HERE}/doors").text
    assert "Cửa 1 – máy A" in page
    assert "Cửa 2 – máy B" in page
    address = page.split('action="')[1:]
    (settle,) = [part.split('"')[0] for part in address if "/settlement" in part.split('"')[0]]
    assert organiser.post(settle, data={"remark": "Cùng một người"}).status_code == 303
    assert "Cùng một người" in organiser.get(f"{HERE}/doors").text
    assert organiser.post(settle, data={"remark": "Lần nữa"}).status_code == 409
    assert "thẻ vào hai cửa" not in organiser.get(f"{HERE}/attendance").text


@pytest.mark.parametrize("path", ["doors", "attendance/report.xlsx", "attendance/report.docx"])
def test_only_organisers_see_devices_and_reports(joins: Joins, path: str) -> None:
    assert joins(DeskRole.VIEWER).client.get(f"{HERE}/{path}").status_code == 403
    assert joins(None).client.get(f"{HERE}/{path}").status_code == 404


def test_a_device_of_another_conference_is_not_found(
    organiser: TestClient, joins: Joins, summit: Database, client: TestClient
) -> None:
    enrolled(summit, client, "Máy Hà Nội", "", HA_NOI)
    with summit.reading() as db:
        there = db.exec(select(Device.id)).one()
    assert organiser.get(f"{HERE}/doors/devices/{there}").status_code == 404
    assert organiser.post(f"{HERE}/doors/devices/{there}/revocation").status_code == 404
    assert organiser.get(f"{HERE}/doors/devices/{there}/stream").status_code == 404
    assert organiser.get(f"{HERE}/attendance/stream?entrance={there + 99}").status_code == 404


def test_another_entrance_counts_for_itself(
    organiser: TestClient, summit: Database, client: TestClient, door: Door
) -> None:
    (card, *_) = cards(summit)
    door.scan(card)
    organiser.post(f"{HERE}/doors/entrances", data={"name": "Phiên chiều"})
    page = organiser.get(f"{HERE}/doors").text
    chosen = page.split("Phiên chiều")[0].rsplit('value="', 1)[1].split('"')[0]
    add(organiser, "Cửa chiều", entrance_id=chosen)
    with summit.reading() as db:
        code = db.exec(select(Device.code).where(Device.name == "Cửa chiều")).one()
    token = client.post(f"/api/v1/doors/enrolments/{code}").json()["token"]
    assert Door(client, token).scan(card)["verdict"] == "admitted"


def test_the_door_page_holds_nobodys_data_and_is_kept_whole(client: TestClient) -> None:
    assert client.get("/door").status_code == 200
    worker = client.get("/door/sw.js")
    assert worker.headers["service-worker-allowed"] == "/door"
    kept = worker.text.split("FILES = ")[1].split(";")[0]
    for path in [part.split('"')[0] for part in kept.split('"/')[1:]]:
        assert client.get(f"/{path}").status_code == 200, path
    assert client.get("/door/decoder.js").status_code == 200
    assert client.get("/door/app.webmanifest").json()["start_url"] == "/door"
