"""The morning: reading where it stands, and moving it on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.agenda import frozen
from app.agenda import store as agenda
from app.agenda.differences import State as Programme
from app.agenda.models import AgendaItem
from app.conferences import store as conferences
from app.conferences.models import Conference, Rehearsal
from app.db import announce
from app.errors import Refused
from app.live import rules
from app.live.models import LiveAction
from app.live.rules import ActionKind, Cue, Expected, LivePhase, State

_ANOTHER_DAY = timedelta(hours=12)


@dataclass(frozen=True)
class Line:
    """An item of the programme as the morning sees it."""

    item: AgendaItem
    planned_at: datetime
    expected: Expected | None  # None once it is over


@dataclass(frozen=True)
class Morning:
    """Where the conference stands at ``now``, and when the rest is expected."""

    conference: Conference
    rehearsal: Rehearsal | None
    now: datetime
    state: State
    lines: list[Line]

    @property
    def current(self) -> Line | None:
        return next((line for line in self.lines if line.item.id == self.state.key), None)

    @property
    def following(self) -> Line | None:
        """What comes next: the first item where nothing has begun."""
        if self.state.phase is LivePhase.ENDED or not self.lines:
            return None
        if self.current is None:
            return self.lines[0]
        place = self.lines.index(self.current) + 1
        return self.lines[place] if place < len(self.lines) else None

    @property
    def minutes_late(self) -> int:
        """How much later than planned the item that is on will end; negative is early.

        A morning started on another day than the plan's is a trial, neither late nor early.
        """
        line = self.current
        if line is None or line.expected is None:
            return 0
        planned_end = line.planned_at + timedelta(minutes=line.item.minutes)
        apart = line.expected.ends_at - planned_end
        return round(apart / timedelta(minutes=1)) if abs(apart) < _ANOTHER_DAY else 0


def topic(conference_id: int) -> str:
    return f"live/{conference_id}"


def morning(db: Session, conference: Conference) -> Morning:
    rehearsal, now = conferences.present(db, conference.id)
    day = agenda.day(db, conference)
    cues = [
        Cue(
            slot.item.id, slot.item.minutes, slot.timed.starts_at, slot.item.fixed_start is not None
        )
        for slot in day.slots
    ]
    log = _log(db, conference.id, rehearsal.id if rehearsal else None)
    state = rules.state([rules.Action(line.kind, line.item_id, line.at) for line in log])
    expected = {item.key: item for item in rules.expected(cues, state, now)}
    lines = [
        Line(slot.item, slot.timed.starts_at, expected.get(slot.item.id)) for slot in day.slots
    ]
    return Morning(conference, rehearsal, now, state, lines)


def actual(db: Session, conference: Conference) -> Programme | None:
    """What was on so far, to be drawn beside the plan; None before anything has begun. A morning
    started on another day than the plan's is a trial: it is laid upon the plan's start."""
    rehearsal, now = conferences.present(db, conference.id)
    log = _log(db, conference.id, rehearsal.id if rehearsal else None)
    plan = frozen.state(frozen.freeze(conference, agenda.day(db, conference)))
    planned = {part.key: part for part in plan.parts}
    spans = rules.spans([rules.Action(line.kind, line.item_id, line.at) for line in log])
    if not spans:
        return None
    apart = spans[0][1] - plan.starts_at
    by = apart if abs(apart) >= _ANOTHER_DAY else timedelta()
    parts = [
        replace(planned[f"item:{key}"], starts_at=start - by, ends_at=(end or now) - by)
        for key, start, end in spans
    ]
    return replace(plan, parts=tuple(parts))


def act(
    db: Session,
    conference: Conference,
    kind: ActionKind,
    sequence: int,
    staff_id: int | None,
    who: str,
) -> Morning:
    """Press a button at the console; ``sequence`` is what the presser saw.

    Raises Refused where somebody else was faster, or where the button means nothing now.
    """
    before = morning(db, conference)
    if before.state.sequence != sequence:
        raise Refused("Có người vừa điều hành trước, hãy xem trạng thái mới rồi bấm lại")
    action = LiveAction(
        conference_id=conference.id,
        rehearsal_id=before.rehearsal.id if before.rehearsal else None,
        sequence=sequence + 1,
        kind=kind,
        item_id=_next_key(before, kind),
        at=before.now,
        staff_id=staff_id,
        who=who,
    )
    db.add(action)
    db.flush()
    announce(db, topic(conference.id))
    return morning(db, conference)


def _next_key(morning: Morning, kind: ActionKind) -> int | None:
    phase = morning.state.phase
    if not morning.lines:
        raise Refused("Chương trình chưa có mục nào để điều hành")
    if kind is ActionKind.START and phase is not LivePhase.WAITING:
        raise Refused("Hội nghị đã bắt đầu")
    if kind is ActionKind.NEXT and phase is not LivePhase.RUNNING:
        raise Refused("Hội nghị chưa bắt đầu hoặc đã kết thúc")
    if kind is ActionKind.BACK and phase is LivePhase.WAITING:
        raise Refused("Chưa có gì để quay lại")
    if kind is ActionKind.BACK:
        return None
    return morning.following.item.id if morning.following else None


def _log(db: Session, conference_id: int, rehearsal_id: int | None) -> list[LiveAction]:
    query = select(LiveAction).where(
        LiveAction.conference_id == conference_id, LiveAction.rehearsal_id == rehearsal_id
    )
    return list(db.exec(query.order_by(col(LiveAction.sequence))))
