"""The seating as programs use it: what each of them may, and what is wrong with what they send."""

import pytest
from starlette.testclient import TestClient

from app.conferences.models import DelegateGroup, Unit
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, groups, units
from app.db import Database
from app.delegates.store import everyone
from app.seating.desk.api import PolicyIn
from app.seating.solver.model import Rule
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins

HERE = f"/api/v1/conferences/{HAI_PHONG}"
READS = [("GET", "/seating"), ("GET", "/hall"), ("GET", "/hall/pretix")]
OFFICE = [
    ("PUT", "/seating/placements/1"),
    ("DELETE", "/seating/placements/1"),
    ("GET", "/seating/proposals"),
    ("POST", "/seating/proposals"),
    ("POST", "/seating/changes"),
    ("GET", "/seating/proposals/1"),
    ("DELETE", "/seating/proposals/1/computation"),
    ("PUT", "/seating/proposals/1/acceptance"),
    ("GET", "/seating/releases"),
    ("POST", "/seating/releases"),
    ("PUT", "/hall"),
]


@pytest.fixture
def program(client: TestClient, joins: Joins) -> TestClient:
    """Of an organiser."""
    client.headers["Authorization"] = f"Bearer {joins(DeskRole.ORGANISER).token}"
    return client


def answers(client: TestClient, routes: list[tuple[str, str]]) -> set[int]:
    return {
        client.request(how, HERE + path, json=None if how in {"GET", "DELETE"} else {}).status_code
        for how, path in routes
    }


def test_only_the_office_changes_anything(client: TestClient, joins: Joins) -> None:
    assert answers(client, [*READS, *OFFICE]) == {401}
    for role in (DeskRole.MODERATOR, DeskRole.DOOR, DeskRole.VIEWER, DeskRole.PRESS):
        client.headers["Authorization"] = f"Bearer {joins(role).token}"
        assert answers(client, OFFICE) == {403}, role
        assert answers(client, READS) == ({200, 403} if role is DeskRole.PRESS else {200}), role
    client.headers["Authorization"] = f"Bearer {joins(None).token}"
    assert answers(client, [*READS, *OFFICE]) == {404}


def foreign(summit: Database) -> tuple[int, DelegateGroup, Unit]:
    """A delegate, a group and a unit of the other conference."""
    with summit.reading() as db:
        there = conference_named(db, HA_NOI).id
        return everyone(db, there)[0].delegate.id, groups(db, there)[0], units(db, there)[0]


def test_nothing_of_another_conference_is_seated_or_asked_for(
    program: TestClient, summit: Database
) -> None:
    delegate, group, unit = foreign(summit)
    place = f"{HERE}/seating/placements/{delegate}"
    assert program.put(place, json={"seat": "L-10-12"}).status_code == 404
    assert program.delete(place).status_code == 404
    for guests in ({"group_id": group.id}, {"unit_id": unit.id}, {"unit_id": 99_999}):
        refused = program.post(f"{HERE}/seating/changes", json={"extra": 1, **guests})
        assert refused.status_code == 409, guests
    assert program.get(f"{HERE}/seating/proposals").json() == []


@pytest.mark.parametrize(
    ("seat", "status"),
    [("A-01-02", 409), ("B-12-10", 409), ("ZZ", 404), ("", 404), ("x" * 25, 422), (None, 422)],
    ids=["taken", "taken out", "unknown", "empty", "too long", "none"],
)
def test_a_seat_that_cannot_be_had_is_refused(
    program: TestClient, seat: str | None, status: int
) -> None:
    one = program.get(f"{HERE}/seating").json()["placements"][0]
    place = f"{HERE}/seating/placements/{one['delegate_id']}"
    assert program.put(place, json={"seat": seat}).status_code == status
    assert one in program.get(f"{HERE}/seating").json()["placements"]


@pytest.mark.parametrize(
    ("address", "wanted", "status"),
    [
        ("proposals", {"order": "upside-down"}, 422),
        ("proposals", {"turn": 0}, 422),
        ("proposals", {"weights": ["together", "together"]}, 422),
        ("changes", {"extra": -1}, 422),
        ("changes", {"extra": 1, "group_id": 2**31}, 422),
        ("changes", {"absent": [1] * 2_001}, 422),
        ("changes", {"absent": [10**40]}, 409),
        ("changes", {"absent": [5], "present": [5]}, 409),
        ("changes", {"blocked": ["ZZ"]}, 409),
        ("releases", {"remark": "x" * 301}, 422),
        ("releases", {}, 409),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    program: TestClient, address: str, wanted: dict[str, object], status: int
) -> None:
    assert program.post(f"{HERE}/seating/{address}", json=wanted).status_code == status
    assert program.get(f"{HERE}/seating/proposals").json() == []
    assert len(program.get(f"{HERE}/seating/releases").json()) == 1


def test_what_is_not_there_is_named_as_it_was_asked_for(program: TestClient) -> None:
    for how, path in (("GET", ""), ("DELETE", "/computation"), ("PUT", "/acceptance")):
        missing = program.request(how, f"{HERE}/seating/proposals/4321{path}")
        assert missing.status_code == 404
        assert missing.json()["detail"] == "Không có phương án số 4321"


def test_rules_that_a_program_does_not_name_follow_those_it_does() -> None:
    weights = PolicyIn(weights=[Rule.FAIRNESS, Rule.DOORS]).wish.policy.weights
    assert weights[:4] == (Rule.FAIRNESS, Rule.DOORS, Rule.TOGETHER, Rule.PRECEDENCE)
    assert sorted(weights) == sorted(Rule)
    assert PolicyIn().wish.policy.weights == tuple(Rule)


def test_a_hall_without_a_name_is_called_after_the_venue(program: TestClient) -> None:
    layout = program.get(f"{HERE}/hall").json()
    assert program.put(f"{HERE}/hall", json={**layout, "name": " "}).status_code == 200
    assert program.get(f"{HERE}/seating").json()["hall"].startswith("Nhà hát Hoa Phượng")
