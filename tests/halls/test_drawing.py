"""The small map on a delegate's phone."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.conferences.store import conference_named
from app.db import Database
from app.halls.drawing import way
from app.halls.store import FloorView, SeatView, floor_of, hall_of
from tests.cast import HAI_PHONG

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def hall(summit: Database) -> tuple[FloorView, dict[str, SeatView]]:
    with summit.reading() as db:
        here = conference_named(db, HAI_PHONG).id
        floor, found = floor_of(db, here), hall_of(db, here)
    assert floor is not None
    assert found is not None
    return floor, {seat.label: seat for seat in found.seats}


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)


def test_every_way_is_small_and_marks_its_seat(
    hall: tuple[FloorView, dict[str, SeatView]],
) -> None:
    floor, seats = hall
    for seat in seats.values():
        drawn = way(floor, seat)
        assert len(drawn.encode()) <= 6_000
        assert f'cx="{round(seat.x * 10)}" cy="{round(seat.y * 10)}"' in drawn


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("B-05-02", "Từ Cửa 3 theo lối đi đến khu B, hàng 05, vào từ phía bên trái: ghế B-05-02"),
        ("B-05-19", "Từ Cửa 3 theo lối đi đến khu B, hàng 05, vào từ phía bên phải: ghế B-05-19"),
    ],
)
def test_the_way_is_told_in_words(
    hall: tuple[FloorView, dict[str, SeatView]], label: str, words: str
) -> None:
    floor, seats = hall
    assert parsed(way(floor, seats[label])).findtext("title") == words


def test_a_seat_upstairs_shows_its_floor_behind_the_stalls(
    hall: tuple[FloorView, dict[str, SeatView]],
) -> None:
    floor, seats = hall
    stalls, balcony = way(floor, seats["A-01-01"]), way(floor, seats["K-05-09"])
    assert ">K</text>" not in stalls
    assert ">K</text>" in balcony
    assert ">B</text>" in balcony
    assert "Cửa 7" in balcony
    assert "Cửa 1<" not in balcony


def test_without_a_door_the_seat_is_marked_all_the_same(
    hall: tuple[FloorView, dict[str, SeatView]],
) -> None:
    floor, seats = hall
    seat = seats["G-20-03"]
    doorless = FloorView(floor.hall, [], floor.blocks, floor.rows)
    drawing = parsed(way(doorless, seat))
    assert drawing.findtext("title") == "Ghế G-20-03: khu G, hàng 20"


def test_nothing_stands_outside_the_picture_or_needs_a_style(
    hall: tuple[FloorView, dict[str, SeatView]],
) -> None:
    floor, seats = hall
    drawn = way(floor, seats["H-10-01"])
    _, _, width, height = (int(part) for part in parsed(drawn).attrib["viewBox"].split())
    for x, y in re.findall(r'c?x="(-?\d+)" c?y="(-?\d+)"', drawn):
        assert 0 <= int(x) <= width
        assert 0 <= int(y) <= height
    assert "style" not in drawn
    assert "class" not in drawn
