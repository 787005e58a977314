"""The one order: its rule as tables and properties, its lines as the office edits them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from app.conferences.store import conference_named
from app.db import Database
from app.delegates import changes, order, ordering, store
from app.delegates.precedence import Candidate, Decided, Level, Line, Move, line_of, ordered
from app.delegates.search import Filter
from app.errors import NotFound, Refused
from app.vietnamese import tone_key
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG
from tests.conftest import Joins


def keys(*posts: str) -> tuple[str, ...]:
    return tuple(tone_key(post) for post in posts)


GUEST, HOST, COMMUNE = Level.GUEST, Level.HOST, Level.COMMUNE
LINES = [
    Line(1, 1, GUEST, keys("Bộ trưởng", "Thứ trưởng")),
    Line(2, 2, GUEST),
    Line(3, 3, HOST, keys("Bí thư Thành ủy")),
    Line(4, 4, HOST, keys("Phó Bí thư Thành ủy")),
    Line(5, 5, HOST, keys("Ủy viên Thành ủy"), group_id=7),
    Line(6, 6, HOST, keys("Giám đốc Sở")),
    Line(7, 7, HOST),
    Line(8, 8, COMMUNE, keys("Bí thư Đảng ủy"), by_unit=True),
    Line(9, 9, COMMUNE, by_unit=True),
]


def person(id: int, level: Level = HOST, *posts: str, **more: object) -> Candidate:
    given = {"id": id, "level": level, "posts": keys(*posts), "group_id": 1, "number": id}
    return Candidate(**{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "line"),
    [
        (person(1, HOST, "Bí thư Thành ủy"), 3),
        (person(1, HOST, "Phó Bí thư Thành ủy"), 4),
        (person(1, HOST, "Giám đốc Sở Nội vụ", "Ủy viên Thành ủy"), 5),
        (person(1, HOST, "Giám đốc Sở Nội vụ"), 6),
        (person(1, HOST, "Giám đốc Sở Nội vụ", group_id=7), 5),
        (person(1, HOST, "Phó Giám đốc", group_id=7, stands_in=True), 7),
        (person(1, HOST, "Chuyên viên"), 7),
        (person(1, GUEST, "Chuyên viên"), 2),
        (person(1, COMMUNE, "Bí thư Đảng ủy xã Cẩm Giàng"), 8),
        (person(1, HOST, "Bí thư Đảng ủy Sở Y tế"), 7),
    ],
)
def test_a_person_stands_in_the_highest_line_open_to_them(who: Candidate, line: int) -> None:
    found = line_of(who, LINES)
    assert found is not None
    assert found.id == line


@pytest.mark.parametrize(
    ("first", "second", "decided"),
    [
        (person(2, GUEST, "Chuyên viên"), person(1, HOST, "Bí thư Thành ủy"), Decided.LINE),
        (
            person(2, HOST, since=date(2015, 1, 1)),
            person(1, HOST, since=date(2020, 1, 1)),
            Decided.SINCE,
        ),
        (person(2, HOST, since=date(2015, 1, 1)), person(1, HOST), Decided.SINCE),
        (person(2, HOST, birth_year=1960), person(1, HOST, birth_year=1970), Decided.BIRTH),
        (person(1, HOST, rank=1), person(2, HOST, rank=2), Decided.LIST),
        (person(2, HOST), person(1, HOST, stands_in=True), Decided.STAND_IN),
        (
            person(2, COMMUNE, unit_place=1),
            person(1, COMMUNE, "Bí thư Đảng ủy", unit_place=2),
            Decided.UNIT,
        ),
        (
            person(2, COMMUNE, "Bí thư Đảng ủy", unit_place=1),
            person(1, COMMUNE, unit_place=1),
            Decided.LINE,
        ),
    ],
)
def test_what_decides_between_two(first: Candidate, second: Candidate, decided: Decided) -> None:
    found = ordered([second, first], LINES)
    assert [one.id for one in found] == [first.id, second.id]
    assert found[1].decided is decided


people = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 10_000),
        level=st.sampled_from(Level),
        posts=st.sampled_from(
            [keys("Bí thư Thành ủy"), keys("Giám đốc Sở"), (), keys("Bộ trưởng")]
        ),
        group_id=st.integers(1, 9),
        group_place=st.integers(1, 3),
        unit_place=st.integers(0, 3),
        since=st.none() | st.dates(),
        birth_year=st.none() | st.integers(1940, 2000),
        rank=st.integers(0, 3),
        number=st.integers(1, 5),
        stands_in=st.booleans(),
    ),
    max_size=20,
    unique_by=lambda one: one.id,
)


@given(people, st.randoms(use_true_random=False))
def test_the_order_holds_everybody_once_whatever_order_they_come_in(
    given: list[Candidate], random: object
) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = ordered(shuffled, LINES)
    assert found == ordered(given, LINES)
    assert sorted(one.id for one in found) == sorted(one.id for one in given)
    places = {line.id: line.place for line in LINES}
    guests = [one.id for one in given if one.level is GUEST and one.group_id != 7]
    ranks = {one.id: place for place, one in enumerate(found)}
    hosts = [one.id for one in given if one.level is not GUEST and one.group_id != 7]
    assert all(ranks[guest] < ranks[host] for guest in guests for host in hosts)
    assert all(one.line_id in places for one in found)


@given(people, st.data())
def test_somebody_moved_stands_directly_before_and_nobody_else_changes_order(
    given: list[Candidate], data: st.DataObject
) -> None:
    if len(given) < 2:
        return
    who, before = data.draw(st.permutations([one.id for one in given]))[:2]
    plain = [one.id for one in ordered(given, LINES)]
    moved = ordered(given, LINES, [Move(who, before)])
    ids = [one.id for one in moved]
    assert ids.index(who) + 1 == ids.index(before)
    assert [id for id in ids if id != who] == [id for id in plain if id != who]
    assert next(one for one in moved if one.id == who).decided is Decided.HAND
    assert ordered(given, LINES, [Move(who, -1)]) == ordered(given, LINES)


def names(db: Session, here: int, n: int) -> list[str]:
    return [one.called for one in store.listing(db, here).delegates[:n]]


def test_longer_in_post_goes_first_at_once(db: Session, here: int) -> None:
    deputies = store.everyone(db, here, Filter(search="Phó Bí thư Thành ủy"))
    last = next(one for one in deputies[::-1] if one.positions == ["Phó Bí thư Thành ủy"])
    before = last.delegate.precedence
    wanted = replace(changes.as_enrolled(last), in_post_since=date(2015, 10, 1))
    changes.change(db, AUTHOR, last, wanted)
    again = store.delegate_of(db, here, last.delegate.id)
    assert again.delegate.precedence < before
    standing = order.standings(db, here)[last.delegate.id]
    assert standing.line is not None
    assert standing.line.title == "Phó Bí thư Thành ủy"


def test_every_line_names_its_source(db: Session, here: int) -> None:
    lines = order.lines(db, here)
    assert [line.place for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.source for line in lines)
    assert any("112-HD/BTGTU" in line.source for line in lines)


def test_moving_a_line_moves_its_people(db: Session, here: int) -> None:
    chair = store.everyone(db, here, Filter(search="Lê Ngọc Châu"))[0]
    line = order.standings(db, here)[chair.delegate.id].line
    assert line is not None
    ordering.shift_line(db, AUTHOR, line, 1)
    assert names(db, here, 1) == ["Lê Ngọc Châu"]
    ordering.begin_anew(db, AUTHOR, conference_named(db, HAI_PHONG))
    assert names(db, here, 1) != ["Lê Ngọc Châu"]


def test_moving_by_hand_needs_a_reason_and_is_taken_back(db: Session, here: int) -> None:
    chair = store.everyone(db, here, Filter(search="Lê Ngọc Châu"))[0]
    first = store.listing(db, here).delegates[0].delegate.id
    with pytest.raises(Refused, match="lý do"):
        ordering.move(db, AUTHOR, chair, first, "")
    with pytest.raises(Refused):
        ordering.move(db, AUTHOR, chair, chair.delegate.id, "Vì thế")
    ordering.move(db, AUTHOR, chair, first, "Chủ trì")
    assert names(db, here, 1) == ["Lê Ngọc Châu"]
    ordering.take_back(db, AUTHOR, chair)
    assert names(db, here, 1) != ["Lê Ngọc Châu"]


def test_people_of_another_conference_are_not_moved(db: Session, here: int) -> None:
    elsewhere = store.everyone(db, conference_named(db, HA_NOI).id)[0]
    chair = store.everyone(db, here, Filter(search="Lê Ngọc Châu"))[0]
    with pytest.raises(NotFound):
        ordering.move(db, AUTHOR, chair, elsewhere.delegate.id, "Vì thế")
    line = order.lines(db, conference_named(db, HA_NOI).id)[0]
    with pytest.raises(NotFound):
        ordering.line_of(db, here, line.id)


LIST = f"/conferences/{HAI_PHONG}/delegates"


def test_the_page_shows_who_stands_where_and_why(organiser: TestClient, summit: Database) -> None:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        chair = store.everyone(db, here, Filter(search="Lê Ngọc Châu"))[0].delegate
    page = organiser.get(f"{LIST}/order").text
    assert "Lãnh đạo các cơ quan Đảng ở Trung ương" in page
    assert "hàng ngôi thứ" in page
    moved = organiser.post(f"{LIST}/order/{chair.id}", data={"before": "1", "reason": "Chủ trì"})
    assert moved.status_code == 303
    page = organiser.get(moved.headers["location"]).text
    assert "Chủ trì" in page
    assert "chuyển tay" in page
    assert "Chủ trì" in organiser.get(f"/conferences/{HAI_PHONG}/history").text
    assert organiser.post(f"{LIST}/order/{chair.id}", data={"before": "1"}).status_code == 409
    assert organiser.post(f"{LIST}/order/{chair.id}/end").status_code == 303


def test_lines_are_edited_on_a_page(organiser: TestClient, joins: Joins) -> None:
    data = {
        "level": "host",
        "title": "Anh hùng Lao động",
        "posts": "Anh hùng Lao động",
        "source": "Thông lệ",
        "place": "10",
    }
    assert organiser.post(f"{LIST}/order/lines", data=data).status_code == 303
    page = organiser.get(f"{LIST}/order/lines").text
    assert "Anh hùng Lao động" in page
    assert organiser.post(f"{LIST}/order/lines", data={"title": "x"}).status_code == 422
    from_elsewhere = {**data, "group_id": "99999"}
    assert organiser.post(f"{LIST}/order/lines", data=from_elsewhere).status_code == 422
    viewer = joins(None).client
    assert viewer.get(f"{LIST}/order").status_code == 404
