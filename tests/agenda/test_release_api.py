"""Releases for programs."""

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from tests.cast import HAI_PHONG
from tests.conftest import Joins

API = f"/api/v1/conferences/{HAI_PHONG}/agenda"
RELEASES = f"{API}/releases"


def lengthen(client: TestClient, minutes: int) -> None:
    """The first item takes so many minutes."""
    item = client.get(API).json()["items"][0]
    said = {**item, "minutes": minutes}
    for name in ("id", "number", "starts_at", "ends_at", "source", "faults", "cues"):
        del said[name]
    assert client.put(f"{API}/items/{item['id']}", json=said).status_code == 200


@pytest.fixture
def program(joins: Joins, client: TestClient) -> TestClient:
    client.headers["Authorization"] = f"Bearer {joins(DeskRole.ORGANISER).token}"
    return client


def test_releasing_reading_and_comparing(program: TestClient) -> None:
    assert program.get(RELEASES).json() == []
    made = program.post(RELEASES, json={"remark": "Trình Thường trực"})
    assert made.status_code == 201
    assert made.json()["number"] == 1
    assert made.json()["letters"] > 0
    lengthen(program, 8)
    draft = program.get(f"{RELEASES}/difference").json()
    assert (draft["before"], draft["after"]) == (1, None)
    assert [one["kind"] for one in draft["differences"]] == ["length", "shifted"]
    assert "programme" in draft["print_again"]
    assert program.post(RELEASES, json={}).json()["number"] == 2
    assert [one["number"] for one in program.get(RELEASES).json()] == [2, 1]
    first, second = (program.get(f"{RELEASES}/{n}").json() for n in (1, 2))
    assert len(first["parts"]) == len(second["parts"]) == 7
    assert first["parts"][1]["starts_at"] < second["parts"][1]["starts_at"]
    found = program.get(f"{RELEASES}/2/difference").json()
    assert found["differences"] == draft["differences"]
    assert {one["name"] for one in found["concerned"]}
    back = program.get(f"{RELEASES}/1/difference", params={"against": 2}).json()
    assert (back["before"], back["after"]) == (2, 1)


def test_the_same_again_and_what_is_not_there_are_refused(program: TestClient) -> None:
    program.post(RELEASES, json={})
    assert program.post(RELEASES, json={}).status_code == 409
    assert program.get(f"{RELEASES}/9").status_code == 404
    assert program.get(f"{RELEASES}/1/difference", params={"against": 9}).status_code == 404
    assert program.post(RELEASES, json={"remark": "x" * 401}).status_code == 422


def test_members_read_and_strangers_do_not(joins: Joins, client: TestClient) -> None:
    member = {"Authorization": f"Bearer {joins(DeskRole.MODERATOR).token}"}
    assert client.get(RELEASES, headers=member).status_code == 200
    assert client.post(RELEASES, json={}, headers=member).status_code == 403
    assert client.get(RELEASES).status_code == 401
