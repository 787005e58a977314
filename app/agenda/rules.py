"""The words of the programme: what an item is, what a cue is, and what may be wrong with them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class ItemKind(StrEnum):
    """What happens in an item, where something else hangs on it."""

    OPENING = "opening"
    REPORT = "report"
    SPEECHES = "speeches"
    AWARDS = "awards"
    ADDRESS = "address"
    CLOSING = "closing"
    BREAK = "break"
    OTHER = "other"


class CueKind(StrEnum):
    """What happens in a cue, the smallest part of the morning."""

    SPEECH = "speech"
    WORDS = "words"  # the presenter (MC) says something
    CHANGE_OVER = "change_over"  # one goes, the next comes
    AWARDS = "awards"  # one batch on stage
    FILM = "film"
    BREAK = "break"
    OTHER = "other"


class FaultKind(StrEnum):
    """What does not add up. None of them stops anybody."""

    GAP = "gap"  # nothing is planned before it
    OVERLAP = "overlap"  # it starts before the one before it has ended
    OVERRUN = "overrun"  # it ends after the conference should
    FULL = "full"  # its cues take longer than the item has
    TWO_PLACES = "two_places"  # somebody is needed here and elsewhere at once
    MODERATES_ON_STAGE = "moderates_on_stage"  # whoever moderates is also called on stage
    CALLED_ON_STAGE = "called_on_stage"  # a speaker is called to get ready while on stage
    SAME_THEME = "same_theme"  # two speeches on one theme, side by side


class EditKind(StrEnum):
    """What somebody did to the tree."""

    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    REMOVE = "remove"
    SHIFT = "shift"  # the whole programme, to another start
    CUES = "cues"  # a room above wrote its cues anew


class EditState(StrEnum):
    DONE = "done"
    UNDONE = "undone"  # and can be done again
    DROPPED = "dropped"  # undone, and something else was done since


@dataclass(frozen=True)
class Person:
    """Somebody by name or position. ``key`` tells whether two are the same."""

    key: str
    name: str = field(compare=False)


class Place(NamedTuple):
    """An item, or a cue in it."""

    item: int
    cue: int | None = None


@dataclass(frozen=True)
class Fault:
    """Something that does not add up, at the place where it shows. ``other`` is the place it
    stands against, ``who`` the person concerned."""

    kind: FaultKind
    place: Place
    seconds: int = 0
    other: Place | None = None
    who: Person | None = None

    @property
    def minutes(self) -> int:
        """Begun minutes."""
        return -(-self.seconds // 60)
