"""What the office sees of the units: who has answered what, which of it late, which files."""

import json
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import select
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, present
from app.db import Database
from app.intake import answers
from app.intake.rules import key
from app.invitations import store as invited
from app.invitations.rules import Whom
from app.tasks.models import ProposedDate, Task
from tests.cast import HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.intake.made import COMMUNE, LINKS, link, posts, unit_id_of

HERE = f"/conferences/{HAI_PHONG}"
API = f"/api/v1/conferences/{HAI_PHONG}/links"


def _adopt(office: TestClient, database: Database) -> None:
    """The proposed date by which units answer."""
    with database.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        query = select(ProposedDate.id).join(Task, Task.id == ProposedDate.task_id)  # type: ignore[arg-type]
        id = db.exec(query.where(Task.conference_id == here, Task.concerns == "attendance")).first()
    assert office.post(f"{HERE}/tasks/proposals/{id}/adoption").status_code == 303


def test_a_field_changed_after_the_deadline_is_marked_late(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    _adopt(organiser, summit)
    mine = link(summit)
    first, second, *_ = (post[0] for post in posts(summit, mine))
    organiser.post(f"{HERE}/clock", data={"as_of": "08:00, 26/5/2026"})
    early = {key("name", first): "Nguyễn Văn Mẫu An", key("answer", first): "comes"}
    early["vehicle"] = "15A-123.45, 7 chỗ"
    assert client.post(f"{mine}/answer", data=early).status_code == 303
    page = organiser.get(f"{LINKS}/{unit_id_of(summit, COMMUNE)}").text
    assert "15A-123.45" in page
    assert "gửi muộn" not in page
    organiser.post(f"{HERE}/clock", data={"as_of": "09:00, 01/6/2026"})
    late = {key("name", second): "Trần Thị Mẫu Bình"}
    assert client.post(f"{mine}/answer", data=late).status_code == 303
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        rehearsal, _ = present(db, here)
        assert rehearsal is not None
        given = answers.given(db, here, rehearsal.id, unit_id_of(summit, COMMUNE))
    assert given.last[second, "name"].is_late
    assert not given.last[first, "name"].is_late
    assert given.line.late == 1
    page = organiser.get(f"{LINKS}/{unit_id_of(summit, COMMUNE)}").text
    assert page.count("gửi muộn ") == 1
    assert "1 chỗ gửi muộn" in organiser.get(f"{LINKS}?state=late").text
    assert "gửi muộn" in client.get(mine).text


def test_the_list_is_found_without_accents(summit: Database, organiser: TestClient) -> None:
    link(summit)
    found = organiser.get(LINKS, params={"search": "cam giang"}).text
    assert "Xã Cẩm Giàng" in found
    assert "Phường Lê Chân</a>" not in found


def test_the_answers_are_taken_along(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    mine = link(summit)
    client.post(f"{mine}/answer", data={"vehicle": "15A-123.45", "lodging": "2 người, tối 01/6"})
    sheet = organiser.get(f"{LINKS}/answers.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    told = [str(row[0]) for row in rows]
    (line,) = [one for one in told if one.startswith(COMMUNE)]
    assert "xe: 15A-123.45; nghỉ: 2 người, tối 01/6" in line
    assert organiser.get(f"{LINKS}/answers.docx").content.startswith(b"PK")


def test_the_office_reads_reports_with_their_files(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    mine = link(summit, "Sở Nội vụ")
    told = {"progress": "60", "obstacle": "Chờ danh sách của các phường"}
    proof = {"file": ("Danh sách (1).pdf", b"%PDF-1.4 x", "text/html")}
    assert client.post(f"{mine}/tasks/1", data=told, files=proof).status_code == 303
    page = organiser.get(f"{HERE}/tasks/1").text
    assert "Chờ danh sách của các phường" in page
    assert "60 %" in organiser.get(f"{HERE}/tasks").text
    at = page.split("/file")[0].rsplit('href="', 1)[1] + "/file"
    saved = organiser.get(at)
    assert saved.content == b"%PDF-1.4 x"
    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert organiser.get(at.replace("/tasks/1/", "/tasks/2/")).status_code == 404
    assert organiser.get(at.replace(HAI_PHONG, HA_NOI)).status_code == 404
    assert client.get(at).status_code == 303  # to the sign-in page


def test_documents_are_given_to_one_unit_or_to_all(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    mine, theirs = link(summit), link(summit, "Xã Cẩm Giàng")
    unit_id = str(unit_id_of(summit, COMMUNE))
    for title, whom in (("Đề cương báo cáo", ""), ("Ghi chú riêng", unit_id)):
        file = {"file": ("de cuong.pdf", b"%PDF-1.4 y", "application/pdf")}
        told = {"title": title, "unit_id": whom}
        assert organiser.post(f"{LINKS}/documents", data=told, files=file).status_code == 303
    bad = {"file": ("a.html", b"<script>", "text/html")}
    assert organiser.post(f"{LINKS}/documents", files=bad).status_code == 422
    page = client.get(mine).text
    assert "Đề cương báo cáo" in page
    assert "Ghi chú riêng" in page
    assert "Ghi chú riêng" not in client.get(theirs).text
    own = page.split("Ghi chú riêng")[0].rsplit(f'href="{mine}', 1)[1].split('"')[0]
    assert client.get(mine + own).content == b"%PDF-1.4 y"
    assert client.get(theirs + own).status_code == 404
    withdrawal = f"{LINKS}{own}/withdrawal"
    assert organiser.post(withdrawal).status_code == 303
    assert client.get(mine + own).status_code == 404
    assert "Ghi chú riêng" not in client.get(mine).text


def test_units_letters_carry_the_units_own_code(
    summit: Database, organiser: TestClient, client: TestClient
) -> None:
    unit_id = unit_id_of(summit, COMMUNE)
    with summit.reading() as db:
        book = invited.book(db, conference_named(db, HAI_PHONG))
        group_id = book.one(Whom.UNITS, unit_id).people[0].group.id
    answer = organiser.post(
        f"{HERE}/invitations/letters", data={"whom": "units", "group_id": str(group_id)}
    )
    assert answer.status_code == 303
    mine = link(summit)  # made with the letter
    assert mine in organiser.get(f"{HERE}/invitations/units/{unit_id}").text
    assert "Trang riêng của đơn vị" in organiser.get(f"{HERE}/invitations/units/{unit_id}").text
    assert "giay-moi.pdf" not in client.get(mine).text
    assert client.get(f"{mine}/giay-moi.pdf").status_code == 404


def test_programs_read_links_and_answers(
    joins: Joins, summit: Database, client: TestClient
) -> None:
    office = joins(DeskRole.ORGANISER)
    head = {"authorization": f"Bearer {office.token}"}
    unit_id = unit_id_of(summit, COMMUNE)
    made = client.post(API, json={"unit_ids": [unit_id]}, headers=head)
    assert made.status_code == 201
    (one,) = made.json()
    assert one["unit"] == COMMUNE
    mine = "/U/" + one["address"].rpartition("/")[2]
    client.post(
        f"{mine}/answer",
        data={"vehicle": "15A-1", f"phone-{posts(summit, mine)[0][0]}": "0912 000 111"},
    )
    told = client.get(f"{API}/{unit_id}", headers=head).json()
    assert told["vehicle"] == "15A-1"
    assert "0912 000 111" not in json.dumps(told)
    assert {change["field"] for change in told["changes"]} == {"vehicle", "phone"}
    assert client.delete(f"{API}/{unit_id}", headers=head).status_code == 204
    assert client.get(mine).status_code == 404
    stranger = joins(None)
    strange = {"authorization": f"Bearer {stranger.token}"}
    assert client.get(API, headers=strange).status_code == 404
    assert client.get(f"{API}/999999", headers=head).status_code == 404


@pytest.mark.parametrize("path", ["", "/print", "/answers.xlsx", "/1"])
def test_only_organisers(joins: Joins, path: str) -> None:
    assert joins(DeskRole.VIEWER).client.get(LINKS + path).status_code == 403
    assert joins(None).client.get(LINKS + path).status_code == 404
