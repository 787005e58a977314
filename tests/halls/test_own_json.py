"""Our own JSON from anybody: a hall, or every fault with its place, in the office's words."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.errors import Refused
from app.halls import editing
from app.halls.faults import BadPlan, Wrong
from app.halls.layout import MOST_BLOCKS, LaidBlock, Shape
from app.halls.receiving import receive
from tests.halls.plans import data, plan
from tests.halls.test_odd_grids import faults, fill, written

Spoil = Callable[[dict[str, Any]], object]
LAYOUT = receive(data(plan()), "Hội trường").layout


def sent(spoil: Spoil) -> bytes:
    found = json.loads(LAYOUT.model_dump_json())
    spoil(found)
    return json.dumps(found).replace('"@far"', "1e400").encode()


def seat(found: dict[str, Any], place: int = 0) -> dict[str, Any]:
    first: dict[str, Any] = found["blocks"][0]["rows"][0]["seats"][place]
    return first


SEAT = "$.blocks[0].rows[0].seats[0]"
DOOR = {"kind": "door", "code": "1", "name": "Cửa 1", "x": 0, "y": 0}


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda p: seat(p).update(guid="a\0b"), (f"{SEAT}.guid", Wrong.NOT_PRINTABLE)),
        (lambda p: seat(p).update(label="\ud800"), (f"{SEAT}.label", Wrong.NOT_PRINTABLE)),
        (lambda p: seat(p).update(label=""), (f"{SEAT}.label", Wrong.MISSING)),
        (lambda p: seat(p).pop("x"), (f"{SEAT}.x", Wrong.MISSING)),
        (lambda p: seat(p).update(x="trái"), (f"{SEAT}.x", Wrong.NOT_NUMBER)),
        (lambda p: seat(p).update(x="@far"), (f"{SEAT}.x", Wrong.OUT_OF_RANGE)),
        (lambda p: seat(p).update(is_press=3), (f"{SEAT}.is_press", Wrong.NOT_YES_OR_NO)),
        (lambda p: seat(p).update(out="sold"), (f"{SEAT}.out", Wrong.NO_CHOICE)),
        (lambda p: seat(p).update(price=3), (f"{SEAT}.price", Wrong.UNKNOWN)),
        (lambda p: p["blocks"][0].update(code="a/b"), ("$.blocks[0].code", Wrong.NOT_CODE)),
        (lambda p: p["blocks"][0].update(rows={}), ("$.blocks[0].rows", Wrong.NOT_LIST)),
        (lambda p: p["blocks"][0].update(door="9"), ("$.blocks[0].door", Wrong.NO_DOOR)),
        (lambda p: p["blocks"].append(3), ("$.blocks[1]", Wrong.NOT_OBJECT)),
        (lambda p: p["stage"].update(width=-5), ("$.stage.width", Wrong.OUT_OF_RANGE)),
        (lambda p: p["marks"].extend([DOOR, DOOR]), ("$.marks[1].code", Wrong.TWICE)),
        (lambda p: p["marks"].extend({**DOOR, "code": str(n)} for n in range(201)),
         ("$.marks", Wrong.TOO_MANY_DOORS)),
        (lambda p: p["marks"].append({**DOOR, "level": 2**70}),
         ("$.marks[0].level", Wrong.OUT_OF_RANGE)),
        (lambda p: p.update(aisles=[[0, [["@far", 0]]]]),
         ("$.aisles[0][1][0][0]", Wrong.OUT_OF_RANGE)),
        (lambda p: seat(p, 1).update(x=seat(p)["x"]),
         ("$.blocks[0].rows[0].seats[1]", Wrong.SAME_PLACE)),
        (lambda p: seat(p, 1).update(guid="0-0"),
         ("$.blocks[0].rows[0].seats[1].guid", Wrong.TWICE)),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(spoil: Spoil, expected: tuple[str, Wrong]) -> None:
    assert faults(sent(spoil)) == [expected]


def test_faults_are_told_in_the_words_of_the_office() -> None:
    with pytest.raises(BadPlan) as refused:
        receive(sent(lambda p: p["blocks"][0].update(kind="pit", colour="red")), "x")
    told = str(refused.value)
    assert "$.blocks[0].kind: Không có lựa chọn này" in told
    assert "$.blocks[0].colour: Không có trường này" in told
    assert "Input" not in told


def test_a_block_without_a_chair_is_left_out() -> None:
    empty = {"code": "Z", "name": "Khu Z", "rows": []}
    assert receive(sent(lambda p: p["blocks"].append(empty)), "x").layout == LAYOUT


def test_a_zone_called_by_no_letter_gets_a_code_that_stands_in_an_address() -> None:
    for name in ("²", "①", "Khu a/b", "--", "\U0001d7d9"):
        found = plan()
        found["zones"][0]["name"] = name
        (block,) = receive(data(found), "x").layout.blocks
        assert block.name == name
        assert block.code.isalnum()


def test_a_plan_of_more_blocks_or_doors_than_a_hall_has_is_refused() -> None:
    found = plan(rows=1)
    seats = [(n, found["zones"][0]["rows"][0]["seats"][0]) for n in range(MOST_BLOCKS + 1)]
    found["zones"][0]["rows"] = [
        {"row_number": "1", "seats": [one | {"seat_guid": str(n), "position": {"x": n, "y": 0}}]}
        for n, one in seats
    ]
    last = f"$.zones[0].rows[{MOST_BLOCKS}].seats[0]"
    assert faults(data(found)) == [(last, Wrong.TOO_MANY_BLOCKS)]
    found = plan()
    found["zones"][0]["areas"] += [{"text": {"text": f"Cửa {n}"}} for n in range(201)]
    assert faults(data(found)) == [("Cửa 200", Wrong.TOO_MANY_DOORS)]


def test_floors_on_hundreds_of_sheets_are_refused() -> None:
    def draw(book: Any, page: Any) -> None:
        fill(page, ["A 1 2 3"])
        for floor in range(2, 200):
            fill(book.create_sheet(f"Lô {floor}"), ["A 1 2 3"])

    assert faults(written(draw)) == [("xlsx", Wrong.TOO_DEEP)]


def test_a_row_does_not_run_into_itself() -> None:
    block = LaidBlock(code="A", name="Khu A", rows=[])
    empty = LAYOUT.model_copy(update={"blocks": []})
    with pytest.raises(Refused, match="Bán kính cong quá nhỏ"):
        editing.draw_block(empty, block, Shape(x=30, y=12, counts=[20], radius=3))
    drawn = editing.draw_block(empty, block, Shape(x=30, y=12, counts=[20], radius=8))
    assert len(drawn.seats) == 20
