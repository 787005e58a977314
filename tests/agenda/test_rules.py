"""The timed agenda as tables: the seed's morning, and what is named when it does not add up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agenda.rules import Fault, FaultKind, Place
from app.agenda.timeline import Line, timeline

START = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)  # 08:00 in Hải Phòng
END = START + timedelta(hours=3)
SEED = [5, 10, 20, 85, 20, 15, 25]  # plan 63-KH/TU, lines 58-69


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def test_the_seed_fills_its_three_hours_exactly() -> None:
    lines = [Line(key, minutes) for key, minutes in enumerate(SEED, 1)]
    timed = timeline(lines, START, END)
    starts = [(item.starts_at - START) // timedelta(minutes=1) for item in timed.items]
    assert starts == [0, 5, 15, 35, 120, 140, 155]
    assert (timed.ends_at, timed.minutes, timed.spare) == (END, 180, 0)
    assert timed.faults == ()


def test_what_is_only_held_if_there_is_time_gives_its_minutes_back() -> None:
    lines = [Line(1, 165), Line(2, 15, is_conditional=True)]
    assert timeline(lines, START, END).given_back == 15


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([Line(1, 10), Line(2, 5, at(10))], []),
        ([Line(1, 10), Line(2, 5, at(12))], [Fault(FaultKind.GAP, Place(2), 2 * 60)]),
        ([Line(1, 10), Line(2, 5, at(7))], [Fault(FaultKind.OVERLAP, Place(2), 3 * 60)]),
        ([Line(1, 181)], [Fault(FaultKind.OVERRUN, Place(1), 1 * 60)]),
        ([Line(1, 180), Line(2, 0)], []),
        (
            [Line(1, 170, at(20)), Line(2, 5)],
            [
                Fault(FaultKind.GAP, Place(1), 20 * 60),
                Fault(FaultKind.OVERRUN, Place(1), 10 * 60),
                Fault(FaultKind.OVERRUN, Place(2), 15 * 60),
            ],
        ),
    ],
)
def test_what_does_not_add_up_is_named_at_its_place(lines: list[Line], faults: list[Fault]) -> None:
    assert list(timeline(lines, START, END).faults) == faults


@given(st.lists(st.tuples(st.integers(0, 120), st.none() | st.integers(0, 240)), max_size=30))
def test_fixed_starts_are_kept_and_the_rest_follow_on(
    programme: list[tuple[int, int | None]],
) -> None:
    lines = [
        Line(key, minutes, None if fixed is None else at(fixed))
        for key, (minutes, fixed) in enumerate(programme)
    ]
    timed = timeline(lines, START, END)
    reached = START
    for line, item in zip(lines, timed.items, strict=True):
        assert item.starts_at == (line.fixed_start or reached)
        assert item.ends_at - item.starts_at == timedelta(minutes=line.minutes)
        reached = max(reached, item.ends_at)
    assert timed.ends_at == reached
