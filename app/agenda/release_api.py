"""Releases for programs: all of them, one, what is different, and releasing."""

from datetime import datetime

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.agenda import frozen, releases, store
from app.agenda.differences import DifferenceKind, Paper, Part
from app.agenda.models import Release
from app.agenda.releases import Comparison
from app.agenda.said import said
from app.conferences.guards import MemberProgram, OrganiserProgram
from app.web.session import Db

router = APIRouter(prefix="/api/v1/conferences/{slug}/agenda/releases", tags=["agenda"])


class ReleaseOut(BaseModel):
    number: int
    at: datetime
    who: str
    remark: str


class PartOut(BaseModel):
    """An item, or with ``kind`` a cue, as it was released."""

    number: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    content: str
    presenter: str
    moderator: str
    is_conditional: bool
    unit_id: int | None


class ReleasedOut(ReleaseOut):
    starts_at: datetime
    must_end_at: datetime
    parts: list[PartOut]


class DifferenceOut(BaseModel):
    """``at`` are the numbers of all parts that it is about."""

    kind: DifferenceKind
    field: str
    at: list[str]
    text: str


class ConcernedOut(BaseModel):
    unit_id: int | None
    name: str
    differences: list[str]


class ComparisonOut(BaseModel):
    """``before`` is None where nothing was released before; ``after`` is None for the draft."""

    before: int | None
    after: int | None
    differences: list[DifferenceOut]
    concerned: list[ConcernedOut]
    print_again: list[Paper]


class Remark(BaseModel):
    remark: str = Field(default="", max_length=400)


class MadeOut(ReleaseOut):
    """``letters`` were prepared in the outbox; a person lets them go."""

    letters: int


@router.get("")
def listed(db: Db, desk: MemberProgram) -> list[ReleaseOut]:
    """The newest first."""
    return [_release(one) for one in store.releases(db, desk.conference_id)]


@router.post("", status_code=201)
def release(db: Db, desk: OrganiserProgram, wanted: Remark) -> MadeOut:
    """Freeze the draft under the next number and prepare the letters to those concerned."""
    made, letters = releases.release(db, desk.author, desk.conference, wanted.remark)
    return MadeOut(**_release(made).model_dump(), letters=letters.new + letters.rewritten)


@router.get("/difference")
def draft_difference(db: Db, desk: MemberProgram) -> ComparisonOut:
    """The draft as it stands against the last release."""
    last = store.last_release(db, desk.conference_id)
    return _comparison(releases.compare(db, desk.conference, last, None))


@router.get("/{number}")
def one(db: Db, desk: MemberProgram, number: int) -> ReleasedOut:
    found = store.release_numbered(db, desk.conference_id, number)
    state = frozen.state(found.tree)
    return ReleasedOut(
        **_release(found).model_dump(),
        starts_at=state.starts_at,
        must_end_at=state.must_end_at,
        parts=[_part(part) for part in state.parts],
    )


@router.get("/{number}/difference")
def difference(
    db: Db, desk: MemberProgram, number: int, against: int | None = Query(default=None, ge=1)
) -> ComparisonOut:
    """A release against the one before it, or against any other."""
    found = store.release_numbered(db, desk.conference_id, number)
    other = number - 1 if against is None else against
    before = store.release_numbered(db, desk.conference_id, other) if other else None
    return _comparison(releases.compare(db, desk.conference, before, found))


def _release(found: Release) -> ReleaseOut:
    return ReleaseOut(number=found.number, at=found.at, who=found.who, remark=found.remark)


def _part(part: Part) -> PartOut:
    return PartOut(
        number=part.number,
        kind=part.cue_kind,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        content=part.content,
        presenter=part.fields["presenter"],
        moderator=part.fields["moderator"],
        is_conditional=bool(part.fields["is_conditional"]),
        unit_id=part.unit_id,
    )


def _comparison(found: Comparison) -> ComparisonOut:
    return ComparisonOut(
        before=found.before.number if found.before else None,
        after=found.after.number if found.after else None,
        differences=[
            DifferenceOut(
                kind=one.kind,
                field=one.field,
                at=[part.number for part in one.parts],
                text=said(one),
            )
            for one in found.differences
        ],
        concerned=[
            ConcernedOut(
                unit_id=one.unit_id,
                name=found.name_of(one),
                differences=[said(difference) for difference in one.differences],
            )
            for one in found.concerned
        ],
        print_again=list(found.papers),
    )
