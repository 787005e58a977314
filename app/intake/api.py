"""The units' links and answers for programs."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request

from app import addresses
from app.conferences.guards import OrganiserProgram
from app.delegates.rules import Attendance
from app.intake import answers
from app.intake.answers import Given, Line
from app.links.store import make_links, revoke
from app.web.printed import linked
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/links", tags=["links"])


class LinkOut(BaseModel):
    """A unit with its link, where it has one, and how far its answer has come."""

    unit_id: int
    unit: str
    address: str
    expires_at: datetime | None
    opened_at: datetime | None
    posts: int
    answered: int
    sent_at: datetime | None
    is_late: bool
    late_changes: int


class WantedIn(BaseModel):
    """Units to make links for; empty: every unit that has posts and no link."""

    unit_ids: list[int] = Field(default_factory=list, max_length=1_000)


class PostOut(BaseModel):
    """``phone`` is masked: whole numbers are the delegates' to give."""

    delegate_id: int
    name: str
    positions: list[str]
    phone: str
    attendance: Attendance
    reason: str
    stand_in: str
    seat: str


class ChangeOut(BaseModel):
    """One field that an answer changed; without ``delegate_id`` it is of the unit."""

    delegate_id: int | None
    post: str
    field: str
    before: str
    after: str
    at: datetime
    is_late: bool


class AnswerOut(BaseModel):
    link: LinkOut
    vehicle: str
    lodging: str
    posts: list[PostOut]
    changes: list[ChangeOut]


@router.get("")
def links(request: Request, db: Db, desk: OrganiserProgram) -> list[LinkOut]:
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    return [_out(request, line) for line in lines]


@router.post("", status_code=201)
def make(request: Request, db: Db, desk: OrganiserProgram, wanted: WantedIn) -> list[LinkOut]:
    """The links that are new."""
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    ids = wanted.unit_ids or [line.unit.id for line in lines]
    made = {link.unit_id for link in make_links(db, desk.author, desk.conference, desk.now, ids)}
    lines = answers.lines(db, desk.conference_id, desk.rehearsal_id)
    return [_out(request, line) for line in lines if line.unit.id in made]


@router.get("/{unit_id}")
def answer(request: Request, db: Db, desk: OrganiserProgram, unit_id: int) -> AnswerOut:
    """What the unit has answered, and every change it sent, the newest sending first."""
    found = answers.given(db, desk.conference_id, desk.rehearsal_id, unit_id)
    sent = found.line.sent
    return AnswerOut(
        link=_out(request, found.line),
        vehicle=sent.vehicle if sent else "",
        lodging=sent.lodging if sent else "",
        posts=_posts(found),
        changes=_changes(found),
    )


@router.delete("/{unit_id}", status_code=204)
def withdraw(db: Db, desk: OrganiserProgram, unit_id: int) -> None:
    """Revoke the unit's link."""
    revoke(db, desk.author, desk.conference_id, unit_id)


def _out(request: Request, line: Line) -> LinkOut:
    link, sent = line.link, line.sent
    return LinkOut(
        unit_id=line.unit.id,
        unit=line.unit.name,
        address=linked(request, addresses.of_unit(link.token)) if link else "",
        expires_at=link.expires_at if link else None,
        opened_at=link.opened_at if link else None,
        posts=line.posts,
        answered=line.answered,
        sent_at=sent.at if sent else None,
        is_late=sent is not None and sent.is_late,
        late_changes=line.late,
    )


def _posts(found: Given) -> list[PostOut]:
    return [
        PostOut(
            delegate_id=one.delegate.id,
            name=one.delegate.name,
            positions=one.positions,
            phone=one.masked_phone,
            attendance=one.delegate.attendance,
            reason=one.delegate.reason,
            stand_in=one.stand_in.called if one.stand_in else "",
            seat=one.seat or "",
        )
        for one in found.posts
    ]


def _changes(found: Given) -> list[ChangeOut]:
    return [
        ChangeOut(
            delegate_id=change.delegate_id,
            post=change.label,
            field=change.field,
            before=change.before,
            after=change.after,
            at=sent.at,
            is_late=sent.is_late,
        )
        for sent, changes in found.sendings
        for change in changes
    ]
