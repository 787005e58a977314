"""Plans, late changes and releases from the command line; nothing changes without --accept."""

import json
from pathlib import Path
from typing import Any

from app.errors import Told
from tests.commands.test_commands import folder, run, summit_folder  # noqa: F401  # fixtures

HERE = ("--conference", "hai-phong-2026")


def told(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("seating", *words, *HERE, "--json").stdout)
    return found


def test_a_plan_is_proposed_with_figures_and_applied_only_when_accepted(
    summit_folder: Path,  # noqa: F811
) -> None:
    found = told("propose")
    assert {"value", "bound", "gap", "broken", "seconds"} <= found.keys()
    assert (found["broken"], found["accepted"]) == ([], False)
    assert isinstance(run("seating", "release", *HERE).exception, Told)
    assert told("propose", "--order", "listed", "--accept")["accepted"]
    assert told("release")["release"] == 2


def test_a_change_tells_moves_and_their_lower_bound(summit_folder: Path) -> None:  # noqa: F811
    found = told("change", "--absent", "300", "--extra", "2", "--block", "E-20-07")
    assert found["lower_bound"] <= len(found["moves"])
    assert all(move["before"] and move["after"] and move["why"] for move in found["moves"])
    assert isinstance(run("seating", "release", *HERE).exception, Told), "nothing has changed"
    assert told("change", "--extra", "2", "--accept")["accepted"]
    assert told("release")["new"] == 2


def test_the_only_conference_with_a_hall_need_not_be_named(
    summit_folder: Path,  # noqa: F811
) -> None:
    found = json.loads(run("seating", "change", "--absent", "300", "--json").stdout)
    assert found["lower_bound"] == 0
    assert json.loads(run("hall", "export").stdout)["zones"]


def test_the_help_names_every_option() -> None:
    shown = run("seating", "change", "--help").stdout
    for option in ("--absent", "--extra", "--block", "--accept", "--json", "--conference"):
        assert option in shown
