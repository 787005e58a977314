"""The office's pages about doors: their devices, and cards that were let in twice."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app import addresses, clock
from app.checkin import devices, settling
from app.checkin.devices import State
from app.checkin.models import Device
from app.checkin.rules import is_skewed
from app.conferences.guards import Desk, Organiser
from app.conferences.models import Conference
from app.paper import qr
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


@router.get("/doors/devices/{device_id}/stream")
def device_stream(request: Request, db: Db, desk: Organiser, device_id: int) -> Response:
    """How the device is, again whenever it calls: the QR goes once it was scanned."""
    source, spoken, here = database(request), language(), desk.conference_id
    address = _address(request, devices.device_of(db, here, device_id))

    def newest() -> str:
        with speaking(spoken), source.reading() as later:
            found = devices.device_of(later, here, device_id)
            return render("checkin/_device.html", **_state(found, address, clock.now()))

    name = f"device/{device_id}/{address}/{spoken}"
    return EventStream(channels(request).open(name, (devices.topic(here),), newest))


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
    return page(
        request,
        "checkin/device.html",
        422 if form.errors else 200,
        desk=desk,
        form=form,
        **_state(found, _address(request, found), desk.author.at),
        **_choices(db, desk.conference_id),
    )


def _address(request: Request, device: Device) -> str:
    return printed(request, addresses.of_device(device.code))


def _state(device: Device, address: str, now: datetime) -> dict[str, object]:
    """How a device is, and the code that enrols it where it waits for somebody to scan it."""
    state = devices.state(device, now)
    is_open = state is State.WAITING and now <= device.code_ends_at
    return {
        "device": device,
        "state": state,
        "is_skewed": is_skewed(timedelta(seconds=device.skew)),
        "address": address,
        "code": qr.svg(address) if is_open else "",
    }


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


def _doors_of(desk: Desk) -> str:
    return f"/conferences/{desk.conference.slug}/doors"


def _of(desk: Desk, device: Device) -> str:
    return f"{_doors_of(desk)}/devices/{device.id}"
