"""Texts handed in, judged and saved again, on screen and for programs."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.conferences.rules import DeskRole
from app.db import Database
from tests.cast import HA_NOI, end_rehearsal, rehearse
from tests.conftest import Joins
from tests.speeches.made import docx_of, locked_pdf, pdf_of, scanned_pdf, speech
from tests.speeches.test_routes import API, SPEECHES, row, step

ELSEWHERE = f"/conferences/{HA_NOI}/speeches"


def hand_in(client: TestClient, number: int, content: bytes, name: str = "bài.docx") -> int:
    sent = client.post(f"{SPEECHES}/{number}/texts", files={"file": (name, content)})
    return sent.status_code


def judge(client: TestClient, number: int, version: int, **typed: str) -> int:
    answer = client.post(f"{SPEECHES}/{number}/texts/{version}/review", data=typed)
    return answer.status_code


def test_a_text_is_kept_read_and_given_back_as_it_came(
    organiser: TestClient, tmp_path: Path
) -> None:
    sent = docx_of("Kính thưa các đồng chí", "Nội dung <script>alert(1)</script> đây")
    answer = organiser.post(f"{SPEECHES}/9/texts", files={"file": ("Bài 9.docx", sent)})
    page = organiser.get(answer.headers["location"]).text
    assert "<b>Kính</b>" in page
    assert "<i>chí</i>" in page
    assert "<script>alert" not in page
    saved = organiser.get(f"{SPEECHES}/9/texts/1/file")
    assert saved.content == sent
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert "B%C3%A0i%209.docx" in saved.headers["content-disposition"]
    (stored,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert re.fullmatch("[0-9a-f]{48}", stored.name)
    assert "đã nộp" in row(organiser.get(SPEECHES).text, 9)


@pytest.mark.parametrize(
    ("syllables", "said"),
    [
        (190, "khoảng 1 phút, giới hạn 7"),
        (1330, "khoảng 7 phút, giới hạn 7"),
        (1710, "khoảng 9 phút, giới hạn 7"),
    ],
)
def test_the_words_tell_how_long_it_takes_to_say(
    organiser: TestClient, syllables: int, said: str
) -> None:
    hand_in(organiser, 9, speech(syllables))
    page = organiser.get(SPEECHES).text
    assert said in row(page, 9)
    assert ('class="too-long"' in row(page, 9)) == (syllables > 1330)


def test_another_rate_tells_another_length(organiser: TestClient) -> None:
    hand_in(organiser, 9, speech(1710))
    terms = dict.fromkeys(("more", "priority", "ready", "long", "balance", "repeat", "side"), "1")
    slow = {**terms, "syllables_a_minute": "150", "change_over": "1"}
    assert organiser.post(f"{SPEECHES}/selection/terms", data=slow).status_code == 303
    assert "khoảng 11 phút, giới hạn 7" in row(organiser.get(SPEECHES).text, 9)
    wrong = {**slow, "syllables_a_minute": "5"}
    answer = organiser.post(f"{SPEECHES}/selection/terms", data=wrong)
    assert answer.status_code == 422
    assert "Nhỏ nhất là 60" in answer.text


def test_returned_with_remarks_a_new_version_goes_its_way_anew(organiser: TestClient) -> None:
    hand_in(organiser, 3, speech(2000))
    assert judge(organiser, 3, 1, stage="returned") == 422, "without saying why"
    assert judge(organiser, 3, 1, stage="returned", remark="Rút gọn phần kết quả") == 303
    assert "Rút gọn phần kết quả" in organiser.get(f"{SPEECHES}/review").text
    assert hand_in(organiser, 3, speech(1200)) == 303
    assert judge(organiser, 3, 1, stage="passed") == 409, "there is a newer version"
    assert "Đây là bản cũ" in organiser.get(f"{SPEECHES}/3/texts/1").text
    assert judge(organiser, 3, 2, stage="under_review") == 303
    assert judge(organiser, 3, 2, stage="passed", remark="Đạt yêu cầu") == 303
    page = organiser.get(f"{SPEECHES}/3").text
    story = re.findall(r"<strong>([^<]+)</strong>(?: <a[^>]+>([^<]+)</a>)", page)
    assert [told for told in story if told[0] != "bản 2"][-5:] == [
        ("đã nộp", "bản 1"),
        ("trả lại chỉnh sửa", "bản 1"),
        ("đã nộp", "bản 2"),
        ("đang thẩm định", "bản 2"),
        ("đạt", "bản 2"),
    ]


def test_a_passed_text_that_is_replaced_must_be_reviewed_again(organiser: TestClient) -> None:
    hand_in(organiser, 3, speech(100))
    judge(organiser, 3, 1, stage="passed")
    hand_in(organiser, 3, speech(101))
    assert "đã nộp" in row(organiser.get(SPEECHES).text, 3)


def test_a_remark_alone_moves_nothing(organiser: TestClient) -> None:
    hand_in(organiser, 3, speech(100))
    judge(organiser, 3, 1, stage="passed")
    assert judge(organiser, 3, 1, remark="Nên nhắc tới phường khác") == 303
    page = organiser.get(f"{SPEECHES}/3").text
    assert "Nên nhắc tới phường khác" in page
    assert "đạt" in row(organiser.get(SPEECHES).text, 3)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bài.docx", b"khong phai docx", "Chỉ nhận bài viết là tệp .docx hoặc .pdf"),
        ("bài.pdf", locked_pdf(), "Tệp có mật khẩu"),
        ("bài.docx", b"", "Chưa chọn tệp, hoặc tệp trống"),
    ],
)
def test_a_wrong_file_is_told_beside_the_field_and_nothing_is_kept(
    organiser: TestClient, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    answer = organiser.post(f"{SPEECHES}/9/texts", files={"file": (name, content)})
    assert answer.status_code == 422
    assert said in answer.text
    assert not (tmp_path / "files").exists()
    assert "chưa nộp" in row(organiser.get(SPEECHES).text, 9)
    assert organiser.post(f"{SPEECHES}/9/texts", data={"file": "chữ"}).status_code == 422


def test_the_same_file_again_is_refused(organiser: TestClient) -> None:
    sent = speech(100)
    assert hand_in(organiser, 9, sent) == 303
    assert hand_in(organiser, 9, sent) == 409
    assert organiser.get(f"{SPEECHES}/9/texts/2").status_code == 404


def test_a_scan_counts_as_handed_in_without_words(organiser: TestClient) -> None:
    assert hand_in(organiser, 9, scanned_pdf(), "bài.pdf") == 303
    assert "chưa đếm được chữ" in row(organiser.get(SPEECHES).text, 9)
    assert "Tệp là ảnh chụp" in organiser.get(f"{SPEECHES}/9/texts/1").text


def test_a_version_taken_back_goes_with_its_file(organiser: TestClient, tmp_path: Path) -> None:
    hand_in(organiser, 9, speech(100))
    assert organiser.post(f"{SPEECHES}/9/texts/1/removal").status_code == 303
    assert organiser.get(f"{SPEECHES}/9/texts/1/file").status_code == 404
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
    assert "Chưa có tệp bài viết" in organiser.get(f"{SPEECHES}/9").text


def test_a_rehearsed_text_is_not_a_real_one(summit: Database, organiser: TestClient) -> None:
    rehearse(summit, "2026-05-29T10:59:59")
    hand_in(organiser, 9, speech(100))
    assert "nộp muộn" not in row(organiser.get(SPEECHES).text, 9)
    rehearse(summit, "2026-05-29T11:00:00")
    hand_in(organiser, 10, speech(100))
    assert "nộp muộn" in row(organiser.get(SPEECHES).text, 10)
    end_rehearsal(summit)
    assert organiser.get(f"{SPEECHES}/9/texts/1").status_code == 404
    hand_in(organiser, 9, speech(100))
    assert organiser.get(f"{SPEECHES}/9/texts/1").status_code == 200


def test_the_queue_shows_whose_turn_it_is(organiser: TestClient) -> None:
    for number in (3, 4, 5):
        hand_in(organiser, number, speech(100))
    judge(organiser, 4, 1, stage="under_review")
    judge(organiser, 5, 1, stage="passed")
    parts = re.split(r"<h2>", organiser.get(f"{SPEECHES}/review").text)[1:]
    shown = {part.split("<")[0]: re.findall(r"/speeches/(\d+)/texts/1\"", part) for part in parts}
    assert shown["Tôi đang thẩm định"] == ["4"]
    assert shown["Chờ nhận thẩm định"] == ["3"]
    assert shown["Đã đạt"] == ["5"]


def test_only_organisers_hand_in_and_judge_and_members_read(
    joins: Joins, organiser: TestClient
) -> None:
    hand_in(organiser, 3, speech(100))
    viewer = joins(DeskRole.VIEWER).client
    assert viewer.get(f"{SPEECHES}/3/texts/1/file").status_code == 200
    assert "Ý kiến thẩm định" not in viewer.get(f"{SPEECHES}/3/texts/1").text
    assert hand_in(viewer, 3, speech(101)) == 403
    assert judge(viewer, 3, 1, stage="passed") == 403
    assert viewer.post(f"{SPEECHES}/3/texts/1/removal").status_code == 403


def test_strangers_and_other_conferences_find_nothing(joins: Joins, organiser: TestClient) -> None:
    hand_in(organiser, 3, speech(100))
    stranger, neighbour = joins(None).client, joins(DeskRole.PRESS, HA_NOI).client
    for client, where in ((stranger, SPEECHES), (neighbour, SPEECHES), (neighbour, ELSEWHERE)):
        for path in ("3/texts/1", "3/texts/1/file"):
            assert client.get(f"{where}/{path}").status_code == 404
        sent = client.post(f"{where}/3/texts", files={"file": ("a.docx", speech(50))})
        assert sent.status_code == (403 if where == ELSEWHERE else 404)
        removed = client.post(f"{where}/3/texts/1/removal").status_code
        assert removed == (403 if where == ELSEWHERE else 404)
    assert organiser.get(f"{SPEECHES}/3/texts/2").status_code == 404


def test_a_program_hands_in_and_gets_the_file_back(joins: Joins, client: TestClient) -> None:
    token = {"Authorization": f"Bearer {joins(DeskRole.ORGANISER).token}"}
    address, sent = f"{API}/6/texts?name=bai.pdf", pdf_of("Kính thưa các đồng chí.")
    made = client.post(address, content=sent, headers=token).json()
    assert (made["version"], made["kind"], made["name"]) == (1, "pdf", "bai.pdf")
    assert made["syllables"] == 7
    assert client.get(f"{API}/6/texts/1/file", headers=token).content == sent
    assert [text["version"] for text in client.get(f"{API}/6/texts", headers=token).json()] == [1]
    listed = client.get(f"{API}/6", headers=token).json()
    assert (listed["stage"], listed["version"], listed["syllables"]) == ("handed_in", 1, 7)
    assert client.post(address, content=b"hallo", headers=token).status_code == 409
    assert client.post(address, content=sent).status_code == 401
    stranger = {"Authorization": f"Bearer {joins(None).token}"}
    assert client.post(address, content=sent, headers=stranger).status_code == 404
    viewer = {"Authorization": f"Bearer {joins(DeskRole.VIEWER).token}"}
    assert client.post(address, content=sent, headers=viewer).status_code == 403


def test_a_step_by_hand_is_not_needed_twice(organiser: TestClient) -> None:
    hand_in(organiser, 3, speech(100))
    assert step(organiser, 3, stage="under_review") == 303
    assert "đang thẩm định" in row(organiser.get(SPEECHES).text, 3)


def test_a_reviewer_sees_what_the_new_version_says_otherwise(organiser: TestClient) -> None:
    hand_in(organiser, 9, docx_of("Đã đạt 86 phần trăm hồ sơ", "Kiến nghị thành phố"))
    hand_in(organiser, 9, docx_of("Đã đạt 98 phần trăm hồ sơ", "Kiến nghị thành phố"))
    page = organiser.get(f"{SPEECHES}/9/texts/2?against=1").text
    assert "<del>86</del> <ins>98</ins>" in page
    assert "thêm 1 tiếng, bỏ 1 tiếng" in page
    assert organiser.get(f"{SPEECHES}/9/texts/2?against=7").status_code == 404
    assert organiser.get(f"{SPEECHES}/9/texts/1?against=1").status_code == 200
