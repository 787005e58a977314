"""The chain of the history: every line sealed over its content and the seal before it. Pure.

A line that is changed no longer fits its digest; one that is removed leaves a hole in the numbers;
one that is put in, or the end cut off, does not fit the head. Lines made nameless after the
conference keep their old digest and carry a second one, for which a later line vouches.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

START = ""  # the seal before the first line
_WRITTEN = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Line(Protocol):
    """A line of history as it is sealed."""

    @property
    def conference_id(self) -> int: ...
    @property
    def sequence(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def row_id(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Kept(Line, Protocol):
    """A line with what was sealed."""

    @property
    def digest(self) -> str: ...
    @property
    def seal(self) -> str: ...
    @property
    def redacted(self) -> str: ...


class Damage(StrEnum):
    """What is wrong at one place of the chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    FORGED = "forged"  # the seal does not follow from the line before
    CUT = "cut"  # the end is missing, or lines stand behind it


@dataclass(frozen=True)
class Fault:
    """Damage at a line, by its number in the conference's history; ``told`` is what it says now."""

    sequence: int
    damage: Damage
    told: str = ""


@dataclass(frozen=True)
class Head:
    """The last line there should be."""

    sequence: int = 0
    seal: str = START


def digest(line: Line) -> str:
    """Of everything the line tells. The account behind the name is left out: it may be deleted."""
    content = (
        line.conference_id,
        line.sequence,
        (line.at - _EPOCH) // _MICROSECOND,
        line.who,
        line.table,
        line.row_id,
        line.label,
        line.field,
        line.before,
        line.after,
        line.reason,
    )
    return _hash(_WRITTEN(content))


def seal(before: str, line_digest: str) -> str:
    """Of a line with ``line_digest``, after the line sealed with ``before``."""
    return _hash(before + line_digest)


def vouching(lines: Iterable[Kept]) -> str:
    """One mark for all lines made nameless, kept in a line of the chain itself."""
    return _hash(",".join(f"{line.sequence}:{line.redacted}" for line in lines if line.redacted))


def faults(lines: Iterable[Kept], head: Head) -> Iterator[Fault]:
    """Of all lines of one conference, by number; nothing where the history is whole."""
    expected, before, nameless, vouchers = 1, START, [], set()
    for line in lines:
        yield from _missing(expected, line.sequence)
        hurt = _damage(line, before, follows=line.sequence == expected)
        if hurt:
            yield Fault(line.sequence, hurt, line.label)
        elif line.redacted:
            nameless.append(line)
        if line.field == "anonymised":
            vouchers.add(line.reason)
        expected, before = line.sequence + 1, line.seal
    if nameless and vouching(nameless) not in vouchers:
        yield from (Fault(line.sequence, Damage.CHANGED, line.label) for line in nameless)
    yield from _missing(expected, head.sequence + 1)
    if expected > head.sequence and (expected - 1, before) != (head.sequence, head.seal):
        yield Fault(expected - 1, Damage.CUT)


def _missing(first: int, end: int) -> Iterator[Fault]:
    return (Fault(number, Damage.REMOVED) for number in range(first, end))


def _damage(line: Kept, before: str, *, follows: bool) -> Damage | None:
    """What is wrong with one line; ``follows`` where the line before it is there."""
    if digest(line) != (line.redacted or line.digest):
        return Damage.CHANGED
    if follows and seal(before, line.digest) != line.seal:
        return Damage.FORGED
    return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
