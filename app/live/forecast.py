"""When the rest will start and end: as expected, and at the latest in nine mornings of ten. Pure.

Until three speeches have been given, each is expected to take what it has. From then on the middle
one of today's overruns is expected of the others too, drawn towards none at all where few were
seen: one speaker who took nine minutes does not make the others slow. What may be worse is counted
from today's spread, from how little is known of today, and, for whoever is speaking, from how long
that has already lasted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import erfc, exp, pi, sqrt
from statistics import median

from app.live.rules import CHANGE_OVER, SPEECH, Cue, LivePhase, Programme, State

NINE_OF_TEN = 1.2816  # standard deviations
_SEEN = 3  # so many of a kind tell how today goes
_DRAWN = 2.0  # as if so many more had been exactly as planned
_FAR = 6.0  # deviations beyond which nothing is left to count
_WITHIN_REACH = timedelta(hours=12)


@dataclass(frozen=True)
class Habit:
    """What a kind of cue is like before anything of it was seen today, as parts of its length:
    how much one differs from the other, and how much one day from the other."""

    spread: float
    day: float


# Nobody has measured this hall; see tests/bench/live_rules.py for mornings on which these were
# tried.
HABITS = {SPEECH: Habit(0.14, 0.06), CHANGE_OVER: Habit(0.5, 0.2)}
_OTHER = Habit(0.12, 0.06)


@dataclass(frozen=True)
class Pace:
    """How a kind of cue goes today, as parts of its length: what each takes more, by how much one
    differs from the other, and how well the first of these is known."""

    more: float
    spread: float
    doubt: float
    seen: int = 0


@dataclass(frozen=True)
class Expected:
    """When a cue that is on or still to come will start and end; ``late_end`` at the latest in nine
    mornings of ten."""

    key: str
    starts_at: datetime
    ends_at: datetime
    late_end: datetime


@dataclass
class _Reached:
    """A moment of the forecast: expected, and what makes it uncertain (seconds)."""

    at: datetime
    variance: float = 0.0
    exposed: dict[str, float] = field(default_factory=dict)  # seconds by kind, to its pace

    def late(self, paces: Mapping[str, Pace]) -> datetime:
        doubt = sum((paces[kind].doubt * seconds) ** 2 for kind, seconds in self.exposed.items())
        return self.at + timedelta(seconds=round(NINE_OF_TEN * sqrt(self.variance + doubt)))


def pace(parts: Sequence[float], habit: Habit) -> Pace:
    """From today's overruns as parts of what each had."""
    seen = len(parts)
    more = median(parts) * seen / (seen + _DRAWN) if seen >= _SEEN else 0.0
    squares = sum((part - more) ** 2 for part in parts)
    spread = sqrt((_SEEN * habit.spread**2 + squares) / (_SEEN + seen))
    doubt = sqrt(1 / (1 / habit.day**2 + seen / spread**2)) if seen else habit.day
    return Pace(more, spread, doubt, seen)


def paces(done: Iterable[tuple[Cue, float]]) -> dict[str, Pace]:
    """``done``: what is over, with the seconds it really took. Only speeches and change-overs
    tell of those to come."""
    parts: dict[str, list[float]] = {kind: [] for kind in HABITS}
    for cue, taken in done:
        if cue.kind in parts and cue.seconds:
            parts[cue.kind].append(taken / cue.seconds - 1)
    return {kind: pace(found, HABITS[kind]) for kind, found in parts.items()} | {
        "": pace([], _OTHER)
    }


def forecast(
    programme: Programme, state: State, paces: Mapping[str, Pace], now: datetime
) -> list[Expected]:
    """From what is on to the end. Nothing starts before a time that is fixed for it, and what is
    on does not end before ``now``."""
    if state.phase is LivePhase.ENDED:
        return []
    found: list[Expected] = []
    if state.current is not None and state.began_at is not None:
        reached = _end_of_current(state, state.current, paces, now)
        found.append(Expected(state.current.key, state.began_at, reached.at, reached.late(paces)))
    else:
        reached = _Reached(_first_start(programme, state, now))
    found += run(state.remaining, reached, paces)
    return found


def run(cues: Iterable[Cue], reached: _Reached, paces: Mapping[str, Pace]) -> list[Expected]:
    """The cues one after the other from where the forecast has come; moves ``reached``."""
    found = []
    for cue in cues:
        _wait_for(cue, reached, paces)
        starts_at, own = reached.at, paces[kind_of(cue)]
        reached.at += timedelta(seconds=round(cue.seconds * (1 + own.more)))
        reached.variance += (cue.seconds * own.spread) ** 2
        reached.exposed[kind_of(cue)] = reached.exposed.get(kind_of(cue), 0.0) + cue.seconds
        found.append(Expected(cue.key, starts_at, reached.at, reached.late(paces)))
    return found


def kind_of(cue: Cue) -> str:
    """The kind whose pace it goes by."""
    return cue.kind if cue.kind in HABITS else ""


def _wait_for(cue: Cue, reached: _Reached, paces: Mapping[str, Pace]) -> None:
    """A fixed time takes up what is early; only what comes later than it stays uncertain."""
    if cue.fixed_at is None or cue.fixed_at <= reached.at:
        return
    beyond = (reached.late(paces) - cue.fixed_at) / timedelta(seconds=1)
    reached.at, reached.exposed = cue.fixed_at, {}
    reached.variance = (max(0.0, beyond) / NINE_OF_TEN) ** 2


def _end_of_current(state: State, on: Cue, paces: Mapping[str, Pace], now: datetime) -> _Reached:
    """Expected when its time is up, or now; how uncertain that is depends on how long it lasts."""
    assert state.until is not None, "something is on"
    own = paces[kind_of(on)]
    stood = now - state.paused_at if state.paused_at else timedelta()
    end = state.until + stood + timedelta(seconds=round(on.seconds * own.more))
    at = max(end, now)
    sigma = on.seconds * sqrt(own.spread**2 + own.doubt**2)
    if not sigma:
        return _Reached(at)
    mean, deviation = _still_to_last((end - now) / timedelta(seconds=1), sigma)
    late = now + timedelta(seconds=mean + NINE_OF_TEN * deviation)
    beyond = max(0.0, (late - at) / timedelta(seconds=1))
    return _Reached(at, (beyond / NINE_OF_TEN) ** 2)


def _still_to_last(left: float, sigma: float) -> tuple[float, float]:
    """Mean and deviation of what is still to come of something that was to last ``left`` more
    seconds, give or take ``sigma``, and has not ended yet: a normal distribution cut off at now."""
    alpha = min(_FAR, -left / sigma)
    if alpha < -_FAR:
        return left, sigma  # it has hardly begun
    beyond = erfc(alpha / sqrt(2)) / 2
    hazard = exp(-alpha * alpha / 2) / sqrt(2 * pi) / beyond
    mean = max(0.0, sigma * (hazard - alpha))
    return mean, sigma * sqrt(max(0.0, 1 + alpha * hazard - hazard * hazard))


def _first_start(programme: Programme, state: State, now: datetime) -> datetime:
    """Before anything has begun: as planned, or now where that is past. On another day than the
    plan's nobody is late."""
    planned = state.remaining[0].planned_at if state.remaining else None
    start = planned or programme.starts_at
    return now if start < now < start + _WITHIN_REACH else start
