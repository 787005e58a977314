"""Changing the order of precedence: its lines, and people moved by hand."""

from dataclasses import dataclass

from sqlmodel import Session

from app.conferences.history import Author, amend, note
from app.conferences.models import Conference
from app.delegates import order
from app.delegates.models import PrecedenceLine, PrecedenceMove
from app.delegates.precedence import Level
from app.delegates.store import Listed, delegate_of
from app.errors import NotFound, Refused


@dataclass(frozen=True)
class Wanted:
    """A line as somebody wants it."""

    level: Level
    title: str
    block: str = ""
    posts: str = ""
    group_id: int | None = None
    by_unit: bool = False
    source: str = ""


def line_of(db: Session, conference_id: int, line_id: int) -> PrecedenceLine:
    """Raises NotFound for a line of another conference."""
    line = db.get(PrecedenceLine, line_id)
    if line is None or line.conference_id != conference_id:
        raise NotFound("Không có hàng ngôi thứ này")
    return line


def change_line(db: Session, author: Author, line: PrecedenceLine, wanted: Wanted) -> None:
    amend(db, author, line, vars(wanted), label=line.title)
    order.renew(db, line.conference_id)


def add_line(
    db: Session, author: Author, conference_id: int, wanted: Wanted, place: int
) -> PrecedenceLine:
    """At ``place``, from 1; the lines from there on stand one lower."""
    lines = order.lines(db, conference_id)
    place = min(max(place, 1), len(lines) + 1)
    line = PrecedenceLine(conference_id=conference_id, place=place, **vars(wanted))
    _set_places(db, [*lines[: place - 1], line, *lines[place - 1 :]])
    note(db, author, line, line.title, "precedence_line", None, line.title)
    order.renew(db, conference_id)
    return line


def remove_line(db: Session, author: Author, line: PrecedenceLine, reason: str = "") -> None:
    """Its people stand in the next line that is open to them."""
    conference_id = line.conference_id
    note(db, author, line, line.title, "precedence_line", line.title, None, reason)
    db.delete(line)
    db.flush()
    _set_places(db, order.lines(db, conference_id))
    order.renew(db, conference_id)


def shift_line(db: Session, author: Author, line: PrecedenceLine, to: int) -> None:
    """To the place ``to``, from 1."""
    before = line.place
    lines = [one for one in order.lines(db, line.conference_id) if one.id != line.id]
    to = min(max(to, 1), len(lines) + 1)
    _set_places(db, [*lines[: to - 1], line, *lines[to - 1 :]])
    if before != to:
        note(db, author, line, line.title, "place", before, to)
        order.renew(db, line.conference_id)


def begin_anew(db: Session, author: Author, conference: Conference) -> None:
    """The lines that every conference begins with; people moved by hand stay moved."""
    for line in order.lines(db, conference.id):
        db.delete(line)
    db.flush()
    order.plant(db, conference.id)
    order.renew(db, conference.id)
    note(db, author, conference, conference.short_name, "precedence_line", None, "mặc định")


def move(db: Session, author: Author, who: Listed, before_id: int, reason: str) -> None:
    """Directly before that person, whatever the rule says; any earlier move is forgotten.

    Raises Refused without a reason, and for oneself.
    """
    delegate = who.delegate
    if not reason:
        raise Refused("Ghi lý do chuyển {who}", who=who.called)
    if before_id == delegate.id:
        raise Refused("Chọn một người khác để đứng trước")
    other = delegate_of(db, delegate.conference_id, before_id)
    _forget(db, delegate.id)
    place = delegate.precedence
    db.add(
        PrecedenceMove(
            conference_id=delegate.conference_id,
            delegate_id=delegate.id,
            before_id=other.delegate.id,
            reason=reason,
            moved_at=author.at,
            who=author.name,
        )
    )
    order.renew(db, delegate.conference_id)
    note(db, author, delegate, who.called, "precedence", place, delegate.precedence, reason)


def take_back(db: Session, author: Author, who: Listed) -> None:
    """Where the rule puts them."""
    place = who.delegate.precedence
    _forget(db, who.delegate.id)
    order.renew(db, who.delegate.conference_id)
    note(db, author, who.delegate, who.called, "precedence", place, who.delegate.precedence)


def _forget(db: Session, delegate_id: int) -> None:
    found = order.move_of(db, delegate_id)
    if found is not None:
        db.delete(found)
        db.flush()


def _set_places(db: Session, lines: list[PrecedenceLine]) -> None:
    for place, line in enumerate(lines, 1):
        line.place = place
        db.add(line)
    db.flush()
