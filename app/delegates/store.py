"""The list of delegates: finding them, and what each of them holds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func
from sqlmodel import Session, col, select

from app.conferences.models import DelegateGroup, Unit
from app.conferences.store import as_code, dress_rules
from app.delegates.models import Delegate, DelegateRole, Pass, Placement, Position, Substitution
from app.delegates.rules import Attendance, Dress, Order, Role, called, masked
from app.delegates.rules import dress_of as dress
from app.delegates.search import COMING, Filter, conditions, nearness
from app.errors import NotFound
from app.halls.models import Seat

PAGE = 50
ALL = Filter()
REPLACED = (Attendance.SUBSTITUTED, Attendance.ABSENT)  # with whom somebody may stand in

# Built once: on a page behind a QR code, building would cost more than asking.
_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_ROLES = select(DelegateRole).where(col(DelegateRole.delegate_id).in_(_IDS))
_ROLES = _ROLES.order_by(col(DelegateRole.id))
_POSITIONS = select(Position).where(col(Position.delegate_id).in_(_IDS))
_POSITIONS = _POSITIONS.order_by(col(Position.place))
_LISTED = (
    select(Delegate, DelegateGroup, Unit, Seat)
    .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
    .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
    .outerjoin(Placement, col(Placement.delegate_id) == Delegate.id)
    .outerjoin(Seat, col(Seat.id) == Placement.seat_id)
)
_HOLDER = _LISTED.join(Pass, col(Pass.delegate_id) == Delegate.id).where(
    col(Pass.token) == bindparam("token"), col(Pass.revoked_at).is_(None)
)

_BY_PRECEDENCE = (col(Delegate.precedence), col(Delegate.number))
_BY_ORDER = {
    Order.PRECEDENCE: _BY_PRECEDENCE,
    Order.NAME: (col(Delegate.sort_key), col(Delegate.number)),
    Order.UNIT: (col(Unit.position).nulls_last(), *_BY_PRECEDENCE),
    Order.GROUP: (col(DelegateGroup.precedence), *_BY_PRECEDENCE),
}


@dataclass(frozen=True)
class StandIn:
    """Somebody sent in the place of somebody else."""

    id: int
    called: str
    comes: bool


@dataclass
class Listed:
    """A delegate as lists show them."""

    delegate: Delegate
    group: DelegateGroup
    unit: Unit | None
    chair: Seat | None
    roles: list[Role] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    stands_in_for: str = ""  # as that person is called
    stand_ins: list["StandIn"] = field(default_factory=list)  # whoever was sent in their place

    @property
    def seat(self) -> str | None:
        """The label of their seat."""
        return self.chair.label if self.chair else None

    @property
    def called(self) -> str:
        return called(self.delegate.name, self.positions) or f"Đại biểu số {self.delegate.number}"

    @property
    def precedence(self) -> tuple[int, ...]:
        """Sorts people as they are introduced, seated and listed."""
        return (self.delegate.precedence, self.delegate.number)

    @property
    def stand_in(self) -> "StandIn | None":
        """Whoever comes in their place."""
        return next((one for one in self.stand_ins if one.comes), None)

    @property
    def is_stand_in(self) -> bool:
        return self.delegate.stands_in_for_id is not None

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


def listing(
    db: Session, conference_id: int, wanted: Filter = ALL, *, by_phone: bool = False
) -> Listing:
    """One page of the delegates that fit, in five queries however many there are.

    ``by_phone`` for those who may read phone numbers: they also find people by the last digits.
    """
    fitting = conditions(conference_id, wanted, by_phone=by_phone)
    total = db.exec(select(func.count(col(Delegate.id))).where(*fitting)).one()
    page = min(wanted.page, max(1, -(-total // PAGE)))
    order = [*nearness(wanted.search), *_BY_ORDER[wanted.order]]
    found = _detailed(db, fitting, order, offset=(page - 1) * PAGE, limit=PAGE)
    return Listing(found, total, page)


def everyone(db: Session, conference_id: int, wanted: Filter = ALL) -> list[Listed]:
    """All delegates that fit, of every page, for papers and exports."""
    return _detailed(db, conditions(conference_id, wanted), _BY_ORDER[wanted.order])


def delegate_of(db: Session, conference_id: int, delegate_id: int) -> Listed:
    """Raises NotFound for a delegate of another conference."""
    found = _detailed(db, [*conditions(conference_id, ALL), col(Delegate.id) == delegate_id])
    if not found:
        raise NotFound("Không có đại biểu này")
    return found[0]


def numbered(db: Session, conference_id: int, number: int) -> int:
    """The id of the delegate with this number in the list. Raises NotFound."""
    query = select(Delegate.id).where(Delegate.conference_id == conference_id)
    found = db.exec(query.where(Delegate.number == number)).first()
    if found is None:
        raise NotFound("Không có đại biểu số {n}", n=number)
    return found


def those(db: Session, conference_id: int, delegate_ids: Collection[int]) -> dict[int, Listed]:
    """The delegates of the conference with these ids, by id, in order of precedence."""
    wanted = col(Delegate.id).in_(delegate_ids)
    found = _detailed(db, [*conditions(conference_id, ALL), wanted], _BY_PRECEDENCE)
    return {listed.delegate.id: listed for listed in found}


def who_comes(db: Session, conference_id: int, delegate_ids: Collection[int]) -> dict[int, Listed]:
    """The delegates with these ids, by id; for one who is replaced, whoever comes instead."""
    found = those(db, conference_id, delegate_ids)
    sent = {id: one.stand_in.id for id, one in found.items() if one.stand_in is not None}
    instead = those(db, conference_id, sent.values()) if sent else {}
    return {id: instead[sent[id]] if id in sent else one for id, one in found.items()}


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


def _detailed(
    db: Session,
    fitting: Sequence[ColumnElement[bool]],
    order: Iterable[Any] = (),
    offset: int = 0,
    limit: int | None = None,
) -> list[Listed]:
    query = _LISTED.where(*fitting).order_by(*order).offset(offset).limit(limit)
    return _filled(db, [Listed(*row) for row in db.exec(query)])


def _filled(db: Session, found: list[Listed]) -> list[Listed]:
    by_id = {listed.delegate.id: listed for listed in found}
    for held in roles_of(db, by_id):
        by_id[held.delegate_id].roles.append(held.role)
    for post in positions_of(db, by_id):
        by_id[post.delegate_id].positions.append(post.title)
    _tie(db, by_id)
    return found


def _tie(db: Session, by_id: dict[int, Listed]) -> None:
    """Tell everybody who stands in for whom, in one query where anybody does."""
    absent = {one.delegate.stands_in_for_id for one in by_id.values()} - {None}
    replaced = [id for id, one in by_id.items() if one.delegate.attendance in REPLACED]
    if not absent and not replaced:
        return
    first = (
        select(Position.title)
        .where(Position.delegate_id == Delegate.id)
        .order_by(col(Position.place))
        .limit(1)
        .scalar_subquery()
    )
    wanted = col(Delegate.id).in_(absent) | col(Delegate.stands_in_for_id).in_(replaced)
    names: dict[int | None, str] = {}
    for other, title in db.exec(select(Delegate, first).where(wanted).order_by(col(Delegate.id))):
        names[other.id] = called(other.name, [title] if title else [])
        holder = by_id.get(other.stands_in_for_id or 0)
        if holder is not None and other.stands_in_for_id in replaced:
            comes = other.attendance in COMING
            holder.stand_ins.append(StandIn(other.id, names[other.id], comes))
    for one in by_id.values():
        one.stands_in_for = names.get(one.delegate.stands_in_for_id, "")


def roles_of(db: Session, delegate_ids: Iterable[int]) -> list[DelegateRole]:
    return list(db.exec(_ROLES, params={"ids": list(delegate_ids)}))


def positions_of(db: Session, delegate_ids: Iterable[int]) -> list[Position]:
    return list(db.exec(_POSITIONS, params={"ids": list(delegate_ids)}))


def valid_pass(db: Session, delegate_id: int) -> Pass | None:
    query = select(Pass).where(Pass.delegate_id == delegate_id)
    return db.exec(query.where(col(Pass.revoked_at).is_(None))).first()


def placement_of(db: Session, delegate_id: int) -> Placement | None:
    return db.exec(select(Placement).where(Placement.delegate_id == delegate_id)).first()


def replaced_by(db: Session, token: str) -> Delegate | None:
    """The delegate whose code this was until somebody else was sent in their place."""
    query = (
        select(Delegate)
        .join(Pass, col(Pass.delegate_id) == Delegate.id)
        .where(Pass.token == as_code(token), col(Pass.revoked_at).is_not(None))
        .where(col(Delegate.attendance) == Attendance.SUBSTITUTED)
    )
    return db.exec(query).first()


def substitution_of(db: Session, stand_in_id: int) -> Substitution | None:
    """How this stand-in came to be one, while that holds."""
    query = select(Substitution).where(Substitution.stand_in_id == stand_in_id)
    return db.exec(query.where(col(Substitution.undone_at).is_(None))).first()


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
    found = db.exec(_HOLDER, params={"token": as_code(token)})
    return next(iter(_filled(db, [Listed(*row) for row in found])), None)


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
