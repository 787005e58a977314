"""The small map on a delegate's phone."""

import re
from xml.etree import ElementTree as ET

import pytest

from app.conferences.store import conference_named
from app.db import Database
from app.halls import editing
from app.halls.drawing import way
from app.halls.laying import lay
from app.halls.layout import Mark
from app.halls.receiving import receive
from app.halls.rules import LandmarkKind
from app.halls.store import FloorView, SeatView, floor_of, hall_of
from tests.cast import HA_NOI, HAI_PHONG
from tests.halls.plans import data, plan

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


def test_the_name_of_the_door_lies_in_the_picture_from_every_seat(
    hall: tuple[FloorView, dict[str, SeatView]],
) -> None:
    floor, seats = hall
    for label in ("A-12-01", "D-13-01", "D-24-01", "G-13-13", "E-24-01", "H-01-01", "L-10-09"):
        drawn = parsed(way(floor, seats[label]))
        _, top, _, height = map(float, drawn.attrib["viewBox"].split())
        (door,) = [text for text in drawn.iter("text") if text.attrib["font-size"] == "28"]
        assert top + 28 <= float(door.attrib["y"]) <= top + height - 7, label


def test_every_seat_of_an_imported_hall_is_drawn_with_or_without_doors(summit: Database) -> None:
    """Rows of one seat, rows that run from front to back, a balcony, a door upstairs or nowhere."""
    found = plan(rows=3)
    upper = plan(rows=2, seats=1)["zones"][0] | {"name": "Ban công", "areas": []}
    upper["position"] = {"x": 100, "y": 500}
    box = plan(rows=1, seats=5)["zones"][0] | {"name": "Lô 1", "areas": []}
    box["position"] = {"x": 400, "y": 200}
    for place, seat in enumerate(box["rows"][0]["seats"]):
        seat["position"] = {"x": 0, "y": place * 20}
    for zone, mark in ((upper, "u"), (box, "b")):
        for line in zone["rows"]:
            for seat in line["seats"]:
                seat["seat_guid"] += mark
    found["zones"] += [upper, box]
    layout = receive(data(found), "Hội trường").layout
    door = Mark(kind=LandmarkKind.DOOR, code="1", name="Cửa 1", x=0, y=12)
    with_door = editing.put_mark(layout, door)
    for block in layout.blocks[:2]:
        with_door = editing.describe_block(with_door, block.code, {"door": "1"})
    with summit.writing() as db:
        here = conference_named(db, HA_NOI).id
        for drawn in (layout, with_door, editing.remove_mark(with_door, "1")):
            lay(db, here, drawn)
            floor, found_hall = floor_of(db, here), hall_of(db, here)
            assert floor is not None
            assert found_hall is not None
            for seat in found_hall.seats:
                assert f'cx="{round(seat.x * 10)}"' in way(floor, seat)
                assert parsed(way(floor, seat)).findtext("title")
