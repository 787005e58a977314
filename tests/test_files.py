"""Stored files follow the transaction, under names that say nothing."""

from pathlib import Path

import pytest

from app.db import Database
from app.errors import NotFound
from app.files import Shelf, download_headers


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_stays_once_the_change_is_saved(database: Database, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with database.writing() as db:
        name = shelf.keep(db, b"Kinh thua")
    assert shelf.read(name) == b"Kinh thua"
    (path,) = files(tmp_path)
    assert path.stat().st_mode & 0o077 == 0, "nobody else may read it"


def test_a_file_goes_where_the_change_fails(database: Database, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with pytest.raises(ZeroDivisionError), database.writing() as db:
        shelf.keep(db, b"Kinh thua")
        raise ZeroDivisionError
    assert files(tmp_path) == []


def test_a_discarded_file_goes_with_the_commit_only(database: Database, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    with database.writing() as db:
        name = shelf.keep(db, b"Kinh thua")
    with pytest.raises(ZeroDivisionError), database.writing() as db:
        shelf.discard(db, name)
        raise ZeroDivisionError
    assert shelf.read(name)
    with database.writing() as db:
        shelf.discard(db, name)
    with pytest.raises(NotFound):
        shelf.read(name)


def test_two_files_in_one_change_are_kept_and_lost_together(
    database: Database, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path)
    with database.writing() as db:
        first, second = shelf.keep(db, b"1"), shelf.keep(db, b"2")
    assert [shelf.read(first), shelf.read(second)] == [b"1", b"2"]
    with pytest.raises(ZeroDivisionError), database.writing() as db:
        shelf.keep(db, b"3")
        shelf.keep(db, b"4")
        raise ZeroDivisionError
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("name", ["../nghi-su.db", "/etc/passwd", "", "0" * 47, "G" * 48])
def test_only_its_own_names_are_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        Shelf(tmp_path).read(name)


def test_a_download_is_saved_under_its_name_and_never_shown() -> None:
    headers = download_headers('Bài "1".docx')
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"B-i-1-.docx\"; filename*=UTF-8''B%C3%A0i%20%221%22.docx"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
