"""The map carries its own colours and signs."""

import cmath
import math
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.conferences.store import conference_named
from app.db import Database
from app.seating import drawing
from app.seating.store import SeatMap, map_to_print
from tests.cast import HAI_PHONG

SVG = "{http://www.w3.org/2000/svg}"
BASE = Path(__file__).parents[2] / "app/static/css/base.css"


@pytest.fixture
def plan(summit: Database) -> SeatMap:
    with summit.reading() as db:
        return map_to_print(db, conference_named(db, HAI_PHONG).id)


def test_the_colours_of_the_map_are_those_of_the_lists() -> None:
    tokens = re.findall(r"--group-\d: (#[0-9a-f]{6});", BASE.read_text("utf-8"))
    assert tuple(tokens) == drawing.COLOURS
    assert len(set(drawing.SIGNS)) == len(drawing.COLOURS)


def test_there_is_one_element_for_each_seat_in_the_shape_of_its_group(plan: SeatMap) -> None:
    root = ET.fromstring(drawing.draw(plan))
    shapes = [use.attrib["href"] for use in root.iter(f"{SVG}use")]
    assert shapes.count("#free") == plan.free
    assert shapes.count("#blocked") == plan.blocked
    assert shapes.count("#ramp") == 4
    for key in plan.keys:
        assert shapes.count(f"#g{key.colour}") == key.seated
    links = [link.attrib["href"] for link in root.iter(f"{SVG}a") if "seat=" in link.attrib["href"]]
    assert len(set(links)) == 1_500
    assert {group.attrib["id"] for group in root.iter(f"{SVG}g") if "id" in group.attrib} >= {
        use.removeprefix("#") for use in shapes
    }


def test_seats_are_drawn_where_they_stand(plan: SeatMap) -> None:
    """Rows are turned; each seat still comes out within a sixth of a seat of its place."""
    root = ET.fromstring(drawing.draw(plan, query=None))
    drawn = []
    for row in root.iter(f"{SVG}g"):
        if "transform" in row.attrib:
            x, y, turn = map(float, re.findall(r"-?[\d.]+", row.attrib["transform"]))
            along = cmath.rect(1, math.radians(turn))
            for use in row.iter(f"{SVG}use"):
                at = complex(float(use.attrib["x"]), float(use.attrib["y"]))
                drawn.append(complex(x, y) + at * along)
    places = [complex(seat.x * 10, seat.y * 10) for seat in plan.hall.seats[::25]]
    assert all(min(abs(place - at) for at in drawn) < 10 / 6 for place in places)


def test_on_paper_and_for_the_press_nobody_is_named(plan: SeatMap) -> None:
    assert "Lê Ngọc Châu" in drawing.draw(plan)
    assert "Lê Ngọc Châu" not in drawing.draw(plan, shows_people=False)
    assert "Lê Ngọc Châu" not in drawing.draw(plan, query=None)


def test_one_block_shows_the_number_of_each_seat(plan: SeatMap) -> None:
    drawn = drawing.draw(plan, block=plan.block("B"))
    assert re.findall(r'font-size="3.6">(\d+)</text>', drawn)[:17] == [str(n) for n in range(1, 18)]
    assert "SÂN KHẤU" not in drawn
    assert drawn.count("<use ") == 235


def test_it_needs_no_style_and_is_light(plan: SeatMap) -> None:
    drawn = drawing.draw(plan)
    assert "style" not in drawn
    assert len(drawn) < 220_000


def test_marks_lie_on_the_seats_they_mean(plan: SeatMap) -> None:
    one, other = plan.seat("B-01-09"), plan.seat("A-01-01")
    marked = drawing.marks(plan, {other.id}, one.id, is_near=False)
    assert f'class="chosen" cx="{round(one.x * 10)}" cy="{round(one.y * 10)}"' in marked
    assert f'class="found" cx="{round(other.x * 10)}" cy="{round(other.y * 10)}"' in marked
    assert marked.count("<circle") == 2
