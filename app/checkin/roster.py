"""What a door knows without a network: every card, each readable only by whoever shows it.

A card's line is encrypted under a key made from its token, and found by a digest of the token, both
with a salt that changes with every roster. Beside the lines stands an index of names, units and
seats, for those who come without a card. A lost phone gives away no position and no code.
"""

import base64
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlmodel import Session, col

from app import children
from app.checkin import cards
from app.checkin.cards import Holder
from app.checkin.rules import barred
from app.conferences.history import head
from app.delegates.models import Delegate, Pass
from app.halls.models import Seat, SeatRow
from app.halls.rules import Point, RowLine
from app.halls.store import FloorView, floor_of
from app.halls.walks import sides

_POSITION = 60  # characters that fit on a phone held at arm's length
_COMMON = 3  # a position that so many hold tells nothing about one of them
_SEAL_SECONDS = 20
_SEAL_MEGABYTES = 512


@dataclass(frozen=True)
class Line:
    """A pass with its holder, and how they come to their seat."""

    holder: Holder
    row: str  # as it is written in the hall
    side: str  # from which the row is entered: "left", "right"; empty where nobody knows


@dataclass
class _Kept:
    head: str  # of the conference's history, when these lines were read
    version: str
    packed: bytes = b""


class Rosters:
    """The rosters of this process, made anew only when somebody changed a conference.

    Whatever a roster holds leaves history when it changes: its last line tells whether to look.
    """

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._lock = Lock()

    def version(self, db: Session, conference_id: int) -> str:
        """Changes whenever anything a door should know changes; costs one small query else."""
        seal = head(db, conference_id).seal
        kept = self._kept.get(conference_id)
        if kept is None or kept.head != seal:
            kept = self._renewed(db, conference_id, seal, kept)
        return kept.version

    def packed(self, db: Session, conference_id: int) -> tuple[str, bytes]:
        """The version and the roster as it travels. One at a time: whoever comes next finds it."""
        with self._lock:
            known = self.version(db, conference_id)
            kept = self._kept[conference_id]
            if not kept.packed:
                kept.packed = packed(lines(db, conference_id), known)
            return known, kept.packed

    def _renewed(self, db: Session, conference_id: int, seal: str, kept: _Kept | None) -> _Kept:
        known = version(lines(db, conference_id))
        is_same = kept is not None and kept.version == known
        renewed = _Kept(seal, known, kept.packed if kept is not None and is_same else b"")
        self._kept[conference_id] = renewed
        return renewed


def lines(db: Session, conference_id: int) -> list[Line]:
    """Every pass ever issued: a revoked one must be refused offline too."""
    entries = _Entries(floor_of(db, conference_id))
    place = col(SeatRow.label), col(SeatRow.block_id), col(SeatRow.rank), col(Seat.x), col(Seat.y)
    query = cards.passes(*place).where(col(Delegate.conference_id) == conference_id)
    rows = db.execute(query.order_by(col(Delegate.number), col(Pass.id)))
    return [_line(row, entries) for row in rows]


def version(found: Sequence[Line]) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


def packed(found: Sequence[Line], known: str) -> bytes:
    """JSON: ``cards`` of id and encrypted line, ``names`` for searching, and the lists that both
    count into. A position is a place in ``titles`` where many hold it."""
    salt = base64.b64encode(secrets.token_bytes(12)).decode()
    held = Counter(line.holder.position for line in found)
    titles = [title for title, times in held.most_common() if times >= _COMMON]
    units = list(dict.fromkeys(line.holder.unit for line in found))
    ways = list(dict.fromkeys(_way(line) for line in found))
    title_at = {title: place for place, title in enumerate(titles)}
    unit_at = {unit: place for place, unit in enumerate(units)}
    way_at = {way: place for place, way in enumerate(ways)}
    own, names = [], []
    for line in found:
        holder = line.holder
        position = title_at.get(holder.position, holder.position[:_POSITION])
        place = [unit_at[holder.unit], holder.seat, way_at[_way(line)]]
        bar = barred(cards.card(holder))
        status = bar.value if bar else ""
        told = [status, holder.number, holder.name, position, *place, holder.stand_in]
        own.append((holder.token, told))
        if not holder.is_revoked:
            names.append([holder.number, holder.name or position, *place, status])
    whole: dict[str, Any] = {
        "salt": salt,
        "version": known,
        "titles": titles,
        "units": units,
        "ways": ways,
        "cards": _sealed(salt, own),
        "names": names,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _sealed(salt: str, own: Sequence[tuple[str, object]]) -> Any:
    sent = json.dumps({"salt": salt, "lines": own}).encode()
    told = children.run(
        "app.checkin.sealing", sent, seconds=_SEAL_SECONDS, megabytes=_SEAL_MEGABYTES
    )
    return json.loads(told)


def _line(row: Sequence[Any], entries: "_Entries") -> Line:
    label, block_id, rank, x, y = row[cards.COLUMNS :]
    side = entries.side(block_id, rank, (x, y)) if block_id is not None else ""
    return Line(cards.holder_of(row), label or "", side)


class _Entries:
    """From which side each row of the hall is entered."""

    def __init__(self, floor: FloorView | None) -> None:
        self._rows: dict[tuple[int, int], RowLine] = {}
        self._sides: dict[int, Callable[[RowLine, Point], bool]] = {}
        if floor is None:
            return
        self._rows = {(row.block_id, row.rank): row for row in floor.rows}
        levels = {block.id: block.level for block in floor.blocks}
        known = {}
        for block in floor.blocks:
            door = floor.door_of(block)
            if door is not None and (door.id, block.level) not in known:
                of_level = [row for row in floor.rows if levels[row.block_id] == block.level]
                known[door.id, block.level] = sides(of_level, (door.x, door.y))
            if door is not None:
                self._sides[block.id] = known[door.id, block.level]

    def side(self, block_id: int, rank: int, seat: Point) -> str:
        is_from_left = self._sides.get(block_id)
        if is_from_left is None:
            return ""
        return "left" if is_from_left(self._rows[block_id, rank], seat) else "right"


def _way(line: Line) -> tuple[str, str, str, str]:
    return line.holder.block, line.holder.door, line.row, line.side
