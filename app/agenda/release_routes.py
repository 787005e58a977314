"""Releases on screen: what is different, whom it concerns, what has to be printed again."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.agenda import frozen, prints, releases, store
from app.agenda.models import Release
from app.agenda.picture import Picture, picture
from app.agenda.said import said, span
from app.conferences.guards import Desk, Member, Organiser
from app.web.forms import Form, Typed, read
from app.web.pages import page, see
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/agenda/releases", include_in_schema=False)


class Remark(BaseModel):
    """What goes with a release."""

    remark: Annotated[str, Field(max_length=400)] = ""


@router.get("")
def listed(request: Request, db: Db, desk: Member) -> Response:
    """The draft against the last release, and all releases."""
    return _listed(request, db, desk, Form({}))


@router.post("")
def release(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(Remark, typed)
    if form.value is None:
        return _listed(request, db, desk, form, 422)
    made, _ = releases.release(db, desk.author, desk.conference, form.value.remark)
    return see(request, f"/conferences/{desk.conference.slug}/agenda/releases/{made.number}")


@router.get("/{number}")
def released(
    request: Request, db: Db, desk: Member, number: int, against: int | None = None
) -> Response:
    """One release, against the one before it or any other."""
    found = store.release_numbered(db, desk.conference_id, number)
    other = number - 1 if against is None else against
    before = store.release_numbered(db, desk.conference_id, other) if other > 0 else None
    return page(
        request,
        "agenda/release.html",
        desk=desk,
        release=found,
        state=frozen.state(found.tree),
        compared=releases.compare(db, desk.conference, before, found),
        printed=prints.standing(db, desk.conference, frozen.state(found.tree)),
        numbers=[one.number for one in store.releases(db, desk.conference_id)],
        drawn=_picture(db, desk, [found, *([before] if before else [])]),
        said=said,
        span=span,
    )


def _listed(
    request: Request, db: Session, desk: Desk, form: Form[Remark], status: int = 200
) -> Response:
    made = store.releases(db, desk.conference_id)
    last = made[0] if made else None
    return page(
        request,
        "agenda/releases.html",
        status,
        desk=desk,
        releases=made,
        compared=releases.compare(db, desk.conference, last, None),
        drawn=_picture(db, desk, made[:1]),
        printed=prints.standing(db, desk.conference),
        form=form,
        said=said,
        span=span,
    )


def _picture(db: Session, desk: Desk, made: list[Release]) -> Picture | None:
    """The draft above the releases."""
    states = [("draft", 0, releases.draft(db, desk.conference))]
    states += [("release", one.number, frozen.state(one.tree)) for one in made]
    return picture(states)
