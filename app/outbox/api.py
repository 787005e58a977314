"""The outbox for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.conferences.guards import OrganiserProgram
from app.outbox import changes, store
from app.outbox.rules import Kind, Outcome, State
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/outbox", tags=["outbox"])


class LetterOut(BaseModel):
    id: int
    reason: str
    kind: Kind
    recipient: str
    address: str
    subject: str
    state: State
    attempts: int
    released_by: str
    released_at: datetime | None
    next_attempt_at: datetime | None
    sent_at: datetime | None
    last_error: str


class AttemptOut(BaseModel):
    at: datetime
    outcome: Outcome
    answer: str
    who: str


class WholeLetterOut(LetterOut):
    body: str
    record: list[AttemptOut]


class TallyOut(BaseModel):
    kind: Kind
    state: State
    is_by_mail: bool
    count: int


class OutboxOut(BaseModel):
    total: int
    tallies: list[TallyOut]
    letters: list[LetterOut]


@router.get("")
def outbox(db: Db, desk: OrganiserProgram, view: Annotated[store.Filter, Query()]) -> OutboxOut:
    """One page of the letters that fit, and how the whole outbox stands."""
    letters, total = store.listing(db, desk.conference_id, view)
    return OutboxOut(
        total=total,
        tallies=[TallyOut(**vars(tally)) for tally in store.tallies(db, desk.conference_id)],
        letters=[LetterOut.model_validate(letter, from_attributes=True) for letter in letters],
    )


@router.get("/letters/{letter_id}")
def letter(db: Db, desk: OrganiserProgram, letter_id: int) -> WholeLetterOut:
    """A letter with its text and the record of every try."""
    found = store.letter_of(db, desk.conference_id, letter_id)
    record = [
        AttemptOut.model_validate(attempt, from_attributes=True)
        for attempt in store.attempts_of(db, letter_id)
    ]
    return WholeLetterOut(**found.model_dump(), record=record)


@router.post("/letters/{letter_id}/release")
def release(db: Db, desk: OrganiserProgram, letter_id: int) -> WholeLetterOut:
    """Let one letter go, in the name of the program's person."""
    changes.release(db, desk.author, store.letter_of(db, desk.conference_id, letter_id))
    db.flush()
    return letter(db, desk, letter_id)


@router.post("/letters/{letter_id}/withdrawal")
def withdraw(db: Db, desk: OrganiserProgram, letter_id: int) -> WholeLetterOut:
    changes.withdraw(db, desk.author, store.letter_of(db, desk.conference_id, letter_id))
    db.flush()
    return letter(db, desk, letter_id)
