"""The checklist as tables: what each part of the plan asks for, and what closes it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.checklist.deriving import (
    entries_of,
    of_batch,
    of_group,
    of_hall,
    of_quota,
    of_speech,
    of_task,
)
from app.checklist.facts import (
    BatchFact,
    CardsFact,
    CheckFact,
    DateFact,
    DoorsFact,
    GroupFact,
    ItemFact,
    OfferFact,
    PaperFact,
    Plan,
    QuotaFact,
    SpeechFact,
    TaskFact,
)
from app.checklist.lists import phases
from app.checklist.readying import of_cards, of_check, of_date, of_doors, of_item, of_paper
from app.checklist.rules import Body, Closing, Duty, Entry, Kind, Origin, check_tick
from app.checklist.template import LINES, offered
from app.conferences.rules import Phase
from app.deadlines import Relation, Standing
from app.errors import Refused
from app.tasks.rules import Concern
from app.vietnamese import HANOI, local

OFFICE = Body(1, "Văn phòng Thành ủy", 1)
BOARD = Body(2, "Ban Tổ chức Thành ủy", 2)
COMMUNE = Body(3, "Xã Phú Thái", 3, is_commune=True)
SECOND = timedelta(seconds=1)


def wall(text: str) -> datetime:
    return local(text).astimezone(HANOI)


TEXTS, REVIEWS = wall("2026-05-29T11:00"), wall("2026-05-30T11:00")
REPORT = wall("2026-05-31T08:00")
START, END = wall("2026-06-02T08:00"), wall("2026-06-02T11:00")
SPEECH = SpeechFact(
    6,
    6,
    "Kết quả sắp xếp tổ chức đảng",
    "Ban Tổ chức Thành ủy",
    Duty(BOARD, TEXTS, Relation.BEFORE),
    Duty(BOARD, REVIEWS, Relation.BEFORE),
)
GROUP = GroupFact(3, "Bí thư Đảng ủy các phường", 45, named=44, to_seat=45, seated=45, invited=45)
BATCH = BatchFact(1, 1, "Bằng khen", is_assumed=False, recipients=8, assumed=0, named=8)
ADOPTED = Duty(OFFICE, TEXTS, Relation.NOT_LATER, Origin.ADOPTED)
DATE = DateFact(1, "Chốt sơ đồ chỗ ngồi", ADOPTED, 18, Concern.SEATING)
ITEM = ItemFact(9, 1, "Khai mạc", "Bí thư", "", False)


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
    text, review = of_speech(SPEECH, TEXTS)
    assert (text.needs, review.needs) == ((), (text.key,))
    sent = replace(SPEECH, handed_in_at=TEXTS - SECOND)
    assert stands(*of_speech(sent, TEXTS)) == [Standing.DONE, Standing.DUE_SOON]
    assert of_speech(sent, TEXTS)[1].needs == ()
    passed = replace(sent, handed_in_at=TEXTS, passed_at=REVIEWS - SECOND)
    assert stands(*of_speech(passed, REVIEWS)) == [Standing.DONE_LATE, Standing.DONE]


@pytest.mark.parametrize(
    ("now", "expected"), [(REPORT, Standing.DUE_SOON), (REPORT + SECOND, Standing.OVERDUE)]
)
def test_the_report_of_a_sunday_is_in_time_at_eight(now: datetime, expected: Standing) -> None:
    task = TaskFact(10, 10, "Dự thảo Báo cáo", Duty(BOARD, REPORT, Relation.NOT_LATER))
    assert of_task(task, now).standing is expected


def test_a_task_without_a_date_waits_for_what_it_needs_until_it_is_done() -> None:
    task = TaskFact(30, 3, "Trang trí", Duty(OFFICE), needs=("task-90",), progress=40, obstacle="x")
    entry = of_task(task, TEXTS)
    assert (entry.key, entry.standing, entry.needs) == ("task-30", Standing.UNDATED, ("task-90",))
    assert (entry.progress, entry.obstacle) == (40, "x")
    done = of_task(replace(task, closing=Closing(TEXTS, "Người thử", "Ảnh")), TEXTS)
    assert (done.standing, done.needs, done.closing.evidence) == (Standing.DONE, (), "Ảnh")


@pytest.mark.parametrize(
    ("answered", "sent_at", "expected"),
    [
        (7, None, Standing.OVERDUE),
        (7, TEXTS, Standing.OVERDUE),  # one post was not answered for
        (8, None, Standing.DONE),  # the office wrote it in
        (8, TEXTS, Standing.DONE),
        (8, TEXTS + SECOND, Standing.DONE_LATE),
    ],
)
def test_a_unit_is_closed_when_it_has_answered_for_every_place(
    answered: int, sent_at: datetime | None, expected: Standing
) -> None:
    quota = QuotaFact(COMMUNE, 8, answered, sent_at)
    entry = of_quota(quota, replace(ADOPTED, coordinating=(BOARD,)), TEXTS + SECOND)
    assert (entry.standing, entry.unit, entry.duty.coordinating) == (expected, COMMUNE, ())
    assert (entry.have, entry.want, entry.origin) == (answered, 8, Origin.ADOPTED)


@pytest.mark.parametrize(
    ("origin", "done_at", "expected"),
    [
        (Origin.PROPOSED, None, Standing.OPEN),
        (Origin.PROPOSED, TEXTS, Standing.DONE),
        (Origin.ADOPTED, None, Standing.OVERDUE),
        (Origin.ADOPTED, TEXTS, Standing.DONE),
        (Origin.ADOPTED, TEXTS + SECOND, Standing.DONE_LATE),
    ],
)
def test_a_proposed_date_binds_nobody_until_it_is_adopted(
    origin: Origin, done_at: datetime | None, expected: Standing
) -> None:
    closing = Closing(done_at) if done_at else None
    date = replace(DATE, duty=replace(ADOPTED, origin=origin), closing=closing)
    entry = of_date(date, (3, 45), TEXTS + SECOND)
    assert (entry.standing, entry.origin, entry.unit) == (expected, origin, OFFICE)


def test_a_date_closes_itself_when_all_it_is_about_is_done() -> None:
    assert of_date(DATE, (44, 45), TEXTS + SECOND).standing is Standing.OVERDUE
    assert of_date(DATE, (45, 45), TEXTS + SECOND).standing is Standing.DONE
    assert of_date(DATE, (0, 0), TEXTS + SECOND).standing is Standing.OVERDUE


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (GROUP, [Standing.DONE, Standing.UNDATED, Standing.DONE]),
        (replace(GROUP, named=45), [Standing.DONE] * 3),
        (replace(GROUP, posts=44), [Standing.DONE] * 3),
        (replace(GROUP, seated=44), [Standing.DONE, Standing.UNDATED, Standing.UNDATED]),
        (replace(GROUP, invited=1), [Standing.UNDATED, Standing.UNDATED, Standing.DONE]),
    ],
)
def test_a_group_is_closed_when_all_are_invited_named_and_seated(
    group: GroupFact, expected: list[Standing]
) -> None:
    assert stands(*of_group(group, Plan(), TEXTS)) == expected


@pytest.mark.parametrize(
    ("has_map", "seated", "expected"),
    [(True, 45, Standing.DONE), (True, 44, Standing.UNDATED), (False, 45, Standing.UNDATED)],
)
def test_the_map_is_closed_when_everybody_has_a_seat(
    has_map: bool, seated: int, expected: Standing
) -> None:
    plan = Plan(groups=[replace(GROUP, seated=seated)], has_map=has_map)
    assert of_hall(plan, TEXTS).standing is expected


@pytest.mark.parametrize(
    ("item", "kind", "expected"),
    [
        (ITEM, Kind.PRESENTER, Standing.DONE),
        (replace(ITEM, presenter="", moderator="Bí thư"), Kind.PRESENTER, Standing.UNDATED),
        (replace(ITEM, moderator="Bí thư", is_moderated=True), Kind.MODERATOR, Standing.DONE),
        (replace(ITEM, is_moderated=True), Kind.MODERATOR, Standing.UNDATED),
    ],
)
def test_an_item_is_led_by_whoever_leads_its_kind(
    item: ItemFact, kind: Kind, expected: Standing
) -> None:
    led, confirmed, _, _ = of_item(item, Plan(), TEXTS)
    assert (led.kind, led.standing) == (kind, expected)
    assert confirmed.needs == (() if expected is Standing.DONE else (led.key,))


def test_only_a_person_says_that_an_item_is_confirmed_ready_and_rehearsed() -> None:
    ticks = {"confirmed-9": Closing(TEXTS, "Người thử", "Điện thoại")}
    _, confirmed, documents, rehearsed = of_item(ITEM, Plan(ticks=ticks), TEXTS)
    assert confirmed.standing is Standing.DONE
    assert stands(documents, rehearsed) == [Standing.UNDATED, Standing.UNDATED]
    assert rehearsed.needs == ("documents-9",)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [((0, 0), Standing.UNDATED), ((9, 10), Standing.UNDATED), ((10, 10), Standing.DONE)],
)
def test_the_documents_of_speeches_are_their_texts(
    texts: tuple[int, int], expected: Standing
) -> None:
    entry = of_item(replace(ITEM, texts=texts), Plan(), TEXTS)[2]
    assert (entry.standing, entry.have, entry.want) == (expected, *texts)


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
    assert stands(*of_batch(batch, Duty(), TEXTS)) == expected


def test_a_paper_opens_again_when_what_it_says_has_changed() -> None:
    printed = PaperFact(0, "programme", TEXTS, "Người thử")
    assert of_paper(printed, ADOPTED, REVIEWS).standing is Standing.DONE
    stale = of_paper(replace(printed, changes=2), ADOPTED, REVIEWS)
    assert (stale.standing, stale.have, stale.done_at) == (Standing.OVERDUE, 2, None)
    cards = of_cards(Plan(cards=[CardsFact(0, "seat_card", 9, 10)]), TEXTS)
    assert stands(*cards) == [Standing.UNDATED]


@pytest.mark.parametrize(
    ("doors", "expected"),
    [
        (DoorsFact(0, 0, 0), [Standing.UNDATED, Standing.UNDATED]),
        (DoorsFact(2, 1, 1), [Standing.UNDATED, Standing.DONE]),
        (DoorsFact(2, 2, 1), [Standing.DONE, Standing.UNDATED]),
        (DoorsFact(2, 2, 2), [Standing.DONE, Standing.DONE]),
    ],
)
def test_doors_are_ready_when_every_device_is_enrolled_and_has_the_list(
    doors: DoorsFact, expected: list[Standing]
) -> None:
    assert stands(*of_doors(Plan(groups=[GROUP], doors=doors), TEXTS)) == expected


def test_every_part_of_the_plan_is_asked_for_once() -> None:
    plan = Plan(
        tasks=[TaskFact(1, 1, "Đề xuất việc khen thưởng", Duty())],
        speeches=[SPEECH],
        quotas=[QuotaFact(COMMUNE, 8, 0)],
        groups=[GROUP],
        items=[ITEM],
        batches=[BATCH],
        papers=[PaperFact(0, "programme")],
        cards=[CardsFact(0, "seat_card", 0, 10)],
        checks=[CheckFact(1, 1, "Thử âm thanh", ADOPTED)],
        dates=[DATE],
        offers=[OfferFact(6, "An ninh", Duty(), "security")],
    )
    found = entries_of(plan, TEXTS)
    assert sorted(entry.kind for entry in found) == sorted(set(Kind) - {Kind.MODERATOR})
    assert len({entry.key for entry in found}) == len(found)


@pytest.mark.parametrize(
    ("deadline", "timing", "expected"),
    [
        (TEXTS, "", [Phase.BEFORE]),
        (START - timedelta(minutes=90), "", [Phase.DURING]),
        (END, "", [Phase.DURING]),
        (END + SECOND, "", [Phase.AFTER]),
        (None, "", [Phase.BEFORE]),
        (None, "Trước, trong và sau Hội nghị", list(Phase)),
        (None, "Trong thời gian diễn ra Hội nghị", [Phase.DURING]),
        (None, "Đến khi hoàn thành", [Phase.BEFORE]),
    ],
)
def test_phases_follow_the_deadline_and_else_the_plans_words(
    deadline: datetime | None, timing: str, expected: list[Phase]
) -> None:
    task = TaskFact(1, 1, "Việc", Duty(OFFICE, deadline, Relation.NOT_LATER), timing=timing)
    assert list(phases(of_task(task, TEXTS), START, END)) == expected


def test_a_tick_needs_proof_a_moment_that_is_past_and_a_reason_out_of_order() -> None:
    check = of_check(CheckFact(1, 1, "Thử âm thanh", ADOPTED), Plan(), TEXTS)
    check_tick(check, TEXTS, TEXTS, is_proved=True, reason="")
    early = replace(check, needs=("check-2",))
    check_tick(early, TEXTS, TEXTS, is_proved=True, reason="Máy nổ đến muộn")
    for entry, at, is_proved in (
        (check, TEXTS + SECOND, True),
        (check, TEXTS, False),
        (early, TEXTS, True),
        (replace(check, standing=Standing.DONE), TEXTS, True),
        (replace(check, kind=Kind.SEATS), TEXTS, True),
    ):
        with pytest.raises(Refused):
            check_tick(entry, at, TEXTS, is_proved=is_proved, reason="")


def test_the_template_counts_back_from_the_start() -> None:
    dates = {line.concern: line.at(START, END) for line in LINES if not line.is_check}
    assert dates == {
        Concern.INVITATIONS: wall("2026-05-27T17:00"),
        Concern.ATTENDANCE: wall("2026-05-29T17:00"),
        Concern.SEATING: wall("2026-05-30T17:00"),
        Concern.PRINTING: wall("2026-05-31T17:00"),
        Concern.REHEARSAL: wall("2026-06-01T16:00"),
    }
    assert [line.at(START, END) for line in LINES if line.is_check][1] == wall("2026-06-02T06:30")
    assert {line.number for line in offered({"attendance"}, {6})} == {1, 3, 4, 5, 7, 8, 9, 10, 11}
