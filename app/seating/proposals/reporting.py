"""Proposals and releases in figures and names, for programs and the command line."""

from datetime import datetime

from pydantic import BaseModel
from sqlmodel import Session

from app import clock
from app.seating.models import Proposal
from app.seating.proposals import comparing
from app.seating.proposals import store as proposals
from app.seating.solver.model import Broken, Rule, Violation
from app.seating.solver.why import sentence
from app.seating.steps import JobState, ProposalKind
from app.seating.table.question import Table, table


class BrokenOut(BaseModel):
    """A hard rule that is not kept, for whom and where."""

    rule: Broken
    who: str
    seat: str


class MoveOut(BaseModel):
    """Somebody who has been told a seat and is to sit on another."""

    number: int | None
    who: str
    before: str
    after: str
    why: str


class SeatOut(BaseModel):
    delegate_id: int | None
    who: str
    seat: str
    why: str


class ProposalOut(BaseModel):
    """``value`` is the solver's figure (of a change: how many are moved), ``bound`` what no plan
    can be below, ``gap`` the distance between them as a part of the value."""

    proposal: int
    kind: ProposalKind
    state: JobState
    fault: str
    who: str
    asked_at: datetime
    accepted_at: datetime | None
    value: float | None
    bound: float | None
    gap: float | None
    seconds: float
    status: str = ""
    fragments: int | None = None
    rows: int | None = None
    rules: dict[Rule, float] = {}
    broken: list[BrokenOut] = []
    moves: list[MoveOut] | None = None
    lower_bound: int | None = None
    is_proven: bool | None = None
    seats: list[SeatOut] | None = None


def report(db: Session, proposal: Proposal, *, with_seats: bool = False) -> ProposalOut:
    """Everything there is to say of a proposal; its seats only where they are wanted."""
    made = ProposalOut(
        proposal=proposal.number,
        kind=proposal.kind,
        state=proposals.state(proposal, clock.now()),
        fault=proposal.fault,
        who=proposal.who,
        asked_at=proposal.asked_at,
        accepted_at=proposal.accepted_at,
        value=proposal.value,
        bound=proposal.bound,
        gap=proposal.gap,
        seconds=round(proposal.seconds, 3),
    )
    figures = proposals.figures(proposal)
    if figures is None:
        return made
    lying = table(db, proposal.conference_id)
    made.status = figures.status
    made.fragments, made.rows = figures.measures.fragments, figures.measures.rows
    made.rules = {score.rule: score.value for score in figures.scores}
    made.broken = [_broken(lying, found) for found in figures.broken]
    if proposal.kind is ProposalKind.CHANGE:
        made.lower_bound, made.is_proven = figures.lower_bound, figures.is_proven
        made.moves = [
            MoveOut(
                number=_number(lying, move.person),
                who=comparing.called(lying, move.person),
                before=lying.label(move.from_seat),
                after=lying.label(move.to_seat),
                why=sentence(move.why),
            )
            for move in figures.moves
        ]
    if with_seats:
        made.seats = [
            SeatOut(
                delegate_id=person if person > 0 else None,
                who=comparing.called(lying, person),
                seat=lying.label(given.seat_id),
                why=given.why,
            )
            for person, given in sorted(proposals.seats_of(db, proposal).items())
        ]
    return made


def _broken(lying: Table, found: Violation) -> BrokenOut:
    who = comparing.called(lying, found.person) if found.person is not None else ""
    return BrokenOut(rule=found.rule, who=who, seat=lying.label(found.seat))


def _number(lying: Table, person: int) -> int | None:
    named = lying.named.get(person)
    return named.number if named else None
