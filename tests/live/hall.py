"""The seed's conference on its morning: ten speeches in the programme, a clock that is moved."""

from app import vietnamese
from app.conferences import store as conferences
from app.conferences.models import Conference
from app.db import Database
from app.live import changes, store
from app.live.morning import Morning
from app.live.presses import Press
from app.live.rules import ActionKind
from app.speeches import accepting
from app.speeches import changes as speech_changes
from app.speeches import store as speeches
from tests.cast import AUTHOR, HAI_PHONG, rehearse

TEN = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
NEXT = ActionKind.NEXT


def choose(database: Database, numbers: tuple[int, ...] = TEN) -> None:
    """Let these speak, as cues of the fourth item, with a minute between two."""
    with database.writing() as db:
        conference = _conference(database, db)
        speech_changes.choose(db, AUTHOR, conference.id, numbers)
        board = speeches.board(db, conference, None, AUTHOR.at)
        accepting.accept(db, AUTHOR, conference, board, rest_to_writing=False)


def press(database: Database, at: str, kind: ActionKind, *keys: str, **more: object) -> Morning:
    """At this moment of the morning (``08:43``, also with seconds), on what is shown then."""
    rehearse(database, f"2026-06-02T{at}")
    with database.writing() as db:
        conference = _conference(database, db)
        sequence = store.morning(db, conference).state.sequence
        asked = Press(kind, sequence, keys, **more)  # type: ignore[arg-type]
        return changes.act(db, AUTHOR, conference, asked)


def morning(database: Database, at: str | None = None) -> Morning:
    if at is not None:
        rehearse(database, f"2026-06-02T{at}")
    with database.reading() as db:
        return store.morning(db, _conference(database, db))


def run(database: Database, *moments: str) -> Morning:
    """Start at the first of these moments and go on at each of the others."""
    found = press(database, moments[0], ActionKind.START)
    for moment in moments[1:]:
        found = press(database, moment, NEXT)
    return found


def time(moment: object) -> str:
    """As people read it."""
    return vietnamese.time_text(moment)  # type: ignore[arg-type]


def _conference(_: Database, db: object) -> Conference:
    return conferences.conference_named(db, HAI_PHONG)  # type: ignore[arg-type]
