"""Writing invitations into the outbox, and keeping the addresses they go to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from app import vietnamese
from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.errors import Refused
from app.invitations import exports, store
from app.invitations.exports import Link
from app.invitations.rules import Entry, Fault, Found, Whom, match, reason
from app.invitations.store import Book, Invitee
from app.outbox import changes as outbox
from app.outbox.rules import Kind, is_address
from app.outbox.store import Attachment, Draft, Prepared, prepare
from app.paper.pdf import PDF


@dataclass(frozen=True)
class Pasted:
    """What became of a pasted list: how many addresses are new or changed, how many were known,
    and the lines that nobody could place."""

    saved: int
    known: int
    doubts: tuple[Found, ...]


def write_wording(
    db: Session, author: Author, conference: Conference, said: Mapping[str, object]
) -> None:
    """The words of every letter from now on; letters of the old wording stay as they were sent."""
    wording = store.wording(db, conference.id)
    if all(getattr(wording, field) == value for field, value in said.items()):
        return
    before = wording.version
    wording.sqlmodel_update({**said, "version": before + 1})
    db.add(wording)
    note(db, author, conference, "Giấy mời", "wording", before, before + 1)


@dataclass(frozen=True)
class Files:
    """Printed letters by whom they are for, with what stood in them."""

    by_id: Mapping[int, bytes]
    stood: Mapping[int, object]


def printed(book: Book, invitees: Sequence[Invitee], whole: Link) -> Files:
    """The letters that go with e-mails. It takes seconds: not while a transaction writes."""
    carried = [one for one in invitees if one.address]
    made = exports.letter_pdfs(book, carried, whole) if carried else []
    ids = [one.id for one in carried]
    return Files(
        dict(zip(ids, made, strict=True)), {one.id: exports.paper(book, one) for one in carried}
    )


def write_letters(
    db: Session, author: Author, book: Book, invitees: Sequence[Invitee], link: Link, files: Files
) -> Prepared:
    """A letter for each into the outbox. An e-mail carries the printed letter with its codes, so
    that nobody needs a network at the door.

    Raises Refused where a printed letter is not what would be printed now.
    """
    carried = [one for one in invitees if one.address]
    if any(files.stood.get(one.id) != exports.paper(book, one) for one in carried):
        raise Refused("Danh sách vừa thay đổi trong lúc in giấy mời. Hãy soạn lại")
    drafts = [
        Draft(
            reason=reason(one.whom, one.id, book.wording.version),
            kind=Kind.INVITATION,
            recipient=one.name,
            subject=exports.subject(book),
            body=exports.text(book, one, link),
            address=one.address,
            unit_id=one.id if one.whom is Whom.UNITS else None,
            delegate_id=one.id if one.whom is Whom.PEOPLE else None,
            attachments=[Attachment("giay-moi.pdf", PDF, files.by_id[one.id])]
            if one.address
            else (),
        )
        for one in invitees
    ]
    return prepare(db, author, book.conference.id, drafts)


def paste_contacts(
    db: Session, author: Author, conference_id: int, entries: Sequence[Entry]
) -> Pasted:
    """Keep every address whose holder is certain; ask about the others."""
    holders = store.holders(db, conference_id)
    known, near = store.by_key(holders), store.by_bare(holders)
    saved = same = 0
    doubts = []
    for entry in entries:
        key, bare = vietnamese.tone_key(entry.holder), vietnamese.fold(entry.holder)
        found = match(entry, key, bare, known, near)
        if found.fault is None and not is_address(entry.email):
            found = replace(found, fault=Fault.ADDRESS)
        if found.fault is not None:
            doubts.append(found)
            continue
        is_new = outbox.save_contact(
            db,
            author,
            conference_id,
            unit_id=found.unit_id,
            delegate_id=found.delegate_id,
            label=found.label,
            name=entry.name[:120],
            email=entry.email,
            phone=entry.phone[:20],
        )
        saved, same = saved + is_new, same + (not is_new)
    return Pasted(saved, same, tuple(doubts))
