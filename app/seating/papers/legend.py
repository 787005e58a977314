"""What the colours and signs of a printed plan mean."""

from collections.abc import Iterable, Mapping, Sequence

from app.halls.rules import OutKind
from app.halls.store import SeatView
from app.seating.picture import signs
from app.seating.store import Key
from app.vietnamese import number_text


def keys(taken: Iterable[Key], seats: Sequence[SeatView]) -> list[Mapping[str, str]]:
    """Every kind of seat there is among ``seats``, of which ``taken`` tells those that are given:
    a drawing of it, its names, how many. Together they are all seats."""
    given = [(f"g{key.colour}", key.names, key.seated) for key in taken]
    reserved = sum(seat.out is OutKind.RESERVE for seat in seats)
    blocked = sum(seat.blocked is not None for seat in seats) - reserved
    free = len(seats) - sum(count for _, _, count in given) - reserved - blocked
    return [
        _key(shape, names, count)
        for shape, names, count in (
            *given,
            ("free", "Ghế trống", free),
            ("reserve", "Ghế dự phòng", reserved),
            ("blocked", "Ghế không xếp", blocked),
        )
        if count
    ]


def over(seats: Sequence[SeatView]) -> list[Mapping[str, str]]:
    """How seats without steps are drawn and those for the press, where there are such among
    these, whoever sits there."""
    accessible = sum(seat.is_accessible for seat in seats)
    press = sum(seat.is_press for seat in seats)
    return [
        _key(shape, names, count)
        for shape, names, count in (
            ("ramp", "Ghế không có bậc", accessible),
            ("press", "Ghế dành cho báo chí", press),
        )
        if count
    ]


def _key(shape: str, names: str, count: int) -> Mapping[str, str]:
    return {"sample": signs.sample(shape), "names": names, "count": number_text(count)}
