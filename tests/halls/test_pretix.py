"""Plans in the form of pretix: dirty ones are taken or refused with every fault, none crashes."""

import copy
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.halls import editing, pretix_writer
from app.halls.faults import BadPlan, Odd, Wrong
from app.halls.layout import LARGEST, Layout
from app.halls.receiving import receive
from app.halls.rules import OutKind
from app.halls.surveying import Side
from tests.halls.plans import SCHEMA, data, plan, seat


def taken(found: Any, side: Side | None = None) -> Layout:
    return receive(data(found), "Hội trường", side).layout


def faults(found: Any) -> list[tuple[str, Wrong]]:
    with pytest.raises(BadPlan) as refused:
        receive(data(found), "Hội trường")
    return [(fault.path, fault.what) for fault in refused.value.faults]


def test_a_plan_is_laid_out_in_seat_pitches_with_its_aisles() -> None:
    layout = taken(plan())
    (block,) = layout.blocks
    assert (block.code, block.name, len(layout.seats)) == ("P", "Parkett", 18)
    assert [row.rank for row in block.rows] == [0, 1, 2]
    first = block.rows[0].seats
    assert [seat.is_after_aisle for seat in first] == [False] * 3 + [True] + [False] * 2
    assert first[1].x - first[0].x == pytest.approx(1, abs=0.01)
    assert block.rows[1].seats[0].y - first[0].y == pytest.approx(2, abs=0.01)
    assert layout.stage.y + layout.stage.depth < first[0].y
    assert [seat.label for seat in first[:2]] == ["P-A-01", "P-A-02"]


def test_the_stage_comes_to_the_top_wherever_it_was_drawn() -> None:
    below = taken(plan(stage_y=400))
    assert [row.label for row in below.blocks[0].rows] == ["C", "B", "A"]
    assert [seat.number for seat in below.blocks[0].rows[0].seats] == list("654321")
    assert below.stage.y < min(seat.y for seat in below.seats)
    turned = taken(plan(), Side.LEFT)
    assert len({round(seat.x, 1) for seat in turned.blocks[0].rows[0].seats}) == 1


def test_names_and_numbers_do_not_decide_the_order() -> None:
    found = plan()
    for place, one in enumerate(found["zones"][0]["rows"][0]["seats"]):
        one["seat_number"] = str([5, 3, 1, 2, 4, 6][place])
    found["zones"][0]["rows"].reverse()
    block = taken(found).blocks[0]
    assert [row.label for row in block.rows] == ["A", "B", "C"]
    assert [seat.number for seat in block.rows[0].seats] == list("531246")
    assert [seat.guid for seat in block.rows[0].seats] == [f"0-{place}" for place in range(6)]


def test_rows_of_one_number_become_two_blocks() -> None:
    found = plan(rows=2)
    left = found["zones"][0]["rows"]
    right = copy.deepcopy(left)
    for line in right:
        line["position"]["x"] = 400
        for one in line["seats"]:
            one["seat_guid"] += "-right"
    found["zones"][0]["rows"] = [*right, *left]
    received = receive(data(found), "Hội trường")
    assert [block.code for block in received.layout.blocks] == ["P", "P2"]
    ranks = [[row.rank for row in block.rows] for block in received.layout.blocks]
    assert ranks == [[0, 1], [0, 1]], "rows that run on into one another share a rank"
    assert received.notes[Odd.ROW_TWICE] == 2


@pytest.mark.parametrize(
    ("change", "odd"),
    [
        (lambda p: p.pop("size"), Odd.NO_SIZE),
        (lambda p: p["size"].update(width=400.5), Odd.NOT_WHOLE),
        (lambda p: p["zones"][0]["rows"][1].update(uuid="row-0"), Odd.SAME_UUID),
        (lambda p: p["zones"][0]["rows"][0].update(row_number_position="left"), Odd.OLD_SIDES),
        (lambda p: p["zones"][0]["rows"][0]["seats"][0].update(category=""), Odd.NO_CATEGORY),
        (lambda p: p["zones"][0]["rows"][0]["seats"][0].update(note="x"), Odd.EXTRA),
        (lambda p: p["zones"][0]["rows"][0].update(row_number=1), Odd.NUMBER_AS_NAME),
        (lambda p: p["zones"][0].update(areas=[]), Odd.NO_STAGE),
    ],
)
def test_harmless_breaches_are_taken_and_noted(change: Any, odd: Odd) -> None:
    found = plan()
    change(found)
    received = receive(data(found), "Hội trường")
    assert received.notes[odd] == 1
    assert len(received.layout.seats) == 18


def test_empty_categories_are_taken() -> None:
    found = plan(categories=[])
    for line in found["zones"][0]["rows"]:
        for one in line["seats"]:
            one["category"] = ""
            del one["uuid"]
    assert len(taken(found).seats) == 18


def test_every_fault_is_told_at_once_with_its_place() -> None:
    found = plan()
    rows = found["zones"][0]["rows"]
    rows[0]["seats"][1]["seat_guid"] = "0-0"
    rows[0]["seats"][2]["category"] = "Loge"
    rows[1]["seats"][0]["position"] = {"x": "links", "y": 0}
    rows[1]["seats"][3]["seat_number"] = None
    rows[2]["seats"][0]["seat_guid"] = "a\x00b"
    rows[2]["seats"] += ["kein Sitz"]
    del rows[2]["row_number"]
    assert faults(found) == [
        ("$.zones[0].rows[0].seats[1].seat_guid", Wrong.SAME_GUID),
        ("$.zones[0].rows[0].seats[2].category", Wrong.NO_CATEGORY),
        ("$.zones[0].rows[1].seats[0].position.x", Wrong.NOT_NUMBER),
        ("$.zones[0].rows[1].seats[3].seat_number", Wrong.NOT_TEXT),
        ("$.zones[0].rows[2].seats[0].seat_guid", Wrong.NOT_PRINTABLE),
        ("$.zones[0].rows[2].seats[0].seat_guid", Wrong.NO_GUID),
        ("$.zones[0].rows[2].seats[6]", Wrong.NOT_OBJECT),
        ("$.zones[0].rows[2].row_number", Wrong.NOT_TEXT),
    ]


def test_chairs_in_one_place_are_refused_by_both_their_paths() -> None:
    found = plan()
    found["zones"][0]["rows"][1]["seats"][4]["position"] = {"x": 0, "y": -40}
    with pytest.raises(BadPlan) as refused:
        receive(data(found), "Hội trường")
    (fault,) = refused.value.faults
    assert str(fault) == (
        "$.zones[0].rows[1].seats[4]: Ghế nằm trùng chỗ với $.zones[0].rows[0].seats[0]"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe{}",
        b'{"name": NaN}',
        b'{"name": 1e999, "zones": [], "categories": []}',
        b"[]",
        b"null",
        b'{"zones": {}}',
        b'"' + b"9" * 10_000 + b'"',
        b"9" * 10_000,
        b'{"name": "x", "categories": [], "zones": []}',
        b'{"blocks": []}',
        b'{"blocks": [{"code": 1}], "stage": {"x": 1e400}}',
        b"PK\x03\x04 and no more",
    ],
)
def test_what_is_no_plan_is_refused(raw: bytes) -> None:
    with pytest.raises(BadPlan):
        receive(raw, "Hội trường")


def test_a_stadium_is_refused() -> None:
    seats = [seat(0, place) for place in range(LARGEST + 1)]
    found = plan()
    found["zones"][0]["rows"][0]["seats"] = seats
    found["zones"][0]["rows"] = found["zones"][0]["rows"][:1]
    assert faults(found) == [("$.zones", Wrong.TOO_MANY)]


def test_our_export_is_valid_by_the_schema_and_comes_in_again_the_same() -> None:
    layout = taken(plan(rows=5))
    written = pretix_writer.write(layout)
    jsonschema.validate(json.loads(written), SCHEMA)
    again = receive(written.encode(), "Hội trường").layout
    assert [seat.guid for seat in again.seats] == [seat.guid for seat in layout.seats]
    assert [seat.label for seat in again.seats] == [seat.label for seat in layout.seats]
    aisles = [seat.is_after_aisle for seat in layout.seats]
    assert [seat.is_after_aisle for seat in again.seats] == aisles


def test_seats_taken_out_come_in_again_as_such() -> None:
    layout = editing.take_out(taken(plan()), {"0-0"}, OutKind.CAMERA, "Máy quay")
    layout = editing.take_out(layout, {"0-1"}, OutKind.RESERVE, "Dự phòng")
    received = receive(pretix_writer.write(layout).encode(), "Hội trường")
    out = [(seat.guid, seat.out) for seat in received.layout.seats if seat.out]
    assert out == [("0-0", OutKind.OTHER), ("0-1", OutKind.RESERVE)]
    assert received.notes[Odd.OUT] == 2


def test_our_own_json_comes_in_again_equal() -> None:
    layout = taken(plan(rows=5))
    assert receive(layout.model_dump_json().encode(), "x").layout == layout


KEYS = (
    *("name", "zones", "rows", "seats", "position", "x", "y", "seat_guid", "areas", "seat_number"),
    *("category", "categories", "size", "text", "polygon", "points", "rectangle", "radius"),
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(ANY_JSON)
@settings(max_examples=150)
def test_no_json_crashes_the_reader(found: Any) -> None:
    raw = json.dumps(found).encode()
    try:
        receive(raw, "Hội trường")
    except BadPlan as refused:
        assert refused.faults


def paths(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = found.items() if isinstance(found, dict) else enumerate(found)
    below = [
        deep
        for key, value in inner
        if isinstance(value, dict | list)
        for deep in paths(value, (*path, key))
    ]
    keys = found.keys() if isinstance(found, dict) else range(len(found))
    return [(*path, key) for key in keys] + below


PATHS = paths(plan(rows=2, seats=4))


@given(st.sampled_from(PATHS), ANY_JSON)
@settings(max_examples=250)
def test_a_plan_with_one_thing_wrong_is_taken_or_refused(path: tuple[Any, ...], value: Any) -> None:
    found: Any = plan(rows=2, seats=4)
    at = found
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    try:
        layout = receive(json.dumps(found).encode(), "Hội trường").layout
    except BadPlan as refused:
        assert all(fault.path.startswith("$") for fault in refused.faults)
    else:
        assert Layout.model_validate_json(layout.model_dump_json()) == layout
        labels = [seat.label for seat in layout.seats]
        assert len(set(labels)) == len(labels)


@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=8),
    st.floats(0.2, 80),
    st.sampled_from(list(Side)),
)
@settings(max_examples=60)
def test_scale_and_side_change_nothing_but_the_drawing(
    counts: list[int], scale: float, side: Side
) -> None:
    def rows(factor: float) -> dict[str, Any]:
        found = plan()
        found["zones"][0] |= {"areas": []}
        found["zones"][0]["rows"] = [
            {
                "row_number": str(number),
                "seats": [
                    {
                        "seat_guid": f"{number}/{place}",
                        "seat_number": str(place),
                        "category": "",
                        "position": {
                            "x": (place + (2 if place > count // 2 else 0)) * factor,
                            "y": number * 2 * factor,
                        },
                    }
                    for place in range(count)
                ],
            }
            for number, count in enumerate(counts)
        ]
        return found

    one, other = taken(rows(1), side), taken(rows(scale), side)
    assert [(s.guid, s.is_after_aisle) for s in one.seats] == [
        (s.guid, s.is_after_aisle) for s in other.seats
    ]
    assert [r.rank for r in one.blocks[0].rows] == [r.rank for r in other.blocks[0].rows]
