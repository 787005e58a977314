"""What may be done with a seat by hand."""

import re
from dataclasses import dataclass
from typing import Protocol

from app.errors import Refused


@dataclass(frozen=True)
class Chair:
    """A seat as the rules see it: its label, why nobody may be placed on it, and who is."""

    label: str
    blocked: str | None = None
    occupant: str | None = None


def check_may_sit(chair: Chair, who: str, *, takes_seat: bool) -> None:
    """Raises Refused where this person cannot be placed here."""
    if not takes_seat:
        raise Refused("{who} không dự nên không xếp chỗ", who=who)
    if chair.blocked is not None:
        raise Refused("Ghế {seat} không xếp: {why}", seat=chair.label, why=chair.blocked)
    if chair.occupant is not None:
        raise Refused(
            "Ghế {seat} đã có đại biểu: {who}. Chọn “Đổi chỗ” nếu muốn hai người đổi cho nhau",
            seat=chair.label,
            who=chair.occupant,
        )


class Pinned(Protocol):
    """That somebody keeps their seat: who said so, and why."""

    who: str
    reason: str


def check_is_loose(called: str, pin: Pinned | None) -> None:
    """Raises Refused where this person's seat is pinned."""
    if pin is not None:
        raise Refused(
            "{called} đã được {who} ghim tại chỗ: {why}. Bỏ ghim trước khi chuyển",
            called=called,
            who=pin.who,
            why=pin.reason,
        )


def by_hand(who: str, reason: str) -> str:
    """Why somebody sits where a person put them."""
    return ": ".join(filter(None, [f"{who} xếp bằng tay", reason]))[:200]


def check_may_block(chair: Chair) -> None:
    """Raises Refused where somebody sits, or where nobody may already."""
    if chair.occupant is not None:
        raise Refused(
            "Ghế {seat} đang có đại biểu: {who}. Chuyển đại biểu đi trước",
            seat=chair.label,
            who=chair.occupant,
        )
    if chair.blocked is not None:
        raise Refused("Ghế {seat} không xếp: {why}", seat=chair.label, why=chair.blocked)


def label_key(typed: str) -> str:
    """Equal for ``B-05-12``, ``b 5 12`` and ``B5-12``."""
    parts = re.findall(r"[^\W\d_]+|\d+", typed.upper())
    return "-".join(part.lstrip("0") or "0" for part in parts)
