"""The tree as a session's own change has left it, so that the answer need not read it again."""

from sqlmodel import Session

from app.agenda.store import Day, Tree, timed, tree
from app.conferences.models import Conference

_KEPT = "agenda"  # where a session keeps it


def settle(db: Session, left: Tree) -> None:
    """Remember the tree as a change has left it. Every change of the tree ends here."""
    db.info[_KEPT] = left


def day_after(db: Session, conference: Conference) -> Day:
    """The programme as this session has just changed it; as it is planned now, where it has not."""
    left: Tree | None = db.info.get(_KEPT)
    is_here = left is not None and left.conference.id == conference.id
    return timed(left if left and is_here else tree(db, conference))
