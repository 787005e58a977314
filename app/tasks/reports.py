"""How far units are with tasks: what they report, with the file that proves it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.conferences.history import Author, note
from app.conferences.models import Unit
from app.deadlines import Relation, is_late
from app.errors import NotFound
from app.files import Shelf
from app.tasks.models import Task, TaskReport
from app.tasks.store import Assigned, complete, label

_DONE = 100  # per cent


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a report, judged already."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Told:
    """A report with its unit."""

    report: TaskReport
    unit: Unit
    is_late: bool


def reports(db: Session, conference_id: int, rehearsal_id: int | None) -> dict[int, list[Told]]:
    """By task, of every unit, the newest first."""
    query = (
        select(TaskReport, Unit, Task)
        .where(TaskReport.unit_id == Unit.id, TaskReport.task_id == Task.id)
        .where(TaskReport.conference_id == conference_id, TaskReport.rehearsal_id == rehearsal_id)
        .order_by(col(TaskReport.id).desc())
    )
    found: dict[int, list[Told]] = defaultdict(list)
    for told, unit, task in db.exec(query):
        found[task.id].append(Told(told, unit, _came_late(task, told.at)))
    return found


def newest(told: Sequence[Told]) -> list[Told]:
    """The last word of each unit, of reports with the newest first."""
    return list({one.unit.id: one for one in reversed(told)}.values())[::-1]


def report_of(db: Session, conference_id: int, report_id: int) -> TaskReport:
    """Raises NotFound for a report of another conference, and for one without a file."""
    found = db.get(TaskReport, report_id)
    if found is None or found.conference_id != conference_id or not found.file:
        raise NotFound("Không có tệp này")
    return found


def report(
    db: Session,
    shelf: Shelf,
    author: Author,
    unit: Unit,
    one: Assigned,
    now: datetime,
    rehearsal_id: int | None,
    *,
    progress: int,
    obstacle: str,
    enclosed: Enclosed | None,
) -> TaskReport:
    """The unit's word on a task; at 100 % the lead unit has done it.

    Raises Refused where the task cannot be done yet.
    """
    made = TaskReport(
        conference_id=unit.conference_id,
        unit_id=unit.id,
        task_id=one.task.id,
        rehearsal_id=rehearsal_id,
        at=now,
        progress=progress,
        obstacle=obstacle,
        file=shelf.keep(db, enclosed.content) if enclosed else "",
        file_name=enclosed.name if enclosed else "",
        file_size=len(enclosed.content) if enclosed else 0,
    )
    db.add(made)
    if rehearsal_id is None:
        said = f"{progress} %" + (f", {enclosed.name}" if enclosed else "")
        note(db, author, one.task, label(one.task), "report", None, said, obstacle)
    leads = one.task.lead_id == unit.id
    if progress == _DONE and leads and one.completion is None and not one.is_for_speakers:
        evidence, reason = made.file_name, obstacle[:300]
        complete(db, author, one, now, now, rehearsal_id, evidence=evidence, reason=reason)
    db.flush()
    return made


def _came_late(task: Task, at: datetime) -> bool:
    return task.deadline is not None and is_late(
        task.deadline, task.relation or Relation.NOT_LATER, at
    )
