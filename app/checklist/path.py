"""The critical path: which work still open decides whether everything stands at 08:00. Pure.

The documents give deadlines and order, but no durations: how long a stage takes once what it needs
is done is assumed here, shown as such, and only serves to find what has no time to lose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.checklist.lists import phases
from app.checklist.rules import Entry, Kind, Origin
from app.conferences.rules import Phase


class Stage(StrEnum):
    """Work that is done before the conference, in the order in which it is shown."""

    INVITATIONS = "invitations"
    ANSWERS = "answers"
    TEXTS = "texts"
    REVIEWS = "reviews"
    AWARDS = "awards"
    SEATING = "seating"
    APPROVALS = "approvals"  # tasks that other tasks wait for
    TASKS = "tasks"
    PROGRAMME = "programme"  # who leads what, and the papers made from it
    CARDS = "cards"
    DOCUMENTS = "documents"
    REHEARSAL = "rehearsal"
    DOORS = "doors"
    CHECKS = "checks"


@dataclass(frozen=True)
class Plan:
    """What a stage needs, and how many hours it takes after that."""

    hours: float
    needs: tuple[Stage, ...] = ()


# 24 hours for the review are the plan's own (63-KH/TU, lines 97 and 111); the others are assumed.
PLANS: dict[Stage, Plan] = {
    Stage.INVITATIONS: Plan(8),
    Stage.ANSWERS: Plan(24, (Stage.INVITATIONS,)),
    Stage.TEXTS: Plan(24),
    Stage.REVIEWS: Plan(24, (Stage.TEXTS,)),
    Stage.AWARDS: Plan(12),
    Stage.SEATING: Plan(8, (Stage.ANSWERS, Stage.AWARDS)),
    Stage.APPROVALS: Plan(12),
    Stage.TASKS: Plan(24, (Stage.APPROVALS,)),
    Stage.PROGRAMME: Plan(4, (Stage.REVIEWS, Stage.AWARDS)),
    Stage.CARDS: Plan(8, (Stage.SEATING,)),
    Stage.DOCUMENTS: Plan(4, (Stage.REVIEWS,)),
    Stage.REHEARSAL: Plan(3, (Stage.PROGRAMME, Stage.DOCUMENTS, Stage.TASKS)),
    Stage.DOORS: Plan(2, (Stage.CARDS,)),
    Stage.CHECKS: Plan(1, (Stage.REHEARSAL, Stage.DOORS)),
}
_KINDS = {
    Kind.INVITED: Stage.INVITATIONS,
    Kind.ANSWER: Stage.ANSWERS,
    Kind.NAMING: Stage.ANSWERS,
    Kind.TEXT: Stage.TEXTS,
    Kind.REVIEW: Stage.REVIEWS,
    Kind.AWARDS: Stage.AWARDS,
    Kind.RECIPIENTS: Stage.AWARDS,
    Kind.SEATS: Stage.SEATING,
    Kind.HALL: Stage.SEATING,
    Kind.PRESENTER: Stage.PROGRAMME,
    Kind.MODERATOR: Stage.PROGRAMME,
    Kind.CONFIRMED: Stage.PROGRAMME,
    Kind.PAPER: Stage.PROGRAMME,
    Kind.CARDS: Stage.CARDS,
    Kind.DOCUMENTS: Stage.DOCUMENTS,
    Kind.REHEARSED: Stage.REHEARSAL,
    Kind.DEVICES: Stage.DOORS,
    Kind.ROSTER: Stage.DOORS,
    Kind.CHECK: Stage.CHECKS,
}


@dataclass(frozen=True)
class Step:
    """A stage on the way. It begins when what it needs is done, at the earliest now; ``latest`` is
    when it must be done so that nothing after it is late; ``due`` the last of its deadlines."""

    stage: Stage
    entries: tuple[Entry, ...]
    starts_at: datetime
    ends_at: datetime
    latest: datetime
    due: datetime | None
    is_critical: bool = False

    @property
    def open(self) -> int:
        return sum(not entry.is_done for entry in self.entries)

    @property
    def late(self) -> int:
        return sum(entry.is_late for entry in self.entries)

    @property
    def is_done(self) -> bool:
        return not self.open

    @property
    def slack(self) -> timedelta:
        """What it may lose; below zero where it cannot be done in time any more."""
        return self.latest - self.ends_at

    @property
    def is_due_too_late(self) -> bool:
        """Its own deadline leaves no time for what comes after it."""
        return self.due is not None and self.due > self.latest


@dataclass(frozen=True)
class Path:
    """All stages, and when the last of them is done if nothing is lost from now on."""

    steps: tuple[Step, ...]
    now: datetime
    target: datetime

    @property
    def ready_at(self) -> datetime:
        return max((step.ends_at for step in self.steps if not step.is_done), default=self.now)

    @property
    def slack(self) -> timedelta:
        return self.target - self.ready_at

    @property
    def critical(self) -> list[Step]:
        return [step for step in self.steps if step.is_critical]


def path(entries: Iterable[Entry], starts_at: datetime, ends_at: datetime, now: datetime) -> Path:
    """From ``now`` to the start of the conference, over all that is to be done before it."""
    members = _members(entries, starts_at, ends_at)
    begun, done = _forward(members, now)
    latest = _backward(members, starts_at)
    critical = _chain(members, done)
    steps = tuple(
        Step(
            stage,
            tuple(members[stage]),
            begun[stage],
            done[stage],
            latest[stage],
            _due(members[stage]),
            stage in critical,
        )
        for stage in Stage
        if members[stage]
    )
    return Path(steps, now, starts_at)


def stage_of(entry: Entry, needed: set[str]) -> Stage | None:
    """Where an entry belongs; tasks in ``needed`` are those that others wait for."""
    if entry.kind is Kind.TASK:
        return Stage.APPROVALS if entry.key in needed else Stage.TASKS
    return _KINDS.get(entry.kind)


def _members(
    entries: Iterable[Entry], starts_at: datetime, ends_at: datetime
) -> dict[Stage, list[Entry]]:
    entries = list(entries)
    needed = {key for entry in entries if entry.kind is Kind.TASK for key in entry.needs}
    found: dict[Stage, list[Entry]] = {stage: [] for stage in Stage}
    for entry in entries:
        stage = stage_of(entry, needed)
        if stage is None or entry.origin is Origin.PROPOSED:
            continue
        if _is_on_the_way(entry, starts_at, ends_at):
            found[stage].append(entry)
    return found


def _is_on_the_way(entry: Entry, starts_at: datetime, ends_at: datetime) -> bool:
    if entry.deadline is not None:
        return entry.deadline <= starts_at
    return phases(entry, starts_at, ends_at) == (Phase.BEFORE,)


def _hours(members: Mapping[Stage, list[Entry]], stage: Stage) -> timedelta:
    """Nothing where nothing is open."""
    is_open = any(not entry.is_done for entry in members[stage])
    return timedelta(hours=PLANS[stage].hours) if is_open else timedelta(0)


def _forward(
    members: Mapping[Stage, list[Entry]], now: datetime
) -> tuple[dict[Stage, datetime], dict[Stage, datetime]]:
    begun: dict[Stage, datetime] = {}
    done: dict[Stage, datetime] = {}

    def finish(stage: Stage) -> datetime:
        if stage not in done:
            begun[stage] = max([now, *(finish(need) for need in PLANS[stage].needs)])
            done[stage] = begun[stage] + _hours(members, stage)
        return done[stage]

    for stage in Stage:
        finish(stage)
    return begun, done


def _backward(members: Mapping[Stage, list[Entry]], target: datetime) -> dict[Stage, datetime]:
    latest: dict[Stage, datetime] = {}

    def limit(stage: Stage) -> datetime:
        if stage not in latest:
            after = [other for other in Stage if stage in PLANS[other].needs]
            latest[stage] = min(
                [target, *(limit(other) - _hours(members, other) for other in after)]
            )
        return latest[stage]

    for stage in Stage:
        limit(stage)
    return latest


def _chain(members: Mapping[Stage, list[Entry]], done: Mapping[Stage, datetime]) -> set[Stage]:
    """From the stage that ends last back over what it waited for longest, as far as it is open."""
    open_ones = {stage for stage in Stage if _hours(members, stage)}
    ends = list(open_ones)
    found: set[Stage] = set()
    while ends:
        last = max(ends, key=lambda stage: (done[stage], list(Stage).index(stage)))
        found.add(last)
        ends = [stage for stage in _before(last) if stage in open_ones]
    return found


def _before(stage: Stage) -> set[Stage]:
    """All that must be done before a stage."""
    found = set(PLANS[stage].needs)
    for need in PLANS[stage].needs:
        found |= _before(need)
    return found


def _due(entries: Iterable[Entry]) -> datetime | None:
    return max(
        (entry.deadline for entry in entries if entry.deadline and not entry.is_done), default=None
    )
