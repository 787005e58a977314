"""What travels to the solver and back: frozen values, JSON in and out (``wire``).

Lengths are in seat pitches; x grows to the right of somebody who faces the stage, y away from it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from app.seating.solver.policy import Order, Policy, Rule, Spare, TieBreak
from app.seating.solver.seats import Door, Hall, Point, Seat

__all__ = [  # they travel with the rest
    "Door",
    "Hall",
    "Order",
    "Point",
    "Policy",
    "Rule",
    "Seat",
    "Spare",
    "TieBreak",
]


@dataclass(frozen=True)
class Person:
    """Somebody who takes a seat. ``order`` is their place in the list of precedence: lower sits
    nearer. People of one ``unit`` sit together; the first of them stands for it in the list.
    ``tier``: those without unit, role, need or pin never sit behind a higher tier's row."""

    id: int
    order: tuple[int, ...]
    label: str = ""  # the unit or group, as the reasons say it
    title: str = ""  # the post, as the reasons say it
    alphabet: str = ""  # sorts the unit by its name
    unit: int | None = None
    tier: int | None = None
    is_chair: bool = False
    is_on_stage: bool = False
    is_guest_of_honour: bool = False
    is_press: bool = False
    needs_step_free: bool = False
    recipient: tuple[int, int] | None = None  # batch, place in it
    speaker: int | None = None  # place in the order of speaking
    replaces: int | None = None  # sits in for this person


@dataclass(frozen=True)
class Pin:
    seat: int
    who: str = ""
    why: str = ""


@dataclass(frozen=True)
class Locks:
    """Seats by person: ``pins`` and those who have ``arrived`` never move; ``announced`` seats
    are left only where needed. ``reserve`` seats stay empty."""

    pins: dict[int, Pin] = field(default_factory=dict)
    announced: dict[int, int] = field(default_factory=dict)
    arrived: dict[int, int] = field(default_factory=dict)
    reserve: tuple[int, ...] = ()

    @property
    def fixed(self) -> dict[int, int]:
        """The seat of everybody who may not be moved."""
        return {**{person: pin.seat for person, pin in self.pins.items()}, **self.arrived}


class Reason(StrEnum):
    """Why somebody sits where they do; ``why.sentence`` says it."""

    PINNED = "pinned"
    ARRIVED = "arrived"
    STAGE = "stage"
    STEP_FREE = "step_free"
    PRECEDENCE = "precedence"
    RECIPIENT = "recipient"
    SPEAKER = "speaker"
    PRESS = "press"
    UNIT = "unit"
    UNIT_SPEAKER = "unit_speaker"
    KEPT = "kept"
    SUBSTITUTE = "substitute"
    LEFT_OVER = "left_over"
    # of a move
    SEAT_GONE = "seat_gone"
    MAKES_ROOM = "makes_room"
    YIELDS = "yields"
    TO_THE_UNIT = "to_the_unit"
    MOVED_BEFORE = "moved_before"


@dataclass(frozen=True)
class Why:
    """A reason and the values that fill its sentence."""

    key: Reason
    values: dict[str, str] = field(default_factory=dict)


class Broken(StrEnum):
    """The hard rules."""

    UNSEATED = "unseated"
    NOT_COMING = "not_coming"
    NO_SUCH_SEAT = "no_such_seat"
    TWO_ON_A_SEAT = "two_on_a_seat"
    BLOCKED = "blocked"
    RESERVED = "reserved"
    PIN_LEFT = "pin_left"
    ARRIVED_MOVED = "arrived_moved"
    STAGE = "stage"
    NEED = "need"
    PRESS = "press"
    TIER = "tier"
    HONOUR = "honour"


@dataclass(frozen=True)
class Violation:
    rule: Broken
    person: int | None = None
    seat: int | None = None
    other: int | None = None  # the person it is about besides


@dataclass(frozen=True)
class Fail:
    """Somebody, or a unit, or a door, for whom a soft rule fails; ``amount`` says by how much."""

    amount: float
    person: int | None = None
    unit: int | None = None
    door: str | None = None
    other: int | None = None


@dataclass(frozen=True)
class RuleScore:
    """A soft rule as a number (0 is best, lower is better) and whom it fails, the worst first."""

    rule: Rule
    value: float
    fails: tuple[Fail, ...] = ()


@dataclass(frozen=True)
class Measures:
    """F = extra fragments of units, R = extra rows used by units, W = weighted distance;
    ``besides`` is what the rules cost that the policy names before precedence (``prices``)."""

    fragments: int
    rows: int
    distance: float
    without_spare: int
    besides: float = 0.0

    @property
    def value(self) -> float:
        """All in one figure, smaller is better."""
        return 3000 * self.fragments + 1000 * self.rows + self.distance + self.besides


class Remark(StrEnum):
    """What is to be known of a plan besides its figures, as pages say it."""

    NO_SOLVER = "Máy chưa có bộ giải highspy: xếp theo quy tắc đơn giản, chưa tối ưu"
    NO_SPARE = "Không đủ ghế để chừa mỗi đơn vị một ghế trống"
    BEST_SO_FAR = "Đã dừng theo yêu cầu: đây là phương án tốt nhất tới lúc dừng"


class Status(StrEnum):
    SIMPLE = "simple"  # seated by rule of thumb, nothing proven
    GOOD = "good"  # with a bound and a gap
    OPTIMAL = "optimal"  # nothing better exists among the shapes tried


@dataclass(frozen=True)
class Plan:
    """Seats and reasons by person. ``bounds`` holds proven lower bounds by name: ``rows`` for R of
    plans that tear nobody, ``value`` for ``measures.value`` of plans with as few rows as can be;
    ``gap`` is the relative distance of the value from its bound, None where nothing is proven."""

    assign: dict[int, int]
    why: dict[int, Why]
    measures: Measures
    scores: tuple[RuleScore, ...]
    bounds: dict[str, float]
    gap: float | None
    status: Status
    seconds: float
    broken: tuple[Violation, ...] = ()
    message: str = ""


@dataclass(frozen=True)
class Move:
    """Somebody who has been told a seat and is to sit on another."""

    person: int
    from_seat: int
    to_seat: int
    why: Why


@dataclass(frozen=True)
class Reseating:
    """A plan after a change. No plan that keeps the rules moves fewer than ``lower_bound``: units
    that sat together stay so, unless ten would have to move for it, of those torn before nobody
    sits apart from those who stay, and who sits singly keeps a seat that no hard rule takes away;
    ``is_proven`` where it moves exactly so many."""

    plan: Plan
    moves: tuple[Move, ...]
    lower_bound: int
    is_proven: bool


@dataclass(frozen=True)
class Question:
    """What the child process is asked; ``old`` is the plan to change, None to seat all anew."""

    hall: Hall
    people: tuple[Person, ...]
    policy: Policy = field(default_factory=Policy)
    locks: Locks = field(default_factory=Locks)
    budget_s: float = 10.0
    old: dict[int, int] | None = None


@dataclass(frozen=True)
class Progress:
    """A line about the work under way: the step, and the best plan so far."""

    step: str
    seconds: float
    fragments: int | None = None
    rows: int | None = None
    value: float | None = None
    bound: float | None = None
    gap: float | None = None


@dataclass(frozen=True)
class Answer:
    """What the child process answers: a plan, or a plan with moves, or why there is none
    (``Refused``: its pattern and the values that fill it)."""

    plan: Plan | None = None
    reseating: Reseating | None = None
    refused: str = ""
    values: dict[str, str] = field(default_factory=dict)
