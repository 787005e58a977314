"""The list of delegates: enrolling, finding, and what each of them holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, insert
from sqlmodel import Session, col, select

from app import vietnamese
from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import new_code
from app.delegates.models import Delegate, DelegateRole, Pass, Placement, Position
from app.delegates.rules import Attendance, Role, Sex
from app.errors import NotFound
from app.halls.models import Seat

PAGE = 50


@dataclass(frozen=True)
class Enrolment:
    """A place of the composition as a list gives it."""

    group_id: int
    positions: Sequence[str]
    unit: Unit | None = None
    name: str = ""
    is_synthetic: bool = False
    sex: Sex | None = None
    is_uniformed: bool = False
    rank: int = 0
    roles: Sequence[Role] = (Role.DELEGATE,)
    attendance: Attendance = Attendance.INVITED


class Order(StrEnum):
    PRECEDENCE = "precedence"
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True)
class Filter:
    """What part of the list is wanted. Empty fields hold for everybody."""

    search: str = ""
    group_id: int | None = None
    unit_id: int | None = None
    attendance: Attendance | None = None
    role: Role | None = None
    is_named: bool | None = None
    order: Order = Order.PRECEDENCE


ALL = Filter()

_COLUMNS = {
    Order.PRECEDENCE: (col(Delegate.number),),
    Order.NAME: (col(Delegate.sort_key), col(Delegate.number)),
    Order.UNIT: (col(Unit.position), col(Delegate.number)),
}


@dataclass
class Listed:
    """A delegate as lists show them."""

    delegate: Delegate
    group: DelegateGroup
    unit: Unit | None
    seat: str | None
    roles: list[Role] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """One page of the list, and how many there are in all."""

    delegates: list[Listed]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def enrol(
    db: Session, conference_id: int, enrolments: Iterable[Enrolment], at: datetime
) -> list[Delegate]:
    """Add delegates in the order given, each with positions, roles and a pass of their own."""
    numbered = select(func.coalesce(func.max(Delegate.number), 0))
    last = db.exec(numbered.where(Delegate.conference_id == conference_id)).one()
    pairs = [
        (enrolment, _delegate(conference_id, last + place, enrolment))
        for place, enrolment in enumerate(enrolments, 1)
    ]
    db.add_all(delegate for _, delegate in pairs)
    db.flush()
    _insert(
        db,
        Position,
        (
            {"delegate_id": delegate.id, "place": place, "title": title}
            for enrolment, delegate in pairs
            for place, title in enumerate(enrolment.positions, 1)
        ),
    )
    _insert(
        db,
        DelegateRole,
        (
            {"delegate_id": delegate.id, "role": role}
            for enrolment, delegate in pairs
            for role in enrolment.roles
        ),
    )
    _insert(
        db,
        Pass,
        (
            {"delegate_id": delegate.id, "token": new_code(), "issued_at": at}
            for _, delegate in pairs
        ),
    )
    return [delegate for _, delegate in pairs]


def _insert(db: Session, table: type, rows: Iterable[dict[str, object]]) -> None:
    rows = list(rows)
    if rows:
        db.execute(insert(table), rows)


def _delegate(conference_id: int, number: int, enrolment: Enrolment) -> Delegate:
    unit_name = enrolment.unit.name if enrolment.unit else ""
    return Delegate(
        conference_id=conference_id,
        number=number,
        group_id=enrolment.group_id,
        unit_id=enrolment.unit.id if enrolment.unit else None,
        name=enrolment.name,
        is_synthetic=enrolment.is_synthetic,
        sex=enrolment.sex,
        is_uniformed=enrolment.is_uniformed,
        rank=enrolment.rank,
        attendance=enrolment.attendance,
        sort_key=vietnamese.name_key(enrolment.name) if enrolment.name else "zz",
        search_key=vietnamese.fold(f"{enrolment.name} {' '.join(enrolment.positions)} {unit_name}"),
    )


def listing(db: Session, conference_id: int, wanted: Filter, page: int = 1) -> Listing:
    """One page of the delegates that fit, in four queries however many there are."""
    conditions = _conditions(conference_id, wanted)
    total = db.exec(select(func.count(col(Delegate.id))).where(*conditions)).one()
    page = min(max(1, page), max(1, -(-total // PAGE)))
    found = _detailed(db, conditions, wanted.order, offset=(page - 1) * PAGE, limit=PAGE)
    return Listing(found, total, page)


def everyone(db: Session, conference_id: int, wanted: Filter = ALL) -> list[Listed]:
    """All delegates that fit, for papers and exports."""
    return _detailed(db, _conditions(conference_id, wanted), wanted.order)


def delegate_of(db: Session, conference_id: int, delegate_id: int) -> Listed:
    """Raises NotFound for a delegate of another conference."""
    conditions = [*_conditions(conference_id, ALL), col(Delegate.id) == delegate_id]
    found = _detailed(db, conditions, Order.PRECEDENCE)
    if not found:
        raise NotFound("Không có đại biểu này")
    return found[0]


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


def _detailed(
    db: Session,
    conditions: list[ColumnElement[bool]],
    order: Order,
    offset: int = 0,
    limit: int | None = None,
) -> list[Listed]:
    query = (
        select(Delegate, DelegateGroup, Unit, Seat.label)
        .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .outerjoin(Placement, col(Placement.delegate_id) == Delegate.id)
        .outerjoin(Seat, col(Seat.id) == Placement.seat_id)
        .where(*conditions)
        .order_by(*_COLUMNS[order])
        .offset(offset)
        .limit(limit)
    )
    found = [Listed(*row) for row in db.exec(query)]
    by_id = {listed.delegate.id: listed for listed in found}
    roles = select(DelegateRole).where(col(DelegateRole.delegate_id).in_(by_id))
    for held in db.exec(roles.order_by(col(DelegateRole.id))):
        by_id[held.delegate_id].roles.append(held.role)
    positions = select(Position).where(col(Position.delegate_id).in_(by_id))
    for post in db.exec(positions.order_by(col(Position.place))):
        by_id[post.delegate_id].positions.append(post.title)
    return found


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


def holder(db: Session, token: str) -> tuple[Delegate, int]:
    """The delegate whose valid pass this is, with the conference.

    Raises the same NotFound, after the same work, for a token that is wrong, revoked or malformed.
    """
    query = select(Delegate).join(Pass, col(Pass.delegate_id) == Delegate.id)
    query = query.where(Pass.token == token.upper(), col(Pass.revoked_at).is_(None))
    found = db.exec(query).first()
    if found is None:
        raise NotFound
    return found, found.conference_id


def renew_pass(db: Session, delegate_id: int, at: datetime) -> Pass:
    """Revoke the delegate's code, so that it is refused at once, and issue another."""
    old = valid_pass(db, delegate_id)
    if old is not None:
        old.revoked_at = at
        db.add(old)
        db.flush()
    new = Pass(delegate_id=delegate_id, token=new_code(), issued_at=at)
    db.add(new)
    return new


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
