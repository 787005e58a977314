"""The state of the morning, from the programme and the log alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ActionKind(StrEnum):
    START = "start"
    NEXT = "next"
    BACK = "back"


class LivePhase(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Cue:
    """An item as the console sees it: its plan."""

    key: int
    minutes: int
    planned_at: datetime
    is_fixed: bool = False  # it does not start before its planned time


@dataclass(frozen=True)
class Action:
    """One line of the log. ``key`` is the item that came on; None ends the conference."""

    kind: ActionKind
    key: int | None
    at: datetime


@dataclass(frozen=True)
class State:
    """What is on. ``sequence`` counts the log: an action made on an older state is refused."""

    phase: LivePhase
    sequence: int
    key: int | None = None
    began_at: datetime | None = None


@dataclass(frozen=True)
class Expected:
    """When an item that is on or still to come will start and end, as things stand."""

    key: int
    starts_at: datetime
    ends_at: datetime


def spans(actions: Sequence[Action]) -> list[tuple[int, datetime, datetime | None]]:
    """What was on, from when to when, as key, start and end; the last has no end while it is on."""
    path: list[Action] = []
    for action in actions:
        if action.kind is ActionKind.BACK:
            path.pop()
        else:
            path.append(action)
    ends = [*(action.at for action in path[1:]), None]
    return [
        (action.key, action.at, end)
        for action, end in zip(path, ends, strict=bool(path))
        if action.key is not None
    ]


def state(actions: Sequence[Action]) -> State:
    """Going back shows the item before with the start it had: its time went on running."""
    path: list[Action] = []
    for action in actions:
        if action.kind is ActionKind.BACK:
            path.pop()
        else:
            path.append(action)
    if not path:
        return State(LivePhase.WAITING, len(actions))
    last = path[-1]
    phase = LivePhase.RUNNING if last.key is not None else LivePhase.ENDED
    return State(phase, len(actions), last.key, last.at)


def expected(programme: Sequence[Cue], state: State, now: datetime) -> list[Expected]:
    """From the item that is on, each as long as planned, none before a fixed time; what overran
    moves everything after it."""
    if state.phase is LivePhase.ENDED:
        return []
    keys = [cue.key for cue in programme]
    first = keys.index(state.key) if state.key in keys else 0
    result: list[Expected] = []
    for place, cue in enumerate(programme[first:]):
        if place == 0:
            start = state.began_at or max(now, cue.planned_at)
        else:
            reached = result[-1].ends_at
            start = max(reached, cue.planned_at) if cue.is_fixed else reached
        end = start + timedelta(minutes=cue.minutes)
        if place == 0 and state.began_at is not None:
            end = max(end, now)
        result.append(Expected(cue.key, start, end))
    return result
