"""Moving the morning on: one press becomes one line of the log, or a refusal."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from app.conferences.history import Author
from app.conferences.models import Conference
from app.db import announce
from app.live import deciding, logbook, presses, store
from app.live.models import LiveAction, LiveReport
from app.live.morning import Morning
from app.live.presses import Press
from app.live.rules import ActionKind, Post, ReportKind
from app.speeches import store as speeches
from app.speeches.selection import Lock


def act(
    db: Session, author: Author, conference: Conference, press: Press, token: str | None = None
) -> Morning:
    """Press a button at the console. A ``token`` that was seen before is the same press again.

    Raises Refused where somebody else was faster, or where the button means nothing now.
    """
    # Presses wait for each other: the second one sees the first and is refused with the reason.
    wait = select(Conference.id).where(Conference.id == conference.id).with_for_update()
    db.exec(wait).one()
    before = store.morning(db, conference)
    if token and _is_known(db, conference.id, token):
        return before
    locked = _locked(db, conference.id) if press.kind is ActionKind.CUT else frozenset()
    action = presses.action(before.programme, before.state, press, before.now, locked)
    row = LiveAction(
        conference_id=conference.id,
        rehearsal_id=before.rehearsal.id if before.rehearsal else None,
        sequence=action.sequence,
        kind=action.kind,
        at=action.at,
        recorded_at=before.now,
        staff_id=author.staff_id,
        who=author.name,
        label=action.label,
        details=logbook.details(action),
        token=token or None,
    )
    deciding.decide(db, author, conference, before.state, action, row)
    db.add(row)
    db.flush()
    announce(db, store.topic(conference.id))
    log = (*before.log, replace(action, who=author.name))
    return store.seen(conference, before.rehearsal, before.now, before.programme, log)


def report(
    db: Session,
    author: Author,
    conference: Conference,
    kind: ReportKind,
    post: Post,
    key: str,
    rehearsal_id: int | None,
    now: datetime,
) -> None:
    """What a post says of a cue. It moves nothing."""
    db.add(
        LiveReport(
            conference_id=conference.id,
            rehearsal_id=rehearsal_id,
            kind=kind,
            post=post,
            key=key,
            at=now,
            staff_id=author.staff_id,
            who=author.name,
        )
    )
    db.flush()
    announce(db, store.topic(conference.id))


def _is_known(db: Session, conference_id: int, token: str) -> bool:
    query = select(LiveAction.id).where(LiveAction.conference_id == conference_id)
    return db.exec(query.where(LiveAction.token == token)).first() is not None


def _locked(db: Session, conference_id: int) -> frozenset[str]:
    """The speeches that must be given, as the programme calls them."""
    found = speeches.all_speeches(db, conference_id)
    return frozenset(f"speech:{one.number}" for one in found if one.lock is Lock.MUST)
