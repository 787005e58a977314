"""The order of the rules as it is chosen, and two plans side by side."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from app.db import Database
from app.seating import store
from app.seating.proposals import comparing, sides
from app.seating.proposals.wishes import Wish, as_typed, rearranged, weights
from app.seating.solver.model import Policy, Rule
from app.seating.table.question import Table, table
from tests.cast import HAI_PHONG
from tests.seating.desk import here, swap

SEATING = f"/conferences/{HAI_PHONG}/seating"


@pytest.mark.parametrize(
    ("pressed", "order"),
    [
        ({"up": "precedence"}, [Rule.PRECEDENCE, Rule.TOGETHER]),
        ({"down": "together"}, [Rule.PRECEDENCE, Rule.TOGETHER]),
        ({"up": "together"}, [Rule.TOGETHER, Rule.PRECEDENCE]),  # it is the first already
        ({"up": "nonsense"}, [Rule.TOGETHER, Rule.PRECEDENCE]),
    ],
)
def test_a_rule_goes_up_or_down_by_one(pressed: dict[str, str], order: list[Rule]) -> None:
    typed = {name: str(value) for name, value in as_typed(Policy()).items()}
    moved = rearranged({**typed, **pressed})
    assert weights(moved) == [*order, *list(Rule)[2:]]
    assert {moved[f"weight_{rule.value}"] for rule in Rule} == set(range(1, 8))


def test_a_rule_without_a_number_comes_last() -> None:
    assert weights({"weight_spare": "1", "weight_doors": "x"})[0] is Rule.SPARE
    assert Wish(weight_spare=1, weight_together=9).policy.weights[0] is Rule.SPARE


def pair(db: Session, lying: Table) -> sides.Pair:
    """The seating before one swap, and after it."""
    before = sides.Side(0, dict(lying.placed), dict(lying.why))
    swap(db, "B-01-09", "B-01-10")
    return before, sides.side(db, table(db, here(db)), 0)


def test_for_a_seat_it_is_told_who_sits_there_on_each_side(summit: Database) -> None:
    with summit.writing() as db:
        lying = table(db, here(db))
        both = pair(db, lying)
        plan = store.map_to_print(db, here(db))
        chair, beside = plan.seat("B-01-09").id, plan.seat("B-01-10").id
        one, other = sides.on_seat(lying, both, chair)
        assert one is not None
        assert other is not None
        assert (one.called, one.there) == ("Lê Ngọc Châu", "B-01-10")
        assert (other.here, other.there) == ("B-01-09", "B-01-10")
        assert one.why_there == "Người thử xếp bằng tay"
        assert sides.marked(plan, both, [], chair) == ({beside}, {beside})
        assert {chair, beside}.isdisjoint(sides.unchanged(both))
        assert len(sides.unchanged(both)) == len(lying.placed) - 2
        assert sides.on_seat(lying, both, plan.seat("L-10-12").id) == (None, None)
        [looked_for] = sides.found(lying, both, "ngoc chau").values()
        assert (looked_for.here, looked_for.there) == ("B-01-09", "B-01-10")
        judged = sides.judged(db, lying, both[0], Policy())
        told = comparing.compare(
            lying, both[0].assign, both[1].assign, (judged, judged), both[1].why
        )
        assert len(told.shifts) == 2
        assert {company.before for company in told.companies} == {"B-01"}


def test_the_page_marks_what_differs_and_tells_why(organiser: TestClient) -> None:
    page = organiser.get(f"{SEATING}/comparison?one=0&other=0").text
    assert "Không ai ngồi khác" in page
    assert 'opacity=".25"' not in page
    seats = re.findall(r'id="([st])\d+"', page)
    assert seats.count("s") == seats.count("t") > 1_000
    part = organiser.get(
        f"{SEATING}/comparison?one=0&other=0&seat=B-01-09", headers={"HX-Request": "true"}
    ).text
    assert "<html" not in part
    assert part.count("Lê Ngọc Châu") == 2
    assert part.count("không đổi chỗ") == 2
    assert part.count('hx-swap-oob="true"') == 2
    assert organiser.get(f"{SEATING}/comparison?one=0&other=9").status_code == 404


def test_the_form_comes_back_rearranged_and_asks_for_nothing(organiser: TestClient) -> None:
    typed = {"order": "listed", "tie_break": "lot", "down": "together"}
    page = organiser.post(f"{SEATING}/proposals", data=typed).text
    assert re.findall(r'name="weight_(\w+)" value="(\d)"', page)[:2] == [
        ("precedence", "1"),
        ("together", "2"),
    ]
    assert 'value="listed" checked' in page
    assert "Chưa lập phương án nào" in page
