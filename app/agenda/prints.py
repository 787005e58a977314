"""What was printed from the programme, and what of it is no longer true: facts, not guesses."""

from dataclasses import dataclass

from sqlmodel import Session

from app.agenda import frozen, releases, store
from app.agenda.differences import Difference, Paper, State, differences, papers
from app.agenda.models import Printing
from app.conferences.history import Author, note
from app.conferences.models import Conference


@dataclass(frozen=True)
class Printed:
    """The newest print of a paper (None: none was recorded), and why it no longer holds."""

    paper: Paper
    last: Printing | None
    reasons: list[Difference]

    @property
    def is_stale(self) -> bool:
        return bool(self.reasons)


def record(
    db: Session, author: Author, conference: Conference, paper: Paper, number: int
) -> Printing:
    """This paper was printed now, from the release of this number or for 0 from the draft.

    Raises NotFound where nothing was released under it.
    """
    if number:
        tree = store.release_numbered(db, conference.id, number).tree
    else:
        tree = frozen.freeze(conference, store.day(db, conference))
    made = Printing(
        conference_id=conference.id,
        paper=paper,
        number=number,
        at=author.at,
        staff_id=author.staff_id,
        who=author.name,
        tree=tree,
    )
    db.add(made)
    db.flush()
    note(db, author, made, "Bản in từ chương trình", "printing", None, paper)
    return made


def standing(db: Session, conference: Conference, after: State | None = None) -> list[Printed]:
    """Every kind of paper: its newest print against ``after``, or the programme as planned now."""
    last = store.last_printings(db, conference.id)
    now = after or releases.draft(db, conference)
    return [Printed(paper, last.get(paper), _reasons(last.get(paper), now)) for paper in Paper]


def _reasons(made: Printing | None, now: State) -> list[Difference]:
    if made is None:
        return []
    return papers(differences(frozen.state(made.tree), now)).get(made.paper, [])
