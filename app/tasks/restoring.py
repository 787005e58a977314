"""Taking back from the history that an internal date was adopted, or no longer was."""

from datetime import datetime

from sqlmodel import Session

from app.conferences.history import Author, amend
from app.conferences.models import Revision
from app.conferences.taking_back import earlier, restores
from app.errors import NotFound
from app.tasks.models import ProposedDate


@restores("proposeddate", ["adopted_at"])
def adoption(db: Session, author: Author, line: Revision, reason: str) -> None:
    """The plan's own dates never change."""
    date = db.get(ProposedDate, line.row_id)
    if date is None:
        raise NotFound
    adopted_at = earlier(date, line, datetime)
    amend(db, author, date, {"adopted_at": adopted_at}, label=date.content, reason=reason)
