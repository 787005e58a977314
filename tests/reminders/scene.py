"""A conference in which something is due now, whatever time it is: rules, deadlines, addresses."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlmodel import col, select

from app import clock
from app.checklist.rules import Kind
from app.conferences.history import Author
from app.conferences.models import Conference
from app.conferences.store import conference_named
from app.db import Database
from app.outbox import changes as outbox
from app.outbox.models import Letter
from app.reminders import changes
from app.reminders.changes import Wanted
from app.reminders.models import Urging
from app.reminders.rules import Side, Way, Whom
from app.speeches.models import Speech
from app.tasks.models import Task
from tests.cast import HAI_PHONG

AUTHOR = Author(None, "Người thử", clock.now())


def here(database: Database) -> Conference:
    with database.reading() as db:
        return conference_named(db, HAI_PHONG)


def awake(database: Database) -> None:
    """No quiet hours: tests run at night too."""
    with database.writing() as db:
        changes.change_manner(
            db,
            AUTHOR,
            conference_named(db, HAI_PHONG),
            quiet_from=time(0),
            quiet_until=time(0),
            email="vanphong@mau.vn",
            contact="đ/c Mẫu, 0225 000 000",
        )


def due_in(database: Database, hours: Mapping[int, float]) -> datetime:
    """Only these tasks of the plan have a deadline, so many hours from now; speeches have none."""
    now = clock.now().replace(microsecond=0)
    with database.writing() as db:
        for task in db.exec(select(Task).where(Task.conference_id == here(database).id)):
            away = hours.get(task.number)
            task.deadline = None if away is None else now + timedelta(hours=away)
            db.add(task)
        for speech in db.exec(select(Speech).where(Speech.conference_id == here(database).id)):
            speech.due_at = speech.review_due_at = None
            db.add(speech)
    return now


def rule(
    database: Database,
    side: Side = Side.BEFORE,
    hours: int = 24,
    *,
    kind: Kind | None = Kind.TASK,
    whom: Whom = Whom.UNIT,
    way: Way = Way.MAIL,
    author: Author = AUTHOR,
    has_consent: bool = False,
) -> int:
    wanted = Wanted(kind, hours, side, whom, way, is_on=True, has_consent=has_consent)
    with database.writing() as db:
        return changes.add_rule(db, author, conference_named(db, HAI_PHONG).id, wanted).id


def addresses(database: Database) -> None:
    """Every unit that leads a task has one."""
    with database.writing() as db:
        conference = conference_named(db, HAI_PHONG)
        query = select(Task.lead_id).where(Task.conference_id == conference.id).distinct()
        for unit_id in db.exec(query.where(col(Task.lead_id).is_not(None))):
            outbox.save_contact(
                db,
                AUTHOR,
                conference.id,
                unit_id=unit_id,
                label="",
                name="Người nhận",
                email=f"vt{unit_id}@mau.vn",
                phone="",
            )


def letters(database: Database) -> list[Letter]:
    with database.reading() as db:
        return list(db.exec(select(Letter).order_by(col(Letter.id))))


def urgings(database: Database) -> list[Urging]:
    with database.reading() as db:
        return list(db.exec(select(Urging).order_by(col(Urging.id))))


def forget_letters(database: Database) -> None:
    """As though nothing had been urged yet."""
    with database.writing() as db:
        for row in [*db.exec(select(Urging)), *db.exec(select(Letter))]:
            db.delete(row)
