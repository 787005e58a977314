"""Doubles, scans taken back, and many doors at once, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlmodel import select
from starlette.testclient import TestClient

from app import clock
from app.accounts.passwords import digest
from app.checkin import settling, store
from app.checkin.cards import Asked
from app.checkin.models import Arrival
from app.conferences.store import conference_named
from app.db import Database
from tests.cast import HAI_PHONG
from tests.checkin.test_api import Door, cards, door, enrolled, other

__all__ = ["door", "other"]  # fixtures


def doubles(database: Database) -> list[settling.Conflict]:
    with database.reading() as db:
        return settling.conflicts(db, conference_named(db, HAI_PHONG).id, None)


def arrivals(database: Database) -> list[Arrival]:
    with database.reading() as db:
        return list(db.exec(select(Arrival)))


def let_in(door: Door, card: str, at: datetime, **more: object) -> dict[str, object]:
    """What a device without a network did at that moment."""
    return door.one(card, at=at.isoformat(), shown="admitted", **more)


def test_a_double_names_both_doors_devices_and_times_whoever_calls_first(
    summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    now = datetime.now(UTC)
    early, late = now - timedelta(minutes=21), now - timedelta(minutes=4)
    other.sync(let_in(other, card, late))
    door.sync(let_in(door, card, early))
    (double,) = doubles(summit)
    assert (double.first.door, double.first.device) == ("Cửa 1", "Cửa 1 – máy A")
    assert (double.later.door, double.later.device) == ("Cửa 2", "Cửa 2 – máy B")
    assert timedelta(minutes=16) < double.later.at - double.first.at < timedelta(minutes=18)
    (arrival,) = arrivals(summit)
    first = (double.first.at, double.first.door)
    assert (arrival.at, arrival.door) == first, "the first arrival's time stays"


def test_a_scan_taken_back_before_it_was_sent_lets_nobody_in(
    summit: Database, door: Door, other: Door
) -> None:
    one, two, _ = cards(summit)
    now = datetime.now(UTC)
    taken_back, kept = let_in(door, one, now, undone=True), let_in(door, two, now)
    for _ in range(2):  # the answer was lost on the way: sent again
        door.sync(taken_back, kept)
    assert len(arrivals(summit)) == 1
    assert other.scan(one)["verdict"] == "admitted"
    assert doubles(summit) == []


def test_a_scan_the_server_heard_of_may_still_be_taken_back_on_the_device(
    summit: Database, door: Door
) -> None:
    (card, *_) = cards(summit)
    scan = door.one(card, at=datetime.now(UTC).isoformat())
    door.post("/api/v1/scans", scan)  # the answer came too late
    for _ in range(2):
        door.sync({**scan, "shown": "admitted", "undone": True})
    assert arrivals(summit) == []


def test_a_double_that_is_taken_back_leaves_the_other_entry(
    summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    first = door.one(card)
    door.post("/api/v1/scans", first)
    now = datetime.now(UTC)
    other.sync(let_in(other, card, now), now=now)
    assert door.post("/api/v1/scans/undo", {"id": first["id"]}).status_code == 200
    (arrival,) = arrivals(summit)
    assert arrival.door == "Cửa 2", "whoever was let in there is still in the hall"
    assert doubles(summit) == []


def test_what_is_undone_at_the_other_door_is_no_double(
    summit: Database, door: Door, other: Door
) -> None:
    (card, *_) = cards(summit)
    now = datetime.now(UTC)
    door.scan(card)
    second = let_in(other, card, now)
    other.sync(second, now=now)
    assert len(doubles(summit)) == 1
    assert other.post("/api/v1/scans/undo", {"id": second["id"]}).status_code == 200
    assert doubles(summit) == []
    assert [arrival.door for arrival in arrivals(summit)] == ["Cửa 1"]


def test_going_out_is_taken_back(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    door.scan(card)
    out = door.one(card, direction="out")
    door.post("/api/v1/scans", out)
    door.post("/api/v1/scans/undo", {"id": out["id"]})
    assert door.scan(card)["verdict"] == "repeated", "they never left"


def test_a_wrong_clock_is_corrected_with_a_network_too(summit: Database, door: Door) -> None:
    (card, *_) = cards(summit)
    slow = timedelta(minutes=17)
    assert door.sync(now=datetime.now(UTC) - slow)["is_skewed"]
    door.scan(card, at=(datetime.now(UTC) - slow).isoformat())
    (arrival,) = arrivals(summit)
    assert abs(arrival.at - datetime.now(UTC)) < timedelta(minutes=5)
    assert not door.sync()["is_skewed"], "it was put right"


def test_every_card_at_many_doors_at_once_lets_each_in_once(
    summit: Database, client: TestClient
) -> None:
    held = cards(summit, count=40)
    doors = [enrolled(summit, client, f"Máy {n}", f"Cửa {n}") for n in range(4)]
    marks = [digest(one.bearer["Authorization"].removeprefix("Bearer ")) for one in doors]

    def work(mark: str) -> int:
        admitted = 0
        for place, card in enumerate(held):
            now = clock.now()
            asked = Asked(f"{mark[:8]}-{place:04}", place, now, timedelta(0), card)
            with summit.writing() as db:
                (answer,) = store.answers(db, [(mark, asked)], now)
            admitted += b'"verdict":"admitted"' in (answer or b"")
        return admitted

    with ThreadPoolExecutor(len(marks)) as pool:
        assert sum(pool.map(work, marks)) == len(held)
    assert len(arrivals(summit)) == len(held)
