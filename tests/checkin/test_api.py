"""Scanning through the programs' door, on both engines."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from app import clock
from app.accounts.passwords import digest
from app.checkin import devices, store
from app.checkin.cards import Asked
from app.checkin.models import Arrival, ScanRecord
from app.checkin.readiness import readiness
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, end_rehearsal
from app.db import Database
from app.delegates.changes import renew_pass
from app.delegates.models import Delegate, Pass, Placement
from app.delegates.rules import Attendance
from app.delegates.store import delegate_of
from app.halls.models import BlockedSeat
from app.halls.rules import OutKind
from app.halls.store import hall_of
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG, rehearse
from tests.conftest import Joins
from tests.counting import statements


class Door:
    """A device at work."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.bearer = {"Authorization": f"Bearer {token}"}
        self.sent = 0

    def scan(self, card: str = "", **more: Any) -> dict[str, Any]:
        answer = self.post("/api/v1/scans", self.one(card, **more))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def one(self, card: str = "", **more: Any) -> dict[str, Any]:
        self.sent += 1
        return {"id": f"{id(self)}-{self.sent:04}", "sequence": self.sent, "card": card, **more}

    def sync(self, *scans: dict[str, Any], **more: Any) -> dict[str, Any]:
        now = more.pop("now", datetime.now(UTC))
        told = {"now": now.isoformat(), "scans": list(scans), **more}
        answer = self.post("/api/v1/doors/sync", told)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def post(self, path: str, body: object) -> Any:
        return self.client.post(path, json=body, headers=self.bearer)


def enrolled(
    database: Database, client: TestClient, name: str, door: str, slug: str = HAI_PHONG
) -> Door:
    with database.writing() as db:
        entrance = devices.main_entrance(db, conference_named(db, slug).id)
        author = AUTHOR.__class__(None, "Người thử", datetime.now(UTC))
        device = devices.add(db, author, entrance, name, door, may_substitute=False)
        code = device.code
    answer = client.post(f"/api/v1/doors/enrolments/{code}")
    assert answer.status_code == 200, answer.text
    return Door(client, answer.json()["token"])


@pytest.fixture
def door(summit: Database, client: TestClient) -> Door:
    return enrolled(summit, client, "Cửa 1 – máy A", "Cửa 1")


@pytest.fixture
def other(summit: Database, client: TestClient) -> Door:
    return enrolled(summit, client, "Cửa 2 – máy B", "Cửa 2")


def cards(database: Database, slug: str = HAI_PHONG, count: int = 3) -> list[str]:
    """Valid tokens of the first of the list."""
    with database.reading() as db:
        query = (
            select(Pass.token)
            .join(Delegate, col(Delegate.id) == Pass.delegate_id)
            .where(
                Delegate.conference_id == conference_named(db, slug).id,
                col(Pass.revoked_at).is_(None),
            )
        )
        return list(db.exec(query.order_by(col(Delegate.number)).limit(count)))


def test_green_with_the_seat_then_yellow_with_time_and_door(
    summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    first = door.scan(f"HTTP://HALL/G/{card}")
    assert first["verdict"] == "admitted"
    assert first["name"]
    assert first["seat"].startswith(first["block"])
    assert first["door"]
    again = other.scan(card)
    assert again["verdict"] == "repeated"
    assert (again["at"], again["by"]) == (first["at"], "Cửa 1")


def test_the_same_request_gets_the_same_bytes(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    for body in (door.one(card), door.one(card), door.one(card, direction="out"), door.one("?")):
        first, second = (door.post("/api/v1/scans", body) for _ in range(2))
        assert first.content == second.content
        assert len(first.content) <= 300
    with summit.reading() as db:
        assert len(db.exec(select(Arrival)).all()) == 1
        assert len(db.exec(select(ScanRecord)).all()) == 4


def test_a_renewed_code_dies_at_every_door(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    with summit.writing() as db:
        held = db.exec(select(Pass).where(Pass.token == card)).one()
        conference = conference_named(db, HAI_PHONG)
        new = renew_pass(db, AUTHOR, delegate_of(db, conference.id, held.delegate_id)).token
    assert door.scan(card)["verdict"] == "revoked"
    assert door.scan(new)["verdict"] == "admitted"


def test_a_card_of_another_conference_is_unknown(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit, HA_NOI)
    told = door.scan(card)
    assert told["verdict"] == "unknown"
    assert "name" not in told


def test_somebody_noted_absent_is_asked_about_and_may_be_let_in(
    summit: Database, door: Door
) -> None:
    (card, *_) = cards(summit)
    with summit.writing() as db:
        held = db.exec(select(Pass).where(Pass.token == card)).one()
        db.get_one(Delegate, held.delegate_id).attendance = Attendance.ABSENT
    assert door.scan(card)["verdict"] == "not_coming"
    assert door.scan(card, insists=True)["verdict"] == "admitted"


def test_going_out_and_coming_back(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    assert door.scan(card, direction="out")["verdict"] == "not_in"
    first = door.scan(card)
    assert door.scan(card, direction="out")["verdict"] == "out"
    back = door.scan(card)
    assert (back["verdict"], back["at"]) == ("back", first["at"])
    assert door.scan(card)["verdict"] == "repeated"


def test_the_last_scan_is_taken_back(summit: Database, door: Door) -> None:
    one, two, _ = cards(summit)
    first, second = door.one(one), door.one(two)
    for body in (first, second):
        door.post("/api/v1/scans", body)
    assert door.post("/api/v1/scans/undo", {"id": first["id"]}).status_code == 409
    for _ in range(2):  # asked twice, done once
        assert door.post("/api/v1/scans/undo", {"id": second["id"]}).status_code == 200
    assert door.scan(two)["verdict"] == "admitted"
    assert door.scan(one)["verdict"] == "repeated"


def test_without_a_card_by_number(summit: Database, door: Door) -> None:
    told = door.scan(number=1)
    assert told["verdict"] == "admitted"
    assert door.scan(number=99_999)["verdict"] == "unknown"


def test_two_devices_without_a_network_let_one_card_in(
    summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    early, late = datetime(2026, 6, 2, 0, 20, tzinfo=UTC), datetime(2026, 6, 2, 0, 41, tzinfo=UTC)
    at_two = other.one(card, at=late.isoformat(), shown="admitted")
    at_one = door.one(card, at=early.isoformat(), shown="admitted")
    assert other.sync(at_two, now=late)["answers"][0]["verdict"] == "admitted"
    for _ in range(2):  # the answer was lost on the way: sent again
        told = door.sync(at_one, now=datetime(2026, 6, 2, 0, 50, tzinfo=UTC))["answers"][0]
        assert told["verdict"] == "conflict"
    with summit.reading() as db:
        assert len(db.exec(select(Arrival)).all()) == 1


def test_a_device_hears_what_other_doors_did(summit: Database, door: Door, other: Door) -> None:
    one, two, _ = cards(summit)
    door.scan(one)
    heard = other.sync()
    assert heard["is_whole"]
    assert [door for _, _, door in heard["arrivals"]] == ["Cửa 1"]
    door.scan(two)
    more = other.sync(since=heard["since"])
    assert (more["is_whole"], len(more["arrivals"])) == (False, 1)
    assert other.sync(since=more["since"])["arrivals"] == []
    door.scan(two, direction="out")
    assert other.sync(since=more["since"])["is_whole"]


def test_a_slow_clock_is_corrected(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    slow = timedelta(minutes=17)
    scanned = datetime.now(UTC) - slow
    door.sync(door.one(card, at=scanned.isoformat(), shown="admitted"), now=scanned)
    with summit.reading() as db:
        arrival = db.exec(select(Arrival)).one()
        assert abs(arrival.at - datetime.now(UTC)) < timedelta(minutes=5)
        found = devices.devices(db, arrival.conference_id)
        assert abs(found[0].skew - slow.total_seconds()) < 60


def test_the_roster_opens_only_for_who_shows_a_card(summit: Database, door: Door) -> None:
    answer = door.client.get("/api/v1/doors/roster", headers=door.bearer)
    assert answer.headers["content-encoding"] == "gzip"
    roster = answer.json()
    assert len(roster["cards"]) == 1086
    text = json.dumps(roster["cards"])
    with summit.reading() as db:
        named = db.exec(select(Delegate.name).where(Delegate.name != "")).first()
    assert named
    assert named not in text
    again = door.client.get(
        "/api/v1/doors/roster", headers={**door.bearer, "If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_a_revoked_device_is_answered_nothing(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        devices.revoke(db, AUTHOR, devices.devices(db, here)[0])
    assert door.post("/api/v1/scans", door.one(card)).status_code == 401
    now = datetime.now(UTC).isoformat()
    assert door.post("/api/v1/doors/sync", {"now": now}).status_code == 401
    assert door.client.get("/api/v1/doors/roster", headers=door.bearer).status_code == 401
    with summit.reading() as db:
        assert db.exec(select(Arrival)).all() == []


def test_a_device_token_opens_nothing_else(door: Door) -> None:
    for path in ("delegates", "live", "seating", "checklist"):
        found = door.client.get(f"/api/v1/conferences/{HAI_PHONG}/{path}", headers=door.bearer)
        assert found.status_code == 401


def test_a_code_enrols_one_device_once(summit: Database, client: TestClient) -> None:
    with summit.writing() as db:
        entrance = devices.main_entrance(db, conference_named(db, HAI_PHONG).id)
        old = devices.add(db, AUTHOR, entrance, "Máy cũ", "", may_substitute=False)
        code = old.code  # issued in May
    late = client.post(f"/api/v1/doors/enrolments/{code}")
    assert late.status_code == 409
    assert client.post(f"/api/v1/doors/enrolments/{'A' * 26}").status_code == 404


def test_a_rehearsal_lets_nobody_in_for_real(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    rehearse(summit, "2026-06-02T07:30:00")
    told = door.scan(card)
    assert (told["verdict"], told["at"]) == ("admitted", "07:30")
    with summit.writing() as db:
        end_rehearsal(db, AUTHOR, conference_named(db, HAI_PHONG))
    assert door.scan(card)["verdict"] == "admitted"


def test_one_scan_asks_four_statements(summit: Database, door: Door) -> None:
    one, two, _ = cards(summit)
    door.scan(one)
    mark = digest(door.bearer["Authorization"].removeprefix("Bearer "))
    now = datetime.now(UTC)
    with summit.writing() as db, statements(summit.engine) as asked:
        store.answers(db, [(mark, Asked("scan-0001", 9, now, timedelta(0), two))], now)
    assert len(asked) <= 4


def test_a_guest_nobody_expected_gets_a_seat_and_is_in(summit: Database, door: Door) -> None:
    guest = {"id": "guest-0001", "name": "Nguyễn Thị Mẫu Khách", "position": "Chuyên viên"}
    first, again = (
        door.post("/api/v1/doors/walk-ins", {**guest, "unit": "phường Lê Chân"}) for _ in range(2)
    )
    assert first.content == again.content
    told = first.json()
    assert (told["verdict"], told["unit"]) == ("admitted", "Phường Lê Chân")
    assert told["seat"]
    assert door.scan(number=int(told["number"]))["verdict"] == "repeated"
    with summit.reading() as db:
        added = db.exec(select(Delegate).where(Delegate.name == guest["name"])).one()
        assert added.attendance is Attendance.WALK_IN


def test_a_guest_takes_a_seat_of_the_reserve_first(summit: Database, door: Door) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        hall = hall_of(db, here)
        assert hall is not None
        taken = set(db.exec(select(Placement.seat_id)))
        free = [seat for seat in hall.seats if seat.id not in taken and not seat.blocked]
        reserve = {seat.id: seat.label for seat in free[-2:]}
        for seat_id in reserve:
            db.add(
                BlockedSeat(
                    conference_id=here, seat_id=seat_id, reason="Dự phòng", kind=OutKind.RESERVE
                )
            )
    guest = {"id": "guest-0003", "name": "Phạm Thị Mẫu Xa"}
    told = door.post("/api/v1/doors/walk-ins", guest).json()
    assert told["seat"] in reserve.values()
    with summit.reading() as db:
        (left,) = db.exec(select(BlockedSeat).where(col(BlockedSeat.seat_id).in_(reserve)))
        assert reserve[left.seat_id] != told["seat"], "that seat is kept no more, the other is"


def test_a_guest_of_a_body_the_plan_does_not_know(summit: Database, door: Door) -> None:
    guest = {"id": "guest-0002", "name": "Trần Văn Mẫu Lạ", "unit": "Hội Sinh vật cảnh"}
    told = door.post("/api/v1/doors/walk-ins", guest).json()
    assert told["verdict"] == "admitted"
    assert told["position"] == "Hội Sinh vật cảnh"


def test_a_stand_in_at_the_door(summit: Database, client: TestClient) -> None:
    with summit.writing() as db:
        entrance = devices.main_entrance(db, conference_named(db, HAI_PHONG).id)
        author = AUTHOR.__class__(None, "Người thử", datetime.now(UTC))
        code = devices.add(db, author, entrance, "Bàn đón tiếp", "", may_substitute=True).code
    token = client.post(f"/api/v1/doors/enrolments/{code}").json()["token"]
    desk = Door(client, token)
    (card, *_) = cards(summit)
    shown = desk.one(card)
    absent = desk.post("/api/v1/scans", shown).json()
    guest = {
        "id": "stand-in-01",
        "name": "Lê Văn Mẫu Thay",
        "position": "Phó Vụ trưởng",
        "number": int(absent["number"]),
        "undoes": shown["id"],
    }
    told = desk.post("/api/v1/doors/stand-ins", guest).json()
    assert (told["verdict"], told["name"]) == ("admitted", "Lê Văn Mẫu Thay")
    dead = desk.scan(card)
    assert (dead["verdict"], dead["stand_in"]) == ("replaced", "Lê Văn Mẫu Thay")
    assert len(desk.sync()["arrivals"]) == 1


def test_only_some_devices_may_name_a_stand_in(door: Door) -> None:
    guest = {"id": "stand-in-02", "name": "Lê Văn Mẫu Thay", "number": 1}
    assert door.post("/api/v1/doors/stand-ins", guest).status_code == 403


def test_an_answer_that_came_too_late_hides_no_double(
    summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    door.scan(card)
    slow = other.one(card)
    assert other.post("/api/v1/scans", slow).json()["verdict"] == "repeated"  # nobody waited for it
    for _ in range(2):
        told = other.sync({**slow, "shown": "admitted"})["answers"][0]
        assert told["verdict"] == "conflict"
    assert door.sync({**door.one(card), "shown": "repeated"})["answers"][0]["verdict"] == "repeated"


def test_the_scan_is_described_for_other_programs(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    scan = described["paths"]["/api/v1/scans"]["post"]
    assert scan["security"] == [{"HTTPBearer": []}]
    body = scan["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    told = scan["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
    schemas = described["components"]["schemas"]
    assert schemas[body]["required"] == ["id"]
    assert {"verdict", "seat", "block", "door", "at", "by"} <= schemas[told]["properties"].keys()


def test_a_persons_token_scans_nothing(joins: Joins, summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    staff = Door(door.client, joins(DeskRole.ORGANISER).token)
    for path, body in (
        ("/api/v1/scans", staff.one(card)),
        ("/api/v1/doors/sync", {"now": datetime.now(UTC).isoformat()}),
        ("/api/v1/scans/undo", {"id": "scan-0001"}),
        ("/api/v1/doors/walk-ins", {"id": "guest-0009", "name": "Nguyễn Văn Mẫu Lạ"}),
        ("/api/v1/doors/stand-ins", {"id": "guest-0009", "name": "Lê Mẫu Lạ", "number": 1}),
    ):
        assert staff.post(path, body).status_code == 401, path
    assert door.client.get("/api/v1/doors/roster", headers=staff.bearer).status_code == 401


def test_the_doors_are_ready_when_each_has_the_newest_list(
    summit: Database, door: Door, other: Door
) -> None:
    def counted() -> tuple[int, int, int]:
        with summit.reading() as db:
            found = readiness(db, conference_named(db, HAI_PHONG).id)
        return found.devices, found.enrolled, found.current

    assert counted() == (2, 2, 0)
    newest = door.sync()["roster"]
    assert counted() == (2, 2, 0)  # it was told of a list it does not have
    door.sync(roster=newest)
    other.sync(roster="another")
    assert counted() == (2, 2, 1)
    with summit.writing() as db:
        held = db.exec(select(Pass).where(Pass.token == cards(summit)[0])).one()
        here = conference_named(db, HAI_PHONG).id
        renew_pass(db, replace(AUTHOR, at=clock.now()), delegate_of(db, here, held.delegate_id))
    assert counted() == (2, 2, 0)
    door.sync(roster=door.sync()["roster"])
    assert counted() == (2, 2, 1)
