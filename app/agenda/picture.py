"""The programme drawn: planned, released and actual, one band under the other on one axis of time.

Geometry only, in units of a picture 1000 wide; templates turn it into SVG.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.agenda.differences import Part, State

WIDTH = 1000
BAND = 58  # from one band to the next
_TOP = 24  # under the names of the hours
_ITEM, _CUE = 24, 10  # heights
_APART = timedelta(minutes=15)  # between two marks of the axis
_MOST_MARKS = 16


@dataclass(frozen=True)
class Bar:
    """An item (``cue_kind`` empty) or a cue: a rectangle, and what it stands for."""

    part: Part
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Band:
    """``kind`` is draft, release or actual; ``number`` that of the release."""

    kind: str
    number: int
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Picture:
    """``marks`` are moments with their place on the axis; ``end_x`` is where it should end."""

    bands: tuple[Band, ...]
    marks: tuple[tuple[float, datetime], ...]
    height: float
    end_x: float


def picture(states: Sequence[tuple[str, int, State]]) -> Picture | None:
    """Kind, release number and programme of each band, the first on top; None for nothing."""
    parts = [part for _, _, state in states for part in state.parts]
    if not parts:
        return None
    must_end_at = states[0][2].must_end_at
    first = min(part.starts_at for part in parts)
    last = max(must_end_at, *(part.ends_at for part in parts))
    unit = WIDTH / max(1.0, (last - first) / timedelta(seconds=1))

    def at(moment: datetime) -> float:
        return round((moment - first) / timedelta(seconds=1) * unit, 1)

    bands = []
    for place, (kind, number, state) in enumerate(states):
        y = _TOP + place * BAND + 14
        bars = (_bar(part, at(part.starts_at), at(part.ends_at), y) for part in state.parts)
        bands.append(Band(kind, number, y, tuple(bars)))
    marks = tuple((at(moment), moment) for moment in _marks(first, last))
    return Picture(tuple(bands), marks, _TOP + len(bands) * BAND, at(must_end_at))


def _bar(part: Part, start: float, end: float, y: float) -> Bar:
    width = round(max(1.0, end - start - 1), 1)
    if part.cue_kind:
        return Bar(part, start, y + _ITEM + 2, width, _CUE)
    return Bar(part, start, y, width, _ITEM)


def _marks(first: datetime, last: datetime) -> Iterator[datetime]:
    """Quarters of an hour, or as many of them apart as leave room for their names."""
    quarters = -(-(last - first) // _APART)
    step = _APART * max(1, -(-quarters // _MOST_MARKS))
    moment = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0)
    while moment <= last:
        if moment >= first:
            yield moment
        moment += step
