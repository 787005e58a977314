"""Taking back from the history what was changed about an award or its batch."""

from sqlmodel import Session

from app.awards import store
from app.awards.rules import RecipientKind
from app.conferences.history import Author
from app.conferences.models import Revision
from app.conferences.taking_back import earlier, restores

_AWARD: dict[str, type] = {"recipient": str, "kind": RecipientKind, "is_assumed": bool}
_BATCH: dict[str, type] = {"form": str, "handed_over_by": str, "minutes": int, "is_assumed": bool}


@restores("award", _AWARD)
def award(db: Session, author: Author, line: Revision, reason: str) -> None:
    """Place and person stay as they are."""
    found = store.award_of(db, line.conference_id, line.row_id)
    values = {line.field: earlier(found, line, _AWARD[line.field])}
    store.change(db, author, found, found.batch_id, found.delegate_id, values, reason)


@restores("awardbatch", _BATCH)
def batch(db: Session, author: Author, line: Revision, reason: str) -> None:
    found = store.batch_of(db, line.conference_id, line.row_id)
    values = {line.field: earlier(found, line, _BATCH[line.field])}
    store.change_batch(db, author, found, values, reason)
