"""Mornings to try the rules on: the plan of the seed with ten speeches chosen, and any other."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.live.course import state
from app.live.presses import Press, action
from app.live.rules import Action, ActionKind, Cue, Item, Programme, State

EIGHT = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
SPEECHES = 10
MINUTE = 60


def at(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def seed(speeches: int = SPEECHES, lengths: Sequence[int] = ()) -> Programme:
    """Seven items; the fourth has so many speeches of 7 minutes with a minute between two."""
    cues: list[Cue] = []
    items: list[Item] = []
    slots = [
        ("opening", 5),
        ("address", 10),
        ("report", 20),
        ("speeches", 85),
        ("awards", 20),
        ("address", 15),
        ("closing", 25),
    ]
    reached = 0
    for number, (kind, minutes) in enumerate(slots, 1):
        key, is_conditional = f"item:{number}", number == 6
        if kind == "speeches" and speeches:
            cues += talks(key, number, at(reached), list(lengths) or [7 * MINUTE] * speeches)
        else:
            cues.append(
                Cue(
                    key, key, str(number), kind, f"Mục {number}", "", minutes * MINUTE, at(reached),
                    is_conditional=is_conditional,
                )
            )  # fmt: skip
        ends_at = at(reached + minutes)
        items.append(
            Item(key, str(number), kind, f"Mục {number}", "", at(reached), ends_at, is_conditional)
        )
        reached += minutes
    return Programme(at(0), at(180), tuple(items), tuple(cues))


def talks(item: str, number: int, start: datetime, lengths: Sequence[int]) -> list[Cue]:
    cues: list[Cue] = []
    for place, seconds in enumerate(lengths, 1):
        key = f"speech:{place}"
        if place > 1:
            after = f"speech:{place - 1}:after"
            label = f"{number}.{2 * place - 2}"
            cues.append(Cue(after, item, label, "change_over", "Chuyển tiếp", "", MINUTE, start))
            start += timedelta(seconds=MINUTE)
        label = f"{number}.{2 * place - 1}"
        who = f"Đơn vị {place}"
        cues.append(Cue(key, item, label, "speech", f"Bài {place}", who, seconds, start))
        start += timedelta(seconds=seconds)
    return cues


class Run:
    """A morning that is pressed through."""

    def __init__(self, programme: Programme | None = None) -> None:
        self.programme = programme or seed()
        self.log: list[Action] = []

    @property
    def state(self) -> State:
        return state(self.programme, self.log)

    def press(self, kind: ActionKind, minute: float, *keys: str, **values: object) -> State:
        """Raises Refused as the console would."""
        asked = Press(kind, self.state.sequence, keys, **values)  # type: ignore[arg-type]
        self.log.append(action(self.programme, self.state, asked, at(minute)))
        return self.state

    def through(self, *minutes: float) -> State:
        """Start at the first of these, and go on at each of the others."""
        for minute in minutes:
            kind = ActionKind.NEXT if self.log else ActionKind.START
            self.press(kind, minute)
        return self.state
