"""The first page of a conference."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.checklist.words import title
from app.conferences.guards import Member
from app.overview import store
from app.web.pages import page
from app.web.session import Db

router = APIRouter(include_in_schema=False)


@router.get("/conferences/{slug}")
def overview(request: Request, db: Db, desk: Member) -> Response:
    return page(
        request,
        "overview/overview.html",
        desk=desk,
        overview=store.overview(db, desk),
        title=title,
    )
