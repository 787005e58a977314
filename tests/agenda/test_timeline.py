"""Cues in their items, timed: the laws that every programme keeps, what is named when broken."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agenda.rules import CueKind, Fault, FaultKind, Place
from app.agenda.timeline import Line, Step, Timeline, timeline

START = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)  # 08:00 in Hải Phòng
END = START + timedelta(hours=3)
RANDOM_PROGRAMMES = 10_000


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def seconds(span: timedelta) -> int:
    return int(span / timedelta(seconds=1))


def speeches(count: int, minutes: int = 7, change_over: int = 1) -> tuple[Step, ...]:
    """As many speeches with change-overs between them."""
    steps: list[Step] = []
    for number in range(count):
        if number:
            steps.append(Step(100 + number, change_over * 60, kind=CueKind.CHANGE_OVER))
        steps.append(Step(number, minutes * 60, kind=CueKind.SPEECH))
    return tuple(steps)


def test_ten_speeches_with_change_overs_take_79_of_85_minutes() -> None:
    timed = timeline([Line(1, 85, steps=speeches(10))], START, END)
    item = timed.items[0]
    assert item.steps[-1].ends_at == at(79)
    assert item.ends_at == at(85), "the item keeps what it was given"
    assert timed.faults == ()


def test_cues_that_take_longer_than_their_item_move_everything_after_it() -> None:
    timed = timeline([Line(1, 85, steps=speeches(11)), Line(2, 20)], START, at(105))
    assert timed.items[0].ends_at == at(87)
    assert timed.items[1].starts_at == at(87)
    assert timed.faults == (
        Fault(FaultKind.FULL, Place(1), 120),
        Fault(FaultKind.OVERRUN, Place(2), 120),
    )


@pytest.mark.parametrize(
    ("fixed", "faults"),
    [
        (at(5), []),
        (at(7), [Fault(FaultKind.GAP, Place(1, 2), 120)]),
        (at(4.5), [Fault(FaultKind.OVERLAP, Place(1, 2), 30)]),
        (at(-1), [Fault(FaultKind.OVERLAP, Place(1, 2), 360)]),
        (
            at(10),
            [Fault(FaultKind.GAP, Place(1, 2), 300), Fault(FaultKind.FULL, Place(1), 60)],
        ),
    ],
)
def test_a_cue_with_a_fixed_start_is_kept_and_named_where_it_does_not_fit(
    fixed: datetime, faults: list[Fault]
) -> None:
    line = Line(1, 10, steps=(Step(1, 300), Step(2, 60, fixed)))
    timed = timeline([line], START, END)
    assert timed.items[0].steps[1].starts_at == fixed
    assert list(timed.faults) == faults


def test_half_minutes_count_as_begun_and_are_not_spare() -> None:
    timed = timeline([Line(1, 0, steps=(Step(1, 90),))], START, END)
    assert (timed.minutes, timed.spare) == (2, 178)


fixed_starts = st.none() | st.integers(-60, 400).map(at)
steps = st.builds(Step, st.just(0), st.integers(0, 3_600), fixed_starts)
lines = st.builds(
    Line,
    st.just(0),
    st.integers(0, 120),
    fixed_starts,
    st.booleans(),
    st.lists(steps, max_size=6).map(tuple),
)


def numbered(programme: Sequence[Line]) -> list[Line]:
    """With keys of their own."""
    keys = iter(range(1, 10_000))
    return [
        Line(
            next(keys),
            line.minutes,
            line.fixed_start,
            line.is_conditional,
            tuple(Step(next(keys), step.seconds, step.fixed_start) for step in line.steps),
        )
        for line in programme
    ]


def keeps_the_laws(programme: Sequence[Line]) -> None:
    timed = timeline(programme, START, END)
    named = {(fault.kind, fault.place): fault.seconds for fault in timed.faults}
    assert [item.key for item in timed.items] == [line.key for line in programme]
    reached = START
    for line, item in zip(programme, timed.items, strict=True):
        _follows(named, Place(line.key), line.fixed_start, item.starts_at, reached)
        cues_reached = item.starts_at
        assert [step.key for step in item.steps] == [step.key for step in line.steps]
        for step, cue in zip(line.steps, item.steps, strict=True):
            place = Place(line.key, step.key)
            _follows(named, place, step.fixed_start, cue.starts_at, cues_reached)
            assert seconds(cue.ends_at - cue.starts_at) == step.seconds >= 0
            cues_reached = max(cues_reached, cue.ends_at)
        slot_end = item.starts_at + timedelta(minutes=line.minutes)
        assert item.ends_at == max(slot_end, cues_reached)
        assert named.get((FaultKind.FULL, Place(line.key)), 0) == max(
            0, seconds(cues_reached - slot_end)
        )
        assert named.get((FaultKind.OVERRUN, Place(line.key)), 0) == max(
            0, seconds(item.ends_at - END)
        )
        reached = max(reached, item.ends_at)
    assert timed.ends_at == reached


def _follows(
    named: dict[tuple[FaultKind, Place], int],
    place: Place,
    fixed: datetime | None,
    starts_at: datetime,
    reached: datetime,
) -> None:
    """A fixed start is kept, and named where it breaks the order; the others follow on."""
    assert starts_at == (fixed or reached)
    assert named.get((FaultKind.GAP, place), 0) == max(0, seconds(starts_at - reached))
    assert named.get((FaultKind.OVERLAP, place), 0) == max(0, seconds(reached - starts_at))


@given(st.lists(lines, max_size=8))
def test_every_programme_keeps_the_laws(programme: list[Line]) -> None:
    keeps_the_laws(numbered(programme))


def test_ten_thousand_random_programmes_keep_the_laws() -> None:
    dice = random.Random(63)
    for _ in range(RANDOM_PROGRAMMES):
        programme = [_random_line(dice) for _ in range(dice.randint(0, 9))]
        keeps_the_laws(numbered(programme))


def _random_line(dice: random.Random) -> Line:
    return Line(
        0,
        dice.randint(0, 90),
        _random_start(dice),
        dice.random() < 0.2,
        tuple(
            Step(0, dice.randint(0, 1_200), _random_start(dice)) for _ in range(dice.randint(0, 6))
        ),
    )


def _random_start(dice: random.Random) -> datetime | None:
    return at(dice.randint(-30, 300)) if dice.random() < 0.2 else None


@given(st.lists(lines, min_size=2, max_size=8), st.data())
def test_moving_an_item_there_and_back_restores_every_time(
    programme: list[Line], data: st.DataObject
) -> None:
    before = numbered(programme)
    place = data.draw(st.integers(0, len(before) - 1))
    to = data.draw(st.integers(0, len(before) - 1))
    there = moved(before, place, to)
    assert moved(there, to, place) == before
    assert times(timeline(moved(there, to, place), START, END)) == times(
        timeline(before, START, END)
    )
    assert {item.key for item in timeline(there, START, END).items} == {
        item.key for item in timeline(before, START, END).items
    }


def moved(programme: list[Line], place: int, to: int) -> list[Line]:
    others = [line for number, line in enumerate(programme) if number != place]
    return [*others[:to], programme[place], *others[to:]]


def times(timed: Timeline) -> list[tuple[int, datetime, datetime]]:
    return [(item.key, item.starts_at, item.ends_at) for item in timed.items]
