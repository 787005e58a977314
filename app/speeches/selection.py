"""Which speeches are spoken, and in which order: what counts, and how much. Pure.

A selection is worth the points of what is chosen, less the points of what is wrong with it as a
whole. All points are whole numbers, so that "no better one exists" can be said without rounding.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.speeches.rules import Stage, fit, used


class Lock(StrEnum):
    """What a person has decided before anything is computed."""

    FREE = "free"
    MUST = "must"
    MUST_NOT = "must_not"


class Body(StrEnum):
    """Whom a speech speaks for, as the plan's list divides them (63-KH/TU, lines 135-164)."""

    BOARD = "board"  # of the city: boards, departments, Front, schools
    WARD = "ward"
    COMMUNE = "commune"
    SPECIAL_ZONE = "special_zone"


class Soft(StrEnum):
    """What counts for or against a selection."""

    MORE = "more"  # for each speech that is heard
    PRIORITY = "priority"  # for each step of priority
    READY = "ready"  # for how far its text has come
    LONG = "long"  # against a text longer than its minutes
    BALANCE = "balance"  # against each speaker too many or too few of a body
    REPEAT = "repeat"  # against each further speech on one theme
    SIDE = "side"  # against two of one theme side by side


READINESS = {Stage.PASSED: 3, Stage.UNDER_REVIEW: 2, Stage.HANDED_IN: 1}


@dataclass(frozen=True)
class Weights:
    """Points for one of each."""

    more: int = 10
    priority: int = 6
    ready: int = 2
    long: int = 4
    balance: int = 8
    repeat: int = 6
    side: int = 12


@dataclass(frozen=True)
class Candidate:
    """A speech that may be chosen; ``theme`` empty where it has none. ``number`` is its place in
    the plan's list."""

    number: int
    minutes: int
    body: Body = Body.BOARD
    theme: str = ""
    priority: int = 3
    lock: Lock = Lock.FREE
    stage: Stage = Stage.ASSIGNED
    is_too_long: bool = False


@dataclass(frozen=True)
class Room:
    """The time there is, in minutes."""

    slot: int
    change_over: int


@dataclass(frozen=True)
class Part:
    """What one soft rule makes of a selection: how many times it counts, and the points."""

    rule: Soft
    count: int
    points: int


@dataclass(frozen=True)
class Score:
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.points for part in self.parts)


def worth(candidate: Candidate, weights: Weights) -> int:
    """The points of one speech by itself."""
    return (
        weights.more
        + weights.priority * candidate.priority
        + weights.ready * READINESS.get(candidate.stage, 0)
        - weights.long * candidate.is_too_long
    )


def fair(candidates: Sequence[Candidate], room: Room) -> dict[Body, int]:
    """How many speakers of each body are balanced: in proportion to those asked, by the largest
    remainder, and nobody who was asked unheard where there is a place for each."""
    asked = Counter(candidate.body for candidate in candidates)
    places = fit(room.slot, [c.minutes for c in candidates], room.change_over)
    total = len(candidates) or 1
    quota = {body: count * places / total for body, count in asked.items()}
    least = int(places >= len(asked))
    found = {body: max(least, int(quota[body])) for body in asked}
    while sum(found.values()) < places:
        found[max(asked, key=lambda body: (quota[body] - found[body], _order(body)))] += 1
    while sum(found.values()) > places:
        several = [body for body in asked if found[body] > least]
        found[max(several, key=lambda body: (found[body] - quota[body], -_order(body)))] -= 1
    return found


def score(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], room: Room, weights: Weights
) -> Score:
    """What ``chosen``, in this order, is worth among ``candidates``."""
    heard = Counter(candidate.body for candidate in chosen)
    apart = sum(abs(heard[body] - n) for body, n in fair(candidates, room).items())
    themes = Counter(candidate.theme for candidate in chosen if candidate.theme)
    return Score(
        (
            _part(Soft.MORE, len(chosen), weights.more),
            _part(Soft.PRIORITY, sum(c.priority for c in chosen), weights.priority),
            _part(Soft.READY, sum(READINESS.get(c.stage, 0) for c in chosen), weights.ready),
            _part(Soft.LONG, sum(c.is_too_long for c in chosen), -weights.long),
            _part(Soft.BALANCE, apart, -weights.balance),
            _part(Soft.REPEAT, sum(n - 1 for n in themes.values()), -weights.repeat),
            _part(Soft.SIDE, side_by_side(chosen), -weights.side),
        )
    )


def side_by_side(chosen: Sequence[Candidate]) -> int:
    """Pairs of one theme, one right after the other."""
    return sum(one.theme == other.theme != "" for one, other in pairwise(chosen))


def least_side_by_side(themes: Counter[str], last: str = "") -> int:
    """The fewest such pairs that any order of speeches with these themes has, when a speech on the
    theme ``last`` came before. Only a theme on more than half of them must meet itself: with ``n``
    speeches there are ``n - m`` others to stand between its ``m``."""
    n = sum(themes.values())
    meetings = (2 * m - n - (theme != last) for theme, m in themes.items() if theme)
    return max(0, max(meetings, default=0))


def arranged(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The order with the fewest pairs of one theme side by side; among those orders the one nearest
    to the plan's list: at each place the earliest in it that still allows the fewest."""
    left = sorted(chosen, key=lambda candidate: candidate.number)
    themes = Counter(candidate.theme for candidate in left)
    order: list[Candidate] = []
    last = ""
    allowed = least_side_by_side(themes)
    while left:
        for candidate in left:
            themes[candidate.theme] -= 1
            meets = int(candidate.theme == last != "")
            if meets + least_side_by_side(themes, candidate.theme) <= allowed:
                break
            themes[candidate.theme] += 1
        allowed -= meets
        left.remove(candidate)
        order.append(candidate)
        last = candidate.theme
    return order


def is_in_time(chosen: Sequence[Candidate], room: Room) -> bool:
    return not chosen or used([c.minutes for c in chosen], room.change_over) <= room.slot


def _part(rule: Soft, count: int, each: int) -> Part:
    return Part(rule, count, count * each)


def _order(body: Body) -> int:
    """Of two bodies that are equally far from their share, the smaller kind comes first."""
    return list(Body).index(body)
