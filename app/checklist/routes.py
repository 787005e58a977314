"""The checklist on screen, and a sheet for each unit."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from app.checklist import lists, store
from app.checklist.lists import By, Show
from app.checklist.rules import Entry
from app.checklist.words import title
from app.conferences.guards import Desk, Member
from app.errors import NotFound
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/checklist", include_in_schema=False)


class View(BaseModel):
    """How the list is set out, and what part of it is shown."""

    by: By = By.UNIT
    show: Show = Show.OPEN

    def with_(self, **changes: object) -> str:
        """The query string of this view with some of it changed."""
        changed = View.model_validate({**self.model_dump(), **changes})
        return "?" + urlencode(changed.model_dump(mode="json"))


@router.get("")
def checklist(request: Request, db: Db, desk: Member, view: Annotated[View, Query()]) -> Response:
    entries = _entries(db, desk)
    shown = lists.chosen(entries, view.show)
    return page(
        request,
        "checklist/checklist.html",
        desk=desk,
        view=view,
        summary=lists.summary(entries),
        sections=lists.sections(shown, view.by),
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


def _entries(db: Db, desk: Desk) -> list[Entry]:
    return store.entries(db, desk.conference, desk.rehearsal_id, desk.now)
