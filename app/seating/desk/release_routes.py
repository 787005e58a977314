"""Announcing seats: what has been told, what has not, and what differs between two releases."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.paper.sheets import XLSX
from app.seating.models import Release
from app.seating.proposals import store as proposals
from app.seating.releases import papers as release_papers
from app.seating.releases import store as releases
from app.seating.releases.announced import Difference, difference
from app.seating.releases.store import release_numbered, told_in
from app.seating.table import judging
from app.seating.table.question import table
from app.web.forms import Form, Typed, read
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/seating/releases", include_in_schema=False)

_SHOWN = 60  # lines of each part; the spreadsheet has them all
_LARGEST = 2**31 - 1


class Remark(BaseModel):
    remark: str = Field(default="", max_length=300)


class Pair(BaseModel, frozen=True):
    """Two releases; without the second the seating as it stands."""

    one: int = Field(ge=1, le=_LARGEST)
    other: int | None = Field(default=None, ge=1, le=_LARGEST)


@router.get("")
def listed(request: Request, db: Db, desk: Organiser) -> Response:
    return _listed(request, db, desk, Form({}))


@router.post("")
def release(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Remark, typed)
    if form.value is None:
        return _listed(request, db, desk, form, 422)
    made = releases.release(db, desk.author, desk.conference_id, form.value.remark)
    return see(request, f"/conferences/{desk.conference.slug}/seating/releases/{made.number}")


@router.get("/comparison")
def compare(request: Request, db: Db, desk: Organiser, pair: Annotated[Pair, Query()]) -> Response:
    one, other, found = _pair(db, desk, pair)
    return page(
        request,
        "seating/difference.html",
        desk=desk,
        one=one,
        other=other,
        found=found,
        shown=_SHOWN,
    )


@router.get("/comparison.xlsx")
def compared_sheet(db: Db, desk: Organiser, pair: Annotated[Pair, Query()]) -> Response:
    one, other, found = _pair(db, desk, pair)
    made = release_papers.difference_sheet(desk.conference, one, other, found)
    return Response(made, media_type=XLSX)


@router.get("/{number}.xlsx")
def release_sheet(db: Db, desk: Organiser, number: int) -> Response:
    found = release_numbered(db, desk.conference_id, number)
    made = release_papers.release_sheet(desk.conference, found, told_in(db, found))
    return Response(made, media_type=XLSX)


@router.get("/{number}")
def shown(request: Request, db: Db, desk: Organiser, number: int) -> Response:
    found = release_numbered(db, desk.conference_id, number)
    before = release_numbered(db, desk.conference_id, number - 1) if found.number > 1 else None
    lines = told_in(db, found)
    return page(
        request,
        "seating/release.html",
        desk=desk,
        release=found,
        seats=len(lines),
        before=before,
        found=difference(told_in(db, before), lines),
        is_newest=releases.newest(db, desk.conference_id) == found,
        shown=_SHOWN,
    )


def _listed(
    request: Request, db: Session, desk: Desk, form: Form[Remark], status: int = 200
) -> Response:
    here = desk.conference_id
    lying = table(db, here)
    judged = judging.judge(
        lying.hall, lying.people, proposals.policy_in_force(db, here), lying.locks, lying.placed
    )
    return page(
        request,
        "seating/releases.html",
        status,
        desk=desk,
        form=form,
        lines=releases.releases(db, here),
        waiting=releases.since_release(db, here),
        broken=judged.broken,
        table=lying,
        shown=_SHOWN,
    )


def _pair(db: Session, desk: Desk, pair: Pair) -> tuple[Release, Release | None, Difference]:
    here = desk.conference_id
    one = release_numbered(db, here, pair.one)
    if pair.other is None:
        return one, None, difference(told_in(db, one), releases.planned(db, here))
    other = release_numbered(db, here, pair.other)
    return one, other, difference(told_in(db, one), told_in(db, other))
