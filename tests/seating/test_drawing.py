"""The map carries its own colours and signs."""

import cmath
import gzip
import math
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.conferences.store import conference_named
from app.db import Database
from app.halls import changes, editing
from app.halls.layout import Layout
from app.halls.rules import OutKind
from app.seating.picture import drawing, signs
from app.seating.store import SeatMap, map_to_print
from tests.cast import AUTHOR, HAI_PHONG

SVG = "{http://www.w3.org/2000/svg}"
BASE = Path(__file__).parents[2] / "app/static/css/base.css"


@pytest.fixture
def plan(summit: Database) -> SeatMap:
    with summit.reading() as db:
        return map_to_print(db, conference_named(db, HAI_PHONG).id)


def test_the_colours_of_the_map_are_those_of_the_lists() -> None:
    tokens = re.findall(r"--group-\d: (#[0-9a-f]{6});", BASE.read_text("utf-8"))
    assert tuple(tokens) == signs.COLOURS
    assert len(set(signs.SIGNS)) == len(signs.COLOURS)


def test_there_is_one_element_for_each_seat_in_the_shape_of_its_group(plan: SeatMap) -> None:
    root = ET.fromstring(drawing.draw(plan))
    shapes = [use.attrib["href"] for use in root.iter(f"{SVG}use")]
    assert shapes.count("#free") == plan.free
    assert shapes.count("#blocked") == plan.blocked
    assert shapes.count("#ramp") == 4
    assert shapes.count("#press") == plan.press == 16
    for key in plan.keys:
        assert shapes.count(f"#g{key.colour}") == key.seated
    ids = [use.attrib["id"] for use in root.iter(f"{SVG}use") if "id" in use.attrib]
    assert sorted(ids) == sorted(f"s{seat.id}" for seat in plan.hall.seats)
    blocks = [link.attrib["href"] for link in root.iter(f"{SVG}a")]
    assert blocks == [f"?block={block.code}" for block in plan.hall.blocks]
    assert {group.attrib["id"] for group in root.iter(f"{SVG}g") if "id" in group.attrib} >= {
        use.removeprefix("#") for use in shapes
    }


def test_seats_are_drawn_where_they_stand(plan: SeatMap) -> None:
    """Rows are turned; each seat still comes out within a sixth of a seat of its place."""
    root = ET.fromstring(drawing.draw(plan, query=None))
    drawn = []
    for row in root.iter(f"{SVG}g"):
        if "transform" in row.attrib:
            x, y, turn, *_ = map(float, re.findall(r"-?[\d.]+", row.attrib["transform"] + " 0"))
            along = cmath.rect(1, math.radians(turn))
            for use in row.iter(f"{SVG}use"):
                at = complex(float(use.attrib["x"]), float(use.attrib.get("y", 0)))
                drawn.append(complex(x, y) + at * along)
    places = [complex(seat.x * 10, seat.y * 10) for seat in plan.hall.seats[::25]]
    assert all(min(abs(place - at) for at in drawn) < 10 / 6 for place in places)


def test_nobody_is_named_in_the_map_but_by_given_name_on_paper(plan: SeatMap) -> None:
    assert "Lê Ngọc Châu" not in drawing.draw(plan)
    assert "Lê Ngọc Châu" not in drawing.draw(plan, block=plan.block("B"))
    names = drawing.draw(plan, query=None, caption=drawing.Caption.NAMES)
    assert ">Châu</text>" in names
    assert "Lê Ngọc" not in names
    numbers = drawing.draw(plan, query=None, caption=drawing.Caption.NUMBERS)
    assert "Châu" not in numbers
    assert numbers.count(">17</text>") >= 20


def test_whatever_colours_are_given_are_drawn(plan: SeatMap) -> None:
    one = plan.seat("B-01-09")
    drawn = drawing.draw(plan, colours={one.id: 7})
    assert drawn.count('href="#g7"') == 1
    assert f'id="s{one.id}" href="#g7"' in drawn


def test_reserve_is_drawn_apart_and_aisles_in_a_block_are_dashed(summit: Database) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id

        def how(layout: Layout) -> Layout:
            layout = editing.take_out(layout, {"A-12-01"}, OutKind.RESERVE, "Dự phòng")
            rows = {f"E-{row}-12" for row in range(13, 17)}
            return editing.change_seats(layout, rows, {"is_after_aisle": True})

        changes.change(db, AUTHOR, here, "x", how, {})
        plan = map_to_print(db, here)
    drawn = drawing.draw(plan)
    assert drawn.count('href="#reserve"') == plan.reserved == 1
    assert drawn.count('stroke-dasharray="3 3"') == 2, "between blocks, and in block E"


def test_one_block_shows_the_number_of_each_seat(plan: SeatMap) -> None:
    drawn = drawing.draw(plan, block=plan.block("B"))
    numbers = re.findall(r'<text x="\d+" y="-?\d+">(\d+)</text>', drawn)
    assert numbers[:17] == [str(n) for n in range(1, 18)]
    assert "SÂN KHẤU" not in drawn
    assert drawn.count("<use ") == 235


def test_a_name_keeps_within_the_room_of_its_seat(plan: SeatMap) -> None:
    drawn = drawing.draw(plan, query=None, caption=drawing.Caption.NAMES)
    names = re.findall(r'y="-?\d+" font-size="([\d.]+)">(\w+)</text>', drawn)
    assert len({size for size, _ in names}) > 1, "long ones are smaller"
    assert all(float(size) * 0.5 * len(name) < 10 for size, name in names)


def test_the_frame_holds_every_door_with_its_name(plan: SeatMap) -> None:
    frame = drawing.frame(plan.hall)
    for mark in plan.hall.landmarks:
        assert frame.x < 10 * mark.x - 60
        assert 10 * mark.x + 60 < frame.x + frame.width
        assert frame.y < 10 * mark.y < frame.y + frame.height


def test_it_needs_no_style_and_is_light(plan: SeatMap) -> None:
    drawn = drawing.draw(plan)
    assert "style" not in drawn
    assert len(gzip.compress(drawn.encode(), 6)) < 14_000


def test_marks_lie_on_the_seats_they_mean(plan: SeatMap) -> None:
    one, other = plan.seat("B-01-09"), plan.seat("A-01-01")
    marked = drawing.marks(plan, {other.id}, one.id, is_near=False)
    assert f'class="chosen" cx="{round(one.x * 10)}" cy="{round(one.y * 10)}"' in marked
    assert f'class="found" cx="{round(other.x * 10)}" cy="{round(other.y * 10)}"' in marked
    assert marked.count("<circle") == 2
