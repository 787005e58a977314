"""The optimiser: the plan's 24 speeches, and 200 that are as different as people are."""

import random
import time

from app.speeches.proposal import propose
from app.speeches.rules import Stage
from app.speeches.selection import Body, Candidate, Lock, Room, Weights
from tests.bench.figures import Figure, middle

TIMES = 5


def figures() -> list[Figure]:
    return [
        Figure("24 speeches, 85 min, proven, with reasons", _p50(plan(), 85), 1, "s"),
        *(
            Figure(f"200 speeches, {slot} min, proven", _p50(many(), slot), 10, "s")
            for slot in DAYS
        ),
    ]


DAYS = (85, 240, 480)


def plan() -> list[Candidate]:
    """13 boards, 5 wards, 5 communes and one special zone, 7 minutes each."""
    bodies = [Body.BOARD] * 13 + [Body.WARD] * 5 + [Body.COMMUNE] * 5 + [Body.SPECIAL_ZONE]
    return [Candidate(n, 7, body, f"chủ đề {n % 14}") for n, body in enumerate(bodies, 1)]


def many() -> list[Candidate]:
    chance = random.Random(1)
    return [
        Candidate(
            number,
            chance.choice((5, 6, 7, 8, 10)),
            chance.choice(list(Body)),
            chance.choice(("", "", *(f"chủ đề {n}" for n in range(25)))),
            chance.randint(1, 5),
            chance.choice((*[Lock.FREE] * 20, Lock.MUST, Lock.MUST_NOT)),
            chance.choice(list(Stage)),
            chance.random() < 0.2,
        )
        for number in range(1, 201)
    ]


def _p50(candidates: list[Candidate], slot: int) -> float:
    """Seconds from the question to the proven answer, the solver's start included."""
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        found = propose(candidates, Room(slot, 1), Weights())
        spent.append(time.perf_counter() - began)
        if not found.is_proven:
            raise RuntimeError("not proven")
    return middle(spent)
