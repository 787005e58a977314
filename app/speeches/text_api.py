"""Texts of speeches for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app import manuscripts
from app.accounts.guards import program
from app.conferences.guards import MemberProgram, OrganiserProgram, sit_down
from app.conferences.rules import DeskRole
from app.manuscripts import Flaw, Kind, Manuscript
from app.speeches import store, texts
from app.speeches.models import SpeechText
from app.speeches.text_routes import Files, as_handed_in
from app.web.scanned import scanned
from app.web.session import Db, database

router = APIRouter(prefix="/api/v1/conferences/{slug}/speeches", tags=["speeches"])

_bearer = HTTPBearer(auto_error=False, description="Mã truy cập của chương trình")
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {}}}}


class TextOut(BaseModel):
    version: int
    name: str
    kind: Kind
    size: int
    digest: str = Field(description="SHA-256")
    flaw: Flaw
    syllables: int
    at: datetime
    who: str


async def _examined(
    request: Request,
    slug: str,
    name: Annotated[str, Query(max_length=200)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Manuscript:
    """Looked at before the change begins: see ``text_routes``."""
    content = await request.body()

    def judged() -> Manuscript:
        with database(request).reading() as db:
            sit_down(db, program(db, credentials), slug, (DeskRole.ORGANISER,), "")
        scanned(request, content)
        return manuscripts.examine(name, content)

    return await run_in_threadpool(judged)


@router.post("/{number}/texts", status_code=201, openapi_extra=_FILE)
def hand_in(
    manuscript: Annotated[Manuscript, Depends(_examined)],
    db: Db,
    desk: OrganiserProgram,
    files: Files,
    number: int,
) -> TextOut:
    """Hand in a version: the body of the request is the .docx or .pdf itself."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    author, now = desk.author, desk.now
    return _out(texts.hand_in(db, files, author, speech, manuscript, now, desk.rehearsal_id))


@router.get("/{number}/texts")
def versions(db: Db, desk: MemberProgram, number: int) -> list[TextOut]:
    """The versions of a text, the newest first."""
    speech = store.speech_numbered(db, desk.conference_id, number)
    return [_out(text) for text in store.versions(db, speech.id, desk.rehearsal_id)]


@router.get("/{number}/texts/{version}/file")
def save(db: Db, desk: MemberProgram, files: Files, number: int, version: int) -> Response:
    """The file as it was handed in."""
    return as_handed_in(db, desk, files, number, version)


def _out(text: SpeechText) -> TextOut:
    return TextOut.model_validate(text, from_attributes=True)
