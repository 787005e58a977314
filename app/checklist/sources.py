"""What the checklist is derived from, read in one statement for each part: the plan's own words.

Columns, not rows of tables: the checklist is derived anew at every look of everybody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.agenda.models import AgendaItem
from app.agenda.rules import ItemKind
from app.checklist.facts import DateFact, ItemFact, SpeechFact, TaskFact
from app.checklist.rules import Body, Closing, Duty, Origin
from app.conferences.models import Unit
from app.deadlines import Relation
from app.speeches.models import Speech, SpeechStep
from app.speeches.rules import Delivery, Stage, progress
from app.tasks.models import Completion, ProposedDate, Task, TaskReport, TaskUnit
from app.tasks.rules import Concern
from app.vietnamese import HANOI

_MODERATED = {ItemKind.SPEECHES, ItemKind.AWARDS}
_UNLED = {ItemKind.BREAK}  # nobody presents it

Bodies = Mapping[int, Body]


def bodies(db: Session, conference_id: int) -> dict[int, Body]:
    """Every unit, by its number."""
    query = select(col(Unit.id), col(Unit.name), col(Unit.position), col(Unit.kind))
    rows = db.execute(query.where(col(Unit.conference_id) == conference_id))
    return {id: Body(id, name, place, kind.is_commune_level) for id, name, place, kind in rows}


def wall(moment: datetime) -> datetime:
    """The moment as the conference's wall shows it."""
    return moment.astimezone(HANOI)


def tasks(
    db: Session, conference_id: int, rehearsal_id: int | None, units: Bodies
) -> tuple[list[TaskFact], dict[str, Duty]]:
    """In the plan's order, with whose is what by the part of the plan a task is about. The task
    that all who speak share is no entry: their texts are."""
    wanted = {"conference": conference_id, "rehearsal": rehearsal_id}
    rows = db.execute(_TASKS, wanted).all()
    beside = _coordinating(db, conference_id)
    reports = _reports(db, conference_id, rehearsal_id)
    open_ones = {row.id for row in rows if row.completed_at is None}
    found: list[TaskFact] = []
    duties: dict[str, Duty] = {}
    for row in rows:
        duty = Duty(
            *_due(units.get(row.lead_id), row.deadline, row.relation),
            directing=units.get(row.directing_id),
            through=units.get(row.through_id),
            coordinating=tuple(units[id] for id in beside.get(row.id, ()) if id in units),
            others=row.others,
            report_to=row.report_to,
        )
        if row.concerns is not None:
            duties.setdefault(row.concerns.value, duty)
        if row.concerns is Concern.SPEECH_TEXTS:
            continue
        closing = (
            Closing(row.completed_at, row.who, row.evidence, row.reason)
            if row.completed_at
            else None
        )
        part, obstacle = reports.get(row.id, (None, ""))
        needs = (f"task-{row.needs_id}",) if row.needs_id in open_ones else ()
        found.append(
            TaskFact(
                row.id,
                row.number,
                row.content,
                duty,
                closing,
                row.source,
                row.timing,
                row.is_conditional,
                needs,
                part,
                obstacle,
            )
        )
    return found, duties


_TASK = (
    "id",
    "number",
    "content",
    "directing_id",
    "through_id",
    "lead_id",
    "concerns",
    "others",
    "report_to",
    "deadline",
    "relation",
    "timing",
    "is_conditional",
    "needs_id",
    "source",
)


_DONE = (
    (col(Completion.task_id) == col(Task.id))
    & col(Completion.withdrawn_at).is_(None)
    & col(Completion.rehearsal_id).is_not_distinct_from(bindparam("rehearsal"))
)
_TASKS = (
    select(
        *(getattr(Task, name) for name in _TASK),
        col(Completion.completed_at),
        col(Completion.who),
        col(Completion.evidence),
        col(Completion.reason),
    )
    .outerjoin(Completion, _DONE)
    .where(col(Task.conference_id) == bindparam("conference"))
    .order_by(col(Task.number))
)


def dates(
    db: Session, conference_id: int, found: Sequence[TaskFact], duties: dict[str, Duty]
) -> list[DateFact]:
    """Internal dates, the earliest first. An adopted one becomes the deadline of what it is about,
    in ``duties``, where the plan gives none; its own closing is that of its task."""
    query = (
        select(
            col(ProposedDate.id),
            col(ProposedDate.content),
            col(ProposedDate.at),
            col(ProposedDate.adopted_at),
            col(ProposedDate.task_id),
            col(ProposedDate.concerns),
            col(Task.concerns),
        )
        .outerjoin(Task, col(Task.id) == col(ProposedDate.task_id))
        .where(col(ProposedDate.conference_id) == conference_id)
        .order_by(col(ProposedDate.at), col(ProposedDate.id))
    )
    by_id = {task.id: task for task in found}
    made = []
    for id, content, at, adopted_at, task_id, own, of_task in db.execute(query):
        task, about = by_id.get(task_id), own or of_task
        concern = about.value if about else ""
        holder = task.duty if task else duties.get(concern, Duty())
        origin = Origin.ADOPTED if adopted_at else Origin.PROPOSED
        made.append(
            DateFact(
                id,
                content,
                _by(holder, at, origin),
                task.number if task else None,
                concern,
                task.closing if task else None,
            )
        )
        general = duties.get(concern, Duty())
        if concern and adopted_at and general.deadline is None:
            duties[concern] = _by(general, at, origin)
    return made


def _by(duty: Duty, at: datetime, origin: Origin) -> Duty:
    """The same duty with an internal date."""
    return replace(duty, deadline=wall(at), relation=Relation.NOT_LATER, origin=origin)


_SPEECH = "id number topic unit_as_written unit_id due_at reviewer_id review_due_at delivery source"
_SPEECHES = (
    select(*(getattr(Speech, name) for name in _SPEECH.split()))
    .where(col(Speech.conference_id) == bindparam("conference"))
    .order_by(col(Speech.number))
)


def speeches(
    db: Session, conference_id: int, rehearsal_id: int | None, units: Bodies
) -> list[SpeechFact]:
    """In the order of their numbers."""
    reached = _steps(db, conference_id, rehearsal_id)
    found = []
    for row in db.execute(_SPEECHES, {"conference": conference_id}):
        state = progress(reached.get(row.id, []))
        found.append(
            SpeechFact(
                row.id,
                row.number,
                row.topic,
                row.unit_as_written,
                Duty(*_due(units.get(row.unit_id), row.due_at, Relation.BEFORE)),
                Duty(*_due(units.get(row.reviewer_id), row.review_due_at, Relation.BEFORE)),
                state.handed_in_at,
                state.passed_at,
                row.delivery is Delivery.SPOKEN,
                row.source,
            )
        )
    return found


def items(db: Session, conference_id: int, spoken: Sequence[SpeechFact]) -> list[ItemFact]:
    """Of the programme, in order; the texts are those of the speeches to be spoken, or of all
    while nobody has chosen."""
    names = (
        "id",
        "number",
        "kind",
        "content",
        "presenter",
        "moderator",
        "is_conditional",
        "source",
    )
    query = select(*(getattr(AgendaItem, name) for name in names)).where(
        col(AgendaItem.conference_id) == conference_id
    )
    chosen = [one for one in spoken if one.is_spoken] or spoken
    texts = sum(one.passed_at is not None for one in chosen), len(chosen)
    return [
        ItemFact(
            row.id,
            row.number,
            row.content,
            row.presenter,
            row.moderator,
            row.kind in _MODERATED,
            row.is_conditional,
            row.source,
            texts if row.kind is ItemKind.SPEECHES else None,
        )
        for row in db.execute(query.order_by(col(AgendaItem.number)))
        if row.kind not in _UNLED
    ]


def _due(
    unit: Body | None, deadline: datetime | None, relation: Relation | None
) -> tuple[Body | None, datetime | None, Relation | None]:
    if deadline is None:
        return unit, None, None
    return unit, wall(deadline), relation or Relation.NOT_LATER


def _coordinating(db: Session, conference_id: int) -> dict[int, list[int]]:
    query = select(col(TaskUnit.task_id), col(TaskUnit.unit_id)).where(
        col(TaskUnit.conference_id) == conference_id
    )
    found: dict[int, list[int]] = defaultdict(list)
    for task_id, unit_id in db.execute(query.order_by(col(TaskUnit.id))):
        found[task_id].append(unit_id)
    return found


def _reports(
    db: Session, conference_id: int, rehearsal_id: int | None
) -> dict[int, tuple[int, str]]:
    """By task: the progress and the obstacle of the newest report."""
    query = select(
        col(TaskReport.task_id), col(TaskReport.progress), col(TaskReport.obstacle)
    ).where(
        col(TaskReport.conference_id) == conference_id,
        col(TaskReport.rehearsal_id) == rehearsal_id,
    )
    return {id: (part, told) for id, part, told in db.execute(query.order_by(col(TaskReport.id)))}


def _steps(
    db: Session, conference_id: int, rehearsal_id: int | None
) -> dict[int, list[tuple[Stage, datetime]]]:
    query = (
        select(col(SpeechStep.speech_id), col(SpeechStep.stage), col(SpeechStep.at))
        .join(Speech, col(Speech.id) == col(SpeechStep.speech_id))
        .where(
            col(Speech.conference_id) == conference_id,
            col(SpeechStep.rehearsal_id) == rehearsal_id,
        )
    )
    found: dict[int, list[tuple[Stage, datetime]]] = defaultdict(list)
    for speech_id, stage, at in db.execute(query.order_by(col(SpeechStep.id))):
        found[speech_id].append((stage, at))
    return found
