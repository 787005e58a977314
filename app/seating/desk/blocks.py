"""Moving a unit as a block: where its people go, and where those who sat there go. Pure."""

from collections.abc import Collection, Mapping, Sequence

from app.errors import Refused
from app.seating.solver.model import Hall, Seat


def moved(
    hall: Hall,
    members: Sequence[int],
    to_seat: int,
    placed: Mapping[int, int],
    fixed: Collection[int],
) -> dict[int, int]:
    """New seats for everybody who has to move. The members keep their order from left to right;
    whoever sat there takes the seats that the unit leaves.

    Raises Refused where the seats do not suffice or somebody on them may not be moved.
    """
    seats = {seat.id: seat for seat in hall.seats}
    window = _window(hall, seats[to_seat], len(members))
    sitting = {seat: person for person, seat in placed.items()}
    own = set(members)
    displaced = [
        sitting[seat.id] for seat in window if seat.id in sitting and sitting[seat.id] not in own
    ]
    wanted = {seat.id for seat in window}
    left = [placed[person] for person in members if placed.get(person, to_seat) not in wanted]
    movers = sorted(members, key=lambda person: _across(seats.get(placed.get(person, -1))))
    plan = dict(zip(movers, (seat.id for seat in sorted(window, key=_across)), strict=True))
    if len(displaced) > len(left):
        raise Refused(
            "Không đủ ghế cho {n} người đang ngồi ở đó: đơn vị chỉ để lại {m} ghế",
            n=len(displaced),
            m=len(left),
        )
    plan |= dict(zip(displaced, sorted(left, key=lambda s: _across(seats[s])), strict=False))
    held = [person for person, seat in plan.items() if person in fixed and placed[person] != seat]
    if held:
        raise Refused("Có {n} người đã ghim ở chỗ đi hoặc chỗ đến, bỏ ghim trước", n=len(held))
    return {person: seat for person, seat in plan.items() if placed.get(person) != seat}


def _window(hall: Hall, start: Seat, count: int) -> list[Seat]:
    """So many seats from ``start`` on: of its run, else of its row, else also of rows behind.

    Raises Refused where the block has no more.
    """
    block = [
        seat
        for seat in hall.seats
        if (seat.block, seat.level) == (start.block, start.level)
        and not seat.is_blocked
        and seat.rank >= start.rank
    ]
    row = [seat for seat in block if seat.rank == start.rank]
    run = [seat for seat in row if seat.run == start.run]
    for line in (run, row):
        if len(line) >= count and start in line:
            begin = min(line.index(start), len(line) - count)
            return line[begin : begin + count]
    behind = sorted(
        (seat for seat in block if seat.rank > start.rank),
        key=lambda seat: (seat.rank, abs(seat.x - start.x), seat.position),
    )
    found = [*row, *behind][:count]
    if len(found) < count or start not in found:
        raise Refused("Từ ghế {seat} không đủ {n} ghế liền nhau", seat=start.label, n=count)
    return found


def _across(seat: Seat | None) -> tuple[int, int, float]:
    """Row by row and from left to right; whoever has no seat comes last."""
    return (seat.level, seat.rank, seat.x) if seat else (10**6, 0, 0.0)
