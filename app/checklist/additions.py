"""What the office adds to what the plan says: checks of the day, template lines, ticks."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col

from app.checklist.facts import CheckFact, OfferFact
from app.checklist.models import DayCheck, Tick
from app.checklist.rules import Body, Closing, Duty, Origin
from app.checklist.template import offered
from app.conferences.models import Conference
from app.deadlines import Relation
from app.vietnamese import HANOI


def checks(
    db: Session, conference_id: int, units: Mapping[int, Body], duties: Mapping[str, Duty]
) -> tuple[list[CheckFact], set[int]]:
    """The checks of the day, the earliest first, and the lines of the template they come from."""
    query = sa.select(
        col(DayCheck.id),
        col(DayCheck.content),
        col(DayCheck.unit_id),
        col(DayCheck.at),
        col(DayCheck.concern),
        col(DayCheck.line),
    ).where(col(DayCheck.conference_id) == conference_id)
    found, lines = [], set()
    rows = db.execute(query.order_by(col(DayCheck.at), col(DayCheck.id)))
    for n, (id, content, unit_id, at, concern, line) in enumerate(rows, 1):
        unit = units.get(unit_id) if unit_id else None
        holder = duties.get(concern.value, Duty()) if concern else Duty()
        due = at.astimezone(HANOI)
        above = (holder.directing, holder.through) if unit and unit == holder.unit else (None, None)
        duty = Duty(unit, due, Relation.NOT_LATER, Origin.ADOPTED, *above)
        found.append(CheckFact(id, n, content, duty, concern.value if concern else ""))
        lines.add(line)
    return found, {line for line in lines if line is not None}


def offers(
    conference: Conference,
    dates: Collection[str],
    lines: Collection[int],
    duties: Mapping[str, Duty],
) -> list[OfferFact]:
    """What the template proposes beyond what there is."""
    starts_at, ends_at = (at.astimezone(HANOI) for at in (conference.starts_at, conference.ends_at))
    return [
        OfferFact(
            line.number,
            line.content,
            Duty(
                duties.get(line.concern, Duty()).unit,
                line.at(starts_at, ends_at),
                Relation.NOT_LATER,
                Origin.PROPOSED,
            ),
            line.concern.value,
        )
        for line in offered(dates, lines)
    ]


def ticks(db: Session, conference_id: int, rehearsal_id: int | None) -> dict[str, Closing]:
    """What people have confirmed, really or in this rehearsal, by the entry's key."""
    query = sa.select(
        col(Tick.key),
        col(Tick.at),
        col(Tick.who),
        col(Tick.note),
        col(Tick.file_name),
        col(Tick.reason),
    ).where(
        col(Tick.conference_id) == conference_id,
        col(Tick.rehearsal_id) == rehearsal_id,
        col(Tick.reopened_at).is_(None),
    )
    return {
        key: Closing(at, who, "; ".join(filter(None, [note, file])), reason)
        for key, at, who, note, file, reason in db.execute(query)
    }
