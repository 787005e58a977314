"""Urging: what is due goes into the outbox, and what went stands in the record.

Nothing leaves the house by this alone: letters are drafts until a person releases them. A rule's
letters go at once only where an organiser has allowed just that for this rule, and then in that
organiser's name. On a rehearsal clock no letter is written at all: the record of the rehearsal
says who would have been urged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app import addresses, clock
from app.checklist import store as checklist
from app.checklist.rules import Entry
from app.conferences.history import Author, note
from app.conferences.models import Conference, Rehearsal
from app.conferences.store import at_work
from app.db import Database
from app.links.store import valid_links
from app.outbox import changes as outbox
from app.outbox.store import Draft, contacts, prepare
from app.reminders import letters, planning, store
from app.reminders.models import UrgingManner
from app.reminders.planning import Message, Reason
from app.reminders.rules import Way
from app.vietnamese import HANOI

AT_ONCE = 500  # letters a transaction: others write in between
BY_RULE = "Quy tắc đôn đốc"
ERRAND = "reminders"  # the scheduler's name of it


@dataclass(frozen=True)
class Scene:
    """A conference at its present moment, with everything still to be done. ``base``: the address
    of this installation, empty where nobody has said it: then letters carry no links."""

    conference: Conference
    rehearsal: Rehearsal | None
    now: datetime
    entries: list[Entry]
    manner: UrgingManner
    base: str

    @property
    def here(self) -> int:
        return self.conference.id

    @property
    def is_quiet(self) -> bool:
        """Whether no rule urges now."""
        return planning.quiet_of(self.manner).holds(self.now.astimezone(HANOI))

    @property
    def rehearsal_id(self) -> int | None:
        return self.rehearsal.id if self.rehearsal else None


@dataclass
class Done:
    """What one run has done. ``entries``: urgings written down; ``released``: letters that go at
    once; ``rehearsed``: messages that were only recorded."""

    entries: int = 0
    letters: int = 0
    released: int = 0
    rehearsed: int = 0

    def add(self, other: "Done") -> None:
        for name, count in vars(other).items():
            setattr(self, name, getattr(self, name) + count)


def run(database: Database, base: str, conference_id: int | None = None) -> Done:
    """Urge about everything that is due, in one conference or in all of them.

    Any number of workers may do this at once, and any of them may die: each transaction holds the
    conference's manner, looks anew at what is due and was not urged yet, and writes letters and
    record together or not at all.
    """
    done = Done()
    with database.reading() as db:
        wanted = store.urging_conferences(db)
    for here in wanted if conference_id is None else [conference_id]:
        with database.reading() as db:
            has_due = bool(due(db, scene(db, here, base)))
        while has_due:
            with database.writing() as db:
                found, has_due = _urge_some(db, here, base)
            done.add(found)
    return done


def scene(db: Session, conference_id: int, base: str, *, is_held: bool = False) -> Scene:
    """``is_held``: others who would urge here wait until this transaction ends."""
    read = store.held_manner if is_held else store.manner
    manner = read(db, conference_id)
    conference, rehearsal, now = at_work(db, conference_id)
    rehearsal_id = rehearsal.id if rehearsal else None
    entries = checklist.entries(db, conference, rehearsal_id, now)
    return Scene(conference, rehearsal, now, entries, manner, base)


def due(db: Session, at: Scene) -> list[Reason]:
    """What the rules ask for now and was not done yet."""
    found = planning.due(at.entries, store.rules(db, at.here), at.manner, at.now)
    return new(db, at, found)


def new(db: Session, at: Scene, reasons: Sequence[Reason]) -> list[Reason]:
    """Those of the reasons for which nobody was urged yet."""
    causes = {reason.cause for reason in reasons}
    known = store.known(db, at.here, at.rehearsal_id, causes) if causes else set()
    return [reason for reason in reasons if reason.key not in known]


def write(
    db: Session, author: Author, at: Scene, messages: Sequence[Message], *, is_released: bool
) -> Done:
    """Letters into the outbox and lines into the record. ``is_released``: the author has read them
    and lets them go."""
    done = Done(entries=sum(len(message.reasons) for message in messages))
    if at.rehearsal:
        done.rehearsed = len(messages)
        store.write_down(db, _lines(author, at, messages, {}))
        return done
    written = drafts(db, at, messages)
    prepare(db, author, at.here, written)
    made = store.letters_by_reason(db, at.here, [draft.reason for draft in written])
    by_message = {message.digest: made[letters.reason(message)] for message in messages}
    for message in messages:
        releasing = author if is_released else _allowed(message)
        if releasing is not None:
            outbox.release(db, releasing, by_message[message.digest])
            done.released += 1
    done.letters = len(messages)
    ids = {digest: letter.id for digest, letter in by_message.items()}
    store.write_down(db, _lines(author, at, messages, ids))
    note(db, author, at.conference, at.conference.short_name, "urging", None, done.entries)
    return done


def drafts(db: Session, at: Scene, messages: Sequence[Message]) -> list[Draft]:
    """The letters that these messages make, one for each."""
    emails = {one.unit_id: one.email for one in contacts(db, at.here) if one.unit_id is not None}
    links = {
        link.unit_id: at.base.rstrip("/") + addresses.of_unit(link.token)
        for link in (valid_links(db, at.here).values() if at.base else ())
        if link.expires_at > at.now
    }
    return [
        letters.draft(
            at.conference,
            at.manner,
            message,
            at.now,
            address=emails.get(unit_id, "") if unit_id is not None else at.manner.email,
            link=links.get(unit_id, "") if unit_id is not None else "",
        )
        for message in messages
        for unit_id in [message.recipient.unit_id]
    ]


def _urge_some(db: Session, conference_id: int, base: str) -> tuple[Done, bool]:
    """At most so many messages; and whether there are more."""
    at = scene(db, conference_id, base, is_held=True)
    allowed = store.trusted(db, at.conference, store.rules(db, conference_id))
    found = planning.messages(due(db, at), allowed, Way.MAIL)
    if not found:
        return Done(), False
    author = Author(None, BY_RULE, clock.now())
    done = write(db, author, at, found[:AT_ONCE], is_released=False)
    return done, len(found) > AT_ONCE


def _allowed(message: Message) -> Author | None:
    """In whose name the letter goes at once."""
    rule = message.consent
    return Author(rule.consent_id, rule.consented_by, clock.now()) if rule else None


def _lines(
    author: Author, at: Scene, messages: Sequence[Message], ids: Mapping[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "conference_id": at.here,
            "rehearsal_id": at.rehearsal_id,
            "cause": reason.cause,
            "hours": reason.rule.hours if reason.rule else None,
            "side": reason.rule.side if reason.rule else None,
            "entry": reason.entry.key,
            "kind": reason.entry.kind,
            "subject": letters.what(reason.entry)[:600],
            "recipient": reason.recipient.key,
            "name": letters.name_of(at.conference, message),
            "unit_id": reason.recipient.unit_id,
            "due": reason.deadline,
            "relation": reason.relation,
            "at": at.now,
            "who": message.consent.consented_by if message.consent else author.name,
            "letter_id": ids.get(message.digest),
        }
        for message in messages
        for reason in message.reasons
    ]
