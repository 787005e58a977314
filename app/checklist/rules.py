"""The checklist: what is still to be done, derived from the plan and closed by what happened.

Deadlines come in the conference's own time zone, so that their day is the day on its wall.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.deadlines import Relation, Standing, standing


class Kind(StrEnum):
    """What an entry asks for, and so where it comes from."""

    TASK = "task"
    TEXT = "text"  # of a speech, handed in
    REVIEW = "review"  # of a speech's text, passed
    NAMING = "naming"  # everybody of a group has a name
    SEATS = "seats"  # everybody of a group has a seat
    PRESENTER = "presenter"  # of an item of the programme
    MODERATOR = "moderator"
    AWARDS = "awards"  # form and recipients of a batch are no longer assumed
    RECIPIENTS = "recipients"  # those who come on stage in a batch have names
    HALL = "hall"  # a seat map with a seat for everybody
    DATE = "date"  # a proposed internal date


class Origin(StrEnum):
    """Whose deadline it is."""

    PLAN = "plan"
    ADOPTED = "adopted"  # internal, once proposed
    PROPOSED = "proposed"  # nobody's yet: never late


@dataclass(frozen=True)
class Body:
    """A unit. ``order`` is its place in the host's own list."""

    id: int
    name: str
    order: int


@dataclass(frozen=True)
class Duty:
    """Whose it is, and by when, where the plan says so."""

    unit: Body | None = None
    deadline: datetime | None = None
    relation: Relation | None = None


NOBODYS = Duty()


@dataclass(frozen=True)
class Entry:
    """One thing to be done. ``place`` is where it is done, below the conference's address;
    ``have`` of ``want`` where it can be counted; ``timing`` a time in words, without a date."""

    kind: Kind
    number: int
    subject: str
    duty: Duty
    standing: Standing
    place: str
    source: str = ""
    origin: Origin = Origin.PLAN
    done_at: datetime | None = None
    have: int = 0
    want: int = 0
    timing: str = ""
    is_conditional: bool = False
    waits_for: int | None = None

    @property
    def unit(self) -> Body | None:
        return self.duty.unit

    @property
    def deadline(self) -> datetime | None:
        return self.duty.deadline


@dataclass(frozen=True)
class TaskFact:
    number: int
    content: str
    duty: Duty
    done_at: datetime | None
    source: str = ""
    timing: str = ""
    is_conditional: bool = False
    waits_for: int | None = None


@dataclass(frozen=True)
class SpeechFact:
    number: int
    topic: str
    unit_as_written: str
    text: Duty
    handed_in_at: datetime | None
    review: Duty
    passed_at: datetime | None
    source: str = ""


@dataclass(frozen=True)
class GroupFact:
    """``posts``: places that somebody holds; ``to_seat``: people who take a seat."""

    id: int
    name: str
    posts: int
    named: int
    to_seat: int
    seated: int
    naming: Duty = NOBODYS
    seating: Duty = NOBODYS


@dataclass(frozen=True)
class ItemFact:
    number: int
    content: str
    presenter: str
    moderator: str
    is_moderated: bool
    is_conditional: bool = False
    source: str = ""


@dataclass(frozen=True)
class BatchFact:
    """``assumed``: how many of its recipients are only assumed."""

    number: int
    form: str
    is_assumed: bool
    recipients: int
    assumed: int
    named: int
    duty: Duty = NOBODYS


@dataclass(frozen=True)
class DateFact:
    """A proposed internal date for a task, which closes it."""

    content: str
    task: int
    duty: Duty
    is_adopted: bool
    done_at: datetime | None


def entries_of(
    now: datetime,
    tasks: Iterable[TaskFact] = (),
    speeches: Iterable[SpeechFact] = (),
    groups: Iterable[GroupFact] = (),
    items: Iterable[ItemFact] = (),
    batches: Iterable[BatchFact] = (),
    dates: Iterable[DateFact] = (),
    has_map: bool = False,
    seating: Duty = NOBODYS,
) -> list[Entry]:
    """Everything that the plan asks for, done or not, as it stands at ``now``."""
    groups = list(groups)
    found = [of_task(task, now) for task in tasks]
    found += [entry for speech in speeches for entry in of_speech(speech, now)]
    found += [of_item(item, now) for item in items]
    found += [entry for group in groups for entry in of_group(group, now)]
    found += [entry for batch in batches for entry in of_batch(batch, now)]
    found += [of_hall(has_map, groups, seating, now)] if groups else []
    return found + [of_date(date, now) for date in dates]


def of_task(task: TaskFact, now: datetime) -> Entry:
    return Entry(
        Kind.TASK,
        task.number,
        task.content,
        task.duty,
        _standing(task.duty, task.done_at, now),
        f"tasks/{task.number}",
        task.source,
        done_at=task.done_at,
        timing=task.timing,
        is_conditional=task.is_conditional,
        waits_for=None if task.done_at else task.waits_for,
    )


def of_speech(speech: SpeechFact, now: datetime) -> list[Entry]:
    """The text is handed in, then reviewed: two entries of two units."""
    place = f"speeches/{speech.number}"
    return [
        Entry(
            kind,
            speech.number,
            subject,
            duty,
            _standing(duty, done_at, now),
            place,
            speech.source,
            done_at=done_at,
        )
        for kind, subject, duty, done_at in (
            (Kind.TEXT, speech.topic, speech.text, speech.handed_in_at),
            (Kind.REVIEW, speech.unit_as_written, speech.review, speech.passed_at),
        )
    ]


def of_group(group: GroupFact, now: datetime) -> list[Entry]:
    place = f"delegates?group_id={group.id}"
    return [
        _counted(Kind.NAMING, group.name, group.naming, group.named, group.posts, place, now),
        _counted(Kind.SEATS, group.name, group.seating, group.seated, group.to_seat, place, now),
    ]


def of_item(item: ItemFact, now: datetime) -> Entry:
    """Speeches and awards are led by a moderator, everything else by whoever presents it."""
    person = item.moderator if item.is_moderated else item.presenter
    return Entry(
        Kind.MODERATOR if item.is_moderated else Kind.PRESENTER,
        item.number,
        item.content,
        NOBODYS,
        _closed(bool(person), NOBODYS, now),
        "agenda",
        item.source,
        is_conditional=item.is_conditional,
    )


def of_batch(batch: BatchFact, now: datetime) -> list[Entry]:
    number, form, duty, want = batch.number, batch.form, batch.duty, batch.recipients
    certain, named = want - batch.assumed, batch.named
    is_certain = want > 0 and certain == want and not batch.is_assumed
    confirmed = _closed(is_certain, duty, now)
    complete = _closed(0 < want <= named, duty, now)
    return [
        Entry(Kind.AWARDS, number, form, duty, confirmed, "awards", have=certain, want=want),
        Entry(Kind.RECIPIENTS, number, form, duty, complete, "awards", have=named, want=want),
    ]


def of_hall(has_map: bool, groups: list[GroupFact], duty: Duty, now: datetime) -> Entry:
    """A seat map, on which everybody who takes a seat has one."""
    have, want = sum(group.seated for group in groups), sum(group.to_seat for group in groups)
    reached = _closed(has_map and have >= want, duty, now)
    return Entry(Kind.HALL, 0, "", duty, reached, "seating", have=have, want=want)


def of_date(date: DateFact, now: datetime) -> Entry:
    """Closed with its task. A date that is only proposed cannot be missed."""
    place = f"tasks/{date.task}"
    if date.is_adopted:
        reached = _standing(date.duty, date.done_at, now)
    else:
        reached = Standing.DONE if date.done_at else Standing.OPEN
    origin = Origin.ADOPTED if date.is_adopted else Origin.PROPOSED
    return Entry(
        Kind.DATE, date.task, date.content, date.duty, reached, place, "", origin, date.done_at
    )


def _counted(
    kind: Kind, subject: str, duty: Duty, have: int, want: int, place: str, now: datetime
) -> Entry:
    reached = _closed(have >= want, duty, now)
    return Entry(kind, 0, subject, duty, reached, place, have=have, want=want)


def _standing(duty: Duty, done_at: datetime | None, now: datetime) -> Standing:
    return standing(duty.deadline, duty.relation, done_at, now)


def _closed(is_closed: bool, duty: Duty, now: datetime) -> Standing:
    """Of something that is known to be done, but not since when."""
    return Standing.DONE if is_closed else _standing(duty, None, now)
