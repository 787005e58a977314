"""Seeds: the real plans, from files that a person can edit, into the database."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from app.agenda.models import AgendaItem
from app.agenda.rules import ItemKind
from app.awards.models import Award, AwardBatch
from app.conferences.history import Author
from app.conferences.models import (
    BaseDocument,
    Conference,
    ConferenceAlias,
    DelegateGroup,
    DressRule,
    Unit,
)
from app.conferences.store import add_unit, new_code
from app.delegates.changes import Enrolment, enrol
from app.delegates.models import Delegate
from app.delegates.rules import Role
from app.halls.building import HallPlan, build
from app.seating.releases.store import freeze, planned
from app.seating.table.first_plan import seat_all
from app.seeding.files import (
    AwardRow,
    DelegateRow,
    GroupRow,
    Plan,
    SpeechRow,
    UnitRow,
    rows,
    toml,
)
from app.speeches.models import Speech
from app.tasks.models import ProposedDate, Task, TaskUnit
from app.tasks.rules import Concern

FOLDER = Path(__file__).parents[2] / "seeds"
PLANTER = "Dữ liệu ban đầu"
SPEECH_MINUTES = 7  # "không quá 07 phút", 63-KH/TU line 113


def folders() -> list[Path]:
    return sorted(path.parent for path in FOLDER.glob("*/conference.toml"))


def plant(db: Session, folder: Path, at: datetime) -> Conference:
    """One conference with everything in its folder. Raises for the first thing that is wrong."""
    plan = Plan.model_validate(toml(folder / "conference.toml"))
    conference = Conference(
        **plan.model_dump(include=set(Conference.model_fields) & set(Plan.model_fields)),
        follow_code=new_code(),
        screen_code=new_code(),
        poster_code=new_code(),
    )
    db.add(conference)
    db.flush()
    here = conference.id
    db.add_all(ConferenceAlias(conference_id=here, name=name) for name in plan.aliases)
    db.add_all(BaseDocument(conference_id=here, **entry.model_dump()) for entry in plan.documents)
    db.add_all(DressRule(conference_id=here, **entry.model_dump()) for entry in plan.dress)
    units = _units(db, here, folder)
    delegates = _delegates(db, here, folder, units, at)
    slot = _agenda(db, here, plan)
    _speeches(db, here, folder, plan, units, delegates, slot)
    _tasks(db, here, plan, units)
    _awards(db, here, folder, plan, delegates)
    if (folder / "hall.toml").exists():
        build(db, here, HallPlan.model_validate(toml(folder / "hall.toml")))
        db.flush()
        seat_all(db, here, at)
        freeze(db, Author(None, PLANTER, at), here, planned(db, here), remark="Theo kế hoạch")
    return conference


def _units(db: Session, here: int, folder: Path) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for position, row in enumerate(rows(folder / "units.csv", UnitRow), 1):
        units[row.name] = add_unit(
            db,
            here,
            row.name,
            row.kind,
            position=position,
            code=row.code,
            parent_id=units[row.parent].id if row.parent else None,
            other_names=row.aliases,
        )
    return units


def _delegates(
    db: Session, here: int, folder: Path, units: dict[str, Unit], at: datetime
) -> list[tuple[DelegateRow, Delegate]]:
    groups = {
        row.code: DelegateGroup(
            conference_id=here,
            is_assumed=row.assumed,
            precedence=precedence,
            **row.model_dump(exclude={"assumed"}),
        )
        for precedence, row in enumerate(rows(folder / "composition.csv", GroupRow), 1)
    }
    db.add_all(groups.values())
    db.flush()
    listed = list(rows(folder / "delegates.csv", DelegateRow))
    enrolments = [
        Enrolment(
            group_id=groups[row.group].id,
            positions=row.positions,
            unit=units[row.unit] if row.unit else None,
            name=row.name,
            is_synthetic=row.synthetic,
            sex=row.sex,
            is_uniformed=row.uniformed,
            rank=row.rank,
            roles=row.roles,
            attendance=row.attendance,
        )
        for row in listed
    ]
    return list(zip(listed, enrol(db, here, enrolments, at), strict=True))


def _agenda(db: Session, here: int, plan: Plan) -> AgendaItem | None:
    items = [
        AgendaItem(conference_id=here, number=number, **entry.model_dump())
        for number, entry in enumerate(plan.agenda, 1)
    ]
    db.add_all(items)
    db.flush()
    return next((item for item in items if item.kind is ItemKind.SPEECHES), None)


def _speeches(
    db: Session,
    here: int,
    folder: Path,
    plan: Plan,
    units: dict[str, Unit],
    delegates: list[tuple[DelegateRow, Delegate]],
    slot: AgendaItem | None,
) -> None:
    terms = {task.concerns: task for task in plan.tasks}
    writing, review = terms.get(Concern.SPEECH_TEXTS), terms.get(Concern.SPEECH_REVIEW)
    speakers = {row.unit: person for row, person in delegates if Role.SPEAKER in row.roles}
    for row in rows(folder / "speeches.csv", SpeechRow):
        speaker = speakers.get(row.unit)
        db.add(
            Speech(
                conference_id=here,
                unit_id=units[row.unit].id,
                item_id=slot.id if slot else None,
                speaker_id=speaker.id if speaker else None,
                minutes=SPEECH_MINUTES,
                due_at=writing.deadline if writing else None,
                reviewer_id=units[review.lead].id if review else None,
                review_due_at=review.deadline if review else None,
                **row.model_dump(exclude={"unit"}),
            )
        )


def _tasks(db: Session, here: int, plan: Plan, units: dict[str, Unit]) -> None:
    tasks: dict[int, Task] = {}
    kept = {
        "content",
        "others",
        "report_to",
        "deadline",
        "relation",
        "timing",
        "source",
        "concerns",
    }
    for entry in plan.tasks:
        task = Task(
            conference_id=here,
            number=entry.number,
            directing_id=units[entry.directing].id if entry.directing else None,
            through_id=units[entry.through].id if entry.through else None,
            lead_id=units[entry.lead].id if entry.lead else None,
            is_conditional=entry.is_conditional,
            **entry.model_dump(include=kept),
        )
        db.add(task)
        db.flush()
        tasks[entry.number] = task
        db.add_all(
            TaskUnit(conference_id=here, task_id=task.id, unit_id=units[name].id)
            for name in entry.coordinating
        )
    for entry in plan.tasks:
        if entry.needs is not None:
            tasks[entry.number].needs_id = tasks[entry.needs].id
    db.add_all(
        ProposedDate(
            conference_id=here, task_id=tasks[entry.task].id, content=entry.content, at=entry.at
        )
        for entry in plan.proposed
    )


def _awards(
    db: Session,
    here: int,
    folder: Path,
    plan: Plan,
    delegates: list[tuple[DelegateRow, Delegate]],
) -> None:
    batches = [
        AwardBatch(conference_id=here, number=number, **entry.model_dump())
        for number, entry in enumerate(plan.award_batches, 1)
    ]
    db.add_all(batches)
    db.flush()
    by_position = {row.positions[0]: person.id for row, person in delegates if row.positions}
    for row in rows(folder / "awards.csv", AwardRow):
        db.add(
            Award(
                conference_id=here,
                batch_id=batches[row.batch - 1].id,
                delegate_id=by_position.get(row.received_by),
                is_assumed=True,
                **row.model_dump(include={"place", "kind", "recipient"}),
            )
        )
