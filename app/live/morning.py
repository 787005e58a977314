"""Where a conference stands at a moment, and what its screens ask of that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from app.conferences.models import Conference, Rehearsal
from app.live.forecast import Expected, Pace
from app.live.order import cue_of, planned_places, spans
from app.live.rules import Action, Cue, Fate, Item, Message, Post, Programme, State

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """A cue of the programme as the morning sees it: what became of it, when it really was, when it
    is expected (None once it is over, or dropped)."""

    cue: Cue
    fate: Fate
    began_at: datetime | None
    ended_at: datetime | None
    expected: Expected | None


@dataclass(frozen=True)
class ItemLine:
    """An item of the programme as the morning sees it. ``expected`` is None once it is over."""

    item: Item
    is_on: bool
    expected: Expected | None

    @property
    def planned_at(self) -> datetime:
        return self.item.starts_at


@dataclass(frozen=True)
class Morning:
    """Where the conference stands at ``now``, and when the rest is expected.

    ``programme`` is what is run: the newest release, or the draft; a trial on another day has it
    laid upon its start.
    """

    conference: Conference
    rehearsal: Rehearsal | None
    now: datetime
    programme: Programme
    log: tuple[Action, ...]
    state: State
    paces: dict[str, Pace]
    forecast: dict[str, Expected]

    @property
    def current(self) -> Cue | None:
        """What is on."""
        return self.state.current

    @property
    def following(self) -> Cue | None:
        """What comes next: the first cue where nothing has begun."""
        return self.state.following

    @property
    def upcoming(self) -> Cue | None:
        """What people get ready for: what comes next, past the walk to the stage."""
        return self.state.upcoming

    @property
    def remaining(self) -> tuple[Cue, ...]:
        return self.state.remaining

    @property
    def until(self) -> datetime | None:
        """When the time of what is on is up; while the clock is paused see ``left``."""
        return self.state.until

    @property
    def left(self) -> timedelta:
        """Of the time of what is on; below zero it is over."""
        return self.state.left(self.now)

    @property
    def blackout(self) -> bool:
        return self.state.is_blacked_out

    def message(self, post: Post | str) -> Message | None:
        """What the console tells this post now."""
        return self.state.messages.get(Post(post))

    @property
    def ends_at(self) -> datetime | None:
        """When all is expected to be over; None once it is."""
        ends = [one.ends_at for one in self.forecast.values()]
        return ends[-1] if ends else None

    @property
    def minutes_late(self) -> int:
        """How much later than planned what is on will end; negative is early."""
        on = self.current
        expected = self.forecast.get(on.key) if on else None
        if on is None or expected is None:
            return 0
        planned = self._places.get(on.key)
        if planned is None:
            return self._late_behind
        length = self.programme.by_key[on.key].seconds if on.key in self.programme.by_key else 0
        return round((expected.ends_at - planned - timedelta(seconds=length)) / _MINUTE)

    @property
    def refresh_at(self) -> datetime | None:
        """The next moment at which the forecast changes by itself: what is on overruns, by one
        minute after the other. None where no time passes or nothing is on."""
        stands = self.rehearsal is not None and not self.rehearsal.is_running
        if self.until is None or self.state.paused_at or stands:
            return None
        over = max(timedelta(), self.now - self.until)
        return self.until + _MINUTE * (over // _MINUTE + 1)

    @cached_property
    def course(self) -> list[Line]:
        """Every cue in the order of the day: what is over, what is on, what is to come, and what
        was dropped where it stood."""
        times = {key: (at, end) for key, at, end in spans(self.state.course)}
        order = self.state.course.order
        shown = {cue.key for cue in self.state.remaining} | set(times)
        shown |= set(self.state.course.dropped)
        cues = (cue_of(self.programme, self.state.course, key) for key in order)
        return [self._line(cue, times) for cue in cues if cue is not None and cue.key in shown]

    @cached_property
    def items(self) -> list[ItemLine]:
        """The lines of the programme that are not over, and those that are."""
        found = []
        for item in self.programme.items:
            cues = {cue.key for cue in self._open if cue.item == item.key}
            times = [one for key, one in self.forecast.items() if key in cues]
            is_on = self.current is not None and self.current.item == item.key
            expected = (
                Expected(item.key, times[0].starts_at, times[-1].ends_at, times[-1].late_end)
                if times
                else None
            )
            found.append(ItemLine(item, is_on, expected))
        return found

    @property
    def item(self) -> Item | None:
        """The line of the programme that is on."""
        return self.programme.item_of(self.current) if self.current else None

    @property
    def following_item(self) -> ItemLine | None:
        """The line of the programme that comes after the one that is on."""
        ahead = [line for line in self.items if line.expected is not None and not line.is_on]
        return ahead[0] if ahead else None

    @cached_property
    def _places(self) -> dict[str, datetime]:
        return planned_places(self.programme, self.state.course)

    @property
    def _open(self) -> list[Cue]:
        on = [self.current] if self.current else []
        return [*on, *self.state.remaining]

    @property
    def _late_behind(self) -> int:
        """Of something inserted: how late what comes after it will start."""
        for cue in self.state.remaining:
            planned = self._places.get(cue.key)
            if planned is not None:
                return round((self.forecast[cue.key].starts_at - planned) / _MINUTE)
        return 0

    def _line(self, cue: Cue, spans: dict[str, tuple[datetime, datetime | None]]) -> Line:
        began_at, ended_at = spans.get(cue.key, (None, None))
        fate = self.state.course.dropped.get(cue.key)
        if fate is None:
            fate = Fate.WAITING if began_at is None else Fate.DONE
            if cue.key == self.state.key:
                fate = Fate.ON
        return Line(cue, fate, began_at, ended_at, self.forecast.get(cue.key))
