"""Noting who comes, quotas, reminders, stand-ins, press, dress: at the office's pages."""

import re
import zipfile
from io import BytesIO

import mammoth
import openpyxl
import pypdf
import pytest
from starlette.testclient import TestClient

from app.conferences.models import Unit
from app.conferences.rules import DeskRole, UnitKind
from app.conferences.store import conference_named, dress_rules, groups, units
from app.db import Database
from app.delegates import exports, prints, store
from app.delegates.rules import PrintKind
from app.delegates.search import Filter
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.conftest import Joins
from tests.counting import statements

LIST = f"/conferences/{HAI_PHONG}/delegates"
API = f"/api/v1/conferences/{HAI_PHONG}/delegates"
DEPUTY = {"name": "Nguyễn Văn Mẫu An", "positions": "Phó Chánh Văn phòng", "reason": "Họp"}


def someone(summit: Database, search: str, slug: str = HAI_PHONG) -> store.Listed:
    with summit.reading() as db:
        here = conference_named(db, slug).id
        return store.everyone(db, here, Filter(search=search))[0]


def figures(page: str) -> list[int]:
    """The sums above a list: all places, then how they stand."""
    part = page[page.index('id="sums"') :]
    return [int(n.replace(".", "")) for n in re.findall(r"<b>([\d.]+)", part)[:6]]


def test_what_was_noted_of_many_is_taken_back_at_once(
    organiser: TestClient, summit: Database
) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        found = [one.delegate for one in store.listing(db, here).delegates[:3]]
        before = [(one.attendance, one.reason) for one in found]
    ids = [one.id for one in found]

    def now() -> list[tuple[str, str]]:
        with summit.reading() as db:
            people = store.those(db, here, ids)
            return [(people[id].delegate.attendance, people[id].delegate.reason) for id in ids]

    absent = {"attendance": "absent", "reason": "Bận họp", **{f"who-{id}": "true" for id in ids}}
    listed = organiser.get(organiser.post(f"{LIST}/attendance", data=absent).headers["location"])
    at = re.findall(r'name="at" value="([^"]+)"', listed.text)
    assert len(at) == 1
    organiser.post(f"{LIST}/{ids[2]}/attendance", data={"attendance": "confirmed"})
    back = {"HX-Request": "true"}
    answer = organiser.post(f"{LIST}/attendance/taking-back", data={"at": at[0]}, headers=back)
    assert "Đã hoàn tác cho 2 người" in answer.text
    assert "1 người đã được sửa sau đó" in answer.text
    assert now()[:2] == before[:2]
    assert now()[2][0] == "confirmed"
    for gone in (at[0], "hôm qua"):
        again = organiser.post(f"{LIST}/attendance/taking-back", data={"at": gone})
        assert again.status_code == 409


def test_many_are_noted_at_once_and_the_sums_follow(
    organiser: TestClient, summit: Database
) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        ids = [one.delegate.id for one in store.listing(db, here).delegates[:5]]
    before = figures(organiser.get(LIST).text)
    ticked = {f"who-{id}": "true" for id in ids}
    absent = {**ticked, "attendance": "absent"}
    assert organiser.post(f"{LIST}/attendance", data=absent).status_code == 409
    answer = organiser.post(
        f"{LIST}/attendance?search=lanh+dao",
        data={**absent, "reason": "Bận họp"},
        headers={"HX-Request": "true"},
    )
    assert answer.text.lstrip().startswith('<div id="delegates">')
    after = figures(answer.text)
    assert after[0] == before[0] == 1_086
    assert after[3] == before[3] + 5
    assert sum(after[1:]) == 1_086
    for path in ("", "/answers", "/order", "/dress", "/press", "/reprints", "/care"):
        assert figures(organiser.get(LIST + path).text) == after, path
    assert organiser.post(f"{LIST}/attendance", data={"attendance": "absent"}).status_code == 409
    odd = {"who-x": "true", "who-99999999999999": "true", "attendance": "confirmed"}
    assert organiser.post(f"{LIST}/attendance", data=odd).status_code == 409


def test_delegates_of_another_conference_are_left_alone(
    organiser: TestClient, summit: Database
) -> None:
    stranger = someone(summit, "", HA_NOI).delegate.id
    data = {f"who-{stranger}": "true", "attendance": "vacant"}
    organiser.post(f"{LIST}/attendance", data=data)
    assert someone(summit, "", HA_NOI).delegate.attendance == "invited"
    for path in ("substitution", "substitution/end", "seat", "attendance", "phone"):
        answer = organiser.post(f"{LIST}/{stranger}/{path}", data={"attendance": "vacant"})
        assert answer.status_code == 404, path
    assert organiser.get(f"{LIST}/{stranger}/substitution").status_code == 404


@pytest.mark.parametrize("role", [DeskRole.VIEWER, DeskRole.DOOR, None])
def test_only_organisers_change_who_comes(
    joins: Joins, summit: Database, role: DeskRole | None
) -> None:
    person = someone(summit, "le ngoc chau").delegate.id
    client = joins(role).client
    refused = 403 if role else 404
    for path in (
        "attendance",
        f"{person}/attendance",
        f"{person}/substitution",
        f"order/{person}",
        "order/lines",
        "press",
        "dress",
        "care/notice",
        "care/anonymisation",
        "quotas/units/1",
    ):
        assert client.post(f"{LIST}/{path}", data={}).status_code == refused, path


def test_who_has_not_answered_and_a_text_to_send(organiser: TestClient, summit: Database) -> None:
    page = organiser.get(f"{LIST}/answers?only=waiting").text
    assert "Phường An Biên" in page or "Nhắc xác báo" in page
    unit = someone(summit, "le ngoc chau").unit
    assert unit is not None
    reminder = organiser.get(f"{LIST}/answers/{unit.id}").text
    assert "Kính gửi: Thành ủy Hải Phòng" in reminder
    assert "Lê Ngọc Châu" in reminder
    assert organiser.get(f"{LIST}/answers/999999").status_code == 404


def test_quotas_are_set_and_what_is_over_is_said(organiser: TestClient, summit: Database) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        unit = next(one for one in units(db, here) if one.name == "Xã Cẩm Giàng")
        group = groups(db, here)[0]
    assert organiser.post(f"{LIST}/quotas/units/{unit.id}", data={"places": "7"}).status_code == 303
    assert "vượt 1" in organiser.get(f"{LIST}/answers").text
    organiser.post(f"{LIST}/quotas/groups/{group.id}", data={"places": "9"})
    assert "thiếu 3" in organiser.get(f"{LIST}/answers").text
    bad = organiser.post(f"{LIST}/quotas/units/{unit.id}", data={"places": "-1"})
    assert bad.status_code == 409
    assert organiser.post(f"{LIST}/quotas/units/999999", data={"places": "1"}).status_code == 404


def test_the_page_of_units_costs_the_same_for_all_and_few(organiser: TestClient) -> None:
    with statements() as all_units:
        organiser.get(f"{LIST}/answers")
    with statements() as few:
        organiser.get(f"{LIST}/answers?only=waiting")
    assert len(all_units) == len(few) < 20


def test_the_old_card_says_that_somebody_else_comes(
    organiser: TestClient, client: TestClient, summit: Database
) -> None:
    head = someone(summit, "chánh văn phòng thành ủy")
    with summit.writing() as db:
        token = store.tokens(db, head.delegate.conference_id)[head.delegate.id]
        here = head.delegate.conference_id
        prints.record(db, AUTHOR, here, PrintKind.SEAT_CARD, [head.delegate.id])
    path = f"{LIST}/{head.delegate.id}/substitution"
    again = organiser.post(path, data={**DEPUTY, "name": ""})
    assert again.status_code == 422
    assert "Phó Chánh Văn phòng" in again.text
    answer = organiser.post(path, data=DEPUTY)
    assert answer.status_code == 303
    page = organiser.get(answer.headers["location"]).text
    assert "dự thay" in page
    assert "Nhận ghế đề xuất" in page
    old = client.get(f"/G/{token}")
    assert old.status_code == 410
    assert "Đã thay người" in old.text
    assert head.called not in old.text
    assert "Mẫu An" not in old.text
    assert client.get("/G/" + "A" * 26).status_code == 404
    stale = organiser.get(f"{LIST}/reprints").text
    assert "phiếu chỗ ngồi" in stale
    assert "người dự thay: Nguyễn Văn Mẫu An" in stale
    back = organiser.post(f"{answer.headers['location']}/substitution/end", data={})
    assert back.status_code == 303
    assert client.get(f"/G/{token}").status_code == 200


def test_programs_send_stand_ins_too(joins: Joins, client: TestClient, summit: Database) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    head = someone(summit, "chánh văn phòng thành ủy").delegate.id
    sent = {**DEPUTY, "positions": ["Phó Chánh Văn phòng"]}
    made = client.post(f"{API}/{head}/substitution", json=sent, headers=token)
    assert made.status_code == 201
    assert made.json()["stands_in_for_id"] == head
    counted = client.get(f"{API}/sums", headers=token).json()
    assert (counted["places"], counted["by"]["substituted"]) == (1_086, 1)
    confirmed = client.patch(f"{API}/{head}", json={"attendance": "confirmed"}, headers=token)
    assert confirmed.status_code == 409
    ended = client.delete(f"{API}/{made.json()['id']}/substitution", headers=token)
    assert ended.json()["id"] == head


def test_outlets_are_accredited_and_listed_on_paper(
    organiser: TestClient, joins: Joins, summit: Database
) -> None:
    page = organiser.get(f"{LIST}/press").text
    assert page.count('class="card" id="outlet-') == 7
    assert "Chưa ghi cơ quan báo chí" in page
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        outlet = units(db, here, [UnitKind.PRESS])[0]
        commune: Unit = units(db, here, [UnitKind.WARD])[0]
    granted = {"state": "granted", "places": "1", "note": "Một thẻ"}
    assert organiser.post(f"{LIST}/press/{outlet.id}", data=granted).status_code == 303
    assert organiser.post(f"{LIST}/press/{commune.id}", data=granted).status_code == 404
    page = organiser.get(f"{LIST}/press").text
    assert "đã cấp thẻ" in page
    assert "vượt 1" in page
    added = {"name": "Báo Thử nghiệm", "places": "3"}
    assert organiser.post(f"{LIST}/press", data=added).status_code == 303
    assert organiser.post(f"{LIST}/press", data=added).status_code == 409
    press = joins(DeskRole.PRESS).client
    assert "Báo Thử nghiệm" in press.get(f"{LIST}/press").text
    paper = press.get(f"{LIST}/press/list.pdf").content
    text = "".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(paper)).pages)
    assert "8 cơ quan báo chí" in text
    docx = mammoth.extract_raw_text(BytesIO(press.get(f"{LIST}/press/list.docx").content)).value
    assert "Báo Thử nghiệm: 0/3, đề nghị" in docx


def test_who_wears_what_and_who_is_unclear(organiser: TestClient, summit: Database) -> None:
    page = organiser.get(f"{LIST}/dress").text
    assert "Áo dài" in page
    data = {"role": "speaker", "sex": "female", "text": "Áo dài đỏ", "source": "Ý kiến chỉ đạo"}
    assert organiser.post(f"{LIST}/dress", data=data).status_code == 303
    page = organiser.get(f"{LIST}/dress").text
    assert "chưa ghi giới tính" in page, "speakers whose sex is not known"
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        rule = next(one for one in dress_rules(db, here) if one.text == "Áo dài đỏ")
    assert organiser.post(f"{LIST}/dress/{rule.id}/end").status_code == 303
    assert "Áo dài đỏ" not in organiser.get(f"{LIST}/dress").text
    assert organiser.post(f"{LIST}/dress/{rule.id}/end").status_code == 404


@pytest.fixture
def substituted(organiser: TestClient, summit: Database) -> TestClient:
    head = someone(summit, "chánh văn phòng thành ủy").delegate.id
    organiser.post(f"{LIST}/{head}/substitution", data=DEPUTY)
    return organiser


def test_the_office_list_has_two_rows_of_headings_and_counts_places(
    substituted: TestClient,
) -> None:
    book = openpyxl.load_workbook(BytesIO(substituted.get(f"{LIST}/export.xlsx").content))
    page = book.worksheets[0]
    merged = {str(area) for area in page.merged_cells.ranges}
    top = next(row[0].row for row in page.iter_rows() if row[0].value == "STT")
    assert {f"C{top}:D{top}", f"E{top}:F{top}", f"A{top}:A{top + 1}"} <= merged
    assert page.cell(top, 3).value == "Chức vụ, đơn vị"
    assert [page.cell(top + 1, n).value for n in (3, 4, 5, 6)] == [
        "Chức vụ",
        "Đơn vị",
        "Xác báo",
        "Chỗ ngồi",
    ]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert "Ấn định danh sách có 1.086 đại biểu" in texts
    assert any(text.startswith("1.086/1.086 suất: dự ") for text in texts)
    assert any("dự thay" in text for text in texts)


def test_the_same_list_as_docx_and_pdf(substituted: TestClient) -> None:
    narrow = "?search=van+phong+thanh+uy"
    docx = substituted.get(f"{LIST}/export.docx{narrow}").content
    text = mammoth.extract_raw_text(BytesIO(docx)).value
    pdf = substituted.get(f"{LIST}/export.pdf{narrow}").content
    pages = "".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(pdf)).pages)
    for paper in (text, pages):
        assert "DANH SÁCH ĐẠI BIỂU" in paper
        assert "Nguyễn Văn Mẫu An" in paper
        assert "Ấn định danh sách có" in paper
    with zipfile.ZipFile(BytesIO(docx)) as parts:
        assert parts.read("word/document.xml").count(b"w:tblHeader") == 3


def test_the_flat_table_holds_all_that_was_entered(
    substituted: TestClient, summit: Database
) -> None:
    book = openpyxl.load_workbook(BytesIO(substituted.get(f"{LIST}/flat.xlsx").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(rows[0]) == [column.heading for column in exports.FLAT_COLUMNS]
    assert len(rows) == 1_088
    lines = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    head = someone(summit, "chánh văn phòng thành ủy").delegate
    stand_in = lines[1_087]
    assert stand_in["Họ và tên"] == "Nguyễn Văn Mẫu An"
    assert stand_in["Dự thay cho mã"] == head.number
    assert lines[head.number]["Trạng thái"] == "có người dự thay"
    assert lines[head.number]["Lý do"] == "Họp"
    with summit.reading() as db:
        for one in store.everyone(db, head.conference_id):
            line = lines[one.delegate.number]
            assert (line["Họ và tên"] or "") == one.delegate.name
            assert str(line["Chức vụ"] or "").splitlines() == one.positions
            assert line["Khối"] == one.group.name
            assert bool(line["Lực lượng vũ trang"]) is one.delegate.is_uniformed


@pytest.mark.parametrize(
    "path",
    ["delegates", "delegates/press", "invitations", "awards", "speeches", "seating/list"],
)
def test_every_list_of_people_tells_the_sums_against_the_stated_number(
    organiser: TestClient, path: str
) -> None:
    text = organiser.get(f"/conferences/{HAI_PHONG}/{path}").text
    found = re.search(r'<nav class="sums".*?</nav>', text, re.S)
    assert found, path
    told = re.sub(r"<[^>]+>", " ", found[0])
    assert re.search(r"1\.086\s+/ 1\.086", told)
    for word in ("dự", "chờ xác báo", "vắng", "dự thay", "khuyết"):
        assert word in told.casefold(), word
