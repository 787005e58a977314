"""The words of the morning: what is run, what may be pressed, and where things stand.

The programme is a row of cues: the steps of each item, or the item itself where it has none.
Moments are UTC; lengths are whole seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

SPEECH = "speech"
CHANGE_OVER = "change_over"
# An item of these kinds is over with its last cue; what its slot has more is a buffer. In others
# something goes on after the cues that are written down.
LISTED_WHOLE = {"speeches", "awards", "break"}


class ActionKind(StrEnum):
    """What somebody did at the console."""

    START = "start"
    NEXT = "next"
    BACK = "back"  # to the cue before, with the start it had
    BEGAN = "began"  # what is on began at another moment than was pressed
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"  # by so many seconds; below zero shortens
    LIMIT = "limit"  # so many seconds for every speech that waits
    SKIP = "skip"
    CUT = "cut"  # speeches to writing
    RESTORE = "restore"  # what was skipped or cut comes on after all
    SWAP = "swap"
    INSERT = "insert"
    MESSAGE = "message"
    BLACKOUT = "blackout"
    UNDO = "undo"


# These change nothing of the programme: they build on no state and are not undone.
ASIDE = {ActionKind.MESSAGE, ActionKind.BLACKOUT}


class LivePhase(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"


class Post(StrEnum):
    """Where people follow the morning, and are told things."""

    STAGE = "stage"
    MC = "mc"
    BACKSTAGE = "backstage"
    DELEGATES = "delegates"


class ReportKind(StrEnum):
    """What a post says of a cue."""

    READY = "ready"  # "sẵn sàng"
    NOT_READY = "not_ready"
    AT_STEPS = "at_steps"  # its speaker stands at the steps of the stage
    MISSING = "missing"  # its speaker is nowhere
    UNSEEN = "unseen"  # neither: as the doors have it


class Presence(StrEnum):
    """Where a speaker is."""

    STEPS = "steps"
    HALL = "hall"
    MISSING = "missing"
    UNKNOWN = "unknown"  # nobody has said, and the doors cannot tell


def presence(said: ReportKind | None, *, is_here: bool | None) -> Presence:
    """``said`` by whoever looks for them; ``is_here`` by the doors, None where these do not know
    the speaker, or have let nobody in."""
    if said is ReportKind.AT_STEPS:
        return Presence.STEPS
    if said is ReportKind.MISSING:
        return Presence.MISSING
    if is_here is None:
        return Presence.UNKNOWN
    return Presence.HALL if is_here else Presence.MISSING


class Fate(StrEnum):
    """What became of a cue."""

    WAITING = "waiting"
    ON = "on"
    DONE = "done"
    SKIPPED = "skipped"
    CUT = "cut"  # handed in in writing


@dataclass(frozen=True)
class Cue:
    """One step of the morning. ``key`` is ``item:4``, ``speech:6`` or ``cue:12`` and stays with it;
    ``item`` is the key of the item it belongs to. ``speaker`` has full titles."""

    key: str
    item: str
    number: str
    kind: str
    title: str
    speaker: str
    seconds: int
    planned_at: datetime | None = None  # None: inserted on the day
    fixed_at: datetime | None = None  # it does not start before
    is_conditional: bool = False  # "nếu có"
    unit_id: int | None = None
    theme: str = ""

    @property
    def planned_end(self) -> datetime | None:
        return self.planned_at + timedelta(seconds=self.seconds) if self.planned_at else None

    def moved(self, by: timedelta) -> "Cue":
        """The same so much later."""
        planned, fixed = self.planned_at, self.fixed_at
        return replace(self, planned_at=planned and planned + by, fixed_at=fixed and fixed + by)


@dataclass(frozen=True)
class Item:
    """A line of the programme, as it is planned."""

    key: str
    number: str
    kind: str
    title: str
    speaker: str
    starts_at: datetime
    ends_at: datetime
    is_conditional: bool = False


@dataclass(frozen=True)
class Programme:
    """What is run: the newest release (``number``), or the draft (0)."""

    starts_at: datetime
    must_end_at: datetime
    items: tuple[Item, ...]
    cues: tuple[Cue, ...]
    number: int = 0

    @cached_property
    def by_key(self) -> dict[str, Cue]:
        return {cue.key: cue for cue in self.cues}

    def item_of(self, cue: Cue) -> Item | None:
        return next((item for item in self.items if item.key == cue.item), None)

    def moved(self, by: timedelta) -> "Programme":
        """The whole of it so much later."""
        return Programme(
            self.starts_at + by,
            self.must_end_at + by,
            tuple(
                replace(item, starts_at=item.starts_at + by, ends_at=item.ends_at + by)
                for item in self.items
            ),
            tuple(cue.moved(by) for cue in self.cues),
            self.number,
        )


@dataclass(frozen=True)
class Action:
    """One line of the log. ``at`` is when it counts from, which may lie before it was pressed.

    ``keys`` are the cues it concerns: for start and next the one that came on (none ends the
    conference), for swap the two, for skip and cut all of them.
    """

    kind: ActionKind
    keys: tuple[str, ...]
    at: datetime
    sequence: int = 0
    seconds: int = 0
    text: str = ""
    posts: tuple[Post, ...] = ()
    is_on: bool = False
    cues: tuple[Cue, ...] = ()  # inserted, before the first of ``keys``
    who: str = ""
    label: str = ""  # what it concerns, as people called it then

    @property
    def key(self) -> str | None:
        return self.keys[0] if self.keys else None


@dataclass(frozen=True)
class Message:
    """What the console tells a post, until it tells something else."""

    text: str
    at: datetime
    who: str = ""


@dataclass(frozen=True)
class Course:
    """What the presses have made of the programme: what was on since when (a key of None is the
    end), the order of all cues, and what was changed about them."""

    order: tuple[str, ...]
    path: tuple[tuple[str | None, datetime], ...] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)  # seconds, where not as planned
    dropped: Mapping[str, Fate] = field(default_factory=dict)
    inserted: Mapping[str, Cue] = field(default_factory=dict)
    pauses: Mapping[str, timedelta] = field(default_factory=dict)  # that are over
    paused_at: datetime | None = None

    @property
    def key(self) -> str | None:
        return self.path[-1][0] if self.path else None


@dataclass(frozen=True)
class State:
    """Where the morning stands. ``sequence`` is the newest action that moved it: a press made on
    an older state is refused. ``version`` counts the whole log."""

    phase: LivePhase
    sequence: int
    version: int
    course: Course
    current: Cue | None
    began_at: datetime | None
    remaining: tuple[Cue, ...]  # still to come, in order, with the lengths they have now
    messages: Mapping[Post, Message]
    is_blacked_out: bool
    undoable: Action | None  # what undo would take back
    last: Action | None = None  # the newest action that moved it

    @property
    def key(self) -> str | None:
        return self.current.key if self.current else None

    @property
    def seconds(self) -> int:
        """How long what is on may take, with what it was given."""
        return self.current.seconds if self.current else 0

    @property
    def paused_at(self) -> datetime | None:
        return self.course.paused_at

    @property
    def paused(self) -> timedelta:
        """How long what is on has stood still, without a pause that is still going on."""
        return self.course.pauses.get(self.key or "", timedelta())

    @property
    def until(self) -> datetime | None:
        """When the time of what is on is up; during a pause, as if it ended at once."""
        if self.began_at is None or self.current is None:
            return None
        return self.began_at + timedelta(seconds=self.seconds) + self.paused

    def left(self, now: datetime) -> timedelta:
        """What is left of the time; below zero it is over. It stands still during a pause."""
        return self.until - (self.paused_at or now) if self.until else timedelta()

    @property
    def following(self) -> Cue | None:
        return self.remaining[0] if self.remaining else None

    @property
    def upcoming(self) -> Cue | None:
        """What people get ready for: what comes next, past the walk to the stage."""
        return next((cue for cue in self.remaining if cue.kind != CHANGE_OVER), None)
