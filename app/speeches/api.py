"""The speeches for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.conferences.guards import Desk, MemberProgram, OrganiserProgram
from app.deadlines import Standing
from app.speeches import store
from app.speeches.rules import Delivery, Stage
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/speeches", tags=["speeches"])


class SpeechOut(BaseModel):
    number: int
    topic: str
    unit: str
    unit_as_written: str
    speaker: str
    minutes: int
    delivery: Delivery
    stage: Stage
    due_at: datetime | None
    handed_in_at: datetime | None
    text: Standing
    reviewer: str
    is_self_reviewed: bool
    review_due_at: datetime | None
    review: Standing
    source: str


class BudgetOut(BaseModel):
    """Minutes of the slot and of the speeches. ``fitting``: by minutes of change-over, how many
    speeches fit at most. ``left`` is below zero where the chosen ones are too long."""

    slot: int
    wanted: int
    excess: int
    fitting: dict[int, int]
    change_over: int
    chosen: int
    used: int
    left: int


class Change(BaseModel):
    """What is given is changed."""

    delivery: Delivery | None = None
    stage: Stage | None = None


@router.get("")
def speeches(db: Db, desk: MemberProgram) -> list[SpeechOut]:
    found = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    return [_out(listed) for listed in found]


@router.get("/budget")
def budget(
    db: Db, desk: MemberProgram, change_over: Annotated[int, Query(ge=0, le=60)] = 1
) -> BudgetOut:
    """How much time the speeches want, how many fit, and what the chosen ones take."""
    board = store.board(db, desk.conference, desk.rehearsal_id, desk.now, change_over)
    return BudgetOut(
        slot=board.budget.slot,
        wanted=board.budget.wanted,
        excess=board.budget.excess,
        fitting=board.budget.fitting,
        change_over=change_over,
        chosen=board.choice.count,
        used=board.choice.used,
        left=board.choice.left,
    )


@router.get("/{number}")
def speech(db: Db, desk: MemberProgram, number: int) -> SpeechOut:
    return _read(db, desk, number)


@router.patch("/{number}")
def change(db: Db, desk: OrganiserProgram, number: int, change: Change) -> SpeechOut:
    """Choose how the speech reaches the conference, or let its text reach a stage now."""
    found = store.speech_numbered(db, desk.conference_id, number)
    if change.delivery is not None:
        store.decide(db, desk.author, found, change.delivery)
    if change.stage is not None:
        now = desk.now
        store.take(db, desk.author, found, change.stage, now, now, desk.rehearsal_id)
    return _read(db, desk, number)


def _read(db: Db, desk: Desk, number: int) -> SpeechOut:
    found = store.speech_numbered(db, desk.conference_id, number)
    return _out(store.listed(db, found, desk.rehearsal_id, desk.now))


def _out(listed: store.Listed) -> SpeechOut:
    speech, speaker = listed.speech, listed.speaker
    return SpeechOut(
        **speech.model_dump(),
        unit=listed.unit.name,
        speaker=speaker.delegate.name if speaker else "",
        stage=listed.progress.stage,
        handed_in_at=listed.progress.handed_in_at,
        text=listed.text,
        reviewer=listed.reviewer.name if listed.reviewer else "",
        is_self_reviewed=listed.is_self_reviewed,
        review=listed.review,
    )
