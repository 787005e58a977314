"""Scanning for programs: our own page at the door, other scanners, load tools.

A device token opens these addresses and no others.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import clock
from app.accounts.passwords import digest
from app.checkin import admission, devices, settling
from app.checkin.cards import Asked
from app.checkin.devices import Contact
from app.checkin.doorkeeper import doorkeeper
from app.checkin.models import Device
from app.checkin.rules import Direction, Verdict
from app.conferences.models import Conference
from app.errors import Forbidden, SignInNeeded
from app.web.limits import limits
from app.web.session import Db

router = APIRouter(prefix="/api/v1", tags=["doors"])
_bearer = HTTPBearer(auto_error=False, description="Mã của máy ở cửa")
_MOST = 2**31 - 1


def _mark(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> str:
    """The digest of the device's token. Raises SignInNeeded where none was sent."""
    if credentials is None:
        raise SignInNeeded("Cần mã của máy ở cửa")
    return digest(credentials.credentials)


Mark = Annotated[str, Depends(_mark)]


def _device(db: Db, mark: Mark) -> Device:
    """The device that asks. Raises SignInNeeded for one unknown or revoked."""
    found = devices.holding(db, mark)
    if found is None:
        raise SignInNeeded("Máy này chưa ghi danh hoặc đã bị thu hồi")
    return found


Here = Annotated[Device, Depends(_device)]


class ScanIn(BaseModel):
    """One reading. ``card`` is the text of the QR code or only its token; ``number`` is a place in
    the list of delegates, for somebody without a card."""

    id: str = Field(min_length=8, max_length=40, description="Made by the device, once a scan")
    card: str = Field(default="", max_length=300)
    number: int | None = Field(default=None, ge=1, le=_MOST)
    at: AwareDatetime | None = Field(default=None, description="By the device's clock")
    sequence: int = Field(default=0, ge=0, le=_MOST)
    direction: Direction = Direction.IN
    shown: Verdict | None = Field(
        default=None, description="What the device already told its usher, without a network"
    )
    insists: bool = Field(default=False, description="Let in although the card asks for a question")
    undone: bool = Field(default=False, description="Taken back before it could be sent")


class ScanOut(BaseModel):
    """What the usher is told, in at most 300 bytes."""

    verdict: Verdict
    number: str = Field(default="", description="Their place in the list of delegates")
    name: str = ""
    position: str = ""
    unit: str = ""
    seat: str = ""
    block: str = ""
    door: str = Field(default="", description="The door of their block")
    at: str = Field(default="", description="When they came in, as 07:41")
    by: str = Field(default="", description="By which door they came in")
    stand_in: str = Field(default="", description="Who comes in their place")


class SyncIn(BaseModel):
    """A device calls: what it scanned without a network, how it is, what it already knows."""

    now: AwareDatetime
    scans: list[ScanIn] = Field(default=[], max_length=200)
    battery: int | None = Field(default=None, ge=0, le=100)
    queued: int = Field(default=0, ge=0, le=_MOST)
    since: str = Field(default="", max_length=40)


class DeviceOut(BaseModel):
    """Where the office has put the device."""

    name: str
    door: str
    may_substitute: bool


class SyncOut(BaseModel):
    answers: list[ScanOut]
    arrivals: list[tuple[int, str, str]] = Field(description="Number in the list, time, door")
    is_whole: bool = Field(description="Whether ``arrivals`` replaces what the device knew")
    since: str
    roster: str = Field(description="The roster's present version")
    entrance: str
    keeps_doors: bool
    device: DeviceOut
    is_skewed: bool = Field(description="Whether the device's clock is far off")


class EnrolOut(DeviceOut):
    """What a new device works with. The token is told this once."""

    token: str
    conference: str


class UndoIn(BaseModel):
    id: str = Field(max_length=40)


class WalkInIn(BaseModel):
    """A guest nobody expected."""

    id: str = Field(min_length=8, max_length=40, description="Made by the device, once a guest")
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
    position: str = Field(default="", max_length=200)
    unit: str = Field(default="", max_length=160)


class StandInIn(WalkInIn):
    """Somebody who comes in the place of the delegate with this number."""

    number: int = Field(ge=1, le=_MOST)
    undoes: str = Field(default="", max_length=40, description="The scan that let them in by name")


@router.post("/scans", response_model=ScanOut)
async def scan(request: Request, scan: ScanIn, mark: Mark) -> Response:
    """One scan. The same ``id`` again gets the same answer, byte for byte."""
    asked = _asked(scan, scan.at or clock.now(), None if scan.at else timedelta(0))
    (answer,) = await doorkeeper(request).ask(mark, [asked])
    if answer is None:
        raise SignInNeeded("Máy này chưa ghi danh hoặc đã bị thu hồi")
    return Response(answer, media_type="application/json")


@router.post("/doors/enrolments/{code}")
def enrol(request: Request, db: Db, code: str) -> EnrolOut:
    """A device becomes one of the doors', with the code the office shows it."""
    limits(request).spend("enrol", request, times=20, seconds=60)
    device, token = devices.enrol(db, code, clock.now())
    name = db.get_one(Conference, device.conference_id).short_name
    return EnrolOut(
        token=token,
        name=device.name,
        door=device.door,
        conference=name,
        may_substitute=device.may_substitute,
    )


@router.post("/doors/sync", response_model=SyncOut)
async def sync(request: Request, told: SyncIn, mark: Mark) -> Response:
    """Scans made without a network, answered as if they came one by one; and what other doors did.

    Sent again after a lost answer, nothing is counted twice.
    """
    skew = clock.now() - told.now
    asked = [_asked(scan, scan.at or told.now, skew) for scan in told.scans]
    answers = await doorkeeper(request).ask(mark, asked) if asked else []
    contact = Contact(told.battery, told.queued, skew)
    known = await doorkeeper(request).hear(mark, contact, told.since)
    if known is None or None in answers:
        raise SignInNeeded("Máy này chưa ghi danh hoặc đã bị thu hồi")
    return JSONResponse({"answers": [json.loads(a) for a in answers if a], **known})


@router.post("/scans/undo", response_model=ScanOut)
def undo(db: Db, wanted: UndoIn, device: Here) -> Response:
    """Take this device's last scan back. 409 where it is too old or not the last one."""
    return Response(
        settling.undo(db, device, wanted.id, clock.now()), media_type="application/json"
    )


@router.post("/doors/walk-ins", response_model=ScanOut)
def walk_in(db: Db, guest: WalkInIn, device: Here) -> Response:
    """Add a guest, give them a free seat near their unit, and let them in."""
    wanted = admission.Guest(guest.name, guest.position, guest.unit)
    answer = admission.walk_in(db, device, guest.id, wanted, clock.now())
    return Response(answer, media_type="application/json")


@router.post("/doors/stand-ins", response_model=ScanOut)
def stand_in(db: Db, guest: StandInIn, device: Here) -> Response:
    """Somebody comes in a delegate's place; for devices that may say so."""
    if not device.may_substitute:
        raise Forbidden("Máy này không được ghi dự thay. Mời đến bàn đón tiếp")
    now = clock.now()
    if guest.undoes:
        settling.undo(db, device, guest.undoes, now)
    wanted = admission.Guest(guest.name, guest.position, guest.unit)
    answer = admission.stand_in(db, device, guest.id, guest.number, wanted, now)
    return Response(answer, media_type="application/json")


@router.get("/doors/roster")
def whole_roster(request: Request, db: Db, device: Here) -> Response:
    """What the doors need without a network, encrypted person by person; 304 where it is known."""
    rosters = doorkeeper(request).rosters
    tag = f'"{rosters.version(db, device.conference_id)}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    known, packed = rosters.packed(db, device.conference_id)
    return Response(packed, media_type="application/json", headers={"ETag": f'"{known}"'})


def _asked(scan: ScanIn, at: datetime, skew: timedelta | None) -> Asked:
    return Asked(
        id=scan.id,
        sequence=scan.sequence,
        device_at=at.astimezone(UTC),
        skew=skew,
        card=scan.card.rstrip("/").rpartition("/")[2],
        number=scan.number,
        direction=scan.direction,
        shown=scan.shown,
        insists=scan.insists,
        undone=scan.undone,
    )
