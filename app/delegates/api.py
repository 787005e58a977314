"""The list of delegates for programs."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.conferences.guards import Desk, OrganiserProgram
from app.delegates import changes, store
from app.delegates.guards import ReaderProgram
from app.delegates.rules import Attendance, Role, Sex
from app.delegates.search import Filter
from app.delegates.store import Listed
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/delegates", tags=["delegates"])


class DelegateOut(BaseModel):
    id: int
    number: int
    name: str
    is_synthetic: bool
    positions: list[str]
    group: str
    unit: str | None
    roles: list[Role]
    attendance: Attendance
    reason: str
    sex: Sex | None
    is_uniformed: bool
    needs_step_free: bool
    seat: str | None
    phone: str | None = Field(description="For organisers only")


class ListOut(BaseModel):
    total: int
    page: int
    pages: int
    delegates: list[DelegateOut]


class ChangeIn(BaseModel):
    """What is left out stays as it is."""

    name: str = Field(default="", max_length=80)
    attendance: Attendance = Attendance.INVITED
    reason: str = Field(default="", max_length=200)


@router.get("")
def delegates(db: Db, desk: ReaderProgram, wanted: Annotated[Filter, Query()]) -> ListOut:
    """One page of the delegates that fit; the search needs no accents."""
    found = store.listing(db, desk.conference_id, wanted)
    return ListOut(
        total=found.total,
        page=found.page,
        pages=found.pages,
        delegates=[_out(listed, desk) for listed in found.delegates],
    )


@router.get("/{delegate_id}")
def delegate(db: Db, desk: ReaderProgram, delegate_id: int) -> DelegateOut:
    return _out(store.delegate_of(db, desk.conference_id, delegate_id), desk)


@router.patch("/{delegate_id}")
def change(db: Db, desk: OrganiserProgram, delegate_id: int, wanted: ChangeIn) -> DelegateOut:
    """Name a delegate, or note whether they come; the answer is the delegate as it now stands."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    asked = replace(changes.as_enrolled(found), **wanted.model_dump(exclude_unset=True))
    changes.change(db, desk.author, found, asked)
    return delegate(db, desk, delegate_id)


def _out(listed: Listed, desk: Desk) -> DelegateOut:
    person = listed.delegate
    return DelegateOut(
        **person.model_dump(include=set(DelegateOut.model_fields) - {"phone"}),
        positions=listed.positions,
        group=listed.group.name,
        unit=listed.unit.name if listed.unit else None,
        roles=listed.roles,
        seat=listed.seat,
        phone=person.phone if desk.is_organiser else None,
    )
