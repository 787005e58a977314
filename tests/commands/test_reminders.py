"""``python -m app reminders``: the same as the server does, for a machine's own timetable."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from app.db import Database
from app.reminders.rules import Side
from app.settings import Settings
from tests.reminders import scene
from tests.served import seeded

HERE = ("--conference", "hai-phong-2026")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    seeded(tmp_path)
    return Database(Settings().database)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), ["reminders", *arguments])


def test_what_is_due_is_told_done_once_and_recorded(database: Database) -> None:
    scene.awake(database)
    scene.due_in(database, {3: -2, 12: 30})
    scene.rule(database, Side.AFTER, 1)
    scene.rule(database, Side.BEFORE, 24)
    found = json.loads(run("due", *HERE, "--json").stdout)
    assert [one["deadline"].split()[0] for one in found["due"]] == ["trước"]
    assert len(found["coming"]) == 2
    assert scene.letters(database) == [], "telling changes nothing"
    assert json.loads(run("run", *HERE, "--json").stdout)["letters"] == 1
    assert json.loads(run("run", "--json").stdout)["letters"] == 0
    (line,) = json.loads(run("record", *HERE, "--json").stdout)
    assert line["letter"] == "draft"
    assert "letters: 0" in run("run").stdout
    database.engine.dispose()
