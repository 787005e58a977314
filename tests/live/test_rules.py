"""The state of the morning from its log, and when the rest is expected."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.live.rules import Action, ActionKind, Cue, LivePhase, expected, state

EIGHT = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
PROGRAMME = [5, 10, 20, 79, 20, 15, 25]  # the seed's morning with ten speeches chosen


def at(minutes: int) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def cues(lengths: list[int] = PROGRAMME) -> list[Cue]:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    return [
        Cue(key, minutes, at(start))
        for key, (minutes, start) in enumerate(zip(lengths, starts, strict=True), 1)
    ]


def start(minutes: int = 0) -> Action:
    return Action(ActionKind.START, 1, at(minutes))


def test_before_the_first_action_nothing_is_on() -> None:
    assert state([]).phase is LivePhase.WAITING


def test_the_last_action_says_what_is_on_since_when() -> None:
    now = state([start(), Action(ActionKind.NEXT, 2, at(6))])
    assert (now.phase, now.key, now.began_at, now.sequence) == (LivePhase.RUNNING, 2, at(6), 2)


def test_after_the_last_item_the_conference_has_ended() -> None:
    assert state([start(), Action(ActionKind.NEXT, None, at(5))]).phase is LivePhase.ENDED


def test_going_back_restores_the_item_with_the_start_it_had() -> None:
    log = [start(), Action(ActionKind.NEXT, 2, at(6)), Action(ActionKind.BACK, None, at(7))]
    now = state(log)
    assert (now.key, now.began_at, now.sequence) == (1, at(0), 3)


def test_going_back_from_the_end_and_from_the_first_item() -> None:
    ended = [start(), Action(ActionKind.NEXT, None, at(5)), Action(ActionKind.BACK, None, at(6))]
    assert (state(ended).phase, state(ended).key) == (LivePhase.RUNNING, 1)
    undone = [start(), Action(ActionKind.BACK, None, at(1))]
    assert state(undone).phase is LivePhase.WAITING


def test_a_late_start_of_the_speeches_moves_what_follows() -> None:
    """Acceptance scenario 3: item 4 begins at 08:43 with ten speeches in 79 minutes."""
    log = [start(), *(Action(ActionKind.NEXT, key, at(43)) for key in (2, 3, 4))]
    times = {line.key: line for line in expected(cues(), state(log), at(43))}
    assert times[4].ends_at == at(122)  # 10:02
    assert (times[5].starts_at, times[5].ends_at) == (at(122), at(142))  # 10:02-10:22
    assert times[7].ends_at == at(182)


def test_what_overruns_pushes_the_rest_minute_by_minute() -> None:
    times = expected(cues(), state([start()]), at(9))
    assert times[0].ends_at == at(9)
    assert times[1].starts_at == at(9)


def test_nothing_with_a_fixed_time_is_expected_before_it() -> None:
    programme = [Cue(1, 5, at(0)), Cue(2, 5, at(30), is_fixed=True)]
    assert expected(programme, state([start()]), at(1))[1].starts_at == at(30)


@given(st.lists(st.sampled_from([ActionKind.NEXT, ActionKind.BACK]), max_size=40))
def test_next_and_back_again_changes_nothing_but_the_count(presses: list[ActionKind]) -> None:
    log = [start()]
    for minute, press in enumerate(presses, 1):
        before = state(log)
        if press is ActionKind.NEXT and before.phase is LivePhase.RUNNING:
            log.append(Action(press, minute + 1, at(minute)))
        elif press is ActionKind.BACK and before.phase is not LivePhase.WAITING:
            log.append(Action(press, None, at(minute)))
    before = state(log)
    if before.phase is LivePhase.RUNNING:
        again = [
            *log,
            Action(ActionKind.NEXT, 99, at(99)),
            Action(ActionKind.BACK, None, at(100)),
        ]
        after = state(again)
        assert (after.phase, after.key, after.began_at) == (
            before.phase,
            before.key,
            before.began_at,
        )


@given(
    st.lists(st.integers(0, 90), min_size=1, max_size=20),
    st.integers(0, 19),
    st.integers(0, 400),
)
def test_expected_times_never_run_backwards(lengths: list[int], on: int, now: int) -> None:
    programme = cues(lengths)
    key = programme[on % len(programme)].key
    lines = expected(programme, state([Action(ActionKind.START, key, at(0))]), at(now))
    assert [line.key for line in lines] == [cue.key for cue in programme if cue.key >= key]
    assert lines[0].ends_at >= at(now)
    for before, after in pairwise(lines):
        assert before.starts_at <= before.ends_at == after.starts_at
