"""The morning for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.conferences.guards import MemberProgram, ModeratorProgram
from app.db import spread
from app.live import changes, exports, store
from app.live.forms import PressIn
from app.live.morning import ItemLine, Line, Morning
from app.live.report import Row
from app.live.rules import Fate, LivePhase, Post
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/live", tags=["live"])


class LineOut(BaseModel):
    key: str
    content: str
    planned_at: datetime
    expected_at: datetime | None = Field(description="None once the item is over")
    expected_end: datetime | None
    late_end: datetime | None = Field(description="At the latest in nine mornings of ten")


class CueOut(BaseModel):
    key: str
    number: str
    item: str
    kind: str
    content: str
    speaker: str
    fate: Fate
    seconds: int = Field(description="What it may take, with what it was given")
    planned_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    expected_at: datetime | None
    expected_end: datetime | None
    late_end: datetime | None


class MorningOut(BaseModel):
    phase: LivePhase
    sequence: int = Field(description="What the next action has to build on")
    version: int = Field(description="How many actions the log holds")
    release: int = Field(description="Of the programme that is run; 0 is the draft")
    is_rehearsal: bool
    now: datetime = Field(description="As the conference's clock shows it")
    key: str | None
    began_at: datetime | None
    until: datetime | None = Field(description="When the time of what is on is up")
    paused_at: datetime | None
    minutes_late: int
    ends_at: datetime | None = Field(description="When all is expected to be over")
    is_blacked_out: bool
    messages: dict[Post, str]
    items: list[LineOut]
    cues: list[CueOut]


class ReportLineOut(BaseModel):
    """A cue as it was planned and as it was; seconds."""

    key: str
    number: str
    content: str
    speaker: str
    fate: Fate
    planned_at: datetime | None
    planned: int
    began_at: datetime | None
    ended_at: datetime | None
    allowed: int
    taken: int | None
    over: int | None
    paused: int
    decisions: list[str] = Field(description="What people decided, with who and when")


class ReportOut(BaseModel):
    began_at: datetime | None
    ended_at: datetime | None
    rows: list[ReportLineOut]


@router.get("/report")
def reported(db: Db, desk: MemberProgram) -> ReportOut:
    """Planned against actual for every cue, as far as the morning has come."""
    found = store.reported(db, desk.conference)
    rows = [_told(row) for row in found.rows]
    return ReportOut(began_at=found.began_at, ended_at=found.ended_at, rows=rows)


@router.get("")
def morning(db: Db, desk: MemberProgram) -> MorningOut:
    """What is on, how late it is, and when the rest is expected."""
    return _out(store.morning(db, desk.conference))


@router.post("/actions", status_code=201)
def act(db: Db, desk: ModeratorProgram, action: PressIn) -> MorningOut:
    """Move the morning on. 409 where somebody else acted since ``sequence``."""
    press = action.press(db, desk.conference_id)
    moved = changes.act(db, desk.author, desk.conference, press, action.token)
    spread(db)
    return _out(moved)


def _out(morning: Morning) -> MorningOut:
    state = morning.state
    return MorningOut(
        phase=state.phase,
        sequence=state.sequence,
        version=state.version,
        release=morning.programme.number,
        is_rehearsal=morning.rehearsal is not None,
        now=morning.now,
        key=state.key,
        began_at=state.began_at if state.key else None,
        until=morning.until,
        paused_at=state.paused_at,
        minutes_late=morning.minutes_late,
        ends_at=morning.ends_at,
        is_blacked_out=morning.blackout,
        messages={post: told.text for post, told in state.messages.items()},
        items=[_item(line) for line in morning.items],
        cues=[_cue(line) for line in morning.course],
    )


def _item(line: ItemLine) -> LineOut:
    expected = line.expected
    return LineOut(
        key=line.item.key,
        content=line.item.title,
        planned_at=line.item.starts_at,
        expected_at=expected.starts_at if expected else None,
        expected_end=expected.ends_at if expected else None,
        late_end=expected.late_end if expected else None,
    )


def _cue(line: Line) -> CueOut:
    cue, expected = line.cue, line.expected
    return CueOut(
        key=cue.key,
        number=cue.number,
        item=cue.item,
        kind=cue.kind,
        content=cue.title,
        speaker=cue.speaker,
        fate=line.fate,
        seconds=cue.seconds,
        planned_at=cue.planned_at,
        began_at=line.began_at,
        ended_at=line.ended_at,
        expected_at=expected.starts_at if expected else None,
        expected_end=expected.ends_at if expected else None,
        late_end=expected.late_end if expected else None,
    )


def _told(row: Row) -> ReportLineOut:
    return ReportLineOut(
        key=row.cue.key,
        number=row.cue.number,
        content=row.cue.title,
        speaker=row.cue.speaker,
        fate=row.fate,
        planned_at=row.planned_at,
        planned=row.planned,
        began_at=row.began_at,
        ended_at=row.ended_at,
        allowed=row.allowed,
        taken=row.taken,
        over=row.over,
        paused=row.paused,
        decisions=[exports.decided(action) for action in row.decisions],
    )
