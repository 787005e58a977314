"""The tree as a session's own change has left it, so that the answer need not read it again."""

from collections.abc import Sequence

from sqlmodel import Session

from app.agenda.models import AgendaItem, Cue
from app.agenda.store import Day, Tree, timed, tree
from app.conferences.models import Conference

Row = AgendaItem | Cue

_KEPT = "agenda"  # where a session keeps it
_RAISED = "agenda raised"


def settle(db: Session, left: Tree, raised: Sequence[Row]) -> None:
    """Remember the tree as a change has left it, and whose versions it ``raised`` by one. Every
    change of the tree ends here."""
    db.info[_KEPT] = left
    db.info[_RAISED] = raised


def raised_by(db: Session) -> Sequence[Row]:
    """The rows whose version this session's own change has raised: whoever made it has seen it."""
    rows: Sequence[Row] = db.info.get(_RAISED, ())
    return rows


def day_after(db: Session, conference: Conference) -> Day:
    """The programme as this session has just changed it; as it is planned now, where it has not."""
    left: Tree | None = db.info.get(_KEPT)
    is_here = left is not None and left.conference.id == conference.id
    return timed(left if left and is_here else tree(db, conference))
