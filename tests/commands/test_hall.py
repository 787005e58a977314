"""``python -m app hall``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from tests.halls.plans import data, plan
from tests.served import seeded

HA_NOI = ("--conference", "ha-noi-2026")
HAI_PHONG = ("--conference", "hai-phong-2026")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return seeded(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), ["hall", *arguments])


def test_a_plan_goes_in_and_comes_out_equal(folder: Path) -> None:
    file, back = folder / "saal.json", folder / "back.json"
    file.write_bytes(data(plan()))
    report = json.loads(run("import", str(file), *HA_NOI, "--json").stdout)
    assert (report["imported"], report["seats"], report["blocks"]) == (True, 18, 1)
    assert {"what": "Lối đi suy ra từ khoảng cách giữa các ghế", "count": 3} in report["notes"]
    assert run("export", *HA_NOI).stdout_bytes == file.read_bytes()
    told = json.loads(run("export", *HA_NOI, "--to", str(back), "--json").stdout)
    assert told["bytes"] == len(back.read_bytes()) == len(file.read_bytes())


def test_the_seeds_hall_comes_out_whole_and_goes_in_again(folder: Path) -> None:
    file = folder / "hall.json"
    assert run("export", *HAI_PHONG, "--format", "json", "--to", str(file)).exit_code == 0
    report = json.loads(run("import", str(file), *HAI_PHONG, "--json").stdout)
    assert report["seats"] == 1_500


def test_a_second_hall_is_added_and_nobody_loses_a_seat(folder: Path) -> None:
    file = folder / "saal.json"
    file.write_bytes(data(plan()))
    assert json.loads(run("import", str(file), *HAI_PHONG, "--annex", "--json").stdout)["imported"]
    back = folder / "hall.json"
    told = run("export", *HAI_PHONG, "--format", "json", "--to", str(back), "--json")
    assert json.loads(told.stdout)["seats"] == 1_518
    assert {block["kind"] for block in json.loads(back.read_text())["blocks"]} >= {"annex"}


def test_faults_and_lost_seats_are_reported_and_end_with_one(folder: Path) -> None:
    file = folder / "saal.json"
    file.write_bytes(b'{"name": 1, "zones": [{}]}')
    bad = run("import", str(file), *HA_NOI, "--json")
    assert bad.exit_code == 1
    assert {fault["path"] for fault in json.loads(bad.stdout)["faults"]} == {
        *("$.zones[0].position", "$.zones[0].rows"),
    }
    file.write_bytes(data(plan()))
    lost = run("import", str(file), *HAI_PHONG, "--json")
    assert lost.exit_code == 1
    assert len(json.loads(lost.stdout)["lost"]) == 1_086


def test_a_file_that_is_not_there_is_told_and_not_traced(folder: Path) -> None:
    for wrong in (folder / "nothing.json", folder):
        refused = run("import", str(wrong), *HA_NOI)
        assert refused.exit_code == 2
        assert isinstance(refused.exception, SystemExit)
