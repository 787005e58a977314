"""Finding people and taking the list out on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.personal import looks
from app.settings import Settings
from tests.cast import HAI_PHONG
from tests.served import seeded


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return seeded(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), ["roster", *arguments, "--conference", HAI_PHONG])


def test_search_puts_the_right_commune_first() -> None:
    found = json.loads(run("search", "cẩm giàng", "--json").stdout)
    assert found["total"] == 16
    assert found["delegates"][0]["unit"] == "Xã Cẩm Giàng"
    assert "phone" not in found["delegates"][0]
    assert "Lê Ngọc Châu" in run("search", "chau le ngoc").stdout


@pytest.mark.parametrize("name", ["list.xlsx", "list.docx", "list.pdf"])
def test_the_list_is_written_as_asked_and_that_is_noted(folder: Path, name: str) -> None:
    answer = json.loads(run("export", "--to", str(folder / name), "--json").stdout)
    assert answer["delegates"] == 1_086
    assert (folder / name).stat().st_size > 10_000
    with Database(Settings().database).reading() as db:
        (look,) = looks(db, conference_named(db, HAI_PHONG).id)
        assert (look.reading.kind, look.reading.people) == ("command", 1_086)


def test_the_flat_table_is_a_spreadsheet_only(folder: Path) -> None:
    flat = ("export", "--form", "flat", "--to")
    assert run(*flat, str(folder / "flat.xlsx")).exit_code == 0
    assert run(*flat, str(folder / "flat.pdf")).exit_code == 2
    assert run("export", "--to", str(folder / "list.csv")).exit_code == 2
