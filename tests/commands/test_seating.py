"""Plans, late changes and releases from the command line; nothing changes without --accept."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app import __main__
from app.db import Database
from app.errors import Told
from app.seating.models import Proposal
from app.seating.steps import JobState
from app.settings import Settings
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


def test_programs_read_why_nothing_was_done(summit_folder: Path) -> None:  # noqa: F811
    refused = run("seating", "change", *HERE, "--extra", "600", "--json")
    assert refused.exit_code == 1
    assert "Thiếu 197 ghế" in json.loads(refused.stdout)["refused"]
    nowhere = run("seating", "propose", "--conference", "ha-noi-2026", "--json")
    assert nowhere.exit_code == 1
    assert "chưa có sơ đồ hội trường" in json.loads(nowhere.stdout)["refused"]
    assert run("seating", "release", *HERE, "--json").exit_code == 1


@pytest.mark.parametrize(
    ("sign", "ends_with"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=["term", "int"]
)
def test_a_command_that_is_stopped_leaves_a_stopped_proposal(
    summit_folder: Path,  # noqa: F811
    sign: signal.Signals,
    ends_with: int,
) -> None:
    command = [sys.executable, "-m", "app", "seating", "propose", *HERE]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while not (found := _proposals()) or found[0].state is not JobState.RUNNING:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(sign)
        _, said = process.communicate()
    assert process.returncode == ends_with
    assert "chưa có gì thay đổi" in said
    assert [one.state for one in _proposals()] == [JobState.STOPPED]


def _proposals() -> list[Proposal]:
    with Database(Settings().database).reading() as db:
        return list(db.exec(select(Proposal)))


def test_a_file_that_cannot_be_written_is_named(
    summit_folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("hall", "export", *HERE, "--to", "nowhere/hall.json")
    monkeypatch.chdir(summit_folder)
    monkeypatch.setattr(sys, "argv", ["nghi-su", *words])
    with pytest.raises(SystemExit) as ended:
        __main__.main()
    assert ended.value.code == 1
    assert "No such file or directory" in capsys.readouterr().err


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
