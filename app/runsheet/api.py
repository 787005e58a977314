"""The run sheet for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from app.delegates.guards import ReaderProgram
from app.runsheet import store
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/runsheet", tags=["runsheet"])


class LineOut(BaseModel):
    key: str
    number: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    content: str
    who: str
    words: str
    is_proposed: bool
    people: list[str]
    sound: str
    screen: str
    light: str
    ushers: str
    documents: str
    is_conditional: bool
    is_changed: bool  # since the last print


class IntroductionOut(BaseModel):
    seconds: int
    limit: int
    named: int
    together: int


class RunSheetOut(BaseModel):
    number: int  # of the last print; 0 is none
    introduction: IntroductionOut
    lines: list[LineOut]


@router.get("")
def runsheet(db: Db, desk: ReaderProgram) -> RunSheetOut:
    """Every line with its time, words and cues, and whether it changed since the last print."""
    sheet = store.sheet(db, desk.conference)
    introduced = sheet.introduction
    return RunSheetOut(
        number=sheet.settings.number,
        introduction=IntroductionOut(
            seconds=introduced.seconds,
            limit=introduced.limit,
            named=introduced.named,
            together=introduced.together,
        ),
        lines=[
            LineOut(
                **{**vars(line), "people": list(line.people)},
                is_changed=line.key in sheet.marks and sheet.marks[line.key].is_any,
            )
            for line in sheet.lines
        ],
    )
