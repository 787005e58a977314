"""The checklist's papers, to be saved and printed."""

from fastapi import APIRouter
from starlette.responses import Response

from app.checklist import exports
from app.checklist.exports import Format, Paper
from app.conferences.guards import Member
from app.files import download_headers
from app.paper.documents import DOCX
from app.paper.pdf import PDF
from app.paper.sheets import XLSX
from app.web.session import Db

router = APIRouter(prefix="/conferences/{slug}/checklist/papers", include_in_schema=False)

_TYPES = {Format.DOCX: DOCX, Format.PDF: PDF, Format.XLSX: XLSX}


@router.get("/{paper}.{kind}")
def printed(
    db: Db, desk: Member, paper: Paper, kind: Format, unit_id: int | None = None
) -> Response:
    """The assignment table or the progress report, of everybody or of one unit."""
    papers = exports.collected(db, desk.conference, desk.rehearsal_id, desk.now, unit_id)
    headers = download_headers(exports.file_name(desk.conference, paper, kind))
    return Response(exports.made(papers, paper, kind), media_type=_TYPES[kind], headers=headers)
