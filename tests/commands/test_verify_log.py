"""``verify-log`` says whether the history is whole, and where it is not."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app.conferences.history import note
from app.conferences.store import conference_named
from app.db import Database
from app.settings import Settings
from tests.cast import AUTHOR, HAI_PHONG
from tests.commands.test_commands import run
from tests.served import seeded


def test_a_changed_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    seeded(tmp_path)
    database = Database(Settings().database)
    with database.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        for n in range(3):
            note(db, AUTHOR, conference, f"Việc {n}", "venue", "", str(n))
    whole = run("verify-log", "--conference", HAI_PHONG, "--json")
    assert whole.exit_code == 0
    assert json.loads(whole.stdout)[HAI_PHONG]["whole"]
    with database.writing() as db:
        db.connection().execute(text("UPDATE revision SET after = 'x' WHERE label = 'Việc 1'"))
    database.engine.dispose()
    hurt = run("verify-log", "--conference", HAI_PHONG, "--json")
    assert hurt.exit_code == 1
    (fault,) = json.loads(hurt.stdout)[HAI_PHONG]["faults"]
    assert (fault["damage"], fault["told"]) == ("changed", "Việc 1")
