"""What people decide about letters: release, withdraw, retry, edit, or carry over by hand."""

from collections.abc import Sequence

from sqlmodel import Session

from app.conferences.history import Author, note
from app.conferences.models import Conference
from app.db import announce
from app.errors import Refused
from app.outbox import store
from app.outbox.models import Attempt, Contact, Letter
from app.outbox.rules import Act, Kind, Outcome, State, may, seal


def release(db: Session, author: Author, letter: Letter) -> None:
    """Let one letter go. With an address it is sent at once, else its text waits to be copied."""
    _allow(Act.RELEASE, letter)
    _move(db, author, letter, State.RELEASED)
    _let_go(db, author, letter)


def release_all(
    db: Session, author: Author, conference_id: int, kind: Kind | None, seen: str
) -> int:
    """Let all drafts go, of one kind or of every kind; how many they were.

    ``seen`` is the seal of what the person was shown. Refused where other drafts lie there now.
    """
    drafts = store.drafts(db, conference_id, kind)
    if seal([letter.written_at for letter in drafts]) != seen:
        raise Refused("Thư nháp đã thay đổi sau khi đồng chí xem, hãy xem lại rồi duyệt")
    for letter in drafts:
        letter.state = State.RELEASED
        _let_go(db, author, letter)
    conference = db.get_one(Conference, conference_id)
    note(db, author, conference, conference.short_name, "released", None, len(drafts))
    return len(drafts)


def withdraw(db: Session, author: Author, letter: Letter) -> None:
    _allow(Act.WITHDRAW, letter)
    _move(db, author, letter, State.WITHDRAWN)


def redraft(db: Session, author: Author, letter: Letter) -> None:
    """Back among the drafts, to be changed and released anew."""
    _allow(Act.REDRAFT, letter)
    letter.attempts, letter.last_error = 0, ""
    _move(db, author, letter, State.DRAFT)


def retry(db: Session, author: Author, letter: Letter) -> None:
    """Try now; for a doubtful letter this is the decision to send it once more."""
    _allow(Act.RETRY, letter)
    letter.attempts = 0
    _move(db, author, letter, State.RELEASED)
    _let_go(db, author, letter)


def retry_failed(db: Session, author: Author, conference_id: int) -> int:
    """Try all failed letters again; how many they are."""
    letters = store.failed(db, conference_id)
    for letter in letters:
        retry(db, author, letter)
    return len(letters)


def confirm(db: Session, author: Author, letter: Letter) -> None:
    """A doubtful letter did arrive: the recipient says so."""
    _allow(Act.CONFIRM, letter)
    _sent(db, author, letter)


def carry_over(db: Session, author: Author, letter: Letter) -> None:
    """The text was copied and sent another way; no e-mail goes out any more."""
    _allow(Act.BY_HAND, letter)
    letter.released_by = letter.released_by or author.name
    letter.released_at = letter.released_at or author.at
    _sent(db, author, letter)


def edit(
    db: Session, author: Author, letter: Letter, address: str, subject: str, body: str
) -> None:
    """A person's words stay, also when the letter is prepared again."""
    _allow(Act.EDIT, letter)
    written = {"address": address, "subject": subject, "body": body}
    if all(getattr(letter, field) == value for field, value in written.items()):
        return
    letter.sqlmodel_update({**written, "is_edited": True, "written_at": author.at})
    db.add(letter)
    note(db, author, letter, _label(letter), "letter_text", None, subject)


def save_contact(
    db: Session,
    author: Author,
    conference_id: int,
    *,
    unit_id: int | None = None,
    delegate_id: int | None = None,
    label: str,
    name: str,
    email: str,
    phone: str,
) -> bool:
    """Whom to write to; False where that was known. The history says that it changed, and not to
    what: addresses and phones stay in one place."""
    contact = store.contact_of(db, conference_id, unit_id, delegate_id) or Contact(
        conference_id=conference_id, unit_id=unit_id, delegate_id=delegate_id
    )
    said = {"name": name, "email": email, "phone": phone}
    if contact.id is not None and contact.model_dump(include=set(said)) == said:
        return False
    db.add(contact.sqlmodel_update(said))
    db.flush()
    note(db, author, contact, label, "contact", None, None)
    return True


def forget(db: Session, conference_id: int) -> None:
    """Take the persons out, after the event: states, times and counts stay."""
    letters: Sequence[Letter] = store.all_letters(db, conference_id)
    for file in store.attachments(db, [letter.id for letter in letters]):
        db.delete(file)
    for letter in letters:
        letter.recipient = letter.address = letter.subject = letter.body = ""
        letter.last_error = ""
        db.add(letter)
    for attempt in store.attempts(db, [letter.id for letter in letters]):
        attempt.answer = ""  # servers repeat the address
        db.add(attempt)
    for contact in store.contacts(db, conference_id):
        db.delete(contact)


def _allow(act: Act, letter: Letter) -> None:
    if not may(act, letter.state, letter.attempts):
        raise Refused("Thư này vừa đổi tình trạng, hãy xem lại")


def _let_go(db: Session, author: Author, letter: Letter) -> None:
    letter.released_by, letter.released_at = author.name, author.at
    letter.next_attempt_at = author.at
    db.add(letter)
    announce(db, store.RELEASED)
    announce(db, store.topic(letter.conference_id))


def _sent(db: Session, author: Author, letter: Letter) -> None:
    letter.sent_at, letter.last_error = author.at, ""
    _move(db, author, letter, State.SENT)
    db.add(Attempt(letter_id=letter.id, at=author.at, outcome=Outcome.BY_HAND, who=author.name))


def _move(db: Session, author: Author, letter: Letter, to: State) -> None:
    note(db, author, letter, _label(letter), "letter", letter.state, to)
    letter.state, letter.claim = to, ""  # what a sender still says comes too late
    db.add(letter)
    announce(db, store.topic(letter.conference_id))


def _label(letter: Letter) -> str:
    return f"{letter.subject} → {letter.recipient}"
