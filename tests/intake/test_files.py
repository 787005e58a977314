"""Files at a unit's link: judged by content, scanned, and only ever the unit's own."""

import stat
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import enclosures, scanning
from app.db import Database
from app.enclosures import Kind
from app.errors import Refused
from app.main import create_app
from app.settings import Settings
from tests.intake.made import link
from tests.speeches.made import speech


def _script(folder: Path, text: str) -> str:
    path = folder / "scan.sh"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("cat >/dev/null; exit 1", "mã độc"),
        ("cat >/dev/null; exit 2", "Chưa quét được"),
        ("sleep 5", "Chưa quét được"),
    ],
)
def test_what_the_scanner_does_not_pass_is_refused(
    tmp_path: Path, script: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        scanning.check(_script(tmp_path, script), b"x", seconds=1)


def test_a_clean_file_passes_and_a_missing_scanner_lets_nothing_in(tmp_path: Path) -> None:
    scanning.check(_script(tmp_path, "grep -q clean"), b"clean")
    scanning.check("", b"anything")
    with pytest.raises(Refused):
        scanning.check(str(tmp_path / "nowhere"), b"x")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7 x", Kind.PDF), (b"\xff\xd8\xff\xe0", Kind.JPG), (speech(20), Kind.DOCX)],
)
def test_files_are_known_by_what_they_are(content: bytes, kind: Kind) -> None:
    assert enclosures.kind_of(content) is kind


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"PK\x03\x04 no zip", b"<svg/>", b"x" * 2**24])
def test_nothing_else_is_taken(content: bytes) -> None:
    with pytest.raises(Refused):
        enclosures.kind_of(content)


def test_names_keep_no_folders() -> None:
    assert enclosures.called("C:\\Văn bản\\Kế hoạch.exe", Kind.PDF, "tep") == "Kế hoạch.pdf"
    assert enclosures.called("../../etc/passwd", Kind.PNG, "tep") == "passwd.png"
    assert enclosures.called("..", Kind.PNG, "tep") == "tep.png"


def test_a_refused_file_says_so_on_the_page(summit: Database, tmp_path: Path) -> None:
    mine = link(summit, "Sở Nội vụ")
    url = summit.engine.url.render_as_string(hide_password=False)
    command = _script(tmp_path, "! grep -q EICAR")
    settings = Settings(database_url=url, data_dir=tmp_path, scan_command=command)
    with TestClient(create_app(settings), follow_redirects=False) as client:
        bad = {"file": ("a.pdf", b"%PDF-1.4 EICAR", "application/pdf")}
        answer = client.post(f"{mine}/tasks/1", data={"progress": "30"}, files=bad)
        assert answer.status_code == 422
        assert "mã độc" in answer.text
        assert 'value="30"' in answer.text
        text = {"file": ("bai.docx", speech(300), "application/pdf")}
        assert client.post(f"{mine}/speeches/7", files=text).status_code == 303
        assert not list((tmp_path / "files").rglob("*.pdf"))


def test_a_unit_saves_its_own_files_and_nobody_elses(summit: Database, client: TestClient) -> None:
    mine, theirs = link(summit, "Sở Nội vụ"), link(summit, "Xã An Khánh")
    text = {"file": ("Bài.docx", speech(300), "application/octet-stream")}
    assert client.post(f"{mine}/speeches/7", files=text).status_code == 303
    assert client.post(f"{theirs}/speeches/7", files=text).status_code == 404
    saved = client.get(f"{mine}/speeches/7/texts/1")
    assert saved.content == text["file"][1]
    assert saved.headers["content-disposition"].startswith("attachment")
    assert client.get(f"{theirs}/speeches/7/texts/1").status_code == 404
    again = client.post(f"{mine}/speeches/7", files=text)
    assert again.status_code == 409
    assert "giống hệt bản 1" in again.text
    proof = {"file": ("a.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    client.post(f"{mine}/tasks/1", data={"progress": "10"}, files=proof)
    own = client.get(mine).text.split("/reports/")[1].split('"')[0]
    assert client.get(f"{mine}/reports/{own}").headers["content-type"] == "image/png"
    assert client.get(f"{theirs}/reports/{own}").status_code == 404
