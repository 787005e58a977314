"""The attendance board: who is here, kept current, and the report afterwards."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.checkin import board, cards, devices, exports, settling
from app.checkin.board import Board
from app.conferences import store as conferences
from app.conferences.guards import Desk, Member, Organiser
from app.delegates import personal
from app.delegates.rules import ReadingKind
from app.paper.documents import DOCX
from app.paper.sheets import XLSX
from app.web.language import language, speaking
from app.web.pages import page, render
from app.web.session import Db, database
from app.web.streams import EventStream, Made, channels

router = APIRouter(prefix="/conferences/{slug}", include_in_schema=False)
_GOOD_FOR = 30.0  # seconds for which a forecast holds while nobody comes


@router.get("/attendance")
def attendance(request: Request, db: Db, desk: Member, entrance: int = 0) -> Response:
    """Who is here, kept current."""
    found = _board(db, desk, entrance)
    return page(
        request,
        "checkin/attendance.html",
        desk=desk,
        board=found,
        doubles=settling.unsettled(db, found.entrance.id, desk.rehearsal_id),
        entrances=devices.entrances(db, desk.conference_id),
    )


@router.get("/attendance/stream")
def stream(request: Request, db: Db, desk: Member, entrance: int = 0) -> Response:
    """The figures again after every arrival; many arrivals at once are told together. The forecast
    moves on while nobody comes."""
    source, spoken, here = database(request), language(), desk.conference_id
    devices.entrance(db, here, entrance)  # another conference's is not found before it is followed
    name = f"doors/{here}/{entrance}/{spoken}"
    topics = (cards.topic(here), conferences.topic(here))

    def newest() -> Made:
        with speaking(spoken), source.reading() as later:
            return Made(_figures(later, here, entrance), _GOOD_FOR)

    return EventStream(channels(request).open(name, topics, newest))


@router.post("/attendance/calls")
def calls(request: Request, db: Db, desk: Organiser, entrance: int = 0) -> Response:
    """Speakers and recipients who have not come, with their numbers: posted, for who saw numbers
    is written down."""
    found = _board(db, desk, entrance)
    known = sum(1 for one in found.missing if one.delegate.phone)
    personal.log(db, desk.author, desk.conference_id, ReadingKind.PHONE, people=known)
    return page(request, "checkin/calls.html", desk=desk, board=found)


@router.get("/attendance/present.json")
def present(db: Db, desk: Member) -> JSONResponse:
    """The seats of those who are here, by id, for the seat map; nobody's name."""
    return JSONResponse(board.taken(db, desk.conference_id))


@router.get("/attendance/report.xlsx")
def report_sheet(db: Db, desk: Organiser, entrance: int = 0) -> Response:
    found = _board(db, desk, entrance)
    return Response(exports.sheet_of(desk.conference, found), media_type=XLSX)


@router.get("/attendance/report.docx")
def report_document(db: Db, desk: Organiser, entrance: int = 0) -> Response:
    found = _board(db, desk, entrance)
    return Response(exports.document_of(desk.conference, found), media_type=DOCX)


def _board(db: Db, desk: Desk, entrance_id: int) -> Board:
    entrance = devices.entrance(db, desk.conference_id, entrance_id)
    return board.board(db, desk.conference, entrance, desk.rehearsal_id, desk.now)


def _figures(db: Db, conference_id: int, entrance_id: int) -> str:
    """The part of the page that moves; nothing in it depends on who looks."""
    conference, going_on, now = conferences.at_work(db, conference_id)
    entrance = devices.entrance(db, conference_id, entrance_id)
    rehearsal_id = going_on.id if going_on else None
    found = board.board(db, conference, entrance, rehearsal_id, now)
    return render(
        "checkin/_board.html",
        conference=conference,
        board=found,
        doubles=settling.unsettled(db, entrance.id, rehearsal_id),
    )
