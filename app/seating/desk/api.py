"""Proposals, late changes and releases for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field
from starlette.background import BackgroundTasks
from starlette.requests import Request

from app.conferences.guards import OrganiserProgram
from app.seating.late import asking
from app.seating.models import Release
from app.seating.proposals import adopting, jobs, reporting
from app.seating.proposals import store as proposals
from app.seating.proposals.reporting import ProposalOut
from app.seating.proposals.wishes import Wish
from app.seating.releases import store as releases
from app.seating.solver.model import Order, Rule, Spare, TieBreak
from app.seating.steps import ProposalKind
from app.seating.table.question import table
from app.web.session import Db, database

router = APIRouter(prefix="/api/v1/conferences/{slug}/seating", tags=["seating"])

_LARGEST = 2**31 - 1
_MOST = 2_000  # people, or seats, of one late change


def _once(weights: list[Rule]) -> list[Rule]:
    if len(set(weights)) < len(weights):
        raise ValueError("Mỗi quy tắc chỉ nêu một lần")
    return weights


class PolicyIn(BaseModel):
    """How seats are to be given; ``weights`` names soft rules, the weightiest first: those that are
    not named follow in their usual order."""

    order: Order = Order.WHOLE
    spare: Spare = Spare.SPREAD
    tie_break: TieBreak = TieBreak.STATED
    turn: int = Field(default=1, ge=1, le=10_000)
    seed: int | None = Field(default=None, ge=0, le=_LARGEST)
    left_first: bool = False
    speakers_apart: bool = False
    weights: Annotated[list[Rule], AfterValidator(_once)] = list(Rule)

    @property
    def wish(self) -> Wish:
        others = [rule for rule in Rule if rule not in self.weights]
        ranks = {f"weight_{rule.value}": n for n, rule in enumerate([*self.weights, *others], 1)}
        return Wish.model_validate({**self.model_dump(exclude={"weights"}), **ranks})


class LateIn(BaseModel):
    """Late changes: numbers of delegates; seats, rows or blocks by their label."""

    absent: list[int] = Field(default=[], max_length=_MOST)
    present: list[int] = Field(default=[], max_length=_MOST)
    extra: int = Field(default=0, ge=0, le=1_000)
    group_id: int | None = Field(default=None, ge=1, le=_LARGEST)
    unit_id: int | None = Field(default=None, ge=1, le=_LARGEST)
    blocked: list[str] = Field(default=[], max_length=_MOST)
    why: str = Field(default="", max_length=120)


class ReleaseIn(BaseModel):
    remark: str = Field(default="", max_length=300)


class ReleaseOut(BaseModel):
    number: int
    at: datetime
    who: str
    remark: str
    seats: int


@router.get("/proposals")
def listed(db: Db, desk: OrganiserProgram) -> list[ProposalOut]:
    """The newest first, without their seats."""
    return [reporting.report(db, one) for one in proposals.proposals(db, desk.conference_id)]


@router.post("/proposals", status_code=202)
def propose(
    request: Request, db: Db, desk: OrganiserProgram, wanted: PolicyIn, after: BackgroundTasks
) -> ProposalOut:
    """Start computing a plan for everybody; ask for it by its number until it is over."""
    policy = wanted.wish.policy
    asked = proposals.ask(db, desk.author, desk.conference_id, ProposalKind.ANEW, policy)
    after.add_task(jobs.start, database(request), asked.id)
    return reporting.report(db, asked)


@router.post("/changes", status_code=202)
def change(
    request: Request, db: Db, desk: OrganiserProgram, wanted: LateIn, after: BackgroundTasks
) -> ProposalOut:
    """Start computing the plan that moves the fewest of those who have been told their seat."""
    here = desk.conference_id
    lying = table(db, here)
    late = asking.late(
        lying,
        absent=",".join(map(str, wanted.absent)),
        present=",".join(map(str, wanted.present)),
        extra=wanted.extra,
        group=wanted.group_id,
        unit=wanted.unit_id,
        blocked=",".join(wanted.blocked),
        why=wanted.why,
    )
    proposals.kin(db, late, lying)
    policy = proposals.policy_in_force(db, here)
    asked = proposals.ask(db, desk.author, here, ProposalKind.CHANGE, policy, late)
    after.add_task(jobs.start, database(request), asked.id)
    return reporting.report(db, asked)


@router.get("/proposals/{number}")
def proposal(db: Db, desk: OrganiserProgram, number: int) -> ProposalOut:
    """With its seats and the reason for each, once it is done."""
    found = proposals.proposal_numbered(db, desk.conference_id, number)
    return reporting.report(db, found, with_seats=True)


@router.delete("/proposals/{number}/computation", status_code=204)
def stop(db: Db, desk: OrganiserProgram, number: int) -> None:
    """Stop computing; nothing has changed."""
    found = proposals.proposal_numbered(db, desk.conference_id, number)
    found.is_to_stop = True
    db.add(found)


@router.put("/proposals/{number}/acceptance")
def accept(db: Db, desk: OrganiserProgram, number: int) -> ProposalOut:
    """Everybody sits by it. 409 where the list or the hall has changed since."""
    found = proposals.proposal_numbered(db, desk.conference_id, number)
    adopting.adopt(db, desk.author, found)
    return reporting.report(db, found)


@router.get("/releases")
def announced(db: Db, desk: OrganiserProgram) -> list[ReleaseOut]:
    """The newest first."""
    return [
        _release(line.release, line.seats) for line in releases.releases(db, desk.conference_id)
    ]


@router.post("/releases", status_code=201)
def release(db: Db, desk: OrganiserProgram, wanted: ReleaseIn) -> ReleaseOut:
    """Announce the seating as it stands. 409 where there is nothing new to tell."""
    made = releases.release(db, desk.author, desk.conference_id, wanted.remark)
    return _release(made, len(releases.told_in(db, made)))


def _release(release: Release, seats: int) -> ReleaseOut:
    kept = release.model_dump(include={"number", "at", "who", "remark"})
    return ReleaseOut(**kept, seats=seats)
