"""Afterwards: planned against actual for every cue, and who changed what. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.live.order import cue_of, spans
from app.live.rules import CHANGE_OVER, Action, ActionKind, Cue, Fate, Item, Programme, State

# What a person decided about a cue; the rest of the log is the morning's own pace.
DECISIONS = {
    ActionKind.EXTEND,
    ActionKind.LIMIT,
    ActionKind.SKIP,
    ActionKind.CUT,
    ActionKind.RESTORE,
    ActionKind.SWAP,
    ActionKind.INSERT,
    ActionKind.PAUSE,
    ActionKind.BEGAN,
}


@dataclass(frozen=True)
class Row:
    """A cue as it was planned (at None: inserted on the day) and as it was. ``allowed`` are the
    seconds it had with what it was given, ``taken`` those it took without its pauses."""

    cue: Cue
    fate: Fate
    planned_at: datetime | None
    planned: int
    began_at: datetime | None
    ended_at: datetime | None
    allowed: int
    taken: int | None
    paused: int
    decisions: tuple[Action, ...]

    @property
    def over(self) -> int | None:
        """Seconds beyond what it had; below zero it was shorter."""
        return None if self.taken is None else self.taken - self.allowed

    @property
    def late(self) -> int | None:
        """Seconds it began after its planned time."""
        if self.planned_at is None or self.began_at is None:
            return None
        return round((self.began_at - self.planned_at) / timedelta(seconds=1))


@dataclass(frozen=True)
class Part:
    """An item of the programme with its cues; times from its first to its last."""

    item: Item | None
    rows: tuple[Row, ...]

    @property
    def began_at(self) -> datetime | None:
        return next((row.began_at for row in self.rows if row.began_at), None)

    @property
    def ended_at(self) -> datetime | None:
        return next((row.ended_at for row in reversed(self.rows) if row.began_at), None)


@dataclass(frozen=True)
class Report:
    """``log`` is every line that counts, the newest last; ``undone`` those taken back."""

    programme: Programme
    parts: tuple[Part, ...]
    log: tuple[Action, ...]
    undone: frozenset[int]
    began_at: datetime | None
    ended_at: datetime | None

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    def count(self, *fates: Fate) -> int:
        """How many speeches ended so."""
        return sum(row.cue.kind == "speech" and row.fate in fates for row in self.rows)

    @property
    def late_end(self) -> int | None:
        """Minutes the conference ended after its planned end."""
        planned = max((item.ends_at for item in self.programme.items), default=None)
        if self.ended_at is None or planned is None:
            return None
        return round((self.ended_at - planned) / timedelta(minutes=1))


def report(programme: Programme, state: State, log: Sequence[Action]) -> Report:
    """What programme and log tell of the morning, as far as it has come."""
    undone = _undone(log)
    decisions: dict[str, list[Action]] = {}
    for action in log:
        if action.kind in DECISIONS and action.sequence not in undone:
            about = [cue.key for cue in action.cues] or list(action.keys)
            for key in about:
                decisions.setdefault(key, []).append(action)
    times = {key: (start, end) for key, start, end in spans(state.course)}
    by_item: dict[str, list[Row]] = {}
    for key in _order(state, times):
        cue = cue_of(programme, state.course, key)
        if cue is not None and _is_told(cue, state, times):
            row = _row(programme, state, cue, times, tuple(decisions.get(key, ())))
            by_item.setdefault(cue.item, []).append(row)
    parts = [
        Part(item, tuple(by_item.pop(item.key, ())))
        for item in programme.items
        if item.key in by_item
    ]
    parts += [Part(None, tuple(rows)) for rows in by_item.values()]
    path = state.course.path
    return Report(
        programme,
        tuple(parts),
        tuple(log),
        undone,
        path[0][1] if path else None,
        path[-1][1] if path and path[-1][0] is None else None,
    )


def _order(state: State, times: Mapping[str, object]) -> list[str]:
    """As it happened, then what did not come on, each behind what stands before it."""
    happened = list(times)
    order = list(happened)
    for place, key in enumerate(state.course.order):
        if key in times:
            continue
        before = next((one for one in reversed(state.course.order[:place]) if one in order), None)
        order.insert(order.index(before) + 1 if before else 0, key)
    return order


def _is_told(cue: Cue, state: State, times: Mapping[str, object]) -> bool:
    """A change-over that never came is nobody's concern."""
    return cue.kind != CHANGE_OVER or cue.key in times or cue in state.remaining


def _row(
    programme: Programme,
    state: State,
    cue: Cue,
    times: Mapping[str, tuple[datetime, datetime | None]],
    decisions: tuple[Action, ...],
) -> Row:
    planned = programme.by_key.get(cue.key)
    began_at, ended_at = times.get(cue.key, (None, None))
    stood = state.course.pauses.get(cue.key, timedelta())
    taken = ended_at - began_at - stood if began_at and ended_at else None
    fate = state.course.dropped.get(cue.key) or (
        Fate.WAITING if began_at is None else Fate.DONE if ended_at else Fate.ON
    )
    return Row(
        cue,
        fate,
        planned.planned_at if planned else None,
        planned.seconds if planned else cue.seconds,
        began_at,
        ended_at,
        cue.seconds,
        None if taken is None else round(taken / timedelta(seconds=1)),
        round(stood / timedelta(seconds=1)),
        decisions,
    )


def _undone(log: Sequence[Action]) -> frozenset[int]:
    """The numbers of all lines that were taken back, as ``course.state`` takes them back."""
    standing: list[int] = []
    gone: set[int] = set()
    for action in log:
        if action.kind is ActionKind.UNDO:
            if standing:
                gone.add(standing.pop())
        elif action.kind not in {ActionKind.MESSAGE, ActionKind.BLACKOUT}:
            standing.append(action.sequence)
    return frozenset(gone)
