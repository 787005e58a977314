"""The checklist as tables: what each part of the plan asks for, and what closes it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.checklist.rules import (
    BatchFact,
    Body,
    DateFact,
    Duty,
    Entry,
    GroupFact,
    ItemFact,
    Kind,
    Origin,
    SpeechFact,
    TaskFact,
    entries_of,
    of_batch,
    of_date,
    of_group,
    of_hall,
    of_item,
    of_speech,
    of_task,
)
from app.deadlines import Relation, Standing
from app.vietnamese import HANOI, local

OFFICE = Body(1, "Văn phòng Thành ủy", 1)
BOARD = Body(2, "Ban Tổ chức Thành ủy", 2)
SECOND = timedelta(seconds=1)


def wall(text: str) -> datetime:
    return local(text).astimezone(HANOI)


TEXTS, REVIEWS = wall("2026-05-29T11:00"), wall("2026-05-30T11:00")
REPORT = wall("2026-05-31T08:00")
SPEECH = SpeechFact(
    6,
    "Kết quả sắp xếp tổ chức đảng",
    "Ban Tổ chức Thành ủy",
    Duty(BOARD, TEXTS, Relation.BEFORE),
    None,
    Duty(BOARD, REVIEWS, Relation.BEFORE),
    None,
)
GROUP = GroupFact(3, "Bí thư Đảng ủy các phường", posts=45, named=44, to_seat=45, seated=45)
BATCH = BatchFact(1, "Bằng khen", is_assumed=False, recipients=8, assumed=0, named=8)
DATE = DateFact("Chốt sơ đồ chỗ ngồi", 18, Duty(OFFICE, TEXTS, Relation.NOT_LATER), True, None)


def stands(*entries: Entry) -> list[Standing]:
    return [entry.standing for entry in entries]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (TEXTS - SECOND, [Standing.DUE_SOON, Standing.OPEN]),
        (TEXTS, [Standing.OVERDUE, Standing.DUE_SOON]),
        (REVIEWS - SECOND, [Standing.OVERDUE, Standing.DUE_SOON]),
        (REVIEWS, [Standing.OVERDUE, Standing.OVERDUE]),
    ],
)
def test_a_text_is_late_at_eleven_to_the_second_and_so_is_its_review(
    now: datetime, expected: list[Standing]
) -> None:
    assert stands(*of_speech(SPEECH, now)) == expected


def test_a_speech_closes_its_entries_one_after_the_other() -> None:
    sent = replace(SPEECH, handed_in_at=TEXTS - SECOND)
    assert stands(*of_speech(sent, TEXTS)) == [Standing.DONE, Standing.DUE_SOON]
    passed = replace(sent, handed_in_at=TEXTS, passed_at=REVIEWS - SECOND)
    assert stands(*of_speech(passed, REVIEWS)) == [Standing.DONE_LATE, Standing.DONE]


@pytest.mark.parametrize(
    ("now", "expected"), [(REPORT, Standing.DUE_SOON), (REPORT + SECOND, Standing.OVERDUE)]
)
def test_the_report_of_a_sunday_is_in_time_at_eight(now: datetime, expected: Standing) -> None:
    task = TaskFact(10, "Dự thảo Báo cáo", Duty(BOARD, REPORT, Relation.NOT_LATER), None)
    assert of_task(task, now).standing is expected


def test_a_task_without_a_date_is_shown_as_such_until_it_is_done() -> None:
    task = TaskFact(16, "Phát hành Công văn mời", Duty(OFFICE), None, waits_for=9)
    entry = of_task(task, TEXTS)
    assert (entry.standing, entry.waits_for) == (Standing.UNDATED, 9)
    done = of_task(replace(task, done_at=TEXTS), TEXTS)
    assert (done.standing, done.waits_for) == (Standing.DONE, None)


@pytest.mark.parametrize(
    ("is_adopted", "done_at", "expected", "origin"),
    [
        (False, None, Standing.OPEN, Origin.PROPOSED),
        (False, TEXTS, Standing.DONE, Origin.PROPOSED),
        (True, None, Standing.OVERDUE, Origin.ADOPTED),
        (True, TEXTS, Standing.DONE, Origin.ADOPTED),
        (True, TEXTS + SECOND, Standing.DONE_LATE, Origin.ADOPTED),
    ],
)
def test_a_proposed_date_binds_nobody_until_it_is_adopted(
    is_adopted: bool, done_at: datetime | None, expected: Standing, origin: Origin
) -> None:
    entry = of_date(replace(DATE, is_adopted=is_adopted, done_at=done_at), TEXTS + SECOND)
    assert (entry.standing, entry.origin, entry.unit) == (expected, origin, OFFICE)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (GROUP, [Standing.UNDATED, Standing.DONE]),
        (replace(GROUP, named=45), [Standing.DONE, Standing.DONE]),
        (replace(GROUP, posts=44), [Standing.DONE, Standing.DONE]),
        (replace(GROUP, seated=44), [Standing.UNDATED, Standing.UNDATED]),
    ],
)
def test_a_group_is_closed_when_all_are_named_and_seated(
    group: GroupFact, expected: list[Standing]
) -> None:
    assert stands(*of_group(group, TEXTS)) == expected


@pytest.mark.parametrize(
    ("has_map", "seated", "expected"),
    [(True, 45, Standing.DONE), (True, 44, Standing.UNDATED), (False, 45, Standing.UNDATED)],
)
def test_the_map_is_closed_when_everybody_has_a_seat(
    has_map: bool, seated: int, expected: Standing
) -> None:
    assert of_hall(has_map, [replace(GROUP, seated=seated)], Duty(), TEXTS).standing is expected


@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [
        (ItemFact(1, "Khai mạc", "Bí thư", "", False), Kind.PRESENTER, Standing.DONE),
        (ItemFact(1, "Khai mạc", "", "Bí thư", False), Kind.PRESENTER, Standing.UNDATED),
        (ItemFact(4, "Tham luận", "", "Phó Bí thư", True), Kind.MODERATOR, Standing.DONE),
        (ItemFact(4, "Tham luận", "Phó Bí thư", "", True), Kind.MODERATOR, Standing.UNDATED),
    ],
)
def test_an_item_is_closed_by_whoever_leads_it(
    item: ItemFact, kind: Kind, expected: Standing
) -> None:
    entry = of_item(item, TEXTS)
    assert (entry.kind, entry.standing) == (kind, expected)


@pytest.mark.parametrize(
    ("batch", "expected"),
    [
        (BATCH, [Standing.DONE, Standing.DONE]),
        (replace(BATCH, is_assumed=True), [Standing.UNDATED, Standing.DONE]),
        (replace(BATCH, assumed=1), [Standing.UNDATED, Standing.DONE]),
        (replace(BATCH, named=7), [Standing.DONE, Standing.UNDATED]),
        (replace(BATCH, recipients=0, named=0), [Standing.UNDATED, Standing.UNDATED]),
    ],
)
def test_a_batch_is_closed_when_nothing_is_assumed_and_all_are_named(
    batch: BatchFact, expected: list[Standing]
) -> None:
    assert stands(*of_batch(batch, TEXTS)) == expected


def test_every_part_of_the_plan_is_asked_for_once() -> None:
    task = TaskFact(1, "Đề xuất việc khen thưởng", Duty(), None)
    item = ItemFact(1, "Khai mạc", "Bí thư", "", False)
    found = entries_of(TEXTS, [task], [SPEECH], [GROUP], [item], [BATCH], [DATE], has_map=True)
    kinds = [entry.kind for entry in found]
    assert sorted(kinds) == sorted(set(Kind) - {Kind.MODERATOR})
