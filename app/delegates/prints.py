"""What was printed for whom, and what of it is no longer true."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, String, bindparam, case, cast, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.conferences.history import Author
from app.conferences.models import DelegateGroup, Unit
from app.delegates import store
from app.delegates.models import Delegate, Pass, Placement, Position, Print
from app.delegates.rules import Attendance, PrintKind
from app.delegates.standing import PLACE, Places, differences, places, standing
from app.delegates.store import Listed
from app.halls.models import Block, Landmark, Seat, SeatRow
from app.vietnamese import exact_key


@dataclass(frozen=True)
class Changed:
    """Delegates whose paper of one kind must be made: anew, or for the first time."""

    anew: list[int]
    first: list[int]

    @property
    def all(self) -> list[int]:
        return [*self.anew, *self.first]


@dataclass(frozen=True)
class Printed:
    """How many papers of one kind were printed for people who come, and how many still hold."""

    printed: int
    true: int


@dataclass(frozen=True)
class Outdated:
    """A printed paper that is no longer true: by part of it, what stood there and what should."""

    paper: Print
    person: Listed
    differs: dict[str, tuple[str, str]]


def record(
    db: Session,
    author: Author,
    conference_id: int,
    kind: PrintKind,
    delegate_ids: Collection[int],
) -> None:
    """Note that this paper was printed now for these delegates; ids from elsewhere are ignored."""
    before = {one.delegate_id: one for one in _printed(db, conference_id, kind)}
    people = store.those(db, conference_id, delegate_ids)
    for delegate_id, stood in standings(db, conference_id, kind, people.values()).items():
        paper = before.get(delegate_id) or Print(
            conference_id=conference_id,
            delegate_id=delegate_id,
            kind=kind,
            stood=stood,
            printed_at=author.at,
            who=author.name,
        )
        paper.stood, paper.printed_at, paper.who = stood, author.at, author.name
        db.add(paper)


def standings(
    db: Session, conference_id: int, kind: PrintKind, people: Iterable[Listed]
) -> dict[int, dict[str, str]]:
    """What a paper of this kind would say now of each of these people, by delegate."""
    passes, found = _passes(db, conference_id), places(db, conference_id)
    return {
        one.delegate.id: standing(kind, one, passes.get(one.delegate.id), found) for one in people
    }


def changed(db: Session, conference_id: int, kind: PrintKind) -> Changed:
    """Whose paper of this kind must be printed: those who come, in order of precedence.

    Papers of people who no longer come are out of date, but nothing is printed for them.
    """
    coming = [
        one for one in store.everyone(db, conference_id) if one.delegate.attendance.takes_seat
    ]
    stood = {one.delegate_id: one.stood for one in _printed(db, conference_id, kind)}
    found = Changed([], [])
    for delegate_id, now in standings(db, conference_id, kind, coming).items():
        if delegate_id not in stood:
            found.first.append(delegate_id)
        elif differences(kind, stood[delegate_id], now):
            found.anew.append(delegate_id)
    return found


def out_of_date(db: Session, conference_id: int) -> list[Outdated]:
    """Every printed paper that is no longer true, the people in order of precedence."""
    papers: dict[int, list[Print]] = {}
    for paper in _printed(db, conference_id):
        papers.setdefault(paper.delegate_id, []).append(paper)
    people = store.those(db, conference_id, papers)
    passes, found = _passes(db, conference_id), places(db, conference_id)
    return [
        stale
        for delegate_id, person in people.items()
        for stale in _stale(papers[delegate_id], person, passes.get(delegate_id), found)
    ]


@dataclass(frozen=True)
class Doomed:
    """A printed paper that names a seat which is to change; ``after`` is empty where the person
    stays away."""

    kind: PrintKind
    person: Listed
    before: str
    after: str


def doomed(db: Session, conference_id: int, seats: Mapping[int, str]) -> list[Doomed]:
    """Printed papers that will be wrong once these delegates sit on these seats: of those that are
    true to the seat of today, in order of precedence."""
    kinds = [kind for kind in PrintKind if "seat" in kind.parts]
    query = select(Print).where(Print.conference_id == conference_id, col(Print.kind).in_(kinds))
    papers: dict[int, list[Print]] = {}
    for paper in db.exec(query.order_by(col(Print.id))):
        if paper.delegate_id in seats and paper.stood.get("seat") != seats[paper.delegate_id]:
            papers.setdefault(paper.delegate_id, []).append(paper)
    people = store.those(db, conference_id, papers)
    return [
        Doomed(paper.kind, person, paper.stood.get("seat", ""), seats[delegate_id])
        for delegate_id, person in people.items()
        for paper in papers[delegate_id]
    ]


def out_of_date_of(db: Session, person: Listed) -> list[Outdated]:
    """The papers of one person that are no longer true."""
    query = select(Print).where(Print.delegate_id == person.delegate.id)
    held = store.valid_pass(db, person.delegate.id)
    found = places(db, person.delegate.conference_id)
    return _stale(db.exec(query.order_by(col(Print.id))), person, held.id if held else None, found)


def counts(db: Session, conference_id: int) -> dict[PrintKind, int]:
    """For how many people each kind was printed."""
    query = select(Print.kind, func.count()).where(Print.conference_id == conference_id)
    return {PrintKind(kind): n for kind, n in db.exec(query.group_by(Print.kind))}


def true_counts(db: Session, conference_id: int) -> dict[PrintKind, Printed]:
    """Of each kind that was printed, in one statement: what ``standing`` says, compared where the
    papers are kept. Names are compared here: two ways of composing a letter are one name."""
    found: dict[PrintKind, list[bool]] = {}
    for kind, is_other, name, stood in db.execute(_COMPARED, {"conference": conference_id}):
        is_true = not is_other and (name == stood or exact_key(name) == stood)
        found.setdefault(PrintKind(kind), []).append(is_true)
    return {kind: Printed(len(true), sum(true)) for kind, true in found.items()}


def _comparing() -> Select[tuple[str, bool, str, str]]:
    """Kind, whether anything but the name differs, the name now and then."""
    titles = (
        columns(col(Position.title))
        .where(col(Position.delegate_id) == col(Delegate.id))
        .order_by(col(Position.place))
        .correlate(Delegate)
        .subquery()
    )
    positions = columns(func.aggregate_strings(titles.c.title, "; ")).scalar_subquery()
    now = {
        "positions": positions,
        "post": case((col(Delegate.name) == "", positions), else_=""),
        "unit": col(Unit.name),
        "group": col(DelegateGroup.name),
        "seat": col(Seat.label),
        "place": PLACE,
        "pass": cast(col(Pass.id), String),
    }
    differs = [
        col(Print.kind).in_([kind for kind in PrintKind if part in kind.parts])
        & (col(Print.stood)[part].as_string() != func.coalesce(value, ""))
        for part, value in now.items()
    ]
    return (
        columns(
            col(Print.kind),
            or_(*differs),
            col(Delegate.name),
            func.coalesce(col(Print.stood)["name"].as_string(), ""),
        )
        .join(Delegate, col(Delegate.id) == col(Print.delegate_id))
        .join(DelegateGroup, col(DelegateGroup.id) == col(Delegate.group_id))
        .outerjoin(Unit, col(Unit.id) == col(Delegate.unit_id))
        .outerjoin(Placement, col(Placement.delegate_id) == col(Delegate.id))
        .outerjoin(Seat, col(Seat.id) == col(Placement.seat_id))
        .outerjoin(SeatRow, col(SeatRow.id) == col(Seat.row_id))
        .outerjoin(Block, col(Block.id) == col(SeatRow.block_id))
        .outerjoin(Landmark, col(Landmark.id) == col(Block.door_id))
        .outerjoin(
            Pass, (col(Pass.delegate_id) == col(Delegate.id)) & col(Pass.revoked_at).is_(None)
        )
        .where(
            col(Print.conference_id) == bindparam("conference"),
            col(Delegate.attendance).in_([state for state in Attendance if state.takes_seat]),
        )
    )


_COMPARED = _comparing()  # built once: every look at the checklist asks it


def _stale(
    papers: Iterable[Print], person: Listed, pass_id: int | None, found: Places
) -> list[Outdated]:
    compared = [
        (paper, differences(paper.kind, paper.stood, standing(paper.kind, person, pass_id, found)))
        for paper in papers
    ]
    return [Outdated(paper, person, differs) for paper, differs in compared if differs]


def _printed(db: Session, conference_id: int, kind: PrintKind | None = None) -> Iterable[Print]:
    query = select(Print).where(Print.conference_id == conference_id)
    if kind is not None:
        query = query.where(Print.kind == kind)
    return db.exec(query.order_by(col(Print.id))).all()


def _passes(db: Session, conference_id: int) -> dict[int, int]:
    """The number of every delegate's valid pass, by delegate."""
    query = (
        select(Pass.delegate_id, Pass.id)
        .join(Delegate, col(Delegate.id) == Pass.delegate_id)
        .where(Delegate.conference_id == conference_id, col(Pass.revoked_at).is_(None))
    )
    return dict(db.exec(query).all())
