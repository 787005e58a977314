"""The list of delegates for programs."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.conferences.guards import Desk, OrganiserProgram
from app.delegates import changes, personal, store, substitution
from app.delegates.guards import ReaderProgram
from app.delegates.rules import Attendance, ReadingKind, Role, Sex, check_may_become
from app.delegates.search import Filter
from app.delegates.store import Listed
from app.delegates.substitution import Sent
from app.delegates.sums import sums
from app.delegates.typed import Sending
from app.web.session import Afterwards, Db

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
    precedence: int = Field(description="Place in the one order of introduction, seats and lists")
    stands_in_for_id: int | None = Field(description="The delegate in whose place this one comes")
    stand_in_id: int | None = Field(description="Whoever comes in this delegate's place")
    phone: str = Field(description="Masked, unless an organiser asks with phones=true")


class Wanted(Filter):
    """What part of the list, and whether with whole phone numbers."""

    phones: bool = False


class SumsOut(BaseModel):
    """Places by how they stand; walk-ins come beside them."""

    stated: int
    places: int
    named: int
    by: dict[Attendance, int]


READ = {True: ReadingKind.PROGRAM, False: ReadingKind.PERSON}


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
def delegates(
    db: Db, desk: ReaderProgram, wanted: Annotated[Wanted, Query()], after: Afterwards
) -> ListOut:
    """One page of the delegates that fit; the search needs no accents.

    ``phones=true`` shows organisers the numbers, and is written down.
    """
    shows = wanted.phones and desk.is_organiser
    found = store.listing(db, desk.conference_id, wanted, by_phone=desk.is_organiser)
    if shows:
        _log(desk, after, people=len(found.delegates))
    return ListOut(
        total=found.total,
        page=found.page,
        pages=found.pages,
        delegates=[_out(listed, shows=shows) for listed in found.delegates],
    )


@router.get("/sums")
def count(db: Db, desk: ReaderProgram) -> SumsOut:
    """How the places stand, against the number that the plan states."""
    found = sums(db, desk.conference_id)
    stated = desk.conference.stated_delegates
    return SumsOut(stated=stated, places=found.places, named=found.named, by=found.by)


@router.get("/{delegate_id}")
def delegate(
    db: Db, desk: ReaderProgram, delegate_id: int, after: Afterwards, phones: bool = False
) -> DelegateOut:
    shows = phones and desk.is_organiser
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    _log(desk, after, delegate_id=delegate_id, kind=READ[shows])
    return _out(found, shows=shows)


@router.patch("/{delegate_id}")
def change(db: Db, desk: OrganiserProgram, delegate_id: int, wanted: ChangeIn) -> DelegateOut:
    """Name a delegate, or note whether they come; the answer is the delegate as it now stands."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    asked = replace(changes.as_enrolled(found), **wanted.model_dump(exclude_unset=True))
    check_may_become(
        found.called,
        found.delegate.attendance,
        asked.attendance,
        asked.reason,
        has_stand_in=found.stand_in is not None,
    )
    changes.change(db, desk.author, found, asked)
    return _out(store.delegate_of(db, desk.conference_id, delegate_id), shows=False)


@router.post("/{delegate_id}/substitution", status_code=201)
def substitute(db: Db, desk: OrganiserProgram, delegate_id: int, wanted: Sending) -> DelegateOut:
    """Somebody comes instead; the answer is that person."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    sent = Sent(**wanted.model_dump(exclude={"reason"}))
    stand_in = substitution.substitute(db, desk.author, found, sent, wanted.reason)
    return _out(store.delegate_of(db, desk.conference_id, stand_in.id), shows=False)


@router.delete("/{delegate_id}/substitution")
def take_back(db: Db, desk: OrganiserProgram, delegate_id: int) -> DelegateOut:
    """The stand-in does not come after all; the answer is the person who was replaced."""
    found = store.delegate_of(db, desk.conference_id, delegate_id)
    absent_id = substitution.take_back(db, desk.author, found)
    return _out(store.delegate_of(db, desk.conference_id, absent_id), shows=False)


def _log(
    desk: Desk,
    after: Afterwards,
    people: int = 1,
    delegate_id: int | None = None,
    kind: ReadingKind = ReadingKind.PROGRAM,
) -> None:
    author, here = desk.author, desk.conference_id
    after.append(
        lambda db: personal.log(db, author, here, kind, people=people, delegate_id=delegate_id)
    )


def _out(listed: Listed, *, shows: bool) -> DelegateOut:
    person = listed.delegate
    return DelegateOut(
        **person.model_dump(include=set(DelegateOut.model_fields) - {"phone"}),
        positions=listed.positions,
        group=listed.group.name,
        unit=listed.unit.name if listed.unit else None,
        roles=listed.roles,
        seat=listed.seat,
        stand_in_id=listed.stand_in.id if listed.stand_in else None,
        phone=person.phone if shows else listed.masked_phone,
    )
