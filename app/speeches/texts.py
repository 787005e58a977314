"""Texts of speeches: taking a version in, and taking a mistaken one back.

The office hands in for a unit; a unit's own link does the same with its own name as ``who``.
"""

import hashlib
from datetime import datetime

from sqlmodel import Session

from app import manuscripts
from app.conferences.history import Author, note
from app.errors import Refused
from app.files import Shelf
from app.manuscripts import Manuscript
from app.speeches import changes, store
from app.speeches.models import Speech, SpeechText
from app.speeches.rules import Stage, syllables


def hand_in(
    db: Session,
    shelf: Shelf,
    author: Author,
    speech: Speech,
    manuscript: Manuscript,
    at: datetime,
    rehearsal_id: int | None,
    remark: str = "",
) -> SpeechText:
    """A new version of the text, which begins its way anew: handed in, to be reviewed.

    Raises Refused where it is the same file as the version before.
    """
    known = store.versions(db, speech.id, rehearsal_id)
    digest = hashlib.sha256(manuscript.content).hexdigest()
    if known and known[0].digest == digest:
        raise Refused("Tệp này giống hệt bản {n} đã nộp", n=known[0].version)
    text = SpeechText(
        speech_id=speech.id,
        rehearsal_id=rehearsal_id,
        version=known[0].version + 1 if known else 1,
        file=shelf.keep(db, manuscript.content),
        name=manuscript.name,
        kind=manuscript.kind,
        size=len(manuscript.content),
        digest=digest,
        flaw=manuscript.flaw,
        syllables=syllables(manuscript.text),
        body=manuscripts.written(manuscript.paragraphs),
        at=at,
        who=author.name,
    )
    db.add(text)
    db.flush()
    if rehearsal_id is None:
        note(db, author, speech, changes.label(speech), "text", None, text.name)
    changes.take(db, author, speech, Stage.HANDED_IN, at, at, rehearsal_id, remark, text.id)
    return text


def take_back(db: Session, shelf: Shelf, author: Author, speech: Speech, text: SpeechText) -> None:
    """Remove a version with its file. That it was handed in, and what was said of it, stays."""
    if text.rehearsal_id is None:
        note(db, author, speech, changes.label(speech), "text", text.name, None)
    db.delete(text)
    shelf.discard(db, text.file)
