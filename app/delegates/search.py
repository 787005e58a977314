"""Finding people: which part of the list is wanted, and who of it comes first."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field, model_validator
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app import vietnamese
from app.delegates.models import Delegate, DelegateRole, Placement
from app.delegates.rules import Attendance, Order, Role
from app.halls.models import Seat

LARGEST_ID = 2**31 - 1
BAR = " | "  # between name, posts and unit in a search key
_TAIL = 3  # digits of a phone number, at least
_WHOLE_NUMBER = 9  # without the zero or the country before it
_SEAT = re.compile(r"[^\W\d_]{1,3}[\s-]*\d+(?:[\s-]+\d+)*")


class Filter(BaseModel, frozen=True):
    """What part of the list is wanted. Empty fields hold for everybody."""

    search: str = Field(default="", max_length=100)
    group_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    unit_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)
    attendance: Attendance | None = None
    role: Role | None = None
    is_named: bool | None = None
    is_uniformed: bool | None = None
    is_stand_in: bool | None = None
    order: Order = Order.PRECEDENCE
    page: int = Field(default=1, ge=1, le=LARGEST_ID)

    @model_validator(mode="before")
    @classmethod
    def without_blanks(cls, typed: dict[str, Any]) -> dict[str, Any]:
        """A field of a form that was left empty asks for nothing."""
        return {name: value for name, value in typed.items() if value != ""}


def conditions(
    conference_id: int, wanted: Filter, *, by_phone: bool = False
) -> list[ColumnElement[bool]]:
    """``by_phone`` for those who may read phone numbers: digits then find them by their tail."""
    found = [col(Delegate.conference_id) == conference_id]
    if wanted.search:
        found.append(_matches(conference_id, wanted.search, by_phone=by_phone))
    if wanted.group_id is not None:
        found.append(col(Delegate.group_id) == wanted.group_id)
    if wanted.unit_id is not None:
        found.append(col(Delegate.unit_id) == wanted.unit_id)
    if wanted.attendance is not None:
        found.append(stands(wanted.attendance))
    if wanted.is_named is not None:
        found.append((col(Delegate.name) != "") == wanted.is_named)
    if wanted.is_uniformed is not None:
        found.append(col(Delegate.is_uniformed).is_(wanted.is_uniformed))
    if wanted.is_stand_in is not None:
        found.append(col(Delegate.stands_in_for_id).is_not(None) == wanted.is_stand_in)
    if wanted.role is not None:
        holders = select(DelegateRole.delegate_id).where(DelegateRole.role == wanted.role)
        found.append(col(Delegate.id).in_(holders))
    return found


def stands(attendance: Attendance) -> ColumnElement[bool]:
    """The places that stand so; each place in one state, as ``sums`` counts them.

    A place is substituted while whoever stands in for its holder comes, and absent otherwise.
    """
    stand_in = aliased(Delegate)
    is_place = col(Delegate.stands_in_for_id).is_(None)
    has_stand_in = exists().where(
        col(stand_in.stands_in_for_id) == col(Delegate.id), col(stand_in.attendance).in_(COMING)
    )
    is_substituted = col(Delegate.attendance) == Attendance.SUBSTITUTED
    if attendance is Attendance.SUBSTITUTED:
        return and_(is_place, is_substituted, has_stand_in)
    if attendance is Attendance.ABSENT:
        is_absent = col(Delegate.attendance) == Attendance.ABSENT
        return and_(is_place, or_(is_absent, and_(is_substituted, ~has_stand_in)))
    return and_(is_place, col(Delegate.attendance) == attendance)


COMING = (Attendance.INVITED, Attendance.CONFIRMED)  # of those who stand in for somebody


def nearness(search: str) -> Sequence[ColumnElement[int]]:
    """Of those that fit, first whoever is written with the typed marks, then whoever is called so,
    then whoever is somewhere."""
    words = vietnamese.words(search)
    if not words:
        return []
    phrase = " ".join(words)
    key = col(Delegate.search_key)
    begins = key.startswith(phrase, autoescape=True)
    is_called = and_(begins, col(Delegate.name) != "")
    in_name = and_(
        or_(begins, key.like(f"% {_escaped(phrase)}%{BAR}%{BAR}%", escape="/")),
        col(Delegate.name) != "",
    )
    is_somewhere = or_(begins, key.contains(f" {phrase}", autoescape=True))
    near = case((is_called, 0), (in_name, 1), (is_somewhere, 2), else_=3)
    return [*_marks_missed(search), near]


def _matches(conference_id: int, search: str, *, by_phone: bool) -> ColumnElement[bool]:
    key = col(Delegate.search_key)
    ways: list[ColumnElement[bool]] = []
    if words := [key.contains(word, autoescape=True) for word in vietnamese.words(search)]:
        ways.append(and_(*words))
    typed = vietnamese.fold(search)
    if _SEAT.fullmatch(typed):
        ways.append(col(Delegate.id).in_(_on_seats(conference_id, typed)))
    digits = re.sub(r"\D", "", search)
    if by_phone and len(digits) >= _TAIL and re.fullmatch(r"[\d\s.+()-]+", search):
        tail = digits[-_WHOLE_NUMBER:] if len(digits) >= _WHOLE_NUMBER else digits
        ways.append(_plain(Delegate.phone).endswith(tail, autoescape=True))
    return or_(*ways) if ways else true()  # nothing of it can be read


def _on_seats(conference_id: int, typed: str) -> Any:
    """Who sits on the seats whose label begins so, however its parts are joined and padded."""
    parts = re.findall(r"[^\W\d_]+|\d+", typed.upper())
    ways = {"".join(parts), "".join(part.zfill(2) if part.isdigit() else part for part in parts)}
    label = func.upper(_plain(Seat.label))
    return (
        select(Placement.delegate_id)
        .join(Seat, col(Seat.id) == Placement.seat_id)
        .where(
            Placement.conference_id == conference_id,
            or_(*(label.startswith(way, autoescape=True) for way in sorted(ways))),
        )
    )


def _plain(column: Any) -> Any:
    """The column's text without what people put between digits."""
    plain: Any = col(column)
    for mark in " .-()":
        plain = func.replace(plain, mark, "")
    return plain


def _marks_missed(search: str) -> list[ColumnElement[int]]:
    """How many of the words typed with marks are written otherwise."""
    key = col(Delegate.accented_key)
    missed: list[ColumnElement[int]] = []
    for word in vietnamese.exact_key(search).casefold().split():
        if vietnamese.fold(word) != word:
            as_written = key.contains(f" {word}", autoescape=True)
            as_toned = key.contains(f" {vietnamese.tone_key(word)} ", autoescape=True)
            missed.append(case((or_(as_written, as_toned), 0), else_=1))
    return [sum(missed[1:], missed[0])] if missed else []


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
