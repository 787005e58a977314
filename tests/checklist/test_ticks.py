"""What only a person can confirm: with proof, in its rehearsal, opened again, followed."""

import re
from pathlib import Path

from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from tests.cast import HA_NOI, HAI_PHONG, end_rehearsal, rehearse
from tests.conftest import Joins

HERE = f"/conferences/{HAI_PHONG}"
CHECKLIST = f"{HERE}/checklist"
API = f"/api/v1{CHECKLIST}"
PDF = b"%PDF-1.7 bien ban"


def keys(page: str, kind: str) -> list[str]:
    return sorted(set(re.findall(rf"entries/({kind}-\d+)", page)))


def first(client: TestClient, kind: str) -> str:
    return keys(client.get(f"{CHECKLIST}?by=deadline&show=all").text, kind)[0]


def confirm(client: TestClient, key: str, **typed: str) -> int:
    return client.post(f"{CHECKLIST}/entries/{key}/ticks", data=typed).status_code


def test_confirmed_with_evidence_and_opened_again_with_a_reason(organiser: TestClient) -> None:
    key = first(organiser, "documents")
    page = f"{CHECKLIST}/entries/{key}"
    assert confirm(organiser, key) == 409  # no proof
    assert confirm(organiser, key, note="Đã nhận đủ", at="08:00, 02/6/2099") == 409
    assert confirm(organiser, key, note="Đã nhận đủ 60 bộ") == 303
    assert confirm(organiser, key, note="Lần nữa") == 409
    shown = organiser.get(page).text
    assert "Đã nhận đủ 60 bộ" in shown
    assert "hoàn thành" in shown
    reopening = f"{page}/ticks/reopening"
    assert organiser.post(reopening, data={"reason": ""}).status_code == 422
    assert organiser.post(reopening, data={"reason": "Thiếu phụ lục"}).status_code == 303
    assert organiser.post(reopening, data={"reason": "Thiếu phụ lục"}).status_code == 409
    shown = organiser.get(page).text
    assert "Thiếu phụ lục" in shown
    assert "Đã nhận đủ 60 bộ" in shown  # the story keeps it
    assert "Xác nhận đã xong" in shown
    history = organiser.get(f"{HERE}/history?table=tick").text
    assert history.count("Xác nhận việc trong danh mục") == 2
    assert "Thiếu phụ lục" in history


def test_a_file_proves_it_and_is_only_ever_saved(organiser: TestClient) -> None:
    key = first(organiser, "confirmed")
    address = f"{CHECKLIST}/entries/{key}/ticks"
    sent = {"file": ("bien ban.pdf.exe", b"MZ\x90", "application/pdf")}
    assert organiser.post(address, files=sent).status_code == 409
    sent = {"file": ("../biên bản", PDF, "text/html")}
    assert organiser.post(address, files=sent).status_code == 303
    page = organiser.get(f"{CHECKLIST}/entries/{key}").text
    link = re.search(r'href="([^"]+/ticks/\d+/file)"', page)
    assert link is not None
    saved = organiser.get(link[1])
    assert saved.content == PDF
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert "bi%C3%AAn%20b%E1%BA%A3n.pdf" in saved.headers["content-disposition"]


def test_a_proof_is_scanned_and_a_strangers_is_not(
    summit: Database, joins: Joins, tmp_path: Path
) -> None:
    scanned = tmp_path / "scanned"
    script = tmp_path / "scan.sh"
    script.write_text(f"#!/bin/sh\necho x >> {scanned}\n! grep -q EICAR\n")
    script.chmod(0o700)
    office, stranger = joins(DeskRole.ORGANISER).client, joins(None).client
    address = f"{CHECKLIST}/entries/{first(office, 'documents')}/ticks"
    sent = {"file": ("biên bản.pdf", b"%PDF-1.7 EICAR", "application/pdf")}
    for one in (stranger, office):
        one.app.state.settings.scan_command = str(script)  # type: ignore[attr-defined]
    assert stranger.post(address, files=sent).status_code == 404
    assert not scanned.exists()
    answer = office.post(address, files=sent, data={"note": "Đã nhận đủ"})
    assert answer.status_code == 409
    assert "mã độc" in answer.text
    assert "Đã nhận đủ" in answer.text
    assert scanned.exists()


def test_what_needs_something_else_is_confirmed_early_only_for_a_reason(
    organiser: TestClient,
) -> None:
    key = first(organiser, "rehearsed")
    assert "Cần trước đó" in organiser.get(f"{CHECKLIST}/entries/{key}").text
    assert confirm(organiser, key, note="Đã duyệt thử") == 409
    assert confirm(organiser, key, note="Đã duyệt thử", reason="Tài liệu in xong chiều nay") == 303
    assert "Tài liệu in xong chiều nay" in organiser.get(f"{CHECKLIST}/entries/{key}").text


def test_what_closes_itself_is_not_ticked(organiser: TestClient) -> None:
    assert confirm(organiser, "hall-0", note="Xong") == 409
    assert confirm(organiser, "documents-999999", note="Xong") == 404
    assert "tự khép lại" in organiser.get(f"{CHECKLIST}/entries/hall-0").text


def test_a_rehearsals_ticks_never_mix_with_real_ones(
    summit: Database, organiser: TestClient
) -> None:
    key = first(organiser, "documents")
    rehearse(summit, "2026-05-31T10:00:00")
    assert confirm(organiser, key, note="Tập dượt") == 303
    assert "Tập dượt" in organiser.get(f"{CHECKLIST}/entries/{key}").text
    end_rehearsal(summit)
    page = organiser.get(f"{CHECKLIST}/entries/{key}").text
    assert "Tập dượt" not in page
    assert "Xác nhận đã xong" in page
    assert "Xác nhận việc" not in organiser.get(f"{HERE}/history?table=tick").text
    assert confirm(organiser, key, note="Thật") == 303


def test_template_lines_are_adopted_one_by_one(organiser: TestClient) -> None:
    template = f"{CHECKLIST}/template"
    page = organiser.get(template).text
    assert page.count("đề xuất</span>") == 4 + 6  # the seating of the seed is done already
    assert organiser.post(f"{template}/7/adoption", data={"at": "05:45, 02/6/2026"}).is_redirect
    assert organiser.post(f"{template}/7/adoption").status_code == 409
    assert organiser.post(f"{template}/2/adoption").status_code == 409  # there is one of the plan
    assert organiser.post(f"{template}/99/adoption").status_code == 404
    entries = organiser.get(f"{CHECKLIST}?by=phase").text
    line = next(part for part in entries.split("<li ") if "Thử âm thanh, micro" in part)
    assert "05:45, 02/6/2026" in line
    assert "Trung tâm Hội nghị và Biểu diễn thành phố" in line  # who readies the hall
    assert "quá hạn" in line
    key = keys(entries, "check")[0]
    assert confirm(organiser, key, note="Đã thử đủ 12 micro") == 303
    number = key.partition("-")[2]
    removal = f"{template}/checks/{number}/removal"
    assert organiser.post(removal).status_code == 409
    assert organiser.post(removal, data={"reason": "Gộp vào tổng duyệt"}).is_redirect
    assert "offer-7" in organiser.get(template).text


def test_a_conference_without_tasks_is_offered_everything(joins: Joins) -> None:
    client = joins(DeskRole.ORGANISER, HA_NOI).client
    template = f"/conferences/{HA_NOI}/checklist/template"
    assert len(set(re.findall(r'id="(offer-\d+)"', client.get(template).text))) == 11
    assert client.post(f"{template}/2/adoption").is_redirect
    entries = client.get(f"/conferences/{HA_NOI}/checklist?by=deadline&show=all").text
    assert "Các đơn vị xác báo đại biểu" in entries
    assert "offer-2" not in client.get(template).text


def test_ones_own_check_of_the_day(organiser: TestClient) -> None:
    template = f"{CHECKLIST}/template"
    typed = {"content": "Hoa bục phát biểu", "at": "06:00, 02/6/2026"}
    assert organiser.post(f"{template}/checks", data={**typed, "at": "sáng"}).status_code == 422
    assert organiser.post(f"{template}/checks", data={**typed, "unit_id": "1"}).status_code == 404
    assert organiser.post(f"{template}/checks", data=typed).is_redirect
    assert "Hoa bục phát biểu" in organiser.get(f"{CHECKLIST}?show=all").text


def test_mine_is_what_i_look_after(joins: Joins, organiser: TestClient) -> None:
    viewer = joins(DeskRole.VIEWER).client
    key = first(organiser, "rehearsed")
    assert "Chưa có việc nào tôi theo dõi" in organiser.get(f"{CHECKLIST}?mine=true").text
    organiser.post(f"{CHECKLIST}/entries/{key}/charge")
    mine = organiser.get(f"{CHECKLIST}?mine=true").text
    assert keys(mine, "rehearsed") == [key]
    assert "Chưa có việc nào tôi theo dõi" in viewer.get(f"{CHECKLIST}?mine=true").text
    grid = organiser.get(f"{CHECKLIST}/units").text
    unit = re.search(r'units/(\d+)">\s*<span class="unit-name">Sở Y tế<', grid)
    assert unit is not None
    organiser.post(f"{CHECKLIST}/units/{unit[1]}/charge")
    assert "Tổ chức ứng trực cấp cứu" in organiser.get(f"{CHECKLIST}?mine=true").text
    organiser.post(f"{CHECKLIST}/units/{unit[1]}/charge/withdrawal")
    assert "Tổ chức ứng trực cấp cứu" not in organiser.get(f"{CHECKLIST}?mine=true").text


def test_who_may_confirm(joins: Joins, organiser: TestClient) -> None:
    key = first(organiser, "documents")
    viewer, stranger = joins(DeskRole.VIEWER).client, joins(None).client
    assert viewer.get(f"{CHECKLIST}/entries/{key}").status_code == 200
    assert confirm(viewer, key, note="Xong") == 403
    assert viewer.post(f"{CHECKLIST}/template/7/adoption").status_code == 403
    assert stranger.get(f"{CHECKLIST}/entries/{key}").status_code == 404
    assert confirm(stranger, key, note="Xong") == 404


def test_a_program_confirms_and_reads_the_path(
    joins: Joins, summit: Database, client: TestClient
) -> None:
    rehearse(summit, "2026-05-29T08:00:00")
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    entries = client.get(API, headers=token).json()["entries"]
    key = next(e["key"] for e in entries if e["kind"] == "documents" and not e["want"])
    made = client.post(f"{API}/{key}/tick", json={"note": "Đủ 60 bộ"}, headers=token)
    assert (made.status_code, made.json()["evidence"]) == (201, "Đủ 60 bộ")
    again = client.post(f"{API}/{key}/tick/reopening", json={"reason": "Thiếu"}, headers=token)
    assert again.json()["done_at"] is None
    found = client.get(f"{API}/path", headers=token).json()
    assert found["critical"] == ["texts", "reviews", "documents", "rehearsal"]
    assert found["slack_hours"] == 96 - (24 + 24 + 4 + 3)
    tiles = client.get(f"{API}/units", headers=token).json()
    assert sum(tile["is_commune"] for tile in tiles) == 114
    assert client.get(f"{API}/{key}").status_code == 401
