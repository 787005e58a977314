"""The chain of the history: every line sealed over its content and the seal before it. Pure.

A line that is changed no longer fits its digest; one that is removed leaves a hole in the numbers;
one that is put in, or the end cut off, does not fit the head. Lines made nameless after the
conference keep their old digest and carry a second one, for which a later line vouches.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import Protocol

START = ""  # the seal before the first line
Row = tuple[int, int, datetime, str, str, int, str, str, str, str, str, str, str, str]
_TOLD = (
    "conference_id", "sequence", "at", "who", "table", "row_id", "label", "field", "before",
    "after", "reason",
)  # fmt: skip
COLUMNS = (*_TOLD, "digest", "seal", "redacted")  # of a row: what it tells, what was sealed
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


class Redacted(Protocol):
    """A line made nameless."""

    @property
    def sequence(self) -> int: ...
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
    return _digest(*(getattr(line, name) for name in _TOLD))


def seal(before: str, line_digest: str) -> str:
    """Of a line with ``line_digest``, after the line sealed with ``before``."""
    return _hash(before + line_digest)


def vouching(lines: Iterable[Redacted]) -> str:
    """One mark for all lines made nameless, kept in a line of the chain itself."""
    return _mark((line.sequence, line.redacted) for line in lines if line.redacted)


def faults(rows: Iterable[Row], head: Head) -> Iterator[Fault]:
    """Of all lines of one conference, by number; nothing where the history is whole.

    Rows are plain tuples of ``COLUMNS``: a history may have a hundred thousand of them.
    """
    expected, before = 1, START
    nameless: list[tuple[int, str, str]] = []
    vouchers = set()
    for row in rows:
        sealed, own_seal, redacted = row[11:]
        sequence, label, field, reason = row[1], row[6], row[7], row[10]
        if sequence != expected:
            yield from _missing(expected, sequence)
        if _digest(*row[:11]) != (redacted or sealed):
            yield Fault(sequence, Damage.CHANGED, label)
        elif sequence == expected and seal(before, sealed) != own_seal:
            yield Fault(sequence, Damage.FORGED, label)
        elif redacted:
            nameless.append((sequence, redacted, label))
        if field == "anonymised":
            vouchers.add(reason)
        expected, before = sequence + 1, own_seal
    if nameless and _mark((number, left) for number, left, _ in nameless) not in vouchers:
        yield from (Fault(number, Damage.CHANGED, label) for number, _, label in nameless)
    yield from _missing(expected, head.sequence + 1)
    if expected > head.sequence and (expected - 1, before) != (head.sequence, head.seal):
        yield Fault(expected - 1, Damage.CUT)


def _missing(first: int, end: int) -> Iterator[Fault]:
    return (Fault(number, Damage.REMOVED) for number in range(first, end))


def _digest(
    conference_id: int,
    sequence: int,
    at: datetime,
    who: str,
    table: str,
    row_id: int,
    label: str,
    field: str,
    before: str,
    after: str,
    reason: str,
) -> str:
    """Of the line as a JSON array, put together by hand: an encoder takes four times as long."""
    return _hash(
        f"[{conference_id},{sequence},{(at - _EPOCH) // _MICROSECOND},{_quoted(who)},"
        f"{_quoted(table)},{row_id},{_quoted(label)},{_quoted(field)},{_quoted(before)},"
        f"{_quoted(after)},{_quoted(reason)}]"
    )


def _mark(redacted: Iterable[tuple[int, str]]) -> str:
    return _hash(",".join(f"{number}:{left}" for number, left in redacted))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
