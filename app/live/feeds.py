"""What is sent to the screens of each post: the morning as one message, made once a change."""

from datetime import timedelta

from sqlmodel import Session

from app.conferences import store as conferences
from app.conferences.models import Conference
from app.db import Database
from app.live import store
from app.live.wire import Told, Turn, encode
from app.web.streams import BEAT, Channel, Channels

PUBLIC, STAGE = "delegates", "stage"
POSTS = {"L": PUBLIC, "M": STAGE}  # by the first letter of an address
_STEADY = 2.0  # seconds: screens of the hall are few, and must see at once that the line is dead


def conference_of(db: Session, which: str, code: str) -> int:
    """Whose public (``L``) or screens' (``M``) code this is. Raises NotFound."""
    return conferences.conference_followed(db, code).id


def channel(channels: Channels, database: Database, conference_id: int, post: str) -> Channel:
    """The messages to one post of a conference."""

    def newest() -> str:
        with database.reading() as db:
            return encode(told(db, db.get_one(Conference, conference_id), post))

    topics = (store.topic(conference_id), conferences.topic(conference_id))
    beat = BEAT if post == PUBLIC else _STEADY
    return channels.open(f"live/{conference_id}/{post}", topics, newest, beat)


def told(db: Session, conference: Conference, post: str) -> Told:
    """What the screens of ``post`` show now."""
    morning = store.morning(db, conference)
    state, rehearsal = morning.state, morning.rehearsal
    on = None
    if (line := morning.current) is not None:
        on = Turn(
            line.item.content,
            line.item.presenter or line.item.moderator,
            state.began_at,
            state.began_at + timedelta(minutes=line.item.minutes) if state.began_at else None,
        )
    following = None
    if (line := morning.following) is not None:
        at = line.expected.starts_at if line.expected else line.planned_at
        following = Turn(line.item.content, line.item.presenter or line.item.moderator, at)
    shift, stands_at = 0, None
    if rehearsal is not None and rehearsal.is_running:
        shift = round((rehearsal.as_of - rehearsal.set_at) / timedelta(milliseconds=1))
    elif rehearsal is not None:
        stands_at = rehearsal.as_of
    return Told(
        phase=state.phase,
        sequence=state.sequence,
        item=state.key,
        on=on,
        following=following,
        minutes_late=morning.minutes_late,
        shift=shift,
        stands_at=stands_at,
    )
