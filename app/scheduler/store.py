"""Turns: taking one, giving it back, and how they stand."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, or_, select, update

from app.scheduler.models import Turn


def turns(db: Session) -> list[Turn]:
    return list(db.exec(select(Turn).order_by(col(Turn.name))))


def enrol(db: Session, names: Collection[str], now: datetime) -> None:
    """A turn for each errand that has none yet, due at once."""
    known = {turn.name for turn in turns(db)}
    db.add_all(Turn(name=name, due_at=now) for name in names if name not in known)


def take(db: Session, name: str, token: str, now: datetime, until: datetime) -> bool:
    """Whether the errand is due and now the claimant's alone, until ``until`` at the latest.

    One conditional statement: of any number of workers one changes the row, the others none.
    """
    is_free = or_(col(Turn.claimed_until).is_(None), col(Turn.claimed_until) < now)
    taken = db.connection().execute(
        update(Turn)
        .where(col(Turn.name) == name, col(Turn.due_at) <= now, is_free)
        .values(claim=token, claimed_until=until)
    )
    return taken.rowcount == 1


def failures(db: Session, name: str) -> int:
    """How often the errand has failed in a row."""
    return db.exec(select(Turn.failures).where(Turn.name == name)).one()


def give_back(
    db: Session, name: str, token: str, due_at: datetime, at: datetime, told: str, failed: int
) -> bool:
    """Write down how it went. False where the claim ran out and somebody else has taken it."""
    mine = (col(Turn.name) == name, col(Turn.claim) == token)
    values = {"claim": "", "claimed_until": None, "due_at": due_at, "ended_at": at}
    done = db.connection().execute(
        update(Turn).where(*mine).values(**values, told=told[:300], failures=failed)
    )
    return done.rowcount == 1
