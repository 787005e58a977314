"""Taking back one change from the history: the field is again what it was, for a reason.

Each room says how its fields are set, so that whatever hangs on a field follows it.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, SQLModel

from app import vietnamese
from app.conferences.history import Author, amend, line_numbered, written
from app.conferences.models import Conference, Revision
from app.db import announce
from app.errors import Refused

Restorer = Callable[[Session, Author, Revision, str], None]
_RESTORERS: dict[tuple[str, str], Restorer] = {}


def restores(table: str, fields: Collection[str]) -> Callable[[Restorer], Restorer]:
    """Marks what sets these fields of ``table`` back."""

    def teach(restorer: Restorer) -> Restorer:
        _RESTORERS.update({(table, field): restorer for field in fields})
        return restorer

    return teach


def may_be_taken_back(line: Revision) -> bool:
    """Whether that makes sense for a line of this kind."""
    return (line.table, line.field) in _RESTORERS and not line.redacted


def take_back(
    db: Session, author: Author, conference_id: int, sequence: int, reason: str
) -> Revision:
    """The field that line ``sequence`` changed holds again what it held before; the line.

    Raises Refused without a reason, for what cannot be taken back, and where the value has changed
    since; NotFound for a line of another conference.
    """
    line = line_numbered(db, conference_id, sequence)
    if not may_be_taken_back(line):
        raise Refused("Thay đổi này không lấy lại được từ lịch sử")
    if not reason:
        raise Refused("Ghi lý do lấy lại")
    _RESTORERS[line.table, line.field](db, author, line, reason)
    return line


def earlier(row: SQLModel, line: Revision, kind: type) -> object:
    """What ``row`` held before the line, as a value of ``kind``.

    Raises Refused where it does not hold any more what the line made of it.
    """
    present = written(getattr(row, line.field))
    if present != line.after:
        raise Refused("Giá trị đã thay đổi từ đó, nay là “{present}”", present=present)
    return _value(line.before, kind)


def _value(text: str, kind: type) -> object:
    if kind is bool:
        return text == "có"
    if kind is str:
        return text
    if not text:
        return None
    if kind is datetime:
        return vietnamese.read_moment(text)
    if kind is date:
        return date.fromisoformat(text)
    return kind(text) if issubclass(kind, int | StrEnum) else text


_DETAILS: dict[str, type] = {
    "name": str,
    "short_name": str,
    "host": str,
    "chair": str,
    "starts_at": datetime,
    "ends_at": datetime,
    "is_tentative": bool,
    "venue": str,
    "address": str,
    "backdrop": str,
    "stated_delegates": int,
    "is_stated_about": bool,
    "is_poster_open": bool,
}


@restores("conference", _DETAILS)
def _detail(db: Session, author: Author, line: Revision, reason: str) -> None:
    conference = db.get_one(Conference, line.row_id)
    value = earlier(conference, line, _DETAILS[line.field])
    ends = {"starts_at": conference.starts_at, "ends_at": conference.ends_at, line.field: value}
    if ends["ends_at"] <= ends["starts_at"]:  # type: ignore[operator]
        raise Refused("Giờ kết thúc phải sau giờ bắt đầu")
    amend(db, author, conference, {line.field: value}, label=line.label, reason=reason)
    announce(db, f"conference/{conference.id}")
