"""The one order of stage, trays and list, under moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.awards.rules import moved, placed

ORDER = {1: [11, 12], 2: [21], 3: []}


@pytest.mark.parametrize(
    ("award", "by", "expected"),
    [
        (12, -1, {1: [12, 11], 2: [21], 3: []}),
        (11, 1, {1: [12, 11], 2: [21], 3: []}),
        (12, 1, {1: [11], 2: [12, 21], 3: []}),
        (21, -1, {1: [11, 12, 21], 2: [], 3: []}),
        (21, 1, {1: [11, 12], 2: [], 3: [21]}),
        (11, -1, {1: [11, 12], 2: [21], 3: []}),
    ],
)
def test_one_place_earlier_or_later(award: int, by: int, expected: dict[int, list[int]]) -> None:
    assert moved(ORDER, award, by) == expected


def test_the_very_last_stays_last() -> None:
    assert moved({1: [11], 2: [21]}, 21, 1) == {1: [11], 2: [21]}


def test_another_batch_puts_an_award_at_its_end() -> None:
    assert placed(ORDER, 21, 1) == {1: [11, 12, 21], 2: [], 3: []}
    assert placed(ORDER, 11, 1) == ORDER


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.data())
def test_nobody_is_lost_and_a_move_can_be_taken_back(sizes: list[int], data: st.DataObject) -> None:
    keys = iter(range(1_000))
    order = {batch: [next(keys) for _ in range(size)] for batch, size in enumerate(sizes)}
    everybody = [award for awards in order.values() for award in awards]
    if not everybody:
        return
    award = data.draw(st.sampled_from(everybody))
    by = data.draw(st.sampled_from([-1, 1]))
    after = moved(order, award, by)
    assert sorted(key for awards in after.values() for key in awards) == sorted(everybody)
    if after != order:
        assert moved(after, award, -by) == order
