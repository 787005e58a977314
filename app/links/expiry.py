"""Links whose time has run out: closed, so that the office sees it and can make new ones."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import clock
from app.conferences.history import Author
from app.conferences.store import rehearsal
from app.db import Database
from app.links import store
from app.links.models import UnitLink


def close_expired(database: Database) -> str:
    """Revoke what has expired at the real time; how many they were."""
    with database.reading() as db:
        has_expired = bool(_expired(db, clock.now()))
    if not has_expired:
        return "0"
    with database.writing() as db:
        author = Author(None, "Bộ định giờ", clock.now())
        found = _expired(db, author.at)
        for link in found:
            store.revoke(db, author, link.conference_id, link.unit_id)
    return str(len(found))


def _expired(db: Session, now: datetime) -> list[UnitLink]:
    """Of conferences that run on the real clock: rehearsed time closes nothing for good."""
    query = select(UnitLink).where(col(UnitLink.expires_at) <= now)
    found = db.exec(query.where(col(UnitLink.revoked_at).is_(None))).all()
    return [link for link in found if rehearsal(db, link.conference_id) is None]
