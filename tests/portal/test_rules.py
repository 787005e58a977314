"""Whether somebody sits right, and whom a poster may name."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.portal.rules import Candidate, Doubt, Sitting, remembered_for, sitting, the_one

ENDS = datetime(2026, 6, 2, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_known", "own", "expected"),
    [
        (False, None, Sitting.UNKNOWN),
        (True, None, Sitting.UNPLACED),
        (True, 7, Sitting.HERE),
        (True, 8, Sitting.ELSEWHERE),
    ],
)
def test_a_chair_tells_whoever_scans_it(is_known: bool, own: int | None, expected: Sitting) -> None:
    assert sitting(7, is_known, own) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (ENDS - timedelta(days=3), timedelta(days=4)),
        (ENDS, timedelta(days=1)),
        (ENDS + timedelta(days=200), timedelta(hours=12)),
    ],
)
def test_a_phone_remembers_until_the_conference_is_over(now: datetime, expected: timedelta) -> None:
    assert remembered_for(ENDS, now) == expected


def place(id: int, unit_id: int | None, *called: tuple[str, str]) -> Candidate:
    written, bare = zip(*called, strict=True)
    return Candidate(id, unit_id, frozenset(written), frozenset(bare))


GIANG = place(1, 10, ("bí thư cẩm giang", "bi thu cam giang"))
GIANGF = place(2, 20, ("bí thư cẩm giàng", "bi thu cam giang"))
HAI = place(3, 10, ("trần hải", "tran hai"))
HAI_AGAIN = place(4, 10, ("trần hải", "tran hai"))
HAI_ELSEWHERE = place(5, 20, ("trần hải", "tran hai"))
TWO_POSTS = place(6, None, ("phó bí thư", "pho bi thu"), ("chủ tịch", "chu tich"))
EVERYBODY = [GIANG, GIANGF, HAI, HAI_ELSEWHERE, TWO_POSTS]


@pytest.mark.parametrize(
    ("written", "bare", "unit_id", "expected"),
    [
        ("bí thư cẩm giàng", "bi thu cam giang", None, GIANGF),
        ("bi thu cam giang", "bi thu cam giang", None, Doubt.WHICH_UNIT),
        ("bi thu cam giang", "bi thu cam giang", 10, GIANG),
        ("bí thư cẩm giàng", "bi thu cam giang", 10, GIANG),
        ("trần hải", "tran hai", None, Doubt.WHICH_UNIT),
        ("trần hải", "tran hai", 20, HAI_ELSEWHERE),
        ("chủ tịch", "chu tich", None, TWO_POSTS),
        ("chủ tịch", "chu tich", 10, Doubt.NOBODY),
        ("trần", "tran", None, Doubt.NOBODY),
        ("", "", None, Doubt.NOBODY),
    ],
)
def test_a_poster_names_one_or_nobody(
    written: str, bare: str, unit_id: int | None, expected: Candidate | Doubt
) -> None:
    assert the_one(EVERYBODY, written, bare, unit_id) == expected


def test_two_of_one_name_in_one_unit_are_sent_to_the_desk() -> None:
    assert the_one([HAI, HAI_AGAIN], "trần hải", "tran hai", 10) is Doubt.ASK_DESK


names = st.sampled_from(["an", "ân", "ẩn", "binh", "bình"])
bare = {"an": "an", "ân": "an", "ẩn": "an", "binh": "binh", "bình": "binh"}
units = st.none() | st.integers(1, 2)
crowds = st.lists(st.tuples(names, units), max_size=8)


@given(crowds, names, units)
def test_whoever_is_named_answers_to_all_that_was_typed(
    crowd: list[tuple[str, int | None]], typed: str, unit_id: int | None
) -> None:
    candidates = [place(id, unit, (name, bare[name])) for id, (name, unit) in enumerate(crowd)]
    found = the_one(candidates, typed, bare[typed], unit_id)
    same = [name for name, unit in crowd if unit_id in {None, unit} and bare[name] == bare[typed]]
    if isinstance(found, Candidate):
        assert bare[typed] in found.bare
        assert unit_id in {None, found.unit_id}
        assert same.count(typed) == 1 or (typed not in same and len(same) == 1)
    else:
        assert (found is Doubt.NOBODY) == (same == [])
