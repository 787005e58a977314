"""The morning: reading where it stands."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.agenda import frozen
from app.agenda import store as agenda
from app.agenda.differences import State as Drawn
from app.conferences import store as conferences
from app.conferences.models import Conference, Rehearsal
from app.errors import NotFound
from app.live import course, forecast, logbook, order
from app.live.models import LiveAction
from app.live.morning import Morning
from app.live.programme import programme
from app.live.report import Report, report
from app.live.rules import Action, Cue, Programme, State

_MINUTE = timedelta(minutes=1)


def topic(conference_id: int) -> str:
    """On the bulletin: somebody pressed a button at the console."""
    return f"live/{conference_id}"


def conference_shown(db: Session, code: str) -> Conference:
    """The one whose screens of stage and hall have this code. Raises NotFound."""
    query = select(Conference).where(Conference.screen_code == conferences.as_code(code))
    found = db.exec(query).first()
    if found is None:
        raise NotFound
    return found


def morning(db: Session, conference: Conference) -> Morning:
    """In four queries, however long the log."""
    rehearsal, now = conferences.present(db, conference.id)
    log = _log(db, conference.id, rehearsal)
    return seen(conference, rehearsal, now, programme_of(db, conference), log)


def seen(
    conference: Conference,
    rehearsal: Rehearsal | None,
    now: datetime,
    planned: Programme,
    log: tuple[Action, ...],
) -> Morning:
    """The morning as programme and log have it at ``now``."""
    run = course.laid(planned, log)
    state = course.state(run, log)
    paces = forecast.paces(_done(run, state))
    times = {one.key: one for one in forecast.forecast(run, state, paces, now)}
    return Morning(conference, rehearsal, now, run, log, state, paces, times)


def reported(db: Session, conference: Conference) -> Report:
    """Planned against actual, as far as the morning has come."""
    found = morning(db, conference)
    return report(found.programme, found.state, found.log)


def programme_of(db: Session, conference: Conference) -> Programme:
    """The newest release; where nothing was released, the draft."""
    last = agenda.last_release(db, conference.id)
    if last is not None:
        return programme(last.tree, last.number)
    return programme(frozen.freeze(conference, agenda.day(db, conference)))


def real_lines(db: Session, conference_id: int) -> list[LiveAction]:
    """The log of the real morning with all it keeps, from the first line on."""
    query = select(LiveAction).where(
        LiveAction.conference_id == conference_id, col(LiveAction.rehearsal_id).is_(None)
    )
    return list(db.exec(query.order_by(col(LiveAction.sequence))))


def _log(db: Session, conference_id: int, rehearsal: Rehearsal | None) -> tuple[Action, ...]:
    """Real or of this rehearsal, from the first line on."""
    log = LiveAction
    parts = columns(*map(col, (log.kind, log.at, log.sequence, log.details, log.who, log.label)))
    query = parts.where(
        col(log.conference_id) == conference_id,
        col(log.rehearsal_id) == (rehearsal.id if rehearsal else None),
    ).order_by(col(log.sequence))
    return tuple(map(logbook.read, db.execute(query)))


def actual(db: Session, conference: Conference) -> Drawn | None:
    """What was on so far, to be drawn beside the plan; None before anything has begun. A trial on
    another day is laid upon the plan's start."""
    found = morning(db, conference)
    spans = order.spans(found.state.course)
    if not spans:
        return None
    by = found.programme.starts_at - conference.starts_at
    drawn = frozen.state(frozen.freeze(conference, agenda.day(db, conference)))
    parts = {part.key: part for part in drawn.parts}
    times: dict[str, tuple[datetime, datetime]] = {}
    for key, start, end in spans:
        cue = order.cue_of(found.programme, found.state.course, key)
        for whole in dict.fromkeys((cue.item, key) if cue else (key,)):
            began = times[whole][0] if whole in times else start
            times[whole] = (began, end or found.now)
    return replace(
        drawn,
        parts=tuple(
            replace(parts[key], starts_at=start - by, ends_at=end - by)
            for key, (start, end) in times.items()
            if key in parts
        ),
    )


def _done(run: Programme, state: State) -> list[tuple[Cue, float]]:
    """What is over and was not dropped, with the seconds it took without its pauses."""
    found = []
    for key, start, end in order.spans(state.course):
        cue = order.cue_of(run, state.course, key)
        if cue is None or end is None or key in state.course.dropped:
            continue
        stood = state.course.pauses.get(key, timedelta())
        found.append((cue, (end - start - stood) / timedelta(seconds=1)))
    return found
