"""Synthetic halls and lists of people for the solver (seating.md 3). Labelled as such: no real
hall and no real person is meant."""

import math
import random
from collections.abc import Sequence

from app.seating.solver.model import Door, Hall, Person, Seat

CENTRE = -55.0  # of all curves


def hall_of(
    stalls: Sequence[Sequence[int]],
    balcony: Sequence[Sequence[int]] = (),
    blocked: frozenset[int] = frozenset(),
    accessible: frozenset[int] = frozenset(),
    zones: dict[int, str] | None = None,
    *,
    is_curved: bool = True,
) -> Hall:
    """Rows of blocks, each row by its numbers of seats; seats are numbered from 1."""
    seats: list[Seat] = []
    for level, rows, first in ((0, stalls, 0), (1, balcony, len(stalls))):
        for place, counts in enumerate(rows):
            rank = first + place
            along = -(sum(counts) - 1 + 2.2 * (len(counts) - 1)) / 2
            for block, count in enumerate(counts):
                name = f"{'ABCDEFGHIKLM'[block]}{level + 1}"
                run = 0
                for position in range(count):
                    number = len(seats) + 1
                    if position and (number in blocked or number - 1 in blocked):
                        run += 1
                    radius = 60 + 1.75 * rank + 8 * level
                    turn = along / radius
                    x, y = along, radius
                    if is_curved:
                        x, y = radius * math.sin(turn), radius * math.cos(turn)
                    seats.append(
                        Seat(
                            number,
                            name,
                            level,
                            rank,
                            run,
                            position,
                            round(x, 2),
                            round(y + CENTRE, 2),
                            label=f"{name}-{rank + 1:02}-{position + 1:02}",
                            row=f"{rank + 1:02}",
                            door=f"{name}/{place // 12}",
                            zone=(zones or {}).get(number, ""),
                            is_at_aisle=position in {0, count - 1},
                            is_accessible=number in accessible,
                            is_blocked=number in blocked,
                        )
                    )
                    along += 1
                along += 2.2
    return Hall(
        tuple(seats),
        focal=(0.0, 2.0),
        steps=((-14.0, 3.0), (14.0, 3.0)),
        doors=tuple(Door(code, 0.0, 0.0) for code in sorted({s.door for s in seats})),
    )


def theatre(seed: int, *, rows: int = 24, sides: int = 0, upstairs: int = 9) -> Hall:
    """About 1,214 usable seats: 24 curved rows of three blocks (8-12 | 14-19 | 8-12) and a balcony
    of 9 rows (10 | 18 | 10), of which 22 are blocked. ``sides`` adds seats to each side row."""
    chance = random.Random(seed)
    shift = chance.randrange(3)
    stalls = [
        [
            8 + sides + min(4, (r + shift) * 5 // rows),
            14 + min(5, (r + shift) * 6 // rows),
            8 + sides + min(4, (r + shift) * 5 // rows),
        ]
        for r in range(rows)
    ]
    balcony = [[10, 18, 10]] * upstairs
    starts = _starts([*stalls, *balcony])
    desk = [starts[rows - 2 + r][1] + 4 + i for r in range(2) for i in range(7)]
    cameras = [starts[rows // 2][1] + 6 + i for i in range(4)]
    cameras += [starts[rows + 2][1] + 7 + i for i in range(4)]
    return hall_of(stalls, balcony, blocked=frozenset(desk + cameras))


def _starts(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    number, found = 1, []
    for counts in rows:
        line = []
        for count in counts:
            line.append(number)
            number += count
        found.append(line)
    return found


def delegates(seed: int, total: int = 1086, units: int = 114, leading: int = 144) -> list[Person]:
    """The audience of seating.md 3: ``leading`` in five tiers, the communes with 6 to 10 each (46
    of theirs detached as speakers or recipients), 15 recipients and 15 of the press."""
    chance = random.Random(seed * 7919 + 1)
    people: list[Person] = []

    def add(**more: object) -> None:
        number = len(people) + 1
        people.append(Person(number, **more))  # type: ignore[arg-type]

    for n in range(leading):
        tier = min(4, n * 5 // leading)
        speaker = n // 10 if tier == 4 and n % 10 == 0 else None
        add(
            order=(1, tier, n),
            label=f"Khối {tier + 1}",
            tier=tier,
            is_chair=n == 0,
            speaker=speaker,
        )
    sizes = _sizes(chance, units, total - leading - 30)
    calls = iter(range(10_000))
    for unit, size in enumerate(sizes, 1):
        for n in range(size):
            recipient = speaker = None
            if n == size - 1 and unit % 3 == 0 and unit <= 105:
                call = next(calls)
                recipient = (call // 10 + 1, call % 10 + 1)
            elif n == 0 and unit % 10 == 5:
                speaker = 100 + unit
            add(
                order=(2, unit, n),
                label=f"Xã Mẫu {unit}",
                title="Bí thư" if n == 0 else "Đại biểu",
                unit=unit,
                tier=9,
                recipient=recipient,
                speaker=speaker,
            )
    for n in range(15):
        call = next(calls)
        add(order=(3, n), label="Khen thưởng", recipient=(call // 10 + 1, call % 10 + 1))
    for n in range(15):
        add(order=(4, n), label="Báo chí", is_press=True)
    return people


def _sizes(chance: random.Random, units: int, total: int) -> list[int]:
    sizes = [chance.choice([6, 7, 8, 8, 9, 10]) for _ in range(units)]
    while sum(sizes) != total:
        place = chance.randrange(units)
        step = 1 if sum(sizes) < total else -1
        if 6 <= sizes[place] + step <= 10:
            sizes[place] += step
    return sizes


def arena() -> tuple[Hall, list[Person]]:
    """About 25,000 seats: 170 rows of eleven blocks, 93 % of them taken."""
    hall = hall_of([[8 + (r + b) % 12 for b in range(11)] for r in range(170)], is_curved=False)
    total = round(0.93 * len(hall.seats))
    return hall, delegates(1, total=total, units=(total - 174) // 8)
