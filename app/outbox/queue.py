"""The queue of released letters: who sends which, and what became of it.

Each step is a short transaction of its own. A sender claims one letter, commits, hands it over,
and writes down the answer. Claims are rows of the database, so any number of senders, in any
number of processes, share one queue: SQLite lets one of them write at a time, PostgreSQL locks
the row and lets the others pass by it.

If a sender dies between handing over and writing down, nobody can know whether the mail server
took the letter: there is no transaction across both. Sending again might invite somebody twice,
not sending might invite nobody. So a claim that ran out makes the letter doubtful, and a person,
who can ask the recipient, decides.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.db import announce
from app.deadlines import Quiet
from app.outbox import store
from app.outbox.mail import Result
from app.outbox.models import Attempt, Letter
from app.outbox.rules import Outcome, State, leaves_at, pause
from app.vietnamese import HANOI

LEASE = timedelta(minutes=10)  # longer than a server may take for all its answers
LOST = "Bộ gửi thư dừng đột ngột sau khi nhận thư này"


def claim(db: Session, token: str, now: datetime) -> Letter | None:
    """The next letter that is due, now the claimant's alone; None when there is none.

    A reminder whose turn comes in quiet hours, as after a night without a server, is put off.
    """
    while (letter := next(iter(store.due(db, now, at_most=1)), None)) is not None:
        quiet = store.manner(db, letter.conference_id).quiet
        at = _leaves_at(letter, now, quiet, is_first=not letter.attempts)
        if at <= now:
            letter.state, letter.claim, letter.claimed_until = State.SENDING, token, now + LEASE
            db.add(letter)
            return letter
        letter.next_attempt_at = at
        db.add(letter)
        announce(db, store.topic(letter.conference_id))
    return None


def conclude(db: Session, letter_id: int, token: str, result: Result, now: datetime) -> None:
    """Write down how a try ended.

    A letter whose claim ran out meanwhile still learns the truth, unless a person has decided.
    """
    letter = store.held(db, letter_id, token)
    if letter is None:
        db.add(_attempt(letter_id, result, now))
    else:
        _settle(db, letter, result, now)


def put_off(db: Session, answer: str, now: datetime) -> int:
    """No server can be reached: every letter that is due waits. How many there were."""
    letters = store.due(db, now)
    for letter in letters:
        _settle(db, letter, Result(Outcome.LATER, answer), now)
    return len(letters)


def doubt(db: Session, now: datetime) -> int:
    """Letters of senders that never came back. How many there were."""
    letters = store.abandoned(db, now)
    for letter in letters:
        letter.state, letter.last_error = State.DOUBTFUL, LOST
        db.add(letter)
        db.add(_attempt(letter.id, Result(Outcome.UNKNOWN, LOST), now))
        announce(db, store.topic(letter.conference_id))
    return len(letters)


def _settle(db: Session, letter: Letter, result: Result, now: datetime) -> None:
    letter.attempts += 1
    letter.claimed_until = None
    letter.last_error = "" if result.outcome is Outcome.SENT else result.answer
    match result.outcome:
        case Outcome.SENT:
            letter.state, letter.sent_at = State.SENT, now
        case Outcome.UNKNOWN:
            letter.state = State.DOUBTFUL
        case Outcome.LATER if (wait := pause(letter.attempts)) is not None:
            quiet = store.manner(db, letter.conference_id).quiet
            letter.state, letter.next_attempt_at = (
                State.RELEASED,
                _leaves_at(letter, now + wait, quiet),
            )
        case _:
            letter.state = State.FAILED
    db.add(letter)
    db.add(_attempt(letter.id, result, now))
    announce(db, store.topic(letter.conference_id))


def _leaves_at(letter: Letter, due: datetime, quiet: Quiet, *, is_first: bool = False) -> datetime:
    """In quiet hours a reminder only leaves where a person has let it go in these very hours."""
    let_go_at = letter.released_at.astimezone(HANOI) if is_first and letter.released_at else None
    return leaves_at(letter.kind, due.astimezone(HANOI), quiet, let_go_at)


def _attempt(letter_id: int, result: Result, now: datetime) -> Attempt:
    return Attempt(letter_id=letter_id, at=now, outcome=result.outcome, answer=result.answer)
