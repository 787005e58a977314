"""Which speeches are spoken: what counts, the order, and the proof, against trying everything."""

from collections import Counter
from itertools import combinations, permutations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.speeches.proposal import propose
from app.speeches.rules import Stage
from app.speeches.selection import (
    Body,
    Candidate,
    Lock,
    Room,
    Weights,
    arranged,
    fair,
    is_in_time,
    least_side_by_side,
    score,
    side_by_side,
)
from app.speeches.themes import proposed

PLAN = Counter({Body.BOARD: 13, Body.WARD: 5, Body.COMMUNE: 5, Body.SPECIAL_ZONE: 1})
SEED = [Candidate(n, 7, body) for n, body in enumerate(PLAN.elements(), 1)]
ROOM = Room(85, 1)

candidates = st.lists(
    st.builds(
        Candidate,
        number=st.just(0),
        minutes=st.integers(1, 9),
        body=st.sampled_from(Body),
        theme=st.sampled_from(["", "đất", "thuế", "người"]),
        priority=st.integers(1, 5),
        lock=st.sampled_from([Lock.FREE, Lock.FREE, Lock.FREE, Lock.MUST, Lock.MUST_NOT]),
        stage=st.sampled_from(Stage),
        is_too_long=st.booleans(),
    ),
    max_size=8,
).map(
    lambda found: [
        Candidate(number, *list(vars(one).values())[1:]) for number, one in enumerate(found, 1)
    ]
)
rooms = st.builds(Room, st.integers(0, 40), st.integers(0, 3))
points = st.integers(0, 30)
weights = st.builds(Weights, points, points, points, points, points, points, points)


def best_of_all(found: list[Candidate], room: Room, counted: Weights) -> int | None:
    """By trying every selection in every order; None where not even the locked ones fit."""
    values = [
        score(found, order, room, counted).total
        for count in range(len(found) + 1)
        for chosen in combinations(found, count)
        if is_in_time(chosen, room)
        and all((c in chosen) or c.lock is not Lock.MUST for c in found)
        and all(c.lock is not Lock.MUST_NOT for c in chosen)
        for order in [min(permutations(chosen), key=side_by_side)]
    ]
    return max(values, default=None)


def test_ten_of_the_plans_24_fit_and_every_body_is_heard() -> None:
    found = propose(SEED, ROOM, Weights())
    assert len(found.chosen) == 10
    assert Counter(candidate.body for candidate in found.chosen) == fair(SEED, ROOM)
    assert fair(SEED, ROOM)[Body.SPECIAL_ZONE] == 1
    assert found.is_proven


@settings(max_examples=60)
@given(found=candidates.filter(lambda some: len(some) <= 6), room=rooms, counted=weights)
def test_no_selection_is_better_than_the_proposed_one(
    found: list[Candidate], room: Room, counted: Weights
) -> None:
    best = best_of_all(found, room, counted)
    if best is None:
        with pytest.raises(Refused):
            propose(found, room, counted)
        return
    made = propose(found, room, counted)
    assert made.score.total == best == made.bound
    assert is_in_time(made.chosen, room)
    assert {c.number for c in found if c.lock is Lock.MUST} <= set(made.numbers)
    assert not {c.number for c in found if c.lock is Lock.MUST_NOT} & set(made.numbers)


def test_a_reason_is_what_deciding_otherwise_costs() -> None:
    found = [Candidate(1, 7, priority=5), Candidate(2, 7, priority=3), Candidate(3, 7, priority=3)]
    made = propose(found, Room(15, 1), Weights())
    assert made.numbers == [1, 2], "of equals, whoever stands first in the plan"
    assert made.losses == {1: 12, 2: 0, 3: 0}


@given(candidates)
@example([Candidate(n, 1, theme="đất") for n in range(1, 4)])
def test_the_order_has_the_fewest_of_one_theme_side_by_side(found: list[Candidate]) -> None:
    some = found[:6]
    fewest = min(side_by_side(order) for order in permutations(some))
    made = arranged(some)
    assert side_by_side(made) == fewest
    assert least_side_by_side(Counter(one.theme for one in some)) == fewest
    assert Counter(made) == Counter(some)
    best = min(
        [one.number for one in order]
        for order in permutations(some)
        if side_by_side(order) == fewest
    )
    assert [one.number for one in made] == best, "nearest to the plan's own order"


@given(candidates, rooms)
def test_a_fair_share_fills_the_places_and_leaves_nobody_out(
    found: list[Candidate], room: Room
) -> None:
    shares = fair(found, room)
    asked = Counter(candidate.body for candidate in found)
    assert set(shares) == set(asked)
    places = sum(shares.values())
    assert places <= len(found)
    assert places < len(asked) or all(shares.values())


@pytest.mark.parametrize(
    ("topic", "theme"),
    [
        ("Một số kinh nghiệm trong công tác giải phóng mặt bằng", "Giải phóng mặt bằng"),
        ("Giải phóng mặt bằng thực hiện các dự án trọng điểm", "Giải phóng mặt bằng"),
        ("Đổi mới hoạt động của Ủy ban MTTQ Việt Nam thành phố", "Mặt trận và đoàn thể"),
        ("Kết quả và những vấn đề đặt ra", ""),
    ],
)
def test_a_theme_is_proposed_from_the_topics_words(topic: str, theme: str) -> None:
    assert proposed(topic) == theme
