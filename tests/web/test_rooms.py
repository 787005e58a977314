"""Rooms open when somebody comes: every door is found through its room, and only then loaded."""

import re
import subprocess
import sys

from fastapi.testclient import TestClient
from starlette.routing import Match

from app.main import ROOMS, create_app
from app.settings import Settings

UNSEEN = "app.seating.proposals.routes"


def test_each_door_is_reached_through_the_room_it_lies_in() -> None:
    doors = [
        (path, route.endpoint.__module__)
        for route in create_app(Settings(database_url="sqlite:///unused.db")).routes
        if (path := getattr(route, "path", "")) and hasattr(route, "endpoint")
    ]
    of_rooms = {module for room in ROOMS for module in room.modules}
    assert {module for _, module in doors} > of_rooms
    for path, module in doors:
        scope = {"type": "http", "path": re.sub(r"\{[^}]*\}", "x", path)}
        opened = [room for room in ROOMS if room.matches(scope)[0] is Match.FULL][:1]
        assert any(module in room.modules for room in opened) == (module in of_rooms), path


def test_in_a_room_what_is_unknown_or_wrongly_asked_is_answered_as_elsewhere(
    client: TestClient,
) -> None:
    assert client.get("/conferences/hai-phong-2026/agenda/no/such/door").status_code == 404
    assert client.get("/conferences/hai-phong-2026/no-such-room").status_code == 404
    wrongly = client.put("/conferences/hai-phong-2026/agenda")
    assert (wrongly.status_code, wrongly.headers["Allow"]) == (405, "GET")
    assert "/api/v1/scans" in client.get("/api/v1/openapi.json").json()["paths"]


def test_a_server_carries_no_room_nobody_came_to() -> None:
    begun = "import sys, app.main; app.main.create_app(app.main.Settings()); "
    asked = f"print({UNSEEN!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", begun + asked], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
