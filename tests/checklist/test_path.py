"""The critical path: what has no time to lose until 08:00."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.checklist.path import PLANS, Path, Stage, path
from app.checklist.rules import Body, Duty, Entry, Kind
from app.deadlines import Relation, Standing
from app.vietnamese import HANOI, local

OFFICE = Body(1, "Văn phòng Thành ủy", 1)
START = local("2026-06-02T08:00").astimezone(HANOI)
END = START + timedelta(hours=3)
HOUR = timedelta(hours=1)


def entry(kind: Kind, *, done: bool = False, deadline: datetime | None = None) -> Entry:
    standing = Standing.DONE if done else Standing.OPEN
    duty = Duty(OFFICE, deadline, Relation.NOT_LATER if deadline else None)
    return Entry(kind, 1, 1, "Việc", duty, standing, "")


def at(now: datetime, *entries: Entry) -> Path:
    return path(entries, START, END, now)


def test_reviews_wait_for_texts_and_the_rehearsal_for_both() -> None:
    now = START - 72 * HOUR
    found = at(now, entry(Kind.TEXT), entry(Kind.REVIEW), entry(Kind.REHEARSED))
    ends = {step.stage: step.ends_at - now for step in found.steps}
    assert ends == {Stage.TEXTS: 24 * HOUR, Stage.REVIEWS: 48 * HOUR, Stage.REHEARSAL: 51 * HOUR}
    assert [step.stage for step in found.critical] == [
        Stage.TEXTS,
        Stage.REVIEWS,
        Stage.REHEARSAL,
    ]
    assert found.slack == 21 * HOUR


def test_what_is_done_takes_no_time_and_leaves_the_path() -> None:
    now = START - 72 * HOUR
    found = at(now, entry(Kind.TEXT, done=True), entry(Kind.REVIEW), entry(Kind.CARDS))
    assert [step.stage for step in found.critical] == [Stage.REVIEWS]
    assert found.ready_at == now + 24 * HOUR


def test_too_late_is_said_so() -> None:
    found = at(START - 10 * HOUR, entry(Kind.REVIEW))
    (step,) = found.steps
    assert step.slack == found.slack == -14 * HOUR


def test_a_deadline_that_leaves_no_time_for_what_follows_is_seen() -> None:
    seats = entry(Kind.SEATS, deadline=START - 6 * HOUR)
    found = at(START - 48 * HOUR, seats, entry(Kind.CARDS))
    assert {step.stage: step.is_due_too_late for step in found.steps} == {
        Stage.SEATING: True,
        Stage.CARDS: False,
    }


def test_a_task_that_others_wait_for_is_an_approval() -> None:
    approval = Entry(Kind.TASK, 9, 9, "Duyệt", Duty(), Standing.OPEN, "")
    decoration = Entry(
        Kind.TASK, 3, 3, "Trang trí", Duty(), Standing.OPEN, "", needs=(approval.key,)
    )
    found = at(START - 48 * HOUR, approval, decoration)
    assert [step.stage for step in found.steps] == [Stage.APPROVALS, Stage.TASKS]
    assert found.ready_at == START - 12 * HOUR


def test_what_comes_after_the_conference_is_not_on_the_way() -> None:
    handover = entry(Kind.CHECK, deadline=END + HOUR)
    assert at(START - HOUR, handover).steps == ()


@given(st.dictionaries(st.sampled_from(list(Kind)), st.booleans()), st.integers(0, 200))
def test_nobody_begins_before_what_they_need_and_the_chain_decides(
    kinds: dict[Kind, bool], hours: int
) -> None:
    now = START - hours * HOUR
    found = at(now, *(entry(kind, done=done) for kind, done in kinds.items()))
    by_stage = {step.stage: step for step in found.steps}
    for step in found.steps:
        for need in PLANS[step.stage].needs:
            if need in by_stage:
                assert step.starts_at >= by_stage[need].ends_at
                assert by_stage[need].latest <= step.latest
    open_steps = [step for step in found.steps if not step.is_done]
    assert bool(found.critical) == bool(open_steps)
    if open_steps:
        assert max(step.ends_at for step in found.critical) == found.ready_at
        took = sum((step.ends_at - step.starts_at for step in found.critical), timedelta())
        assert now + took == found.ready_at
