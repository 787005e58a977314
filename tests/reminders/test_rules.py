"""When somebody is urged: around deadlines as the plan writes them, and never at night."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.deadlines import Quiet, Relation, is_late
from app.reminders.rules import MOST_HOURS, STALE, Side, Timing, goes_at, is_due
from app.vietnamese import HANOI

NIGHT = Quiet(time(21), time(7))
NOON = Quiet(time(11, 30), time(13, 30))
NEVER = Quiet(time(0), time(0))
BEFORE, NOT_LATER = Relation.BEFORE, Relation.NOT_LATER


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("moment", "quiet", "holds"),
    [
        ("05-29T20:59:59", NIGHT, False),
        ("05-29T21:00:00", NIGHT, True),
        ("05-30T00:00:00", NIGHT, True),
        ("05-30T06:59:59", NIGHT, True),
        ("05-30T07:00:00", NIGHT, False),
        ("05-30T11:29:59", NOON, False),
        ("05-30T11:30:00", NOON, True),
        ("05-30T13:30:00", NOON, False),
        ("05-30T03:00:00", NEVER, False),
    ],
)
def test_quiet_hours_begin_and_end_to_the_second(moment: str, quiet: Quiet, holds: bool) -> None:
    assert quiet.holds(at(moment)) is holds


@pytest.mark.parametrize(
    ("deadline", "side", "hours", "quiet", "goes"),
    [
        # the plan's own deadlines (63-KH/TU, lines 111, 95, 99)
        ("05-29T11:00", Side.BEFORE, 24, NIGHT, "05-28T11:00"),
        ("05-29T11:00", Side.BEFORE, 3, NIGHT, "05-29T08:00"),
        ("05-31T08:00", Side.BEFORE, 24, NIGHT, "05-30T08:00"),
        ("05-30T17:00", Side.AFTER, 0, NIGHT, "05-30T17:00"),
        # what falls into the night waits until morning
        ("05-31T08:00", Side.BEFORE, 2, NIGHT, "05-31T07:00"),
        ("05-29T11:00", Side.BEFORE, 12, NIGHT, "05-29T07:00"),
        ("05-30T17:00", Side.AFTER, 6, NIGHT, "05-31T07:00"),
        ("05-30T23:30", Side.AFTER, 0, NIGHT, "05-31T07:00"),
        # ... unless the morning is too late: then before the night
        ("05-31T06:00", Side.BEFORE, 2, NIGHT, "05-30T20:30"),
        ("05-31T07:00", Side.BEFORE, 1, NIGHT, "05-30T20:30"),
        ("05-30T12:00", Side.BEFORE, 0.25, NOON, "05-30T11:00"),
        ("05-31T06:00", Side.BEFORE, 2, NEVER, "05-31T04:00"),
    ],
)
def test_a_reminder_goes_at(
    deadline: str, side: Side, hours: float, quiet: Quiet, goes: str
) -> None:
    timing = Timing(side, hours)  # type: ignore[arg-type]  # a quarter of an hour, to reach noon
    assert goes_at(at(deadline), BEFORE, timing, quiet) == at(goes)


def test_at_the_very_end_of_the_night_it_is_still_in_time_where_the_plan_says_not_later() -> None:
    assert goes_at(at("05-31T07:00"), NOT_LATER, Timing(Side.BEFORE, 1), NIGHT) == at("05-31T07:00")


@pytest.mark.parametrize(
    ("now", "relation", "side", "hours", "due"),
    [
        ("05-28T10:59:59", BEFORE, Side.BEFORE, 24, False),
        ("05-28T11:00:00", BEFORE, Side.BEFORE, 24, True),
        ("05-29T10:59:59", BEFORE, Side.BEFORE, 24, True),
        ("05-29T11:00:00", BEFORE, Side.BEFORE, 24, False),  # it is missed: no use
        ("05-29T11:00:00", NOT_LATER, Side.BEFORE, 24, True),  # "chậm nhất": still in time
        ("05-29T10:59:59", BEFORE, Side.AFTER, 0, False),
        ("05-29T11:00:00", BEFORE, Side.AFTER, 0, True),
        ("05-29T11:00:00", NOT_LATER, Side.AFTER, 0, False),
        ("05-29T11:00:01", NOT_LATER, Side.AFTER, 0, True),
        ("05-28T23:00:00", BEFORE, Side.BEFORE, 24, False),  # at night nothing goes
        ("05-31T11:00:00", BEFORE, Side.AFTER, 0, True),  # the server was away for two days
        ("05-31T11:00:01", BEFORE, Side.AFTER, 0, False),  # and then it is no news
    ],
)
def test_a_reminder_of_the_texts_is_due(
    now: str, relation: Relation, side: Side, hours: int, due: bool
) -> None:
    assert is_due(at("05-29T11:00"), relation, Timing(side, hours), NIGHT, at(now)) is due


days = st.integers(0, 60 * 24 * 60).map(lambda minutes: at("05-01") + timedelta(minutes=minutes))
times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, times, times)
timings = st.builds(Timing, st.just(Side.AFTER), st.integers(0, MOST_HOURS)) | st.builds(
    Timing, st.just(Side.BEFORE), st.integers(1, MOST_HOURS)
)


@given(days, st.sampled_from(Relation), timings, quiets)
def test_no_reminder_goes_in_quiet_hours_and_none_of_after_before(
    deadline: datetime, relation: Relation, timing: Timing, quiet: Quiet
) -> None:
    goes = goes_at(deadline, relation, timing, quiet)
    assert not quiet.holds(goes) or timing.side is Side.BEFORE  # half an hour may be quiet too
    if timing.side is Side.AFTER:
        assert goes >= deadline + timedelta(hours=timing.hours)
    else:
        assert goes < deadline or not is_late(deadline, relation, goes)


@given(days, st.sampled_from(Relation), timings, quiets, st.integers(-800, 800))
def test_what_is_due_is_due_by_day_at_its_side_of_the_deadline_and_no_old_news(
    deadline: datetime, relation: Relation, timing: Timing, quiet: Quiet, hours: int
) -> None:
    now = deadline + timedelta(hours=hours, minutes=1)
    if is_due(deadline, relation, timing, quiet, now):
        assert not quiet.holds(now)
        assert is_late(deadline, relation, now) is (timing.side is Side.AFTER)
        assert now >= goes_at(deadline, relation, timing, quiet)
        if timing.side is Side.AFTER:
            assert now - deadline <= timedelta(hours=timing.hours) + STALE + timedelta(days=1)
