"""Files that the office gives units to read."""

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.conferences.history import Author, note
from app.conferences.models import Conference, Unit
from app.conferences.store import units_by_id
from app.enclosures import Kind, called
from app.errors import NotFound
from app.files import Shelf
from app.intake.models import UnitDocument


def documents(db: Session, conference_id: int) -> list[UnitDocument]:
    """All that are given, to whomever, the newest first."""
    return list(db.exec(_given(conference_id)))


def documents_of(db: Session, conference_id: int, unit_id: int) -> list[UnitDocument]:
    """What one unit sees: its own, and those for all."""
    own = or_(UnitDocument.unit_id == unit_id, col(UnitDocument.unit_id).is_(None))
    return list(db.exec(_given(conference_id).where(own)))


def document_of(db: Session, conference_id: int, document_id: int) -> UnitDocument:
    """Raises NotFound for one of another conference, and for one that was withdrawn."""
    found = db.exec(_given(conference_id).where(UnitDocument.id == document_id)).first()
    if found is None:
        raise NotFound("Không có tài liệu này")
    return found


def give(
    db: Session,
    shelf: Shelf,
    author: Author,
    conference: Conference,
    unit_id: int | None,
    title: str,
    name: str,
    kind: Kind,
    content: bytes,
) -> UnitDocument:
    """Raises NotFound for a unit of another conference."""
    unit = units_by_id(db, conference.id, [unit_id]).get(unit_id) if unit_id else None
    if unit_id and unit is None:
        raise NotFound("Không có đơn vị này")
    made = UnitDocument(
        conference_id=conference.id,
        unit_id=unit_id,
        title=title or called(name, kind, "tai-lieu").rpartition(".")[0],
        name=called(name, kind, "tai-lieu"),
        kind=kind,
        size=len(content),
        file=shelf.keep(db, content),
        at=author.at,
        who=author.name,
    )
    db.add(made)
    db.flush()
    _note(db, author, conference, unit, None, made.title)
    return made


def withdraw(
    db: Session, shelf: Shelf, author: Author, conference: Conference, document_id: int
) -> None:
    """Nobody gets the document any more; that it was given stays."""
    found = document_of(db, conference.id, document_id)
    found.withdrawn_at = author.at
    db.add(found)
    shelf.discard(db, found.file)
    unit = db.get(Unit, found.unit_id) if found.unit_id else None
    _note(db, author, conference, unit, found.title, None)


def _given(conference_id: int) -> SelectOfScalar[UnitDocument]:
    query = select(UnitDocument).where(UnitDocument.conference_id == conference_id)
    return query.where(col(UnitDocument.withdrawn_at).is_(None)).order_by(
        col(UnitDocument.id).desc()
    )


def _note(
    db: Session,
    author: Author,
    conference: Conference,
    unit: Unit | None,
    before: str | None,
    after: str | None,
) -> None:
    row, label = (unit, unit.name) if unit else (conference, "Tài liệu cho mọi đơn vị")
    note(db, author, row, label, "unit_document", before, after)
