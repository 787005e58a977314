"""Late changes: what has changed since the seats were announced, and the fewest moves that mend
it."""

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.conferences.store import units
from app.delegates.prints import out_of_date
from app.errors import Refused
from app.seating.late import asking
from app.seating.proposals import store as proposals
from app.seating.proposals.routes import started
from app.seating.releases import store as releases
from app.seating.solver.check import check
from app.seating.steps import ProposalKind
from app.seating.table.question import table
from app.web.forms import Form, Typed, read
from app.web.language import explained
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/seating/change", include_in_schema=False)

_SHOWN = 60
_LARGEST = 2**31 - 1


class Change(BaseModel):
    """A late change as it is typed; empty: what has changed in the list and the hall already."""

    absent: str = Field(default="", max_length=2_000)
    present: str = Field(default="", max_length=2_000)
    extra: int = Field(default=0, ge=0, le=1_000)
    group: int | None = Field(default=None, ge=1, le=_LARGEST)
    unit: int | None = Field(default=None, ge=1, le=_LARGEST)
    blocked: str = Field(default="", max_length=500)
    why: str = Field(default="", max_length=120)


@router.get("")
def changed(request: Request, db: Db, desk: Organiser) -> Response:
    return _changed(request, db, desk, Form({}))


@router.post("")
def propose(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    """Asks for the plan that moves the fewest of those who have been told their seat."""
    form = read(Change, typed)
    if form.value is None:
        return _changed(request, db, desk, form, 422)
    here = desk.conference_id
    lying = table(db, here)
    try:
        late = asking.late(lying, **form.value.model_dump())
        proposals.kin(db, late, lying)
    except Refused as told:
        form.is_wrong("", explained(told))
        return _changed(request, db, desk, form, 422)
    policy = proposals.policy_in_force(db, here)
    asked = proposals.ask(db, desk.author, here, ProposalKind.CHANGE, policy, late)
    return started(request, desk, asked)


def _changed(
    request: Request, db: Session, desk: Desk, form: Form[Change], status: int = 200
) -> Response:
    here = desk.conference_id
    lying = table(db, here)
    return page(
        request,
        "seating/change.html",
        status,
        desk=desk,
        form=form,
        release=releases.newest(db, here),
        since=releases.since_release(db, here),
        table=lying,
        broken=check(lying.hall, lying.people, lying.locks, lying.placed),
        units=[(unit.id, unit.name) for unit in units(db, here)],
        groups=[(group.id, group.name) for group in lying.groups],
        reprints=out_of_date(db, here),
        shown=_SHOWN,
    )
