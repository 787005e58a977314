"""What units have answered, as the office reads it: who has, what, which of it came late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from app import vietnamese
from app.conferences.models import Unit
from app.conferences.store import units
from app.delegates.models import Delegate
from app.delegates.rules import Attendance
from app.delegates.search import Filter
from app.delegates.store import Listed, everyone
from app.errors import NotFound
from app.intake.models import AnswerChange, UnitAnswer
from app.links.models import UnitLink
from app.links.store import valid_links
from app.outbox.models import Contact
from app.outbox.store import contacts

STATES = ("sent", "late", "opened", "unopened", "none")


@dataclass(frozen=True)
class Line:
    """A unit in the office's list: its link, how many of its posts are answered, what it sent."""

    unit: Unit
    link: UnitLink | None
    contact: Contact | None
    posts: int
    answered: int
    sent: UnitAnswer | None
    late: int  # fields that were changed after the deadline

    @property
    def state(self) -> str:
        """How far the unit has come: the word by which the list is filtered."""
        if self.sent:
            return "late" if self.sent.is_late else "sent"
        if self.link is None:
            return "none"
        return "opened" if self.link.opened_at else "unopened"


@dataclass(frozen=True)
class Changed:
    """One field that an answer changed."""

    change: AnswerChange
    at: datetime
    is_late: bool


@dataclass(frozen=True)
class Given:
    """Everything one unit has answered: its posts, what it sent when, the last change of each
    field by post and field."""

    line: Line
    posts: list[Listed]
    sendings: list[tuple[UnitAnswer, list[AnswerChange]]]
    last: dict[tuple[int | None, str], Changed]


def lines(db: Session, conference_id: int, rehearsal_id: int | None) -> list[Line]:
    """Every unit that has posts or a link, in a fixed number of queries."""
    is_post = [
        col(Delegate.conference_id) == conference_id,
        col(Delegate.unit_id).is_not(None),
        col(Delegate.stands_in_for_id).is_(None),
    ]
    counted = select(Delegate.unit_id, func.count()).where(*is_post).group_by(col(Delegate.unit_id))
    all_posts = dict(db.exec(counted).all())
    silent = dict(db.exec(counted.where(Delegate.attendance == Attendance.INVITED)).all())
    links = valid_links(db, conference_id)
    known = {contact.unit_id: contact for contact in contacts(db, conference_id)}
    sent = {one.unit_id: one for one in _sent(db, conference_id, rehearsal_id)}
    late = _late(db, conference_id, rehearsal_id)
    return [
        Line(
            unit,
            links.get(unit.id),
            known.get(unit.id),
            all_posts.get(unit.id, 0),
            all_posts.get(unit.id, 0) - silent.get(unit.id, 0),
            sent.get(unit.id),
            late.get(unit.id, 0),
        )
        for unit in units(db, conference_id)
        if unit.id in all_posts or unit.id in links
    ]


def fitting(found: Sequence[Line], search: str, state: str) -> list[Line]:
    """Those whose name holds ``search``, without accents, and that stand as ``state`` says."""
    sought = vietnamese.fold(search)
    return [
        line
        for line in found
        if state in {"", line.state} and sought in vietnamese.fold(line.unit.name)
    ]


def given(db: Session, conference_id: int, rehearsal_id: int | None, unit_id: int) -> Given:
    """Raises NotFound for a unit that has neither posts nor a link."""
    found = lines(db, conference_id, rehearsal_id)
    line = next((one for one in found if one.unit.id == unit_id), None)
    if line is None:
        raise NotFound("Không có đơn vị này")
    sent = [x for x in _sent(db, conference_id, rehearsal_id) if x.unit_id == unit_id]
    query = select(AnswerChange).where(col(AnswerChange.answer_id).in_([one.id for one in sent]))
    changes = list(db.exec(query.order_by(col(AnswerChange.id))))
    by_id = {one.id: one for one in sent}
    last = {
        (change.delegate_id, change.field): Changed(change, answer.at, answer.is_late)
        for change in changes
        for answer in [by_id[change.answer_id]]
    }
    sendings = [(one, [c for c in changes if c.answer_id == one.id]) for one in reversed(sent)]
    return Given(line, delegation(db, conference_id, unit_id), sendings, last)


def delegation(db: Session, conference_id: int, unit_id: int) -> list[Listed]:
    """The unit's places of the list; whoever stands in is found with the person replaced."""
    found = everyone(db, conference_id, Filter(unit_id=unit_id))
    return [one for one in found if not one.is_stand_in]


def delegations(db: Session, conference_id: int) -> dict[int, list[Listed]]:
    """The same of every unit, in a fixed number of queries."""
    found: dict[int, list[Listed]] = {}
    for one in everyone(db, conference_id):
        if one.unit is not None and not one.is_stand_in:
            found.setdefault(one.unit.id, []).append(one)
    return found


def _sent(db: Session, conference_id: int, rehearsal_id: int | None) -> list[UnitAnswer]:
    query = select(UnitAnswer).where(
        UnitAnswer.conference_id == conference_id, UnitAnswer.rehearsal_id == rehearsal_id
    )
    return list(db.exec(query.order_by(col(UnitAnswer.id))))


def _late(db: Session, conference_id: int, rehearsal_id: int | None) -> dict[int, int]:
    query = (
        select(UnitAnswer.unit_id, func.count())
        .join(AnswerChange, col(AnswerChange.answer_id) == UnitAnswer.id)
        .where(UnitAnswer.conference_id == conference_id, UnitAnswer.rehearsal_id == rehearsal_id)
        .where(UnitAnswer.is_late)
        .group_by(col(UnitAnswer.unit_id))
    )
    return dict(db.exec(query).all())
