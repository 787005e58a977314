"""How many speeches still fit, and who should go to writing."""

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.live.advice import Reason, Talk
from app.live.course import state
from app.live.fit import Before, Fit, fit, savings
from app.live.forecast import Pace, forecast, paces
from app.live.rules import Action, ActionKind, Programme, State
from tests.live.mornings import MINUTE, Run, at, seed

UNSEEN = paces([])
NO_TALKS: dict[str, Talk] = {}


def judged(
    run: Run, minute: float, talks: dict[str, Talk] | None = None, before: Before = Before.SLOT
) -> Fit:
    expected = {o.key: o for o in forecast(run.programme, run.state, UNSEEN, at(minute))}
    found = fit(run.programme, run.state, expected, UNSEEN, talks or NO_TALKS, before)
    assert found is not None
    return found


def late(speeches: int = 10) -> Run:
    run = Run(seed(speeches))
    run.through(8, 13, 23, 43)
    return run


def test_nine_of_fifteen_waiting_speeches_fit_before_ten() -> None:
    run = Run(seed(16))
    run.through(0, 5, 15, 35)
    found = judged(run, 35)
    assert (found.waiting, found.fitting, found.before) == (15, 9, at(120))
    assert found.line_after == "speech:10"
    assert found.safe < found.fitting
    assert len(found.keys) == 6


def test_two_minutes_too_long_the_last_goes_to_writing() -> None:
    found = judged(late(), 43)
    assert (found.waiting, found.fitting, found.line_after) == (9, 8, "speech:9")
    (advice,) = found.advice
    assert (advice.cue.key, Reason.LAST in advice.reasons) == ("speech:10", True)
    assert found.is_enough
    assert found.speeches_end_then == at(114)


def test_what_six_and_five_minutes_bring() -> None:
    found = judged(late(), 43)
    shown = [(one.minutes, one.fitting, one.speeches_end) for one in found.consequences]
    assert shown == [(7, 8, at(122)), (6, 9, at(113)), (5, 9, at(104))]


def test_a_theme_already_heard_and_a_text_handed_in_go_first_and_locked_ones_never() -> None:
    talks = {
        "speech:1": Talk(theme="Giải phóng mặt bằng"),
        "speech:4": Talk(theme="Giải phóng mặt bằng", is_handed_in=True),
        "speech:10": Talk(is_locked=True),
    }
    (advice,) = judged(late(), 43, talks).advice
    assert advice.cue.key == "speech:4"
    assert advice.reasons == (Reason.THEME_HEARD, Reason.TEXT_IN)
    assert advice.like == "4.1"
    everybody = {f"speech:{n}": Talk(is_locked=True) for n in range(1, 11)}
    locked = judged(late(), 43, everybody)
    assert (locked.advice, locked.is_enough) == ((), False)


def test_the_time_an_item_if_there_is_one_gives_back() -> None:
    run = late()
    expected = {o.key: o for o in forecast(run.programme, run.state, UNSEEN, at(43))}
    (saving,) = savings(run.programme, run.state, expected, UNSEEN)
    assert (saving.item, saving.minutes, saving.ends_at) == ("item:6", 15, at(167))
    run.press(ActionKind.SKIP, 44, "item:6")
    assert judged(run, 44, before=Before.END).before == at(135)
    assert judged(run, 44, before=Before.END).advice == ()


def test_before_anything_has_begun_all_of_them_are_counted() -> None:
    found = judged(Run(), 0)
    assert (found.waiting, found.fitting, found.line_after) == (10, 10, None)


Case = tuple[Programme, State, dict[str, Pace], dict[str, Talk], float, Before]


def some_morning(number: int) -> Case:
    """Any morning: lengths, locks, themes, delays, cuts, and any pace."""
    chance = random.Random(number)
    count = chance.randint(1, 14)
    programme = seed(count, [chance.randint(2, 10) * MINUTE for _ in range(count)])
    place = chance.randint(0, len(programme.cues) - 3)
    minute = 0.0
    log = []
    for sequence, cue in enumerate(programme.cues[: place + 1], 1):
        kind = ActionKind.START if sequence == 1 else ActionKind.NEXT
        log.append(Action(kind, (cue.key,), at(minute), sequence))
        minute += cue.seconds / 60 * chance.uniform(0.6, 1.5)
    if chance.random() < 0.3:
        log.append(Action(ActionKind.SKIP, ("item:6",), at(minute), len(log) + 1))
    talks = {
        f"speech:{n}": Talk(
            chance.random() < 0.25,
            chance.random() < 0.5,
            chance.choice(["", "a", "b", "c"]),
            chance.randint(1, 5),
        )
        for n in range(1, count + 1)
    }
    seen = [
        (programme.cues[3], 420 * chance.uniform(0.7, 1.4)) for _ in range(chance.randint(0, 5))
    ]
    before = chance.choice(list(Before))
    return programme, state(programme, log), paces(seen), talks, minute, before


@settings(max_examples=10_000, database=None)
@given(st.integers(0, 2**40))
def test_any_morning_is_judged_rightly(number: int) -> None:
    programme, now, known, talks, minute, before = some_morning(number)
    expected = {one.key: one for one in forecast(programme, now, known, at(minute))}
    assert all(one.starts_at <= one.ends_at <= one.late_end for one in expected.values())
    found = fit(programme, now, expected, known, talks, before)
    if found is None:
        assert all(cue.kind != "speech" for cue in now.remaining)
        return
    assert not any(talks[key].is_locked for key in found.keys)
    assert found.safe <= found.fitting <= found.waiting
    assert _ends(programme, now, known, found.keys, minute) == found.speeches_end_then
    free = [cue for cue in now.remaining if cue.kind == "speech" and not talks[cue.key].is_locked]
    if not found.is_enough:
        assert len(found.advice) == len(free), "everything that can be cut is"
    for key in found.keys if found.is_enough else ():
        others = [one for one in found.keys if one != key]
        assert not _is_enough(programme, now, known, others, minute, found), "none is cut in vain"


def _left(programme: Programme, now: State, gone: tuple[str, ...] | list[str]) -> State:
    return _replayed(programme, now, [Action(ActionKind.CUT, tuple(gone), at(0), 1)])


def _replayed(programme: Programme, now: State, more: list[Action]) -> State:
    path = [
        Action(ActionKind.START if place == 0 else ActionKind.NEXT, (key,) if key else (), when)
        for place, (key, when) in enumerate(now.course.path)
    ]
    dropped = [Action(ActionKind.SKIP, tuple(now.course.dropped), at(0))]
    return state(programme, [*path, *(dropped if now.course.dropped else []), *more])


def _ends(
    programme: Programme,
    now: State,
    known: dict[str, Pace],
    gone: tuple[str, ...],
    minute: float,
) -> object:
    """When the speeches are over once these were really cut."""
    speeches = [cue.key for cue in now.remaining if cue.kind == "speech" and cue.key not in gone]
    after = _left(programme, now, gone)
    times = {one.key: one for one in forecast(programme, after, known, at(minute))}
    if speeches:
        return times[speeches[-1]].ends_at
    on = times.get(now.key or "")
    return on.ends_at if on else times[after.remaining[0].key].starts_at


def _is_enough(
    programme: Programme,
    now: State,
    known: dict[str, Pace],
    gone: list[str],
    minute: float,
    found: Fit,
) -> bool:
    after = _left(programme, now, gone)
    times = list(forecast(programme, after, known, at(minute)))
    last = [one for one in times if one.key.startswith("speech:") and one.key != now.key]
    in_time = not last or last[-1].ends_at <= found.before
    return in_time and times[-1].ends_at <= programme.must_end_at + timedelta()
