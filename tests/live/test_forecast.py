"""When the rest will end: the plan's own morning, and how often "at the latest" is right."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.live.course import state
from app.live.forecast import HABITS, Expected, forecast, pace, paces
from app.live.rules import ActionKind, Programme
from tests.live import simulated
from tests.live.mornings import Run, at, seed

UNSEEN = paces([])
LATE = (8, 13, 23, 43)  # eight minutes late from the start on


def ahead(run: Run, minute: float, seen: list[float] | None = None) -> dict[str, Expected]:
    first = run.programme.cues[3]
    known = paces([(first, taken) for taken in seen or []])
    return {one.key: one for one in forecast(run.programme, run.state, known, at(minute))}


def test_eight_minutes_late_ten_speeches_end_at_1002_and_awards_at_1022() -> None:
    """Acceptance scenario 3."""
    run = Run()
    run.through(*LATE)
    times = ahead(run, 43)
    assert times["speech:10"].ends_at == at(122)
    assert (times["item:5"].starts_at, times["item:5"].ends_at) == (at(122), at(142))
    assert times["item:7"].ends_at == at(182)
    run.press(ActionKind.SKIP, 44, "item:6")
    assert ahead(run, 44)["item:7"].ends_at == at(167), "without item 6 at 10:47"


def test_one_speaker_of_nine_minutes_moves_the_rest_by_two_and_makes_nobody_slow() -> None:
    """Acceptance scenario 4."""
    run = Run()
    run.through(*LATE, 52)
    assert ahead(run, 52, [540])["speech:10"].ends_at == at(124)
    assert ahead(run, 52, [540, 420, 420, 420])["speech:10"].ends_at == at(124)


def test_overtime_pushes_the_rest_second_by_second() -> None:
    run = Run()
    run.through(*LATE)
    before, over = ahead(run, 49), ahead(run, 51.5)
    assert over["speech:1"].ends_at == at(51.5)
    moved = over["item:7"].ends_at - before["item:7"].ends_at
    assert moved == timedelta(minutes=1.5)
    assert over["item:7"].late_end > before["item:7"].late_end


def test_where_everybody_overruns_the_others_are_expected_to() -> None:
    run = Run()
    run.through(*LATE)
    slow = ahead(run, 43, [480] * 6)
    assert slow["speech:10"].ends_at > at(126)
    assert pace([1 / 7] * 6, HABITS["speech"]).more == pytest.approx(1 / 7 * 6 / 8)
    assert pace([1.0, 1.0], HABITS["speech"]).more == 0, "two are not enough to tell"


def test_nothing_starts_before_a_time_that_is_fixed() -> None:
    run = Run()
    cues = run.programme.cues
    fixed = replace(cues[-3], fixed_at=at(150))
    run.programme = replace(run.programme, cues=(*cues[:-3], fixed, *cues[-2:]))
    run.through(*LATE)
    times = ahead(run, 43)
    assert times["item:5"].starts_at == at(150)
    assert times["item:5"].late_end < at(180), "what was early is taken up"


def test_a_pause_lets_the_time_run() -> None:
    run = Run()
    run.through(*LATE)
    run.press(ActionKind.PAUSE, 45)
    assert ahead(run, 48)["speech:10"].ends_at == at(125)


def test_before_the_start_the_plan_holds_until_it_is_late() -> None:
    empty: Programme = seed()
    waiting = state(empty, [])
    assert forecast(empty, waiting, UNSEEN, at(-30))[0].starts_at == at(0)
    assert forecast(empty, waiting, UNSEEN, at(6))[0].starts_at == at(6)
    assert forecast(empty, waiting, UNSEEN, at(60 * 24 * 90))[0].starts_at == at(0)


def test_at_the_latest_is_right_in_nine_mornings_of_ten() -> None:
    assert 85 <= simulated.share_in_time(60) <= 95
