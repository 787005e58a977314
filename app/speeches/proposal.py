"""A proposed selection: the best there is under the weights, with the proof and the reasons."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app import children
from app.errors import Refused
from app.speeches.rules import used
from app.speeches.selection import (
    Candidate,
    Lock,
    Room,
    Score,
    Weights,
    arranged,
    fair,
    is_in_time,
    score,
    worth,
)

MOST_EXPLAINED = 60  # each reason is a solution of its own
_BOUNDS = {Lock.FREE: (0, 1), Lock.MUST: (1, 1), Lock.MUST_NOT: (0, 0)}
_SECONDS, _MEGABYTES = 30, 2_048


@dataclass(frozen=True)
class Proposal:
    """``chosen`` in the order proposed. ``bound``: no selection is worth more, so the proposal is
    the best where it equals the value. ``losses``: by number, how many points the best selection
    loses in which this one speech is decided the other way; none for a speech that is locked, None
    where no selection is possible then."""

    chosen: tuple[Candidate, ...]
    score: Score
    bound: int
    losses: dict[int, int | None]

    @property
    def is_proven(self) -> bool:
        return self.score.total == self.bound

    @property
    def numbers(self) -> list[int]:
        return [candidate.number for candidate in self.chosen]


def propose(candidates: Sequence[Candidate], room: Room, weights: Weights) -> Proposal:
    """Raises Refused where those who must speak do not fit."""
    must = [candidate for candidate in candidates if candidate.lock is Lock.MUST]
    if not is_in_time(must, room):
        raise Refused(
            "Các bài bắt buộc trình bày cần {wanted} phút, khung giờ chỉ có {slot} phút",
            wanted=used([candidate.minutes for candidate in must], room.change_over),
            slot=room.slot,
        )
    if not candidates:
        return Proposal((), score([], [], room, weights), 0, {})
    answer = _solved(_program(candidates, room, weights))
    chosen = arranged([candidates[index] for index in answer["chosen"]])
    found = score(candidates, chosen, room, weights)
    losses = {
        candidates[int(index)].number: None if value is None else answer["value"] - value
        for index, value in answer["otherwise"].items()
    }
    return Proposal(tuple(chosen), found, answer["bound"], losses)


def _program(candidates: Sequence[Candidate], room: Room, weights: Weights) -> dict[str, object]:
    """As an integer program: what ``solver`` reads."""
    bodies, themes = defaultdict(list), defaultdict(list)
    for index, candidate in enumerate(candidates):
        bodies[candidate.body].append(index)
        if candidate.theme:
            themes[candidate.theme].append(index)
    shares = fair(candidates, room)
    is_asked = len(candidates) <= MOST_EXPLAINED
    return {
        "worth": [worth(candidate, weights) for candidate in candidates],
        "ties": list(range(len(candidates), 0, -1)),  # of equals, who stands first in the plan
        "cost": [candidate.minutes + room.change_over for candidate in candidates],
        "room": room.slot + room.change_over,  # the last is followed by no change-over
        "bounds": [_BOUNDS[candidate.lock] for candidate in candidates],
        "bodies": [(members, shares[body]) for body, members in bodies.items()],
        "themes": [members for members in themes.values() if len(members) > 1],
        "balance": weights.balance,
        "repeat": weights.repeat,
        "side": weights.side,
        "ask": [i for i, c in enumerate(candidates) if is_asked and c.lock is Lock.FREE],
    }


def _solved(program: dict[str, object]) -> dict[str, Any]:
    sent = json.dumps(program).encode()
    try:
        answer = children.run("app.speeches.solver", sent, seconds=_SECONDS, megabytes=_MEGABYTES)
    except children.Ended as ended:
        raise Refused(
            "Chưa tìm được phương án trong {n} giây. Hãy khoá bớt bài rồi thử lại", n=_SECONDS
        ) from ended
    found: dict[str, Any] = json.loads(answer)
    return found
