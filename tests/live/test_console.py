"""The console: what it shows on the seed's late morning, and what its buttons do."""

import re
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlmodel import Session
from starlette.testclient import TestClient

from app.checkin.models import Arrival, Entrance
from app.conferences.rules import DeskRole
from app.conferences.store import conference_named, rehearsal
from app.db import Database
from app.delegates import store as delegates
from app.live.rules import ActionKind
from app.speeches import store as speeches
from app.speeches.selection import Lock
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG, end_rehearsal, rehearse
from tests.conftest import Joins
from tests.counting import statements
from tests.live import hall

LIVE = f"/conferences/{HAI_PHONG}/live"
API = f"/api/v1/conferences/{HAI_PHONG}/live"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def late(summit: Database) -> Database:
    """08:43, eight minutes late: the first of ten speeches begins."""
    hall.choose(summit)
    hall.run(summit, "08:08", "08:13", "08:23", "08:43")
    return summit


def do(client: TestClient, said: str, sequence: int, **more: str) -> tuple[int, str]:
    data = {"do": said, "sequence": str(sequence), **more}
    answer = client.post(f"{LIVE}/actions", data=data, headers=FRAGMENT)
    return answer.status_code, " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def shown(client: TestClient, path: str = LIVE) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).text).split())


def test_the_late_morning_is_shown_with_its_cut_line_and_what_every_choice_brings(
    late: Database, organiser: TestClient
) -> None:
    page = shown(organiser)
    assert "8 trong 9 bài đang chờ kịp trước 10:00" in page
    assert "Hết tham luận lúc 10:02." in page
    assert "bỏ thì bế mạc lúc 10:47, sớm hơn 15 phút" in page
    assert "chậm 8 phút" in page
    assert "Đến đây thì kịp trước 10:00" in page
    assert "Khi đó hết tham luận lúc 09:54, bế mạc lúc 10:54." in page
    assert "6 phút 9/9 09:53 10:53" in page
    assert "quá 2 phút" in page
    assert "đủ giờ cho tất cả" not in shown(organiser, f"{LIVE}?before=end")


def test_buttons_change_the_order_and_undo_takes_it_back(
    late: Database, organiser: TestClient
) -> None:
    status, page = do(organiser, "cut speech:10", 4)
    assert (status, "đủ giờ cho tất cả" in page) == (200, True)
    assert do(organiser, "swap speech:2", 5)[0] == 200
    waiting = [cue.key for cue in hall.morning(late).remaining if cue.kind == "speech"]
    assert waiting[:2] == ["speech:3", "speech:2"]
    assert "speech:10" not in waiting
    do(organiser, "undo", 6)
    _, page = do(organiser, "undo", 7)
    assert "8 trong 9 bài" in page
    refused = do(organiser, "undo", 3)
    assert refused[0] == 409
    assert "vừa hoàn tác" in refused[1]


def test_a_press_that_is_sent_twice_is_one(late: Database, organiser: TestClient) -> None:
    assert do(organiser, "next", 4, token="a" * 32)[0] == 200
    assert do(organiser, "next", 4, token="a" * 32)[0] == 200
    assert hall.morning(late).state.key == "speech:1:after"
    assert do(organiser, "next", 4, token="b" * 32)[0] == 409


def test_a_press_made_without_a_network_counts_from_when_it_was_made(
    late: Database, organiser: TestClient
) -> None:
    rehearse(late, "2026-06-02T08:52")
    do(organiser, "next", 4, ago="60")
    assert hall.time(hall.morning(late).state.began_at) == "08:51"
    rehearse(late, "2026-06-02T08:53:30")
    do(organiser, "began:90", 5)
    assert hall.time(hall.morning(late).state.began_at) == "08:52"


def test_locked_speeches_are_never_cut(late: Database, organiser: TestClient) -> None:
    with late.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        speeches.speech_numbered(db, conference.id, 10).lock = Lock.MUST
    page = shown(organiser)
    assert "phải trình bày" in page
    assert 'value="cut speech:10"' not in organiser.get(LIVE).text
    assert 'value="cut speech:9"' in organiser.get(LIVE).text
    status, told = do(organiser, "cut speech:10", 4)
    assert (status, "phải trình bày" in told) == (409, True)


def test_messages_and_blackout_are_kept_and_refuse_nobody(
    late: Database, organiser: TestClient
) -> None:
    told = {"kind": "message", "text": "Đề nghị nói gọn", "to_stage": "1", "to_mc": "1"}
    assert organiser.post(f"{LIVE}/actions", data=told).status_code == 303
    do(organiser, "blackout:1", 0)
    found = hall.morning(late)
    assert (found.blackout, found.state.sequence) == (True, 4)
    message = found.message("mc")
    assert message and message.text == "Đề nghị nói gọn"
    assert found.message("backstage") is None
    do(organiser, "message stage", 0)
    assert hall.morning(late).message("stage") is None
    assert do(organiser, "message", 0)[0] == 409


def test_the_next_three_are_shown_with_their_seats_and_where_they_are(
    late: Database, organiser: TestClient
) -> None:
    assert shown(organiser).count("chưa rõ có mặt") == 3
    with late.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        entrance = Entrance(conference_id=here, name="Lượt thử")
        db.add(entrance)
        db.flush()
        _come_in(db, here, entrance.id, number=2)
    page = shown(organiser)
    assert ("trong hội trường" in page, page.count("chưa thấy")) == (True, 2)
    assert "ghế" in page
    said = {"post": "backstage", "said": "at_steps speech:3", "is_at_console": "true"}
    assert organiser.post(f"{LIVE}/reports", data=said, headers=FRAGMENT).status_code == 200
    assert "tại bậc sân khấu" in shown(organiser)


def _come_in(db: Session, here: int, entrance_id: int, number: int) -> None:
    going_on, speaker = rehearsal(db, here), speeches.speech_numbered(db, here, number).speaker_id
    assert speaker is not None
    db.add(
        Arrival(
            conference_id=here,
            entrance_id=entrance_id,
            delegate_id=speaker,
            rehearsal_id=going_on.id if going_on else None,
            at=AUTHOR.at,
            scan_id="thu",
        )
    )


def test_each_post_says_it_is_ready_and_moves_nothing(late: Database, joins: Joins) -> None:
    usher = joins(DeskRole.DOOR).client
    for kind, word in (("ready", "sẵn sàng"), ("not_ready", "chưa sẵn sàng")):
        said = {"post": "mc", "kind": kind, "key": "speech:2"}  # past the change-over
        answer = usher.post(f"{LIVE}/reports", data=said)
        assert answer.headers["location"].endswith("/runsheet/backstage")
        assert word in shown(usher)
    assert hall.morning(late).state.sequence == 4


def test_a_speech_in_reserve_is_inserted_with_its_words(
    late: Database, organiser: TestClient
) -> None:
    new = {"kind": "insert", "sequence": "4", "speech": "14"}
    assert organiser.post(f"{LIVE}/actions", data=new).status_code == 303
    cue = hall.morning(late).remaining[1]
    assert (cue.key, cue.seconds, "Lê Chân" in cue.speaker) == ("speech:14", 420, True)
    again = organiser.post(f"{LIVE}/actions", data={**new, "sequence": "5"})
    assert again.status_code == 409
    empty = organiser.post(f"{LIVE}/actions", data={"kind": "insert", "sequence": "5"})
    assert "số phút" in empty.text


def test_what_is_run_is_the_release_until_there_is_a_new_one(
    late: Database, organiser: TestClient
) -> None:
    organiser.post(f"/conferences/{HAI_PHONG}/agenda/releases", data={"remark": ""})
    hall.choose(late, (1, 2))
    assert "bản phát hành số 1" in shown(organiser)
    assert hall.morning(late).following is not None
    assert len([c for c in hall.morning(late).remaining if c.kind == "speech"]) == 9


def test_afterwards_everything_is_told_on_screen_and_on_paper(
    late: Database, organiser: TestClient
) -> None:
    hall.press(late, "08:45", ActionKind.EXTEND, seconds=120)
    hall.press(late, "08:52", ActionKind.NEXT)
    hall.press(late, "08:52", ActionKind.CUT, "speech:9")
    hall.press(late, "08:53", ActionKind.SWAP, "speech:3")
    for minute in range(54, 60):
        hall.press(late, f"08:{minute}", ActionKind.NEXT)
    page = shown(organiser, f"{LIVE}/report")
    assert "Thêm giờ 2:00 Người thử, 08:45" in page
    assert "gửi văn bản" in page
    sheet = load_workbook(_file(organiser, "xlsx")).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(row for row in cells if row[0] == "4.1")
    assert first[3:9] == ["08:35", 7, "08:43", "08:52", 9, 0]
    assert "thêm 2 phút (Người thử, 08:45)" in str(first[10])
    paper = Document(_file(organiser, "docx"))
    minutes = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "BIÊN BẢN" in minutes
    assert "chuyển gửi văn bản (Người thử, 08:52)" in minutes
    assert "đổi chỗ" in minutes


def _file(client: TestClient, ending: str) -> BytesIO:
    return BytesIO(client.get(f"{LIVE}/report.{ending}").content)


def test_rehearsed_and_real_mornings_have_logs_of_their_own(
    late: Database, organiser: TestClient
) -> None:
    end_rehearsal(late)
    assert "Hội nghị chưa bắt đầu" in shown(organiser)
    assert "Nhật ký đầy đủ" not in shown(organiser, f"{LIVE}/report")


ROUTES = [
    ("GET", LIVE),
    ("POST", f"{LIVE}/actions"),
    ("POST", f"{LIVE}/reports"),
    ("GET", f"{LIVE}/picture"),
    ("GET", f"{LIVE}/report"),
    ("GET", f"{LIVE}/report.xlsx"),
    ("GET", f"{LIVE}/report.docx"),
    ("GET", API),
    ("GET", f"{API}/report"),
    ("POST", f"{API}/actions"),
]


def test_no_route_obeys_a_delegate_or_a_stranger(
    late: Database, joins: Joins, client: TestClient
) -> None:
    with late.reading() as db:
        card = delegates.example_token(db)
    stranger = joins(None)
    theirs = joins(DeskRole.ORGANISER, HA_NOI)
    form = {"do": "next", "sequence": "4", "kind": "next", "post": "mc", "key": "speech:2"}
    for method, path in ROUTES:
        for token in (card, stranger.token, theirs.token):
            client.cookies.set("delegate", str(card))
            bearer = {"Authorization": f"Bearer {token}"}
            answer = client.request(method, path, data=form, headers=bearer)
            assert answer.status_code in {303, 401, 403, 404, 422}, (method, path)
            assert answer.headers.get("location", "/sign-in").startswith("/sign-in")
        for somebody in (stranger.client, theirs.client):
            assert somebody.request(method, path, data=form).status_code in {401, 404}, path
    assert hall.morning(late).state.version == 4


def test_a_viewer_sees_the_console_without_buttons(late: Database, joins: Joins) -> None:
    viewer = joins(DeskRole.VIEWER).client
    assert 'name="do"' not in viewer.get(LIVE).text
    assert do(viewer, "next", 4)[0] == 403


def test_as_many_questions_after_a_long_morning_as_after_a_short_one(
    late: Database, organiser: TestClient
) -> None:
    with statements() as few:
        organiser.get(LIVE)
    for minute in range(44, 59):
        hall.press(late, f"08:{minute}", ActionKind.EXTEND, seconds=30)
    with statements() as many:
        organiser.get(LIVE)
    assert len(many) == len(few)


def test_programs_press_everything_too(late: Database, joins: Joins, client: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {joins(DeskRole.MODERATOR).token}"}

    def act(**action: object) -> dict[str, object]:
        answer = client.post(f"{API}/actions", json=action, headers=bearer)
        assert answer.status_code == 201, answer.text
        found: dict[str, object] = answer.json()
        return found

    told = act(kind="cut", sequence=4, keys=["speech:9"])
    assert {cue["fate"] for cue in told["cues"] if cue["key"] == "speech:9"} == {"cut"}  # type: ignore[attr-defined]
    told = act(kind="extend", sequence=5, seconds=60)
    assert str(told["until"]).startswith("2026-06-02T01:51")
    told = act(kind="insert", sequence=6, content="Mời nghỉ", minutes=5)
    told = act(kind="message", text="Nói gọn", posts=["stage"])
    assert told["messages"] == {"stage": "Nói gọn"}
    report = client.get(f"{API}/report", headers=bearer).json()
    assert [row["fate"] for row in report["rows"] if row["key"] == "speech:9"] == ["cut"]
