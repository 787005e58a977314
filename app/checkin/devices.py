"""The devices at the doors: enrolled by a code, seen, and revoked at a distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select, update
from sqlmodel import Session, col

from app import vietnamese
from app.accounts.passwords import digest, new_secret
from app.checkin.models import Arrival, Device, Entrance
from app.checkin.rules import is_skewed
from app.conferences.history import Author, amend, note
from app.conferences.store import as_code, new_code, rehearsal
from app.db import announce
from app.delegates.models import Delegate
from app.errors import NotFound, Refused
from app.halls.models import Hall, Landmark
from app.halls.rules import LandmarkKind

CODE_LASTS = timedelta(minutes=30)
MAIN = "Hội trường"
_SILENT = timedelta(minutes=2)


class State(StrEnum):
    WAITING = "waiting"  # for somebody to scan its code
    WORKING = "working"
    SILENT = "silent"  # not heard of for a while
    REVOKED = "revoked"


@dataclass(frozen=True)
class Contact:
    """What a device tells of itself each time it calls."""

    battery: int | None
    queued: int
    skew: timedelta
    roster: str = ""  # the version of the list it holds


def topic(conference_id: int) -> str:
    """On the bulletin: a device came, called or was revoked."""
    return f"devices/{conference_id}"


def devices(db: Session, conference_id: int) -> list[Device]:
    query = select(Device).where(col(Device.conference_id) == conference_id)
    return list(db.scalars(query.order_by(col(Device.revoked_at).is_not(None), col(Device.name))))


def state(device: Device, now: datetime) -> State:
    if device.revoked_at is not None:
        return State.REVOKED
    if device.enrolled_at is None:
        return State.WAITING
    is_silent = device.seen_at is None or now - device.seen_at > _SILENT
    return State.SILENT if is_silent else State.WORKING


def device_of(db: Session, conference_id: int, device_id: int) -> Device:
    """Raises NotFound for a device of another conference."""
    found = db.get(Device, device_id)
    if found is None or found.conference_id != conference_id:
        raise NotFound("Không có máy này")
    return found


def entrances(db: Session, conference_id: int) -> list[Entrance]:
    query = select(Entrance).where(col(Entrance.conference_id) == conference_id)
    return list(db.scalars(query.order_by(col(Entrance.id))))


def main_entrance(db: Session, conference_id: int) -> Entrance:
    """What people are counted into where nothing else was set up; made where there is none yet."""
    found = next(iter(entrances(db, conference_id)), None)
    return found or _add_entrance(db, conference_id, MAIN)


def add_entrance(
    db: Session, author: Author, conference_id: int, name: str, *, keeps_doors: bool
) -> Entrance:
    """Something else to be counted into: an afternoon session, a hall for guests."""
    main_entrance(db, conference_id)
    entrance = _add_entrance(db, conference_id, name)
    entrance.keeps_doors = keeps_doors
    db.add(entrance)
    note(db, author, entrance, name, "entrance", None, name)
    return entrance


def entrance(db: Session, conference_id: int, entrance_id: int = 0) -> Entrance:
    """The one with this id; else the first, or what will be the first."""
    if entrance_id:
        return entrance_of(db, conference_id, entrance_id)
    first = next(iter(entrances(db, conference_id)), None)
    return first or Entrance(id=0, conference_id=conference_id, name=MAIN)


def entrance_of(db: Session, conference_id: int, entrance_id: int) -> Entrance:
    """Raises NotFound for an entrance of another conference."""
    found = db.get(Entrance, entrance_id)
    if found is None or found.conference_id != conference_id:
        raise NotFound("Không có lượt vào này")
    return found


def _add_entrance(db: Session, conference_id: int, name: str) -> Entrance:
    entrance = Entrance(conference_id=conference_id, name=name)
    db.add(entrance)
    db.flush()
    return entrance


def add(
    db: Session, author: Author, entrance: Entrance, name: str, door: str, *, may_substitute: bool
) -> Device:
    """A device to come: its code is shown as a QR to whoever shall hold it."""
    device = Device(
        conference_id=entrance.conference_id,
        entrance_id=entrance.id,
        name=name,
        door=door,
        may_substitute=may_substitute,
        code=new_code(),
        code_ends_at=author.at + CODE_LASTS,
    )
    db.add(device)
    db.flush()
    note(db, author, device, name, "device", None, door)
    announce(db, topic(device.conference_id))
    return device


def renew(db: Session, author: Author, device: Device) -> None:
    """A new code for the same post: what was enrolled before is out."""
    device.code, device.code_ends_at = new_code(), author.at + CODE_LASTS
    device.digest = device.enrolled_at = device.revoked_at = None
    db.add(device)
    note(db, author, device, device.name, "device", None, "mã mới")
    announce(db, topic(device.conference_id))


def revoke(db: Session, author: Author, device: Device) -> None:
    """From now on it is answered nothing, and wipes itself when it hears so."""
    device.revoked_at = author.at
    db.add(device)
    note(db, author, device, device.name, "device", device.name, None)
    announce(db, topic(device.conference_id))


def move(
    db: Session,
    author: Author,
    device: Device,
    entrance: Entrance,
    name: str,
    door: str,
    *,
    may_substitute: bool,
) -> None:
    """Give a device another name, door or task while it works; it hears of it when it next calls.

    Raises Refused for a name that another device has.
    """
    changes = {
        "name": name,
        "door": door,
        "entrance_id": entrance.id,
        "may_substitute": may_substitute,
    }
    amend(db, author, device, changes, label=device.name)
    announce(db, topic(device.conference_id))


def enrol(db: Session, code: str, now: datetime) -> tuple[Device, str]:
    """The device that holds the code, and the token it works with from now on.

    Raises NotFound for a wrong code, Refused for one that was used or is too old.
    """
    device = db.scalars(select(Device).where(col(Device.code) == as_code(code))).first()
    if device is None:
        raise NotFound("Mã ghi danh không đúng")
    if device.enrolled_at is not None or device.revoked_at is not None:
        raise Refused("Mã ghi danh đã dùng. Đề nghị Văn phòng cấp mã mới")
    if now > device.code_ends_at:
        raise Refused("Mã ghi danh đã hết hạn. Đề nghị Văn phòng cấp mã mới")
    token = new_secret()
    device.digest, device.enrolled_at, device.seen_at = digest(token), now, now
    db.add(device)
    announce(db, topic(device.conference_id))
    return device, token


def holding(db: Session, mark: str) -> Device | None:
    """The device whose token has this digest; None where it is unknown or revoked."""
    query = select(Device).where(col(Device.digest) == mark)
    return db.scalars(query.where(col(Device.revoked_at).is_(None))).first()


def hear(db: Session, device: Device, contact: Contact, now: datetime, *, is_current: bool) -> None:
    """Write down what a device told of itself; ``is_current``: it holds the newest list."""
    told = {
        "seen_at": now,
        "battery": contact.battery,
        "queued": contact.queued,
        "skew": contact.skew.total_seconds(),
    }
    if is_current:
        told["roster_at"] = now
    db.execute(update(Device).where(col(Device.id) == device.id).values(**told))
    announce(db, topic(device.conference_id))


def doors(db: Session, conference_id: int) -> list[str]:
    """The names of the hall's doors, as devices and blocks speak of them."""
    query = (
        select(col(Landmark.name))
        .join(Hall, col(Hall.id) == col(Landmark.hall_id))
        .where(col(Hall.conference_id) == conference_id, col(Landmark.kind) == LandmarkKind.DOOR)
    )
    return list(dict.fromkeys(db.scalars(query.order_by(col(Landmark.code)))))


def news(db: Session, device: Device, since: str) -> dict[str, Any]:
    """What other doors did since ``since``, a mark that an earlier answer gave."""
    post = db.get_one(Entrance, device.entrance_id)
    going_on = rehearsal(db, device.conference_id)
    present = (
        col(Arrival.entrance_id) == post.id,
        col(Arrival.rehearsal_id).is_not_distinct_from(going_on.id if going_on else None),
        col(Arrival.out_since).is_(None),
    )
    count, last = db.execute(select(func.count(), func.max(col(Arrival.id))).where(*present)).one()
    query = (
        select(col(Delegate.number), col(Arrival.at), col(Arrival.door), col(Arrival.id))
        .join(Delegate, col(Delegate.id) == col(Arrival.delegate_id))
        .where(*present)
        .order_by(col(Arrival.id))
    )
    mark = f"{going_on.id if going_on else 0}.{count}.{last or 0}"
    new = _newer(db, query, since, mark) if since else None
    found = new if new is not None else db.execute(query).all()
    return {
        "arrivals": [(n, vietnamese.time_text(at), door) for n, at, door, _ in found],
        "is_whole": new is None,
        "since": mark,
        "entrance": post.name,
        "keeps_doors": post.keeps_doors,
        "device": device.model_dump(include={"name", "door", "may_substitute"}),
        "is_skewed": is_skewed(timedelta(seconds=device.skew)),
    }


def _newer(
    db: Session, query: Select[*tuple[Any, ...]], since: str, mark: str
) -> Sequence[Row[*tuple[Any, ...]]] | None:
    """Those after ``since``; None where some of those before are gone, so that all must be told."""
    before, after = since.split("."), mark.split(".")
    if len(before) != len(after) or before[0] != after[0] or not "".join(before).isdigit():
        return None
    found = db.execute(query.where(col(Arrival.id) > int(before[2]))).all()
    return found if int(before[1]) + len(found) == int(after[1]) else None
