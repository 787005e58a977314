"""How a seating stands: every hard rule it breaks, every soft one as a number. Pure.

What changed from one seating to the next is told by whom a rule fails now and did not before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.seating.solver.check import check
from app.seating.solver.model import (
    Fail,
    Hall,
    Locks,
    Measures,
    Person,
    Policy,
    Rule,
    RuleScore,
    Violation,
)
from app.seating.solver.score import score

_Fault = tuple[int | None, int | None, str | None]


@dataclass(frozen=True)
class Judgement:
    """``broken`` are hard rules; ``scores`` the soft ones in order of weight."""

    broken: tuple[Violation, ...]
    measures: Measures
    scores: tuple[RuleScore, ...]

    def score(self, rule: Rule) -> RuleScore:
        return next(found for found in self.scores if found.rule is rule)


@dataclass(frozen=True)
class RuleChange:
    """A soft rule before and after: whom it fails now and did not, and whom no longer."""

    rule: Rule
    before: float
    after: float
    newly: Sequence[Fail]
    mended: Sequence[Fail]

    @property
    def is_changed(self) -> bool:
        return self.before != self.after or bool(self.newly or self.mended)


@dataclass(frozen=True)
class Feedback:
    """What an act did to the rules."""

    newly_broken: Sequence[Violation]
    mended: Sequence[Violation]
    rules: Sequence[RuleChange]

    @property
    def changed(self) -> list[RuleChange]:
        return [change for change in self.rules if change.is_changed]


def judge(
    hall: Hall,
    people: Sequence[Person],
    policy: Policy,
    locks: Locks,
    assign: Mapping[int, int],
) -> Judgement:
    """The whole seating, in some milliseconds."""
    measures, scores = score(hall, people, policy, locks, assign)
    return Judgement(check(hall, people, locks, assign), measures, scores)


def feedback(before: Judgement, after: Judgement) -> Feedback:
    """From one judgement to the next, rule by rule."""
    return Feedback(
        [found for found in after.broken if found not in before.broken],
        [found for found in before.broken if found not in after.broken],
        [_change(found, after.score(found.rule)) for found in before.scores],
    )


def _change(before: RuleScore, after: RuleScore) -> RuleChange:
    first, then = _faults(before), _faults(after)
    return RuleChange(
        before.rule,
        before.value,
        after.value,
        [fail for fault, fail in then.items() if fault not in first],
        [fail for fault, fail in first.items() if fault not in then],
    )


def _faults(found: RuleScore) -> dict[_Fault, Fail]:
    return {(fail.person, fail.unit, fail.door): fail for fail in found.fails}
