"""The awards for programs."""

from fastapi import APIRouter
from pydantic import BaseModel

from app.awards import store
from app.awards.rules import RecipientKind
from app.conferences.guards import MemberProgram
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/awards", tags=["awards"])


class RecipientOut(BaseModel):
    """``tray`` counts through all batches; ``person`` comes on stage."""

    id: int
    tray: int
    place: int
    kind: RecipientKind
    recipient: str
    person: str
    positions: list[str]
    dress: str | None
    seat: str | None
    is_assumed: bool


class BatchOut(BaseModel):
    number: int
    form: str
    handed_over_by: str
    minutes: int
    is_assumed: bool
    recipients: list[RecipientOut]


@router.get("")
def awards(db: Db, desk: MemberProgram) -> list[BatchOut]:
    """The batches in order, each with its recipients in the order of the stage."""
    return [
        BatchOut(**one.batch.model_dump(), recipients=[_out(r) for r in one.recipients])
        for one in store.batches(db, desk.conference_id)
    ]


def _out(recipient: store.Recipient) -> RecipientOut:
    person = recipient.person
    return RecipientOut(
        **recipient.award.model_dump(),
        tray=recipient.tray,
        person=person.delegate.name if person else "",
        positions=person.positions if person else [],
        dress=recipient.dress,
        seat=person.seat if person else None,
    )
