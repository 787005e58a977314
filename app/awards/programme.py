"""Award batches in the programme: written as cues, and whether these still agree with them."""

from enum import StrEnum

from sqlmodel import Session

from app.agenda.changes import CueDraft, set_cues
from app.agenda.models import Cue
from app.agenda.rules import CueKind
from app.awards.store import Batch, Ceremony, ceremony
from app.conferences.history import Author
from app.conferences.models import Conference
from app.errors import Refused

SUBJECT = "award:"  # of every cue that stands for a batch
_MINUTE = 60


class Step(StrEnum):
    """How the programme stands to the batches."""

    NOWHERE = "nowhere"  # there is no item for awards, or nothing to write
    ABSENT = "absent"
    BEHIND = "behind"
    IN_STEP = "in_step"


def step(found: Ceremony) -> Step:
    own = _cues(found)
    if found.slot is None or not (found.batches or own):
        return Step.NOWHERE
    if not own:
        return Step.ABSENT
    wanted = [_said(cue_of(one)) for one in found.batches]
    return Step.IN_STEP if [_said(cue) for cue in own] == wanted else Step.BEHIND


def bring_over(db: Session, author: Author, conference: Conference) -> None:
    """Write the batches as cues of the awards' item, in their order. What people wrote in a cue
    beside that (words, sound, ushers) stays. Raises Refused where there is nothing to write."""
    found = ceremony(db, conference)
    if found.slot is None:
        raise Refused("Chương trình chưa có mục khen thưởng")
    if step(found) is Step.NOWHERE:
        raise Refused("Chưa có đợt trao nào để đưa vào chương trình")
    drafts = [cue_of(one) for one in found.batches]
    set_cues(db, author, found.slot.item, drafts, subject_prefix=SUBJECT)


def cue_of(one: Batch) -> CueDraft:
    """A batch as a cue: who hands over, and who comes on stage from left to right; by name where
    there is one, so that clashes with other duties are seen."""
    batch = one.batch
    called = [
        (r.person.delegate.name if r.person else "") or r.award.recipient for r in one.recipients
    ]
    return CueDraft(
        CueKind.AWARDS,
        batch.minutes * _MINUTE,
        f"Đợt {batch.number}: {batch.form}",
        f"{SUBJECT}{batch.id}",
        presenter=batch.handed_over_by,
        people="\n".join(called),
    )


def _cues(found: Ceremony) -> list[Cue]:
    cues = found.slot.cues if found.slot else ()
    return [one.cue for one in cues if one.cue.subject.startswith(SUBJECT)]


def _said(of: Cue | CueDraft) -> tuple[object, ...]:
    return of.subject, of.content, of.seconds, of.presenter, of.people
