"""The list of delegates: finding them, and what each of them holds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field, model_validator
from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from app import vietnamese
from app.conferences.models import DelegateGroup, Unit
from app.conferences.rules import UnitKind
from app.conferences.store import as_code, dress_rules
from app.delegates.models import Delegate, DelegateRole, Pass, Placement, Position
from app.delegates.rules import Attendance, Dress, Order, Role, called, masked
from app.delegates.rules import dress_of as dress
from app.errors import NotFound
from app.halls.models import Seat

PAGE = 50
_LARGEST_ID = 2**31 - 1


class Filter(BaseModel, frozen=True):
    """What part of the list is wanted. Empty fields hold for everybody."""

    search: str = Field(default="", max_length=100)
    group_id: int | None = Field(default=None, ge=1, le=_LARGEST_ID)
    unit_id: int | None = Field(default=None, ge=1, le=_LARGEST_ID)
    attendance: Attendance | None = None
    role: Role | None = None
    is_named: bool | None = None
    order: Order = Order.PRECEDENCE
    page: int = Field(default=1, ge=1, le=_LARGEST_ID)

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, typed: dict[str, Any]) -> dict[str, Any]:
        """A field of a form that was left empty asks for nothing."""
        return {name: value for name, value in typed.items() if value != ""}


ALL = Filter()

# Communes come unit by unit; the others by the rank they hold in their group.
_COMMUNE = col(Unit.kind).in_([kind for kind in UnitKind if kind.is_commune_level])
_BY_PRECEDENCE = (
    col(DelegateGroup.precedence),
    case((_COMMUNE, col(Unit.position)), else_=0),
    col(Delegate.rank),
    col(Delegate.number),
)
_BY_ORDER = {
    Order.PRECEDENCE: _BY_PRECEDENCE,
    Order.NAME: (col(Delegate.sort_key), col(Delegate.number)),
    Order.UNIT: (col(Unit.position).nulls_last(), *_BY_PRECEDENCE),
}


@dataclass
class Listed:
    """A delegate as lists show them."""

    delegate: Delegate
    group: DelegateGroup
    unit: Unit | None
    chair: Seat | None
    roles: list[Role] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)

    @property
    def seat(self) -> str | None:
        """The label of their seat."""
        return self.chair.label if self.chair else None

    @property
    def called(self) -> str:
        return called(self.delegate.name, self.positions)

    @property
    def masked_phone(self) -> str:
        return masked(self.delegate.phone)


@dataclass(frozen=True)
class Listing:
    """One page of the list, and how many there are in all."""

    delegates: list[Listed]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def first(self) -> int:
        """The place of this page's first line among all of them."""
        return (self.page - 1) * PAGE + 1


@dataclass(frozen=True)
class Sums:
    """How the places of a conference stand."""

    places: int
    named: int
    by: dict[Attendance, int]


def listing(db: Session, conference_id: int, wanted: Filter = ALL) -> Listing:
    """One page of the delegates that fit, in four queries however many there are."""
    conditions = _conditions(conference_id, wanted)
    total = db.exec(select(func.count(col(Delegate.id))).where(*conditions)).one()
    page = min(wanted.page, max(1, -(-total // PAGE)))
    order = [*_nearness(wanted.search), *_BY_ORDER[wanted.order]]
    found = _detailed(db, conditions, order, offset=(page - 1) * PAGE, limit=PAGE)
    return Listing(found, total, page)


def everyone(db: Session, conference_id: int, wanted: Filter = ALL) -> list[Listed]:
    """All delegates that fit, of every page, for papers and exports."""
    return _detailed(db, _conditions(conference_id, wanted), _BY_ORDER[wanted.order])


def delegate_of(db: Session, conference_id: int, delegate_id: int) -> Listed:
    """Raises NotFound for a delegate of another conference."""
    conditions = [*_conditions(conference_id, ALL), col(Delegate.id) == delegate_id]
    found = _detailed(db, conditions)
    if not found:
        raise NotFound("Không có đại biểu này")
    return found[0]


def those(db: Session, conference_id: int, delegate_ids: Collection[int]) -> dict[int, Listed]:
    """The delegates of the conference with these ids, by id, in order of precedence."""
    wanted = col(Delegate.id).in_(delegate_ids)
    found = _detailed(db, [*_conditions(conference_id, ALL), wanted], _BY_PRECEDENCE)
    return {listed.delegate.id: listed for listed in found}


def dress_of(db: Session, found: Listed) -> str | None:
    """What the plan asks this person to wear, or None where it says nothing."""
    delegate = found.delegate
    rules = [
        Dress(rule.text, rule.role, rule.sex, rule.is_uniformed)
        for rule in dress_rules(db, delegate.conference_id)
    ]
    return dress(rules, found.roles, delegate.sex, delegate.is_uniformed)


def last_number(db: Session, conference_id: int) -> int:
    query = select(func.coalesce(func.max(Delegate.number), 0))
    return int(db.exec(query.where(Delegate.conference_id == conference_id)).one())


def last_rank(db: Session, group_id: int, unit: Unit | None) -> int:
    """The lowest rank given so far: in a commune's delegation, or in a group."""
    query = select(func.coalesce(func.max(Delegate.rank), 0)).where(Delegate.group_id == group_id)
    if unit is not None and unit.kind.is_commune_level:
        query = query.where(Delegate.unit_id == unit.id)
    return int(db.exec(query).one())


def sums(db: Session, conference_id: int) -> Sums:
    """All places of the conference, in one query."""
    named = func.sum(case((col(Delegate.name) != "", 1), else_=0))
    query = select(Delegate.attendance, func.count(), named).group_by(Delegate.attendance)
    counted = db.exec(query.where(Delegate.conference_id == conference_id)).all()
    return Sums(
        places=sum(count for _, count, _ in counted),
        named=sum(int(names) for _, _, names in counted),
        by={**dict.fromkeys(Attendance, 0), **{Attendance(state): n for state, n, _ in counted}},
    )


def _conditions(conference_id: int, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [col(Delegate.conference_id) == conference_id]
    conditions += [
        col(Delegate.search_key).contains(word, autoescape=True)
        for word in vietnamese.words(wanted.search)
    ]
    if wanted.group_id is not None:
        conditions.append(col(Delegate.group_id) == wanted.group_id)
    if wanted.unit_id is not None:
        conditions.append(col(Delegate.unit_id) == wanted.unit_id)
    if wanted.attendance is not None:
        conditions.append(col(Delegate.attendance) == wanted.attendance)
    if wanted.is_named is not None:
        conditions.append((col(Delegate.name) != "") == wanted.is_named)
    if wanted.role is not None:
        holders = select(DelegateRole.delegate_id).where(DelegateRole.role == wanted.role)
        conditions.append(col(Delegate.id).in_(holders))
    return conditions


def _nearness(search: str) -> list[ColumnElement[int]]:
    """Of those that fit a search, first whoever is called so, then whoever is somewhere."""
    phrase = " ".join(vietnamese.words(search))
    key = col(Delegate.search_key)
    begins = key.startswith(phrase, autoescape=True)
    is_called = and_(begins, col(Delegate.name) != "")
    is_somewhere = or_(begins, key.contains(f" {phrase}", autoescape=True))
    return [case((is_called, 0), (is_somewhere, 1), else_=2)] if phrase else []


def _detailed(
    db: Session,
    conditions: list[ColumnElement[bool]],
    order: Iterable[Any] = (),
    offset: int = 0,
    limit: int | None = None,
) -> list[Listed]:
    query = (
        select(Delegate, DelegateGroup, Unit, Seat)
        .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .outerjoin(Placement, col(Placement.delegate_id) == Delegate.id)
        .outerjoin(Seat, col(Seat.id) == Placement.seat_id)
        .where(*conditions)
        .order_by(*order)
        .offset(offset)
        .limit(limit)
    )
    found = [Listed(*row) for row in db.exec(query)]
    by_id = {listed.delegate.id: listed for listed in found}
    for held in roles_of(db, by_id):
        by_id[held.delegate_id].roles.append(held.role)
    for post in positions_of(db, by_id):
        by_id[post.delegate_id].positions.append(post.title)
    return found


def roles_of(db: Session, delegate_ids: Iterable[int]) -> list[DelegateRole]:
    query = select(DelegateRole).where(col(DelegateRole.delegate_id).in_(delegate_ids))
    return list(db.exec(query.order_by(col(DelegateRole.id))))


def positions_of(db: Session, delegate_ids: Iterable[int]) -> list[Position]:
    query = select(Position).where(col(Position.delegate_id).in_(delegate_ids))
    return list(db.exec(query.order_by(col(Position.place))))


def valid_pass(db: Session, delegate_id: int) -> Pass | None:
    query = select(Pass).where(Pass.delegate_id == delegate_id)
    return db.exec(query.where(col(Pass.revoked_at).is_(None))).first()


def tokens(db: Session, conference_id: int) -> dict[int, str]:
    """The valid token of every delegate, by delegate."""
    query = (
        select(Pass.delegate_id, Pass.token)
        .join(Delegate, col(Delegate.id) == Pass.delegate_id)
        .where(Delegate.conference_id == conference_id, col(Pass.revoked_at).is_(None))
    )
    return dict(db.exec(query).all())


def holder(db: Session, token: str) -> Listed | None:
    """The delegate whose valid pass this is, of whatever conference.

    None, after the same work, for a token that is wrong, revoked or malformed.
    """
    held = select(Pass.delegate_id).where(Pass.token == as_code(token))
    is_holder = col(Delegate.id) == held.where(col(Pass.revoked_at).is_(None)).scalar_subquery()
    return next(iter(_detailed(db, [is_holder])), None)


def example_token(db: Session) -> str | None:
    """The pass of one named delegate who has a seat, to show what a delegate sees."""
    query = (
        select(Pass.token)
        .join(Delegate, col(Delegate.id) == Pass.delegate_id)
        .join(Placement, col(Placement.delegate_id) == Delegate.id)
        .where(Delegate.name != "", col(Pass.revoked_at).is_(None))
        .order_by(col(Delegate.is_synthetic).desc(), col(Delegate.id))
    )
    return db.exec(query.limit(1)).first()
