"""Which reminders are due and which will be, from the checklist's entries and the rules."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.checklist.rules import Body, Duty, Entry, Origin
from app.deadlines import Relation, Standing
from app.outbox.models import UrgingManner
from app.reminders.models import UrgingRule
from app.reminders.rules import Timing, Way, Whom, goes_at, is_due

OFFICE = "office"


@dataclass(frozen=True)
class Recipient:
    """``key`` tells recipients apart; ``unit_id`` None: the office itself."""

    key: str
    name: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Reason:
    """Why somebody is urged: about which entry, and for what cause."""

    cause: str
    entry: Entry
    recipient: Recipient
    rule: UrgingRule | None = None  # None: a person decided

    @property
    def deadline(self) -> datetime:
        assert self.entry.deadline is not None, "only what has a deadline is urged"
        return self.entry.deadline

    @property
    def relation(self) -> Relation:
        return self.entry.duty.relation or Relation.NOT_LATER

    @property
    def key(self) -> tuple[str, str, str, datetime]:
        """Of one key there is one urging, ever: another deadline is another reason."""
        return self.cause, self.entry.key, self.recipient.key, self.deadline


@dataclass(frozen=True)
class Message:
    """What one recipient is told at once. ``consent``: the rule whose letters may go at once."""

    recipient: Recipient
    way: Way
    consent: UrgingRule | None
    reasons: list[Reason] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """Each once, whatever number of rules ask for it; the earliest deadline first."""
        found = {one.entry.key: one.entry for one in self.reasons}
        return sorted(found.values(), key=_urgency)

    @property
    def late(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.standing is Standing.OVERDUE]

    @property
    def soon(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.standing is not Standing.OVERDUE]

    @property
    def digest(self) -> str:
        """The same for the same reasons, whoever puts them together."""
        keys = sorted(str(reason.key) for reason in self.reasons)
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Coming:
    """How many reminders one rule will have at a moment, and to how many recipients."""

    at: datetime
    rule: UrgingRule
    entries: int
    recipients: int


def timing_of(rule: UrgingRule) -> Timing:
    return Timing(rule.side, rule.hours)


def due(
    entries: Iterable[Entry], rules: Iterable[UrgingRule], manner: UrgingManner, now: datetime
) -> list[Reason]:
    """Every reminder whose moment has come, sent already or not."""
    quiet = manner.quiet
    return [
        one
        for one in _reasons(entries, rules)
        if one.rule and is_due(one.deadline, one.relation, timing_of(one.rule), quiet, now)
    ]


def coming(
    entries: Iterable[Entry], rules: Iterable[UrgingRule], manner: UrgingManner, now: datetime
) -> list[Coming]:
    """What will go after ``now`` as things stand, the earliest first."""
    quiet = manner.quiet
    found: dict[tuple[datetime, int], list[Reason]] = {}
    rule_of: dict[int, UrgingRule] = {}
    for one in _reasons(entries, rules):
        assert one.rule is not None
        at = goes_at(one.deadline, one.relation, timing_of(one.rule), quiet)
        if at > now:
            found.setdefault((at, one.rule.id), []).append(one)
            rule_of[one.rule.id] = one.rule
    return [
        Coming(at, rule_of[rule], len(ones), len({one.recipient.key for one in ones}))
        for (at, rule), ones in sorted(found.items())
    ]


def by_hand(entries: Iterable[Entry], cause: str) -> list[Reason]:
    """A person's own urging of the units whose entries these are."""
    return [
        Reason(cause, entry, _unit(entry.unit))
        for entry in entries
        if entry.deadline is not None and entry.unit is not None
    ]


def messages(reasons: Iterable[Reason], trusted: dict[int, str], way: Way) -> list[Message]:
    """One for each recipient, way and consent. ``trusted``: the rules whose consent still holds,
    by id, with the person who gave it. ``way`` is for what no rule asks for."""
    found: dict[tuple[str, Way, str], Message] = {}
    for one in reasons:
        consent = one.rule if one.rule and one.rule.id in trusted else None
        chosen = one.rule.way if one.rule else way
        whose = trusted[consent.id] if consent else ""
        key = (one.recipient.key, chosen, whose)
        found.setdefault(key, Message(one.recipient, chosen, consent)).reasons.append(one)
    return [found[key] for key in sorted(found)]


def _reasons(entries: Iterable[Entry], rules: Iterable[UrgingRule]) -> Iterator[Reason]:
    rules = [rule for rule in rules if rule.is_on]
    for entry in entries:
        if entry.deadline is None or entry.standing.is_done or entry.origin is Origin.PROPOSED:
            continue
        for rule in rules:
            if rule.kind in {None, entry.kind}:
                for recipient in _recipients(rule.whom, entry.duty):
                    yield Reason(f"rule/{rule.id}", entry, recipient, rule)


def _recipients(whom: Whom, duty: Duty) -> list[Recipient]:
    match whom:
        case Whom.OFFICE:
            return [Recipient(OFFICE, "")]
        case Whom.UNIT:
            bodies: Iterable[Body | None] = [duty.unit]
        case Whom.COORDINATING:
            bodies = duty.coordinating
        case Whom.DIRECTING:
            bodies = [duty.through or duty.directing]  # whoever stands next above
    return [_unit(body) for body in bodies if body is not None]


def _unit(body: Body) -> Recipient:
    return Recipient(f"unit/{body.id}", body.name, body.id)


def _urgency(entry: Entry) -> tuple[datetime, bool, int]:
    assert entry.deadline is not None
    return entry.deadline, entry.duty.relation is not Relation.BEFORE, entry.number
