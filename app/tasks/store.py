"""The plan's tasks: reading them with where they stand, reporting them done, adopting dates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session, col, select

from app.conferences.history import Author, amend, note
from app.conferences.models import Unit
from app.conferences.store import units_by_id
from app.deadlines import Standing, standing
from app.errors import NotFound, Refused
from app.tasks.models import Completion, ProposedDate, Task, TaskUnit
from app.tasks.rules import Concern, check_completion


@dataclass(frozen=True)
class Assigned:
    """A task with its units, from the directing body down, and where it stands.

    ``standing`` is None for the task that all units with a speech lead: their texts tell.
    ``waits_for`` is the task it needs, while that is not done.
    """

    task: Task
    directing: Unit | None
    through: Unit | None
    lead: Unit | None
    coordinating: tuple[Unit, ...]
    completion: Completion | None
    standing: Standing | None
    waits_for: Task | None

    @property
    def is_for_speakers(self) -> bool:
        """Done when the texts of all units with a speech are in."""
        return self.task.concerns is Concern.SPEECH_TEXTS


@dataclass(frozen=True)
class Proposal:
    """A proposed internal date with the task it is for, if it is for one."""

    date: ProposedDate
    assigned: Assigned | None

    @property
    def concern(self) -> Concern | None:
        """The part of the plan it is about."""
        return self.date.concerns or (self.assigned.task.concerns if self.assigned else None)

    @property
    def is_adopted(self) -> bool:
        return self.date.adopted_at is not None


def tasks(
    db: Session, conference_id: int, rehearsal_id: int | None, now: datetime
) -> list[Assigned]:
    """In the plan's order, in a fixed number of queries."""
    query = select(Task).where(Task.conference_id == conference_id).order_by(col(Task.number))
    found = {task.id: task for task in db.exec(query)}
    completions = _completions(db, conference_id, rehearsal_id)
    coordinating: dict[int, list[int]] = {task_id: [] for task_id in found}
    links = select(TaskUnit).where(TaskUnit.conference_id == conference_id)
    for link in db.exec(links.order_by(col(TaskUnit.id))):
        coordinating[link.task_id].append(link.unit_id)
    units = units_by_id(db, conference_id, _units_in(found.values(), coordinating))
    return [
        Assigned(
            task,
            units[task.directing_id] if task.directing_id else None,
            units[task.through_id] if task.through_id else None,
            units[task.lead_id] if task.lead_id else None,
            tuple(units[unit_id] for unit_id in coordinating[task.id]),
            completions.get(task.id),
            _standing(task, completions.get(task.id), now),
            found[task.needs_id] if task.needs_id and task.needs_id not in completions else None,
        )
        for task in found.values()
    ]


def assigned(found: Collection[Assigned], number: int) -> Assigned:
    """Raises NotFound where the conference has no task of this number."""
    for one in found:
        if one.task.number == number:
            return one
    raise NotFound("Không có nhiệm vụ số {n}", n=number)


def sections(found: Sequence[Assigned]) -> list[list[Assigned]]:
    """As the plan sets them out: those that follow one another under the same body."""
    return [list(members) for _, members in groupby(found, lambda one: one.directing or one.lead)]


def waiting(found: Collection[Assigned], task: Task) -> list[Assigned]:
    """The tasks that need this one."""
    return [one for one in found if one.task.needs_id == task.id]


def proposals(db: Session, conference_id: int, found: Collection[Assigned]) -> list[Proposal]:
    """The proposed dates, each with its one of these tasks, the earliest first."""
    by_id = {one.task.id: one for one in found}
    query = select(ProposedDate).where(ProposedDate.conference_id == conference_id)
    dates = db.exec(query.order_by(col(ProposedDate.at), col(ProposedDate.id)))
    return [Proposal(date, by_id.get(date.task_id or 0)) for date in dates]


def complete(
    db: Session,
    author: Author,
    one: Assigned,
    completed_at: datetime,
    now: datetime,
    rehearsal_id: int | None,
    *,
    evidence: str = "",
    reason: str = "",
) -> None:
    """Report a task as done. Raises Refused where it is done already, comes before what it needs
    without a reason, lies in the future, or is done by others (the units that speak)."""
    if one.is_for_speakers:
        raise Refused("Nhiệm vụ này hoàn thành khi mọi bài tham luận đã nộp")
    if one.completion is not None:
        raise Refused("Nhiệm vụ này đã được ghi là hoàn thành")
    waits_for = one.waits_for.number if one.waits_for else None
    check_completion(completed_at, now, waits_for, reason)
    completion = Completion(
        task_id=one.task.id,
        rehearsal_id=rehearsal_id,
        completed_at=completed_at,
        who=author.name,
        evidence=evidence,
        reason=reason if waits_for else "",
    )
    db.add(completion)
    if rehearsal_id is None:
        note(db, author, one.task, _label(one.task), "completion", None, completed_at, reason)
    db.flush()


def withdraw(
    db: Session, author: Author, one: Assigned, now: datetime, rehearsal_id: int | None
) -> None:
    """Take back that a task was done. The completion stays, marked as withdrawn."""
    done = one.completion
    if done is None:
        raise Refused("Nhiệm vụ này chưa được ghi là hoàn thành")
    done.withdrawn_at = now
    db.add(done)
    if rehearsal_id is None:
        note(db, author, one.task, _label(one.task), "completion", done.completed_at, None)
    db.flush()


def adopt(
    db: Session, author: Author, conference_id: int, date_id: int, *, is_adopted: bool
) -> None:
    """Adopt one proposed date, or leave it a proposal again. The plan's own dates never change."""
    date = db.get(ProposedDate, date_id)
    if date is None or date.conference_id != conference_id:
        raise NotFound("Không có mốc đề xuất này")
    if (date.adopted_at is not None) != is_adopted:
        adopted_at = author.at if is_adopted else None
        amend(db, author, date, {"adopted_at": adopted_at}, label=date.content)


def _completions(
    db: Session, conference_id: int, rehearsal_id: int | None
) -> dict[int, Completion]:
    """What counts as done, by task: what really is, or what is in this rehearsal."""
    query = (
        select(Completion)
        .join(Task, col(Task.id) == Completion.task_id)
        .where(
            Task.conference_id == conference_id,
            Completion.rehearsal_id == rehearsal_id,
            col(Completion.withdrawn_at).is_(None),
        )
    )
    return {completion.task_id: completion for completion in db.exec(query)}


def _standing(task: Task, completion: Completion | None, now: datetime) -> Standing | None:
    if task.concerns is Concern.SPEECH_TEXTS:
        return None
    done_at = completion.completed_at if completion else None
    return standing(task.deadline, task.relation, done_at, now)


def _units_in(found: Collection[Task], coordinating: dict[int, list[int]]) -> set[int]:
    named = {
        unit_id
        for task in found
        for unit_id in (task.directing_id, task.through_id, task.lead_id)
        if unit_id is not None
    }
    return named.union(*coordinating.values())


def _label(task: Task) -> str:
    return f"Nhiệm vụ {task.number}: {task.content}"
