"""The speech budget and the way of a text, as tables and as properties."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.speeches.rules import (
    Progress,
    Stage,
    budget,
    check_step,
    choice,
    ends,
    fit,
    progress,
    spoken,
    syllables,
    used,
)
from app.vietnamese import local

SLOT = 85  # plan 63-KH/TU, line 66: 08h35' - 10h00'
SEED = [7] * 24  # lines 113, 135-164
NOW = local("2026-05-28T09:00")
LATER = NOW + timedelta(hours=1)


def test_the_seed_wants_twice_the_time_there_is() -> None:
    found = budget(SLOT, SEED)
    assert (found.wanted, found.excess, found.each) == (168, 83, 7)
    assert found.fitting == {0: 12, 1: 10, 2: 9}


@pytest.mark.parametrize(
    ("count", "change_over", "taken", "left"),
    [(0, 1, 0, 85), (1, 1, 7, 78), (10, 1, 79, 6), (12, 0, 84, 1), (11, 1, 87, -2), (9, 2, 79, 6)],
)
def test_the_chosen_fill_the_slot_with_their_change_overs(
    count: int, change_over: int, taken: int, left: int
) -> None:
    found = choice(SLOT, [7] * count, change_over)
    assert (found.count, found.used, found.left) == (count, taken, left)


def test_few_speeches_all_fit_and_no_slot_holds_none() -> None:
    assert budget(SLOT, [7, 7]).fitting == {0: 2, 1: 2, 2: 2}
    assert budget(SLOT, [7, 7]).excess == 0
    assert fit(0, SEED, 0) == 0
    assert fit(SLOT, [], 1) == 0


@given(
    slot=st.integers(0, 90),
    lengths=st.lists(st.integers(1, 15), max_size=8),
    change_over=st.integers(0, 4),
)
def test_no_larger_choice_fits(slot: int, lengths: list[int], change_over: int) -> None:
    found = fit(slot, lengths, change_over)
    best = max(
        count
        for count in range(len(lengths) + 1)
        for chosen in combinations(lengths, count)
        if not chosen or used(chosen, change_over) <= slot
    )
    assert found == best


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], Progress()),
        ([Stage.HANDED_IN], Progress(Stage.HANDED_IN, NOW)),
        ([Stage.HANDED_IN, Stage.UNDER_REVIEW], Progress(Stage.UNDER_REVIEW, NOW)),
        ([Stage.HANDED_IN, Stage.RETURNED], Progress(Stage.RETURNED, NOW)),
        ([Stage.HANDED_IN, Stage.RETURNED, Stage.HANDED_IN], Progress(Stage.HANDED_IN, NOW)),
        ([Stage.HANDED_IN, Stage.PASSED], Progress(Stage.PASSED, NOW, LATER)),
        ([Stage.HANDED_IN, Stage.PASSED, Stage.RETURNED], Progress(Stage.RETURNED, NOW)),
        ([Stage.HANDED_IN, Stage.ASSIGNED], Progress()),
        ([Stage.HANDED_IN, Stage.PASSED, Stage.PASSED], Progress(Stage.PASSED, NOW, LATER)),
    ],
)
def test_what_the_steps_amount_to(steps: list[Stage], expected: Progress) -> None:
    moments = [NOW, *[LATER] * len(steps)]
    assert progress(list(zip(steps, moments, strict=False))) == expected


@pytest.mark.parametrize("stage", [Stage.UNDER_REVIEW, Stage.PASSED, Stage.RETURNED])
def test_a_text_that_is_not_there_cannot_be_reviewed(stage: Stage) -> None:
    with pytest.raises(Refused):
        check_step(Stage.ASSIGNED, stage, NOW, NOW)
    check_step(Stage.HANDED_IN, stage, NOW, NOW)


def test_a_step_cannot_lie_in_the_future() -> None:
    with pytest.raises(Refused):
        check_step(Stage.ASSIGNED, Stage.HANDED_IN, LATER, NOW)
    check_step(Stage.ASSIGNED, Stage.HANDED_IN, NOW, NOW)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Kính thưa các đồng chí!", 5), ("- Kết quả: 2 con số - rất tốt", 7), ("…", 0)],
)
def test_what_is_said_is_counted_by_syllables(text: str, count: int) -> None:
    assert syllables(text) == count


@pytest.mark.parametrize(
    ("count", "about", "is_too_long"),
    [(1, 1, False), (1330, 7, False), (1331, 7, False), (1426, 8, True), (1710, 9, True)],
)
def test_the_minutes_a_text_takes_are_whole(count: int, about: int, is_too_long: bool) -> None:
    found = spoken(count, 190, 7)
    assert (found.about, found.is_too_long) == (about, is_too_long)


def test_ends_are_told_around_what_fits_and_for_all() -> None:
    found = ends(NOW, SLOT, 24, [5, 6, 7], 1)
    assert [end.speakers for end in found[7]] == [8, 9, 10, 11, 12, 13, 14, 15, 24]
    seven = {end.speakers: end for end in found[7]}
    assert (seven[10].at, seven[10].over) == (NOW + timedelta(minutes=79), 0)
    assert (seven[24].at, seven[24].over) == (NOW + timedelta(minutes=191), 106)


@given(
    slot=st.integers(0, 200),
    total=st.integers(0, 30),
    limit=st.integers(1, 20),
    change_over=st.integers(0, 5),
)
def test_an_end_is_over_where_fewer_fit(
    slot: int, total: int, limit: int, change_over: int
) -> None:
    fitting = fit(slot, [limit] * total, change_over)
    for end in ends(NOW, slot, total, [limit], change_over)[limit]:
        assert (end.over > 0) == (end.speakers > fitting)
        assert end.at == NOW + timedelta(minutes=used([limit] * end.speakers, change_over))
