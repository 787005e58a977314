"""What is sent to the screens of each post: the morning as one message, made once a change."""

from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

from app.conferences import store as conferences
from app.conferences.models import Conference
from app.db import Database
from app.live import moderating, store
from app.live.morning import Morning
from app.live.rules import CHANGE_OVER, Post
from app.live.wire import Told, Turn, encode
from app.web.streams import BEAT, Channel, Channels, Made

STEADY = 2.0  # seconds: screens of the hall are few, and must see at once that the line is dead
_CALLED = {"speech", "award"}  # kinds of cues whose people look for their turn
_MS = timedelta(milliseconds=1)


def channel(
    channels: Channels, database: Database, conference_id: int, post: Post, beat: float = BEAT
) -> Channel:
    """The messages to one post of a conference."""

    def newest() -> Made:
        with database.reading() as db:
            morning = store.morning(db, db.get_one(Conference, conference_id))
        return Made(encode(told(morning, post)), good_for(morning))

    topics = (store.topic(conference_id), conferences.topic(conference_id))
    return channels.open(f"live/{conference_id}/{post}/{beat:g}", topics, newest, beat)


def at_post(channels: Channels, database: Database, conference_id: int, post: Post) -> Channel:
    """The messages to the people of a post: they see by its mark that they have said to be ready
    for what comes next."""

    def newest() -> Made:
        with database.reading() as db:
            morning = store.morning(db, db.get_one(Conference, conference_id))
            reports = moderating.reports(db, conference_id, morning.rehearsal)
        said = moderating.ready(morning, reports)[post]
        mark = said.kind.value if said else ""
        return Made(encode(replace(told(morning, post), mark=mark)), good_for(morning))

    topics = (store.topic(conference_id), conferences.topic(conference_id))
    return channels.open(f"live/{conference_id}/at/{post}", topics, newest, STEADY)


def console(channels: Channels, database: Database, conference_id: int) -> Channel:
    """A word that changes with whatever the console shows: it asks for the rest itself."""

    def newest() -> Made:
        with database.reading() as db:
            conference = db.get_one(Conference, conference_id)
            morning = store.morning(db, conference)
            reports = moderating.reports(db, conference_id, morning.rehearsal)
        mark = f"{crc32(repr(sorted(reports.items(), key=repr)).encode()):x}"
        version = morning.state.version
        shown = replace(told(morning, Post.DELEGATES), version=version, mark=mark)
        return Made(encode(shown), good_for(morning))

    topics = (store.topic(conference_id), conferences.topic(conference_id))
    return channels.open(f"live/{conference_id}/console", topics, newest, STEADY)


def told(morning: Morning, post: Post) -> Told:
    """What the screens of ``post`` show now."""
    state, rehearsal, message = morning.state, morning.rehearsal, morning.message(post)
    shift, stands_at = 0, None
    if rehearsal is not None and rehearsal.is_running:
        shift = round((rehearsal.as_of - rehearsal.set_at) / _MS)
    elif rehearsal is not None:
        stands_at = rehearsal.as_of
    on, following = morning.current, _following(morning)
    is_gap = on is not None and following is not None and on.kind == CHANGE_OVER
    return Told(
        phase=state.phase,
        version=state.sequence,
        item=morning.item.key if morning.item else "",
        part=morning.item.title if morning.item and on and on.key != morning.item.key else "",
        on=Turn(following.title, following.who, state.began_at)
        if is_gap and following
        else Turn(on.title, on.speaker, state.began_at, state.until, on.key)
        if on
        else None,
        is_gap=is_gap,
        held_at=state.paused_at,
        following=following,
        minutes_late=morning.minutes_late,
        ends_at=morning.ends_at,
        waiting=_waiting(morning),
        is_trial=rehearsal is not None,
        shift=shift,
        stands_at=stands_at,
        said=message.text if message else "",
        said_at=message.at if message else None,
        is_dark=post is Post.STAGE and morning.blackout,
    )


def good_for(morning: Morning) -> float | None:
    """Seconds until the forecast changes by itself."""
    again = morning.refresh_at
    return max(0.1, (again - morning.now).total_seconds()) if again else None


def _following(morning: Morning) -> Turn | None:
    """What comes next, past the walk from one speaker to the other."""
    cue = morning.upcoming
    if cue is None:
        return None
    return Turn(cue.title, cue.speaker, morning.forecast[cue.key].starts_at, None, cue.key)


def _waiting(morning: Morning) -> list[tuple[str, int, datetime]]:
    found = []
    for cue in morning.remaining:
        kind, _, number = cue.key.partition(":")
        if kind in _CALLED and number.isdecimal():
            found.append((kind, int(number), morning.forecast[cue.key].starts_at))
    return found
