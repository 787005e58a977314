"""Imports and their contents, and what the conference holds for a list to be matched against."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, func, update
from sqlalchemy.orm import defer
from sqlmodel import Session, SQLModel, col, select

from app.conferences import store as conferences
from app.conferences.history import Author, write
from app.conferences.models import Revision, UnitAlias
from app.delegates.models import Delegate, DelegateRole, Pass, Position, Substitution
from app.delegates.rules import Role
from app.errors import NotFound
from app.roster.known import Conference, Known, KnownGroup, KnownUnit
from app.roster.models import RosterContent, RosterImport, RosterMapping, State

_MOST = 500  # values in one statement
_OWN = {"position", "delegaterole", "pass"}  # belong to a delegate and go with them
_DRAFTS = (State.READING, State.FAILED, State.READY)


def imports(db: Session, conference_id: int) -> list[RosterImport]:
    """The newest first."""
    query = select(RosterImport).where(RosterImport.conference_id == conference_id)
    return list(db.exec(query.order_by(col(RosterImport.id).desc()).limit(100)))


def import_of(db: Session, conference_id: int, import_id: int) -> RosterImport:
    """Raises NotFound for an import of another conference."""
    found = db.get(RosterImport, import_id)
    if found is None or found.conference_id != conference_id:
        raise NotFound("Không có lần nhập danh sách này")
    return found


def content_of(db: Session, import_id: int, *, with_file: bool = False) -> RosterContent:
    """The file itself comes only where it is to be read again."""
    query = select(RosterContent).where(RosterContent.import_id == import_id)
    if not with_file:
        query = query.options(defer(RosterContent.file))  # type: ignore[arg-type]
    return db.exec(query).one()


def forget_drafts(db: Session, conference_id: int, before: datetime) -> None:
    """Drafts that nobody came back to; their files hold personal data."""
    db.exec(
        delete(RosterImport).where(
            col(RosterImport.conference_id) == conference_id,
            col(RosterImport.uploaded_at) < before,
            col(RosterImport.state).in_(_DRAFTS),
        )
    )


def beat(db: Session, import_id: int, progress: int, rows: int, at: datetime) -> None:
    """The reader lives and has read so many rows."""
    which = col(RosterImport.id) == import_id
    db.exec(update(RosterImport).where(which).values(progress=progress, rows=rows, beat_at=at))


def mappings(db: Session, conference_id: int, sender_id: int | None) -> dict[str, dict[str, str]]:
    """Confirmed columns by signature: the sender's own, else those of no sender."""
    senders = [0, sender_id or 0]
    query = select(RosterMapping).where(
        RosterMapping.conference_id == conference_id, col(RosterMapping.sender).in_(senders)
    )
    found = db.exec(query.order_by(col(RosterMapping.sender)))
    return {mapping.signature: mapping.fields for mapping in found}


def remember(
    db: Session, conference_id: int, sender_id: int | None, signature: str, fields: dict[str, str]
) -> None:
    """For the next list of this form from this sender."""
    sender = sender_id or 0
    query = select(RosterMapping).where(
        RosterMapping.conference_id == conference_id,
        RosterMapping.sender == sender,
        RosterMapping.signature == signature,
    )
    found = db.exec(query).first() or RosterMapping(
        conference_id=conference_id, sender=sender, signature=signature
    )
    found.fields = fields
    db.add(found)


def conference(db: Session, conference_id: int) -> Conference:
    """All units, groups and delegates, in six queries however many there are."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for alias in db.exec(select(UnitAlias).where(UnitAlias.conference_id == conference_id)):
        aliases[alias.unit_id].append(alias.name)
    return Conference(
        units=[
            KnownUnit(
                unit.id, (unit.name, *aliases[unit.id]), unit.kind, unit.kind.is_commune_level
            )
            for unit in conferences.units(db, conference_id)
        ],
        groups=[
            KnownGroup(group.id, group.code, group.block, group.name)
            for group in conferences.groups(db, conference_id)
        ],
        people=_people(db, conference_id),
    )


def delegates(db: Session, conference_id: int, ids: Collection[int]) -> dict[int, Delegate]:
    found: dict[int, Delegate] = {}
    for some in _slices(ids):
        query = select(Delegate).where(col(Delegate.id).in_(some))
        found |= {
            one.id: one for one in db.exec(query.where(Delegate.conference_id == conference_id))
        }
    return found


def held(db: Session, conference_id: int) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The positions and the roles of every delegate of the conference."""
    positions: dict[int, list[str]] = defaultdict(list)
    roles: dict[int, list[str]] = defaultdict(list)
    mine = Delegate.conference_id == conference_id
    posts = select(Position.delegate_id, Position.title).join(Delegate).where(mine)
    for delegate_id, title in db.exec(posts.order_by(col(Position.place))):
        positions[delegate_id].append(title)
    tasks = select(DelegateRole.delegate_id, DelegateRole.role).join(Delegate).where(mine)
    for delegate_id, role in db.exec(tasks):
        roles[delegate_id].append(Role(role).value)
    return positions, roles


def drop_positions(db: Session, ids: Collection[int]) -> None:
    for some in _slices(ids):
        db.exec(delete(Position).where(col(Position.delegate_id).in_(some)))


def drop_roles(db: Session, ids: Collection[int]) -> None:
    for some in _slices(ids):
        db.exec(delete(DelegateRole).where(col(DelegateRole.delegate_id).in_(some)))


def drop_substitutions(db: Session, stand_in_ids: Collection[int]) -> None:
    for some in _slices(stand_in_ids):
        db.exec(delete(Substitution).where(col(Substitution.stand_in_id).in_(some)))


def drop_delegates(db: Session, ids: Collection[int]) -> None:
    """With their positions, roles and passes."""
    for some in _slices(ids):
        for table in (Position, DelegateRole, Pass):
            db.exec(delete(table).where(col(table.delegate_id).in_(some)))
        db.exec(delete(Delegate).where(col(Delegate.id).in_(some)))


class Telling:
    """Lines of history about delegates, written together: one by one they take most of the time."""

    def __init__(self, author: Author, conference_id: int) -> None:
        self._common = {
            "conference_id": conference_id,
            "at": author.at,
            "staff_id": author.staff_id,
            "who": author.name,
            "table": "delegate",
            "reason": "",
        }
        self._rows: list[dict[str, Any]] = []

    def tell(self, delegate_id: int, label: str, field: str, before: str, after: str) -> None:
        row = {"row_id": delegate_id, "label": label[:200], "field": field}
        self._rows.append({**self._common, **row, "before": before, "after": after})

    def write(self, db: Session) -> None:
        write(db, [Revision(**row) for row in self._rows])
        self._rows = []


def leaning(db: Session, ids: Collection[int]) -> dict[int, str]:
    """Of these delegates, those on whom something else rests by now: the name of its table."""
    found: dict[int, str] = {}
    for table, column in _references():
        for some in _slices(ids):
            rows = db.connection().execute(select(column).where(column.in_(some)).distinct())
            found |= {row[0]: table.name for row in rows}
    return found


def last_ranks(db: Session, conference_id: int) -> dict[tuple[int, int | None], int]:
    """The lowest rank given so far: in each group, and in each unit of a group."""
    query = select(Delegate.group_id, Delegate.unit_id, func.max(Delegate.rank))
    query = query.where(Delegate.conference_id == conference_id)
    found: dict[tuple[int, int | None], int] = {}
    for group_id, unit_id, rank in db.exec(
        query.group_by(col(Delegate.group_id), col(Delegate.unit_id))
    ):
        found[group_id, unit_id] = rank
        found[group_id, None] = max(rank, found.get((group_id, None), 0))
    return found


def edited_since(db: Session, ids: Collection[int], at: datetime) -> set[int]:
    """Of these delegates, those somebody changed after ``at``."""
    found: set[int] = set()
    for some in _slices(ids):
        query = select(Revision.row_id).where(
            Revision.table == "delegate", col(Revision.row_id).in_(some), col(Revision.at) > at
        )
        found |= set(db.exec(query))
    return found


def _references() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of another table that names a delegate."""
    mine = SQLModel.metadata.tables["delegate"].c.id
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is mine and table.name not in _OWN:
                yield table, key.parent


def _people(db: Session, conference_id: int) -> list[Known]:
    positions, roles = held(db, conference_id)
    query = select(Delegate).where(Delegate.conference_id == conference_id)
    return [
        Known(
            id=one.id,
            name=one.name,
            is_synthetic=one.is_synthetic,
            unit_id=one.unit_id,
            group_id=one.group_id,
            positions=positions.get(one.id, []),
            roles=roles.get(one.id, []),
            phone=one.phone,
            sex=one.sex.value if one.sex else "",
            birth_year=one.birth_year,
            attendance=one.attendance.value,
            reason=one.reason,
            rank=one.rank,
            in_post_since=one.in_post_since.isoformat() if one.in_post_since else "",
            is_uniformed=one.is_uniformed,
            needs_step_free=one.needs_step_free,
            note=one.note,
            number=one.number,
            stands_in_for_id=one.stands_in_for_id,
        )
        for one in db.exec(query.order_by(col(Delegate.rank), col(Delegate.number)))
    ]


def _slices(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    listed = list(ids)
    for start in range(0, len(listed), _MOST):
        yield listed[start : start + _MOST]
