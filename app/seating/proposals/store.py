"""Proposals: plans that were asked for, as rows. Nobody sits by one until it is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.conferences.history import Author
from app.conferences.models import Unit
from app.delegates.sums import sums
from app.errors import NotFound, Refused
from app.seating.acts import store as acts
from app.seating.late import late
from app.seating.late.late import Kin, Late
from app.seating.models import Proposal, ProposedSeat
from app.seating.solver.model import (
    Answer,
    Measures,
    Move,
    Policy,
    Progress,
    Question,
    Rule,
    RuleScore,
    Status,
    TieBreak,
    Violation,
)
from app.seating.solver.why import sentence
from app.seating.solver.wire import dumps, loads, plain
from app.seating.steps import JobState, ProposalKind
from app.seating.table import fairness
from app.seating.table.question import Table
from app.vietnamese import number_text

SILENT = timedelta(seconds=20)  # whatever computes a plan tells of itself more often
BUDGET = 10.0  # seconds
_KEPT = 60  # lines of progress


@dataclass(frozen=True)
class Figures:
    """What the solver says of its plan, and who would be moved."""

    measures: Measures
    scores: tuple[RuleScore, ...]
    bounds: dict[str, float]
    status: Status
    broken: tuple[Violation, ...] = ()
    message: str = ""
    moves: tuple[Move, ...] = ()
    lower_bound: int | None = None  # of moves; None for a plan that seats all anew
    is_proven: bool = False


@dataclass(frozen=True)
class Given:
    """A seat of a proposal. Late guests have negative numbers instead of delegates."""

    seat_id: int
    why: str


def proposals(db: Session, conference_id: int, at_most: int = 30) -> list[Proposal]:
    """The newest first."""
    query = select(Proposal).where(Proposal.conference_id == conference_id)
    return list(db.exec(query.order_by(col(Proposal.number).desc()).limit(at_most)))


def proposal_numbered(db: Session, conference_id: int, number: int) -> Proposal:
    """Raises NotFound."""
    query = select(Proposal).where(Proposal.conference_id == conference_id)
    found = db.exec(query.where(Proposal.number == number)).first()
    if found is None:
        raise NotFound("Không có phương án số {n}", n=number)
    return found


def proposal_with(db: Session, proposal_id: int) -> Proposal:
    return db.get_one(Proposal, proposal_id, populate_existing=True)


def state(proposal: Proposal, now: datetime) -> JobState:
    """How its computing stands; lost where nothing has been heard of it for a while."""
    if not proposal.state.is_over and now - proposal.beat_at > SILENT:
        return JobState.LOST
    return proposal.state


def figures(proposal: Proposal) -> Figures | None:
    """None while there is no plan."""
    return loads(Figures, proposal.figures) if proposal.figures else None


def policy_of(proposal: Proposal) -> Policy:
    return loads(Policy, proposal.policy)


def late_of(proposal: Proposal) -> Late:
    return loads(Late, proposal.late)


def policy_in_force(db: Session, conference_id: int) -> Policy:
    """By which the seating is judged: that of the plan accepted last."""
    query = select(Proposal).where(
        Proposal.conference_id == conference_id, col(Proposal.accepted_at).is_not(None)
    )
    last = db.exec(query.order_by(col(Proposal.accepted_at).desc()).limit(1)).first()
    return policy_of(last) if last else Policy()


def seats_of(db: Session, proposal: Proposal) -> dict[int, Given]:
    """Its seats by delegate, or by the negative number of a late guest."""
    query = columns(
        col(ProposedSeat.delegate_id), col(ProposedSeat.guest), col(ProposedSeat.seat_id)
    ).add_columns(col(ProposedSeat.why))
    rows = db.execute(query.where(col(ProposedSeat.proposal_id) == proposal.id))
    return {
        delegate if delegate is not None else -guest: Given(seat, why)
        for delegate, guest, seat, why in rows
    }


def ask(
    db: Session,
    author: Author,
    conference_id: int,
    kind: ProposalKind,
    policy: Policy,
    changes: Late | None = None,
) -> Proposal:
    """Write down what is wanted; ``jobs.run`` then computes it.

    Raises Refused where nobody is to be seated.
    """
    coming = any(n for state, n in sums(db, conference_id).by.items() if state.takes_seat)
    if not coming and not (changes and changes.extra):
        raise Refused("Hội nghị chưa có đại biểu nào dự để xếp chỗ")
    last = select(func.coalesce(func.max(Proposal.number), 0))
    is_fair_first = policy.outranks(Rule.FAIRNESS, Rule.PRECEDENCE)
    if policy.tie_break is TieBreak.PAST or is_fair_first:
        policy = replace(policy, past=fairness.past(db, conference_id))
    proposal = Proposal(
        conference_id=conference_id,
        number=int(db.exec(last.where(Proposal.conference_id == conference_id)).one()) + 1,
        kind=kind,
        policy=dumps(policy),
        late=dumps(changes or Late()),
        version=acts.version(db, conference_id),
        staff_id=author.staff_id,
        who=author.name,
        asked_at=author.at,
        beat_at=author.at,
    )
    db.add(proposal)
    db.flush()
    return proposal


def question(db: Session, proposal: Proposal, table: Table) -> Question:
    """What the solver is asked, with the late changes made."""
    changes = late_of(proposal)
    is_change = proposal.kind is ProposalKind.CHANGE
    old = {who: seat for who, seat in table.placed.items() if who not in set(changes.absent)}
    return Question(
        hall=late.hall_after(table.hall, changes),
        people=late.people_after(table.people, changes, kin(db, changes, table)),
        policy=policy_of(proposal),
        locks=late.locks_after(table.locks, changes, table.placed),
        budget_s=BUDGET,
        old=old if is_change else None,
    )


def kin(db: Session, changes: Late, table: Table) -> Kin:
    """What late guests are taken for: of the group that is named, else of the last of those who
    sit by their own rank. Raises Refused for a group or unit of another conference."""
    if not table.people and not changes.extra:
        raise Refused("Hội nghị chưa có đại biểu nào dự để xếp chỗ")
    tier = max((p.tier for p in table.people if p.tier is not None and p.unit is None), default=0)
    group = next(
        (
            one
            for one in table.groups
            if (one.precedence == tier if changes.group is None else one.id == changes.group)
        ),
        None,
    )
    if group is None:
        raise Refused("Chọn khối cho khách phát sinh")
    unit = db.get(Unit, changes.unit) if changes.unit is not None else None
    if changes.unit is not None and (unit is None or unit.conference_id != group.conference_id):
        raise Refused("Không có đơn vị này để khách phát sinh ngồi cùng")
    if unit is not None and unit.kind.is_commune_level:
        return Kin(group.id, group.precedence, unit.name, unit.id, unit.position)
    return Kin(group.id, group.precedence, group.name)


def tell(proposal: Proposal, now: datetime, line: Progress | None = None) -> None:
    """It is still being computed, and how far it has come."""
    proposal.state, proposal.beat_at = JobState.RUNNING, now
    if line is None:
        return
    proposal.seconds = line.seconds
    if line.value is not None:
        proposal.value, proposal.bound, proposal.gap = line.value, line.bound, line.gap
    proposal.progress = [*proposal.progress, plain(line)][-_KEPT:]


def end(proposal: Proposal, now: datetime, state: JobState, fault: str = "") -> None:
    """It will not go on. A plan that was finished stays finished."""
    if not proposal.state.is_over:
        proposal.state, proposal.beat_at, proposal.ended_at = state, now, now
        proposal.fault = fault[:1000]


def keep(db: Session, proposal: Proposal, answer: Answer, now: datetime) -> None:
    """Write the plan down, seat by seat with its reasons."""
    found = answer.reseating
    plan = found.plan if found else answer.plan
    if plan is None:
        counted = {
            name: number_text(int(value)) if value.isdecimal() else value
            for name, value in answer.values.items()
        }
        end(proposal, now, JobState.FAILED, answer.refused.format(**counted))
        return
    moves: Sequence[Move] = found.moves if found else ()
    kept = Figures(
        plan.measures,
        plan.scores,
        plan.bounds,
        plan.status,
        plan.broken,
        plan.message,
        tuple(moves),
        found.lower_bound if found else None,
        found.is_proven if found else False,
    )
    proposal.figures, proposal.seconds = dumps(kept), plan.seconds
    if found:
        proposal.value, proposal.bound = len(moves), found.lower_bound
        proposal.gap = (len(moves) - found.lower_bound) / max(1, len(moves))
    else:
        proposal.value, proposal.bound = plan.measures.value, plan.bounds.get("value")
        proposal.gap = plan.gap
    rows = [
        {
            "proposal_id": proposal.id,
            "delegate_id": person if person > 0 else None,
            "guest": max(0, -person),
            "seat_id": seat,
            "why": sentence(plan.why[person]) if person in plan.why else "",
        }
        for person, seat in plan.assign.items()
    ]
    if rows:
        db.execute(insert(ProposedSeat), rows)
    end(proposal, now, JobState.DONE)
