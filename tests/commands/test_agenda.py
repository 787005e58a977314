"""``python -m app agenda``: the programme on the command line."""

import json
from pathlib import Path

import icalendar
import pytest
from lxml import etree
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from tests.served import seeded

HERE = ("--conference", "hai-phong-2026")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PUBLIC_URL", "https://hoinghi.example.vn")
    return seeded(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), ["agenda", *arguments])


def test_the_programme_is_shown_line_by_line_or_as_json(folder: Path) -> None:
    lines = run("show", *HERE).stdout.splitlines()
    assert len(lines) == 7
    assert lines[0].startswith("08h00' - 08h05'  1. Tuyên bố lý do, giới thiệu đại biểu")
    shown = json.loads(run("show", *HERE, "--json").stdout)
    assert (shown["minutes"], len(shown["items"])) == (180, 7)


def test_every_format_is_written(folder: Path) -> None:
    made = {}
    for name in ("pdf", "docx", "ics", "json", "xml", "ontime"):
        to = folder / f"programme.{name}"
        assert run("export", *HERE, "--format", name, "--to", str(to)).exit_code == 0
        made[name] = to.read_bytes()
    assert "CHƯƠNG TRÌNH" in PdfReader(folder / "programme.pdf").pages[0].extract_text()
    assert made["docx"][:2] == b"PK"
    assert len(icalendar.Calendar.from_ical(made["ics"]).walk("VEVENT")) == 7
    schedule = json.loads(made["json"])["schedule"]
    assert schedule["base_url"] == "https://hoinghi.example.vn"
    assert len(list(etree.fromstring(made["xml"]).iter("event"))) == 7
    assert len(json.loads(made["ontime"])["rundowns"]["default"]["order"]) == 7


def test_a_file_goes_to_standard_output_where_no_name_is_given(folder: Path) -> None:
    assert run("export", *HERE, "--format", "ics").stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_release_that_is_none_is_told(folder: Path) -> None:
    answer = run("export", *HERE, "--format", "pdf", "--release", "3")
    assert str(answer.exception) == "Chưa phát hành bản số 3"
