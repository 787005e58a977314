"""What the moderator sees: the morning, how it fits, who comes next and where they are.

Reads from the speeches, the doors and the posts what the programme does not hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.checkin.board import in_the_hall
from app.conferences.models import Conference, Rehearsal
from app.live import fit
from app.live.advice import Talk
from app.live.fit import Before, Fit, Saving
from app.live.models import LiveReport
from app.live.morning import Line, Morning
from app.live.rules import (
    SPEECH,
    ActionKind,
    Cue,
    Fate,
    Post,
    Presence,
    ReportKind,
    presence,
)
from app.speeches import store as speeches
from app.speeches.board import Listed
from app.speeches.selection import Lock

AHEAD = 3  # speakers to be seen before their turn
POSTS = (Post.STAGE, Post.MC, Post.BACKSTAGE)  # who answers "sẵn sàng"
_PREFIX = "speech:"


@dataclass(frozen=True)
class Report:
    """The last word of a post about a cue."""

    kind: ReportKind
    post: Post
    key: str
    at: datetime
    who: str


@dataclass(frozen=True)
class Coming:
    """A speaker whose turn comes: where they sit, and where they are now."""

    cue: Cue
    starts_at: datetime
    seat: str | None
    presence: Presence
    seen: Report | None


@dataclass(frozen=True)
class Console:
    """All that the console shows. ``ready`` is what each post said of what comes next; ``spare``
    are speeches that are not in the programme and may be inserted."""

    morning: Morning
    fit: Fit | None
    wanted: Before
    savings: Sequence[Saving]
    coming: Sequence[Coming]
    ready: Mapping[Post, Report | None]
    talks: Mapping[str, Talk]
    spare: Sequence[Listed]

    @property
    def dropped(self) -> list[Line]:
        """What was skipped or cut, and may come on after all."""
        gone = (Fate.SKIPPED, Fate.CUT)
        return [line for line in self.morning.course if line.fate in gone]

    def says(self, key: str) -> str:
        """``"writing"`` for whom the advice sends to writing."""
        return "writing" if self.fit and key in self.fit.keys else ""


def console(
    db: Session, conference: Conference, morning: Morning, wanted: Before = Before.SLOT
) -> Console:
    """In a fixed number of queries."""
    state, here = morning.state, conference.id
    rehearsal_id = morning.rehearsal.id if morning.rehearsal else None
    found = speeches.speeches(db, here, rehearsal_id, morning.now)
    by_key = {f"{_PREFIX}{one.speech.number}": one for one in found}
    talks = {key: _talk(one) for key, one in by_key.items()}
    said = reports(db, here, morning.rehearsal)
    present = set(in_the_hall(db, here))
    waiting = [cue for cue in state.remaining if cue.kind == SPEECH][:AHEAD]
    known = set(state.course.order) - set(state.course.dropped)
    return Console(
        morning,
        fit.fit(morning.programme, state, morning.forecast, morning.paces, talks, wanted),
        wanted,
        fit.savings(morning.programme, state, morning.forecast, morning.paces)
        if state.remaining
        else [],
        [_coming(cue, morning, by_key.get(cue.key), present, said) for cue in waiting],
        ready(morning, said),
        talks,
        [
            one
            for key, one in by_key.items()
            if key not in known and one.speech.lock is not Lock.MUST_NOT
        ],
    )


def ready(
    morning: Morning, said: Mapping[tuple[str, Post | None], Report]
) -> dict[Post, Report | None]:
    """What each post says of what comes next. What they said before it was on and was taken back
    no longer holds."""
    key = morning.upcoming.key if morning.upcoming else ""
    begun = {ActionKind.START, ActionKind.NEXT}
    on = [action.at for action in morning.log if action.kind in begun and action.key == key]
    found = {post: said.get((key, post)) for post in POSTS}
    return {
        post: one if one and all(at < one.at for at in on) else None for post, one in found.items()
    }


def reports(
    db: Session, conference_id: int, rehearsal: Rehearsal | None
) -> dict[tuple[str, Post | None], Report]:
    """The last word of each post about each cue being ready; under None where its speaker is."""
    query = select(LiveReport).where(
        LiveReport.conference_id == conference_id,
        LiveReport.rehearsal_id == (rehearsal.id if rehearsal else None),
    )
    found: dict[tuple[str, Post | None], Report] = {}
    for row in db.exec(query.order_by(col(LiveReport.id))):
        kind, post = ReportKind(row.kind), Post(row.post)
        about = post if kind in {ReportKind.READY, ReportKind.NOT_READY} else None
        found[row.key, about] = Report(kind, post, row.key, row.at, row.who)
    return found


def _talk(one: Listed) -> Talk:
    return Talk(
        one.speech.lock is Lock.MUST,
        one.progress.handed_in_at is not None,
        one.theme,
        one.speech.priority,
    )


def _coming(
    cue: Cue,
    morning: Morning,
    listed: Listed | None,
    present: set[int],
    said: Mapping[tuple[str, Post | None], Report],
) -> Coming:
    speaker = listed.speaker if listed else None
    seen = said.get((cue.key, None))
    is_here = speaker.delegate.id in present if speaker and present else None
    return Coming(
        cue,
        morning.forecast[cue.key].starts_at,
        speaker.seat if speaker else None,
        presence(seen.kind if seen else None, is_here=is_here),
        seen,
    )
