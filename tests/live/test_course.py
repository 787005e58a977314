"""Where the morning stands, from programme and log alone."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.live.course import laid, state
from app.live.forecast import forecast, paces
from app.live.order import spans
from app.live.rules import ActionKind, Cue, Fate, LivePhase, Post
from tests.live.mornings import EIGHT, Run, at, seed

START, NEXT, BACK, UNDO = ActionKind.START, ActionKind.NEXT, ActionKind.BACK, ActionKind.UNDO
BEFORE_SPEECHES = (0, 5, 15)  # minutes at which the first three items begin


def speaking() -> Run:
    """The first speech is on, as planned."""
    run = Run()
    run.through(*BEFORE_SPEECHES, 35)
    return run


def keys(run: Run) -> list[str]:
    return [cue.key for cue in run.state.remaining]


def test_before_the_first_press_nothing_is_on_and_everything_waits() -> None:
    run = Run()
    assert run.state.phase is LivePhase.WAITING
    assert len(run.state.remaining) == 6 + 10 + 9  # items, speeches, change-overs
    assert run.state.following and run.state.following.key == "item:1"


def test_a_morning_pressed_through_ends() -> None:
    run = Run()
    run.through(*range(26))
    assert run.state.phase is LivePhase.ENDED
    assert run.state.remaining == ()
    assert len(spans(run.state.course)) == 25


def test_back_shows_what_was_on_with_the_start_it_had() -> None:
    run = speaking()
    run.press(BACK, 36)
    assert (run.state.key, run.state.began_at) == ("item:3", at(15))
    run.press(NEXT, 37)
    assert (run.state.key, run.state.began_at) == ("speech:1", at(37))


def test_a_late_press_is_corrected_when_pressed_and_afterwards() -> None:
    run = Run()
    run.through(0, 5)
    run.press(NEXT, 16.5, ago=90)
    assert run.state.began_at == at(15)
    run.press(ActionKind.BEGAN, 17, ago=60)
    assert run.state.began_at == at(16)
    with pytest.raises(Refused, match="muộn hơn"):
        run.press(ActionKind.BEGAN, 17, ago=60 * 15)
    assert spans(run.state.course)[1][1:] == (at(5), at(16))


def test_a_pause_holds_the_clock_and_gives_the_time_back() -> None:
    run = speaking()
    run.press(ActionKind.PAUSE, 38)
    assert run.state.left(at(45)).total_seconds() == 4 * 60
    with pytest.raises(Refused, match="tạm dừng"):
        run.press(ActionKind.PAUSE, 39)
    run.press(ActionKind.RESUME, 40)
    assert run.state.until == at(35 + 7 + 2)
    run.press(NEXT, 44)
    assert run.state.paused_at is None


def test_minutes_are_given_and_taken() -> None:
    run = speaking()
    run.press(ActionKind.EXTEND, 40, seconds=120)
    assert run.state.until == at(35 + 9)
    run.press(ActionKind.EXTEND, 40, "speech:3", seconds=-60)
    assert run.state.remaining[3].seconds == 6 * 60
    run.press(ActionKind.LIMIT, 41, seconds=300)
    assert {cue.seconds for cue in run.state.remaining if cue.kind == "speech"} == {300}
    assert run.state.seconds == 9 * 60, "whoever speaks keeps what they were given"


def test_a_cut_speech_leaves_with_its_change_over() -> None:
    run = speaking()
    run.press(ActionKind.CUT, 36, "speech:2", "speech:10")
    assert run.state.course.dropped == {"speech:2": Fate.CUT, "speech:10": Fate.CUT}
    assert keys(run)[:3] == ["speech:1:after", "speech:3", "speech:3:after"]
    assert keys(run)[-4:] == ["speech:9", "item:5", "item:6", "item:7"]
    with pytest.raises(Refused, match="đang chờ"):
        run.press(ActionKind.CUT, 36, "speech:1")


def test_a_whole_item_is_skipped_and_called_again() -> None:
    run = speaking()
    run.press(ActionKind.SKIP, 36, "item:6")
    assert "item:6" not in keys(run)
    run.press(ActionKind.RESTORE, 37, "item:6")
    assert keys(run)[-2:] == ["item:6", "item:7"]


def test_whoever_is_on_is_skipped_and_comes_back_next() -> None:
    run = speaking()
    run.press(NEXT, 42)
    run.press(NEXT, 43)
    run.press(ActionKind.SKIP, 44)
    assert (run.state.key, run.state.began_at) == ("speech:2:after", at(44))
    run.press(NEXT, 45)
    assert run.state.key == "speech:3"
    run.press(ActionKind.RESTORE, 46, "speech:2")
    walk, called, back, then = run.state.remaining[:4]
    assert (called.key, then.key) == ("speech:2", "speech:4"), "who was missing speaks next"
    assert {walk.kind, back.kind} == {"change_over"}, "with a walk before and after"
    run.press(NEXT, 52)
    run.press(NEXT, 53)
    assert run.state.key == "speech:2"
    assert [cue.kind for cue in run.state.remaining[:2]] == ["change_over", "speech"]


def test_called_back_during_the_change_over_they_are_on_at_once() -> None:
    run = speaking()
    run.through(42, 43)
    run.press(ActionKind.SKIP, 44)
    run.press(ActionKind.RESTORE, 44.5, "speech:2")
    kinds = [(cue.key.split(":after")[0], cue.kind) for cue in run.state.remaining[:3]]
    assert kinds == [("speech:2", "speech"), ("speech:2", "change_over"), ("speech:3", "speech")]
    run.press(NEXT, 45)
    run.press(ActionKind.SKIP, 46)
    run.press(ActionKind.RESTORE, 47, "speech:2")
    assert run.state.following and run.state.following.key == "speech:2", "as often as it takes"


def test_after_a_skipped_item_each_of_its_speeches_comes_back_with_its_walk() -> None:
    run = speaking()
    run.press(NEXT, 42)
    run.press(ActionKind.SKIP, 43, "item:4")
    assert run.state.key == "item:5"
    run.press(UNDO, 44)
    run.press(ActionKind.SKIP, 44, *(f"speech:{n}" for n in range(2, 11)))
    run.press(UNDO, 45)
    run.press(NEXT, 46)
    run.press(ActionKind.SKIP, 46, "item:4")
    run.press(ActionKind.RESTORE, 47, "speech:5")
    run.press(ActionKind.RESTORE, 47, "speech:6")
    speeches = [cue for cue in run.state.remaining if cue.item == "item:4"]
    assert [cue.kind for cue in speeches] == ["speech", "change_over", "speech"]


def test_two_change_places_also_where_one_is_on() -> None:
    run = speaking()
    run.press(ActionKind.SWAP, 36, "speech:2")
    assert keys(run)[:4] == ["speech:1:after", "speech:3", "speech:2:after", "speech:2"]
    run.press(ActionKind.SWAP, 37, "speech:1", "speech:3")
    assert (run.state.key, run.state.began_at) == ("speech:3", at(37))
    assert keys(run)[1] == "speech:1"
    with pytest.raises(Refused, match="đổi chỗ"):
        run.press(ActionKind.SWAP, 38, "speech:10")


def test_a_speech_is_inserted_with_its_change_over_and_anything_else_alone() -> None:
    run = speaking()
    run.press(ActionKind.INSERT, 36, cue=Cue("", "", "", "speech", "Bài dự bị", "Đơn vị X", 300))
    new = run.state.remaining[1]
    assert (new.kind, new.item, new.seconds) == ("speech", "item:4", 300)
    assert keys(run)[:4] == ["speech:1:after", new.key, f"{new.key}:after", "speech:2"]
    run.press(ActionKind.INSERT, 37, cue=Cue("", "", "", "other", "Mời nghỉ", "", 60))
    assert [cue.title for cue in run.state.remaining[:2]] == ["Chuyển tiếp", "Mời nghỉ"]
    with pytest.raises(Refused, match="số phút"):
        run.press(ActionKind.INSERT, 37, cue=Cue("", "", "", "other", "", "", 60))


def test_messages_and_blackout_move_nothing_and_refuse_nobody() -> None:
    run = speaking()
    sequence = run.state.sequence
    run.press(ActionKind.MESSAGE, 36, text="Nói gọn", posts=(Post.STAGE, Post.MC))
    run.press(ActionKind.BLACKOUT, 36, is_on=True)
    assert (run.state.sequence, run.state.version) == (sequence, sequence + 2)
    assert run.state.messages[Post.MC].text == "Nói gọn"
    run.press(ActionKind.MESSAGE, 37, text="", posts=(Post.MC,))
    assert set(run.state.messages) == {Post.STAGE}
    run.press(UNDO, 38)
    assert (run.state.key, run.state.is_blacked_out) == ("item:3", True)


@pytest.mark.parametrize(
    "change",
    [
        lambda run: run.press(NEXT, 41),
        lambda run: run.press(ActionKind.EXTEND, 41, seconds=60),
        lambda run: run.press(ActionKind.CUT, 41, "speech:4"),
        lambda run: run.press(ActionKind.SWAP, 41, "speech:1"),
        lambda run: run.press(ActionKind.SKIP, 41),
        lambda run: run.press(ActionKind.PAUSE, 41),
        lambda run: run.press(ActionKind.BEGAN, 41, ago=120),
    ],
)
def test_undo_restores_every_start_exactly(change: Callable[[Run], object]) -> None:
    run = speaking()
    before = run.state
    change(run)
    assert run.state.course != before.course
    run.press(UNDO, 45)
    assert run.state.course == before.course
    assert (run.state.began_at, run.state.until) == (before.began_at, before.until)


def test_what_left_the_programme_while_it_was_on_is_still_called_by_its_name() -> None:
    run = speaking()
    run.programme = seed(0)
    assert run.state.current and run.state.current.title == "4.1 Đơn vị 1"
    assert [cue.key for cue in state(seed(0), run.log).remaining][:1] == ["item:4"]


def test_a_trial_on_another_day_has_the_plan_laid_upon_its_start() -> None:
    run = Run()
    run.press(START, 60 * 24 * 3)
    moved = laid(run.programme, run.log)
    assert moved.starts_at == at(60 * 24 * 3)
    assert laid(seed(), []).starts_at == EIGHT


KINDS = st.sampled_from(list(ActionKind))
PRESSES = st.lists(st.tuples(KINDS, st.integers(1, 10), st.integers(-120, 400)), max_size=25)


def played(presses: list[tuple[ActionKind, int, int]]) -> Run:
    """Whatever of these can be pressed, a minute apart."""
    run = Run()
    for minute, (kind, number, seconds) in enumerate(presses):
        keys = () if number > 8 else (f"speech:{number}",)
        new = Cue("", "", "", "speech", "Bài thêm", "", 300)
        try:
            run.press(kind, minute, *keys, seconds=seconds, posts=(Post.MC,), cue=new)
        except Refused:
            continue
    return run


@settings(max_examples=300)
@given(PRESSES)
def test_no_cue_is_ever_lost_or_doubled(presses: list[tuple[ActionKind, int, int]]) -> None:
    run = played(presses)
    now = run.state
    order = now.course.order
    assert len(set(order)) == len(order)
    assert {cue.key for cue in run.programme.cues} <= set(order)
    waiting = [cue.key for cue in now.remaining]
    assert len(set(waiting)) == len(waiting)
    assert not set(waiting) & (set(now.course.dropped) | {now.key})
    starts = [start for _, start, _ in spans(now.course)]
    assert all(first <= then for first, then in pairwise(starts))


@settings(max_examples=300)
@given(PRESSES, st.integers(0, 60))
def test_undo_takes_back_one_press_and_no_more(
    presses: list[tuple[ActionKind, int, int]], later: int
) -> None:
    run = played(presses)
    before, log = run.state, list(run.log)
    try:
        run.press(NEXT, 30 + later)
    except Refused:
        return
    run.press(UNDO, 31 + later)
    assert run.state.course == before.course
    assert run.log[: len(log)] == log, "the log only grows"
    ahead = forecast(run.programme, run.state, paces([]), at(32 + later))
    assert [one.key for one in ahead if one.key != run.state.key] == keys(run)
