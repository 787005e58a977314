"""The office's pages about doors and attendance."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import addresses, clock
from app.checkin import board, cards, devices, exports, settling
from app.checkin.board import Board
from app.checkin.devices import State
from app.checkin.models import Device
from app.checkin.rules import is_skewed
from app.conferences import store as conferences
from app.conferences.guards import Desk, Member, Organiser
from app.conferences.models import Conference
from app.delegates import personal
from app.delegates.rules import ReadingKind
from app.paper import qr
from app.paper.documents import DOCX
from app.paper.sheets import XLSX
from app.web.forms import Form, Typed, read
from app.web.language import language, speaking
from app.web.pages import page, render, see
from app.web.printed import printed
from app.web.session import Db, database
from app.web.streams import EventStream, channels

router = APIRouter(prefix="/conferences/{slug}", include_in_schema=False)


class NewDevice(BaseModel):
    """A device to be enrolled."""

    name: str = Field(max_length=60)
    door: str = Field(default="", max_length=60)
    entrance_id: int | None = Field(default=None, ge=1, le=2**31 - 1)
    may_substitute: bool = False


class NewEntrance(BaseModel):
    """Something else people are counted into."""

    name: str = Field(max_length=80)
    keeps_doors: bool = False


class Settled(BaseModel):
    """What a person found out about a card that was let in twice."""

    remark: str = Field(max_length=200)


@router.get("/attendance")
def attendance(request: Request, db: Db, desk: Member, entrance: int = 0) -> Response:
    """Who is here, kept current."""
    found = _board(db, desk, entrance)
    return page(
        request,
        "checkin/attendance.html",
        desk=desk,
        board=found,
        entrances=devices.entrances(db, desk.conference_id),
    )


@router.get("/attendance/stream")
def stream(request: Request, desk: Member, entrance: int = 0) -> Response:
    """The figures again after every arrival; many arrivals at once are told together."""
    source, spoken, here = database(request), language(), desk.conference_id
    name = f"doors/{here}/{entrance}/{spoken}"
    topics = (cards.topic(here), conferences.topic(here))

    def newest() -> str:
        with speaking(spoken), source.reading() as db:
            return _figures(db, here, entrance)

    return EventStream(channels(request).open(name, topics, newest))


@router.post("/attendance/calls")
def calls(request: Request, db: Db, desk: Organiser, entrance: int = 0) -> Response:
    """Speakers and recipients who have not come, with their numbers: posted, for who saw numbers
    is written down."""
    found = _board(db, desk, entrance)
    known = sum(1 for one in found.missing if one.delegate.phone)
    personal.log(db, desk.author, desk.conference_id, ReadingKind.PHONE, people=known)
    return page(request, "checkin/calls.html", desk=desk, board=found)


@router.get("/doors/stream")
def devices_stream(request: Request, desk: Organiser) -> Response:
    """The devices again whenever one of them calls."""
    source, spoken, here = database(request), language(), desk.conference_id

    def newest() -> str:
        with speaking(spoken), source.reading() as db:
            seen = _seen(db, here, clock.now())
            slug = db.get_one(Conference, here).slug
            return render("checkin/_devices.html", base=f"/conferences/{slug}", devices=seen)

    channel = channels(request).open(f"devices/{here}/{spoken}", (devices.topic(here),), newest)
    return EventStream(channel)


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


@router.get("/doors")
def doors(request: Request, db: Db, desk: Organiser) -> Response:
    """The devices, and cards that were let in twice."""
    return _doors(request, db, desk, Form({}), Form({}))


@router.post("/doors/devices")
def add(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(NewDevice, typed)
    if form.value is None:
        return _doors(request, db, desk, form, Form({}))
    wanted = form.value
    here = desk.conference_id
    entrance = (
        devices.entrance_of(db, here, wanted.entrance_id)
        if wanted.entrance_id
        else devices.main_entrance(db, here)
    )
    device = devices.add(
        db, desk.author, entrance, wanted.name, wanted.door, may_substitute=wanted.may_substitute
    )
    return see(request, _of(desk, device))


@router.post("/doors/entrances")
def add_entrance(request: Request, db: Db, desk: Organiser, typed: Typed) -> Response:
    form = read(NewEntrance, typed)
    if form.value is None:
        return _doors(request, db, desk, Form({}), form)
    wanted = form.value
    devices.add_entrance(
        db, desk.author, desk.conference_id, wanted.name, keeps_doors=wanted.keeps_doors
    )
    return see(request, _doors_of(desk))


@router.get("/doors/devices/{device_id}")
def device(request: Request, db: Db, desk: Organiser, device_id: int) -> Response:
    """One device, with the QR that enrols it while it waits."""
    found = devices.device_of(db, desk.conference_id, device_id)
    return _device(
        request, db, desk, found, Form(found.model_dump(include=set(NewDevice.model_fields)))
    )


@router.post("/doors/devices/{device_id}")
def move(request: Request, db: Db, desk: Organiser, device_id: int, typed: Typed) -> Response:
    """Another door, session or name, while the device works."""
    found = devices.device_of(db, desk.conference_id, device_id)
    form = read(NewDevice, typed)
    if form.value is None:
        return _device(request, db, desk, found, form)
    wanted = form.value
    entrance = devices.entrance_of(db, desk.conference_id, wanted.entrance_id or found.entrance_id)
    devices.move(
        db,
        desk.author,
        found,
        entrance,
        wanted.name,
        wanted.door,
        may_substitute=wanted.may_substitute,
    )
    return see(request, _of(desk, found))


@router.post("/doors/devices/{device_id}/codes")
def renew(request: Request, db: Db, desk: Organiser, device_id: int) -> Response:
    found = devices.device_of(db, desk.conference_id, device_id)
    devices.renew(db, desk.author, found)
    return see(request, _of(desk, found))


@router.post("/doors/devices/{device_id}/revocation")
def revoke(request: Request, db: Db, desk: Organiser, device_id: int) -> Response:
    found = devices.device_of(db, desk.conference_id, device_id)
    devices.revoke(db, desk.author, found)
    return see(request, _of(desk, found))


@router.post("/doors/conflicts/{record_id}/settlement")
def settle(request: Request, db: Db, desk: Organiser, record_id: int, typed: Typed) -> Response:
    form = read(Settled, typed)
    if form.value is None:
        return _doors(request, db, desk, Form({}), Form({}))
    settling.settle(db, desk.author, desk.conference_id, record_id, form.value.remark)
    return see(request, _doors_of(desk))


def _device(request: Request, db: Db, desk: Desk, found: Device, form: Form[NewDevice]) -> Response:
    here = desk.conference_id
    address = printed(request, addresses.of_device(found.code))
    is_open = found.enrolled_at is None and found.revoked_at is None
    return page(
        request,
        "checkin/device.html",
        422 if form.errors else 200,
        desk=desk,
        device=found,
        form=form,
        state=devices.state(found, desk.author.at),
        is_skewed=is_skewed(timedelta(seconds=found.skew)),
        address=address,
        code=qr.svg(address) if is_open and desk.author.at <= found.code_ends_at else "",
        **_choices(db, here),
    )


def _choices(db: Db, conference_id: int) -> dict[str, list[tuple[object, str]]]:
    """What a device's form offers."""
    return {
        "entrance_choices": [(one.id, one.name) for one in devices.entrances(db, conference_id)],
        "door_choices": [(door, door) for door in devices.doors(db, conference_id)],
    }


def _doors(
    request: Request, db: Db, desk: Desk, form: Form[NewDevice], other: Form[NewEntrance]
) -> Response:
    here = desk.conference_id
    return page(
        request,
        "checkin/doors.html",
        422 if form.errors or other.errors else 200,
        desk=desk,
        form=form,
        entrance_form=other,
        devices=_seen(db, here, desk.author.at),
        **_choices(db, here),
        conflicts=settling.conflicts(db, here, desk.rehearsal_id),
    )


def _seen(db: Db, conference_id: int, now: datetime) -> list[tuple[Device, State, bool]]:
    """Each device with its state, and whether its clock is far off."""
    return [
        (one, devices.state(one, now), is_skewed(timedelta(seconds=one.skew)))
        for one in devices.devices(db, conference_id)
    ]


def _board(db: Db, desk: Desk, entrance_id: int) -> Board:
    entrance = devices.entrance(db, desk.conference_id, entrance_id)
    return board.board(db, desk.conference, entrance, desk.rehearsal_id, desk.now)


def _figures(db: Db, conference_id: int, entrance_id: int) -> str:
    """The part of the page that moves; nothing in it depends on who looks."""
    conference, going_on, now = conferences.at_work(db, conference_id)
    entrance = devices.entrance(db, conference_id, entrance_id)
    rehearsal_id = going_on.id if going_on else None
    found = board.board(db, conference, entrance, rehearsal_id, now)
    return render("checkin/_board.html", conference=conference, board=found)


def _doors_of(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/doors"


def _of(desk: Desk, device: Device) -> str:
    return f"{_doors_of(desk)}/devices/{device.id}"
