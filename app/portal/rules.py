"""What the public pages decide: whether somebody sits right, and whom a poster may name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ARRIVE_EARLY = timedelta(minutes=20)  # seated 15-20 minutes early, as invitations ask
SEATED_EARLY = timedelta(minutes=15)
_REMEMBERED_AFTER = timedelta(days=1)
_REMEMBERED_AT_LEAST = timedelta(hours=12)  # also where a summit of the past is looked at


class Sitting(StrEnum):
    """What the code on a chair tells whoever scans it."""

    UNKNOWN = "unknown"  # we do not know who scans
    UNPLACED = "unplaced"
    HERE = "here"
    ELSEWHERE = "elsewhere"


def sitting(scanned: int, is_known: bool, own: int | None) -> Sitting:
    """``scanned`` and ``own`` are seats; ``own`` is None for whoever has none yet."""
    if not is_known:
        return Sitting.UNKNOWN
    if own is None:
        return Sitting.UNPLACED
    return Sitting.HERE if own == scanned else Sitting.ELSEWHERE


def remembered_for(ends_at: datetime, now: datetime) -> timedelta:
    """How long a phone remembers whose page it opened: until the conference is over."""
    return max(ends_at + _REMEMBERED_AFTER - now, _REMEMBERED_AT_LEAST)


@dataclass(frozen=True)
class Candidate:
    """A place of the list by what its holder may type: the name, or the positions of a place that
    has no name yet; each as it is written and without its marks."""

    id: int
    unit_id: int | None
    written: frozenset[str]
    bare: frozenset[str]


class Doubt(StrEnum):
    """Why a poster names nobody."""

    NOBODY = "nobody"
    WHICH_UNIT = "which_unit"
    ASK_DESK = "ask_desk"


def the_one(
    candidates: Sequence[Candidate], written: str, bare: str, unit_id: int | None
) -> Candidate | Doubt:
    """The only place that answers to what was typed, whole. It is never a list.

    Where marks were typed and fit, they decide between those who differ by marks alone.
    """
    fitting = [
        candidate
        for candidate in candidates
        if bare in candidate.bare and unit_id in {None, candidate.unit_id}
    ]
    exact = [candidate for candidate in fitting if written in candidate.written]
    found = exact or fitting
    if len(found) == 1:
        return found[0]
    if not found:
        return Doubt.NOBODY
    return Doubt.WHICH_UNIT if unit_id is None else Doubt.ASK_DESK
