"""What a scanned code opens: of one person, one chair, or one poster, and nothing around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import and_, literal, or_, union_all
from sqlmodel import Session, col, select

from app import clock, vietnamese
from app.agenda.store import Day, day
from app.awards.models import Award
from app.conferences.models import Conference, Rehearsal
from app.conferences.store import as_code, at_work, dress_rules
from app.delegates.models import Delegate
from app.delegates.rules import Dress, dress_of
from app.delegates.store import Listed, delegate_of, holder, positions_of, replaced_by
from app.errors import NotFound
from app.halls.models import Landmark
from app.halls.store import FloorView, SeatView, floor_of, seat_view, seat_with_code
from app.portal.rules import Candidate, Doubt, Sitting, sitting, the_one
from app.seating.releases.store import seat_told
from app.speeches.models import Speech

_KEPT = 5.0  # seconds


@dataclass(frozen=True)
class Ground:
    """What a thousand phones ask for alike: the hall's shapes and the rules of dress."""

    read_at: float
    floor: FloorView | None
    dress: Sequence[Dress]


_GROUNDS: WeakKeyDictionary[object, dict[int, Ground]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Occasion:
    """The conference at its present moment, real or rehearsed."""

    conference: Conference
    rehearsal: Rehearsal | None
    now: datetime


@dataclass(frozen=True)
class Place:
    """A seat in its hall, with the door to go in by."""

    seat: SeatView
    floor: FloorView

    @property
    def door(self) -> Landmark | None:
        return self.floor.door_of(self.seat.block)


@dataclass(frozen=True)
class Visit:
    """A delegate's own page."""

    occasion: Occasion
    person: Listed
    place: Place | None
    dress: str | None
    day: Day
    turns: tuple[str, ...]  # ``speech:17``, ``award:3``: what the live page calls them for


@dataclass(frozen=True)
class ChairVisit:
    """The page of a chair, as whoever scans it may see it; ``own`` is where they sit, if known."""

    occasion: Occasion
    scanned: Place
    sitting: Sitting
    own: Place | None


def visit(db: Session, token: str) -> Visit | None:
    """None, after the same work, for a token that is wrong, revoked or malformed."""
    person = holder(db, token)
    if person is None:
        return None
    delegate = person.delegate
    now, place = _occasion(db, delegate.conference_id), _place_of(db, person)
    rules = _ground(db, delegate.conference_id).dress
    worn = dress_of(rules, person.roles, delegate.sex, delegate.is_uniformed)
    return Visit(now, person, place, worn, day(db, now.conference), _turns(db, delegate))


def was_replaced(db: Session, token: str) -> bool:
    """Whether this code was good until somebody else was sent in its holder's place."""
    return replaced_by(db, token) is not None


def chair_visit(db: Session, code: str, token: str) -> ChairVisit | None:
    """``token`` is what the phone remembers, if anything. None for a code that is on no chair."""
    try:
        chair = seat_with_code(db, as_code(code))
    except NotFound:
        return None
    here = chair.conference_id
    person = holder(db, token) if token else None
    if person is not None and person.delegate.conference_id != here:
        person = None  # a guest of another conference
    scanned = _place(db, here, seat_view(db, here, chair.id))
    own = _place_of(db, person) if person else None
    found = sitting(chair.id, person is not None, own.seat.id if own else None)
    return ChairVisit(_occasion(db, here), scanned, found, own)


def poster(db: Session, code: str) -> Occasion | None:
    """The occasion whose open poster this is; None for a wrong code and for one switched off."""
    query = select(Conference).where(Conference.poster_code == as_code(code))
    found = db.exec(query.where(col(Conference.is_poster_open).is_(True))).first()
    return _occasion(db, found.id) if found else None


def whoever_is(
    db: Session, conference_id: int, name: str, unit_id: int | None
) -> tuple[Listed, Place | None] | Doubt:
    """The one delegate who is called ``name``, or whose nameless post is; accents may miss."""
    found = the_one(
        _candidates(db, conference_id, " ".join(vietnamese.words(name))),
        vietnamese.tone_key(name),
        vietnamese.fold(name),
        unit_id,
    )
    if isinstance(found, Doubt):
        return found
    person = delegate_of(db, conference_id, found.id)
    return person, _place_of(db, person)


def _turns(db: Session, delegate: Delegate) -> tuple[str, ...]:
    """When they, or whoever they come for, are called: by the keys of the programme's cues."""
    people = [id for id in (delegate.id, delegate.stands_in_for_id) if id is not None]
    speaks = select(literal("speech"), Speech.number).where(col(Speech.speaker_id).in_(people))
    receives = select(literal("award"), Award.batch_id).where(col(Award.delegate_id).in_(people))
    found = db.execute(union_all(speaks, receives))
    return tuple(f"{kind}:{number}" for kind, number in found)


def _occasion(db: Session, conference_id: int) -> Occasion:
    return Occasion(*at_work(db, conference_id))


def _place_of(db: Session, person: Listed) -> Place | None:
    """What has been announced to them; a seat that is only planned is nobody's business yet."""
    seat = seat_told(db, person.delegate)
    return _place(db, person.delegate.conference_id, seat) if seat else None


def _place(db: Session, conference_id: int, seat: SeatView) -> Place:
    floor = _ground(db, conference_id, seat).floor
    assert floor is not None, "a seat stands in a hall"
    return Place(seat, floor)


def _ground(db: Session, conference_id: int, seat: SeatView | None = None) -> Ground:
    """Read anew when it is some seconds old, and at once where it does not know the seat."""
    kept = _GROUNDS.setdefault(db.get_bind(), {})
    found = kept.get(conference_id)
    is_old = found is None or clock.ticks() - found.read_at > _KEPT
    if found is None or is_old or (seat is not None and not _knows(found, seat)):
        rules = [
            Dress(rule.text, rule.role, rule.sex, rule.is_uniformed)
            for rule in dress_rules(db, conference_id)
        ]
        found = Ground(clock.ticks(), floor_of(db, conference_id), rules)
        kept[conference_id] = found
    return found


def _knows(ground: Ground, seat: SeatView) -> bool:
    floor = ground.floor
    return floor is not None and any(row.rank == seat.row.rank for row in floor.rows_of(seat.block))


def _candidates(db: Session, conference_id: int, bare: str) -> list[Candidate]:
    """Those who may be meant: search keys begin with the name, or hold a nameless post."""
    key, is_nameless = col(Delegate.search_key), col(Delegate.name) == ""
    is_near = or_(
        key.startswith(bare, autoescape=True),
        and_(is_nameless, key.contains(bare, autoescape=True)),
    )
    query = select(Delegate.id, Delegate.name, Delegate.unit_id)
    near = db.exec(query.where(Delegate.conference_id == conference_id, is_near)).all()
    titles: dict[int, list[str]] = {}
    for post in positions_of(db, [id for id, name, _ in near if not name]):
        titles.setdefault(post.delegate_id, []).append(post.title)
    return [
        Candidate(
            id,
            unit_id,
            frozenset(vietnamese.tone_key(text) for text in called),
            frozenset(vietnamese.fold(text) for text in called),
        )
        for id, name, unit_id in near
        for called in [[name] if name else titles.get(id, [])]
    ]
