"""Mornings as they might be: speakers who differ, days that differ, somebody who does not stop.

Nothing here is taken from the forecast's own model: lengths are skewed, some days are slow, and one
speaker in twelve takes much longer than allowed.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.live.course import state
from app.live.forecast import forecast, paces
from app.live.order import spans
from app.live.rules import Action, ActionKind, Cue, Programme
from tests.live.mornings import seed


@dataclass(frozen=True)
class Told:
    """What was forecast of the end at one moment, and when it really was."""

    expected: datetime
    late: datetime
    really: datetime


def told(chance: random.Random, speeches: int = 10) -> list[Told]:
    """One morning, asked after every press and in the middle of every cue."""
    programme = seed(speeches)
    day = {"speech": chance.gauss(0.0, 0.05), "change_over": chance.gauss(0.05, 0.15)}
    other = chance.gauss(0.0, 0.04)
    reached = programme.starts_at + timedelta(minutes=max(-2.0, chance.gauss(3, 4)))
    log: list[Action] = []
    asked: list[tuple[datetime, datetime]] = []
    for number, cue in enumerate(programme.cues, 1):
        kind = ActionKind.START if number == 1 else ActionKind.NEXT
        log.append(Action(kind, (cue.key,), reached, number))
        length = timedelta(seconds=_taken(chance, cue, day.get(cue.kind, other)))
        moments = (reached, reached + length / 2, reached + length * 0.95)
        asked += [_asked(programme, log, moment) for moment in moments]
        reached += length
    return [Told(expected, late, reached) for expected, late in asked]


def _taken(chance: random.Random, cue: Cue, day: float) -> int:
    spread = {"speech": 0.11, "change_over": 0.4}.get(cue.kind, 0.1)
    factor = chance.lognormvariate(day, spread)
    if cue.kind == "speech" and chance.random() < 1 / 12:
        factor += chance.uniform(0.1, 0.35)
    return max(5, round(cue.seconds * factor))


def _asked(programme: Programme, log: list[Action], now: datetime) -> tuple[datetime, datetime]:
    found = state(programme, log)
    done = [
        (programme.by_key[key], (end - start) / timedelta(seconds=1))
        for key, start, end in spans(found.course)
        if end is not None
    ]
    last = forecast(programme, found, paces(done), now)[-1]
    return last.ends_at, last.late_end


def share_in_time(mornings: int) -> float:
    """Of how many forecasts in a hundred the end really came no later than at the latest."""
    chance = random.Random(20260602)
    found = [one for _ in range(mornings) for one in told(chance)]
    return 100 * sum(one.really <= one.late for one in found) / len(found)
