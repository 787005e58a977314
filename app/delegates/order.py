"""The order of precedence of a conference: its lines, who was moved by hand, and keeping it."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import bindparam, update
from sqlalchemy import select as columns
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel, col, select

from app import vietnamese
from app.conferences.models import DelegateGroup, Unit
from app.conferences.rules import UnitKind
from app.delegates.models import (
    Delegate,
    DelegateRole,
    Position,
    PrecedenceLine,
    PrecedenceMove,
)
from app.delegates.precedence import Candidate, Level, Line, Move, Placed, ordered
from app.delegates.rules import Role

_DEFAULT = tomllib.loads(Path(__file__).with_name("precedence.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Standing:
    """Why a person stands where they do."""

    line: PrecedenceLine | None
    placed: Placed
    move: PrecedenceMove | None


def lines(db: Session, conference_id: int) -> list[PrecedenceLine]:
    """From the highest; none until the first delegate is enrolled."""
    query = select(PrecedenceLine).where(PrecedenceLine.conference_id == conference_id)
    return list(db.exec(query.order_by(col(PrecedenceLine.place))))


def moves(db: Session, conference_id: int) -> list[PrecedenceMove]:
    """The oldest first: later ones are made in the order that they left."""
    query = select(PrecedenceMove).where(PrecedenceMove.conference_id == conference_id)
    return list(db.exec(query.order_by(col(PrecedenceMove.id))))


def move_of(db: Session, delegate_id: int) -> PrecedenceMove | None:
    return db.exec(select(PrecedenceMove).where(PrecedenceMove.delegate_id == delegate_id)).first()


def standings(db: Session, conference_id: int) -> dict[int, Standing]:
    """Everybody's place with its reason, by delegate, in order."""
    by_id = {line.id: line for line in lines(db, conference_id)}
    moved = {move.delegate_id: move for move in moves(db, conference_id)}
    return {
        one.id: Standing(by_id.get(one.line_id or 0), one, moved.get(one.id))
        for one in _ordered(db, conference_id)
    }


def in_lines(db: Session, conference_id: int) -> dict[int | None, int]:
    """How many people stand in each line."""
    return Counter(placed.line_id for placed in _ordered(db, conference_id))


def renew(db: Session, conference_id: int) -> None:
    """Bring everybody's place up to date: after people, their posts or the order changed."""
    db.flush()
    if not lines(db, conference_id):
        plant(db, conference_id)
    now = columns(col(Delegate.id), col(Delegate.precedence))
    before = dict(db.execute(now.where(col(Delegate.conference_id) == conference_id)).all())
    changed = [
        {"who": one.id, "place": place}
        for place, one in enumerate(_ordered(db, conference_id), 1)
        if before[one.id] != place
    ]
    if changed:
        # By the table, not the class: a thousand rows in one statement.
        table = SQLModel.metadata.tables["delegate"]
        statement = update(table).where(table.c.id == bindparam("who"))
        db.connection().execute(statement.values(precedence=bindparam("place")), changed)
        _refresh(db, {row["who"]: row["place"] for row in changed})


def plant(db: Session, conference_id: int) -> None:
    """The order to begin with, and the groups that it names."""
    query = select(DelegateGroup).where(DelegateGroup.conference_id == conference_id)
    groups = list(db.exec(query.order_by(col(DelegateGroup.precedence))))
    for place, given in enumerate(_DEFAULT["line"], 1):
        posts = given.get("posts", [])
        keys = [vietnamese.tone_key(post) for post in posts]
        named = next((group for group in groups if _begins(group.name, keys)), None)
        if named is not None:
            groups.remove(named)
        db.add(
            PrecedenceLine(
                conference_id=conference_id,
                place=place,
                level=Level(given["level"]),
                block=given["block"],
                title=given["title"],
                posts="\n".join(posts),
                group_id=named.id if named else None,
                by_unit=given.get("by_unit", False),
                source=_DEFAULT["sources"][given["source"]],
            )
        )
    db.flush()


def _begins(name: str, keys: list[str]) -> bool:
    key = vietnamese.tone_key(re.sub(r"[,;:]", " ", name))
    return any(key == begin or key.startswith(f"{begin} ") for begin in keys)


def _refresh(db: Session, places: dict[int, int]) -> None:
    """Delegates already in the session learn their new place without being read again."""
    for held in db.identity_map.values():
        if isinstance(held, Delegate) and held.id in places:
            set_committed_value(held, "precedence", places[held.id])


def _ordered(db: Session, conference_id: int) -> list[Placed]:
    wanted = [
        Line(
            line.id,
            line.place,
            line.level,
            tuple(vietnamese.tone_key(post) for post in line.posts.splitlines() if post.strip()),
            line.group_id,
            line.by_unit,
        )
        for line in lines(db, conference_id)
    ]
    by_hand = [Move(move.delegate_id, move.before_id) for move in moves(db, conference_id)]
    return ordered(_candidates(db, conference_id), wanted, by_hand)


def _candidates(db: Session, conference_id: int) -> list[Candidate]:
    of_here = col(Delegate.conference_id) == conference_id
    posts: dict[int, tuple[str, ...]] = {}
    held = columns(col(Position.delegate_id), col(Position.title)).join(Delegate).where(of_here)
    for delegate_id, title in db.execute(held):
        posts[delegate_id] = posts.get(delegate_id, ()) + _posts(title)
    invited = columns(col(DelegateRole.delegate_id)).join(Delegate).where(of_here)
    guests = set(db.execute(invited.where(col(DelegateRole.role) == Role.GUEST)).scalars())
    people = (
        columns(
            col(Delegate.id),
            col(Delegate.group_id),
            col(DelegateGroup.precedence),
            col(Unit.kind),
            col(Unit.position),
            col(Delegate.in_post_since),
            col(Delegate.birth_year),
            col(Delegate.rank),
            col(Delegate.number),
            col(Delegate.stands_in_for_id),
        )
        .join(DelegateGroup, col(DelegateGroup.id) == Delegate.group_id)
        .outerjoin(Unit, col(Unit.id) == Delegate.unit_id)
        .where(of_here)
    )
    return [
        Candidate(
            id=id,
            level=_level(kind, is_guest=id in guests),
            posts=posts.get(id, ()),
            group_id=group_id,
            group_place=group_place,
            unit_place=unit_place or 0,
            since=since,
            birth_year=birth_year,
            rank=rank,
            number=number,
            stands_in=stands_in is not None,
        )
        for (
            id,
            group_id,
            group_place,
            kind,
            unit_place,
            since,
            birth_year,
            rank,
            number,
            stands_in,
        ) in db.execute(people)
    ]


def _level(kind: UnitKind | None, *, is_guest: bool) -> Level:
    if is_guest or kind is UnitKind.CENTRAL:
        return Level.GUEST
    return Level.COMMUNE if kind is not None and kind.is_commune_level else Level.HOST


@lru_cache(maxsize=20_000)
def _posts(title: str) -> tuple[str, ...]:
    """The keys of the posts in one written position: whole, and part by part."""
    parts = re.split(r"\s*[,;]\s*|\s+kiêm\s+", title)
    return tuple(dict.fromkeys(vietnamese.tone_key(part) for part in (title, *parts) if part))
