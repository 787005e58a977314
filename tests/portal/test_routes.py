"""What a scanned code shows: one's own, and nothing of anybody else's."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.conferences import store as conferences
from app.conferences.models import Conference
from app.conferences.store import conference_named
from app.db import Database
from app.delegates import changes, store
from app.delegates.changes import Enrolment
from app.delegates.models import Delegate
from app.delegates.search import Filter
from app.delegates.store import Listed
from app.halls.models import Seat
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.counting import statements

PHONE = "0912345789"
CHAIR = "Lê Ngọc Châu"


class Codes:
    """The codes of one person, as they are printed."""

    def __init__(self, summit: Database, name: str, slug: str = HAI_PHONG) -> None:
        with summit.reading() as db:
            conference = conference_named(db, slug)
            listed = store.everyone(db, conference.id, Filter(search=name))[0]
            self.listed = listed
            self.called, self.seat = listed.called, listed.seat
            held = store.valid_pass(db, listed.delegate.id)
            assert held is not None
            self.page = f"/G/{held.token}"
            self.chair = f"/S/{listed.chair.code}" if listed.chair else ""
            self.poster = f"/P/{conference.poster_code}"
            self.follow = f"/L/{conference.follow_code}"


@pytest.fixture
def chau(summit: Database) -> Codes:
    return Codes(summit, CHAIR)


@pytest.fixture
def quynh(summit: Database) -> Codes:
    return Codes(summit, "Nguyễn Thị Mẫu Quỳnh Ái Quốc")


Changes = Callable[[Callable[[Session, int], None]], None]


@pytest.fixture
def change(summit: Database) -> Changes:
    """Does something to the Hải Phòng conference."""

    def do(work: Callable[[Session, int], None]) -> None:
        with summit.writing() as db:
            work(db, conference_named(db, HAI_PHONG).id)

    return do


def test_the_page_says_where_when_and_what_to_wear(client: TestClient, chau: Codes) -> None:
    page = client.get(chau.page).text
    assert "Kính chào đồng chí" in page
    assert "Bí thư Thành ủy" in page
    assert f'<span class="seat">{chau.seat}</span>' in page
    assert re.search(r"<dt>Vào</dt><dd>Cửa \d", page)
    assert "<svg" in page.split('class="map"')[1], "the way is drawn"
    assert "có mặt từ 07:40 và ổn định chỗ ngồi trước 07:45" in page
    assert "08:00, Thứ Ba, 02/6/2026" in page
    assert "Đường Trần Kiên, phường Thủy Nguyên" in page
    assert "10:35" in page.split("Chương trình")[1]
    assert f'data-live="{chau.follow}"' in page


@pytest.mark.parametrize(
    ("search", "dress"),
    [
        ("Lãnh đạo Bộ Nội vụ", "Trang phục lịch sự"),
        ("tập thể được khen thưởng số 02", "áo dài"),
        ("tập thể được khen thưởng số 01", "áo trắng dài tay"),
        (CHAIR, "Kế hoạch không nêu trang phục riêng"),
    ],
)
def test_the_dress_rule_is_that_of_the_person(
    client: TestClient, summit: Database, search: str, dress: str
) -> None:
    page = client.get(Codes(summit, search).page).text
    assert dress.casefold() in page.split("Trang phục</h2>")[1].split("</section>")[0].casefold()


def test_the_page_answers_in_either_case(client: TestClient, chau: Codes) -> None:
    assert client.get(chau.page.lower()).text == client.get(chau.page).text
    assert client.get(chau.chair.lower()).status_code == 200
    assert client.get(chau.poster.lower()).status_code == 200


def test_whoever_has_no_seat_yet_is_told_so(client: TestClient, summit: Database) -> None:
    page = client.get(Codes(summit, "ba đình", HA_NOI).page).text
    assert "Chưa xếp chỗ" in page
    assert "Bí thư Đảng ủy phường Ba Đình" in page


def test_every_page_costs_the_same_few_queries(
    client: TestClient, chau: Codes, quynh: Codes
) -> None:
    client.get(chau.page)
    counted = []
    for address in (chau.page, quynh.page):
        with statements() as sent:
            client.get(address)
        counted.append(len(sent))
    assert counted[0] == counted[1] <= 9


def test_what_opens_nothing_is_answered_alike(
    client: TestClient, summit: Database, chau: Codes, change: Changes
) -> None:
    revoked = chau.page
    change(lambda db, here: _renew(db, here, chau.listed))
    change(_close_poster)
    lost = [
        revoked,
        "/G/" + "A" * 26,
        "/G/x",
        "/G/" + "A" * 3_000,
        "/g/%00",
        "/G/%F0%9F%A4%B7",
        "/G/'%20OR%201=1",
        "/S/" + "A" * 26,
        "/s/%00",
        "/P/" + "A" * 26,
        "/P/x",
        chau.poster,
    ]
    answers = [client.get(address) for address in lost]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert client.post(chau.poster, data={"name": CHAIR}).content == answers[0].content
    assert client.get(Codes(summit, CHAIR).page).status_code == 200


def _renew(db: Session, here: int, found: Listed) -> None:
    changes.renew_pass(db, AUTHOR, store.delegate_of(db, here, found.delegate.id))


def _close_poster(db: Session, here: int) -> None:
    db.get_one(Conference, here).is_poster_open = False


def test_guessing_is_slowed_down_and_the_right_code_always_opens(
    client: TestClient, chau: Codes
) -> None:
    answers = [client.get(f"/G/{number}").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]
    assert client.get(f"/S/{'B' * 26}").status_code == 429
    for _ in range(40):
        assert client.get(chau.page).status_code == 200


def test_the_phone_remembers_the_page_out_of_reach_of_scripts(
    client: TestClient, chau: Codes
) -> None:
    cookie = client.get(chau.page).headers["set-cookie"]
    assert cookie.startswith(f"delegate={chau.page.removeprefix('/G/')};")
    for word in ("HttpOnly", "Path=/", "SameSite=lax"):
        assert word in cookie


def test_a_chair_knows_its_own_delegate(client: TestClient, chau: Codes, quynh: Codes) -> None:
    client.get(chau.page)
    assert "Đúng ghế của đồng chí" in client.get(chau.chair).text
    elsewhere = client.get(quynh.chair).text
    assert f"Đây là ghế {quynh.seat}." in elsewhere
    assert f'Ghế của đồng chí là <span class="seat">{chau.seat}</span>' in elsewhere
    assert re.search(r"<dt>Vào</dt><dd>Cửa \d", elsewhere)
    assert "<svg" in elsewhere.split('class="map"')[1]


def test_a_chair_tells_a_stranger_only_which_chair_it_is(
    client: TestClient, summit: Database, chau: Codes
) -> None:
    for cookie in (None, "A" * 26, "x", Codes(summit, "ba đình", HA_NOI).page[3:]):
        client.cookies.clear()
        if cookie:
            client.cookies.set("delegate", cookie)
        page = client.get(chau.chair).text
        assert f'Đây là ghế <span class="seat">{chau.seat}</span>' in page
        assert "Quét mã QR trên giấy mời" in page
        assert CHAIR not in page
        assert "Bí thư" not in page


def test_a_delegate_without_a_seat_is_sent_to_the_desk(
    client: TestClient, chau: Codes, change: Changes
) -> None:
    added: list[str] = []

    def add(db: Session, here: int) -> None:
        group = store.everyone(db, here)[-1].group.id
        enrolment = Enrolment(group, ["Khách"], name="Nguyễn Văn Mẫu An")
        person = changes.add(db, AUTHOR, here, enrolment)
        held = store.valid_pass(db, person.id)
        assert held is not None
        added.append(held.token)

    change(add)
    client.get(f"/G/{added[0]}")
    page = client.get(chau.chair).text
    assert "Đồng chí chưa được xếp chỗ" in page
    assert "Mẫu An" not in page


@pytest.mark.parametrize(
    "typed",
    ["Lê Ngọc Châu", "le ngoc chau", "  LÊ  NGỌC CHÂU ", "Le\u0302 Ngo\u0323c Cha\u0302u"],
)
def test_the_poster_finds_a_seat_by_the_whole_name(
    client: TestClient, chau: Codes, typed: str
) -> None:
    page = client.post(chau.poster, data={"name": typed}).text
    assert CHAIR in page
    assert "Thành ủy Hải Phòng" in page
    assert f'<span class="seat">{chau.seat}</span>' in page
    assert "Bí thư" not in page, "name, unit, seat and no more"


def test_the_poster_finds_a_nameless_post(client: TestClient, summit: Database) -> None:
    codes = Codes(summit, "Bí thư Đảng ủy phường An Dương")
    assert not codes.listed.delegate.name
    page = client.post(codes.poster, data={"name": "chu tich hoi dong nhan dan phuong an duong"})
    assert f'<span class="seat">{codes.seat}</span>' in page.text


@pytest.mark.parametrize("typed", ["Châu", "Ngọc Châu", "Lê Ngọc", "Bí thư Thành ủy", "%%% %%%"])
def test_the_poster_answers_to_nothing_less(client: TestClient, chau: Codes, typed: str) -> None:
    answer = client.post(chau.poster, data={"name": typed})
    assert answer.status_code == 422
    assert CHAIR not in answer.text
    assert 'class="seat"' not in answer.text


def test_the_poster_never_lists(client: TestClient, summit: Database, change: Changes) -> None:
    name = "Nguyễn Văn Mẫu An"
    units: dict[str, str] = {}

    def three(db: Session, here: int) -> None:
        group = store.everyone(db, here)[-1].group.id
        known = {unit.name: unit for unit in conferences.units(db, here)}
        for where in ("Phường An Dương", "Phường An Dương", "Phường An Biên"):
            unit = known[where]
            units[where] = str(unit.id)
            changes.add(db, AUTHOR, here, Enrolment(group, ["Khách"], unit, name=name))

    change(three)
    codes = Codes(summit, name)
    asked = client.post(codes.poster, data={"name": name})
    assert asked.status_code == 422
    assert "chọn đơn vị" in asked.text
    assert name in asked.text, "what was typed stays"
    one = client.post(codes.poster, data={"name": name, "unit_id": units["Phường An Biên"]})
    assert one.status_code == 200
    assert "Phường An Biên" in one.text
    two = client.post(codes.poster, data={"name": name, "unit_id": units["Phường An Dương"]})
    assert two.status_code == 422
    assert "hỏi bàn đón tiếp" in two.text


def test_names_are_not_looked_up_from_addresses(client: TestClient, chau: Codes) -> None:
    assert CHAIR not in client.get(f"{chau.poster}?name={CHAIR}").text


def test_the_poster_is_asked_twenty_times_a_minute(client: TestClient, chau: Codes) -> None:
    answers = [client.post(chau.poster, data={"name": CHAIR}).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_another_conferences_poster_knows_nobody_here(client: TestClient, summit: Database) -> None:
    theirs = Codes(summit, "ba đình", HA_NOI)
    answer = client.post(theirs.poster, data={"name": CHAIR})
    assert answer.status_code == 422
    assert "Không tìm thấy" in answer.text


def test_no_public_page_tells_a_phone_number(
    client: TestClient, summit: Database, chau: Codes, change: Changes
) -> None:
    def give_everybody_a_phone(db: Session, here: int) -> None:
        for person in db.exec(select(Delegate).where(Delegate.conference_id == here)):
            person.phone = PHONE

    change(give_everybody_a_phone)
    answers = [client.get(address) for address in (chau.page, chau.chair, chau.poster)]
    answers.append(client.post(chau.poster, data={"name": CHAIR}))
    with summit.reading() as db:
        query = select(Seat.code).where(col(Seat.label).in_(["B-02-01", "H-01-01"]))
        answers += [client.get(f"/S/{code}") for code in db.exec(query)]
    for answer in answers:
        assert answer.status_code == 200
        assert PHONE[-3:] not in re.sub(r"[A-Z2-7]{26}|v=\w+|<svg.*?</svg>", "", answer.text)


def test_the_rehearsal_clock_is_shown_on_every_public_page(
    client: TestClient, organiser: TestClient, chau: Codes
) -> None:
    moment = {"as_of": "07:30, 02/6/2026"}
    organiser.post(f"/conferences/{HAI_PHONG}/clock", data=moment)
    for address in (chau.page, chau.chair, chau.poster):
        page = client.get(address).text
        assert "ĐỒNG HỒ DIỄN TẬP" in page
        assert "07:30, 02/6/2026" in page
    found = client.post(chau.poster, data={"name": CHAIR}).text
    assert "ĐỒNG HỒ DIỄN TẬP" in found


def test_public_pages_stay_out_of_caches_and_search_engines(
    client: TestClient, chau: Codes
) -> None:
    for address in (chau.page, chau.chair, chau.poster):
        answer = client.get(address)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert 'name="robots" content="noindex"' in answer.text


def test_the_language_is_chosen_on_the_page_itself(client: TestClient, chau: Codes) -> None:
    answer = client.post("/language/en", headers={"Referer": f"http://testserver{chau.page}"})
    assert answer.headers["location"] == chau.page
    assert '<html lang="en">' in client.get(chau.page).text
