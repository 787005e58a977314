"""Afterwards: planned against actual, on screen and on paper."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Member
from app.live import exports, store
from app.paper.documents import DOCX
from app.paper.sheets import XLSX
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/live/report", include_in_schema=False)


@router.get("")
def shown(request: Request, db: Db, desk: Member) -> Response:
    """Every cue as it was planned and as it was, and the whole log."""
    found = store.reported(db, desk.conference)
    return page(request, "live/report.html", desk=desk, report=found, decided=exports.decided)


@router.get(".xlsx")
def as_sheet(db: Db, desk: Member) -> Response:
    made = exports.sheet_of(desk.conference, store.reported(db, desk.conference))
    return Response(made, media_type=XLSX, headers=_named(desk, "dien-bien", "xlsx"))


@router.get(".docx")
def as_minutes(db: Db, desk: Member) -> Response:
    made = exports.minutes_of(desk.conference, store.reported(db, desk.conference))
    return Response(made, media_type=DOCX, headers=_named(desk, "bien-ban", "docx"))


def _named(desk: Desk, what: str, ending: str) -> dict[str, str]:
    name = f"{what}-{desk.conference.slug}.{ending}"
    return {"content-disposition": f'attachment; filename="{name}"'}
