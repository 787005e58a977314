"""The speeches for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.conferences.guards import Desk, MemberProgram, OrganiserProgram
from app.deadlines import Standing
from app.speeches import changes, store
from app.speeches.board import Listed
from app.speeches.rules import Delivery, Stage
from app.speeches.selection import Lock
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
    theme: str
    priority: int
    lock: Lock
    place: int | None
    version: int | None
    syllables: int | None
    minutes_to_say: int | None
    is_too_long: bool


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
    remark: str = Field(default="", max_length=4_000)
    topic: str | None = Field(default=None, min_length=1, max_length=500)
    minutes: int | None = Field(default=None, ge=1, le=60)
    theme: str | None = Field(default=None, max_length=60)
    priority: int | None = Field(default=None, ge=1, le=5)
    lock: Lock | None = None


@router.get("")
def speeches(db: Db, desk: MemberProgram) -> list[SpeechOut]:
    found = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    return [_out(listed) for listed in found]


@router.get("/budget")
def budget(
    db: Db,
    desk: MemberProgram,
    change_over: Annotated[int | None, Query(ge=0, le=60)] = None,
) -> BudgetOut:
    """How much time the speeches want, how many fit, and what the chosen ones take."""
    board = store.board(db, desk.conference, desk.rehearsal_id, desk.now, change_over)
    return BudgetOut(
        slot=board.budget.slot,
        wanted=board.budget.wanted,
        excess=board.budget.excess,
        fitting=board.budget.fitting,
        change_over=board.room.change_over,
        chosen=board.choice.count,
        used=board.choice.used,
        left=board.choice.left,
    )


@router.get("/{number}")
def speech(db: Db, desk: MemberProgram, number: int) -> SpeechOut:
    return _read(db, desk, number)


@router.patch("/{number}")
def change(db: Db, desk: OrganiserProgram, number: int, change: Change) -> SpeechOut:
    """Change what is asked, choose how it reaches the conference, or let its text reach a stage
    now."""
    found = store.speech_numbered(db, desk.conference_id, number)
    values = change.model_dump(
        exclude_none=True, include={"topic", "minutes", "theme", "priority", "lock"}
    )
    if values:
        changes.edit(db, desk.author, found, values)
    if change.delivery is not None:
        changes.decide(db, desk.author, found, change.delivery)
    if change.stage is not None:
        now = desk.now
        changes.take(
            db, desk.author, found, change.stage, now, now, desk.rehearsal_id, change.remark
        )
    return _read(db, desk, number)


def _read(db: Db, desk: Desk, number: int) -> SpeechOut:
    found = store.speech_numbered(db, desk.conference_id, number)
    return _out(store.listed(db, found, desk.rehearsal_id, desk.now))


def _out(listed: Listed) -> SpeechOut:
    speech, speaker, newest = listed.speech, listed.speaker, listed.newest
    return SpeechOut(
        **speech.model_dump(exclude={"theme"}),
        theme=listed.theme,
        version=newest.version if newest else None,
        syllables=newest.syllables if newest else None,
        minutes_to_say=listed.spoken.about if listed.spoken else None,
        is_too_long=listed.spoken is not None and listed.spoken.is_too_long,
        unit=listed.unit.name,
        speaker=speaker.delegate.name if speaker else "",
        stage=listed.progress.stage,
        handed_in_at=listed.progress.handed_in_at,
        text=listed.text,
        reviewer=listed.reviewer.name if listed.reviewer else "",
        is_self_reviewed=listed.is_self_reviewed,
        review=listed.review,
    )
