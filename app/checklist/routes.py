"""The checklist on screen: set out in several ways, by unit as a grid, as the path to the day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.checklist import lists, store
from app.checklist.changes import unit_of
from app.checklist.lists import By, Show
from app.checklist.path import PLANS, path
from app.checklist.rules import Entry
from app.checklist.words import title
from app.conferences.guards import Desk, Member
from app.errors import NotFound
from app.vietnamese import HANOI
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/checklist", include_in_schema=False)


class View(BaseModel):
    """How the list is set out, what part of it is shown, and whether only what is mine."""

    by: By = By.UNIT
    show: Show = Show.OPEN
    mine: bool = False

    def with_(self, **changes: object) -> str:
        """The query string of this view with some of it changed."""
        changed = View.model_validate({**self.model_dump(), **changes})
        values = changed.model_dump(mode="json", exclude_defaults=True)
        return "?" + urlencode({name: str(value).lower() for name, value in values.items()})


class GridView(BaseModel):
    """Which units the grid shows."""

    show: Show = Show.ALL


@router.get("")
def checklist(request: Request, db: Db, desk: Member, view: Annotated[View, Query()]) -> Response:
    entries = _entries(db, desk)
    followers = store.followers(db, desk.conference_id)
    whole = followers.mine(entries, desk.staff.id) if view.mine else entries
    shown = lists.chosen(whole, view.show)
    return page(
        request,
        "checklist/checklist.html",
        desk=desk,
        view=view,
        summary=lists.summary(whole),
        sections=_sections(desk, shown, view.by),
        followers=followers,
        by_key=_by_key(entries),
        title=title,
    )


@router.get("/print")
def printed(request: Request, db: Db, desk: Member, unit_id: int | None = None) -> Response:
    """A sheet for each unit, or for one, with everything that is theirs."""
    entries = _entries(db, desk)
    if unit_id is not None:
        entries = [entry for entry in entries if entry.unit and entry.unit.id == unit_id]
        if not entries:
            raise NotFound("Đơn vị này không có việc nào trong danh mục")
    return page(
        request,
        "checklist/print.html",
        desk=desk,
        sections=lists.sections(entries, By.UNIT),
        title=title,
    )


@router.get("/units")
def grid(request: Request, db: Db, desk: Member, view: Annotated[GridView, Query()]) -> Response:
    """Every unit at a glance: how far it is, and where it is late."""
    tiles = lists.grid(_entries(db, desk))
    return page(
        request,
        "checklist/grid.html",
        desk=desk,
        view=view,
        all_tiles=tiles,
        tiles=[tile for tile in tiles if tile.is_shown(view.show)],
        followers=store.followers(db, desk.conference_id),
    )


@router.get("/units/{unit_id}")
def unit(request: Request, db: Db, desk: Member, unit_id: int) -> Response:
    """Everything one unit does, helps with or directs."""
    found = unit_of(db, desk.conference_id, unit_id)
    entries = _entries(db, desk)
    return page(
        request,
        "checklist/unit.html",
        desk=desk,
        unit=found,
        parts=lists.parts(entries, unit_id),
        tile=next((t for t in lists.grid(entries) if t.unit.id == unit_id), None),
        followers=store.followers(db, desk.conference_id),
        by_key=_by_key(entries),
        view=View(by=By.UNIT),
        title=title,
    )


@router.get("/path")
def critical_path(request: Request, db: Db, desk: Member) -> Response:
    """What has no time to lose until the conference begins."""
    starts_at, ends_at = _times(desk)
    found = path(_entries(db, desk), starts_at, ends_at, desk.now.astimezone(HANOI))
    return page(request, "checklist/path.html", desk=desk, path=found, plans=PLANS, title=title)


def _sections(desk: Desk, entries: Sequence[Entry], by: By) -> list[tuple[str, list[Entry]]]:
    """The sections with what phase each is, empty where they are set out otherwise."""
    if by is By.PHASE:
        return [(phase.value, found) for phase, found in lists.by_phase(entries, *_times(desk))]
    return [("", section) for section in lists.sections(entries, by)]


def _times(desk: Desk) -> tuple[datetime, datetime]:
    conference = desk.conference
    return conference.starts_at.astimezone(HANOI), conference.ends_at.astimezone(HANOI)


def _by_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.key: entry for entry in entries}


def _entries(db: Db, desk: Desk) -> list[Entry]:
    return store.entries(db, desk.conference, desk.rehearsal_id, desk.now)
