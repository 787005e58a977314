"""How many places each unit was given."""

from sqlmodel import Session, select

from app.conferences.history import Author, note
from app.conferences.models import Unit
from app.delegates.models import UnitQuota


def set_for_unit(db: Session, author: Author, unit: Unit, places: int | None) -> None:
    """None takes the quota away."""
    found = db.exec(select(UnitQuota).where(UnitQuota.unit_id == unit.id)).first()
    before = found.places if found else None
    if before == places:
        return
    if places is None:
        db.delete(found)
    else:
        quota = found or UnitQuota(conference_id=unit.conference_id, unit_id=unit.id, places=0)
        quota.places = places
        db.add(quota)
    note(db, author, unit, unit.name, "quota", before, places)
