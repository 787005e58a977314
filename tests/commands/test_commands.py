"""The command line, on a data folder of its own."""

import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from app.__main__ import command_line
from app.accounts import store as accounts
from app.conferences import store as conferences
from app.db import Database
from app.errors import Told
from app.seeding import sign_in
from app.settings import Settings
from tests.served import seeded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def summit_folder(folder: Path) -> Path:
    return seeded(folder)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command_line(), list(arguments))


def test_seeding_an_empty_folder_makes_everything_and_leaves_a_first_password(
    folder: Path,
) -> None:
    assert json.loads(run("seed", "--json").stdout) == {
        "conferences": ["ha-noi-2026", "hai-phong-2026"]
    }
    note = folder / "first-sign-in.txt"
    assert note.stat().st_mode & 0o077 == 0, "nobody else may read it"
    database = Database(Settings().database)
    with database.reading() as db:
        assert accounts.recognised(db, sign_in.USER, note.read_text("utf-8"))
    database.engine.dispose()


def test_seeding_again_changes_nothing(summit_folder: Path) -> None:
    before = run("export", "plan", "--conference", "hai-phong-2026").stdout
    run("seed")
    assert run("export", "plan", "--conference", "hai-phong-2026").stdout == before


def test_a_new_user_signs_in_with_the_printed_password_and_has_the_role(
    summit_folder: Path,
) -> None:
    made = json.loads(
        run(
            *("user", "add", "Lan", "--name", "Nguyễn Thị Mẫu Lan", "--json"),
            *("--conference", "hai-phong-2026", "--role", "moderator"),
        ).stdout
    )
    database = Database(Settings().database)
    with database.reading() as db:
        staff = accounts.recognised(db, "lan", made["password"])
        assert staff
        conference = conferences.conference_named(db, "hai-phong-2026")
        assert conferences.role_of(db, staff, conference) == "moderator"
    database.engine.dispose()
    listed = json.loads(run("user", "list", "--json").stdout)
    assert {"username": "lan", "name": "Nguyễn Thị Mẫu Lan"} in listed


def test_the_plan_comes_out_whole_and_without_secrets(summit_folder: Path) -> None:
    plan = json.loads(run("export", "plan", "--conference", "hai-phong-2026").stdout)
    counts = [len(plan[part]) for part in ("agenda", "speeches", "tasks", "delegates")]
    assert counts == [7, 24, 21, 1086]
    assert sum(group["quota"] for group in plan["groups"]) == 1086
    assert not {"phone", "token", "follow_code"} & {key for d in plan["delegates"] for key in d}
    assert "follow_code" not in plan["conference"]


def test_the_list_of_delegates_comes_out_as_a_spreadsheet(summit_folder: Path) -> None:
    target = summit_folder / "delegates.xlsx"
    run("export", "delegates", "--conference", "hai-phong-2026", "--to", str(target))
    sheet = load_workbook(target).active
    assert sheet is not None
    assert sum(row[0].value in range(1, 1087) for row in sheet.iter_rows()) == 1086


def test_a_wrong_name_is_told_in_a_sentence(summit_folder: Path) -> None:
    answer = run("export", "plan", "--conference", "khong-co")
    assert isinstance(answer.exception, Told)
    assert str(answer.exception) == "Không có hội nghị khong-co"


def test_migrating_down_and_up_again(folder: Path) -> None:
    assert run("migrate").exit_code == 0
    assert run("migrate", "--to", "base").exit_code == 0
    assert run("migrate").exit_code == 0


def test_the_run_sheet_is_exported(summit_folder: Path, tmp_path: Path) -> None:
    to = tmp_path / "kich-ban.docx"
    run("runsheet", "export", "--conference", "hai-phong-2026", "--format", "docx", "--to", str(to))
    assert "KỊCH BẢN ĐIỀU HÀNH" in "\n".join(
        paragraph.text for paragraph in docx.Document(str(to)).paragraphs
    )


def test_sending_needs_a_mail_server_and_says_so(summit_folder: Path) -> None:
    answer = run("outbox", "send")
    assert isinstance(answer.exception, Told)
    assert "SMTP_HOST" in str(answer.exception)


def test_sending_with_nothing_released_sends_nothing(
    summit_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_FROM", "vanphong@mau.vn")
    assert json.loads(run("outbox", "send", "--json").stdout) == {
        "sent": 0,
        "later": 0,
        "refused": 0,
        "unknown": 0,
    }


def test_the_speech_budget_and_a_proven_selection_for_machines(summit_folder: Path) -> None:
    budget = json.loads(run("speeches", "budget", "--json").stdout)
    assert (budget["slot"], budget["wanted"], budget["excess"]) == (85, 168, 83)
    assert budget["fitting"] == {"0": 12, "1": 10, "2": 9}
    assert budget["ends"]["7"]["10"] == {"at": "09:54", "over": 0}
    options = ("--conference", "hai-phong-2026", "--change-over", "2", "--json")
    found = json.loads(run("speeches", "propose", *options).stdout)
    assert found["is_proven"]
    assert (len(found["order"]), found["minutes"]) == (9, 79)
    assert "đã chứng minh là tốt nhất" in run("speeches", "propose").stdout
    assert "24 bài cần 168 phút" in run("speeches", "budget").stdout


def test_a_conference_without_speeches_has_nothing_to_propose(summit_folder: Path) -> None:
    answer = run("speeches", "propose", "--conference", "ha-noi-2026")
    assert isinstance(answer.exception, Told)
