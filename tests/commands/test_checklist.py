"""``python -m app checklist``: what is still to be done, on the command line."""

import io
import json
from pathlib import Path

import mammoth
import pytest
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from tests.served import seeded

HERE = ("--conference", "hai-phong-2026")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return seeded(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line("checklist"), ["checklist", *HERE, *arguments])


def test_read_as_json_or_line_by_line(folder: Path) -> None:
    red = json.loads(run("--show", "red", "--json").stdout)
    assert {entry["standing"] for entry in red} == {"overdue"}
    assert sum(entry["kind"] == "text" for entry in red) == 24
    lines = run("--show", "red", "--unit", "Ban Tổ chức Thành ủy").stdout.splitlines()
    assert "11:00, 29/5/2026" in lines[0]
    assert all("overdue" in line for line in lines)
    assert run("--unit", "Xã Không Có").exit_code != 0


def test_both_papers_are_written(folder: Path) -> None:
    to = folder / "bao-cao.docx"
    assert run("--paper", "progress", "--to", str(to)).exit_code == 0
    assert "BÁO CÁO TIẾN ĐỘ" in mammoth.extract_raw_text(io.BytesIO(to.read_bytes())).value
    sheet = folder / "bang.xlsx"
    run("--paper", "assignment", "--format", "xlsx", "--to", str(sheet))
    assert sheet.read_bytes()[:2] == b"PK"
