"""Every entry of the checklist, derived from what the plan holds. Pure."""

from collections.abc import Iterable
from datetime import datetime

from app.checklist.facts import BatchFact, GroupFact, Plan, QuotaFact, SpeechFact, TaskFact
from app.checklist.readying import (
    of_cards,
    of_check,
    of_date,
    of_doors,
    of_item,
    of_offer,
    of_paper,
)
from app.checklist.rules import OPEN, Closing, Duty, Entry, Kind, closed, reached
from app.tasks.rules import Concern


def entries_of(plan: Plan, now: datetime) -> list[Entry]:
    """Everything that the plan asks for, done or not, as it stands at ``now``."""
    found = [of_task(task, now) for task in plan.tasks]
    found += [entry for speech in plan.speeches for entry in of_speech(speech, now)]
    found += [of_quota(quota, plan.duty(Concern.ATTENDANCE), now) for quota in plan.quotas]
    found += [entry for item in plan.items for entry in of_item(item, plan, now)]
    found += [entry for group in plan.groups for entry in of_group(group, plan, now)]
    found += [e for batch in plan.batches for e in of_batch(batch, plan.duty(Concern.AWARDS), now)]
    found += [of_hall(plan, now)] if plan.groups else []
    found += [of_paper(paper, plan.duty(Concern.PRINTING), now) for paper in plan.papers]
    found += of_cards(plan, now)
    found += of_doors(plan, now)
    found += [of_check(check, plan, now) for check in plan.checks]
    counted = _counted_concerns(found)
    found += [of_date(date, counted.get(date.concern), now) for date in plan.dates]
    return found + [of_offer(offer, counted.get(offer.concern), now) for offer in plan.offers]


def of_task(task: TaskFact, now: datetime) -> Entry:
    done = task.closing or OPEN
    return Entry(
        Kind.TASK,
        task.id,
        task.number,
        task.content,
        task.duty,
        reached(task.duty, done.at, now),
        f"tasks/{task.number}",
        task.source,
        done,
        timing=task.timing,
        is_conditional=task.is_conditional,
        needs=() if task.closing else task.needs,
        progress=task.progress,
        obstacle="" if task.closing else task.obstacle,
    )


def of_speech(speech: SpeechFact, now: datetime) -> list[Entry]:
    """The text is handed in, then reviewed: two entries of two units."""
    place = f"speeches/{speech.number}"
    needs = () if speech.handed_in_at else (f"{Kind.TEXT.value}-{speech.id}",)
    parts = (
        (Kind.TEXT, speech.topic, speech.text, speech.handed_in_at, ()),
        (Kind.REVIEW, speech.unit_as_written, speech.review, speech.passed_at, needs),
    )
    return [
        Entry(
            kind,
            speech.id,
            speech.number,
            subject,
            duty,
            reached(duty, at, now),
            place,
            speech.source,
            Closing(at),
            needs=before,
        )
        for kind, subject, duty, at, before in parts
    ]


def of_quota(quota: QuotaFact, duty: Duty, now: datetime) -> Entry:
    """A unit answers for its own places; late where its last answer was."""
    mine = Duty(quota.unit, duty.deadline, duty.relation, duty.origin)
    is_whole = quota.answered >= quota.places
    sent_at = quota.sent_at if is_whole else None
    return Entry(
        Kind.ANSWER,
        quota.unit.id,
        0,
        quota.unit.name,
        mine,
        reached(mine, sent_at, now) if sent_at else closed(is_whole, mine, now),
        f"delegates?unit_id={quota.unit.id}",
        closing=Closing(sent_at),
        have=quota.answered,
        want=quota.places,
    )


def of_group(group: GroupFact, plan: Plan, now: datetime) -> list[Entry]:
    naming, inviting, seating = (
        plan.duty(concern) for concern in (Concern.ATTENDANCE, Concern.INVITATIONS, Concern.SEATING)
    )
    place = f"delegates?group_id={group.id}"
    return [
        _counted(Kind.INVITED, group, inviting, group.invited, group.to_seat, "invitations", now),
        _counted(Kind.NAMING, group, naming, group.named, group.posts, place, now),
        _counted(Kind.SEATS, group, seating, group.seated, group.to_seat, place, now),
    ]


def of_batch(batch: BatchFact, duty: Duty, now: datetime) -> list[Entry]:
    certain, want = batch.recipients - batch.assumed, batch.recipients
    is_certain = want > 0 and certain == want and not batch.is_assumed
    parts = (
        (Kind.AWARDS, is_certain, certain),
        (Kind.RECIPIENTS, 0 < want <= batch.named, batch.named),
    )
    return [
        Entry(
            kind,
            batch.id,
            batch.number,
            batch.form,
            duty,
            closed(is_done, duty, now),
            "awards",
            have=have,
            want=want,
        )
        for kind, is_done, have in parts
    ]


def of_hall(plan: Plan, now: datetime) -> Entry:
    """A seat map, on which everybody who takes a seat has one."""
    have = sum(group.seated for group in plan.groups)
    want = sum(group.to_seat for group in plan.groups)
    duty = plan.duty(Concern.SEATING)
    stands = closed(plan.has_map and have >= want, duty, now)
    return Entry(Kind.HALL, 0, 0, "", duty, stands, "seating", have=have, want=want)


def _counted(
    kind: Kind, group: GroupFact, duty: Duty, have: int, want: int, place: str, now: datetime
) -> Entry:
    stands = closed(have >= want, duty, now)
    return Entry(kind, group.id, 0, group.name, duty, stands, place, have=have, want=want)


def _counted_concerns(entries: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """How far each part is that internal dates are about: so many of so many."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        concern = _COUNTED.get(entry.kind)
        if concern is not None:
            have, want = found.get(concern, (0, 0))
            counted = (
                (int(entry.is_done), 1) if entry.kind in _ONE_BY_ONE else (entry.have, entry.want)
            )
            found[concern] = (have + counted[0], want + counted[1])
    return found


_ONE_BY_ONE = {Kind.REHEARSED, Kind.REVIEW}  # the entries themselves are counted
_COUNTED = {
    Kind.ANSWER: Concern.ATTENDANCE,
    Kind.INVITED: Concern.INVITATIONS,
    Kind.HALL: Concern.SEATING,
    Kind.CARDS: Concern.PRINTING,
    Kind.REHEARSED: Concern.REHEARSAL,
    Kind.REVIEW: Concern.SPEECH_REVIEW,
    Kind.AWARDS: Concern.AWARDS,
}
