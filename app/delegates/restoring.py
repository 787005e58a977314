"""Taking back from the history what was changed about a delegate."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from app.conferences.history import Author
from app.conferences.models import Revision
from app.conferences.taking_back import earlier, restores
from app.delegates import attendance, changes, store
from app.delegates.rules import Attendance, Sex

_OWN: dict[str, type] = {
    "name": str,
    "note": str,
    "sex": Sex,
    "is_uniformed": bool,
    "needs_step_free": bool,
    "rank": int,
    "birth_year": int,
    "in_post_since": date,
}


@restores("delegate", _OWN)
def field(db: Session, author: Author, line: Revision, reason: str) -> None:
    """Through the same door as every correction: lists, order and search follow."""
    found = store.delegate_of(db, line.conference_id, line.row_id)
    value = earlier(found.delegate, line, _OWN[line.field])
    wanted = replace(changes.as_enrolled(found), **{line.field: value})  # type: ignore[arg-type]
    changes.change(db, author, found, wanted, reason)


@restores("delegate", ["attendance"])
def standing(db: Session, author: Author, line: Revision, reason: str) -> None:
    """Whether somebody comes, as one says it of them; refused where a stand-in hangs on it."""
    found = store.delegate_of(db, line.conference_id, line.row_id)
    value = Attendance(str(earlier(found.delegate, line, Attendance)))
    attendance.note_attendance(db, author, [found], value, reason)
