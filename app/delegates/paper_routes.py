"""The list of delegates to take away; every taking is written down."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter
from starlette.responses import Response

from app.conferences.guards import Desk, Organiser
from app.conferences.models import Conference
from app.delegates import exports, introduction_papers, personal, prints, store
from app.delegates.rules import Order, PrintKind, ReadingKind
from app.delegates.store import Listed
from app.delegates.views import View, Viewed
from app.paper.documents import DOCX
from app.paper.pdf import PDF
from app.paper.sheets import XLSX
from app.web.session import Afterwards, Db

router = APIRouter(prefix="/conferences/{slug}/delegates", include_in_schema=False)

Writer = Callable[[Conference, Sequence[Listed]], bytes]


@router.get("/export.xlsx")
def xlsx(db: Db, desk: Organiser, view: Viewed, after: Afterwards) -> Response:
    """The part of the list that is looked at, in office form."""
    return _taken(db, desk, view, after, exports.sheet_of, XLSX)


@router.get("/export.docx")
def docx(db: Db, desk: Organiser, view: Viewed, after: Afterwards) -> Response:
    return _taken(db, desk, view, after, exports.docx_of, DOCX)


@router.get("/export.pdf")
def pdf(db: Db, desk: Organiser, view: Viewed, after: Afterwards) -> Response:
    return _taken(db, desk, view, after, exports.pdf_of, PDF)


@router.get("/flat.xlsx")
def flat(db: Db, desk: Organiser, view: Viewed, after: Afterwards) -> Response:
    """One line a person, to be worked on and imported again."""
    return _taken(db, desk, view, after, lambda _, found: exports.flat_of(found), XLSX)


@router.get("/introduction.pdf")
def introduction_pdf(db: Db, desk: Organiser, after: Afterwards) -> Response:
    """The MC's list; that it was printed is noted, so that what changes later is told."""
    return _introduction(db, desk, after, introduction_papers.pdf_of, PDF)


@router.get("/introduction.docx")
def introduction_docx(db: Db, desk: Organiser, after: Afterwards) -> Response:
    return _introduction(db, desk, after, introduction_papers.docx_of, DOCX)


def _introduction(
    db: Db, desk: Desk, after: Afterwards, write: Writer, media_type: str
) -> Response:
    found = store.everyone(db, desk.conference_id)
    people = [one.delegate.id for one in introduction_papers.introduced(found)]
    author, here = desk.author, desk.conference_id
    after.append(lambda db: prints.record(db, author, here, PrintKind.MC_LIST, people))
    return Response(write(desk.conference, found), media_type=media_type)


def _taken(
    db: Db, desk: Desk, view: View, after: Afterwards, write: Writer, media_type: str
) -> Response:
    wanted = view.model_copy(update={"order": Order.GROUP})
    found = store.everyone(db, desk.conference_id, wanted)
    author, here, kind = desk.author, desk.conference_id, ReadingKind.EXPORT
    after.append(lambda db: personal.log(db, author, here, kind, people=len(found)))
    return Response(write(desk.conference, found), media_type=media_type)
