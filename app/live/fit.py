"""How many of the speeches that wait still fit, who should go to writing, and what shorter speeches
would bring. Pure.

Locked speeches are never proposed. What is proposed brings the end before the time that is wanted
and before the end of the conference wherever cutting can, and no single one of it could stay.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.live.advice import Advice, Talk, heard, ranked
from app.live.forecast import Expected, Pace, kind_of
from app.live.order import without_idle
from app.live.rules import SPEECH, Cue, Programme, State

_MINUTE = 60
_SHORTER = (0, 1, 2)  # minutes: 7, 6 and 5 where speeches have 7


class Before(StrEnum):
    """What the speeches should be over before."""

    SLOT = "slot"  # the end their item has in the plan
    END = "end"  # as late as the end of the conference allows


@dataclass(frozen=True)
class Consequence:
    """What comes of a choice: how many speeches fit, when they and when all are over; ``minutes``
    are what each speech then has, at most."""

    minutes: int
    fitting: int
    speeches_end: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Saving:
    """What leaving out an item that is only held "if there is one" brings."""

    item: str
    minutes: int
    ends_at: datetime


@dataclass(frozen=True)
class Fit:
    """Of ``waiting`` speeches the first ``fitting`` are expected to be over ``before``, ``safe`` of
    them in nine mornings of ten. ``line_after`` is the last cue before the cut line: empty where
    not even the first fits, None where all do."""

    waiting: int
    before: datetime
    fitting: int
    safe: int
    line_after: str | None
    speeches_end: datetime
    ends_at: datetime
    must_end_at: datetime
    advice: tuple[Advice, ...]
    speeches_end_then: datetime
    ends_at_then: datetime
    consequences: tuple[Consequence, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all that should go to writing."""
        return tuple(one.cue.key for one in self.advice)

    @property
    def is_enough(self) -> bool:
        """Whether following the advice keeps both times."""
        return self.speeches_end_then <= self.before and self.ends_at_then <= self.must_end_at


@dataclass(frozen=True)
class _Chain:
    """What is to come after a moment, with how long each kind of cue takes today."""

    start: datetime
    on: Cue | None
    paces: Mapping[str, Pace]

    def ends(self, cues: Iterable[Cue], item: str) -> tuple[datetime, datetime, list[datetime]]:
        """When the speeches of an item and when everything is over, and each of the speeches."""
        reached = speeches_end = self.start
        each = []
        for cue in without_idle(self.on, cues):
            if cue.fixed_at is not None and cue.fixed_at > reached:
                reached = cue.fixed_at
            more = self.paces[kind_of(cue)].more
            reached += timedelta(seconds=round(cue.seconds * (1 + more)))
            if cue.kind == SPEECH and cue.item == item:
                speeches_end = reached
                each.append(reached)
        return speeches_end, reached, each


def fit(
    programme: Programme,
    state: State,
    forecast: Mapping[str, Expected],
    paces: Mapping[str, Pace],
    talks: Mapping[str, Talk],
    wanted: Before = Before.SLOT,
) -> Fit | None:
    """None where no speech waits. ``forecast`` is that of this state, by cue."""
    item = next((cue.item for cue in state.remaining if cue.kind == SPEECH), None)
    if item is None:
        return None
    speeches = [cue for cue in state.remaining if cue.kind == SPEECH and cue.item == item]
    chain = _chain(state, forecast, paces)
    speeches_end, ends_at, _ = chain.ends(state.remaining, item)
    before = _before(programme, item, speeches_end, ends_at, wanted)
    advice = _advice(programme, state, chain, talks, speeches, before)
    left = _without(state.remaining, {one.cue.key for one in advice})
    end_then, all_then, _ = chain.ends(left, item)
    fitting = _count(speeches, forecast, before)
    return Fit(
        len(speeches),
        before,
        fitting,
        _count(speeches, forecast, before, is_safe=True),
        _line(speeches, fitting, state),
        speeches_end,
        ends_at,
        programme.must_end_at,
        advice,
        max(end_then, chain.start) if advice else speeches_end,
        all_then,
        tuple(_consequences(chain, state, speeches, item, before)),
    )


def savings(
    programme: Programme,
    state: State,
    forecast: Mapping[str, Expected],
    paces: Mapping[str, Pace],
) -> list[Saving]:
    """What each item that is still to come "if there is one" would give back."""
    chain = _chain(state, forecast, paces)
    ends_at = chain.ends(state.remaining, "")[1]
    found = []
    for item in programme.items:
        own = {cue.key for cue in state.remaining if cue.item == item.key}
        if not item.is_conditional or not own:
            continue
        end = chain.ends([cue for cue in state.remaining if cue.key not in own], "")[1]
        minutes = round((ends_at - end) / timedelta(minutes=1))
        found.append(Saving(item.key, minutes, end))
    return found


def _chain(state: State, forecast: Mapping[str, Expected], paces: Mapping[str, Pace]) -> _Chain:
    """From the end of what is on, as the forecast has it."""
    first = forecast[state.remaining[0].key].starts_at if state.remaining else None
    now = forecast[state.key].ends_at if state.key and state.key in forecast else first
    assert now is not None, "something is on or to come"
    return _Chain(now, state.current, paces)


def _before(
    programme: Programme, item: str, speeches_end: datetime, ends_at: datetime, wanted: Before
) -> datetime:
    slot = next((one for one in programme.items if one.key == item), None)
    if wanted is Before.SLOT and slot is not None:
        return slot.ends_at
    return programme.must_end_at - (ends_at - speeches_end)


def _count(
    speeches: Sequence[Cue],
    forecast: Mapping[str, Expected],
    before: datetime,
    *,
    is_safe: bool = False,
) -> int:
    """The first of them, up to the first that does not fit."""
    for place, cue in enumerate(speeches):
        expected = forecast[cue.key]
        if (expected.late_end if is_safe else expected.ends_at) > before:
            return place
    return len(speeches)


def _line(speeches: Sequence[Cue], fitting: int, state: State) -> str | None:
    if fitting == len(speeches):
        return None
    return speeches[fitting - 1].key if fitting else state.key or ""


def _without(cues: Iterable[Cue], gone: set[str]) -> list[Cue]:
    return [cue for cue in cues if cue.key not in gone]


def _advice(
    programme: Programme,
    state: State,
    chain: _Chain,
    talks: Mapping[str, Talk],
    speeches: Sequence[Cue],
    before: datetime,
) -> tuple[Advice, ...]:
    item = speeches[0].item

    def keeps(gone: set[str]) -> bool:
        speeches_end, ends_at, _ = chain.ends(_without(state.remaining, gone), item)
        return speeches_end <= before and ends_at <= programme.must_end_at

    gone: list[Advice] = []
    keys: set[str] = set()
    for one in ranked(speeches, talks, heard(programme, state, talks)):
        if keeps(keys):
            break
        gone.append(one)
        keys.add(one.cue.key)
    if not keeps(keys):
        return tuple(gone)  # all that can be done
    for one in list(reversed(gone)):
        if keeps(keys - {one.cue.key}):
            gone.remove(one)
            keys.discard(one.cue.key)
    return tuple(gone)


def _consequences(
    chain: _Chain, state: State, speeches: Sequence[Cue], item: str, before: datetime
) -> Iterable[Consequence]:
    longest = -(-max(cue.seconds for cue in speeches) // _MINUTE)
    for minutes in (longest - shorter for shorter in _SHORTER if longest > shorter):
        cues = [
            replace(cue, seconds=min(cue.seconds, minutes * _MINUTE))
            if cue.kind == SPEECH and cue.item == item
            else cue
            for cue in state.remaining
        ]
        speeches_end, ends_at, each = chain.ends(cues, item)
        fitting = next((n for n, end in enumerate(each) if end > before), len(each))
        yield Consequence(minutes, fitting, speeches_end, ends_at)
