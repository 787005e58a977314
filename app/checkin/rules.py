"""What a scan means, decided from the card, what is known of its holder, and the door. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SKEWED = timedelta(minutes=2)  # a device's clock further off than this is pointed out
UNDO_WITHIN = timedelta(minutes=10)


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Verdict(StrEnum):
    """What the usher is told; the first four let somebody pass."""

    ADMITTED = "admitted"
    BACK = "back"  # was out for a while
    OUT = "out"
    REPEATED = "repeated"
    CONFLICT = "conflict"  # let in at two doors while a device had no network
    WRONG_DOOR = "wrong_door"
    REPLACED = "replaced"  # somebody else comes in this person's place
    REVOKED = "revoked"
    NOT_COMING = "not_coming"  # noted as absent; somebody must ask
    NOT_IN = "not_in"  # goes out without having come in
    UNKNOWN = "unknown"

    @property
    def lets_pass(self) -> bool:
        return self in {Verdict.ADMITTED, Verdict.BACK, Verdict.OUT}


def bare(title: str, unit: str) -> str:
    """A position without its unit's name at the end: ``Bí thư Đảng ủy``."""
    is_named = unit and title.casefold().endswith(f" {unit.casefold()}")
    return title[: -len(unit)].rstrip(" ,") if is_named else title


@dataclass(frozen=True)
class Card:
    """What a scanned code, or a name picked at the desk, stands for."""

    delegate_id: int
    is_revoked: bool = False
    takes_seat: bool = True
    is_replaced: bool = False
    door: str = ""  # the only one it may come in by; empty: any


@dataclass(frozen=True)
class Entered:
    """That somebody is known to have come in, and by which scan."""

    at: datetime
    door: str
    scan_id: str
    device_id: int | None
    is_out: bool = False


@dataclass(frozen=True)
class Scan:
    """One reading at a door. ``at`` is the corrected time; ``shown`` is what a device without a
    network already told its usher."""

    id: str
    device_id: int
    door: str
    at: datetime
    direction: Direction = Direction.IN
    shown: Verdict | None = None
    insists: bool = False  # the usher let somebody pass who should ask first


def decide(scan: Scan, card: Card | None, entered: Entered | None) -> Verdict:
    """The verdict on a scan. ``entered`` is the arrival on record, perhaps by this very scan.

    Total: every combination has an answer, and the same scan sent twice has the same one.
    """
    if card is None:
        return Verdict.UNKNOWN
    if entered is not None and entered.scan_id == scan.id:
        return Verdict.ADMITTED
    bar = barred(card)
    if bar is not None and bar is not Verdict.NOT_COMING:
        return bar
    if scan.direction is Direction.OUT:
        return Verdict.OUT if entered is not None else Verdict.NOT_IN
    return _again(scan, entered) if entered is not None else _first(scan, card)


def barred(card: Card) -> Verdict | None:
    """What keeps a card out of every door. Only NOT_COMING may be overruled by an usher."""
    if card.is_replaced:
        return Verdict.REPLACED
    if card.is_revoked:
        return Verdict.REVOKED
    return None if card.takes_seat else Verdict.NOT_COMING


def _first(scan: Scan, card: Card) -> Verdict:
    if scan.insists:
        return Verdict.ADMITTED
    if not card.takes_seat:
        return Verdict.NOT_COMING
    is_elsewhere = card.door and scan.door and card.door != scan.door
    return Verdict.WRONG_DOOR if is_elsewhere else Verdict.ADMITTED


def _again(scan: Scan, entered: Entered) -> Verdict:
    if entered.is_out:
        return Verdict.BACK
    was_let_in = scan.shown is not None and scan.shown.lets_pass
    is_elsewhere = entered.device_id != scan.device_id
    return Verdict.CONFLICT if was_let_in and is_elsewhere else Verdict.REPEATED


def may_enter(scan: Scan, card: Card | None, entered: Entered | None) -> bool:
    """Whether this scan should record an arrival, should nobody else be faster.

    A scan from a device without a network that let somebody in counts as the fact it is.
    """
    if card is None or entered is not None or scan.direction is Direction.OUT:
        return False
    if card.is_revoked or card.is_replaced:
        return False
    if scan.shown is not None:
        return scan.shown is Verdict.ADMITTED
    return decide(scan, card, None) is Verdict.ADMITTED


def corrected(device_at: datetime, skew: timedelta, received_at: datetime) -> datetime:
    """A device's time by the server's clock; never in the future.

    ``skew`` is server minus device, measured when the scan was sent.
    """
    return min(device_at + skew, received_at)


def is_skewed(skew: timedelta) -> bool:
    return abs(skew) > SKEWED


@dataclass(frozen=True)
class Forecast:
    """When ``target`` will have come, at the pace of the last minutes; None where it will not."""

    target: int
    at: datetime | None


def forecast(
    arrivals: Sequence[datetime],
    target: int,
    now: datetime,
    pace_over: timedelta = timedelta(minutes=5),
) -> Forecast:
    """``arrivals`` in order of time."""
    if len(arrivals) >= target:
        return Forecast(target, arrivals[target - 1])
    recent = sum(1 for at in arrivals if now - pace_over < at <= now)
    if not recent:
        return Forecast(target, None)
    return Forecast(target, now + (target - len(arrivals)) / recent * pace_over)


def curve(
    arrivals: Sequence[datetime], start: datetime, end: datetime, step: timedelta
) -> list[tuple[datetime, int]]:
    """How many had come by each moment from ``start`` to ``end``."""
    points = []
    moment, count = start, 0
    while moment <= end:
        while count < len(arrivals) and arrivals[count] <= moment:
            count += 1
        points.append((moment, count))
        moment += step
    return points
