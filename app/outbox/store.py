"""Letters: preparing them, and finding them again. Nothing here sends anything."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.outbox.models import Letter, LetterAttachment
from app.outbox.rules import Kind, State


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """A letter as another room proposes it.

    ``reason`` says why it is written, such as ``invitation/unit/17/v2``: of one reason there is
    one letter in a conference, ever. Without ``address`` it is a text to copy by hand.
    """

    reason: str
    kind: Kind
    recipient: str
    subject: str
    body: str
    address: str = ""
    unit_id: int | None = None
    delegate_id: int | None = None
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True)
class Prepared:
    """How many letters are new, how many drafts were rewritten, how many stay as they are."""

    new: int
    rewritten: int
    kept: int


def prepare(db: Session, author: Author, conference_id: int, drafts: Iterable[Draft]) -> Prepared:
    """Put letters into the outbox as drafts; a person releases them there.

    The same reason again rewrites its draft. What a person has edited, released or withdrawn, and
    what was sent, is kept as it is. Of a reason given twice the last counts.
    """
    wanted = {draft.reason: draft for draft in drafts}
    known = _by_reason(db, conference_id, wanted)
    new: list[Letter] = []
    rewritten: list[Letter] = []
    for reason, draft in wanted.items():
        letter = known.get(reason)
        if letter is None:
            new.append(_letter(author, conference_id, draft))
        elif letter.state is State.DRAFT and not letter.is_edited:
            letter.sqlmodel_update({**_text(draft), "prepared_at": author.at})
            rewritten.append(letter)
    db.add_all([*new, *rewritten])
    for old in attachments(db, [letter.id for letter in rewritten]):
        db.delete(old)
    db.flush()
    written = [*new, *rewritten]
    for letter in written:
        for file in wanted[letter.reason].attachments:
            db.add(LetterAttachment(letter_id=letter.id, **vars(file)))
    if written:
        conference = db.get_one(Conference, conference_id)
        note(db, author, conference, conference.short_name, "letters", None, len(written))
    return Prepared(len(new), len(rewritten), len(wanted) - len(written))


def attachments(db: Session, letter_ids: Collection[int]) -> list[LetterAttachment]:
    """Of all these letters, in order."""
    query = select(LetterAttachment).where(col(LetterAttachment.letter_id).in_(letter_ids))
    return list(db.exec(query.order_by(col(LetterAttachment.id))))


def _letter(author: Author, conference_id: int, draft: Draft) -> Letter:
    return Letter(
        conference_id=conference_id,
        message_id=secrets.token_hex(16),
        prepared_at=author.at,
        **_text(draft),
    )


def _text(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in vars(draft).items() if name != "attachments"}


def _by_reason(db: Session, conference_id: int, reasons: Collection[str]) -> dict[str, Letter]:
    query = select(Letter).where(
        Letter.conference_id == conference_id, col(Letter.reason).in_(reasons)
    )
    return {letter.reason: letter for letter in db.exec(query)}
