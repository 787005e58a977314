"""Letters: preparing them, and finding them again. Nothing here sends anything."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, Field, model_validator
from sqlalchemy import func, or_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.errors import NotFound
from app.outbox.models import Attempt, Contact, Letter, LetterAttachment, UrgingManner
from app.outbox.rules import Kind, State

RELEASED = "outbox"  # on the bulletin: there may be something to send
PAGE = 50


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
    known = by_reason(db, conference_id, wanted)
    new = [draft for reason, draft in wanted.items() if reason not in known]
    rewritten = [one for one in known.values() if one.state is State.DRAFT and not one.is_edited]
    for letter in rewritten:
        letter.sqlmodel_update({**_text(wanted[letter.reason]), "written_at": author.at})
    db.add_all(rewritten)
    if rewritten:
        for old in attachments(db, [letter.id for letter in rewritten]):
            db.delete(old)
    if new:
        db.execute(sa.insert(Letter), _rows(author, conference_id, new))
    written = [*new, *(wanted[letter.reason] for letter in rewritten)]
    carrying = {draft.reason: draft.attachments for draft in written if draft.attachments}
    ids = ids_by_reason(db, conference_id, carrying) if carrying else {}
    for reason, files in carrying.items():
        db.add_all(LetterAttachment(letter_id=ids[reason], **vars(file)) for file in files)
    if written:
        conference = db.get_one(Conference, conference_id)
        note(db, author, conference, conference.short_name, "letters", None, len(written))
    return Prepared(len(new), len(rewritten), len(wanted) - len(written))


def by_reason(db: Session, conference_id: int, reasons: Collection[str]) -> dict[str, Letter]:
    """The letters written for these reasons."""
    query = select(Letter).where(
        Letter.conference_id == conference_id, col(Letter.reason).in_(reasons)
    )
    return {letter.reason: letter for letter in db.exec(query)}


def ids_by_reason(db: Session, conference_id: int, reasons: Collection[str]) -> dict[str, int]:
    """Their numbers alone."""
    query = select(Letter.reason, Letter.id).where(
        Letter.conference_id == conference_id, col(Letter.reason).in_(reasons)
    )
    return dict(db.exec(query).all())


def attachments(db: Session, letter_ids: Collection[int]) -> list[LetterAttachment]:
    """Of all these letters, in order."""
    query = select(LetterAttachment).where(col(LetterAttachment.letter_id).in_(letter_ids))
    return list(db.exec(query.order_by(col(LetterAttachment.id))))


def due(db: Session, now: datetime, at_most: int | None = None) -> list[Letter]:
    """Released letters whose turn has come, the longest waiting first; locked, where that is
    needed, except those that somebody else has locked."""
    query = (
        select(Letter)
        .where(Letter.state == State.RELEASED, Letter.address != "")
        .where(col(Letter.next_attempt_at) <= now)
        .order_by(col(Letter.next_attempt_at), col(Letter.id))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return list(db.exec(query))


def manner(db: Session, conference_id: int) -> UrgingManner:
    """How the conference urges: as somebody has set it, else as it is shipped; not saved then."""
    return db.get(UrgingManner, conference_id) or UrgingManner(conference_id=conference_id)


def held(db: Session, letter_id: int, claim: str) -> Letter | None:
    """The letter, where this claim still stands."""
    query = select(Letter).where(Letter.id == letter_id, Letter.claim == claim)
    return db.exec(query.with_for_update()).first()


def abandoned(db: Session, now: datetime) -> list[Letter]:
    """Letters whose sender should long have said what became of them."""
    query = select(Letter).where(Letter.state == State.SENDING, col(Letter.claimed_until) < now)
    return list(db.exec(query.with_for_update(skip_locked=True)))


class Filter(BaseModel, frozen=True):
    """What part of the outbox is wanted. Empty fields hold for every letter."""

    kind: Kind | None = None
    state: State | None = None
    by_hand: bool = False  # only texts that wait to be copied
    search: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=2**31 - 1)

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, typed: dict[str, Any]) -> dict[str, Any]:
        """A field of a form that was left empty asks for nothing."""
        return {name: value for name, value in typed.items() if value != ""}


@dataclass(frozen=True)
class Tally:
    """How many letters of one kind are in one state, with an address or without."""

    kind: Kind
    state: State
    is_by_mail: bool
    count: int


def tallies(db: Session, conference_id: int) -> list[Tally]:
    by_mail = col(Letter.address) != ""
    query = select(Letter.kind, Letter.state, by_mail, func.count())
    found = db.exec(
        query.where(Letter.conference_id == conference_id).group_by(
            col(Letter.kind), col(Letter.state), by_mail
        )
    )
    return [Tally(Kind(k), State(s), bool(m), n) for k, s, m, n in found]


def listing(db: Session, conference_id: int, wanted: Filter) -> tuple[list[Letter], int]:
    """One page of the letters that fit, without their texts, and how many fit in all."""
    fitting = [Letter.conference_id == conference_id]
    if wanted.kind is not None:
        fitting.append(Letter.kind == wanted.kind)
    if wanted.state is not None:
        fitting.append(Letter.state == wanted.state)
    if wanted.by_hand:
        fitting += [Letter.state == State.RELEASED, Letter.address == ""]
    if wanted.search:
        like = wanted.search.strip()
        sought = or_(
            col(Letter.recipient).icontains(like, autoescape=True),
            col(Letter.subject).icontains(like, autoescape=True),
        )
        fitting.append(sought)  # type: ignore[arg-type]
    total = db.exec(select(func.count(col(Letter.id))).where(*fitting)).one()
    query = select(Letter).options(defer(Letter.body)).where(*fitting)  # type: ignore[arg-type]
    query = query.order_by(col(Letter.id)).offset((wanted.page - 1) * PAGE).limit(PAGE)
    return list(db.exec(query)), total


def letter_of(db: Session, conference_id: int, letter_id: int) -> Letter:
    """Locked against senders until the transaction ends, where it writes.

    Raises NotFound for a letter of another conference.
    """
    query = select(Letter).where(Letter.id == letter_id, Letter.conference_id == conference_id)
    letter = db.exec(query.with_for_update()).first()
    if letter is None:
        raise NotFound("Không có thư này")
    return letter


def attempts(db: Session, letter_ids: Collection[int]) -> list[Attempt]:
    """Every try to send these letters."""
    return list(db.exec(select(Attempt).where(col(Attempt.letter_id).in_(letter_ids))))


def attempts_of(db: Session, letter_id: int) -> list[Attempt]:
    """The record of a letter, the newest try first."""
    query = select(Attempt).where(Attempt.letter_id == letter_id)
    return list(db.exec(query.order_by(col(Attempt.id).desc())))


def attachment_of(db: Session, letter_id: int, attachment_id: int) -> LetterAttachment:
    """Raises NotFound for a file of another letter."""
    file = db.get(LetterAttachment, attachment_id)
    if file is None or file.letter_id != letter_id:
        raise NotFound("Không có tệp này")
    return file


def drafts(db: Session, conference_id: int, kind: Kind | None = None) -> list[Letter]:
    query = _all(conference_id).where(Letter.state == State.DRAFT)
    if kind is not None:
        query = query.where(Letter.kind == kind)
    return list(db.exec(query))


def failed(db: Session, conference_id: int) -> list[Letter]:
    return list(db.exec(_all(conference_id).where(Letter.state == State.FAILED)))


def all_letters(db: Session, conference_id: int) -> list[Letter]:
    return list(db.exec(_all(conference_id)))


def next_by_hand(db: Session, conference_id: int) -> Letter | None:
    """The first text that waits to be copied."""
    query = _all(conference_id).where(Letter.state == State.RELEASED, Letter.address == "")
    return db.exec(query.limit(1)).first()


def contacts(db: Session, conference_id: int) -> list[Contact]:
    """Of units and of delegates. For organisers only."""
    return list(db.exec(select(Contact).where(Contact.conference_id == conference_id)))


def contact_of(
    db: Session, conference_id: int, unit_id: int | None, delegate_id: int | None
) -> Contact | None:
    """Of a unit or of a delegate, whichever is given."""
    query = select(Contact).where(Contact.conference_id == conference_id)
    return db.exec(
        query.where(Contact.unit_id == unit_id, Contact.delegate_id == delegate_id)
    ).first()


def topic(conference_id: int) -> str:
    """On the bulletin: a letter of this conference moved."""
    return f"outbox/{conference_id}"


def _all(conference_id: int) -> SelectOfScalar[Letter]:
    return select(Letter).where(Letter.conference_id == conference_id).order_by(col(Letter.id))


def _rows(author: Author, conference_id: int, drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """New letters as plain rows: a reminder run writes a thousand."""
    blank = Letter(
        conference_id=conference_id,
        reason="",
        kind=Kind.OTHER,
        recipient="",
        subject="",
        body="",
        written_at=author.at,
        message_id="",
    ).model_dump(exclude={"id"})
    return [{**blank, "message_id": secrets.token_hex(16), **_text(draft)} for draft in drafts]


def _text(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in vars(draft).items() if name != "attachments"}
