"""Links of units: finding, making and revoking them. Whatever writes to a unit may carry one."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from app.conferences.history import Author, note
from app.conferences.models import Conference, Unit
from app.conferences.store import as_code, new_code, units
from app.errors import NotFound
from app.links.models import UnitLink
from app.links.rules import expires


def link_of(db: Session, token: str, *, is_writing: bool = False) -> UnitLink | None:
    """None, after the same work, for a token that is wrong, revoked or malformed.

    Whoever writes holds the link until the end: two people of one unit take turns.
    """
    query = select(UnitLink).where(
        UnitLink.token == as_code(token), col(UnitLink.revoked_at).is_(None)
    )
    return db.exec(query.with_for_update() if is_writing else query).first()


def valid_links(db: Session, conference_id: int) -> dict[int, UnitLink]:
    """The link of each unit that has one."""
    query = select(UnitLink).where(UnitLink.conference_id == conference_id)
    return {link.unit_id: link for link in db.exec(query.where(col(UnitLink.revoked_at).is_(None)))}


def make_links(
    db: Session, author: Author, conference: Conference, now: datetime, unit_ids: Collection[int]
) -> list[UnitLink]:
    """A new link for each of these units that has none."""
    known, wanted = valid_links(db, conference.id), set(unit_ids)
    made = []
    for unit in units(db, conference.id):
        if unit.id in wanted and unit.id not in known:
            until = expires(conference.ends_at, now)
            link = UnitLink(
                conference_id=conference.id,
                unit_id=unit.id,
                token=new_code(),
                made_at=author.at,
                expires_at=until,
            )
            db.add(link)
            note(db, author, unit, unit.name, "unit_link", None, until)
            made.append(link)
    db.flush()
    return made


def revoke(db: Session, author: Author, conference_id: int, unit_id: int) -> None:
    """The link is refused from now on. Raises NotFound where the unit has none."""
    link = valid_links(db, conference_id).get(unit_id)
    if link is None:
        raise NotFound("Đơn vị này chưa có đường dẫn")
    link.revoked_at = author.at
    db.add(link)
    unit = db.get_one(Unit, unit_id)
    note(db, author, unit, unit.name, "unit_link", link.expires_at, None)
