"""Proposals: asking for a plan, watching it grow, reading why, comparing, accepting."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app import clock
from app.conferences.guards import Desk, Organiser
from app.seating.acts import store as acts
from app.seating.models import Proposal
from app.seating.picture import drawing
from app.seating.proposals import adopting, comparing, jobs
from app.seating.proposals import store as proposals
from app.seating.proposals.reprinting import reprints
from app.seating.proposals.store import Figures, Given
from app.seating.proposals.wishes import Wish, as_typed, rearranged, weights
from app.seating.solver.model import Broken, Order, Spare, TieBreak
from app.seating.solver.why import sentence
from app.seating.steps import ProposalKind
from app.seating.store import SeatMap
from app.seating.table.judging import judge
from app.seating.table.question import Table, table
from app.web.forms import Form, Typed, read
from app.web.pages import is_fragment, page, see
from app.web.session import Db, database

router = APIRouter(prefix="/conferences/{slug}/seating", include_in_schema=False)

_LARGEST = 2**31 - 1
_PAGE = 60


class Look(BaseModel, frozen=True):
    """A seat of a proposal somebody asks about, or a person, or the next page of who moves."""

    seat: str = Field(default="", max_length=40)
    block: str = Field(default="", max_length=16)
    q: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=10_000)


@router.get("/proposals")
def listed(request: Request, db: Db, desk: Organiser) -> Response:
    return _listed(request, db, desk, Form({}))


@router.post("/proposals")
def ask(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Where only the order of the rules was changed, the form comes back in that order."""
    if "up" in typed or "down" in typed:
        return _listed(request, db, desk, Form(rearranged(typed)))
    form = read(Wish, typed)
    if form.value is None:
        return _listed(request, db, desk, form, 422)
    proposal = proposals.ask(
        db, desk.author, desk.conference_id, ProposalKind.ANEW, form.value.policy
    )
    return started(request, desk, proposal)


def started(request: Request, desk: Desk, proposal: Proposal) -> Response:
    """Goes to the proposal, which is computed once it has been written down."""
    answer = see(request, f"{_here(desk)}/proposals/{proposal.number}")
    answer.background = BackgroundTask(jobs.start, database(request), proposal.id)
    return answer


@router.get("/proposals/{number}")
def shown(
    request: Request, db: Db, desk: Organiser, number: int, look: Annotated[Look, Query()]
) -> Response:
    proposal = proposals.proposal_numbered(db, desk.conference_id, number)
    return _shown(request, db, desk, proposal, look)


@router.get("/proposals/{number}/progress")
def progress(request: Request, db: Db, desk: Organiser, number: int) -> Response:
    """The part of the page that changes while a plan is computed; at its end the whole page."""
    proposal = proposals.proposal_numbered(db, desk.conference_id, number)
    state = proposals.state(proposal, clock.now())
    if state.is_over:
        return see(request, f"{_here(desk)}/proposals/{number}")
    return page(request, "seating/_progress.html", desk=desk, proposal=proposal, state=state)


@router.post("/proposals/{number}/stop")
def stop(request: Request, db: Db, desk: Organiser, number: int) -> Response:
    proposal = proposals.proposal_numbered(db, desk.conference_id, number)
    proposal.is_to_stop = True
    db.add(proposal)
    return see(request, f"{_here(desk)}/proposals/{number}")


@router.post("/proposals/{number}/acceptance")
def accept(request: Request, db: Db, desk: Organiser, number: int, typed: Typed) -> Response:
    """Everybody sits by it from now on; undone like any other act."""
    proposal = proposals.proposal_numbered(db, desk.conference_id, number)
    seen = typed.get("seen", "")
    adopting.adopt(db, desk.author, proposal, seen=int(seen) if seen.isdecimal() else None)
    return see(request, f"{_here(desk)}/proposals/{number}")


def _listed(
    request: Request, db: Session, desk: Desk, form: Form[Wish], status: int = 200
) -> Response:
    lying = table(db, desk.conference_id)
    policy = proposals.policy_in_force(db, desk.conference_id)
    judged = judge(lying.hall, lying.people, policy, lying.locks, lying.placed)
    now = clock.now()
    form = form if form.typed else Form(as_typed(policy))
    return page(
        request,
        "seating/proposals.html",
        status,
        desk=desk,
        form=form,
        weights=weights(form.typed),
        policy=policy,
        judged=judged,
        table=lying,
        failures=comparing.failures,
        hard=list(Broken),
        listed=[
            (one, proposals.state(one, now), proposals.figures(one), proposals.policy_of(one))
            for one in proposals.proposals(db, desk.conference_id)
        ],
        orders=list(Order),
        spares=list(Spare),
        ties=list(TieBreak),
    )


def _shown(request: Request, db: Session, desk: Desk, proposal: Proposal, look: Look) -> Response:
    state = proposals.state(proposal, clock.now())
    values: dict[str, object] = {
        "proposal": proposal,
        "state": state,
        "policy": proposals.policy_of(proposal),
        "late": proposals.late_of(proposal),
    }
    figures = proposals.figures(proposal)
    if figures is None:
        return page(request, "seating/computing.html", 200, desk=desk, **values)
    lying = table(db, desk.conference_id)
    given = proposals.seats_of(db, proposal)
    assign = {person: found.seat_id for person, found in given.items()}
    plan = comparing.seat_map(lying, assign)
    values |= {"look": look, "figures": figures} | _asked(lying, plan, given, figures, look)
    if is_fragment(request):
        return page(request, "seating/_why.html", 200, desk=desk, is_part=True, **values)
    block = plan.block(look.block) if look.block else None
    differs = {one for one in given if lying.placed.get(one) != assign[one]}
    values |= {
        "table": lying,
        "assign": assign,
        "failures": comparing.failures,
        "called": comparing.called,
        "differs": len(differs | (lying.placed.keys() - given.keys())),
        "anew": reprints(db, lying, given, differs),
        "shown": _PAGE,
        "version": acts.version(db, desk.conference_id),
        "drawn": drawing.draw(plan, block=block, query=f"block={look.block}&" if block else ""),
        "block": block,
        "moves": figures.moves[(look.page - 1) * _PAGE : look.page * _PAGE],
        "pages": max(1, -(-len(figures.moves) // _PAGE)),
        "sentence": sentence,
    }
    return page(request, "seating/proposal.html", 200, desk=desk, is_part=False, **values)


def _asked(
    lying: Table, plan: SeatMap, given: Mapping[int, Given], figures: Figures, look: Look
) -> dict[str, object]:
    """The seat somebody asks about, whoever they look for, and the rings round both."""
    seat = plan.seat(look.seat) if look.seat else None
    block = plan.block(look.block) if look.block else None
    who = next((one for one, found in given.items() if seat and found.seat_id == seat.id), None)
    found = comparing.found(lying, given, look.q)
    labels = {label for _, _, label, _ in found}
    rings = {one.id for one in plan.hall.seats if one.label in labels}
    rings = rings if look.q else {move.to_seat for move in figures.moves}
    return {
        "seat": seat,
        "person": lying.named.get(who) if who is not None else None,
        "why": given[who].why if who is not None else "",
        "before": lying.label(lying.placed.get(who)) if who is not None else "",
        "found": found,
        "marks": drawing.marks(plan, rings, seat.id if seat else None, is_near=block is not None),
        "box": drawing.frame(lying.view, block).box,
    }


def _here(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/seating"
