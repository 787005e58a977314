"""Importing a list on the command line: the same report as the page."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from app.errors import Refused
from tests.cast import HAI_PHONG
from tests.roster import files
from tests.served import seeded


@pytest.fixture
def list_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    seeded(tmp_path)
    path = tmp_path / "ds.xlsx"
    path.write_bytes(files.letterhead())
    return path


def run(list_: Path, *options: str) -> Result:
    command = ["roster", "import", str(list_), "--conference", HAI_PHONG, *options]
    return CliRunner().invoke(command_line(), command)


def test_a_dry_run_reports_every_row_and_saves_nothing(list_: Path) -> None:
    for _ in range(2):
        report = json.loads(run(list_, "--dry-run", "--json").stdout)
        assert report["counts"]["changed"] == 4
    first = report["lines"][0]
    assert (first["sheet"], first["row"], first["verdict"]) == ("Danh sách", 10, "changed")
    assert {"field": "phone", "before": "", "after": "••• 678"} in first["changes"]
    assert report["notices"]
    assert {"sheet", "row", "kind", "text"} <= report["outside"][0].keys()


def test_importing_twice_changes_nothing_the_second_time(list_: Path) -> None:
    assert json.loads(run(list_, "--json").stdout)["state"] == "committed"
    assert run(list_).stdout.startswith("đọc 4, mới 0, đổi 0, giữ nguyên 4")


def test_a_bad_file_ends_with_its_sentence(list_: Path) -> None:
    list_.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert isinstance(run(list_).exception, Refused)
    assert isinstance(run(list_.with_name("none.xlsx")).exception, Refused)
    assert isinstance(run(list_, "--unit", "Xã Không Có").exception, Refused)
