"""The papers of the speeches, to be saved and printed."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.conferences.guards import Desk, Member
from app.files import download_headers
from app.paper import proceedings
from app.paper.documents import DOCX, as_docx, as_pdf
from app.paper.pdf import PDF
from app.paper.sheets import XLSX
from app.speeches import exports, store
from app.web.pages import page
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/speeches", include_in_schema=False)

_TYPES = {"docx": DOCX, "pdf": PDF, "xlsx": XLSX}


@router.get("/papers")
def papers(request: Request, db: Db, desk: Member) -> Response:
    """What can be printed, and which texts the proceedings still lack."""
    listed = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    return page(request, "speeches/papers.html", desk=desk, listed=listed)


@router.get("/papers/list.{kind}")
def speech_list(db: Db, desk: Member, kind: Literal["docx", "pdf", "xlsx"]) -> Response:
    """The list of speeches in office form."""
    found = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    if kind == "xlsx":
        made = exports.sheet_of(desk.conference, found)
    else:
        document = exports.document_of(desk.conference, found)
        made = as_docx(document) if kind == "docx" else as_pdf(document)
    return _saved(desk, made, kind, "danh-sach-tham-luan")


@router.get("/papers/proceedings.{kind}")
def bound(db: Db, desk: Member, kind: Literal["docx", "pdf"]) -> Response:
    """All texts handed in, bound into one document."""
    found = store.speeches(db, desk.conference_id, desk.rehearsal_id, desk.now)
    volume = exports.volume_of(desk.conference, found, store.newest_bodies(db, found))
    make = proceedings.as_docx if kind == "docx" else proceedings.as_pdf
    return _saved(desk, make(volume), kind, "ky-yeu")


def _saved(desk: Desk, made: bytes, kind: str, name: str) -> Response:
    headers = download_headers(f"{name}-{desk.conference.slug}.{kind}")
    return Response(made, media_type=_TYPES[kind], headers=headers)
