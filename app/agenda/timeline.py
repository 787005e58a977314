"""The timed programme: starts and ends from order, lengths and fixed times, for items and for the
cues in them. What does not add up is named, never repaired in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.agenda.clashes import Doing, Role, clashes, side_by_side
from app.agenda.rules import CueKind, Fault, FaultKind, Person, Place


@dataclass(frozen=True)
class Step:
    """A cue as the clock sees it: ``seconds`` long, from ``fixed_start`` or after the one before.
    ``theme`` is empty where it does not matter."""

    key: int
    seconds: int
    fixed_start: datetime | None = None
    kind: CueKind = CueKind.OTHER
    theme: str = ""
    presenter: Person | None = None
    moderator: Person | None = None
    on_stage: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Line:
    """An item as the clock sees it: it has ``minutes``, and takes longer where its steps do."""

    key: int
    minutes: int
    fixed_start: datetime | None = None
    is_conditional: bool = False
    steps: tuple[Step, ...] = ()
    presenter: Person | None = None
    moderator: Person | None = None
    on_stage: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Timed:
    """An item or a cue with its time."""

    key: int
    starts_at: datetime
    ends_at: datetime
    steps: tuple["Timed", ...] = ()

    @property
    def seconds(self) -> int:
        return _seconds(self.ends_at - self.starts_at)


@dataclass(frozen=True)
class Timeline:
    """All items timed. ``spare`` is what lies between the last end and the end that is set, in
    whole minutes; ``given_back`` what the conditional items would free."""

    items: tuple[Timed, ...]
    faults: tuple[Fault, ...]
    starts_at: datetime
    ends_at: datetime
    minutes: int
    spare: int
    given_back: int


def timeline(lines: Sequence[Line], starts_at: datetime, must_end_at: datetime) -> Timeline:
    """Time the items in order from ``starts_at``; a fixed start is kept, whatever it breaks."""
    items: list[Timed] = []
    faults: list[Fault] = []
    reached = starts_at
    for line in lines:
        start = line.fixed_start or reached
        faults += _apart(Place(line.key), start - reached)
        steps, done = _steps(line, start, faults)
        slot_end = start + timedelta(minutes=line.minutes)
        if done > slot_end:
            faults.append(Fault(FaultKind.FULL, Place(line.key), _seconds(done - slot_end)))
        end = max(slot_end, done)
        items.append(Timed(line.key, start, end, steps))
        reached = max(reached, end)
        if end > must_end_at:
            faults.append(Fault(FaultKind.OVERRUN, Place(line.key), _seconds(end - must_end_at)))
    doings = [_doing(line, timed) for line, timed in zip(lines, items, strict=True)]
    faults += clashes(doings)
    faults += side_by_side(doings)
    return Timeline(
        tuple(items),
        tuple(faults),
        starts_at,
        reached,
        -(-_seconds(reached - starts_at) // 60),
        max(0, _seconds(must_end_at - reached) // 60),
        sum(line.minutes for line in lines if line.is_conditional),
    )


def _steps(
    line: Line, starts_at: datetime, faults: list[Fault]
) -> tuple[tuple[Timed, ...], datetime]:
    """The cues of an item timed, and when the last of them ends."""
    timed: list[Timed] = []
    reached = starts_at
    for step in line.steps:
        start = step.fixed_start or reached
        faults += _apart(Place(line.key, step.key), start - reached)
        end = start + timedelta(seconds=step.seconds)
        timed.append(Timed(step.key, start, end))
        reached = max(reached, end)
    return tuple(timed), reached


def _apart(place: Place, gap: timedelta) -> list[Fault]:
    seconds = _seconds(gap)
    if seconds == 0:
        return []
    return [Fault(FaultKind.GAP if seconds > 0 else FaultKind.OVERLAP, place, abs(seconds))]


def _doing(line: Line, timed: Timed) -> tuple[Doing, list[Doing]]:
    whole = Doing(
        Place(line.key), CueKind.OTHER, timed.starts_at, timed.ends_at, roles=_roles(line)
    )
    parts = [
        Doing(
            Place(line.key, step.key),
            step.kind,
            time.starts_at,
            time.ends_at,
            step.theme,
            _roles(step),
        )
        for step, time in zip(line.steps, timed.steps, strict=True)
    ]
    return whole, parts


def _roles(of: Line | Step) -> tuple[tuple[Person, Role], ...]:
    roles = [(person, Role.ON_STAGE) for person in of.on_stage]
    if of.moderator:
        roles.append((of.moderator, Role.MODERATES))
    if of.presenter:
        roles.append((of.presenter, Role.PRESENTS))
    return tuple(roles)


def _seconds(span: timedelta) -> int:
    return span.days * 86_400 + span.seconds
