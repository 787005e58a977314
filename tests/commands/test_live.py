"""``python -m app live``: where the morning stands, and its papers."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from app.db import Database
from tests.live import hall
from tests.served import seeded

HERE = ("--conference", "hai-phong-2026")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    made = seeded(tmp_path)
    database = Database(f"sqlite:///{made / 'nghi-su.db'}")
    hall.choose(database, (1, 2, 3))
    hall.run(database, "08:08", "08:13")
    database.engine.dispose()
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), ["live", *arguments])


def test_where_the_morning_stands_is_told(folder: Path) -> None:
    lines = run("status", *HERE).stdout.splitlines()
    assert lines[:2] == ["2 Phát biểu khai mạc Hội nghị", "chậm 8 phút"]
    assert "08:13-08:23  2. Phát biểu khai mạc Hội nghị" in lines
    told = json.loads(run("status", *HERE, "--json").stdout)
    assert (told["sequence"], told["minutes_late"], told["waiting"][1]) == (2, 8, "speech:1")


def test_what_was_is_written_as_a_sheet_and_as_draft_minutes(folder: Path) -> None:
    to = folder / "bien-ban.docx"
    assert run("report", *HERE, "--format", "docx", "--to", str(to)).exit_code == 0
    assert to.read_bytes()[:2] == b"PK"
    made = run("report", *HERE, "--format", "xlsx").stdout_bytes
    sheet = load_workbook(BytesIO(made)).active
    assert sheet is not None
    assert "Tuyên bố lý do, giới thiệu đại biểu" in {row[1].value for row in sheet.iter_rows()}
