"""The one order of introduction, of seats and of lists.

A person stands in the highest line that one of their posts or their group opens to them; within a
line whoever has held the post longer goes first, then the older (practice.md 3, seating.md 7).
Pure: posts come as keys made by ``vietnamese.tone_key``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_LAST = 1_000_000


class Level(StrEnum):
    """Guests before hosts; the delegations of the communes after those of the city."""

    GUEST = "guest"
    HOST = "host"
    COMMUNE = "commune"


class Decided(StrEnum):
    """What put a person behind the one before them."""

    FIRST = "first"
    LINE = "line"
    UNIT = "unit"
    STAND_IN = "stand_in"
    SINCE = "since"
    BIRTH = "birth"
    LIST = "list"  # nothing of all that differs: as in the list
    HAND = "hand"


@dataclass(frozen=True)
class Line:
    """One line of the order. No ``posts`` and no group: everybody else of the level."""

    id: int
    place: int
    level: Level
    posts: tuple[str, ...] = ()
    group_id: int | None = None
    by_unit: bool = False


@dataclass(frozen=True)
class Candidate:
    """What of a person decides their place."""

    id: int
    level: Level
    posts: tuple[str, ...]
    group_id: int
    group_place: int = 0
    unit_place: int = 0
    since: date | None = None
    birth_year: int | None = None
    rank: int = 0
    number: int = 0
    stands_in: bool = False


@dataclass(frozen=True)
class Move:
    """By hand: this person directly before that one."""

    id: int
    before_id: int


@dataclass(frozen=True)
class Placed:
    id: int
    line_id: int | None
    decided: Decided


Key = tuple[int, int, int, bool, date, int, int, int, int, int]


def line_of(person: Candidate, lines: Iterable[Line]) -> Line | None:
    """The highest line open to this person.

    Whoever stands in for somebody ranks by their own posts: the place of a rank is not passed on.
    """
    lines = list(lines)
    open_ = [
        line
        for line in lines
        if (line.group_id == person.group_id and not person.stands_in)
        or (line.level is person.level and _holds(person.posts, line.posts))
    ]
    rest = [line for line in lines if line.level is person.level and _is_rest(line)]
    return min(open_ or rest, key=lambda line: line.place, default=None)


def ordered(
    people: Iterable[Candidate], lines: Sequence[Line], moves: Iterable[Move] = ()
) -> list[Placed]:
    """Everybody in order, each with their line and with what decided; the same for any input order.

    Moves by hand come last, the oldest first; one whose people are not here changes nothing.
    """
    sections = _sections(lines)
    keyed = []
    for person in people:
        line = line_of(person, lines)
        keyed.append((_key(person, line, sections), person.id, line.id if line else None))
    keyed.sort(key=lambda entry: entry[0])
    placed = [
        Placed(id, line_id, _decided(keyed[place - 1][0], key) if place else Decided.FIRST)
        for place, (key, id, line_id) in enumerate(keyed)
    ]
    for move in moves:
        placed = _moved(placed, move)
    return placed


def _holds(posts: Iterable[str], wanted: Iterable[str]) -> bool:
    return any(post == way or post.startswith(f"{way} ") for post in posts for way in wanted)


def _is_rest(line: Line) -> bool:
    return not line.posts and line.group_id is None


def _sections(lines: Iterable[Line]) -> dict[int, int]:
    """Where the run of lines taken unit by unit begins, for each line of it."""
    found: dict[int, int] = {}
    start: int | None = None
    for line in sorted(lines, key=lambda line: line.place):
        start = None if not line.by_unit else line.place if start is None else start
        if start is not None:
            found[line.id] = start
    return found


def _key(person: Candidate, line: Line | None, sections: dict[int, int]) -> Key:
    place = line.place if line else _LAST
    section = sections.get(line.id) if line else None
    return (
        place if section is None else section,
        0 if section is None else person.unit_place,
        place,
        person.stands_in,
        person.since or date.max,
        person.birth_year or _LAST,
        person.group_place,
        person.rank,
        person.number,
        person.id,
    )


_DECIDING = (
    Decided.LINE,
    Decided.UNIT,
    Decided.LINE,
    Decided.STAND_IN,
    Decided.SINCE,
    Decided.BIRTH,
)


def _decided(before: Key, key: Key) -> Decided:
    for reason, one, other in zip(_DECIDING, before, key, strict=False):
        if one != other:
            return reason
    return Decided.LIST


def _moved(placed: list[Placed], move: Move) -> list[Placed]:
    who = next((one for one in placed if one.id == move.id), None)
    rest = [one for one in placed if one.id != move.id]
    place = next((place for place, one in enumerate(rest) if one.id == move.before_id), None)
    if who is None or place is None:
        return placed
    return [*rest[:place], Placed(who.id, who.line_id, Decided.HAND), *rest[place:]]
