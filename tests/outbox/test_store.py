"""Letters are prepared once for each reason, and never behind a person's back."""

from sqlmodel import Session, select

from app.conferences.store import conference_named, units
from app.db import Database
from app.outbox import changes
from app.outbox.models import Letter, LetterAttachment
from app.outbox.rules import Kind, State
from app.outbox.store import Attachment, Draft, Prepared, contacts, prepare
from tests.cast import AUTHOR, HA_NOI, HAI_PHONG


def draft(reason: str, body: str = "Kính mời") -> Draft:
    file = Attachment("giay-moi.txt", "text/plain", body.encode())
    return Draft(
        reason, Kind.INVITATION, "Phường Mẫu", "Giấy mời", body, "a@mau.vn", attachments=[file]
    )


def letters(db: Session) -> dict[str, Letter]:
    return {letter.reason: letter for letter in db.exec(select(Letter))}


def test_the_same_reason_again_rewrites_a_draft_and_nothing_else(summit: Database) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        reasons = ["edited", *State]
        first = prepare(db, AUTHOR, here, [draft(reason) for reason in reasons])
        assert first == Prepared(new=8, rewritten=0, kept=0)
        for reason, letter in letters(db).items():
            letter.state = State(reason) if reason in set(State) else State.DRAFT
            letter.is_edited = reason == "edited"
    with summit.writing() as db:
        again = prepare(db, AUTHOR, here, [draft(reason, "Bản mới") for reason in reasons])
        assert again == Prepared(new=0, rewritten=1, kept=7)
        found = letters(db)
        assert [r for r, letter in found.items() if letter.body == "Bản mới"] == ["draft"]
        files = db.exec(
            select(LetterAttachment).where(LetterAttachment.letter_id == found["draft"].id)
        ).all()
        assert [file.content.decode() for file in files] == ["Bản mới"]


def test_another_conference_has_its_own_reasons(summit: Database) -> None:
    with summit.writing() as db:
        for slug in (HAI_PHONG, HA_NOI):
            done = prepare(db, AUTHOR, conference_named(db, slug).id, [draft("x"), draft("x")])
            assert done == Prepared(new=1, rewritten=0, kept=0)


def test_after_the_event_letters_forget_persons_and_keep_the_counts(summit: Database) -> None:
    with summit.writing() as db:
        here = conference_named(db, HAI_PHONG).id
        prepare(db, AUTHOR, here, [draft("a"), draft("b")])
        here_unit = units(db, here)[0].id

        changes.save_contact(
            db, AUTHOR, here, unit_id=here_unit, label="x", name="An", email="an@mau.vn", phone=""
        )
    with summit.writing() as db:
        changes.forget(db, here)
    with summit.reading() as db:
        found = letters(db).values()
        assert len(found) == 2
        assert {(one.recipient, one.address, one.subject, one.body) for one in found} == {
            ("", "", "", "")
        }
        assert db.exec(select(LetterAttachment)).all() == []
        assert contacts(db, here) == []
