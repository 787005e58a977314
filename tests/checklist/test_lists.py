"""The checklist counted and set out."""

from dataclasses import replace
from datetime import datetime

from app.checklist.lists import (
    By,
    Readiness,
    Show,
    Summary,
    by_phase,
    chosen,
    day_of,
    grid,
    parts,
    readiness,
    sections,
    summary,
)
from app.checklist.rules import Body, Duty, Entry, Kind, Origin
from app.conferences.rules import Phase
from app.deadlines import Relation, Standing
from app.vietnamese import HANOI, local

OFFICE = Body(1, "Văn phòng Thành ủy", 1)
BOARD = Body(2, "Ban Tổ chức Thành ủy", 2)


def wall(text: str) -> datetime:
    return local(text).astimezone(HANOI)


FRIDAY, SATURDAY = wall("2026-05-29T11:00"), wall("2026-05-30T11:00")
EVENING = wall("2026-05-30T17:00")


def entry(
    standing: Standing,
    unit: Body | None = OFFICE,
    deadline: datetime | None = None,
    relation: Relation | None = None,
    origin: Origin = Origin.PLAN,
) -> Entry:
    relation = relation or (Relation.BEFORE if deadline else None)
    duty = Duty(unit, deadline, relation, origin)
    return Entry(Kind.TASK, 1, 1, "Việc", duty, standing, "tasks/1")


DONE = entry(Standing.DONE)
UNDATED = entry(Standing.UNDATED, unit=None)
RED = entry(Standing.OVERDUE, BOARD, FRIDAY)
SOON = entry(Standing.DUE_SOON, BOARD, SATURDAY)
LATER = entry(Standing.OPEN, OFFICE, EVENING, Relation.NOT_LATER)
PROPOSED = entry(Standing.OPEN, OFFICE, EVENING, Relation.NOT_LATER, Origin.PROPOSED)
LIST = [DONE, UNDATED, PROPOSED, LATER, SOON, RED]


def test_proposed_dates_are_counted_apart() -> None:
    assert summary(LIST) == Summary(
        total=5, done=1, due_soon=1, overdue=1, undated=1, open=1, proposed=1
    )


def test_readiness_of_each_unit_in_the_hosts_order_and_of_nobody_last() -> None:
    assert readiness(LIST) == [
        Readiness(OFFICE, done=1, open=1, overdue=0),
        Readiness(BOARD, done=0, open=1, overdue=1),
        Readiness(None, done=0, open=1, overdue=0),
    ]


def test_parts_of_the_list() -> None:
    assert chosen(LIST, Show.RED) == [RED]
    assert chosen(LIST, Show.SOON) == [SOON]
    assert chosen(LIST, Show.UNDATED) == [UNDATED]
    assert chosen(LIST, Show.DONE) == [DONE]
    assert chosen(LIST, Show.OPEN) == LIST[1:]
    assert chosen(LIST, Show.ALL) == LIST


def test_by_unit_the_reddest_first() -> None:
    found = sections(LIST, By.UNIT)
    assert [part[0].unit for part in found] == [BOARD, OFFICE, None]
    assert found[0] == [RED, SOON]


def test_by_deadline_the_plans_own_apart_from_proposals_and_undated_last() -> None:
    found = sections(LIST, By.DEADLINE)
    assert found == [[RED], [SOON], [LATER], [PROPOSED], [UNDATED, DONE]]


def test_by_day_saturdays_and_sundays_stay() -> None:
    found = sections([*LIST, entry(Standing.OPEN, OFFICE, wall("2026-05-31T08:00"))], By.DAY)
    days = [day_of(part[0]) for part in found]
    assert [f"{day:%d/%m %a}" if day else "" for day in days] == [
        "29/05 Fri",
        "30/05 Sat",
        "31/05 Sun",
        "",
    ]


def test_before_an_hour_comes_ahead_of_not_later_than_the_same_hour() -> None:
    not_later = entry(Standing.OPEN, OFFICE, FRIDAY, Relation.NOT_LATER)
    assert sections([not_later, RED], By.DEADLINE) == [[RED], [not_later]]


def test_by_phase_what_belongs_to_several_stands_in_each() -> None:
    always = replace(UNDATED, timing="Trước, trong và sau Hội nghị")
    starts, ends = wall("2026-06-02T08:00"), wall("2026-06-02T11:00")
    found = by_phase([SOON, always, RED], starts, ends)
    assert found == [
        (Phase.BEFORE, [RED, SOON, always]),
        (Phase.DURING, [always]),
        (Phase.AFTER, [always]),
    ]


def test_a_tile_shows_the_worst_of_a_unit_and_its_answers() -> None:
    answer = replace(DONE, kind=Kind.ANSWER, have=8, want=8)
    office, board = grid([answer, LATER, PROPOSED, RED, SOON, UNDATED])
    assert (office.done, office.total, office.places, office.answered) == (1, 2, 8, 8)
    assert (office.state, office.open) == (Standing.OPEN, 1)
    assert (board.state, board.overdue, board.soon) == (Standing.OVERDUE, 1, 1)
    assert [tile.is_shown(Show.RED) for tile in (office, board)] == [False, True]
    assert [tile.is_shown(Show.OPEN) for tile in (office, board)] == [True, True]


def test_what_a_unit_does_helps_with_and_directs() -> None:
    helped = replace(RED, duty=replace(RED.duty, coordinating=(OFFICE,)))
    directed = replace(SOON, duty=replace(SOON.duty, directing=OFFICE))
    found = parts([LATER, directed, helped, UNDATED], OFFICE.id)
    assert (found.own, found.coordinated, found.directed) == ([LATER], [helped], [directed])
