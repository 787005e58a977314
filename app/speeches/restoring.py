"""Taking back from the history what was asked of a speech."""

from datetime import datetime

from sqlmodel import Session

from app.conferences.history import Author
from app.conferences.models import Revision
from app.conferences.taking_back import earlier, restores
from app.errors import NotFound
from app.speeches import changes
from app.speeches.models import Speech
from app.speeches.selection import Lock

_OWN: dict[str, type] = {
    "topic": str,
    "unit_id": int,
    "unit_as_written": str,
    "speaker_id": int,
    "minutes": int,
    "theme": str,
    "priority": int,
    "lock": Lock,
    "due_at": datetime,
    "reviewer_id": int,
    "review_due_at": datetime,
}


@restores("speech", _OWN)
def field(db: Session, author: Author, line: Revision, reason: str) -> None:
    """Through the same door as every change of a speech."""
    found = db.get(Speech, line.row_id)
    if found is None:
        raise NotFound
    value = earlier(found, line, _OWN[line.field])
    if line.field == "theme":
        value = value or None  # as its topic's words propose
    changes.edit(db, author, found, {line.field: value}, reason)
