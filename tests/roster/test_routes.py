"""An import on screen and for programs: read, corrected, answered, saved, taken back."""

import html
import re
from pathlib import Path

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.conferences.models import Revision
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named
from app.db import Database
from app.delegates.models import Delegate, Pass
from app.main import create_app
from app.roster import work
from app.roster.models import RosterContent, RosterImport, State
from app.settings import Settings
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG, join
from tests.conftest import Joins
from tests.counting import statements
from tests.roster import files

HERE = f"/conferences/{HAI_PHONG}/roster"
UNIT = "Phường An Dương"  # whose places have no names in the seed


def send(client: TestClient, content: bytes, name: str = "ds.xlsx", **more: str) -> str:
    answer = client.post(HERE, files={"file": (name, content)}, data=more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def figures(client: TestClient, address: str) -> dict[str, int]:
    """What the tiles of the report say."""
    text = client.get(address).text
    found = re.findall(r'class="figure (\w+)[^"]*"[^>]*><b>([\d.]+)</b>', text)
    return {verdict: int(number.replace(".", "")) for verdict, number in found}


def everyone(db: Session) -> dict[int, Delegate]:
    return {one.id: one for one in db.exec(select(Delegate))}


def snapshot(database: Database) -> dict[int, dict[str, object]]:
    with database.reading() as db:
        return {number: one.model_dump() for number, one in everyone(db).items()}


def test_an_import_saved_twice_and_taken_back(organiser: TestClient, summit: Database) -> None:
    before = snapshot(summit)
    address = send(organiser, files.letterhead())
    assert snapshot(summit) == before  # a dry run
    assert figures(organiser, address) == {
        "read": 4, "new": 0, "changed": 4, "same": 0, "doubtful": 0, "refused": 0,
    }  # fmt: skip
    assert organiser.post(f"{address}/commitment").status_code == 303
    with summit.reading() as db:
        named = db.exec(select(Delegate).where(Delegate.name == "Nguyễn Văn Mẫu An")).one()
        assert (named.phone, named.birth_year) == ("0912345678", 1970)
        told = db.exec(select(Revision).where(Revision.field == "phone")).all()
        assert "0912345678" not in " ".join(one.after for one in told)
        assert db.exec(select(Revision).where(Revision.field == "import")).one()
    again = send(organiser, files.letterhead())
    assert figures(organiser, again)["same"] == 4
    assert "Nhập 0" not in organiser.get(again).text
    assert organiser.post(f"{address}/withdrawal").status_code == 303
    assert snapshot(summit) == before
    assert "đã rút lại" in organiser.get(HERE).text


def test_new_people_come_with_a_pass_and_go_again(organiser: TestClient, summit: Database) -> None:
    before = snapshot(summit)
    address = send(organiser, files.merged_units())
    assert figures(organiser, address)["new"] == 4
    organiser.post(f"{address}/commitment")
    added = snapshot(summit).keys() - before.keys()
    with summit.reading() as db:
        passes = db.exec(select(Pass).where(col(Pass.delegate_id).in_(added))).all()
        assert len(passes) == len(added) == 4
    organiser.post(f"{address}/withdrawal")
    assert snapshot(summit) == before


def test_who_was_changed_since_stays_and_is_named(organiser: TestClient, summit: Database) -> None:
    address = send(organiser, files.merged_units())
    organiser.post(f"{address}/commitment")
    with summit.reading() as db:
        hers = db.exec(select(Delegate).where(Delegate.name == "Trần Thị Mẫu Bé")).one()
    form = {"name": "Trần Thị Mẫu Bé", "group_id": str(hers.group_id), "positions": "Thư ký"}
    organiser.post(f"/conferences/{HAI_PHONG}/delegates/{hers.id}", data=form)
    organiser.post(f"{address}/withdrawal")
    text = html.unescape(organiser.get(address).text)
    assert "1 người giữ nguyên" in text
    assert "Trần Thị Mẫu Bé: đã được sửa sau khi nhập" in text
    assert hers.id in snapshot(summit)


def test_cancelling_leaves_nothing(organiser: TestClient, summit: Database) -> None:
    before = snapshot(summit)
    address = send(organiser, files.letterhead())
    assert organiser.post(f"{address}/cancellation").status_code == 303
    assert organiser.get(address).status_code == 404
    assert snapshot(summit) == before
    with summit.reading() as db:
        assert db.exec(select(RosterContent)).all() == []
        assert db.exec(select(Revision).where(Revision.field == "import")).all() == []


def test_the_file_is_forgotten_once_saved(organiser: TestClient, summit: Database) -> None:
    address = send(organiser, files.letterhead())
    organiser.post(f"{address}/commitment")
    with summit.reading() as db:
        kept = db.exec(select(RosterContent)).one()
        assert kept.file is None
        assert kept.reading is None
        assert "0912345678" not in str(kept.lines)


def test_a_column_is_corrected_and_remembered(organiser: TestClient) -> None:
    address = send(organiser, files.odd_headings())
    page = organiser.get(f"{address}/columns").text
    names = re.findall(r'<select id="(column-0-\d+)"', page)
    assert "ăn chay" in page
    chosen = dict(zip(names, ("unit", "phone", "name", "position", "note"), strict=True))
    assert organiser.post(f"{address}/columns", data=chosen).status_code == 303
    text = organiser.get(address).text
    assert "ăn chay" in text or figures(organiser, address)["new"] == 1
    later = send(organiser, files.odd_headings())
    assert "đã nhớ từ lần trước" in organiser.get(f"{later}/columns").text
    answer = organiser.get(f"{later}/progress")
    assert answer.headers["location"] == later  # nothing to confirm: straight to the report


def test_questions_are_answered_on_the_report(organiser: TestClient) -> None:
    address = send(organiser, files.doubtful_units())
    assert figures(organiser, address)["doubtful"] == 3
    text = organiser.get(address).text
    key = html.unescape(re.findall(r'name="key-0" value="([^"]+)"', text)[0])
    ward = re.findall(r'name="answer-0" value="(\d+)"', text)[0]
    organiser.post(f"{address}/answers", data={"key-0": key, "answer-0": ward, "answer-1": ""})
    assert figures(organiser, address)["doubtful"] == 1
    text = organiser.get(f"{address}?verdict=doubtful").text
    assert "xa cam giang" in text
    assert "Phạm Mẫu Dần" not in text


def test_what_changed_meanwhile_is_shown_instead_of_saved(
    organiser: TestClient, summit: Database
) -> None:
    address = send(organiser, files.letterhead())
    with summit.writing() as db:
        place = db.exec(
            select(Delegate).where(
                col(Delegate.search_key).contains("bi thu dang uy phuong an duong")
            )
        ).first()
        assert place
        place.name = "Nguyễn Văn Mẫu An"
        db.add(place)
    answer = organiser.post(f"{address}/commitment")
    assert answer.headers["location"].endswith("outdated=true")
    assert "vừa có người thay đổi" in organiser.get(answer.headers["location"]).text
    organiser.post(f"{address}/commitment")
    assert "Đã nhập lúc" in organiser.get(address).text


def test_a_bad_file_gets_a_sentence_and_can_be_discarded(organiser: TestClient) -> None:
    address = send(organiser, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "cu.xls")
    assert "Tệp kiểu cũ" in organiser.get(address).text
    organiser.post(f"{address}/cancellation")
    answer = organiser.post(HERE, data={"sender_id": ""})
    assert answer.status_code == 422
    assert "Chưa chọn tệp" in answer.text


def test_a_reader_that_is_gone_can_be_started_again(
    organiser: TestClient, summit: Database
) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        # As a server leaves it that is stopped while it reads.
        draft = work.begin(db, AUTHOR, here, "ds.xlsx", files.letterhead(), None, confirms=False)
    address = f"{HERE}/{draft.id}"
    assert "dừng giữa chừng" in organiser.get(address).text
    organiser.post(f"{address}/reading")
    assert figures(organiser, address)["changed"] == 4


@pytest.mark.parametrize(
    "role", [DeskRole.DOOR, DeskRole.MODERATOR, DeskRole.VIEWER, DeskRole.PRESS]
)
def test_only_organisers_import(joins: Joins, role: DeskRole) -> None:
    client = joins(role).client
    assert client.get(HERE).status_code == 403
    assert client.post(HERE, files={"file": ("a.xlsx", b"x")}).status_code == 403


def test_strangers_and_other_conferences_see_nothing(joins: Joins, organiser: TestClient) -> None:
    address = send(organiser, files.letterhead())
    assert joins(None).client.get(address).status_code == 404


def test_another_conferences_import_is_not_found(joins: Joins, summit: Database) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        draft = work.begin(db, AUTHOR, here, "a.xlsx", b"x", None, confirms=False)
    for path in ("", "/columns", "/progress"):
        there = f"/conferences/{HA_NOI}/roster/{draft.id}{path}"
        assert client.get(there).status_code == 404
    for act in ("commitment", "withdrawal", "cancellation", "reading", "answers", "columns"):
        assert client.post(f"/conferences/{HA_NOI}/roster/{draft.id}/{act}").status_code == 404


def test_as_many_queries_for_many_lines_as_for_few(organiser: TestClient) -> None:
    def rows(count: int) -> bytes:
        return files.plain(
            [[n, f"Lê Mẫu {n % 9}x", f"Chuyên viên {n}", UNIT] for n in range(count)]
        )

    few, many = send(organiser, rows(3)), send(organiser, rows(60))
    with statements() as sent_few:
        organiser.get(few)
    with statements() as sent_many:
        organiser.get(many)
    assert len(sent_few) == len(sent_many)


def test_programs_import_too(joins: Joins, summit: Database) -> None:
    actor = joins(DeskRole.ORGANISER)
    client, auth = actor.client, {"Authorization": f"Bearer {actor.token}"}
    there = f"/api/v1/conferences/{HAI_PHONG}/roster/imports"
    sent = client.post(there, files={"file": ("ds.xlsx", files.doubtful_units())}, headers=auth)
    assert sent.status_code == 202
    address = f"{there}/{sent.json()['id']}"
    report = client.get(address, headers=auth).json()
    assert report["counts"]["doubtful"] == 3
    question = report["lines"][0]["questions"][0]
    answers = {"answers": {question["key"]: question["choices"][0]["answer"]}}
    report = client.put(f"{address}/answers", json=answers, headers=auth).json()
    assert report["counts"] == {
        "read": 4, "new": 3, "changed": 0, "same": 0, "doubtful": 1, "refused": 0,
    }  # fmt: skip
    assert client.put(f"{address}/commitment", headers=auth).json()["state"] == State.COMMITTED
    assert client.delete(f"{address}/commitment", headers=auth).json()["state"] == State.UNDONE
    assert client.delete(address, headers=auth).status_code == 409
    with summit.reading() as db:
        assert len(db.exec(select(RosterImport)).all()) == 1


def test_the_scanner_of_the_house_is_asked_about_lists(summit: Database, tmp_path: Path) -> None:
    url = summit.engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, data_dir=tmp_path, scan_command="grep -q Tốt")
    with TestClient(create_app(settings), follow_redirects=False) as client:
        join(summit, client, DeskRole.ORGANISER)
        content = files.text("utf-8", ";")
        assert "mã độc" in client.get(send(client, content, "ds.csv")).text
        clean = content.replace("Ghi chú".encode(), "Tốt".encode())
        assert "mã độc" not in client.get(send(client, clean, "ds.csv")).text
